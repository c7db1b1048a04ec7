"""The columns of a table as they are listed: what each was taken for, and what stands in those nobody recognised."""

from typing import TYPE_CHECKING

from rescue_cli.core.findings import Finding
from rescue_cli.intake.heading_fields import Column
from rescue_cli.values.parsed import cell_text, is_blank
from rescue_cli.workbooks.marking.fault_marks import is_reason_head
from rescue_cli.workbooks.reading.sheet import column_letter

if TYPE_CHECKING:
    from rescue_cli.intake.table import Table


def list_columns(table: "Table") -> None:
    """Every column into the `columns` table; one that nobody recognised, or that says a field again, is told."""
    for column in sorted([*table.columns, *table.member_columns], key=lambda column: column.heading.number):
        letter = column_letter(column.heading.number)
        _list(table, letter, column.heading.text, column.field)
        if column.field is None and not column.settled and not is_reason_head(column.heading.text):
            code = "INTAKE-COLUMN-TWICE" if column.twice else "INTAKE-COLUMN-UNKNOWN"
            _find(table, code, letter, column.heading.text, column.twice)
    for index in _unheaded(table):
        letter = column_letter(table.first_column + index)
        _list(table, letter, None, None)
        _find(table, "INTAKE-COLUMN-UNKNOWN", letter, "（没有表头）")


def other_columns(table: "Table") -> list[str | None]:
    """What stands in columns nobody recognised, so that nothing is dropped: "列名：值；…"."""
    others = [
        (column.heading.text, table.written(column))
        for column in table.columns
        if column.field is None and not is_reason_head(column.heading.text)
    ]
    for index in _unheaded(table):
        cells = [row[index] if index < len(row) else "" for row in table.cells]
        others.append((f"{column_letter(table.first_column + index)}列（无表头）", cells))
    if not others:
        return [None] * len(table.numbers)
    lines: list[str | None] = []
    for at in range(len(table.numbers)):
        said = [f"{name}：{cell_text(cells[at]).strip()}" for name, cells in others if not is_blank(cells[at])]
        lines.append("；".join(said) or None)
    return lines


def find_in_heading(table: "Table", code: str, column: Column, field: str) -> None:
    """A finding about a column as a whole, at the cell of its heading."""
    _find(table, code, column_letter(column.heading.number), column.heading.text, field)


def _unheaded(table: "Table") -> list[int]:
    headed = {heading.number - table.first_column for heading in table.layout.headings}
    width = max(map(len, table.cells), default=0)
    return [
        index
        for index in range(width)
        if index not in headed and any(index < len(row) and not is_blank(row[index]) for row in table.cells)
    ]


def _list(table: "Table", letter: str, heading: str | None, field: str | None) -> None:
    table.desk.out.column(table.file, table.name, table.order, letter, heading, field)


def _find(table: "Table", code: str, letter: str, value: str, field: str = "") -> None:
    row = table.layout.last_head or None
    table.desk.find(Finding(code, table.file, table.name, row, letter, field=field, value=value))
