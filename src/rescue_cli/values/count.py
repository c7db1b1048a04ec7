"""Counts of people: whole numbers, never negative. Missing is not zero."""

import re
from collections.abc import Sequence

from rescue_cli.values.numerals import NUMERAL, han_number
from rescue_cli.values.parsed import (
    Cell,
    Parsed,
    cell_text,
    compact,
    none_given,
    not_given,
    several_numbers,
    without_measure,
)

UNCLEAR, NOTED = "INTAKE-COUNT-UNCLEAR", "INTAKE-COUNT-NOTED"
_COUNT = re.compile(
    rf"共?([0-9]{{1,9}}(?:\.0*)?|[{NUMERAL}]+)(?:口人|人口|个人|口|人|个|名|周岁|岁|位)?(\([^()]*\))?[。.]?"
)


def parse_count(cell: Cell, least: int = 0, measure: Sequence[str] = ()) -> Parsed[int]:
    """3, 3.0, "3人", "三口" → 3; a fraction, a sum, a range or a negative number is not taken. "4（含学生1）" → 4, flagged.
    `measure`: words that may stand behind the figure (2套)."""
    written = cell_text(cell)
    if not_given(written):
        return none_given(written)
    countable = isinstance(cell, str | int | float) and not isinstance(cell, bool) and not several_numbers(written)
    count = _COUNT.fullmatch(without_measure(compact(written), measure)) if countable else None
    if not count:
        return Parsed(note=UNCLEAR, changed=True)
    digits = count[1]
    value = int(float(digits)) if digits[0].isascii() else han_number(digits)
    if value is None or value < least:
        return Parsed(note=UNCLEAR, changed=True)
    return Parsed(value, NOTED if count[2] else "", changed=str(value) != written)
