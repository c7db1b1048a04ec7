"""A sheet as an office hands it in, described without any spreadsheet library: what stands where, not how it is drawn.

`write` draws it. Rows of the body are counted from 0 here; the sheet's own row numbers are `write`'s business.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from rescue_cli.core.book_stamp import BookStamp

Format = Literal["text", "money", "count", "date"]
Colour = Literal["red", "amber", "green", "grey"]
Role = Literal["shown", "key", "answer"]  # what a column of a body is for, when the workbook comes back
Cell = str | int | float | Decimal | dt.date | bool | Sequence[str] | None


@dataclass(frozen=True)
class LayoutColumn:
    """`head` from the top level down: equal neighbours are merged across, missing levels are merged down.

    `width` counts narrow characters (a Han character is two); None takes it from what stands in the column. `role`: a key
    names the row's case, by which the row is known again wherever it is moved; an answer is for who gets the workbook.
    `folded`: grouped shut behind a [+] and not printed: for who works with the table, not for who is handed it.
    """

    head: tuple[str, ...]
    format: Format = "text"
    width: float | None = None
    total: bool = False
    role: Role = "shown"
    folded: bool = False


@dataclass(frozen=True)
class InputRule:
    """What may be typed into a column's body rows (`rows` = first and last, None for all of them)."""

    column: int
    kind: Literal["any", "list", "count", "money", "number", "date", "id_number", "phone"] = "any"
    values: tuple[str, ...] = ()
    prompt: str = ""
    rows: tuple[int, int] | None = None


@dataclass(frozen=True)
class Alarm:
    """What turns a cell to be filled in red or amber, also where it was pasted: a number that is none, a telephone that is
    none, a blank where the row is begun and the column must be filled in, a number that stands in two rows."""

    column: int
    kind: Literal["id_number", "phone", "required", "repeated"]


@dataclass(frozen=True)
class Mark:
    """A fill behind one cell of the body, or behind the whole row where `column` is None."""

    row: int
    column: int | None
    colour: Colour


@dataclass(frozen=True)
class Span:
    """Cells of one column merged down, from body row `first` to `last`; the value is the one in `first`."""

    column: int
    first: int
    last: int


@dataclass(frozen=True)
class ChartLayout:
    """A native chart of some columns by row; `category` is the column whose text names the rows."""

    title: str
    kind: Literal["column", "stacked", "bar", "pie"]
    columns: tuple[int, ...]
    category: int


@dataclass(frozen=True)
class SheetLayout:
    """One sheet. `lead` is the line under the title: left, middle, right (填报单位, 截至, 单位).

    `empty` stands in place of the body where there are no rows; `blank_rows` prepares empty rows for typing.
    `stamp` is a small grey line under the title (which form and pack a blank form belongs to). The first `keys` columns
    name the row: they stay in sight, and are printed again where a very wide table takes several pages across.
    `lined`: widths are chosen so that rows take few lines on the page, not as the columns say. `locked_head`: title and header cannot be changed (no password); rows can be filled, added, sorted and filtered.
    """

    name: str
    title: str
    columns: tuple[LayoutColumn, ...]
    rows: Sequence[tuple[Cell, ...]]
    lead: tuple[str, str, str] = ("", "", "")
    total_label: str = ""
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    stamp: str = ""
    empty: str = "无"
    blank_rows: int = 0
    keys: int = 0
    filter: bool = True
    locked_head: bool = False
    lined: bool = False
    chart: ChartLayout | None = None
    rules: tuple[InputRule, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    marks: tuple[Mark, ...] = ()
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class BookLayout:
    """One workbook, whatever it is for: its working sheets in their order, what tells it when it comes back, and the face
    it shows who opens it, where it has one (put first). `properties`: custom properties of the document beside the stamp's.
    """

    sheets: tuple[SheetLayout, ...]
    stamp: BookStamp | None = None
    face: SheetLayout | None = None
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def drawn(self) -> tuple[SheetLayout, ...]:
        """All sheets that are seen, from the first to the last."""
        return (self.face, *self.sheets) if self.face else self.sheets


@dataclass(frozen=True)
class HeadCell:
    """One cell of the header: its upper left corner (level, column), how far it reaches, its text."""

    level: int
    column: int
    levels: int
    columns: int
    text: str


def first_body_row(layout: SheetLayout) -> int:
    """The sheet row (from 1) of the first row of the body: under title, stamp, lead line and header."""
    return 2 + bool(layout.stamp) + any(layout.lead) + head_levels(layout.columns)


def head_levels(columns: Sequence[LayoutColumn]) -> int:
    """How many rows the header takes."""
    return max(len(column.head) for column in columns)


def head_cells(columns: Sequence[LayoutColumn]) -> list[HeadCell]:
    """The header as merged cells, by level, then from left to right.

    >>> columns = [LayoutColumn(("镇街",)), LayoutColumn(("新增", "户")), LayoutColumn(("新增", "人"))]
    >>> [(cell.text, cell.columns) for cell in head_cells(columns)]
    [('镇街', 1), ('新增', 2), ('户', 1), ('人', 1)]
    """
    levels = head_levels(columns)
    cells: list[HeadCell] = []
    for level in range(levels):
        column = 0
        while column < len(columns):
            reach = _reach(columns, level, column)
            head = columns[column].head
            if level < len(head):
                leaf = level == len(head) - 1
                cells.append(HeadCell(level, column, levels - level if leaf else 1, reach, head[level]))
            column += reach
    return cells


def _reach(columns: Sequence[LayoutColumn], level: int, start: int) -> int:
    """How many columns from `start` share the header cell of `level`; a leaf never shares its own."""
    head = columns[start].head
    shared = head[: level + 1]
    if level >= len(head) - 1:
        return 1
    end = start + 1
    while end < len(columns) and len(columns[end].head) > level + 1 and columns[end].head[: level + 1] == shared:
        end += 1
    return end - start


def shown(value: Cell) -> str:
    """The text of a cell, as a reader sees it; nothing known is an empty text."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, int | float | Decimal | dt.date):
        return str(value)
    return "、".join(value)
