"""The cells of a column as values of its field; how each was read otherwise than written is listed, what is doubtful told."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from rescue_cli.core import fields as f
from rescue_cli.core.states import Rereading
from rescue_cli.intake.recognition.heading_fields import Column
from rescue_cli.intake.table import Table
from rescue_cli.values.parsed import Parsed, cell_text, compact, is_blank, words
from rescue_cli.values.shown_digits import shown_digits

SAYS_NONE = frozenset({"无", "没有", "-", "--", "—", "——", "/", "\\"})  # a cell that says there is nothing
NOTHING, DASH = "INTAKE-SAYS-NOTHING", "INTAKE-SAYS-DASH"
_FIGURES = frozenset({"money", "quotient", "count", "ratio"})  # of them nobody knows whether 无 is 0
_ANSWERS = frozenset({"date", "datetime", "yes_no", "choice", "choices"})
_NOT_KNOWN = words("不详 不祥 未知 不清楚 不明 不知道 未填 待补 待核")
_WORDS = re.compile("[一-龥A-Za-z]")


class TypedColumn(NamedTuple):
    """`values`: one a data row. `unread`, `cleared`: indexes of the rows whose cell nobody could read, or says 清空."""

    values: list[Any]
    unread: list[int]
    cleared: list[int]


def type_relation(table: Table) -> None:
    """Fill 与户主关系, where the table has it."""
    relation = table.column_of(f.RELATION)
    if relation is not None:
        _fill(table, relation, f.RELATION)


def type_columns(table: Table) -> None:
    """Fill every field that has a column, and no value from a step before."""
    for column in table.columns:
        if column.field and column.field not in table.values:
            _fill(table, column, column.field)


def show_digits(table: Table) -> None:
    """Fill 可见号码 where a cell of 身份证号 holds no whole number and some of one shows."""
    column = table.column_of(f.ID_NUMBER)
    patterns = shown_in(table, column, table.values[f.ID_NUMBER]) if column is not None else []
    if any(patterns):
        table.values[f.SHOWN_DIGITS] = patterns


def shown_in(table: Table, column: Column, numbers: Sequence[str | None]) -> list[str | None]:
    """What shows in each cell of a column of ID numbers that read as `numbers`; None beside a number."""
    cells = table.written(column)
    return [shown_digits(cell) if number is None else None for cell, number in zip(cells, numbers, strict=True)]


def type_column(table: Table, column: Column) -> TypedColumn:
    """Every cell of a column of one field; what it leaves open is not yet a gap of the rows."""
    cells = table.written(column)
    read = table.context.cells.read(column.field or "", cells, table.unit_of(column))
    unread: list[int] = []
    cleared: list[int] = []
    for index, parsed in read.notable:
        text = cell_text(cells[index])
        if parsed.value is None and not is_blank(cells[index]) and (word := compact(text)) not in SAYS_NONE:
            (cleared if word == f.CLEARED else unread).append(index)
        code = parsed.note or _of_silence(table, column, text, parsed)
        if code and not parsed.note:
            table.list_reading(index, column, text, parsed._replace(note=code), Rereading.NOTHING)
        elif parsed.changed or code:
            table.list_reading(index, column, text, parsed)
    return TypedColumn(read.values, unread, cleared)


def _of_silence(table: Table, column: Column, text: str, parsed: Parsed[Any]) -> str:
    """The finding about words that say nothing where a figure or an answer is asked for; "" where there are none. In a
    hand-out that came back it was asked for: every such word is told."""
    word = compact(text)
    if parsed.value is not None or not word or word == f.CLEARED:
        return ""
    kind = table.context.pack.vocabulary[column.field or ""].type
    if kind in _FIGURES:
        return NOTHING if table.answered or _WORDS.search(word) else DASH
    return NOTHING if kind in _ANSWERS and (table.answered or word in _NOT_KNOWN) else ""


def _fill(table: Table, column: Column, name: str) -> None:
    typed = type_column(table, column)
    table.values[name] = typed.values
    for index in typed.unread:
        table.unread[index].append(name)
    for index in typed.cleared:
        table.cleared[index].append(name)
