"""Columns that are ticked: under 困难类别 a column each for 重病, 就学 …, with √ in those that hold for the row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rescue_cli.core.states import Rereading
from rescue_cli.intake.recognition.heading_fields import Column, Heading
from rescue_cli.intake.table import Table
from rescue_cli.values.parsed import is_blank
from rescue_cli.values.yes_no import UNCLEAR, parse_yes_no

_WORDS = ("choice", "choices", "yes_no")  # types a set of ticked words may be
_FEWEST, _FEWEST_ALONE = 2, 3  # columns under one heading; columns without a heading over them


@dataclass(frozen=True)
class Ticks:
    """The columns that together say one field. What each is called is what a tick in it says."""

    field: str
    columns: tuple[Column, ...]


def read_ticks(table: Table) -> None:
    """Fill the fields that are said by ticks in columns of their words: one value a row. The columns become the field's."""
    for ticks in _ticks(table):
        values: list[Any] = []
        for index, text in enumerate(_ticked_words(table, ticks)):
            parsed = table.context.cells.read_cell(ticks.field, text or "")
            if text is None or (parsed.value is None and text):
                table.unread[index].append(ticks.field)
            if text:
                table.list_reading(index, ticks.columns[0], text, parsed._replace(changed=True), Rereading.TICKED)
            values.append(parsed.value)
        table.values[ticks.field] = values
        own = {column.heading.number: column for column in ticks.columns}
        table.columns = [own.get(column.heading.number, column) for column in table.columns]


def _ticks(table: Table) -> list[Ticks]:
    """The sets of ticked columns. A field that has a column of its own has none."""
    known = {column.field for column in table.columns if column.field}
    sets: dict[str, Ticks] = {}
    for ticks in [*_under_headings(table), *_side_by_side(table)]:
        taken = {column.heading.number for other in sets.values() for column in other.columns}
        free = not any(column.heading.number in taken for column in ticks.columns)
        if free and ticks.field not in known | sets.keys() and _are_ticked(table, ticks):
            sets[ticks.field] = ticks
    return list(sets.values())


def _ticked_words(table: Table, ticks: Ticks) -> list[str | None]:
    """For each row the ticked words (重病、就学), "" where nothing is ticked, None where some mark says neither."""
    words: list[str | None] = []
    cells = [(column, table.written(column)) for column in ticks.columns]
    for index in range(len(table.numbers)):
        marks = [(column, parse_yes_no(written[index])) for column, written in cells]
        odd = [column for column, mark in marks if mark.note]
        for column in odd:
            table.report(UNCLEAR, index, column, str(table.written(column)[index]), 读作="（空）")
        words.append(None if odd else "、".join(column.heading.parts[-1] for column, mark in marks if mark.value))
    return words


def _under_headings(table: Table) -> Iterator[Ticks]:
    """Columns under one heading that is known as a field."""
    for parents, group in groupby(table.columns, key=lambda column: column.heading.parts[:-1]):
        columns = tuple(group)
        if parents and (field := _field_of(table, Heading(columns[0].heading.number, parents))):
            words = tuple(column for column in columns if _is_word(table, field, column))
            if len(words) >= _FEWEST:
                yield Ticks(field, tuple(Column(column.heading, field) for column in words))


def _side_by_side(table: Table) -> Iterator[Ticks]:
    """Columns nobody knew, side by side, that are called as words of one list of the form."""
    lists = [column.field for column in table.pack_form.column if _type(table, column.field) == "choices"]
    for field in lists:
        for word, group in groupby(table.columns, key=lambda c: c.field is None and _is_word(table, field, c)):
            columns = tuple(Column(column.heading, field) for column in group)
            if word and len(columns) >= _FEWEST_ALONE:
                yield Ticks(field, columns)


def _field_of(table: Table, heading: Heading) -> str | None:
    field = table.context.headings.assign([heading], table.form)[0].field
    return field if field is not None and _type(table, field) in _WORDS else None


def _type(table: Table, field: str) -> str:
    return table.context.pack.vocabulary[field].type


def _is_word(table: Table, field: str, column: Column) -> bool:
    """Whether the heading's lowest word is a value of the field."""
    read = table.context.cells.read_cell(field, column.heading.parts[-1])
    return read.value is not None and not read.note


def _are_ticked(table: Table, ticks: Ticks) -> bool:
    """Most of what stands in the columns is a mark; they hold no counts and no sums."""
    cells: Sequence[object] = [cell for column in ticks.columns for cell in table.written(column) if not is_blank(cell)]
    marks = [cell for column in ticks.columns for cell in table.written(column) if parse_yes_no(cell).value is not None]
    return bool(marks) and 2 * len(marks) > len(cells)
