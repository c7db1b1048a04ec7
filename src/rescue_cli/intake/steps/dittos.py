"""同上, 〃, ": a cell that says what stands above it. It is filled from above and listed; who somebody is is never filled."""

from collections.abc import Sequence

from rescue_cli.core import fields as f
from rescue_cli.core.states import Rereading
from rescue_cli.intake.cell_parsers import shown
from rescue_cli.intake.recognition.heading_fields import Column
from rescue_cli.intake.table import Table
from rescue_cli.values.parsed import cell_text, compact, is_blank, words
from rescue_cli.workbooks.reading.sheet import Cell

FILLED, OPEN = "INTAKE-CELL-DITTO", "INTAKE-CELL-DITTO-OPEN"
_DITTO = words("同上 同上行 同上格 同上户 同上述 同前 同前行 如上 上同 DITTO \" “ ” „ 〃 〝 〞 ″ ′′ '' ’’ ‘‘ ,, ↑")
_BEGINS = ("同上", "〃")  # 同上3组: the part above is not known
_OF_ONE_PERSON = frozenset({f.NAME, f.ID_NUMBER})


def fill_dittos(table: Table) -> None:
    """Put what stands above in place of a ditto mark, column by column; where nothing does, or it would be somebody's name or
    number, the cell is blank and told."""
    for column in (*table.columns, *table.member_columns):
        cells = table.written(column) if column.field else []
        marks = [index for index, cell in enumerate(cells) if cell.__class__ is str and _is_ditto(table, column, cell)]
        if marks:
            _fill(table, column, cells, marks)
    table.forget_written()


def _is_ditto(table: Table, column: Column, cell: Cell) -> bool:
    text = compact(cell_text(cell)).upper()
    if text in _DITTO:
        return True
    return text.startswith(_BEGINS) and table.context.pack.vocabulary[column.field or ""].type != "text"


def _fill(table: Table, column: Column, cells: Sequence[Cell], marks: Sequence[int]) -> None:
    place = table.cell_index(column)
    filled: list[Cell] = list(cells)
    for index in marks:
        written = cell_text(cells[index])
        above = filled[index - 1] if index and table.sections[index] == table.sections[index - 1] else ""
        whole = compact(written).upper() in _DITTO
        if is_blank(above) or not whole or _names_another(table, column):
            filled[index] = ""
            table.report(OPEN, index, column, written)
        else:
            filled[index] = above
            table.report(FILLED, index, column, written, 读作=cell_text(above))
            table.list_raw(index, column, written, shown(cell_text(above)), Rereading.DITTO, code=FILLED)
        row = table.cells[index]
        table.cells[index] = [*row[:place], filled[index], *row[place + 1 :]]


def _names_another(table: Table, column: Column) -> bool:
    """Whether the column says who the row is about: only beside a name of the row's own may the head be the same again."""
    if column.field == f.HEAD_NAME:
        return table.column_of(f.NAME) is None
    return column.field in _OF_ONE_PERSON
