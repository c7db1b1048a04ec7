"""Cells whose unit, scale or words stand in their number format: they are read as a person sees them."""

from rescue_cli.intake.recognition.heading_fields import Column
from rescue_cli.intake.table import Table
from rescue_cli.values.parsed import Cell, cell_text

DRESSED = "INTAKE-NUMBER-FORMAT"
_WORDED = frozenset({"text", "address", "name", "phone", "id_number", "certificate", "choice", "choices", "yes_no"})
_FIGURES = frozenset({"money", "count", "date"})


def see_numbers(table: Table) -> None:
    """Put what is seen in place of what is stored, in cells of money for which that is another amount, and in texts and
    words of a list to which a format adds some (3 seen as 泾华村3组); each is told.

    A scale without a unit says nothing by itself: seen under 万元, 1.2 is what it says; under 元 nobody knows, and the cell
    then says both, which no parser takes."""
    dressed = {(row, column): text for row, column, text in table.sheet.marks.dressed}
    rows = {number: index for index, number in enumerate(table.numbers)}
    columns = {c.heading.number: c for c in (*table.columns, *table.member_columns) if c.field}
    for (row, number), text in sorted(dressed.items()):
        index, column = rows.get(row), columns.get(number)
        if index is None or column is None or not table.context.cells.is_money(column.field or ""):
            continue
        _see(table, index, column, text)
    for row, number, text in table.sheet.marks.worded:
        index, column = rows.get(row), columns.get(number)
        if index is not None and column is not None and (_is_worded(table, column) or _is_figure(table, column)):
            _see(table, index, column, text)
    if dressed or table.sheet.marks.worded:
        table.forget_written()


def _is_worded(table: Table, column: Column) -> bool:
    return table.context.pack.vocabulary[column.field or ""].type in _WORDED


def _is_figure(table: Table, column: Column) -> bool:
    return table.context.pack.vocabulary[column.field or ""].type in _FIGURES


def _see(table: Table, index: int, column: Column, text: str) -> None:
    place = table.cell_index(column)
    stored = table.cells[index][place]
    scale = table.unit_of(column).scale or 1
    bare = text.replace(".", "").lstrip("-").isdigit() and not _is_worded(table, column)
    if bare and not _explains(scale, stored, text):
        text = f"{text}（存的是{cell_text(stored)}）"
    elif _reads_alike(table, column, stored, text):
        return
    table.report(DRESSED, index, column, text, 存=cell_text(stored))
    table.cells[index] = [*table.cells[index][:place], text, *table.cells[index][place + 1 :]]


def _reads_alike(table: Table, column: Column, stored: Cell, text: str) -> bool:
    """Whether what is seen says no more than what is stored: the same value, and nothing beside it (已故)."""
    field, unit, cells = column.field or "", table.unit_of(column), table.context.cells
    was, seen = cells.read_cell(field, stored, unit), cells.read_cell(field, text, unit)
    return table.read_text(column, text) == was.value and seen.note == was.note


def _explains(scale: int, stored: object, text: str) -> bool:
    """Whether the heading's unit is by how much what is seen is smaller than what is stored."""
    return isinstance(stored, int | float) and abs(float(text) * scale - stored) <= abs(stored) * 1e-9
