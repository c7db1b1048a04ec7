"""The one exit for OPC files (xlsx, docx): same content, same bytes; a target changes all at once or not at all."""

import hashlib
import io
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from rescue_cli.core.disk_faults import cause_of
from rescue_cli.core.errors import OutputError

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip can say
FIRST_PARTS = ("[Content_Types].xml", "_rels/.rels")


def seal(source: IO[bytes], target: IO[bytes]) -> None:
    """Copy a zip package with fixed dates, attributes and order of parts."""
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(target, "w", compresslevel=6) as sealed:
        for name in sorted(package.namelist(), key=_part_order):
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = 0, 0
            info.file_size = package.getinfo(name).file_size
            with package.open(name) as part, sealed.open(info, "w") as copy:
                shutil.copyfileobj(part, copy, 1 << 20)


def _part_order(name: str) -> tuple[int, str]:
    return (FIRST_PARTS.index(name) if name in FIRST_PARTS else len(FIRST_PARTS), name)


def sealed_bytes(data: bytes) -> bytes:
    """A package as `seal` copies it."""
    target = io.BytesIO()
    seal(io.BytesIO(data), target)
    return target.getvalue()


def place_package(path: Path, draw: Callable[[Path], None]) -> None:
    """Let `draw` write an unsealed package to a temporary file beside `path`, seal it, and put it in place.

    Raises:
        OutputError: the target is open elsewhere, or the folder cannot be written.
    """
    short = hashlib.sha256(path.name.encode("utf-8", "replace")).hexdigest()[
        :16
    ]  # a name may be as long as a disk allows
    raw, sealed = path.with_name(f".{short}.draft"), path.with_name(f".{short}.new")
    try:
        with _refused(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            draw(raw)
            with raw.open("rb") as source, sealed.open("wb") as target:
                seal(source, target)
            os.replace(sealed, path)
    finally:
        for left in (raw, sealed):
            with suppress(OSError):  # a scanner may still hold it; the next run writes over it
                left.unlink(missing_ok=True)


def place_file(path: Path, data: bytes) -> None:
    """Write a file as it is. Raises OutputError as `place_package`."""
    with _refused(path):
        path.write_bytes(data)


@contextmanager
def _refused(path: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        raise _refusal(path, "它可能正在Excel或WPS里打开，或文件夹不许写入。请关闭后重新运行") from error
    except OSError as error:
        raise _refusal(path, f"{cause_of(error)}。请检查磁盘空间和文件夹后重新运行") from error


def _refusal(path: Path, why: str) -> OutputError:
    return OutputError(f"写不进 {path.name}：{why}。")
