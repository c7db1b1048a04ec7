"""Draws one `SheetLayout` on an XlsxWriter worksheet, from top to bottom, so that big sheets need little memory.

Every formula is our own SUM, written with its value, so that viewers which do not calculate show it too.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from rescue_cli.workbooks.writing import measure, style
from rescue_cli.workbooks.writing.cell_limits import exact_number
from rescue_cli.workbooks.writing.page_fit import drawn_widths
from rescue_cli.workbooks.writing.sheet_canvas import SheetCanvas
from rescue_cli.workbooks.writing.sheet_layout import (
    Cell,
    Colour,
    LayoutColumn,
    SheetLayout,
    head_cells,
    head_levels,
    shown,
)
from rescue_cli.workbooks.writing.style import Properties, Styles

ALWAYS_CENTRED, CENTRED_UP_TO = 10.0, 16.0  # widths
CENTRED_LINES = 2  # longer texts are easier to read from the left
SURELY_ONE_PAGE = 0.85  # programs and printers differ a little
ONE_PAGE_UP_TO = 1.3  # what is this much longer than a page is printed a little smaller, on one
LAST_COLUMN = 16_383
FOLDED = {"level": 1, "hidden": True}
OPEN: Properties = {"locked": False}
UNSTATED = "未填"  # in place of a sum of which nobody gave one figure


class SheetPainter(SheetCanvas):
    """One use per sheet. `head_row` and `body_row` are sheet rows counted from 0, known only while drawing."""

    def __init__(self, worksheet: Any, styles: Styles, layout: SheetLayout) -> None:
        super().__init__(worksheet, styles)
        self.layout = layout
        self.widths = drawn_widths(layout)
        self.printed = measure.printed_widths(layout.columns, self.widths)
        self.last = len(layout.columns) - 1
        self.text_end = measure.first_page_end(self.printed)  # titles and notes do not run over the page's edge
        self.centred = [_is_short(layout, place, width) for place, width in enumerate(self.widths)]
        self.head_row = self.body_row = 0
        self.spanned = {
            (row, span.column): (span.first, span.last - span.first + 1)
            for span in layout.spans
            for row in range(span.first, span.last + 1)
        }
        self.covered = {cell for cell, (first, _) in self.spanned.items() if cell[0] != first}

    def paint(self, foot: str = "") -> None:
        """Draw everything but charts and input rules, which need the workbook. `foot`: stands beside the page's number."""
        for place, width in enumerate(self.widths):
            beyond = self._cell_style(self.layout.columns[place], place, None) if self.layout.locked_head else None
            folded = FOLDED if self.layout.columns[place].folded else {}
            self.sheet.set_column_pixels(place, place, measure.column_pixels(width), beyond, folded)
        if self.layout.locked_head:
            self._lock()
        self._page(foot)
        self._top()
        self._head()
        self._body()
        self._total()
        self._bottom()

    @property
    def body_end(self) -> int:
        """The last row of the body (the row that says “无” where there is none)."""
        return self.body_row + max(len(self.layout.rows) + self.layout.blank_rows, 1) - 1

    def _lock(self) -> None:
        """Against slips, not against intent: there is no password. A row can only be deleted if all its cells are open."""
        reach = (
            self.sheet.dim_colmax
        )  # a format makes XlsxWriter count empty columns as used, and walk them for every row
        self.sheet.set_column(self.last + 1, LAST_COLUMN, None, self.styles(OPEN))
        self.sheet.dim_colmax = reach
        allowed = ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")
        self.sheet.protect("", dict.fromkeys(allowed, True))

    @property
    def _open(self) -> Properties:
        """What a cell to be filled in has beside its look."""
        return OPEN if self.layout.locked_head else {}

    # page -----------------------------------------------------------------------------------------------------------

    def _page(self, foot: str) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.set_margins(left=0.4, right=0.4, top=0.55, bottom=0.6)
        self.sheet.fit_to_pages(measure.pages_across(self.printed), 0)
        if self.layout.keys:
            self.sheet.repeat_columns(0, self.layout.keys - 1)
        self.sheet.center_horizontally()
        left = f'&L&"宋体,常规"&8{foot.replace("&", "&&")}' if foot else ""
        self.sheet.set_footer(f'{left}&C&"宋体,常规"&9第 &P 页 共 &N 页')
        self.sheet.hide_gridlines(2)

    def fit_on_one_page(self, more: float = 0.0) -> bool:
        """Print what is drawn and `more` points below it on one page, if it is not much longer than one.

        No page is then wasted on a last note, the signatures or half a chart.
        """
        pages = (self.points + more) / measure.page_points(self.printed)
        fits = measure.pages_across(self.printed) == 1 and pages <= ONE_PAGE_UP_TO
        if fits and pages > SURELY_ONE_PAGE:
            self.sheet.fit_to_pages(1, 1)
        return fits

    # over the table -------------------------------------------------------------------------------------------------

    def _top(self) -> None:
        lines = measure.line_count(self.layout.title, self._text_width() / 1.8)
        self._line(self.layout.title, style.TITLE, 30.0 * lines)
        if self.layout.stamp:
            self._line(self.layout.stamp, style.STAMP, 13.0)
        if any(self.layout.lead):
            self._lead()

    def _lead(self) -> None:
        self._height(18.0)
        needs = [measure.text_width(text) + 1 for text in self.layout.lead]
        runs = measure.split_columns(self.printed[: self.text_end + 1], needs)
        if len(runs) == 1:
            self._across(0, self.text_end, "　".join(filter(None, self.layout.lead)), {**style.lead(0), **self._open})
        else:
            for place, (first, last) in enumerate(runs):
                self._across(first, last, self.layout.lead[place], {**style.lead(place), **self._open})
        self.row += 1

    # the table ------------------------------------------------------------------------------------------------------

    def _head(self) -> None:
        columns = self.layout.columns
        self.head_row, levels = self.row, head_levels(columns)
        heights = measure.head_points(columns, self.widths)
        cells = {(cell.level, cell.column): cell for cell in head_cells(columns)}
        head = self.styles(style.HEAD)
        for level in range(levels):
            self._height(heights[level], level)
            for column in range(len(columns)):
                cell = cells.get((level, column))
                self._text(self.row + level, column, cell.text if cell else "", head)
        for cell in cells.values():
            self._merge(
                self.row + cell.level,
                cell.column,
                self.row + cell.level + cell.levels - 1,
                cell.column + cell.columns - 1,
            )
        self.row += levels
        self.body_row = self.row
        self.sheet.freeze_panes(self.body_row, self.layout.keys)
        self.sheet.repeat_rows(self.head_row, self.body_row - 1)

    def _body(self) -> None:
        columns = self.layout.columns
        marks = _marks_by_row(self.layout)
        plain = [self._cell_style(column, place, None) for place, column in enumerate(columns)]
        for number, cells in enumerate(self.layout.rows):
            formats = self._marked(plain, marks[number]) if number in marks else plain
            self._height(self._points(number, cells))
            for place, cell in enumerate(cells):
                value = None if (number, place) in self.covered else cell
                self._cell(self.row, place, value, columns[place].format, formats[place])
            self.row += 1
        self._prepared(plain)
        self._after_body()

    def _points(self, number: int, cells: Sequence[Cell]) -> float:
        """The row's height; a cell merged down shares its height among its rows, so only its part counts here."""
        columns, points = self.layout.columns, measure.ROW_POINTS
        for place, cell in enumerate(cells):
            if columns[place].format != "text" or columns[place].folded:
                continue
            first, rows = self.spanned.get((number, place), (number, 1))
            whole = measure.cell_points(shown(self.layout.rows[first][place] if rows > 1 else cell), self.widths[place])
            points = max(points, whole / rows)
        return points

    def _prepared(self, formats: Sequence[Any]) -> None:
        for _ in range(self.layout.blank_rows):
            for place in range(len(self.layout.columns)):
                self.sheet.write_blank(self.row, place, None, formats[place])
            self.row += 1
            self.points += measure.LINE_POINTS
        if not self.layout.rows and not self.layout.blank_rows:
            self._across(0, self.last, self.layout.empty, style.EMPTY)
            self.row += 1

    def _after_body(self) -> None:
        for span in self.layout.spans:
            self._merge(self.body_row + span.first, span.column, self.body_row + span.last, span.column)
        if self.layout.filter:
            self.sheet.autofilter(self.body_row - 1, 0, self.body_end, self.last)
        # Identifiers are text on purpose: no green triangles.
        body = f"A{self.body_row + 1}:{xl_col_to_name(self.last)}{self.body_end + 1}"
        self.sheet.ignore_errors({"number_stored_as_text": body})

    def _total(self) -> None:
        columns = self.layout.columns
        if not self.layout.total_label:
            return
        label_end = next((place for place, column in enumerate(columns) if column.total), len(columns)) - 1
        if label_end >= 0:
            self._across(0, label_end, self.layout.total_label, style.total("text"))
        for place in range(label_end + 1, len(columns)):
            column = columns[place]
            properties = self.styles(style.total(column.format))
            if column.total:
                self._sum(place, properties)
            else:
                self.sheet.write_blank(self.row, place, None, properties)
        self._height(21.0)
        self.row += 1

    def _sum(self, place: int, properties: Any) -> None:
        known = [Decimal(str(row[place])) for row in self.layout.rows if row[place] is not None]
        if not self.layout.rows:
            self.sheet.write_number(self.row, place, 0, properties)
            return
        if not known:  # nobody said: not zero
            self._text(self.row, place, UNSTATED, properties)
            return
        letter = xl_col_to_name(place)
        formula = f"=SUM({letter}{self.body_row + 1}:{letter}{self.body_end + 1})"
        self.sheet.write_formula(self.row, place, formula, properties, exact_number(sum(known, Decimal(0))))

    # under the table ------------------------------------------------------------------------------------------------

    def _bottom(self) -> None:
        for note in self.layout.notes:
            self._line(note, style.NOTE, measure.line_count(note, self._text_width()) * measure.LINE_POINTS + 3)
        if self.layout.signatures:
            self._line(self._signature_line(), {**style.NOTE, **self._open}, 26.0)

    def _signature_line(self) -> str:
        """负责人：      审核人：      … spread evenly over the table's width by full-width spaces."""
        share = self._text_width() / len(self.layout.signatures)
        texts = [f"{who}：" for who in self.layout.signatures]
        spaces = [max(3, round((share - measure.text_width(text)) / 2)) for text in texts]
        return "".join(text + "　" * space for text, space in zip(texts, spaces, strict=True)).rstrip("　")

    # cells ----------------------------------------------------------------------------------------------------------

    def _line(self, text: str, properties: Properties, points: float) -> None:
        self._height(points)
        self._across(0, self.text_end, text, properties)
        self.row += 1

    def _text_width(self) -> float:
        return sum(self.printed[: self.text_end + 1])

    def _cell_style(self, column: LayoutColumn, place: int, fill: Colour | None) -> Any:
        return self.styles({**style.body(column.format, centred=self.centred[place], fill=fill), **self._open})

    def _marked(self, plain: Sequence[Any], marks: Mapping[int | None, Colour]) -> list[Any]:
        formats = list(plain)
        for place, column in enumerate(self.layout.columns):
            fill = marks.get(place, marks.get(None))
            if fill:
                formats[place] = self._cell_style(column, place, fill)
        return formats


def _is_short(layout: SheetLayout, place: int, width: float) -> bool:
    """A narrow column whose texts take a line or two, or one of identifiers: plain letters and digits only."""
    texts = [shown(row[place]) for row in layout.rows[: measure.SAMPLE]]
    if width <= ALWAYS_CENTRED or (texts and all(map(str.isascii, texts))):
        return True
    return width <= CENTRED_UP_TO and all(measure.line_count(text, width) <= CENTRED_LINES for text in texts)


def _marks_by_row(layout: SheetLayout) -> dict[int, dict[int | None, Colour]]:
    marks: dict[int, dict[int | None, Colour]] = defaultdict(dict)
    for mark in layout.marks:
        marks[mark.row][mark.column] = mark.colour
    return marks
