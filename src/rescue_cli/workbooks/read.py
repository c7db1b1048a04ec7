"""Workbooks → sheets of plain values, by python-calamine from bytes, each file in a worker process.

A parser that dies or hangs costs one file, not the run. Workers import only this module and the guard.
"""

import csv
import datetime as dt
import io
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rescue_cli.core.errors import InputError
from rescue_cli.workbooks.guard import DAMAGED, ENCRYPTED, NOT_WORKBOOK, inspect

if TYPE_CHECKING:
    from concurrent.futures import Future

    from python_calamine import CalamineSheet

CRASHED = "INTAKE-FILE-CRASHED"
UNREADABLE = "INTAKE-FILE-UNREADABLE"
SECONDS, SECONDS_PER_MB = 30.0, 5.0
WORKERS = 2
LARGEST_EXACT = 2**53  # beyond it a float no longer holds every integer

Cell = str | int | float | bool | dt.date | dt.time | dt.timedelta
_PROTECTED = re.compile(r'="(.*)"', re.DOTALL)  # how some systems keep digits as text in a csv


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; physical rows and columns, 1-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows[0][0]` stands at row `first_row`, column `first_column` (1-based); blank cells are ""."""

    name: str
    visible: bool
    first_row: int
    first_column: int
    rows: list[list[Cell]]
    merged: tuple[Merge, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file could not be read: the code of the finding and one sentence."""

    code: str
    sentence: str


Outcome = list[Sheet] | Unreadable


def column_letter(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_workbook(data: bytes) -> list[Sheet]:
    """All sheets of a workbook or delimited text, hidden ones too. Raises InputError."""
    kind = inspect(data)
    return [_read_text(data)] if kind == "text" else _read_sheets(data)


def read_all(
    files: Sequence[Path], seconds: float = SECONDS, seconds_per_mb: float = SECONDS_PER_MB
) -> Iterator[tuple[Path, Outcome]]:
    """Each file with its sheets or the reason why not, in the order asked; `seconds` bound the time of one file."""
    if not files:
        return
    from multiprocessing import get_context

    from pebble import ProcessPool

    workers = min(WORKERS, os.cpu_count() or 1, len(files))
    with ProcessPool(max_workers=workers, context=get_context("spawn")) as pool:
        limits = [seconds + seconds_per_mb * _megabytes(path) for path in files]
        tasks = [
            pool.schedule(_read_file, args=[path], timeout=limit) for path, limit in zip(files, limits, strict=True)
        ]
        for path, task in zip(files, tasks, strict=True):
            yield path, _outcome(task)


def _outcome(task: "Future[Outcome]") -> Outcome:
    from concurrent.futures import TimeoutError as TimedOut

    from pebble import ProcessExpired

    try:
        return task.result()
    except TimedOut:
        return Unreadable(CRASHED, "读取超时，文件可能异常庞大或已损坏")
    except ProcessExpired:
        return Unreadable(CRASHED, "读取时程序异常退出，文件可能已损坏")


def _read_file(path: Path) -> Outcome:
    """Runs in a worker. Whatever goes wrong comes back as a value: exceptions of foreign code may not pickle."""
    try:
        return read_workbook(path.read_bytes())
    except InputError as error:
        return Unreadable(error.finding, str(error))
    except OSError:
        return Unreadable(UNREADABLE, "文件读不出来，可能正被占用或没有权限")
    except MemoryError:
        return Unreadable(CRASHED, "文件过于庞大，内存不足")


def _megabytes(path: Path) -> float:
    return path.stat().st_size / (1 << 20) if path.is_file() else 0.0


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
        raise InputError(ENCRYPTED, "文件设有打开密码，请取消密码后重新保存") from error
    except CalamineError as error:
        raise InputError(DAMAGED, "文件已损坏或不完整，打不开") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a panic of the Rust parser is a BaseException
            raise
        raise InputError(CRASHED, "读取时程序异常退出，文件可能已损坏") from error


def _sheet(sheet: "CalamineSheet", *, visible: bool) -> Sheet:
    top, left = sheet.start or (0, 0)
    rows = [[_plain(cell) for cell in row] for row in sheet.to_python()]
    merged = tuple(
        Merge(start[0] + 1, start[1] + 1, end[0] + 1, end[1] + 1) for start, end in sheet.merged_cell_ranges or ()
    )
    return Sheet(sheet.name, visible, top + 1, left + 1, rows, merged)


def _plain(cell: Cell) -> Cell:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < LARGEST_EXACT:
        return int(cell)
    return cell


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
