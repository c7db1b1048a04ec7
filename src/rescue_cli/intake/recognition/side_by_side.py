"""Tables that stand side by side on one sheet, each with its own headings, taken apart."""

from collections.abc import Sequence
from dataclasses import replace

from rescue_cli.core.townships import beside_name
from rescue_cli.intake.recognition.heading_fields import Heading, Headings, key_of
from rescue_cli.intake.recognition.member_columns import MemberWords
from rescue_cli.intake.recognition.table_layout import Layout, Line, find_layout
from rescue_cli.values.parsed import cell_text
from rescue_cli.workbooks.reading.sheet import Cell, Merge, Sheet, column_letter

_ENOUGH = 3  # known headings each of the tables must have


def tables_beside(
    sheet: Sheet, lines: Sequence[Line], known: Headings, people: MemberWords
) -> list[tuple[Sheet, list[Line]]]:
    """The tables of these lines, from left to right: for each a sheet cut to its columns, and its lines.

    The lines of a further table stand under a name of their own (`beside_name`), for a row of the sheet is now a row of
    each. A title over all of them speaks for all.
    """
    layout = find_layout(sheet, lines, known)
    second = _second(layout.headings, known, people) if layout else None
    if layout is None or second is None:
        return [(sheet, list(lines))]
    first = layout.headings[second].number
    left = _cut(sheet, sheet.first_column, first - 1)
    right = _cut(sheet, first, sheet.first_column + max(len(line.cells) for line in lines))
    above = tuple(
        cell_text(cell).strip() for line in _of(left, lines) for cell in line.contents if _is_above(line, layout)
    )
    right = replace(right, name=beside_name(sheet.name, column_letter(first)), above=(*sheet.above, *above))
    return [(left, _of(left, lines)), *tables_beside(right, _of(right, lines), known, people)]


def _second(headings: Sequence[Heading], known: Headings, people: MemberWords) -> int | None:
    """The place among the headings where the second table begins: the first heading again, with a table's worth of known headings on both sides."""
    if people.split(headings)[1]:
        return None
    keys = [key_of(heading.text) for heading in headings]
    for start in range(_ENOUGH, len(keys)):
        sides = headings[:start], headings[start:]
        if (
            keys[start] == keys[0]
            and len(set(keys[:start]) & set(keys[start:])) >= _ENOUGH
            and all(known.recognised(side) >= _ENOUGH and known.names_people(side) for side in sides)
        ):
            return start
    return None


def _is_above(line: Line, layout: Layout) -> bool:
    return line.number < layout.heads[0].number


def _cut(sheet: Sheet, first: int, last: int) -> Sheet:
    """The sheet's columns from `first` to `last`; a merged range goes with its first cell."""
    start, stop = first - sheet.first_column, last - sheet.first_column + 1
    rows: list[list[Cell]] = [row[start:stop] for row in sheet.rows]
    merged = tuple(
        Merge(merge.top, merge.left, merge.bottom, min(merge.right, last))
        for merge in sheet.merged
        if first <= merge.left <= last
    )
    return replace(sheet, first_column=first, rows=rows, merged=merged)


def _of(part: Sheet, lines: Sequence[Line]) -> list[Line]:
    """The lines that have something in this part."""
    cut = (Line(line.number, part.rows[line.number - part.first_row]) for line in lines)
    return [line for line in cut if line.filled]
