"""The table of one sheet while it is read: what the steps (`table_steps`) have made out so far. It knows none of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.intake.cell_parsers import shown
from rescue_cli.intake.reading_context import ReadingContext
from rescue_cli.intake.recognition.heading_fields import Column, key_of
from rescue_cli.intake.recognition.member_columns import HEAD_WORDS, Group
from rescue_cli.intake.recognition.table_layout import Layout, Line
from rescue_cli.intake.rereadings import why_reread
from rescue_cli.intake.surroundings import Surroundings, stated_unit
from rescue_cli.pack.model import Form
from rescue_cli.values.money import SILENT, Unit
from rescue_cli.values.parsed import Parsed
from rescue_cli.workbooks.reading.sheet import Cell, Sheet, column_letter

Section = tuple[str | None, str | None]  # (镇街, 村居) that a row of its own says of the rows below it


@dataclass(frozen=True)
class SumLine:
    """A row of totals: its line, and how many data rows stand above it."""

    line: Line
    above: int


@dataclass(frozen=True)
class Households:
    """Which rows of a table of persons are one household. `first`: for each data row the index of its household's first
    row. `head`: first → index of the head's row. `lost`: rows of members over whom no household stands. `unplaced`: rows
    of members whose head's name several heads of the village bear.
    """

    first: list[int]
    head: dict[int, int | None]
    lost: tuple[int, ...]
    unplaced: tuple[int, ...]


@dataclass(frozen=True)
class Member:
    """A line beside a data row's own. `index`: of the data row; `order`: 成员序; `values`: field → value."""

    index: int
    order: int
    values: Mapping[str, Any]


