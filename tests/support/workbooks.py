"""Small workbooks for tests, from lists of rows. "^" continues the cell above, "<" the one to its left (merged)."""

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter
import xlwt

Rows = Sequence[Sequence[object]]
UP, LEFT = "^", "<"


def xlsx(sheets: Mapping[str, Rows], hidden: Sequence[str] = ()) -> bytes:
    """An xlsx with these sheets; texts stay texts."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for top, left, bottom, right in merges_of(rows):
            sheet.merge_range(top, left, bottom, right, "")
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                _write(sheet, at, column, cell, day)
    book.close()
    return data.getvalue()


def xls(sheets: Mapping[str, Rows]) -> bytes:
    """A BIFF8 workbook, as old offices send it."""
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        merged = {(top, left): (bottom, right) for top, left, bottom, right in merges_of(rows)}
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if (at, column) in merged:
                    bottom, right = merged[at, column]
                    sheet.write_merge(at, bottom, column, right, cell)
                elif cell not in (None, "", UP, LEFT):
                    sheet.write(at, column, cell)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def text_table(rows: Rows, encoding: str = "gb18030", delimiter: str = ",") -> bytes:
    """A csv in an encoding of one's choice."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([["" if cell is None else cell for cell in row] for row in rows])
    return out.getvalue().encode(encoding)


def save(folder: Path, files: Mapping[str, bytes]) -> list[tuple[Path, str]]:
    """Write files under `folder`; (path, name) pairs."""
    saved = []
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        saved.append((path, name))
    return saved


def merges_of(rows: Rows) -> list[tuple[int, int, int, int]]:
    """(top, left, bottom, right) of every range marked with ^ and <."""
    found = []
    for top, row in enumerate(rows):
        for left, cell in enumerate(row):
            if cell in (UP, LEFT, None, ""):
                continue
            right, bottom = left, top
            while right + 1 < len(row) and row[right + 1] == LEFT:
                right += 1
            while bottom + 1 < len(rows) and left < len(rows[bottom + 1]) and rows[bottom + 1][left] == UP:
                bottom += 1
            if (bottom, right) != (top, left):
                found.append((top, left, bottom, right))
    return found


def _write(sheet: xlsxwriter.worksheet.Worksheet, at: int, column: int, cell: object, day: object) -> None:
    if cell in (None, "", UP, LEFT):
        return
    if isinstance(cell, bool):
        sheet.write_boolean(at, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(at, column, cell)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(at, column, cell, day)
    else:
        sheet.write_string(at, column, str(cell))
