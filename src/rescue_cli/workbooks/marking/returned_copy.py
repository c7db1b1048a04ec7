"""An xlsx copy of a workbook that cannot be edited itself (xls, et, csv …), with every fault marked.

Values stand in the rows and columns they were read from, so that 第5行 is the fifth row in both.
"""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import xlsxwriter

from rescue_cli.workbooks.marking.fault_marks import (
    FILLS,
    HEAD_FILL,
    ISSUES_NAME,
    REASON_HEAD,
    REASON_WIDTH,
    IssueSheet,
    Place,
    SheetMarks,
    clean,
    gather,
)
from rescue_cli.workbooks.marking.findings_sheet_copy import LISTED, PLAIN, draw_issues
from rescue_cli.workbooks.reading.limits import MAX_COLUMNS
from rescue_cli.workbooks.reading.senders_comments import AUTHOR
from rescue_cli.workbooks.reading.stamped_sheets import taken_apart
from rescue_cli.workbooks.reading.workbook_reader import Cell, Merge, Sheet
from rescue_cli.workbooks.reading.xls_dress import SheetDress
from rescue_cli.workbooks.writing import style
from rescue_cli.workbooks.writing.measure import SAMPLE, text_width
from rescue_cli.workbooks.writing.style import Styles
from rescue_cli.workbooks.writing.workbook_writer import legal_names

TEXT_SHEET = "表"  # delimited text has no sheet name
NARROWEST, WIDEST = 8.0, 40.0
FRAMED = 500  # columns; a table is never so wide
REASON: dict[str, Any] = {**PLAIN, "border": 1, "num_format": "@", "text_wrap": True, "valign": "top"}


def returned_copy(
    sheets: Sequence[Sheet],
    marks: Sequence[SheetMarks],
    issues: IssueSheet,
    created: dt.date,
    dressed: Mapping[str, SheetDress] = {},
) -> bytes:
    """The sheets as read, marked; 问题清单 first, the sender's first marked sheet open. `dressed`: sheet name → widths,
    heights, number formats and fonts of the sender's, where they are known."""
    target = io.BytesIO()
    sheets = _without_earlier(taken_apart(sheets)[1], marks, issues)
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": dict(style.DEFAULT),
        "default_column_width": style.DEFAULT_COLUMN_PIXELS,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": dt.datetime.combine(created, dt.time())})
        styles = Styles(book)
        names = dict(zip([sheet.name for sheet in sheets], _sheet_names(sheets), strict=True))
        draw_issues(book.add_worksheet(_sheet_names(sheets, ISSUES_NAME)[-1]), styles, names, issues)
        marked = {mark.name: mark for mark in marks}
        for sheet in sheets:
            copy = _Copy(
                book.add_worksheet(names[sheet.name]),
                styles,
                sheet,
                marked.get(sheet.name),
                dressed.get(sheet.name, SheetDress()),
            )
            copy.draw()
            if marks and sheet.name == marks[0].name:
                copy.worksheet.activate()
    return target.getvalue()


def _without_earlier(sheets: Sequence[Sheet], marks: Sequence[SheetMarks], issues: IssueSheet) -> list[Sheet]:
    """The sheets without what an earlier return added: its 问题清单, its columns 错误原因."""
    columns = {mark.name: mark.earlier_column for mark in marks if mark.earlier_column}
    kept = [sheet for sheet in sheets if not issues.earlier or sheet.name != issues.earlier]
    return [_without_column(sheet, columns[sheet.name]) if sheet.name in columns else sheet for sheet in kept]


def _without_column(sheet: Sheet, column: int) -> Sheet:
    index = column - sheet.first_column
    rows = [[*cells[:index], *([""] if index < len(cells) else []), *cells[index + 1 :]] for cells in sheet.rows]
    if max(map(len, rows), default=0) == index + 1:  # the last column: as if it had never been there
        rows = [cells[:index] for cells in rows]
    return replace(sheet, rows=rows)


def _sheet_names(sheets: Sequence[Sheet], *more: str) -> list[str]:
    return legal_names([*(sheet.name or TEXT_SHEET for sheet in sheets), *more])


