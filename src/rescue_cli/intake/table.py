"""The table of one sheet: every row is told what it is, every cell of a data row is typed, places are filled in."""

import re
from collections.abc import Sequence
from typing import Any

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.intake.cells import shown
from rescue_cli.intake.desk import Desk
from rescue_cli.intake.headers import Column
from rescue_cli.intake.layout import Layout, Line, handed_down
from rescue_cli.intake.places import Surroundings, list_date
from rescue_cli.intake.rows import DATA, HEAD, REJECTED, TITLE, Rows
from rescue_cli.intake.where import settle_areas, settle_places
from rescue_cli.values.money import SILENT, Unit, read_unit
from rescue_cli.values.parsed import Parsed, cell_text, compact, is_blank
from rescue_cli.workbooks.reading.sheet import Cell, Sheet, column_letter

SAYS_NONE = frozenset({"无", "没有", "-", "--", "—", "——", "/", "\\"})  # a cell that says there is nothing
_UNIT_LINE = re.compile(r"(?<![㐀-鿿])(?:金额)?单位:?(?:[人户]、)*((?:万|千)?元[/人户月年·]*)")


def take_table(desk: Desk, sheet: Sheet, layout: Layout, around: Surroundings, form: str, order: int = 1) -> None:
    """Read a recognised table into the desk's tables and findings; `order` is its place among the sheet's tables."""
    Table(desk, sheet, layout, around, form, order).take()


