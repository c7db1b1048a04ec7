"""How cells are drawn, applied to the values read: a unit, a scale or words in the number format, signs of a symbol font,
values that a format hides or that lie unseen under a merged cell."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from rescue_cli.workbooks.reading.number_format import dress_for, hides, without_day, worded
from rescue_cli.workbooks.reading.sheet import Cell, Sheet, put
from rescue_cli.workbooks.reading.symbol_fonts import as_seen

_EPOCH = dt.date(1899, 12, 30)
_DAYS = range(3654, 60001)  # from 1910


class Look(NamedTuple):
    """The number format and the font of the cell at `row`, `column` (1-based); `struck`: it is struck through; `faint`: its
    text has the colour of its ground."""

    row: int
    column: int
    code: str
    font: str
    struck: bool = False
    faint: bool = False


def with_looks(sheet: Sheet, looks: Iterable[Look]) -> Sheet:
    """The sheet with signs in place of the letters of symbol fonts; what numbers are seen as is added to its marks."""
    dressed: list[tuple[int, int, str]] = []
    words: list[tuple[int, int, str]] = []
    unseen: list[tuple[int, int, str]] = []
    struck: list[tuple[int, int]] = []
    faint: list[tuple[int, int]] = []
    parts = {(row, column) for row, column, _ in sheet.marks.struck_parts}
    for look in looks:
        down, across = look.row - sheet.first_row, look.column - sheet.first_column
        if not (0 <= down < len(sheet.rows) and 0 <= across < len(sheet.rows[down])):
            continue
        cell = sheet.rows[down][across]
        if isinstance(cell, str):
            cell = sheet.rows[down][across] = as_seen(cell, look.font)
        if look.struck and cell != "" and (look.row, look.column) not in parts:
            struck.append((look.row, look.column))
        faint += [(look.row, look.column)] if look.faint and cell != "" else []
        text = _words_of(cell, look.code)
        if text is not None:
            words.append((look.row, look.column, text))
        elif cell == "" or isinstance(cell, bool) or not isinstance(cell, str | int | float) or not look.code:
            continue
        elif hides(look.code, cell):
            unseen.append((look.row, look.column, str(cell)))
            sheet.rows[down][across] = "" if cell == 0 else cell
        elif (text := _seen(cell, look.code)) is not None:
            dressed.append((look.row, look.column, text))
    if not (dressed or words or unseen or struck or faint):
        return sheet
    marks = replace(
        sheet.marks,
        dressed=tuple(sorted(dressed)),
        worded=tuple(sorted(words)),
        unseen=tuple(sorted((*sheet.marks.unseen, *unseen))),
        struck=tuple(sorted((*sheet.marks.struck, *struck))),
        faint=tuple(sorted((*sheet.marks.faint, *faint))),
    )
    return replace(sheet, marks=marks)


def _words_of(cell: Cell, code: str) -> str | None:
    """What is seen of a cell to which the format adds words, or of whose day it shows no more than month or year."""
    if isinstance(cell, dt.date):
        return without_day(code, cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell in _DAYS:
        day = _EPOCH + dt.timedelta(days=int(cell))  # in a format of which the reader does not know that it shows days
        if (part := without_day(code, day)) is not None:
            return part
    if cell == "" or not code or isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return None
    return None if hides(code, cell) or _seen(cell, code) is not None else worded(code, cell)


def without_zeros(sheet: Sheet) -> Sheet:
    """A sheet whose view shows no zeros: they are taken out, and told in the marks – nobody sees whether one was meant."""
    zeros = [
        (sheet.first_row + down, sheet.first_column + across, "0")
        for down, cells in enumerate(sheet.rows)
        for across, cell in enumerate(cells)
        if not isinstance(cell, bool | str) and cell == 0
    ]
    for row, column, _ in zeros:
        put(sheet, row, column, "")
    unseen = tuple(sorted({*sheet.marks.unseen, *zeros}))
    return replace(sheet, marks=replace(sheet.marks, unseen=unseen)) if zeros else sheet


def _seen(cell: Cell, code: str) -> str | None:
    if not isinstance(cell, int | float):
        return None
    dress = dress_for(code, cell)
    return None if dress is None else dress.shown(cell)


def without_covered(sheet: Sheet) -> Sheet:
    """What lies under a merged cell and differs from it is taken out, and told in the marks: nobody sees it."""
    covered: list[tuple[int, int, str]] = []
    for merge in sheet.merged:
        left, right = merge.left - sheet.first_column, merge.right - sheet.first_column
        first, last = merge.top - sheet.first_row, min(merge.bottom - sheet.first_row, len(sheet.rows) - 1)
        if first < 0 or left < 0:
            continue
        seen = sheet.rows[first][left] if first < len(sheet.rows) and left < len(sheet.rows[first]) else ""
        for down in range(first, last + 1):
            cells = sheet.rows[down]
            for across in range(left, min(right + 1, len(cells))):
                if cells[across] in ("", seen) or (down, across) == (first, left) or not str(cells[across]).strip():
                    continue
                covered.append((down + sheet.first_row, across + sheet.first_column, str(cells[across])))
                cells[across] = ""
    return replace(sheet, marks=replace(sheet.marks, covered=tuple(sorted(covered)))) if covered else sheet
