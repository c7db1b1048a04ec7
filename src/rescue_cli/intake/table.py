"""The table of one sheet: every row is told what it is, every cell of a data row is typed, places are filled in."""

from collections.abc import Sequence
from typing import Any

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.intake.cell_parsers import shown
from rescue_cli.intake.column_listing import list_columns, other_columns
from rescue_cli.intake.extracts import read_extracts
from rescue_cli.intake.heading_fields import Column, Heading
from rescue_cli.intake.household_rows import find_households
from rescue_cli.intake.member_columns import Group
from rescue_cli.intake.reading_context import Desk
from rescue_cli.intake.row_kinds import DATA, HEAD, PAGE, REJECTED, SECTION, SUBTOTAL, TITLE, TOTAL, Rows
from rescue_cli.intake.row_persons import further_members, is_heads, name_people, turn_to_persons, with_members
from rescue_cli.intake.row_places import settle_areas, settle_places, share_places
from rescue_cli.intake.stated_totals import SumLine, compare_totals
from rescue_cli.intake.surrounding_values import fill_from_around
from rescue_cli.intake.surroundings import Surroundings
from rescue_cli.intake.table_layout import Layout, Line, handed_down
from rescue_cli.intake.table_statements import count_rows, date_list, unit_line, with_period
from rescue_cli.intake.tick_columns import find_ticks, said_by_ticks
from rescue_cli.values.money import SILENT, Unit
from rescue_cli.values.parsed import Parsed, cell_text, compact, is_blank
from rescue_cli.workbooks.reading.sheet import Cell, Sheet, column_letter

EMPTY_FORM = "INTAKE-SHEET-NO-ROWS"
SAYS_NONE = frozenset({"无", "没有", "-", "--", "—", "——", "/", "\\"})  # a cell that says there is nothing


def take_table(desk: Desk, sheet: Sheet, layout: Layout, around: Surroundings, form: str, order: int = 1) -> None:
    """Read a recognised table into the desk's tables and findings; `order` is its place among the sheet's tables."""
    Table(desk, sheet, layout, around, form, order).take()


