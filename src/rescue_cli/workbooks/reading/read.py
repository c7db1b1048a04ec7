"""Files → sheets of plain values, from bytes, each file in a worker process.

A parser that dies or hangs costs one file, not the run. Workers import only the guard, this module, and the reader
that the kind of file needs: calamine for workbooks, own ones for what calamine does not know.
"""

import csv
import io
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rescue_cli.core.errors import InputError
from rescue_cli.workbooks.reading.guard import Examined, Kind, examine
from rescue_cli.workbooks.reading.limits import DAMAGED, ENCRYPTED, NOT_WORKBOOK, damaged, encrypted
from rescue_cli.workbooks.reading.sheet import NO_MARKS, Cell, Merge, Sheet, column_letter, plain

if TYPE_CHECKING:
    from concurrent.futures import Future

    from python_calamine import CalamineSheet

__all__ = ["Cell", "Merge", "Outcome", "Sheet", "Unreadable", "Wanted", "column_letter", "read_all", "read_workbook"]

CRASHED = "INTAKE-FILE-CRASHED"
UNREADABLE = "INTAKE-FILE-UNREADABLE"
SECONDS, SECONDS_PER_MB = 30.0, 5.0
WORKERS = 2

_PROTECTED = re.compile(r'="(.*)"', re.DOTALL)  # how some systems keep digits as text in a csv


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file could not be read: the code of the finding and one sentence."""

    code: str
    sentence: str


Outcome = list[Sheet] | Unreadable


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to read: at `path`, or at `place` in the directory of the archive there; `passwords` to try on it."""

    path: Path
    place: int | None = None
    passwords: tuple[str, ...] = field(default=(), repr=False)


def read_workbook(data: bytes, passwords: Sequence[str] = ()) -> list[Sheet]:
    """All sheets of a workbook or of a text, web page or Word file with tables, hidden ones too. Raises InputError."""
    found = examine(data)
    if found.kind == "locked":
        return _read_unlocked(data, passwords)
    try:
        return _read_kind(data, found)
    except InputError as error:
        if found.kind != "xls" or not _turns_out_locked(data, error):
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
    if not files:
        return
    from multiprocessing import get_context

    from pebble import ProcessPool

    workers = min(WORKERS, os.cpu_count() or 1, len(files))
    with ProcessPool(max_workers=workers, context=get_context("spawn")) as pool:
        limits = [seconds + seconds_per_mb * _megabytes(file.path) for file in files]
        tasks = [
            pool.schedule(_read_file, args=[file], timeout=limit) for file, limit in zip(files, limits, strict=True)
        ]
        for file, task in zip(files, tasks, strict=True):
            yield file, _outcome(task)


def _outcome(task: "Future[Outcome]") -> Outcome:
    from concurrent.futures import TimeoutError as TimedOut

    from pebble import ProcessExpired

    try:
        return task.result()
    except TimedOut:
        return Unreadable(CRASHED, "读取超时，文件可能异常庞大或已损坏")
    except ProcessExpired:
        return Unreadable(CRASHED, "读取时程序异常退出，文件可能已损坏")


def _read_file(file: Wanted) -> Outcome:
    """Runs in a worker. Whatever goes wrong comes back as a value: exceptions of foreign code may not pickle."""
    try:
        return read_workbook(_bytes(file), file.passwords)
    except InputError as error:
        return Unreadable(error.finding, str(error))
    except OSError:
        return Unreadable(UNREADABLE, "文件读不出来，可能正被占用或没有权限")
    except MemoryError:
        return Unreadable(CRASHED, "文件过于庞大，内存不足")


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
    found = examine(opened)
    if found.kind == "locked":
        raise encrypted()
    return _read_kind(opened, found)


def _read_kind(data: bytes, found: Examined) -> list[Sheet]:
    if found.kind == "text":
        return [_read_text(data)]
    if found.kind in ("html", "xml", "docx"):
        return _read_markup(data, found.kind)
    if found.kind == "ods":
        return _read_ods(data)
    if found.kind == "xlsb":
        from rescue_cli.workbooks.reading.xlsb import measure_binary_sheets

        measure_binary_sheets(data)
    return _with_marks(data, found, _read_sheets(data))


def _read_markup(data: bytes, kind: Kind) -> list[Sheet]:
    if kind == "html":
        from rescue_cli.workbooks.reading.html import read_html

        return read_html(data)
    if kind == "xml":
        from rescue_cli.workbooks.reading.xml2003 import read_xml2003

        return read_xml2003(data)
    from rescue_cli.workbooks.reading.word import read_word

    return read_word(data)


def _with_marks(data: bytes, found: Examined, sheets: list[Sheet]) -> list[Sheet]:
    if not found.marked:
        return sheets
    from rescue_cli.workbooks.reading.marks import marks_of

    marks = marks_of(data, found.marked)
    return [replace(sheet, marks=marks.get(sheet.name, NO_MARKS)) for sheet in sheets]


def _read_ods(data: bytes) -> list[Sheet]:
    """The values by calamine, merged ranges and hidden rows by our own survey, which also bounds what unfolds."""
    from rescue_cli.workbooks.reading.ods import OdsTable, survey_ods

    told = survey_ods(data)
    tables = [(sheet, told.get(sheet.name, OdsTable())) for sheet in _read_sheets(data)]
    return [replace(sheet, merged=tuple(table.merges), marks=table.marks) for sheet, table in tables]


def _read_sheets(data: bytes) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [
                _sheet(book.get_sheet_by_name(entry.name), visible=str(entry.visible).endswith(".Visible"))
                for entry in book.sheets_metadata
                if str(entry.typ).endswith(".WorkSheet")
            ]
    except PasswordError as error:
        raise encrypted() from error
    except CalamineError as error:
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a panic of the Rust parser is a BaseException
            raise
        raise InputError(CRASHED, "读取时程序异常退出，文件可能已损坏") from error


def _sheet(sheet: "CalamineSheet", *, visible: bool) -> Sheet:
    top, left = sheet.start or (0, 0)
    rows = [[plain(cell) for cell in row] for row in sheet.to_python()]
    merged = tuple(
        Merge(start[0] + 1, start[1] + 1, end[0] + 1, end[1] + 1) for start, end in sheet.merged_cell_ranges or ()
    )
    return Sheet(sheet.name, visible, top + 1, left + 1, rows, merged)


def _read_text(data: bytes) -> Sheet:
    text = _decode(data)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        raise InputError(DAMAGED, "文本表格的引号不成对，读不下去") from error
    plain: list[list[Cell]] = [[_unprotected(cell) for cell in row] for row in rows]
    return Sheet("", True, 1, 1, plain, ())


def _unprotected(cell: str) -> str:
    found = _PROTECTED.fullmatch(cell)
    return found[1] if found else cell


def _decode(data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, else GB18030, which is what Chinese Excel writes."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    for name in (encoding, "gb18030"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise InputError(NOT_WORKBOOK, "认不出文字编码，不是电子表格或文本表格")


def _delimiter(text: str) -> str:
    """The separator that cuts the first lines into most columns; a comma where there is none."""
    lines = [line for line in text[:65536].splitlines()[:20] if line.strip()]
    return max(",\t;|", key=lambda mark: sum(line.count(mark) for line in lines))
