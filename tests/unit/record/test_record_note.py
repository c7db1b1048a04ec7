"""A note on the record may stop a run, and does so when the record is another one or shorter."""

from dataclasses import replace
from pathlib import Path

import pytest

from rescue_cli.record.journal import append, read_journal
from rescue_cli.record.record_note import Note, alarm, load_note, note_of, public_digest, save_note
from support.records import heading, numbered


def record(path: Path, *fields: str) -> Path:
    journal = read_journal(path)
    journal = append(path, journal, [numbered(n, journal.seal) for n in (1, 2, 3)])
    for field in fields:
        journal = append(path, journal, [heading(field)])
    return path


def shown(note: Note) -> Note:
    """As the sheet tells it."""
    return Note(note.entries, note.digest)


def test_the_same_and_a_longer_record_are_no_alarm(tmp_path: Path) -> None:
    path = record(tmp_path / "a", "备注")
    note = note_of(read_journal(path))
    for known in (note, shown(note)):
        assert alarm(read_journal(path), known) == ""
    append(path, read_journal(path), [heading("姓名")])
    for known in (note, shown(note)):
        assert alarm(read_journal(path), known) == ""


@pytest.mark.parametrize("left", range(4))
def test_a_shortened_record_is_noticed(tmp_path: Path, left: int) -> None:
    path = record(tmp_path / "a", "备注", "姓名")
    note = note_of(read_journal(path))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:left]))
    for known in (note, shown(note)):
        assert "上次运行时有5条" in alarm(read_journal(path), known)


def test_another_record_and_a_fork_are_told_apart(tmp_path: Path) -> None:
    path = record(tmp_path / "a")
    fork = tmp_path / "b"
    fork.write_bytes(path.read_bytes())
    append(path, read_journal(path), [heading("备注")])
    append(fork, read_journal(fork), [heading("姓名")])
    note = note_of(read_journal(path))
    assert "两台电脑" in alarm(read_journal(fork), note)
    assert "不同" in alarm(read_journal(fork), shown(note))
    other = record(tmp_path / "c", "备注")
    assert "不是上次运行时的那一份" in alarm(read_journal(other), note)


def test_the_digest_tells_nothing_of_secret_persons_or_time(tmp_path: Path) -> None:
    one, other = read_journal(record(tmp_path / "a", "备注")), read_journal(record(tmp_path / "b", "备注"))
    assert one.seal.secret != other.seal.secret
    assert public_digest(one.entries) == public_digest(other.entries)
    later = replace(heading("备注"), body={**heading("备注").body, "by": "另一人", "when": "2027"})
    assert public_digest([later]) == public_digest([heading("备注")]) != public_digest([heading("姓名")])


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"entries": 1}', '{"entries": 1e999}', "[" * 100_000])
def test_a_note_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    note = tmp_path / "n"
    note.write_text(text, encoding="utf-8")
    assert load_note(note) is None
    save_note(note, Note(1, "a", 2, "b", "c"))
    assert load_note(note) == Note(1, "a", 2, "b", "c")
