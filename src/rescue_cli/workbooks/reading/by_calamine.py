"""The first reader: sheets of xlsx, xlsb, xls, et and ods by calamine, fast and for every format."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rescue_cli.core.errors import InputError
from rescue_cli.workbooks.reading.limits import CRASHED, damaged, encrypted
from rescue_cli.workbooks.reading.sheet import LARGEST_EXACT, Cell, Merge, Sheet, plain

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


def read_fast(data: bytes) -> list[Sheet]:
    """All worksheets, hidden ones too, without marks. Raises InputError."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            if len(set(book.sheet_names)) < len(book.sheet_names):
                raise damaged()  # it finds sheets by name: of two it would give the first one twice
            return [
                _sheet(book.get_sheet_by_name(entry.name), visible=str(entry.visible).endswith(".Visible"))
                for entry in book.sheets_metadata
                if str(entry.typ).endswith(".WorkSheet")
            ]
    except InputError:
        raise
    except PasswordError as error:
        raise encrypted() from error
    except CalamineError as error:
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a panic of the Rust parser is a BaseException
            raise
        raise InputError(CRASHED, "读取时程序异常退出，文件可能已损坏") from error


def read_sheets(data: bytes, names: Sequence[str]) -> list[Sheet]:
    """The worksheets of these names, as many as there are, the others left unread. Raises InputError."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [_sheet(book.get_sheet_by_name(name), visible=True) for name in names if name in book.sheet_names]
    except CalamineError as error:
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise InputError(CRASHED, "读取时程序异常退出，文件可能已损坏") from error


def read_one_sheet(data: bytes, name: str) -> Sheet | None:
    """The worksheet of this name of a workbook of our own, the others left unread; None where there is none, or the workbook
    cannot be read."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return _sheet(book.get_sheet_by_name(name), visible=True) if name in book.sheet_names else None
    except CalamineError:
        return None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        return None


def _sheet(sheet: "CalamineSheet", *, visible: bool) -> Sheet:
    top, left = sheet.start or (0, 0)
    most = LARGEST_EXACT  # what `plain` does with nearly every number is done here, without a call a cell
    rows: list[list[Cell]] = [
        [
            (int(cell) if -most < cell < most and cell.is_integer() else plain(cell)) if type(cell) is float else cell
            for cell in row
        ]
        for row in sheet.to_python()
    ]
    merged = tuple(
        Merge(start[0] + 1, start[1] + 1, end[0] + 1, end[1] + 1) for start, end in sheet.merged_cell_ranges or ()
    )
    return Sheet(sheet.name, visible, top + 1, left + 1, rows, merged)
