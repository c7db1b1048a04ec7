"""Ratios and shares: 0.05, 5%, 百分之五, 1.3倍."""

import re
from collections.abc import Sequence
from decimal import Decimal

from rescue_cli.values.numerals import NUMERAL, han_number
from rescue_cli.values.parsed import Cell, Parsed, cell_text, compact, none_given, not_given, without_measure

UNCLEAR = "INTAKE-RATIO-UNCLEAR"
_STEP = Decimal("0.000001")
_FIGURE = re.compile(r"([+-]?\d{1,6}(?:\.\d+)?)(%|倍)?")
_HAN = re.compile(rf"百分之([{NUMERAL}]+|\d{{1,3}}(?:\.\d+)?)")
_ABOUT = re.compile(r"[一二三四五六七八九]{2}")  # 百分之五六


def parse_ratio(cell: Cell, measure: Sequence[str] = ()) -> Parsed[Decimal]:
    """The share as a number; what is neither a plain number, a percentage nor so many times is not taken.

    >>> parse_ratio("5%").value, parse_ratio("百分之十二").value, parse_ratio(0.05).value
    (Decimal('0.050000'), Decimal('0.120000'), Decimal('0.050000'))

    `measure`: words that may stand behind the figure (86.5平方米)."""
    written = cell_text(cell)
    if not_given(written):
        return none_given(written)
    text = without_measure(compact(written), measure)
    value: Decimal | None = None
    if (figure := _FIGURE.fullmatch(text)) and not isinstance(cell, bool):
        value = Decimal(figure[1]) / (100 if figure[2] == "%" else 1)
    elif percent := _HAN.fullmatch(text):
        share = Decimal(percent[1]) if percent[1][0].isascii() else han_number(percent[1])
        value = None if share is None or _ABOUT.fullmatch(percent[1]) else Decimal(share) / 100
    if value is None:
        return Parsed(note=UNCLEAR, changed=True)
    return Parsed(
        value.quantize(_STEP),
        changed=text != compact(written) or not _FIGURE.fullmatch(text) or "%" in text or "倍" in text,
    )
