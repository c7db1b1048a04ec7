"""How wide and how high cells must be: in 宋体 and its kin a Han character is one em, a Latin letter half of one.

XlsxWriter's own autofit knows Calibri only, so widths are worked out here, in narrow characters (half an em).
"""

import math
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, lru_cache
from itertools import accumulate, combinations, pairwise
from unicodedata import east_asian_width

from rescue_cli.workbooks.writing.sheet_layout import LayoutColumn, SheetLayout, head_cells, shown

BODY_POINTS = 10.5
NARROW_PIXELS = 7  # half an em at 10.5 points and 96 dots an inch
PADDING_PIXELS = 8
NARROWEST, WIDEST, WIDEST_HEAD = 5.0, 40.0, 24.0
LINE_POINTS = 14.25
ROW_POINTS = 19.5
HIGHEST_POINTS = 400.0  # Excel stops at 409
SAMPLE = 4000
PAGE_PIXELS = (1045, 670)  # A4 across, less the margins
PAGE_ACROSS_PIXELS = 1700  # on one A4 page: letters of 6.5 points; more would print too small to read
FIXED_WIDTHS = {"money": 11.0, "date": 10.5}


@cache
def _character_width(character: str) -> int:
    return 2 if east_asian_width(character) in "WFA" else 1


def text_width(text: str) -> int:
    """The width of one line, in narrow characters.

    >>> text_width("户主A1")
    6
    """
    return len(text) if text.isascii() else sum(map(_character_width, text))


def usable_width(width: float) -> float:
    """A little less than the width counts: numbers are not broken, and no line begins with a comma."""
    return width * 0.95 - 0.5


def line_count(text: str, width: float) -> int:
    """Lines `text` takes in a column `width` narrow characters wide."""
    usable = max(usable_width(width), 2.0)
    return sum(max(1, math.ceil(text_width(line) / usable)) for line in text.split("\n"))


def column_pixels(width: float) -> int:
    """Pixels of a column `width` narrow characters wide; none of one that is not printed."""
    return round(width * NARROW_PIXELS + PADDING_PIXELS) if width else 0


def printed_widths(columns: Sequence[LayoutColumn], widths: Sequence[float]) -> list[float]:
    """The widths on paper: nothing of a column that is folded."""
    return [0.0 if column.folded else width for column, width in zip(columns, widths, strict=True)]


def column_widths(layout: SheetLayout) -> list[float]:
    """The width of every column: as given, else so that 98 of 100 cells need no second line; numbers always fit."""
    step = max(1, len(layout.rows) // SAMPLE)
    sample = layout.rows[::step]
    widths = [_column_width(column, [row[place] for row in sample]) for place, column in enumerate(layout.columns)]
    return [max(width, _number_width(layout, place)) for place, width in enumerate(widths)]


def _number_width(layout: SheetLayout, place: int) -> float:
    """What the longest number of the column and its total take: Excel shows ##### in a column too narrow."""
    column = layout.columns[place]
    if column.format not in ("count", "money"):
        return 0.0
    numbers = [row[place] for row in layout.rows if isinstance(row[place], int | float | Decimal)]
    numbers += [sum(map(Decimal, map(str, numbers)), Decimal(0))] if column.total else []
    written = "{:,.2f}" if column.format == "money" else "{:.0f}"
    return max((len(written.format(number)) for number in numbers), default=0) + 0.5


def _column_width(column: LayoutColumn, cells: Sequence[object]) -> float:
    if column.width is not None:
        return column.width
    head = _head_width(column.head[-1])
    if column.format in FIXED_WIDTHS:
        return max(FIXED_WIDTHS[column.format], head)
    lengths = sorted(max(map(text_width, shown(cell).split("\n"))) for cell in cells if cell is not None)  # type: ignore[arg-type]
    typical = lengths[int((len(lengths) - 1) * 0.98)] if lengths else 0
    return min(max(NARROWEST, head, typical + 0.5), WIDEST)


def _head_width(text: str) -> float:
    """A heading takes two lines where it is long; one that is broken on purpose keeps its lines, up to a point."""
    longest = max(map(text_width, text.split("\n")))
    if "\n" in text:
        return min(longest + 2, WIDEST_HEAD)
    return longest if longest <= 8 else math.ceil(longest / 4) * 2


def narrowest_head(text: str) -> float:
    """The width at which a heading takes three lines at most, and no word of two characters is broken."""
    longest = max(map(text_width, text.split("\n")))
    return max(4.5, math.ceil(longest / 3 / 2) * 2 + 1)


def pages_across(widths: Sequence[float]) -> int:
    """How many pages side by side a table is printed on."""
    return max(1, math.ceil(sum(map(column_pixels, widths)) / PAGE_ACROSS_PIXELS))


def first_page_end(widths: Sequence[float]) -> int:
    """The last column of the first page across: titles and notes end there."""
    share = sum(widths) / pages_across(widths)
    reached, last = 0.0, 0
    for place, width in enumerate(widths):
        reached += width
        if reached > share * 1.001:
            return last
        last = place if width else last
    return last


@lru_cache(maxsize=10_000)  # townships, relations, reasons: the same texts stand in row after row
def cell_points(text: str, width: float) -> float:
    """The height of a cell that wraps."""
    if 2 * len(text) <= usable_width(width) and "\n" not in text:
        return ROW_POINTS
    return row_points(line_count(text, width))


def row_points(lines: int) -> float:
    """The height of a row whose longest cell takes so many lines."""
    return ROW_POINTS if lines == 1 else min(lines * LINE_POINTS + 5, HIGHEST_POINTS)


def head_points(columns: Sequence[LayoutColumn], widths: Sequence[float]) -> list[float]:
    """The height of every row of the header; what is merged down shares its height among its rows."""
    cells = head_cells(columns)
    heights = [ROW_POINTS + 2.0] * (1 + max(cell.level for cell in cells))
    for cell in sorted(cells, key=lambda cell: cell.levels):
        width = sum(widths[cell.column : cell.column + cell.columns])
        needed = line_count(cell.text, width) * LINE_POINTS + 8
        reach = range(cell.level, cell.level + cell.levels)
        short = needed - sum(heights[level] for level in reach)
        if short > 0:
            heights[reach[-1]] += short
    return heights


def page_points(widths: Sequence[float]) -> float:
    """The height of a printed page in the table's own points: a wide table is printed smaller, so more rows fit."""
    across = sum(map(column_pixels, widths)) / pages_across(widths)
    return PAGE_PIXELS[1] * max(1.0, across / PAGE_PIXELS[0]) * 72 / 96


def split_columns(widths: Sequence[float], needs: Sequence[float]) -> list[tuple[int, int]]:
    """The columns divided into runs as equal as can be: first and last column of each, one run for each of `needs`.

    No run is narrower than its need; where that cannot be had, one run goes over all the columns.
    """
    ends = [0.0, *accumulate(widths)]
    share = ends[-1] / len(needs)
    best, least = [(0, len(widths) - 1)], math.inf
    for inner in combinations(range(1, len(widths)), len(needs) - 1):
        cuts = (0, *inner, len(widths))
        runs = [ends[end] - ends[start] for start, end in pairwise(cuts)]
        uneven = sum((run - share) ** 2 for run in runs)
        if uneven < least and all(run >= need for run, need in zip(runs, needs, strict=True)):
            best, least = [(start, end - 1) for start, end in pairwise(cuts)], uneven
    return best
