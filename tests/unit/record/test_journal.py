"""裁定.jsonl: what is written stays, what was changed is noticed, and what a power cut tore counts for nothing."""

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from rescue_cli.core.errors import OutputError, RecordError
from rescue_cli.record.digests import Seal, digest_of
from rescue_cli.record.journal import append, read_journal, set_torn_aside
from rescue_cli.record.kinds import HEADER, MERGED, NUMBERED
from rescue_cli.record.lines import HOUSEHOLDS, Entry
from support.records import BY, heading, household, numbered

SECOND = heading("备注")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "裁定.jsonl"


def bodies(path: Path) -> list[tuple[str, dict[str, object]]]:
    return [(entry.kind, dict(entry.body)) for entry in read_journal(path).entries]


def test_missing_file_is_an_empty_journal_with_a_secret_of_its_own(path: Path) -> None:
    first, second = read_journal(path), read_journal(path)
    assert first.entries == ()
    assert len(first.seal.secret) == 32
    assert first.seal.secret != second.seal.secret
    assert not path.exists()


def test_a_file_that_cannot_be_read_is_told(path: Path) -> None:
    path.mkdir()
    with pytest.raises(RecordError, match="无法读取"):
        read_journal(path)


def test_what_is_appended_is_read_back(path: Path) -> None:
    journal = read_journal(path)
    entries = [numbered(1, journal.seal), SECOND, Entry(MERGED, {"case": "640105-00001", "from": "640105-00002"})]
    split = Entry(NUMBERED, {**household(2, journal.seal), "split": "640105-00001"})
    changed = Entry(NUMBERED, {**household(3, journal.seal), "head": True})
    written = append(path, append(path, journal, entries), [split, changed, split])
    read = read_journal(path)
    assert bodies(path) == [(entry.kind, dict(entry.body)) for entry in (*entries, split, changed, split)]
    assert (read.head, read.size, read.seal.secret) == (written.head, path.stat().st_size, journal.seal.secret)
    assert [entry.kind for entry in read.of_kind(HEADER)] == [HEADER]


def test_first_line_has_version_and_secret(path: Path) -> None:
    journal = append(path, read_journal(path), [SECOND])
    first = json.loads(path.read_text(encoding="utf-8").splitlines()[0])
    assert (first["k"], first["v"]) == ("record", 2)
    assert Seal(journal.seal.secret)("a") == read_journal(path).seal("a") != Seal(b"another")("a")


def test_appending_leaves_earlier_bytes_alone(path: Path) -> None:
    journal = append(path, read_journal(path), [SECOND])
    before = path.read_bytes()
    append(path, journal, [heading("姓名")])
    assert path.read_bytes().startswith(before)
    assert path.read_bytes().count(b"\n") == 3


def test_nothing_to_append_touches_nothing(path: Path) -> None:
    append(path, read_journal(path), [])
    assert not path.exists()


def test_a_household_takes_no_more_than_150_bytes(path: Path) -> None:
    journal = read_journal(path)
    append(path, journal, [numbered(n, journal.seal) for n in range(1, 1001)])
    assert path.stat().st_size / 1000 <= 150
    assert len(path.read_text(encoding="utf-8").splitlines()) == 1 + 1000 / HOUSEHOLDS


def test_no_id_number_is_found_by_trying_without_the_first_line(path: Path) -> None:
    """Nothing in the lines after the first is made of the number alone."""
    journal = read_journal(path)
    append(path, journal, [numbered(1, journal.seal)])
    rest = path.read_text(encoding="utf-8").partition("\n")[2]
    tried = digest_of("id", ["99010119700101001X", "张三"])
    assert journal.seal.key(digest_of("id", ["1"])).partition(":")[2] in rest
    assert tried.partition(":")[2] not in rest
    assert digest_of("id", ["1"]).partition(":")[2][:12] not in rest


# --- tampering --------------------------------------------------------------------------------------------------------

Damage = Callable[[list[str]], list[str]]
TAMPERINGS: dict[str, Damage] = {
    "number changed": lambda lines: [lines[0], lines[1].replace("00001", "00009"), *lines[2:]],
    "key changed": lambda lines: [lines[0], lines[1].replace('":"a', '":"p'), *lines[2:]],
    "last line's answer changed": lambda lines: [*lines[:-1], lines[-1].replace("备注", "姓名")],
    "last line's time changed": lambda lines: [*lines[:-1], lines[-1].replace("09:00", "10:00")],
    "secret changed": lambda lines: [lines[0].replace('"v":2', '"v":2 '), *lines[1:]],
    "first line gone": lambda lines: lines[1:],
    "line gone": lambda lines: [lines[0], *lines[2:]],
    "two lines exchanged": lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
    "line twice": lambda lines: [*lines[:2], lines[1], *lines[2:]],
    "last line twice": lambda lines: [*lines, lines[-1]],
    "first line twice": lambda lines: [lines[0], *lines],
    "foreign line": lambda lines: [lines[0], "不是记录\n", *lines[1:]],
    "other JSON": lambda lines: [lines[0], "[]\n", *lines[1:]],
    "empty line": lambda lines: [lines[0], "\n", *lines[1:]],
    "blank in front": lambda lines: [lines[0], " " + lines[1], *lines[2:]],
    "line ends of Windows": lambda lines: [line.replace("\n", "\r\n") for line in lines],
    "mark of byte order": lambda lines: ["\ufeff" + lines[0], *lines[1:]],
    "chain of another": lambda lines: [*lines[:-1], lines[-1][:-6] + 'AAA"}\n'],
    "old line at the end": lambda lines: [*lines, '{"kind":"header","prev":""}\n'],
    "middle cut out of a line": lambda lines: [lines[0], lines[1][:20] + lines[1][60:], *lines[2:]],
}


