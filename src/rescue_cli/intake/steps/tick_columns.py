"""Columns that are ticked: under 困难类别 a column each for 重病, 就学 …, with √ in those that hold for the row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from rescue_cli.intake.heading_fields import Column, Heading
from rescue_cli.values.parsed import is_blank
from rescue_cli.values.yes_no import parse_yes_no

if TYPE_CHECKING:
    from rescue_cli.intake.table import Table

UNCLEAR = "INTAKE-YESNO-UNCLEAR"
_WORDS = ("choice", "choices", "yes_no")  # types a set of ticked words may be
_FEWEST, _FEWEST_ALONE = 2, 3  # columns under one heading; columns without a heading over them


@dataclass(frozen=True)
class Ticks:
    """The columns that together say one field. What each is called is what a tick in it says."""

    field: str
    columns: tuple[Column, ...]


def find_ticks(table: "Table") -> list[Ticks]:
    """The sets of ticked columns of a table whose rows are known. A field that has a column of its own has none."""
    known = {column.field for column in table.columns if column.field}
    found: dict[str, Ticks] = {}
    for ticks in [*_under_headings(table), *_side_by_side(table)]:
        taken = {column.heading.number for other in found.values() for column in other.columns}
        free = not any(column.heading.number in taken for column in ticks.columns)
        if free and ticks.field not in known | found.keys() and _are_ticked(table, ticks):
            found[ticks.field] = ticks
    return list(found.values())


def said_by_ticks(table: "Table", ticks: Ticks) -> list[str | None]:
    """For each row the ticked words (重病、就学), "" where nothing is ticked, None where some mark says neither."""
    said: list[str | None] = []
    cells = [(column, table.written(column)) for column in ticks.columns]
    for at in range(len(table.numbers)):
        marks = [(column, parse_yes_no(written[at])) for column, written in cells]
        odd = [column for column, mark in marks if mark.note]
        for column in odd:
            table.find_at(UNCLEAR, at, column, str(table.written(column)[at]), 读作="（空）")
        said.append(None if odd else "、".join(column.heading.parts[-1] for column, mark in marks if mark.value))
    return said


def _under_headings(table: "Table") -> Iterator[Ticks]:
    """Columns under one heading that is known as a field."""
    for parents, group in groupby(table.columns, key=lambda column: column.heading.parts[:-1]):
        columns = tuple(group)
        if parents and (field := _field_of(table, Heading(columns[0].heading.number, parents))):
            said = tuple(column for column in columns if _is_word(table, field, column))
            if len(said) >= _FEWEST:
                yield Ticks(field, tuple(Column(column.heading, field) for column in said))


def _side_by_side(table: "Table") -> Iterator[Ticks]:
    """Columns nobody knew, side by side, that are called as words of one list of the form."""
    lists = [c.field for c in table.desk.pack.forms[table.form].column if _type(table, c.field) == "choices"]
    for field in lists:
        for word, group in groupby(table.columns, key=lambda c: c.field is None and _is_word(table, field, c)):
            columns = tuple(Column(column.heading, field) for column in group)
            if word and len(columns) >= _FEWEST_ALONE:
                yield Ticks(field, columns)


def _field_of(table: "Table", heading: Heading) -> str | None:
    field = table.desk.headings.assign([heading], table.form)[0].field
    return field if field is not None and _type(table, field) in _WORDS else None


def _type(table: "Table", field: str) -> str:
    return table.desk.pack.vocabulary[field].type


def _is_word(table: "Table", field: str, column: Column) -> bool:
    """Whether the heading's lowest word is a value of the field."""
    read = table.desk.cells.read_one(field, column.heading.parts[-1])
    return read.value is not None and not read.note


def _are_ticked(table: "Table", ticks: Ticks) -> bool:
    """Most of what stands in the columns is a mark; they hold no counts and no sums."""
    cells: Sequence[object] = [cell for column in ticks.columns for cell in table.written(column) if not is_blank(cell)]
    marks = [cell for column in ticks.columns for cell in table.written(column) if parse_yes_no(cell).value is not None]
    return bool(marks) and 2 * len(marks) > len(cells)
