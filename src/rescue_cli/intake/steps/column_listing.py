"""The columns of a table as they are listed: what each was taken for, and what stands in those nobody recognised."""

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.intake.recognition.heading_fields import Column
from rescue_cli.intake.table import Table
from rescue_cli.values.parsed import cell_text, is_blank
from rescue_cli.workbooks.marking.fault_marks import is_reason_head
from rescue_cli.workbooks.reading.sheet import column_letter


def list_columns(table: Table) -> None:
    """Every column into the `columns` table; one that nobody recognised, or that says a field again, is told."""
    for column in sorted([*table.columns, *table.member_columns], key=lambda column: column.heading.number):
        letter = column_letter(column.heading.number)
        _list(table, letter, column.heading.text, column.field)
        if column.field is None and not column.settled and not is_reason_head(column.heading.text):
            code = "INTAKE-COLUMN-TWICE" if column.twice else "INTAKE-COLUMN-UNKNOWN"
            _report(table, code, letter, column.heading.text, column.twice)
    for place in _unheaded(table):
        letter = column_letter(table.first_column + place)
        _list(table, letter, None, None)
        _report(table, "INTAKE-COLUMN-UNKNOWN", letter, "（没有表头）")


def list_other_columns(table: Table) -> None:
    """Fill 其他列: what stands in columns nobody recognised, so that nothing is dropped: "列名：值；…"."""
    others = [
        (column.heading.text, table.written(column))
        for column in table.columns
        if column.field is None and not is_reason_head(column.heading.text)
    ]
    for place in _unheaded(table):
        cells = [row[place] if place < len(row) else "" for row in table.cells]
        others.append((f"{column_letter(table.first_column + place)}列（无表头）", cells))
    lines: list[str | None] = []
    for index in range(len(table.numbers)) if others else ():
        texts = [f"{name}：{cell_text(cells[index]).strip()}" for name, cells in others if not is_blank(cells[index])]
        lines.append("；".join(texts) or None)
    table.values[f.OTHER_COLUMNS] = lines or [None] * len(table.numbers)


def report_heading(table: Table, code: str, column: Column, field: str) -> None:
    """A finding about a column as a whole, at the cell of its heading."""
    _report(table, code, column_letter(column.heading.number), column.heading.text, field)


def _unheaded(table: Table) -> list[int]:
    """Indexes of cells under no heading in which something stands."""
    headed = {heading.number - table.first_column for heading in table.layout.headings}
    width = max(map(len, table.cells), default=0)
    return [
        place
        for place in range(width)
        if place not in headed and any(place < len(row) and not is_blank(row[place]) for row in table.cells)
    ]


def _list(table: Table, letter: str, heading: str | None, field: str | None) -> None:
    table.context.out.column(table.file, table.name, table.order, letter, heading, field)


def _report(table: Table, code: str, letter: str, value: str, field: str = "") -> None:
    row = table.layout.last_head or None
    table.context.report(Finding(code, table.file, table.name, row, letter, field=field, value=value))
