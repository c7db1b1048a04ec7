"""One amount or head count merged over rows of two households: nobody knows whether it is one household's or what they have
together, and handed down it would count twice."""

from rescue_cli.core import fields as f
from rescue_cli.intake.recognition.heading_fields import Column
from rescue_cli.intake.recognition.table_layout import handed_down
from rescue_cli.intake.table import Table
from rescue_cli.values.parsed import cell_text, compact, is_blank

SHARED = "INTAKE-FIGURE-SHARED"
_FIGURES = frozenset({"money", "count"})


def leave_shared(table: Table) -> None:
    """Leave such a figure open in every row it stands over, and say so at its cell. Where rows are persons of a family, or
    the households are merged too, it is the family's."""
    head = table.column_of(f.HEAD_NAME)
    if head is None or table.column_of(f.RELATION) is not None or table.column_of(f.NAME) is not None:
        return
    merged = handed_down(table.sheet, table.layout.last_head + 1)
    heads = table.written(head)
    for column in table.columns:
        if column.field and table.context.pack.vocabulary[column.field].type in _FIGURES:
            for rows in _ranges(table, column, merged):
                named = list(dict.fromkeys(compact(cell_text(heads[row])) for row in rows if not is_blank(heads[row])))
                if len(named) > 1:
                    _leave(table, column, rows, named)
    table.forget_written()


def _ranges(table: Table, column: Column, merged: dict[int, list[tuple[int, int]]]) -> list[list[int]]:
    """The data rows of each range merged down in the column."""
    place, of = table.cell_index(column), dict[int, list[int]]()
    for index, number in enumerate(table.numbers):
        top = next((top for column_at, top in merged.get(number, ()) if column_at == place), number)
        of.setdefault(top, []).append(index)
    return [rows for rows in of.values() if len(rows) > 1]


def _leave(table: Table, column: Column, rows: list[int], named: list[str]) -> None:
    place = table.cell_index(column)
    written = cell_text(table.cells[rows[0]][place])
    if not written.strip():
        return
    table.report(SHARED, rows[0], column, written, 各户="、".join(named))
    for row in rows:
        table.cells[row] = [*table.cells[row][:place], "", *table.cells[row][place + 1 :]]
        table.unread[row].append(column.field or "")
