"""The cache gives back what was saved, or nothing."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from rescue_cli.core import fields as f
from rescue_cli.core.errors import OutputError
from rescue_cli.record.cache import load_tables, save_tables
from support.mentions import mentions_table, said

TABLES = {
    "mentions": mentions_table([said("张三", **{f.HARDSHIP: ["重病"]})]),
    "空": pa.table({"值": pa.array([], pa.string())}),
}


def test_tables_come_back_with_their_schemas(tmp_path: Path) -> None:
    save_tables(tmp_path / ".rescue", TABLES, "abc")
    loaded = load_tables(tmp_path / ".rescue")
    assert loaded is not None
    tables, digest = loaded
    assert digest == "abc"
    assert tables.keys() == TABLES.keys()
    assert all(tables[name].equals(TABLES[name]) and tables[name].schema == TABLES[name].schema for name in TABLES)


def test_only_what_is_asked_for_is_read(tmp_path: Path) -> None:
    save_tables(tmp_path, TABLES, "abc")
    (tmp_path / "tables" / "mentions.parquet").unlink()
    loaded = load_tables(tmp_path, only=("空",))
    assert loaded is not None
    assert (list(loaded[0]), loaded[1]) == (["空"], "abc")
    assert load_tables(tmp_path, only=("mentions",)) is None


def test_tables_made_from_something_else_are_not_read(tmp_path: Path) -> None:
    save_tables(tmp_path, TABLES, "abc")
    assert load_tables(tmp_path, made_from="abc") is not None
    assert load_tables(tmp_path, made_from="def") is None


def test_saving_again_replaces_all(tmp_path: Path) -> None:
    save_tables(tmp_path, TABLES, "abc")
    save_tables(tmp_path, {"空": TABLES["空"]}, "def")
    loaded = load_tables(tmp_path)
    assert loaded is not None
    assert (list(loaded[0]), loaded[1]) == (["空"], "def")
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]


def _older(folder: Path) -> None:
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    (folder / "index.json").write_text(json.dumps({**index, "format": 0}), encoding="utf-8")


@pytest.mark.parametrize(
    "damage",
    [
        _older,
        lambda folder: (folder / "mentions.parquet").unlink(),
        lambda folder: (folder / "mentions.parquet").write_bytes(b"PAR1"),
        lambda folder: (folder / "index.json").write_text("[1]", encoding="utf-8"),
        lambda folder: (folder / "index.json").write_text("{", encoding="utf-8"),
        lambda folder: (folder / "index.json").write_text('{"format": 1, "files": [], "digest": ""}', encoding="utf-8"),
    ],
)
def test_anything_odd_means_no_cache(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    save_tables(tmp_path, TABLES, "abc")
    damage(tmp_path / "tables")
    assert load_tables(tmp_path) is None


def test_no_cache_yet(tmp_path: Path) -> None:
    assert load_tables(tmp_path) is None


def test_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="无法写入"):
        save_tables(tmp_path / "f", TABLES, "abc")
