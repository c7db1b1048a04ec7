"""How long the record was and what it said, noted beside it: so that a record lost, emptied, shortened or exchanged is noticed
before old numbers go to other households. A note may only stop a run: it never changes a result, and none is no alarm.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rescue_cli.core.disk_faults import cause_of
from rescue_cli.core.errors import OutputError
from rescue_cli.record.journal import Journal
from rescue_cli.record.kinds import KINDS
from rescue_cli.record.lines import Entry
from rescue_cli.record.private_folder import make_private

_DIGITS = 16


@dataclass(frozen=True)
class Note:
    """`entries`: how many; `digest`: of their kind, 编号, question and answer, the same in every workspace that says the same –
    no person, no time, no digest with a key. `lines`, `chain`, `first`: where only this very record is meant."""

    entries: int
    digest: str
    lines: int = 0
    chain: str = ""
    first: str = ""


def note_of(journal: Journal) -> Note:
    """The note on a record as it is."""
    first = journal.chain[0] if journal.chain else ""
    count = len(journal.entries)
    return Note(count, public_digest(journal.entries), len(journal.chain), journal.head, first)


def public_digest(entries: Sequence[Entry]) -> str:
    """Of what the entries say of no person."""
    digest = hashlib.sha256()
    for entry in entries:
        body = entry.body
        parts = (f"{name}={body[name]}" for name in KINDS[entry.kind].public if name in body)
        digest.update("\x1f".join([entry.kind, *parts, "\n"]).encode("utf-8", "replace"))
    return digest.hexdigest()[:_DIGITS]


def alarm(journal: Journal, note: Note) -> str:
    """What is wrong with the record where it is not the noted one, or one that goes on from there; "" where it is.

    >>> alarm(Journal(), Note(2, ""))
    '不见了或是空的，上次运行时有2条'
    """
    count = len(journal.entries)
    if not count and note.entries:
        return f"不见了或是空的，上次运行时有{note.entries}条"
    if count < note.entries or len(journal.chain) < note.lines:
        return f"只有{count}条，上次运行时有{note.entries}条"
    if note.chain and journal.chain[note.lines - 1] != note.chain:
        if journal.chain[0] == note.first:
            return "和上次运行时的开头相同、后面不同：像是两台电脑各用一份，各记了各的"
        return "不是上次运行时的那一份"
    if not note.chain and public_digest(journal.entries[: note.entries]) != note.digest:
        return f"前{note.entries}条和上次运行时的不同"
    return ""


def load_note(path: Path) -> Note | None:
    """None where there is none that can be read: that is no alarm."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Note(
            int(data["entries"]), str(data["digest"]), int(data["lines"]), str(data["chain"]), str(data["first"])
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return None


def save_note(path: Path, note: Note) -> None:
    """In place of an earlier one, whole or not at all. Raises OutputError."""
    fresh = path.with_name(f"{path.name}.new")
    try:
        make_private(path.parent)
        fresh.write_text(json.dumps(asdict(note)), encoding="utf-8")
        os.replace(fresh, path)
    except OSError as error:
        raise OutputError(f"{path.parent.name} 无法写入：{cause_of(error)}。请检查磁盘空间和文件夹权限。") from error