class _Copy:
    """One sheet of the copy while it is drawn."""

    def __init__(
        self, worksheet: Any, styles: Styles, sheet: Sheet, marks: SheetMarks | None, dress: SheetDress
    ) -> None:
        self.worksheet, self._dress = worksheet, dress
        self._styles, self._sheet, self._marks = styles, sheet, marks
        self._merged = _apart(sheet.merged)
        self._found = gather(marks.cells, self._anchor) if marks else {}
        self._errors = {(row, column): text for row, column, text in sheet.marks.errors}  # shown, though read as blank

    def draw(self) -> None:
        if not self._sheet.visible:
            self.worksheet.hide()
        self._set_widths()
        for merge in self._merged:
            ends = (merge.top - 1, merge.left - 1, merge.bottom - 1, merge.right - 1)
            self.worksheet.merge_range(*ends, "", self._format((merge.top, merge.left), ""))
        for row, cells in enumerate(self._sheet.rows, self._sheet.first_row):
            for column, cell in enumerate(cells, self._sheet.first_column):
                if cell != "" or (row, column) in self._errors:
                    self._write((row, column), self._cell((row, column)))
        hidden = set(self._sheet.marks.hidden_rows)
        for row in sorted(hidden | set(self._dress.heights)):
            self.worksheet.set_row(row - 1, self._dress.heights.get(row), None, {"hidden": row in hidden})
        if self._marks:
            self._frame(self._marks)
            self._write_reasons(self._marks)
        for place, (level, text) in sorted(self._found.items()):
            if self._cell(place) == "":
                self._text(place[0] - 1, place[1] - 1, "", self._format(place, ""))
            self._note(place, level, text)

    def _frame(self, marks: SheetMarks) -> None:
        """Borders for the blank cells of the table, as far as no merged range covers them."""
        if marks.last_column - marks.first_column > FRAMED:
            return  # a stray cell far off to the right, and nothing but blanks up to it
        covered = {place for merge in self._merged for place in _cells(merge)}
        for row in range(marks.head_row, marks.last_row + 1):
            for column in range(marks.first_column, marks.last_column + 1):
                place = (row, column)
                if self._cell(place) == "" and place not in covered:
                    self._text(row - 1, column - 1, "", self._format(place, ""))

    def _write(self, place: Place, cell: Cell) -> None:
        if cell == "":
            return
        row, column = place[0] - 1, place[1] - 1
        look = self._format(place, cell)
        if isinstance(cell, bool):
            self.worksheet.write_boolean(row, column, cell, look)
        elif isinstance(cell, int | float):
            self.worksheet.write_number(row, column, cell, look)
        elif isinstance(cell, str):
            self._text(row, column, cell, look)
        else:
            self.worksheet.write_datetime(row, column, cell, look)

    def _text(self, row: int, column: int, text: str, look: Any) -> None:
        if text:
            self.worksheet.write_string(row, column, clean(text), look)
        else:
            self.worksheet.write_blank(row, column, None, look)

    def _format(self, place: Place, cell: Cell) -> Any:
        table = self._marks
        inside = table is not None and table.head_row <= place[0] <= table.last_row
        look = {**PLAIN, "num_format": _number_format(cell), **self._own_look(place, cell)}
        if inside and table is not None and table.first_column <= place[1] <= table.last_column:
            look |= {"border": 1}
        if table is not None and place[0] == table.head_row:
            look |= {"bold": True, "text_wrap": True}
        if place in self._found:
            look |= {"bg_color": f"#{FILLS[self._found[place][0]]}"}
        return self._styles(look)

    def _own_look(self, place: Place, cell: Cell) -> dict[str, Any]:
        """Font and number format of the sender's; text stays text."""
        own = self._dress.cells.get(place)
        if own is None:
            return {}
        look = {"font_name": own.font, "font_size": own.size, "bold": own.bold, "italic": own.italic}
        return look | ({"num_format": own.code} if own.code and not isinstance(cell, str) else {})

    def _note(self, place: Place, level: str, text: str) -> None:
        lines = 1 + sum(max(1, text_width(line) // 30 + 1) for line in text.split("\n"))
        options = {"author": AUTHOR, "width": 240, "height": max(60, min(lines, 20) * 18)}
        self.worksheet.write_comment(place[0] - 1, place[1] - 1, clean(text), options)

    def _write_reasons(self, marks: SheetMarks) -> None:
        column = max(marks.last_column, self._right_end())
        if column >= MAX_COLUMNS:
            return  # no room to the right; notes and 问题清单 say it
        head = self._styles({**LISTED, "bold": True, "bg_color": f"#{HEAD_FILL}"})
        self.worksheet.set_column(column, column, REASON_WIDTH)
        self.worksheet.write_string(marks.head_row - 1, column, REASON_HEAD, head)
        for mark in marks.rows:
            look = self._styles({**REASON, "bg_color": f"#{FILLS[mark.level]}"})
            self._text(mark.row - 1, column, mark.text, look)
        last = max(marks.last_row, marks.head_row + 1)
        self.worksheet.autofilter(marks.head_row - 1, marks.first_column - 1, last - 1, column)
        self.worksheet.freeze_panes(marks.head_row, 0)
        self.worksheet.set_landscape()
        self.worksheet.set_paper(9)
        self.worksheet.fit_to_pages(1, 0)
        self.worksheet.repeat_rows(marks.head_row - 1)

    def _right_end(self) -> int:
        return self._sheet.first_column - 1 + max(map(len, self._sheet.rows), default=0)

    def _set_widths(self) -> None:
        step = max(1, len(self._sheet.rows) // SAMPLE)
        lengths: dict[int, list[int]] = {}
        for cells in self._sheet.rows[::step]:
            for index, cell in enumerate(cells):
                if cell != "":
                    lengths.setdefault(index, []).append(text_width(str(cell).split("\n")[0]))
        for index, column_lengths in sorted(lengths.items()):
            typical = sorted(column_lengths)[int((len(column_lengths) - 1) * 0.95)]
            column = self._sheet.first_column - 1 + index
            self.worksheet.set_column(column, column, min(max(NARROWEST, typical + 2.0), WIDEST))
        for column, width in sorted(self._dress.widths.items()):
            self.worksheet.set_column(column - 1, column - 1, width)

    def _anchor(self, place: Place) -> Place:
        return next(
            (
                (merge.top, merge.left)
                for merge in self._merged
                if merge.top <= place[0] <= merge.bottom and merge.left <= place[1] <= merge.right
            ),
            place,
        )

    def _cell(self, place: Place) -> Cell:
        row, column = place[0] - self._sheet.first_row, place[1] - self._sheet.first_column
        inside = 0 <= row < len(self._sheet.rows) and 0 <= column < len(self._sheet.rows[row])
        cell = self._sheet.rows[row][column] if inside else ""
        return self._errors.get(place, "") if cell == "" else cell


def _apart(merged: Sequence[Merge]) -> list[Merge]:
    """The merged ranges that do not lie over an earlier one (a damaged file may have such)."""
    taken: set[Place] = set()
    kept = []
    for merge in merged:
        cells = _cells(merge)
        if len(cells) > 1 and not cells & taken:
            taken |= cells
            kept.append(merge)
    return kept


def _cells(merge: Merge) -> set[Place]:
    rows, columns = range(merge.top, merge.bottom + 1), range(merge.left, merge.right + 1)
    return {(row, column) for row in rows for column in columns}


def _number_format(cell: Cell) -> str:
    if isinstance(cell, str):
        return "@"
    if isinstance(cell, dt.datetime):
        return "yyyy-mm-dd hh:mm" if cell.time() != dt.time() else "yyyy-mm-dd"
    if isinstance(cell, dt.date):
        return "yyyy-mm-dd"
    if isinstance(cell, dt.timedelta):
        return "[h]:mm:ss"
    return "hh:mm:ss" if isinstance(cell, dt.time) else "General"
