"""What reading hands on: sheets of plain values, with the places they stood at in the sender's file."""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from math import isfinite

LARGEST_EXACT = 2**53  # beyond it a float no longer holds every integer

Cell = str | int | float | bool | dt.date | dt.time | dt.timedelta


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; physical rows and columns, 1-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Marks:
    """What a sheet tells beside its values, places 1-based and sorted; empty for formats that do not say.

    `errors`: (row, column, text) of cells that show #N/A, #REF! …; their value is read as "".
    `unvalued`: (row, column) of formulas saved without their result; their value is read as "".
    `comments`: (row, column, text) of what the sender noted on a cell. `struck`: (row, column) of filled cells that are
    struck through; they are read like any other. `struck_parts`: (row, column, text) of what is struck through in cells of
    which a part stands; only that part is read.

    `hidden_rows`, `hidden_columns`: their numbers; one without height or width is hidden. `dressed`: (row, column, text) of numbers that are seen otherwise than they are stored,
    with a unit or a scale; their value is the stored one. `covered`: (row, column, text) of what lay unseen under a merged
    cell; it is read as "". `worded`: (row, column, text) of cells that are seen with words their number format adds.
    `unseen`: (row, column, text) of what a cell holds and does not show; it is read only where the cell shows nothing else,
    and a 0 not at all. `faint`: (row, column) of cells whose text has the colour of its ground; they are read like any
    other. `revised`: (row, column, the old text) of cells in which a tracked change took text away.

    Of delimited text: `stray_quotes`: (row, column, text) of cells whose quotation mark is not paired; `within`: lines that
    go on a cell of the row above; `suspected`: rows with a cell that holds line breaks and separators.
    """

    hidden_rows: tuple[int, ...] = ()
    filtered: bool = False
    errors: tuple[tuple[int, int, str], ...] = ()
    unvalued: tuple[tuple[int, int], ...] = ()
    comments: tuple[tuple[int, int, str], ...] = ()
    struck: tuple[tuple[int, int], ...] = ()
    struck_parts: tuple[tuple[int, int, str], ...] = ()
    faint: tuple[tuple[int, int], ...] = ()
    hidden_columns: tuple[int, ...] = ()
    dressed: tuple[tuple[int, int, str], ...] = ()
    covered: tuple[tuple[int, int, str], ...] = ()
    worded: tuple[tuple[int, int, str], ...] = ()
    unseen: tuple[tuple[int, int, str], ...] = ()
    revised: tuple[tuple[int, int, str], ...] = ()
    stray_quotes: tuple[tuple[int, int, str], ...] = ()
    within: tuple[int, ...] = ()
    suspected: tuple[int, ...] = ()


NO_MARKS = Marks()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows[0][0]` stands at row `first_row`, column `first_column` (1-based); blank cells are "".

    `above`: lines of text that stand over the table and outside it (Word, web page), the nearest last.
    """

    name: str
    visible: bool
    first_row: int
    first_column: int
    rows: list[list[Cell]]
    merged: tuple[Merge, ...]
    above: tuple[str, ...] = ()
    marks: Marks = NO_MARKS


def blank(sheet: Sheet, errors: list[tuple[int, int, str]]) -> None:
    """Take out what stands in cells that show an error: it is no value."""
    for row, column, _ in errors:
        down, across = row - sheet.first_row, column - sheet.first_column
        if 0 <= down < len(sheet.rows) and 0 <= across < len(sheet.rows[down]):
            sheet.rows[down][across] = ""


def is_filled(sheet: Sheet, row: int, column: int) -> bool:
    """Whether something stands in the cell at this place of the sender's sheet."""
    return cell_at(sheet, row, column) != ""


def cell_at(sheet: Sheet, row: int, column: int) -> Cell:
    """What stands at this place of the sender's sheet; "" where the sheet does not reach so far."""
    down, across = row - sheet.first_row, column - sheet.first_column
    inside = 0 <= down < len(sheet.rows) and 0 <= across < len(sheet.rows[down])
    return sheet.rows[down][across] if inside else ""


def put(sheet: Sheet, row: int, column: int, cell: Cell) -> None:
    """Set the cell at this place of the sender's sheet, where the sheet reaches so far."""
    down, across = row - sheet.first_row, column - sheet.first_column
    if 0 <= down < len(sheet.rows) and 0 <= across < len(sheet.rows[down]):
        sheet.rows[down][across] = cell


@cache
def column_letter(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: bytes) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def plain(cell: Cell) -> Cell:
    """A float that is a whole number as int, as long as no digit can have been lost; one that is no number as text."""
    if not isinstance(cell, float):
        return cell
    if cell.is_integer() and abs(cell) < LARGEST_EXACT:
        return int(cell)
    return cell if isfinite(cell) else str(cell)