class Table:
    """One table being read. `data`: the lines taken, with merged values handed down."""

    def __init__(self, desk: Desk, sheet: Sheet, layout: Layout, around: Surroundings, form: str, order: int) -> None:
        self.desk = desk
        self._order = order
        self.around = around
        self.form = form
        self.file, self.name = around.file, sheet.name
        self._sheet = sheet
        self._layout = layout
        self._columns = [self._with_period(column) for column in desk.headings.assign(layout.headings, form)]
        self._fields = {self._index(column): column.field for column in self._columns if column.field}
        self.township = desk.places.township_around(around)
        self.numbers: list[int] = []
        self.cells: list[list[Cell]] = []
        self.values: dict[str, list[Any]] = {}

    def take(self) -> None:
        self._take_rows()
        self._list_columns()
        if not self.numbers:
            self.desk.find(Finding("INTAKE-SHEET-NO-ROWS", self.file, self.name, facts={"表种": self.form}))
            return
        self._unread: list[list[str]] = [[] for _ in self.numbers]
        settle_places(self)
        for column in self._columns:
            if column.field and column.field not in self.values:
                self.values[column.field] = self._typed(column)
        settle_areas(self)
        self._date_list()
        self.values[f.OTHER_COLUMNS] = self._other_columns()
        self.values[f.UNREAD] = [names or None for names in self._unread]
        self.desk.out.mentions(self.file, self.name, self.form, self.numbers, self.values)

    def column_of(self, field: str) -> Column | None:
        return next((column for column in self._columns if column.field == field), None)

    def written(self, column: Column) -> list[Cell]:
        """The column's cells in the data rows."""
        index = self._index(column)
        return [cells[index] if index < len(cells) else "" for cells in self.cells]

    def list_raw(self, row: int, column: Column, cell: Cell, read_as: str | None) -> None:
        place = (self.file, self.name, row, column_letter(column.heading.number))
        self.desk.out.raw(place, column.field or "", cell_text(cell), read_as)

    def find_at(self, code: str, at: int, column: Column | None, value: str = "", **facts: str) -> None:
        """A finding in data row `at` (its index), in the cell of `column`."""
        known = self.values.get(f.TOWNSHIP)
        self.desk.find(
            Finding(
                code,
                self.file,
                self.name,
                self.numbers[at],
                column_letter(column.heading.number) if column else "",
                (known[at] if known else self.township) or "",
                (column.field or "") if column else "",
                value,
                facts,
            )
        )

    def _take_rows(self) -> None:
        out = self.desk.out
        for line in self._layout.above:
            out.row(self.file, self.name, line.number, TITLE, self.form, "表头以上的文字")
        for line in self._layout.heads:
            out.row(self.file, self.name, line.number, HEAD, self.form, "")
        spans = {merge.top for merge in self._sheet.merged if merge.right > merge.left}
        rows = Rows(self._fields, self._layout.heads, self.around.titles, spans)
        held = handed_down(self._sheet, self._layout.heads[-1].number + 1)
        for line in self._layout.below:
            handed = self._handed(line, held.get(line.number, ()))
            kind, reason = rows.kind(line, handed)
            out.row(self.file, self.name, line.number, kind, self.form, reason)
            if kind == DATA:
                self.numbers.append(line.number)
                self.cells.append(handed)
            elif kind == REJECTED:
                self.desk.find(self._rejected(line, reason))

    def _handed(self, line: Line, held: Sequence[tuple[int, int]]) -> list[Cell]:
        """The line's cells, blank ones inside a vertical merge with the value of the merge."""
        if not held:
            return line.cells
        cells = list(line.cells)
        for index, top in held:
            above = self._sheet.rows[top - self._sheet.first_row]
            if 0 <= index < len(cells) and is_blank(cells[index]) and index < len(above):
                cells[index] = above[index]
        return cells

    def _typed(self, column: Column) -> list[Any]:
        field = column.field or ""
        unit = column.heading.unit.over(self._unit_line()) if self.desk.cells.is_money(field) else SILENT
        parse = self.desk.cells.parser(field, unit)
        values = []
        for at, cell in enumerate(self.written(column)):
            parsed = parse(cell)
            values.append(parsed.value)
            if parsed.value is None and not is_blank(cell) and compact(cell_text(cell)) not in SAYS_NONE:
                self._unread[at].append(field)
            if parsed.changed or parsed.note:
                self._odd(at, column, cell, parsed)
        return values

    def _with_period(self, column: Column) -> Column:
        """An income whose heading does not say whether it is by month or year is not taken: it could cross a line."""
        entry = self.desk.pack.vocabulary.get(column.field or "")
        if entry is None or entry.settle != "hold" or not self.desk.cells.is_money(entry.name):
            return column
        said = column.heading.unit.over(self._unit_line()).period or re.search("[年月]", column.heading.text)
        if said:
            return column
        self.desk.find(
            Finding(
                "INTAKE-COLUMN-PERIOD",
                self.file,
                self.name,
                self._layout.heads[-1].number,
                column_letter(column.heading.number),
                field=entry.name,
                value=column.heading.text,
            )
        )
        return Column(column.heading, None)

    def _odd(self, at: int, column: Column, cell: Cell, parsed: Parsed[Any]) -> None:
        if parsed.changed:
            self.list_raw(self.numbers[at], column, cell, shown(parsed.value))
        if parsed.note:
            self.find_at(parsed.note, at, column, parsed.seen or cell_text(cell), 读作=shown(parsed.value) or "（空）")

    def _unit_line(self) -> Unit:
        """The unit in a row above the headings (单位：万元), or SILENT."""
        for title in self.around.titles:
            found = _UNIT_LINE.search(compact(title))
            if found:
                return read_unit(found[1]) or SILENT
        return SILENT

    def _date_list(self) -> None:
        """Lists of who was already helped speak of a day: their own column, else title, sheet or file name."""
        if self.desk.pack.forms[self.form].role != "reference" or f.LIST_DATE not in self.desk.pack.vocabulary:
            return
        own = self.values.get(f.LIST_DATE, [None] * len(self.numbers))
        day = list_date(self.around)
        self.values[f.LIST_DATE] = [value or day for value in own]
        if None in self.values[f.LIST_DATE]:
            self.desk.find(
                Finding("INTAKE-LIST-NO-DATE", self.file, self.name, field=f.LIST_DATE, facts={"表种": self.form})
            )

    def _other_columns(self) -> list[str | None]:
        """What stands in columns nobody recognised, so that nothing is dropped: "列名：值；…"."""
        others = [(column.heading.text, self.written(column)) for column in self._columns if column.field is None]
        for index in self._unheaded():
            cells = [row[index] if index < len(row) else "" for row in self.cells]
            others.append((f"{self._letter(index)}列（无表头）", cells))
        lines: list[str | None] = []
        for at in range(len(self.numbers)):
            said = [f"{name}：{cell_text(cells[at]).strip()}" for name, cells in others if not is_blank(cells[at])]
            lines.append("；".join(said) or None)
        return lines

    def _list_columns(self) -> None:
        head = self._layout.heads[-1].number
        for column in self._columns:
            letter = column_letter(column.heading.number)
            self.desk.out.column(self.file, self.name, self._order, letter, column.heading.text, column.field)
            if column.field is None:
                code = "INTAKE-COLUMN-TWICE" if column.twice else "INTAKE-COLUMN-UNKNOWN"
                self.desk.find(
                    Finding(code, self.file, self.name, head, letter, field=column.twice, value=column.heading.text)
                )
        for index in self._unheaded():
            letter = self._letter(index)
            self.desk.out.column(self.file, self.name, self._order, letter, None, None)
            self.desk.find(Finding("INTAKE-COLUMN-UNKNOWN", self.file, self.name, head, letter, value="（没有表头）"))

    def _unheaded(self) -> list[int]:
        headed = {self._index(column) for column in self._columns}
        width = max(map(len, self.cells), default=0)
        return [
            index
            for index in range(width)
            if index not in headed and any(index < len(row) and not is_blank(row[index]) for row in self.cells)
        ]

    def _rejected(self, line: Line, reason: str) -> Finding:
        said = "、".join(cell_text(cell).strip() for cell in line.cells if not is_blank(cell))
        short = said if len(said) <= 40 else said[:40] + "…"
        facts = {"原因": reason}
        return Finding(
            "INTAKE-ROW-REJECTED",
            self.file,
            self.name,
            line.number,
            township=self.township or "",
            value=short,
            facts=facts,
        )

    def _index(self, column: Column) -> int:
        return column.heading.number - self._sheet.first_column

    def _letter(self, index: int) -> str:
        return column_letter(self._sheet.first_column + index)
