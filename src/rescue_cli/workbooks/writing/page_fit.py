"""Widths of a table's columns such that its rows take few lines and its letters stay readable on A4.

A page printed at the smallest size holds so many characters across; what is not needed for the short columns goes to the
long ones. Of a few ways to divide it the one is taken that makes the table shortest.
"""

import math
from collections.abc import Iterator, Mapping, Sequence

from rescue_cli.workbooks.writing import measure
from rescue_cli.workbooks.writing.sheet_layout import Cell, SheetLayout, shown

LEAST_POINTS = 7.2  # of a letter on paper; 7 can be read
PAGE_PIXELS = int(measure.PAGE_PIXELS[0] * measure.BODY_POINTS / LEAST_POINTS)
SHARES = (0.98, 0.95, 0.9, 0.8, 0.7, 0.6)  # of a column's cells that are to need no further line
LINES = (1, 2, 3, 4, 6, 9, 13)
SAMPLE = 150
WORD = 8  # 四个字
EMPTY = 16.0  # of a column in which nothing stands yet: somebody may write there


def drawn_widths(layout: SheetLayout) -> list[float]:
    """The width of every column, in narrow characters: as the columns say; fitted where the table is `lined`, or too wide for
    letters that can be read. Cells to be filled in keep their width, and so does what is not printed."""
    own = measure.column_widths(layout)
    return _fitted(layout, own) if layout.lined or _pixels(layout, own) > PAGE_PIXELS else own


Texts = Mapping[int, Sequence[tuple[int, ...]]]  # place of a column → of each of its cells how wide each line is


def _fitted(layout: SheetLayout, own: list[float]) -> list[float]:
    asked = [
        place
        for place, column in enumerate(layout.columns)
        if column.format == "text" and not column.folded and column.role != "answer"
    ]
    rows = layout.rows[:: max(1, len(layout.rows) // SAMPLE)]
    texts = {place: [_wide(shown(row[place])) for row in rows] for place in asked}
    tried = [own, *_tries(layout, own, texts, rows)]
    fitting = [widths for widths in tried if _pixels(layout, widths) <= PAGE_PIXELS]
    if not fitting:
        return min(tried, key=lambda widths: _pixels(layout, widths))
    return min(fitting, key=lambda widths: _length(layout, widths, texts))


def _wide(text: str) -> tuple[int, ...]:
    return tuple(map(measure.text_width, text.split("\n")))


def _tries(
    layout: SheetLayout, own: Sequence[float], texts: Texts, rows: Sequence[Sequence[Cell]]
) -> Iterator[list[float]]:
    """Widths at which the cells of each column take so many lines, but for the longest few."""
    for lines in LINES:
        needs = {
            place: sorted(_need(shown(row[place]), max(wide), lines) for row, wide in zip(rows, cells, strict=True))
            for place, cells in texts.items()
        }
        for share in SHARES:
            widths = list(own)
            for place, sorted_needs in needs.items():
                head = measure.narrowest_head(layout.columns[place].head[-1])
                filled = any(map(any, texts[place]))
                empty = 0.0 if filled else min(own[place], EMPTY)
                need = sorted_needs[int((len(sorted_needs) - 1) * share)] if sorted_needs else 0.0
                widths[place] = max(measure.NARROWEST, head, empty, need)
            yield widths


def _need(text: str, longest: int, lines: int) -> float:
    """The width in which a text takes so many lines: what `measure.usable_width` leaves of it holds them."""
    if longest <= WORD or text.isascii():  # names, numbers, days are not broken
        lines = 1
    return (longest / lines + (1.0 if lines > 1 else 0.0) + 0.55) / 0.95


def _pixels(layout: SheetLayout, widths: Sequence[float]) -> int:
    return sum(map(measure.column_pixels, measure.printed_widths(layout.columns, widths)))


def _length(layout: SheetLayout, widths: Sequence[float], texts: Texts) -> float:
    """How many lines the sampled rows take, by the size they are printed in: a wider table is printed smaller."""
    scale = max(1.0, _pixels(layout, widths) / measure.PAGE_PIXELS[0])
    columns = []
    for place, cells in texts.items():
        usable = max(measure.usable_width(widths[place]), 2.0)
        columns.append([sum(max(1, math.ceil(wide / usable)) for wide in lines) for lines in cells])
    lines_of_rows = map(max, zip(*columns, strict=True))
    return sum(measure.row_points(lines) for lines in lines_of_rows) / scale
