"""曾用名: from columns of its own (曾用名, 小名 …), and from what stands beside a name in its cell (张三（曾用名李四）)."""

from collections.abc import Sequence

from rescue_cli.core import fields as f
from rescue_cli.core.states import Rereading
from rescue_cli.intake.recognition.heading_fields import Column
from rescue_cli.intake.table import Table
from rescue_cli.values.name import former_names, listed_names
from rescue_cli.values.parsed import cell_text, not_given, unique


def read_former_names(table: Table) -> None:
    """Fill 曾用名 of the row's own person, several joined by 、; what was taken from another cell, or read otherwise than
    written, is listed in `raw`."""
    if f.FORMER_NAME not in table.context.pack.vocabulary:
        return
    own = [column for column in table.columns if f.FORMER_NAME in (column.field, column.twice)]
    named, heads = table.column_of(f.NAME), table.column_of(f.HEAD_NAME)
    beside = [column for column in (named or heads,) if column is not None]
    values = former_names_in(table, own, beside)
    if any(values):
        table.values[f.FORMER_NAME] = values


def former_names_in(table: Table, own: Sequence[Column], beside: Sequence[Column]) -> list[str | None]:
    """One value a data row, from columns of their `own` and from the cells of names `beside` which they may stand."""
    names: list[list[str]] = [[] for _ in table.numbers]
    for column in own:
        for index, cell in enumerate(table.written(column)):
            text = cell_text(cell).strip()
            if not not_given(text, zero=True):
                _take(table, names[index], index, column, text, listed_names(text) or (text,))
    for column in beside:
        for index, cell in enumerate(table.written(column)):
            if others := former_names(cell):
                _take(table, names[index], index, column, cell_text(cell), others)
    return ["、".join(unique(row)) or None for row in names]


def _take(table: Table, names: list[str], index: int, column: Column, written: str, others: Sequence[str]) -> None:
    names += others
    if "、".join(others) != written:
        table.list_raw(index, column, written, "、".join(others), Rereading.FORMER, name=f.FORMER_NAME)