@dataclass
class Table:
    """One table being read. Lists with one entry a data row are in the order of the rows; `index` is a place in them.

    `form`: id of the form it was recognised as; `order`: its place among the sheet's tables, from 1; `answered`: its rows are the
    answers of a hand-out that came back. What steps fill in:
    `columns` of the household and its head, `groups` of columns of further members; of every data row its `numbers`
    (physical row), `cells` (with merged values handed down) and `sections`; the rows of totals (`sums`); how many rows were `set_aside` (外区); `values`: field
    → one value a data row; `unread` and `cleared`: the fields whose cell of the row nobody could read, or says 清空;
    `households` where rows are persons; `members`: lines beside the rows' own.
    """

    context: ReadingContext
    sheet: Sheet
    layout: Layout
    around: Surroundings
    form: str
    order: int = 1
    answered: bool = False
    township: str | None = field(init=False)  # that the surroundings name
    columns: list[Column] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    cells: list[list[Cell]] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    sums: list[SumLine] = field(default_factory=list)
    set_aside: int = 0
    values: dict[str, list[Any]] = field(default_factory=dict)
    unread: list[list[str]] = field(default_factory=list)
    cleared: list[list[str]] = field(default_factory=list)
    households: Households | None = None
    members: list[Member] = field(default_factory=list)
    _written: dict[int, list[Cell]] = field(default_factory=dict)  # by index of a cell, once the rows are taken

    def __post_init__(self) -> None:
        self.township = self.context.places.township_around(self.around)

    @property
    def file(self) -> str:
        """Relative to 收件/."""
        return self.around.file

    @property
    def name(self) -> str:
        """Of the sheet, as `rows` and `mentions` have it."""
        return self.sheet.name

    @property
    def pack_form(self) -> Form:
        """What the pack says of its form."""
        return self.context.pack.forms[self.form]

    @property
    def names_nobody(self) -> bool:
        """Whether its rows are no households or persons (contact tables, statistics)."""
        return self.pack_form.role == "unlinked"

    @property
    def member_columns(self) -> list[Column]:
        """The columns of further members in the same row."""
        return [Column(heading, name) for group in self.groups for name, heading in group.columns.items()]

    @property
    def person_fields(self) -> frozenset[str]:
        """The fields that are of a person, not of a household."""
        return self.context.people.fields

    @property
    def first_column(self) -> int:
        """Number of the sheet's first column (index 0 of a line's cells)."""
        return self.sheet.first_column

    @property
    def merges_rows(self) -> bool:
        """Whether some range of the sheet is merged over several rows."""
        return any(merge.bottom > merge.top for merge in self.sheet.merged)

    @property
    def has_tall_merges(self) -> bool:
        """Whether some range below the headings is merged over several rows."""
        below = self.layout.last_head
        return any(merge.top > below and merge.bottom > merge.top for merge in self.sheet.merged)

    @property
    def head_id(self) -> Column | None:
        """户主身份证号, whether or not it is the column the table's 身份证号 is read from."""
        return self.heads_column(f.ID_NUMBER)

    def column_of(self, name: str) -> Column | None:
        """The column that is this field."""
        return next((column for column in self.columns if column.field == name), None)

    def heads_column(self, name: str) -> Column | None:
        """The column that says this field of the head (户主身份证号), where one does."""
        return next((c for c in self.columns if name in (c.field, c.twice) and is_heads(c)), None)

    def cell_index(self, column: Column) -> int:
        """Where the column's cell is among those of a line."""
        return column.heading.number - self.sheet.first_column

    def written(self, column: Column) -> list[Cell]:
        """The column's cells in the data rows."""
        place = self.cell_index(column)
        if place not in self._written:
            self._written[place] = [cells[place] if place < len(cells) else "" for cells in self.cells]
        return self._written[place]

    def forget_written(self) -> None:
        """After rows were taken out."""
        self._written.clear()

    def merged_with_above(self, column: Column) -> list[bool]:
        """For each data row whether its cell is one with that of the data row above."""
        number = column.heading.number
        tops = {
            row: merge.top
            for merge in self.sheet.merged
            if merge.left <= number <= merge.right and merge.bottom > merge.top
            for row in range(merge.top, merge.bottom + 1)
        }
        pairs = zip(self.numbers, self.numbers[1:], strict=False)
        return [False, *(tops.get(row, row) == tops.get(above, above) for above, row in pairs)]

    def unit_of(self, column: Column) -> Unit:
        """The unit its heading names, else the line above the headings; SILENT for what is no money."""
        if not self.context.cells.is_money(column.field or ""):
            return SILENT
        return column.heading.unit.over(stated_unit(self.around.titles))

    def read_cell(self, column: Column, index: int) -> Any:
        """What one cell says as the field of its column, or the field it says twice; no finding."""
        place, cells = self.cell_index(column), self.cells[index]
        return self.context.cells.read_cell(
            column.field or column.twice, cells[place] if place < len(cells) else ""
        ).value

    def read_text(self, column: Column, text: str) -> Any:
        """What a text would say in a cell of the column; no finding."""
        return self.context.cells.read_cell(column.field or "", text, self.unit_of(column)).value

    def relation(self, word: str) -> Any:
        """A relation a heading names (配偶), as the pack's codes call it."""
        return self.context.cells.read_cell(f.RELATION, word).value

    def list_raw(
        self, index: int, column: Column, written: str, read_as: str | None, why: str, *, name: str = "", code: str = ""
    ) -> None:
        """Note in `raw` how a cell was read and why (Rereading): as the field of its column, or as the field `name` that it
        says too; `code` of the finding about it."""
        place = (self.file, self.name, self.numbers[index], column_letter(column.heading.number))
        self.context.out.raw(place, name or column.field or "", written, read_as, why, code)

    def list_reading(self, index: int, column: Column, written: str, parsed: Parsed[Any], why: str = "") -> None:
        """A reading that differs from what is written goes to `raw`, one with a note is a finding. `why`: of Rereading,
        where the cell itself does not show it."""
        if parsed.changed:
            value, kind = shown(parsed.value), self.context.pack.vocabulary[column.field or ""].type
            reason = why or why_reread(kind, written, value, asked=bool(parsed.note))
            self.list_raw(index, column, written, value, reason, code=parsed.note)
        if parsed.note:
            self.report(parsed.note, index, column, parsed.seen or written, 读作=shown(parsed.value) or "（空）")

    def report(self, code: str, index: int, column: Column | None, value: str = "", **facts: str) -> None:
        """A finding in a data row, in the cell of `column`."""
        townships = self.values.get(f.TOWNSHIP)
        self.context.report(
            Finding(
                code,
                self.file,
                self.name,
                self.numbers[index],
                column_letter(column.heading.number) if column else "",
                (townships[index] if townships else self.township) or "",
                (column.field or "") if column else "",
                value,
                facts,
            )
        )


def is_heads(column: Column) -> bool:
    """Whether the heading says that the column speaks of the head (户主身份证号)."""
    return key_of("".join(column.heading.parts)).startswith(HEAD_WORDS)