@pytest.mark.parametrize("damage", TAMPERINGS.values(), ids=list(TAMPERINGS))
def test_twenty_tamperings_are_named_by_a_line(path: Path, damage: Damage) -> None:
    journal = read_journal(path)
    append(path, append(path, journal, [numbered(n, journal.seal) for n in (1, 2)]), [heading("姓名"), SECOND])
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    tampered = damage(lines)
    assert tampered != lines
    path.write_bytes("".join(tampered).encode())
    with pytest.raises(RecordError, match=r"第\d行.*裁定备份"):
        read_journal(path)


def test_not_utf8_is_damage(path: Path) -> None:
    path.write_bytes("裁定\n".encode("gb18030"))
    with pytest.raises(RecordError, match="第1行不是UTF-8"):
        read_journal(path)


def test_file_changed_since_it_was_read_is_not_appended_to(path: Path) -> None:
    stale = append(path, read_journal(path), [SECOND])
    append(path, stale, [SECOND])
    before = path.read_bytes()
    with pytest.raises(RecordError, match="改动"):
        append(path, stale, [SECOND])
    assert path.read_bytes() == before


def test_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    gone = tmp_path / "没有" / "裁定.jsonl"
    with pytest.raises(OutputError, match="无法写入"):
        append(gone, read_journal(gone), [SECOND])


# --- a writing that fails ----------------------------------------------------------------------------------------------

POINTS = 100


def written(path: Path) -> tuple[bytes, bytes]:
    """The record before a writing of several lines, and after it."""
    journal = append(path, read_journal(path), [SECOND])
    before = path.read_bytes()
    append(path, journal, [numbered(n, journal.seal) for n in range(1, 100)])
    return before, path.read_bytes()


def test_a_writing_cut_off_anywhere_counts_for_nothing_and_is_kept_beside(path: Path, tmp_path: Path) -> None:
    before, after = written(path)
    for number in range(POINTS):
        cut = len(before) + 1 + number * (len(after) - len(before) - 2) // POINTS
        path.write_bytes(after[:cut])
        journal = read_journal(path)
        assert (journal.size, journal.torn) == (len(before), after[len(before) : cut]), cut
        with pytest.raises(RecordError, match="改动"):
            append(path, journal, [SECOND])
        whole = set_torn_aside(path, journal, tmp_path / "aside")
        assert path.read_bytes() == before
        assert (tmp_path / "aside").read_bytes().endswith(journal.torn + b"\n")
        append(path, whole, [numbered(n, journal.seal) for n in range(1, 100)])
        assert path.read_bytes() == after


def test_blocks_a_disk_never_wrote_are_torn_too(path: Path) -> None:
    before, after = written(path)
    hole = len(before) + 500
    path.write_bytes(after[:hole] + b"\0" * 512 + after[hole + 512 :])
    assert read_journal(path).size == len(before)


def test_a_first_writing_that_was_torn_leaves_no_record(path: Path, tmp_path: Path) -> None:
    append(path, read_journal(path), [SECOND])
    path.write_bytes(path.read_bytes()[:30])
    assert set_torn_aside(path, read_journal(path), tmp_path / "aside").size == 0
    assert not path.exists()


def test_a_full_disk_leaves_the_record_as_long_as_before(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, after = written(path)
    path.write_bytes(before)
    journal = read_journal(path)
    write = os.write
    for number in range(POINTS):
        left = [number * (len(after) - len(before)) // POINTS]

        def fill(handle: int, data: bytes, left: list[int] = left) -> int:
            if not left[0]:
                raise OSError(errno.ENOSPC, "No space left on device")
            count = write(handle, data[: min(left[0], 997)])
            left[0] -= count
            return count

        monkeypatch.setattr(os, "write", fill)
        with pytest.raises(OutputError, match="磁盘空间"):
            append(path, journal, [numbered(n, journal.seal) for n in range(1, 100)])
        monkeypatch.setattr(os, "write", write)
        assert path.read_bytes() == before
    append(path, journal, [numbered(n, journal.seal) for n in range(1, 100)])
    assert path.read_bytes() == after


def test_a_first_writing_that_fails_leaves_no_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OutputError):
        append(path, read_journal(path), [SECOND])
    assert not path.exists()


def test_half_a_character_in_a_reason_is_no_reason_to_stop(path: Path) -> None:
    append(path, read_journal(path), [Entry(HEADER, {**SECOND.body, "by": "\udce4", **BY})])
    assert len(read_journal(path).entries) == 1
