"""Amounts of money: decimal yuan to the fen, never float. The unit in a column's heading is obeyed, and listed."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Literal

from rescue_cli.values.parsed import Cell, Parsed, cell_text, compact, none_given, not_given

APPROXIMATE, RANGE, NEGATIVE, UNCLEAR, INEXACT, OTHER_UNIT = (
    "INTAKE-MONEY-APPROXIMATE",
    "INTAKE-MONEY-RANGE",
    "INTAKE-MONEY-NEGATIVE",
    "INTAKE-MONEY-UNCLEAR",
    "INTAKE-MONEY-INEXACT",
    "INTAKE-MONEY-UNIT",
)
FEN, PER_HEAD = Decimal("0.01"), Decimal("0.000001")
LARGEST = Decimal(10) ** 15  # decimal(18,2) holds no more
_ABOUT = re.compile(r"^(?:大约|大概|约为?|近|将近)|(?:左右|上下|多|余|以上|以内|以下)$")
_AMOUNT = re.compile(r"(?:人民币|共|¥|￥|RMB)?(-?[0-9][0-9,]*(?:\.[0-9]+)?|-?\.[0-9]+)(.*)")
_RANGE = re.compile(r"[0-9万元]\s*[-—–~～至到]\s*[0-9]")
_UNIT = re.compile(r"(?P<scale>万|千|百)?(?:元|块钱?)?整?(?P<rest>(?:[/每·.*x×一个]|人|户|口|家庭|年|月|全年)*)")
_SCALES = {"万": 10000, "千": 1000, "百": 100}


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit says: 元/人·月 → scale 1, per 人, period 月. None where it is silent."""

    scale: int | None = None
    per: Literal["人", "户"] | None = None
    period: Literal["年", "月"] | None = None

    def over(self, other: "Unit") -> "Unit":
        """This unit; what it leaves open is taken from `other`."""
        return Unit(self.scale or other.scale, self.per or other.per, self.period or other.period)


SILENT = Unit()


def read_unit(text: str) -> Unit | None:
    """The unit a heading's brackets, a unit row or a dictionary entry names; None where the words are no unit of money.

    >>> read_unit("万元/年"), read_unit("元/人·月").per, read_unit("按户籍填")
    (Unit(scale=10000, per=None, period='年'), '人', None)
    """
    plain = compact(text)
    found = _UNIT.fullmatch(plain)
    if not found or not ("元" in plain or "万" in plain or found["rest"]):
        return None
    scale = _SCALES[found["scale"]] if found["scale"] else 1 if "元" in plain or "块" in plain else None
    household, person = re.search("户|家庭", plain), re.search("[人口]", plain)
    per: Literal["人", "户"] | None = "户" if household else "人" if person else None
    return Unit(scale, per, "年" if "年" in plain else "月" if "月" in plain else None)


def parse_money(cell: Cell, heading: Unit = SILENT, field: Unit = SILENT, step: Decimal = FEN) -> Parsed[Decimal]:
    """The amount in the field's unit. `heading` is the unit of the column; a unit written in the cell overrules it.
    `step`: what it is rounded to; a per-head figure keeps six decimals, so that no fen crosses a line."""
    written = cell_text(cell)
    if not_given(written):
        return none_given(written)
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return Parsed(note=UNCLEAR, changed=True)
    text = compact(written)
    if _RANGE.search(text):
        return Parsed(note=RANGE, changed=True)
    bare = _ABOUT.sub("", text)
    amount, own = _amount(bare)
    if amount is None or own is None:
        return Parsed(note=UNCLEAR, changed=True)
    if amount < 0:
        return Parsed(note=NEGATIVE, changed=True)
    return _in_field_unit(amount, own.over(heading), field, written, APPROXIMATE if bare != text else "", step)


def _amount(text: str) -> tuple[Decimal | None, Unit | None]:
    """The number and the unit behind it; a comma is only taken where it separates thousands."""
    found = _AMOUNT.fullmatch(text.upper()) if "," not in text or re.search(r"\d{1,3}(,\d{3})+(?!\d)", text) else None
    if not found:
        return None, None
    try:
        return Decimal(found[1].replace(",", "")), read_unit(found[2]) if found[2] else SILENT
    except InvalidOperation:
        return None, None


def _in_field_unit(amount: Decimal, unit: Unit, field: Unit, written: str, note: str, step: Decimal) -> Parsed[Decimal]:
    """Months and years are converted, ÷12 only where it is exact to the fen: a rounded figure could cross a line."""
    if unit.per and field.per and unit.per != field.per:
        return Parsed(note=OTHER_UNIT, changed=True)
    value = amount * (unit.scale or 1)
    if unit.period == "月" and field.period == "年":
        value *= 12
    elif unit.period == "年" and field.period == "月":
        value /= 12
        if value != value.quantize(FEN):
            return Parsed(note=INEXACT, changed=True)
    if value >= LARGEST:
        return Parsed(note=UNCLEAR, changed=True)
    value = value.quantize(step, rounding=ROUND_HALF_UP)
    return Parsed(value, note, changed=not _same(value, written))


def _same(value: Decimal, written: str) -> bool:
    return written.isascii() and re.fullmatch(r"\d+(\.\d+)?", written) is not None and Decimal(written) == value