class Table:
    """One table being read. `data`: the lines taken, with merged values handed down."""

    def __init__(self, desk: Desk, sheet: Sheet, layout: Layout, around: Surroundings, form: str, order: int) -> None:
        self.desk = desk
        self.order = order
        self.around = around
        self.form = form
        self.file, self.name = around.file, sheet.name
        self._sheet = sheet
        self.layout = layout
        self.township = desk.places.township_around(around)
        learned = desk.learned(self.township, form)
        self._names_nobody = desk.pack.forms[form].role == "unlinked"
        own, groups = (list(layout.headings), []) if self._names_nobody else desk.people.split(layout.headings)
        assigned, self._groups = _headed(desk.headings.assign(own, form, learned), groups)
        self._columns = [with_period(self, column) for column in assigned]
        self._fields = {self.index(column): column.field for column in self._columns if column.field}
        self.of_person = desk.people.fields
        self.numbers: list[int] = []
        self.sections: list[
            tuple[str | None, str | None]
        ] = []  # (镇街, 村居) a row of their own says of the rows below
        self.cells: list[list[Cell]] = []
        self.values: dict[str, list[Any]] = {}
        self._written: dict[int, list[Cell]] = {}  # by index, once the rows are taken
        self._sums: list[SumLine] = []

    def take(self) -> None:
        self._take_rows()
        if not self.numbers:
            list_columns(self)
            self.desk.find(Finding(EMPTY_FORM, self.file, self.name, facts={"表种": self.form}))
            return
        self._unread: list[list[str]] = [[] for _ in self.numbers]
        self._cleared: list[list[str]] = [[] for _ in self.numbers]
        self._read_ticks()
        relation = self.column_of(f.RELATION)
        if relation is not None:
            self.values[f.RELATION] = self._typed(relation)
        households = None if self._groups or self._names_nobody else find_households(self)
        if households is not None:
            self._columns = turn_to_persons(self._columns, self.of_person)
        list_columns(self)
        settle_places(self)
        if households is not None:
            share_places(self, households.first, (f.TOWNSHIP, f.VILLAGE))
        for column in self._columns:
            if column.field and column.field not in self.values:
                self.values[column.field] = self._typed(column)
        settle_areas(self)
        if households is not None:
            share_places(self, households.first, (f.AREA,))
        date_list(self)
        fill_from_around(self)
        read_extracts(self)
        members = name_people(self, households) if households else further_members(self, self._groups)
        if households is not None:
            count_rows(self, households.first)
        compare_totals(self, self._sums)
        self.values[f.OTHER_COLUMNS] = other_columns(self)
        self.values[f.UNREAD] = [names or None for names in self._unread]
        self.values[f.CLEARED] = [names or None for names in self._cleared]
        self.desk.out.mentions(self.file, self.name, self.form, *with_members(self.numbers, self.values, members))

    @property
    def columns(self) -> Sequence[Column]:
        return self._columns

    @property
    def member_columns(self) -> list[Column]:
        """The columns of further members in the same row."""
        return [Column(heading, field) for group in self._groups for field, heading in group.columns.items()]

    @property
    def first_column(self) -> int:
        """Number of the sheet's first column (index 0 of a line's cells)."""
        return self._sheet.first_column

    def column_of(self, field: str) -> Column | None:
        return next((column for column in self._columns if column.field == field), None)

    def written(self, column: Column) -> list[Cell]:
        """The column's cells in the data rows."""
        index = self.index(column)
        if index not in self._written:
            self._written[index] = [cells[index] if index < len(cells) else "" for cells in self.cells]
        return self._written[index]

    @property
    def head_id(self) -> Column | None:
        """户主身份证号, whether or not it is the column the table's 身份证号 is read from."""
        return self.heads_column(f.ID_NUMBER)

    def heads_column(self, field: str) -> Column | None:
        """The column that says `field` of the head (户主身份证号), where one does."""
        return next((c for c in self._columns if field in (c.field, c.twice) and is_heads(c)), None)

    @property
    def merges_rows(self) -> bool:
        """Whether some range of the sheet is merged over several rows."""
        return any(merge.bottom > merge.top for merge in self._sheet.merged)

    @property
    def has_tall_merges(self) -> bool:
        """Whether some range below the headings is merged over several rows."""
        below = self.layout.last_head
        return any(merge.top > below and merge.bottom > merge.top for merge in self._sheet.merged)

    def merged_with_above(self, column: Column) -> list[bool]:
        """For each data row whether its cell is one with that of the data row above."""
        number = column.heading.number
        tops = {
            row: merge.top
            for merge in self._sheet.merged
            if merge.left <= number <= merge.right and merge.bottom > merge.top
            for row in range(merge.top, merge.bottom + 1)
        }
        pairs = zip(self.numbers, self.numbers[1:], strict=False)
        return [False, *(tops.get(row, row) == tops.get(above, above) for above, row in pairs)]

    def read_cell(self, column: Column, at: int) -> Any:
        """What one cell says as the field of its column, or the field it says twice; no finding."""
        index, cells = self.index(column), self.cells[at]
        return self.desk.cells.read_one(column.field or column.twice, cells[index] if index < len(cells) else "").value

    def read_quietly(self, column: Column, text: str) -> Any:
        """What a text would say in a cell of the column; no finding."""
        field = column.field or ""
        return self.desk.cells.read_one(field, text, self._unit_of(column)).value

    def relation(self, word: str) -> Any:
        """A relation a heading names (配偶), as the pack's codes call it."""
        return self.desk.cells.read_one(f.RELATION, word).value

    def typed_apart(self, field: str, heading: Heading) -> list[Any]:
        """The values of a column of further members; what is illegible in it is no gap of the head's."""
        kept = self._unread, self._cleared
        self._unread, self._cleared = [[] for _ in self.numbers], [[] for _ in self.numbers]
        values = self._typed(Column(heading, field))
        self._unread, self._cleared = kept
        return values

    def list_raw(self, row: int, column: Column, cell: Cell, read_as: str | None) -> None:
        place = (self.file, self.name, row, column_letter(column.heading.number))
        self.desk.out.raw(place, column.field or "", cell_text(cell), read_as)

    def list_found(self, at: int, column: Column, field: str, found: str) -> None:
        """Note in `raw` that `field` of data row `at` was found in a cell of another field's column."""
        place = (self.file, self.name, self.numbers[at], column_letter(column.heading.number))
        self.desk.out.raw(place, field, cell_text(self.written(column)[at]), found)

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

    def unreadable(self, at: int, field: str) -> None:
        """Note that a cell of data row `at` says something of `field` nobody could read."""
        self._unread[at].append(field)

    def _take_rows(self) -> None:
        out = self.desk.out
        for line in self.layout.above:
            out.row(self.file, self.name, line.number, TITLE, self.form, "表头以上的文字")
        for line in self.layout.heads:
            out.row(self.file, self.name, line.number, HEAD, self.form, "")
        spans = {merge.top for merge in self._sheet.merged if merge.right > merge.left}
        fields = self._fields | self._member_fields()
        places = self.desk.places
        rows = Rows(
            fields,
            self.layout.heads,
            self.around.titles,
            spans,
            lambda text: places.place_in_line(text) is not None,
            names_nobody=self._names_nobody,
        )
        section: tuple[str | None, str | None] = (None, None)
        held = handed_down(self._sheet, self.layout.last_head + 1)
        plain = rows.plainly_data(self.layout.below)
        for line, is_plain in zip(self.layout.below, plain, strict=True):
            handed = self._handed(line, held[line.number]) if line.number in held else line.cells
            kind, reason = (DATA, "") if is_plain else rows.kind(line, handed)
            out.row(self.file, self.name, line.number, kind, self.form, reason)
            if kind == DATA:
                self.sections.append(section)
                self.numbers.append(line.number)
                self.cells.append(handed)
                continue
            if reason == SECTION:
                section = places.place_in_line(cell_text(line.contents[0])) or section
            if kind in (TOTAL, SUBTOTAL):
                self._sums.append(SumLine(line, len(self.numbers)))
                section = section if PAGE in cell_text(line.contents[0]) else (None, None)
            if kind == REJECTED:
                self.desk.find(self._rejected(line, reason))

    def _handed(self, line: Line, held: Sequence[tuple[int, int]]) -> list[Cell]:
        """The line's cells, blank ones inside a vertical merge with the value of the merge."""
        cells = list(line.cells)
        for index, top in held:
            above = self._sheet.rows[top - self._sheet.first_row]
            if 0 <= index < len(cells) and is_blank(cells[index]) and index < len(above):
                cells[index] = above[index]
        return cells

    def _read_ticks(self) -> None:
        """A field that is said by ticks in columns of its words: one value a row."""
        for ticks in find_ticks(self):
            said = said_by_ticks(self, ticks)
            values: list[Any] = []
            for at, text in enumerate(said):
                parsed = self.desk.cells.read_one(ticks.field, text or "")
                if text is None or (parsed.value is None and text):
                    self._unread[at].append(ticks.field)
                if text:
                    self._odd(at, ticks.columns[0], text, parsed._replace(changed=True))
                values.append(parsed.value)
            self.values[ticks.field] = values
            own = {column.heading.number: column for column in ticks.columns}
            self._columns = [own.get(column.heading.number, column) for column in self._columns]

    def _typed(self, column: Column) -> list[Any]:
        field = column.field or ""
        unit = self._unit_of(column)
        cells = self.written(column)
        read = self.desk.cells.read(field, cells, unit)
        for at, parsed in read.told:
            if parsed.value is None and not is_blank(cells[at]) and compact(cell_text(cells[at])) not in SAYS_NONE:
                (self._cleared if compact(cell_text(cells[at])) == f.CLEARED else self._unread)[at].append(field)
            if parsed.changed or parsed.note:
                self._odd(at, column, cells[at], parsed)
        return read.values

    def _unit_of(self, column: Column) -> Unit:
        """The unit its heading names, else the line above the headings; SILENT for what is no money."""
        if not self.desk.cells.is_money(column.field or ""):
            return SILENT
        return column.heading.unit.over(unit_line(self.around.titles))

    def _odd(self, at: int, column: Column, cell: Cell, parsed: Parsed[Any]) -> None:
        if parsed.changed:
            self.list_raw(self.numbers[at], column, cell, shown(parsed.value))
        if parsed.note:
            self.find_at(parsed.note, at, column, parsed.seen or cell_text(cell), 读作=shown(parsed.value) or "（空）")

    def _member_fields(self) -> dict[int, str]:
        """Index of a cell → 姓名 or 身份证号, for the columns of further members: they name a household too."""
        return {
            heading.number - self._sheet.first_column: field
            for group in self._groups
            for field, heading in group.columns.items()
            if field in (f.NAME, f.ID_NUMBER)
        }

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

    def index(self, column: Column) -> int:
        return column.heading.number - self._sheet.first_column


def _headed(columns: list[Column], groups: list[Group]) -> tuple[list[Column], list[Group]]:
    """Where no column names a head, the first group of persons is the head's: 姓名1 身份证号1 姓名2 身份证号2."""
    if not groups or groups[0].relation or {column.field for column in columns} & {f.HEAD_NAME, f.NAME}:
        return columns, groups
    own = [Column(head, f.HEAD_NAME if name == f.NAME else name) for name, head in groups[0].columns.items()]
    taken = {column.field for column in own}
    rest = [Column(c.heading, None, c.field or "") if c.field in taken else c for c in columns]
    return sorted([*rest, *own], key=lambda column: column.heading.number), groups[1:]
