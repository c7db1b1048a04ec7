"""Grids of cells → bytes of xlsx, xls and csv. No clock: the same grids give the same bytes."""

import csv
import datetime as dt
import io
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import xlsxwriter
import xlwt

FIXED_TIME = dt.datetime.fromisoformat("2019-04-25T09:00:00")
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
Cell = str | int | float | Decimal | dt.date | None


@dataclass
class Grid:
    """One sheet. `merges` are (first row, first column, last row, last column), 0-based; the value stands top left."""

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    header_rows: frozenset[int] = frozenset()
    title_rows: frozenset[int] = frozenset()


def plain(cell: Cell) -> str | int | float | dt.date | None:
    """Decimals as the number a person would have typed."""
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return cell


def xlsx(grids: list[Grid]) -> bytes:
    """A workbook as Excel or WPS would save it."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": "", "author": "", "created": FIXED_TIME})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
        "head": book.add_format({"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}),
        "cell": book.add_format({"border": 1, "valign": "vcenter"}),
        "date": book.add_format({"border": 1, "num_format": "yyyy-mm-dd"}),
    }
    for grid in grids:
        _xlsx_sheet(book.add_worksheet(grid.name), grid, styles)
    book.close()
    return _restored(buffer.getvalue())


def _xlsx_sheet(sheet: Any, grid: Grid, styles: dict[str, Any]) -> None:
    for r, row in enumerate(grid.rows):
        kind = "title" if r in grid.title_rows else "head" if r in grid.header_rows else "cell"
        for c, cell in enumerate(row):
            _xlsx_cell(sheet, r, c, plain(cell), styles[kind], styles["date"])
    for first_row, first_column, last_row, last_column in grid.merges:
        kind = "title" if first_row in grid.title_rows else "head" if first_row in grid.header_rows else "cell"
        value = plain(grid.rows[first_row][first_column])
        sheet.merge_range(first_row, first_column, last_row, last_column, "", styles[kind])
        _xlsx_cell(sheet, first_row, first_column, value, styles[kind], styles["date"])
    sheet.set_column(0, max((len(row) for row in grid.rows), default=1), 13)


def _xlsx_cell(sheet: Any, r: int, c: int, value: Any, style: Any, date_style: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        sheet.write_string(r, c, value, style)
    elif isinstance(value, dt.date):
        sheet.write_datetime(r, c, dt.datetime.combine(value, dt.time()), date_style)
    else:
        sheet.write_number(r, c, value, style)


def _restored(package: bytes) -> bytes:
    """The package with every part stored uncompressed under one date: bytes then do not depend on the zlib at hand."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as out:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, ZIP_DATE)
            part.create_system, part.external_attr = 0, 0
            out.writestr(part, source.read(name))
    return target.getvalue()


def xls(grids: list[Grid]) -> bytes:
    """An Excel 97–2003 workbook; dates are written as text, as most of these files carry them."""
    book = xlwt.Workbook(encoding="utf-8")
    for grid in grids:
        sheet = book.add_sheet(grid.name)
        covered = {(r, c) for m in grid.merges for r in range(m[0], m[2] + 1) for c in range(m[1], m[3] + 1)}
        for r, row in enumerate(grid.rows):
            for c, cell in enumerate(row):
                if cell is not None and (r, c) not in covered:
                    sheet.write(r, c, _written(cell))
        for first_row, first_column, last_row, last_column in grid.merges:
            label = _written(grid.rows[first_row][first_column])
            sheet.write_merge(first_row, last_row, first_column, last_column, label)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def csv_gb18030(grid: Grid) -> bytes:
    """Comma separated, GB18030, CRLF: what Excel in China saves as CSV."""
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["" if cell is None else _written(cell) for cell in row] for row in grid.rows])
    return buffer.getvalue().encode("gb18030")


def _written(cell: Cell) -> str | int | float | None:
    value = plain(cell)
    return f"{value.year}.{value.month}.{value.day}" if isinstance(value, dt.date) else value
