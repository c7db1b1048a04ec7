"""裁定.jsonl: appended and never changed; the one file of a workspace that cannot be rebuilt.

It holds no personal data: people appear only as digests sealed with the secret of its first line. A line changed, lost or
exchanged is noticed on reading and named; what a power cut left unfinished at its end counts for nothing.
"""

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from rescue_cli.core.disk_faults import cause_of
from rescue_cli.core.errors import OutputError, RecordError
from rescue_cli.record.digests import SECRET_BYTES, Seal
from rescue_cli.record.kinds import UNDONE
from rescue_cli.record.lines import Entry, LineError, NewerError, opening_line, read_line, written_lines
from rescue_cli.record.old_lines import is_old, read_old_line, sealed

_TAIL = 64  # bytes by which the end of the file is known again


@dataclass(frozen=True)
class Journal:
    """All entries in order. `chain`: each line's; `size`: bytes of what is whole, `tail`: the last of them; `torn`: what
    stands unfinished behind; `ends`: how many entries there were after each writing. `seal`: by which its digests are sealed; `opened`: whether its secret is written down."""

    entries: tuple[Entry, ...] = ()
    seal: Seal = field(default_factory=Seal)
    chain: tuple[str, ...] = ()
    size: int = 0
    tail: bytes = b""
    torn: bytes = b""
    opened: bool = False
    ends: tuple[int, ...] = ()

    @property
    def head(self) -> str:
        """The chain of the last line, empty for an empty journal."""
        return self.chain[-1] if self.chain else ""

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        """The entries of one kind that count, in the order they were written."""
        return tuple(entry for entry in self.standing if entry.kind == kind)

    @cached_property
    def undone(self) -> frozenset[int]:
        """Places of the entries that were taken back."""
        taken = (entry.body for entry in self.entries if entry.kind == UNDONE)
        ends = ((body["first"], min(body["first"] + body["count"], len(self.entries))) for body in taken)
        return frozenset(place for first, end in ends for place in range(first, end))

    @cached_property
    def standing(self) -> tuple[Entry, ...]:
        """The entries that were not taken back."""
        return tuple(entry for place, entry in enumerate(self.entries) if place not in self.undone)

    def writings(self) -> list[range]:
        """The places of the entries of each writing, in order."""
        return [range(first, end) for first, end in pairwise((0, *self.ends))]


@dataclass
class _Reading:
    """What is read so far. A writing of several lines counts once its last one is there."""

    name: str
    entries: list[Entry] = field(default_factory=list)
    chain: list[str] = field(default_factory=list)
    size: int = 0
    secret: bytes | None = None
    pending: list[tuple[str, str, tuple[Entry, ...]]] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def take(self, text: str) -> None:
        """One more line. Raises LineError."""
        previous = self.pending[-1][1] if self.pending else self.chain[-1] if self.chain else ""
        if self.secret is None and (bool(self.chain) or is_old(text)) and '"kind"' in text:
            entry, chain = read_old_line(text, previous)
            self.pending.append((text, chain, (entry,)))
            more = False
        else:
            line = read_line(text, previous)
            if (line.secret is None) == (self.secret is None):
                raise LineError("不是完整的记录")
            self.secret = line.secret or self.secret
            self.entries = self._with_old_sealed() if line.secret else self.entries
            self.pending.append((text, line.chain, line.entries))
            more = line.more
        if not more:
            self._close()

    def _close(self) -> None:
        for text, chain, entries in self.pending:
            self.size += len(text.encode()) + 1
            self.chain.append(chain)
            self.entries += entries
        self.ends += [len(self.entries)] if len(self.entries) > (self.ends[-1] if self.ends else 0) else []
        self.pending = []

    def _with_old_sealed(self) -> list[Entry]:
        seal = Seal(self.secret or b"")
        return [sealed(entry, seal) for entry in self.entries]


