"""The current tables of a workspace as parquet under .rescue/: quick to read again, safe to delete.

Anything odd about them (another version, a file changed or lost) means "no cache", never an error.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from rescue_cli.core.disk_faults import cause_of
from rescue_cli.core.errors import OutputError
from rescue_cli.record.private_folder import make_private

FORMAT = 4  # raised when the tables' meaning changes, so that older caches are rebuilt
_TABLES, _INDEX = "tables", "index.json"


def save_tables(folder: Path, tables: Mapping[str, pa.Table], digest: str) -> None:
    """Replace the cached tables; `digest` is that of everything they were made from.

    They are written beside and swapped in whole, so a run that dies leaves the old ones or none.
    Raises OutputError where the folder cannot be written.
    """
    fresh, old = folder / f"{_TABLES}.new", folder / f"{_TABLES}.old"
    try:
        for leftover in (fresh, old):
            shutil.rmtree(leftover, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        make_private(folder.parent)
        fresh.mkdir(parents=True)
        files = {name: _write(fresh / f"{name}.parquet", tables[name]) for name in sorted(tables)}
        index = {"format": FORMAT, "digest": digest, "files": files}
        (fresh / _INDEX).write_text(json.dumps(index, ensure_ascii=False, indent=1), encoding="utf-8")
        if (folder / _TABLES).exists():
            os.replace(folder / _TABLES, old)
        os.replace(fresh, folder / _TABLES)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise OutputError(
            f"{folder.parent.name}/{folder.name} 无法写入：{cause_of(error)}。请检查磁盘空间和文件夹权限。"
        ) from error


def forget_tables(folder: Path) -> None:
    """Take the cached tables away, if there are any; what cannot be deleted stays, and is only a cache."""
    shutil.rmtree(folder / _TABLES, ignore_errors=True)


def load_tables(
    folder: Path, *, of_any_format: bool = False, only: Collection[str] | None = None, made_from: str | None = None
) -> tuple[dict[str, pa.Table], str] | None:
    """The cached tables (or `only` these) and their digest, or None where there are none that can be trusted.
    `of_any_format`: also those of another version of the program, for who compares what both have. `made_from`: None where
    the digest is another one; the tables are then not read at all."""
    try:
        index = json.loads((folder / _TABLES / _INDEX).read_text(encoding="utf-8"))
        if index["format"] != FORMAT and not of_any_format:
            return None
        if made_from is not None and index["digest"] != made_from:
            return None
        wanted = {name: digest for name, digest in index["files"].items() if only is None or name in only}
        tables = {name: _read(folder / _TABLES / f"{name}.parquet", digest) for name, digest in wanted.items()}
        return tables, str(index["digest"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, pa.ArrowException):
        # Every way a damaged index or table shows itself; the cache can always be rebuilt.
        return None


def _write(path: Path, table: pa.Table) -> str:
    pq.write_table(table, path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _read(path: Path, digest: str) -> pa.Table:
    if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        raise ValueError(path.name)
    with pq.ParquetFile(path) as file:  # `read_table` would load the library of data sets first
        return file.read()
