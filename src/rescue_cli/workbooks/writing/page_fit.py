"""Widths of a table's columns such that its rows take few lines and its letters stay readable on A4.

A page printed at the smallest size holds so many characters across; what is not needed for the short columns goes to the
long ones. Of a few ways to divide it the one is taken that makes the table shortest.
"""

from collections.abc import Sequence

from rescue_cli.workbooks.writing import measure
from rescue_cli.workbooks.writing.sheet_layout import SheetLayout, shown

LEAST_POINTS = 7.2  # of a letter on paper; 7 can be read
PAGE_PIXELS = int(measure.PAGE_PIXELS[0] * measure.BODY_POINTS / LEAST_POINTS)
SHARES = (0.98, 0.95, 0.9, 0.8, 0.7, 0.6)  # of a column's cells that are to need no further line
LINES = (1, 2, 3, 4, 6, 9, 13)
SAMPLE = 400
WORD = 8  # 四个字
EMPTY = 16.0  # of a column in which nothing stands yet: somebody may write there


def drawn_widths(layout: SheetLayout) -> list[float]:
    """The width of every column, in narrow characters: as the columns say; fitted where the table is `lined`, or too wide for
    letters that can be read. Cells to be filled in keep their width, and so does what is not printed."""
    own = measure.column_widths(layout)
    return _fitted(layout, own) if layout.lined or _pixels(layout, own) > PAGE_PIXELS else own


def _fitted(layout: SheetLayout, own: list[float]) -> list[float]:
    asked = [
        place
        for place, column in enumerate(layout.columns)
        if column.format == "text" and not column.folded and column.role != "answer"
    ]
    step = max(1, len(layout.rows) // SAMPLE)
    texts = {place: [shown(row[place]) for row in layout.rows[::step]] for place in asked}
    tried = [own] + [_widths(layout, own, texts, lines, share) for lines in LINES for share in SHARES]
    fitting = [widths for widths in tried if _pixels(layout, widths) <= PAGE_PIXELS]
    if not fitting:
        return min(tried, key=lambda widths: _pixels(layout, widths))
    return min(fitting, key=lambda widths: _length(layout, widths, texts))


def _widths(
    layout: SheetLayout, own: Sequence[float], texts: dict[int, list[str]], lines: int, share: float
) -> list[float]:
    widths = list(own)
    for place, cells in texts.items():
        head = measure.narrowest_head(layout.columns[place].head[-1])
        needs = sorted(_need(text, lines) for text in cells) or [0.0]
        empty = min(own[place], EMPTY) if not any(cells) else 0.0
        widths[place] = max(measure.NARROWEST, head, empty, needs[int((len(needs) - 1) * share)])
    return widths


def _need(text: str, lines: int) -> float:
    """The width in which a text takes so many lines: what `measure.usable_width` leaves of it holds them."""
    longest = max(map(measure.text_width, text.split("\n")))
    if longest <= WORD or text.isascii():  # names, numbers, days are not broken
        lines = 1
    return (longest / lines + (1.0 if lines > 1 else 0.0) + 0.55) / 0.95


def _pixels(layout: SheetLayout, widths: Sequence[float]) -> int:
    return sum(map(measure.column_pixels, measure.printed_widths(layout.columns, widths)))


def _length(layout: SheetLayout, widths: Sequence[float], texts: dict[int, list[str]]) -> float:
    """How long the sampled rows are on paper: a wider table is printed smaller."""
    scale = max(1.0, _pixels(layout, widths) / measure.PAGE_PIXELS[0])
    rows = zip(
        *([measure.cell_points(text, widths[place]) for text in cells] for place, cells in texts.items()), strict=True
    )
    return sum(map(max, rows)) / scale
