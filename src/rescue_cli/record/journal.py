"""裁定.jsonl: one JSON object a line, appended and never changed; each line carries the digest of the line before it.

The one file of a workspace that cannot be rebuilt. It holds no personal data: people appear only as digests of their
identifying values (see `digest_of`). A line changed, lost or torn is noticed on reading and named.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rescue_cli.core.errors import OutputError, RecordError

KIND, PREVIOUS = "kind", "prev"
_SEPARATOR = "\x1f"  # cannot stand in a cell, so ("ab", "c") and ("a", "bc") differ
_FIRST = ""  # what the first line carries as the digest of the line before it


@dataclass(frozen=True)
class Entry:
    """One line: its kind ("case-number", "case-merged", later decisions and filings) and what it says."""

    kind: str
    body: Mapping[str, Any]

    def line(self, previous: str) -> str:
        """The line as written, `previous` being the digest of the line before."""
        return json.dumps(
            {KIND: self.kind, **self.body, PREVIOUS: previous},
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )


@dataclass(frozen=True)
class Journal:
    """All entries in order, and the digest of the last line (empty for an empty journal)."""

    entries: tuple[Entry, ...] = ()
    head: str = _FIRST

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        """The entries of one kind, in the order they were written."""
        return tuple(entry for entry in self.entries if entry.kind == kind)


def read_journal(path: Path) -> Journal:
    """Read and verify the whole file; a missing file is an empty journal.

    Raises RecordError where it cannot be read, and naming the first line that is damaged or does not follow from the
    line before it.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return Journal()
    except OSError as error:
        raise RecordError(f"{path.name} 无法读取：{error.strerror}。请关闭正在使用它的程序，再运行一次。") from error
    except UnicodeDecodeError as error:
        raise RecordError(f"{path.name} 已损坏：不是UTF-8文本。请从备份恢复此文件，不要自行修改。") from error
    if text and not text.endswith("\n"):
        raise _damaged(path, text.count("\n") + 1, "没有写完")
    entries: list[Entry] = []
    head = _FIRST
    for number, line in enumerate(text.split("\n")[:-1], start=1):
        entries.append(_entry(path, number, line, head))
        head = _digest(line)
    return Journal(tuple(entries), head)


def append(path: Path, journal: Journal, entries: Sequence[Entry]) -> Journal:
    """Write `entries` after what `journal` was read from, in one flushed write; nothing is written for none.

    Raises RecordError where the file is no longer the one `journal` was read from, OutputError where it cannot be
    written.
    """
    if not entries:
        return journal
    if read_journal(path).head != journal.head:
        raise RecordError(
            f"{path.name} 在运行期间被别的程序改动，本次没有写入。请确认没有同时运行两个 rescue，再运行一次。"
        )
    head, lines = journal.head, []
    for entry in entries:
        line = entry.line(head)
        lines.append(line + "\n")
        head = _digest(line)
    try:
        with path.open("ab") as file:
            file.write("".join(lines).encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise OutputError(f"{path.name} 无法写入：{error.strerror}。请检查磁盘空间和文件夹权限。") from error
    return Journal((*journal.entries, *entries), head)


def digest_of(kind: str, values: Iterable[str]) -> str:
    """`kind:` and half a SHA-256 of identifying values, so that they can be found again without being written down.

    Plain and unsalted, because the same household must give the same digest in every run: it hides the values from a
    reader, not from someone who tries every ID number. Keep the file as carefully as a roster.
    """
    return f"{kind}:{_digest(_SEPARATOR.join([kind, *values]))[:32]}"


def _entry(path: Path, number: int, line: str, head: str) -> Entry:
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise _damaged(path, number, "不是完整的记录") from error
    if not isinstance(data, dict) or not isinstance(data.get(KIND), str):
        raise _damaged(path, number, "不是完整的记录")
    if data.get(PREVIOUS) != head:
        raise _damaged(path, number, "与上一行接不上，这一行之前有内容被改动或删除")
    body = {key: value for key, value in data.items() if key not in (KIND, PREVIOUS)}
    return Entry(data[KIND], MappingProxyType(body))


def _damaged(path: Path, number: int, why: str) -> RecordError:
    return RecordError(f"{path.name} 第{number}行{why}。请从备份恢复此文件，不要自行修改。")


def _digest(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()