def read_journal(path: Path, fresh: bytes | None = None) -> Journal:
    """Read and verify the whole file; a missing file is an empty journal.

    `fresh`: the secret of a journal that has none yet (by default one of the system's). Raises RecordError where it cannot be
    read, and naming the first line that is damaged or does not follow from the line before it.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        data = b""
    except OSError as error:
        raise RecordError(f"{path.name} 无法读取：{cause_of(error)}。请关闭正在使用它的程序，再运行一次。") from error
    reading = _read(path.name, data[: _finished(data)])
    secret = reading.secret or fresh or os.urandom(SECRET_BYTES)
    seal = Seal(secret)
    entries = reading.entries if reading.secret else [sealed(entry, seal) for entry in reading.entries]
    return Journal(
        tuple(entries),
        seal,
        tuple(reading.chain),
        reading.size,
        data[max(0, reading.size - _TAIL) : reading.size],
        data[reading.size :],
        reading.secret is not None,
        tuple(reading.ends),
    )


def append(path: Path, journal: Journal, entries: Sequence[Entry]) -> Journal:
    """Write `entries` after what `journal` was read from, all or none; before the very first ones, or those that follow an
    older record's, the line with the secret. Nothing is written for none, but for that line where an older record has none.

    Raises RecordError where the file is no longer the one `journal` was read from, OutputError where it cannot be
    written: it is as long as before, then.
    """
    if not entries and (journal.opened or not journal.chain):
        return journal
    if journal.torn or not _is_as_read(path, journal):
        raise RecordError(
            f"{path.name} 在运行期间被别的程序改动，本次没有写入。请确认没有同时运行两个 rescue，再运行一次。"
        )
    lines = [] if journal.opened else [opening_line(journal.seal, journal.head)]
    lines += written_lines(entries, lines[0][1] if lines else journal.head)
    data = "".join(f"{line}\n" for line, _ in lines).encode()
    _write(path, journal.size, data)
    return replace(
        journal,
        entries=(*journal.entries, *entries),
        chain=(*journal.chain, *(chain for _, chain in lines)),
        size=journal.size + len(data),
        tail=(journal.tail + data)[-_TAIL:],
        opened=True,
        ends=(*journal.ends, len(journal.entries) + len(entries)) if entries else journal.ends,
    )


def set_torn_aside(path: Path, journal: Journal, aside: Path) -> Journal:
    """The unfinished end into a file of its own (`aside`), and out of the record. Raises as `append`."""
    if not _is_as_read(path, journal):
        raise RecordError(f"{path.name} 在运行期间被别的程序改动。请确认没有同时运行两个 rescue，再运行一次。")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as file:
            file.write(journal.torn + b"\n")
            file.flush()
            os.fsync(file.fileno())
        if journal.size:
            os.truncate(path, journal.size)
        else:
            path.unlink()
    except OSError as error:
        raise _cannot_write(path, error) from error
    return replace(journal, torn=b"")


def _finished(data: bytes) -> int:
    """Where the last finished line ends. Blocks of a disk that were never written are zeros, which no line holds."""
    zero = data.find(b"\0")
    return data.rfind(b"\n", 0, None if zero < 0 else zero) + 1


def _read(name: str, data: bytes) -> _Reading:
    reading = _Reading(name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _damaged(name, data.count(b"\n", 0, error.start) + 1, "不是UTF-8文本") from error
    for number, line in enumerate(text.split("\n")[:-1], start=1):
        try:
            reading.take(line)
        except NewerError as error:
            raise RecordError(f"{name} 第{number}行{error}，可能是更新的版本写的。请用那个版本运行。") from error
        except LineError as error:
            raise _damaged(name, number, str(error)) from error
    return reading


def _is_as_read(path: Path, journal: Journal) -> bool:
    whole = journal.size + len(journal.torn)
    if not path.exists():
        return not whole
    with path.open("rb") as file:
        file.seek(max(0, journal.size - _TAIL))
        return file.read() == journal.tail + journal.torn


def _write(path: Path, size: int, data: bytes) -> None:
    """`data` from byte `size` on; whatever goes wrong, the file is `size` bytes long again."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    except OSError as error:
        raise _cannot_write(path, error) from error
    try:
        os.lseek(handle, size, os.SEEK_SET)
        written = 0
        while written < len(data):
            written += os.write(handle, data[written:])
        os.fsync(handle)
    except BaseException as error:  # also where somebody interrupts it: half a line must not stay
        with contextlib.suppress(OSError):  # what cannot be cut off now is set aside by the next run
            os.ftruncate(handle, size)
            if not size:
                path.unlink()
        if isinstance(error, OSError):
            raise _cannot_write(path, error) from error
        raise
    finally:
        os.close(handle)


def _cannot_write(path: Path, error: OSError) -> OutputError:
    return OutputError(f"{path.name} 无法写入：{cause_of(error)}。请检查磁盘空间和文件夹权限。")


def _damaged(name: str, number: int, why: str) -> RecordError:
    return RecordError(
        f"{name} 第{number}行{why}。不要自行修改：请从 裁定备份 文件夹取最近的一份放回来，改名为 {name}；没有备份的请联系软件维护者。"
    )
