"""Sheets without headings that go on from the sheet before: its headings are taken where the ID numbers stand in their column."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rescue_cli.core import fields as f
from rescue_cli.intake.recognition.heading_fields import Headings
from rescue_cli.intake.recognition.table_layout import Layout, Line, find_layout, lines_of
from rescue_cli.values.id_number import is_valid_id
from rescue_cli.values.parsed import cell_text, compact
from rescue_cli.workbooks.reading.sheet import Sheet

_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_LIKE_AN_ID = re.compile(
    rf"(?<!\d)\d{{6}}(?:(?:1[89]|20)\d\d{_DAY}\d{{3}}[\dXx]|\d\d{_DAY}\d{{3}})(?!\d)|(?<!\d)\d{{4,14}}\*{{3,}}\d{{0,4}}[\dXx]?(?!\d)"
)
_FILLED = 3  # a row of data has so many cells at least
_SHARE = 0.8  # of the rows must hold an ID number where the sheet before has its column


def continued(
    sheet: Sheet, lines: Sequence[Line], before: Sequence[Sheet], known: Headings
) -> tuple[Sheet, Layout] | None:
    """The nearest sheet before with headings these rows go on under, and the layout; None where they do not fit it."""
    for earlier in reversed(before):
        layout = find_layout(earlier, lines_of(earlier), known)
        if layout is None:
            continue
        fits = _fits(sheet, lines, layout, known)
        return (earlier, replace(layout, heads=(), below=tuple(lines))) if fits else None
    return None


def holds_id(line: Line) -> bool:
    """Whether some cell holds what is an ID number, be a digit of it wrong or hidden: whatever the sheet is, the row speaks of
    a person."""
    return any(_LIKE_AN_ID.search(compact(cell_text(cell))) for cell in line.contents)


def _fits(sheet: Sheet, lines: Sequence[Line], layout: Layout, known: Headings) -> bool:
    places = [c.heading.number for c in known.assign(layout.headings, None) if c.field == f.ID_NUMBER]
    if sheet.first_column > min(heading.number for heading in layout.headings):
        return False  # its first column is not the other's
    rows = [line for line in lines if len(line.filled) >= _FILLED]
    held = sum(_has_id(line, place - sheet.first_column) for line in rows for place in places[:1])
    return held > 0 and held >= _SHARE * len(rows)


def _has_id(line: Line, index: int) -> bool:
    return 0 <= index < len(line.cells) and is_valid_id(compact(cell_text(line.cells[index])).upper())
