"""The cells of an XlsxWriter worksheet as they are drawn, row by row from the top: heights, merged texts, typed values.

Text is always written as text: what begins with = + - @ stays what the township typed.
"""

import datetime as dt
from typing import Any

from rescue_cli.workbooks.writing.cell_limits import exact_number, legal_text
from rescue_cli.workbooks.writing.sheet_layout import Cell, Format, shown
from rescue_cli.workbooks.writing.style import Properties, Styles


class SheetCanvas:
    """`row`: the sheet's row being drawn, from 0; `points`: the height of what is drawn so far."""

    def __init__(self, worksheet: Any, styles: Styles) -> None:
        self.sheet, self.styles = worksheet, styles
        self.row = 0
        self.points = 0.0

    def _height(self, points: float, below: int = 0) -> None:
        """Set the height of the current row (or of one `below` it); XlsxWriter wants it before the row's cells."""
        self.sheet.set_row(self.row + below, points)
        self.points += points

    def _across(self, first: int, last: int, text: str, properties: Properties) -> None:
        cell = self.styles(properties)
        for place in range(first, last + 1):
            self._text(self.row, place, text if place == first else "", cell)
        self._merge(self.row, first, self.row, last)

    def _merge(self, first_row: int, first: int, last_row: int, last: int) -> None:
        """Merge cells already written: `merge_range` would write them again, which is too late in constant memory."""
        if (first_row, first) != (last_row, last):
            self.sheet.merge.append([first_row, first, last_row, last])

    def _text(self, row: int, column: int, text: str, cell: Any) -> None:
        if text:
            self.sheet.write_string(row, column, legal_text(text), cell)
        else:
            self.sheet.write_blank(row, column, None, cell)

    def _cell(self, row: int, column: int, value: Cell, kind: Format, cell: Any) -> None:
        if kind == "text" or value is None or isinstance(value, str | bool):
            self._text(row, column, shown(value), cell)
        elif kind == "date" and isinstance(value, dt.date):
            self.sheet.write_datetime(row, column, dt.datetime.combine(value, dt.time()), cell)
        elif (number := exact_number(value)) is not None:
            self.sheet.write_number(row, column, number, cell)
        else:
            self._text(row, column, shown(value), cell)
