"""Cells in which some bytes could not be read: nobody knows what else of the cell they changed, so nothing of it is used."""

from rescue_cli.intake.table import Table
from rescue_cli.workbooks.reading.text_encoding import LOST

DAMAGED = "INTAKE-TEXT-BYTES"


def leave_damaged(table: Table) -> None:
    """Blank such cells and tell each; their fields are unread."""
    for column in (*table.columns, *table.member_columns):
        place = table.cell_index(column)
        for index, cell in enumerate(table.written(column)):
            if isinstance(cell, str) and LOST in cell:
                table.report(DAMAGED, index, column, cell)
                table.cells[index] = [*table.cells[index][:place], "", *table.cells[index][place + 1 :]]
                table.unread[index] += [column.field] if column.field else []
    table.forget_written()
