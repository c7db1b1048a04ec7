"""同上, 〃, ": a cell that says what stands above it. It is filled from above and listed; who somebody is is never filled."""

import re
from collections.abc import Sequence

from rescue_cli.core import fields as f
from rescue_cli.core.states import Rereading
from rescue_cli.intake.cell_parsers import shown
from rescue_cli.intake.recognition.heading_fields import Column
from rescue_cli.intake.table import Table
from rescue_cli.values.parsed import cell_text, compact, is_blank
from rescue_cli.workbooks.reading.sheet import Cell

FILLED, OPEN = "INTAKE-CELL-DITTO", "INTAKE-CELL-DITTO-OPEN"
_MARKS = re.compile(r"""[-—–_=~.]*(?:["“”„‟〃〝〞〟々〻仝↑❝❞]+|['’‘′`´‵]{2,}|,,+)[-—–_=~.]*""")  # also drawn out: —〃—
_WORDS = re.compile(
    r"(?:[与和]?[同仝如照见依](?:上|前)|[与和](?:上|前)|上同|前同)(?:一?[行格户栏列条排例]|面|述|所[述示])?(?:相?同|一样)?|DITTO"
)
_ELSEWHERE = re.compile(r"[与和]?[同仝如见](?:[左右下]|本[行户]|第?[0-9一二三四五六七八九十]{1,4}[行户条格])\S{0,2}")
_BEGINS = re.compile("[同仝]上|〃")  # 同上3组: the part above is not known
_AROUND = "()[]【】<>。.;:、!"
_PLACES = frozenset({f.TOWNSHIP, f.VILLAGE})
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
    if _is_whole(cell_text(cell)):
        return True
    text = _plain(cell_text(cell))
    points = text == "同" or _ELSEWHERE.fullmatch(text) is not None or _BEGINS.match(text) is not None
    free = column.field not in _PLACES and table.context.pack.vocabulary[column.field or ""].type == "text"
    return points and not free  # in a note it may be about anything


def _is_whole(written: str) -> bool:
    """Whether it says nothing but that it is what stands above."""
    text = _plain(written)
    return _MARKS.fullmatch(compact(written)) is not None or _WORDS.fullmatch(text) is not None


def _plain(written: str) -> str:
    return compact(written).upper().strip(_AROUND)


def _fill(table: Table, column: Column, cells: Sequence[Cell], marks: Sequence[int]) -> None:
    place = table.cell_index(column)
    filled: list[Cell] = list(cells)
    for index in marks:
        written = cell_text(cells[index])
        above = filled[index - 1] if index and table.sections[index] == table.sections[index - 1] else ""
        whole = _is_whole(written) or _plain(written) == "同"
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
