"""The second reader: xlsx that calamine refuses, or whose few cells lie too far apart for it. Slow, but sparse."""

import datetime as dt
import io
import warnings
import zipfile
from typing import TYPE_CHECKING

from rescue_cli.core.errors import InputError
from rescue_cli.workbooks.reading.grid import Grid
from rescue_cli.workbooks.reading.limits import damaged
from rescue_cli.workbooks.reading.sheet import Cell, Sheet, plain

if TYPE_CHECKING:
    from openpyxl.cell import Cell as BookCell
    from openpyxl.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

ERROR = "e"
CHINESE_DATES = frozenset((*range(27, 37), *range(50, 59)))  # number formats built into Excel in Chinese only


def read_sparsely(data: bytes) -> list[Sheet]:
    """All worksheets, hidden ones too, without marks. Raises InputError."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings(action="ignore"):
            book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        sheets = [_sheet(sheet, book.epoch) for sheet in book.worksheets]
    except (InputError, MemoryError):
        raise
    except Exception as error:  # on broken packages the library lets through whatever its parts raise
        raise damaged() from error
    if len(sheets) < _parts(data) or not any(sheet.rows for sheet in sheets):
        raise damaged()  # what the library does not understand it leaves out without a word
    return sheets


def _parts(data: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return sum("/worksheets/sheet" in name.lower() and name.endswith(".xml") for name in package.namelist())


def _sheet(sheet: "Worksheet", epoch: dt.datetime) -> Sheet:
    grid = Grid()
    for (row, column), cell in sheet._cells.items():  # iter_rows would make all the blank cells between
        grid.put(row, column, _value(cell, epoch))
    for area in sheet.merged_cells.ranges:
        grid.merge(area.min_row, area.min_col, area.max_row, area.max_col)
    return grid.sheet(sheet.title, visible=sheet.sheet_state == "visible")


def _value(cell: "BookCell | MergedCell", epoch: dt.datetime) -> Cell:
    """As calamine gives it: a day is a date, an error is blank."""
    value = cell.value
    if value is None or cell.data_type == ERROR:
        return ""
    if type(value) in (int, float) and _format_of(cell) in CHINESE_DATES:
        from openpyxl.utils.datetime import from_excel

        value = from_excel(value, epoch)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return plain(value) if isinstance(value, float) else value if isinstance(value, Cell) else str(value)


def _format_of(cell: "BookCell | MergedCell") -> int:
    """The number of its format; by its name the library knows only those that Excel has everywhere."""
    return int(cell._style.numFmtId)  # type: ignore[union-attr]
