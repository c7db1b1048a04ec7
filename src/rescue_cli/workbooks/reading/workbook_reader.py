"""Files → sheets of plain values, from bytes, each file in a worker process.

A parser that dies or hangs costs one file, not the run. Workers import only the guard, this module, and the reader
that the kind of file needs (`reader_by_kind`).
"""

import gc
import io
import pickle
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rescue_cli.core.errors import InputError
from rescue_cli.workbooks.reading.guard import examine
from rescue_cli.workbooks.reading.limits import (
    CRASHED,
    ENCRYPTED,
    MAX_SECONDS,
    SECONDS,
    SECONDS_PER_MB,
    damaged,
    encrypted,
)
from rescue_cli.workbooks.reading.reader_by_kind import read_kind
from rescue_cli.workbooks.reading.sheet import Cell, Merge, Sheet, column_letter
from rescue_cli.workbooks.worker_pool import Asked, ask, start_workers

__all__ = [
    "Cell",
    "Merge",
    "Outcome",
    "Sheet",
    "Unreadable",
    "Wanted",
    "column_letter",
    "read_all",
    "read_workbook",
    "start_workers",
]

UNREADABLE = "INTAKE-FILE-UNREADABLE"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file could not be read: the code of the finding and one sentence."""

    code: str
    sentence: str


Outcome = list[Sheet] | Unreadable
CANNOT_READ = "文件读不出来，可能正被占用或没有权限"
GAVE_UP = Unreadable(CRASHED, "读取时程序异常退出，文件可能已损坏")
TOO_MUCH = Unreadable(CRASHED, "文件过于庞大，内存不足")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to read: at `path`, or at `place` in the directory of the archive there; `passwords` to try on it."""

    path: Path
    place: int | None = None
    passwords: tuple[str, ...] = field(default=(), repr=False)


def read_workbook(data: bytes, passwords: Sequence[str] = ()) -> list[Sheet]:
    """All sheets of a workbook or of a text, web page or Word file with tables, hidden ones too.

    Raises InputError, whatever the parsers raised; MemoryError and OSError where the machine has no more to give.
    """
    try:
        return _read_any(data, passwords)
    except (InputError, MemoryError):
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:  # a part the guard did not look into
        raise damaged() from error
    except OSError:
        raise
    except Exception as error:
        raise InputError(GAVE_UP.code, GAVE_UP.sentence) from error


def _read_any(data: bytes, passwords: Sequence[str]) -> list[Sheet]:
    examined = examine(data)
    if examined.kind == "locked":
        return _read_unlocked(data, passwords)
    try:
        return read_kind(data, examined)
    except InputError as error:
        if examined.kind != "xls" or not _turns_out_locked(data, error):
            raise
    return _read_unlocked(data, passwords)


def _turns_out_locked(data: bytes, error: InputError) -> bool:
    """An xls says only inside that it has a password; the parser may take it for damaged."""
    from rescue_cli.workbooks.reading.unlock import is_locked

    return error.finding == ENCRYPTED or is_locked(data)


def read_all(
    files: Sequence[Wanted], seconds: float = SECONDS, seconds_per_mb: float = SECONDS_PER_MB
) -> Iterator[tuple[Wanted, Outcome]]:
    """Each file with its sheets or the reason why not, in the order asked; `seconds` bound the time of one file."""
    limits = [min(seconds + seconds_per_mb * _megabytes(file.path), MAX_SECONDS) for file in files]
    asked = [ask(_read_packed, [file], limit) for file, limit in zip(files, limits, strict=True)]
    try:
        for file, task in zip(files, asked, strict=True):
            yield file, _outcome(task)
    finally:  # whoever asked may stop early
        for task in asked:
            task.cancel()


def _outcome(asked: Asked) -> Outcome:
    """What a worker gave; whatever became of it instead costs this one file."""
    from concurrent.futures import TimeoutError as TimedOut

    try:
        return _unpacked(asked.answer())
    except TimedOut:
        return Unreadable(CRASHED, "读取超时，文件可能异常庞大或已损坏")
    except MemoryError:
        return TOO_MUCH
    except Exception:  # noqa: BLE001 – a worker that died (ProcessExpired), and whatever a foreign parser raised in it
        return GAVE_UP


def _read_packed(file: Wanted) -> bytes:
    """Runs in a worker. Packed without looking for values that come twice: that takes longer than reading does."""
    outcome = _read_file(file)
    try:
        return _packed(outcome)
    except MemoryError:
        return _packed(TOO_MUCH)


def _packed(outcome: Outcome) -> bytes:
    packed = io.BytesIO()
    pickler = pickle.Pickler(packed, pickle.HIGHEST_PROTOCOL)
    pickler.fast = True
    pickler.dump(outcome)
    return packed.getvalue()


def _unpacked(packed: bytes) -> Outcome:
    """Our own worker's answer; the collector of circles would go through all cells again and again."""
    paused = gc.isenabled()
    gc.disable()
    try:
        outcome: Outcome = pickle.loads(packed)
    finally:
        if paused:
            gc.enable()
    return outcome


def _read_file(file: Wanted) -> Outcome:
    """Whatever goes wrong comes back as a value: exceptions of foreign code may not pickle."""
    try:
        return read_workbook(_bytes(file), file.passwords)
    except InputError as error:
        return Unreadable(error.finding, str(error))
    except OSError:
        return Unreadable(UNREADABLE, CANNOT_READ)
    except MemoryError:
        return TOO_MUCH
    except BaseException:  # noqa: BLE001 – foreign parsers raise what they like, panics of Rust are not even Exceptions
        return GAVE_UP


def _bytes(file: Wanted) -> bytes:
    if file.place is None:
        return file.path.read_bytes()
    from rescue_cli.workbooks.reading.archive import contents

    return b"".join(contents(file.path, file.place))


def _megabytes(path: Path) -> float:
    return path.stat().st_size / (1 << 20) if path.is_file() else 0.0


def _read_unlocked(data: bytes, passwords: Sequence[str]) -> list[Sheet]:
    from rescue_cli.workbooks.reading.unlock import unlock

    opened = unlock(data, passwords)
    examined = examine(opened)
    if examined.kind == "locked":
        raise encrypted()
    return read_kind(opened, examined)
