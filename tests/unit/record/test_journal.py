"""裁定.jsonl: what is written stays, and what was changed is noticed."""

import json
from pathlib import Path

import pytest

from rescue_cli.core.errors import OutputError, RecordError
from rescue_cli.record.journal import Entry, Journal, append, digest_of, read_journal

FIRST, SECOND = Entry("case-number", {"case": "1-00001", "keys": ["id:a"]}), Entry("other", {"text": "裁定"})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "裁定.jsonl"


def test_missing_file_is_an_empty_journal(path: Path) -> None:
    assert read_journal(path) == Journal()


def test_a_file_that_cannot_be_read_is_told(path: Path) -> None:
    path.mkdir()
    with pytest.raises(RecordError, match="无法读取"):
        read_journal(path)


def test_what_is_appended_is_read_back(path: Path) -> None:
    written = append(path, append(path, Journal(), [FIRST]), [SECOND, FIRST])
    read = read_journal(path)
    assert [(entry.kind, dict(entry.body)) for entry in read.entries] == [
        (entry.kind, dict(entry.body)) for entry in (FIRST, SECOND, FIRST)
    ]
    assert read.head == written.head
    assert [entry.kind for entry in read.of_kind("other")] == ["other"]


def test_appending_leaves_earlier_bytes_alone(path: Path) -> None:
    journal = append(path, Journal(), [FIRST])
    before = path.read_bytes()
    append(path, journal, [SECOND])
    assert path.read_bytes().startswith(before)
    assert path.read_bytes().count(b"\n") == 2


def test_nothing_to_append_touches_nothing(path: Path) -> None:
    append(path, Journal(), [])
    assert not path.exists()


def _edit(lines: list[str]) -> list[str]:
    return [lines[0].replace("00001", "00009"), *lines[1:]]


@pytest.mark.parametrize(
    ("damage", "line"),
    [
        (_edit, 2),
        (lambda lines: lines[1:], 1),
        (lambda lines: [lines[0], lines[2]], 2),
        (lambda lines: [lines[1], lines[0], lines[2]], 1),
        (lambda lines: [lines[0], "不是记录\n", lines[2]], 2),
        (lambda lines: [lines[0], "[]\n", lines[2]], 2),
        (lambda lines: [*lines[:2], lines[2][:20]], 3),
    ],
)
def test_damage_is_named_by_its_line(path: Path, damage: object, line: int) -> None:
    append(path, Journal(), [FIRST, SECOND, FIRST])
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(damage(lines)), encoding="utf-8")  # type: ignore[operator]  # parametrised callables
    with pytest.raises(RecordError, match=f"第{line}行"):
        read_journal(path)


def test_not_utf8_is_damage(path: Path) -> None:
    path.write_bytes("裁定\n".encode("gb18030"))
    with pytest.raises(RecordError, match="已损坏"):
        read_journal(path)


def test_file_changed_since_it_was_read_is_not_appended_to(path: Path) -> None:
    stale = append(path, Journal(), [FIRST])
    append(path, stale, [SECOND])
    before = path.read_bytes()
    with pytest.raises(RecordError, match="改动"):
        append(path, stale, [FIRST])
    assert path.read_bytes() == before


def test_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="无法写入"):
        append(tmp_path / "没有" / "裁定.jsonl", Journal(), [FIRST])


def test_line_is_plain_json_with_the_digest_of_the_one_before(path: Path) -> None:
    append(path, Journal(), [FIRST, SECOND])
    first, second = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    assert first["prev"] == ""
    assert len(second["prev"]) == 64


def test_digest_tells_values_apart_and_hides_them() -> None:
    assert digest_of("id", ["ab", "c"]) != digest_of("id", ["a", "bc"])
    assert digest_of("id", ["张三"]) == digest_of("id", ["张三"])
    assert "张三" not in digest_of("id", ["张三"])
