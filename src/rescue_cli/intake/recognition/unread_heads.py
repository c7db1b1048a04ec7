"""The row of a sheet nobody recognised that is likely its headings: they can be taught."""

from collections.abc import Sequence

from rescue_cli.intake.recognition.heading_fields import Heading
from rescue_cli.intake.recognition.table_layout import LOOK_AT, Line
from rescue_cli.values.parsed import cell_text, compact
from rescue_cli.workbooks.reading.sheet import Sheet

_FEWEST = 3  # headings of a table
_LONGEST = 20  # characters of a heading
_SHARE = 0.5  # of its columns the rows below fill


def likely_headings(sheet: Sheet, lines: Sequence[Line]) -> tuple[Heading, ...]:
    """The texts of the first row of short, different words over rows as wide; none where there is no such row."""
    for place, line in enumerate(lines[:LOOK_AT]):
        below = lines[place + 1 : place + 4]
        if _are_words(line) and below and all(len(row.filled) >= _SHARE * len(line.filled) for row in below):
            first = sheet.first_column
            return tuple(Heading(first + index, (cell_text(line.cells[index]).strip(),)) for index in line.filled)
    return ()


def _are_words(line: Line) -> bool:
    texts = [compact(cell) if isinstance(cell, str) else "" for cell in line.contents]
    short = all(text and len(text) <= _LONGEST and not text.isdigit() for text in texts)
    return len(texts) >= _FEWEST and short and len(set(texts)) == len(texts)
