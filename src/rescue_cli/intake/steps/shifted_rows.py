"""Rows whose cells stand one or two columns too far to the left or right: told once a row, and their values not used."""

import re
from collections.abc import Sequence

from rescue_cli.core import fields as f
from rescue_cli.intake.recognition.heading_fields import Column
from rescue_cli.intake.table import Table
from rescue_cli.values.name import PLAIN_NAME
from rescue_cli.values.parsed import Cell, cell_text, compact, is_blank, not_given
from rescue_cli.workbooks.reading.sheet import column_letter

SHIFTED = "INTAKE-ROW-SHIFTED"
_ID = re.compile(r"\d{17}[\dXx]")
_PHONE = re.compile(r"1\d{10}")
_PLACE = re.compile("[村组号路街社区队巷栋室镇乡]")
_STEPS = {1: "一格", 2: "两格"}
_FEWEST = 3  # cells that fit once they are moved
_ASIDE = 10  # at most one row in so many has something behind the last heading
_MOST_PEOPLE = 30  # of a family: a larger number is some other figure


def leave_shifted(table: Table) -> None:
    """Blank the cells from where a row is shifted; the fields are then unread in it."""
    columns = sorted((c for c in table.columns if c.field), key=lambda column: column.heading.number)
    shifts = {index: shift for index in _suspects(table, columns) if (shift := _shift(table, index, columns))}
    for index in _pushed_out(table, columns):
        if index not in shifts and (start := _pushed_from(table, index, columns)) is not None:
            shifts[index] = start
    for index, shift in sorted(shifts.items()):
        _leave(table, index, columns, *shift)
    table.forget_written()


def _suspects(table: Table, columns: Sequence[Column]) -> list[int]:
    """Rows in which an ID number or a telephone number stands beside its column, and none in it."""
    suspects: set[int] = set()
    for field, pattern in ((f.ID_NUMBER, _ID), (f.PHONE, _PHONE)):
        column = next((column for column in columns if column.field == field), None)
        if column is None:
            continue
        place = table.cell_index(column)
        for index, cells in enumerate(table.cells):
            beside = (place + side * steps for steps in _STEPS for side in (-1, 1))
            if not _is(pattern, cells, place) and any(_is(pattern, cells, other) for other in beside):
                suspects.add(index)
    return sorted(suspects)


def _pushed_out(table: Table, columns: Sequence[Column]) -> list[int]:
    """Rows in which something stands right behind the last column, where hardly any other row has anything."""
    behind = table.cell_index(columns[-1]) + 1 if columns else 0
    if any(table.cell_index(column) == behind and column.heading.text for column in table.columns):
        return []
    rows = [index for index, cells in enumerate(table.cells) if not is_blank(_cell(cells, behind))]
    return rows if len(rows) * _ASIDE <= len(table.cells) or len(rows) == 1 else []


def _pushed_from(table: Table, index: int, columns: Sequence[Column]) -> tuple[int, str] | None:
    """The blank cell from which on a row is pushed to the right, though each cell might stand where it is: one at least
    stands behind the table, and all fit where they came from."""
    cells = table.cells[index]
    last = table.cell_index(columns[-1])
    steps = 1 if is_blank(_cell(cells, last + 2)) else 2
    start = _blank_run(cells, last, steps)
    if start is None:
        return None
    places = [(c, table.cell_index(c)) for c in columns if table.cell_index(c) >= start]
    moved = [_fits(table, c, _cell(cells, place + steps)) for c, place in places]
    crowds = [place for c, place in places if c.field == f.HOUSEHOLD_SIZE]
    crowded = any(_amount(_cell(cells, place + steps)) > _MOST_PEOPLE for place in crowds)
    return (start, f"右移{_STEPS[steps]}") if len(moved) > 1 and all(moved) and not crowded else None


def _blank_run(cells: Sequence[Cell], last: int, steps: int) -> int | None:
    """Where the last `steps` blank cells in a row up to the place `last` begin."""
    starts = range(last - steps + 1, -1, -1)
    runs = (range(start, start + steps) for start in starts)
    return next((run.start for run in runs if all(is_blank(_cell(cells, place)) for place in run)), None)


def _amount(cell: Cell) -> float:
    text = compact(cell_text(cell))
    return float(text) if text.isascii() and text.isdecimal() else 0


def _is(pattern: re.Pattern[str], cells: Sequence[Cell], place: int) -> bool:
    return 0 <= place < len(cells) and pattern.fullmatch(compact(cell_text(cells[place]))) is not None


def _shift(table: Table, index: int, columns: Sequence[Column]) -> tuple[int, str] | None:
    """(index of the cell from which on, the word for the side), where all cells fit once they are moved."""
    cells = table.cells[index]
    places = [table.cell_index(column) for column in columns]
    own = [_fits(table, column, _cell(cells, place)) for column, place in zip(columns, places, strict=True)]
    wrong = [place for place, fits in zip(places, own, strict=True) if fits is False]
    if len(wrong) < 2:
        return None
    for steps, word in _STEPS.items():
        gap = _blank_run(cells, wrong[0] - 1, steps)
        for start, side in ((gap if gap is not None else wrong[0], steps), (wrong[0], steps), (wrong[0], -steps)):
            moved = [
                fits
                for column, place in zip(columns, places, strict=True)
                if place >= start - min(side, 0)
                and (fits := _fits(table, column, _cell(cells, place + side))) is not None
            ]
            if moved.count(True) >= max(_FEWEST, len(wrong) - 1) and moved.count(False) * 4 <= len(moved) - 4:
                begins = _first_moved(table, cells, columns, start) if side < 0 else start
                return begins, f"{'左' if side < 0 else '右'}移{word}"
    return None


def _first_moved(table: Table, cells: Sequence[Cell], columns: Sequence[Column], start: int) -> int:
    """Where a row moved left begins: a person's name in the column of villages before it came from beside it."""
    before = next((column for column in columns if table.cell_index(column) == start - 1), None)
    text = compact(cell_text(_cell(cells, start - 1)))
    if before is None or before.field not in (f.TOWNSHIP, f.VILLAGE) or _PLACE.search(text):
        return start
    places = table.context.places
    known = places.township(text) or places.village(text, table.township)
    return start if known or PLAIN_NAME.fullmatch(text) is None else start - 1


def _cell(cells: Sequence[Cell], place: int) -> Cell:
    return cells[place] if 0 <= place < len(cells) else ""


def _fits(table: Table, column: Column, cell: Cell) -> bool | None:
    """Whether the cell may stand in the column; None where that says nothing (blank, or free text)."""
    text = compact(cell_text(cell))
    kind = table.context.pack.vocabulary[column.field or ""].type
    if not_given(text) or kind == "text":
        return None
    if kind == "name":
        return PLAIN_NAME.fullmatch(text) is not None or "·" in text
    if kind == "address":
        return _PLACE.search(text) is not None
    if column.field in (f.TOWNSHIP, f.VILLAGE):
        return not text.isdigit()
    read = table.context.cells.read_cell(column.field or "", cell)
    return read.value is not None and not read.note


def _leave(table: Table, index: int, columns: Sequence[Column], start: int, word: str) -> None:
    letter = column_letter(table.first_column + start)
    first = next((column for column in columns if table.cell_index(column) >= start), None)
    text = next((cell_text(cell) for cell in table.cells[index][start:] if not is_blank(cell)), "")
    table.report(SHIFTED, index, first, text, 列=letter, 移=word)
    table.cells[index] = [*table.cells[index][:start], *[""] * (len(table.cells[index]) - start)]
    table.unread[index] += [c.field for c in columns if c.field and table.cell_index(c) >= start]
