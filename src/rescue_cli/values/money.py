"""Amounts of money: decimal yuan to the fen, never float. The unit in a column's heading is obeyed, and listed."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Literal

from rescue_cli.values.numerals import NUMERAL, han_number
from rescue_cli.values.parsed import Cell, Parsed, cell_text, compact, none_given, not_given, several_numbers, words

APPROXIMATE, RANGE, NEGATIVE, UNCLEAR, INEXACT, OTHER_UNIT, SAYS_NONE, CONVERTED = (
    "INTAKE-MONEY-APPROXIMATE",
    "INTAKE-MONEY-RANGE",
    "INTAKE-MONEY-NEGATIVE",
    "INTAKE-MONEY-UNCLEAR",
    "INTAKE-MONEY-INEXACT",
    "INTAKE-MONEY-UNIT",
    "INTAKE-MONEY-NONE",
    "INTAKE-MONEY-CONVERTED",
)
FEN, PER_HEAD = Decimal("0.01"), Decimal("0.000001")
LARGEST = Decimal(10) ** 15  # decimal(18,2) holds no more
_NO_INCOME = words("无收入 没有收入 没收入 零收入 无支出 没有支出 无固定收入 无稳定收入 无经济来源 无收入来源 不固定")
_ABOUT = re.compile(r"^(?:大约|大概|约为?|近|将近)|(?:左右|上下|多|余)(?=元?(?:/[年月])?$)")
_AMOUNT = re.compile(
    rf"(?P<before>[^0-9.¥￥{NUMERAL}-]*?)(?:人民币|RMB)?[¥￥]?"
    rf"(?P<number>-?[0-9][0-9,]*(?:\.[0-9]*)?|-?\.[0-9]+|[{NUMERAL}]+(?=[元块圆])|[{NUMERAL}]{{2,}}$)(?P<after>.*)"
)
_RANGE = re.compile(r"[0-9万千元]\s*[-—–~～至到]\s*[0-9]|(?:以上|以下|以内|不到|不足|超过|不满)")
_UNIT = re.compile(
    r"(?P<scale>万|千|百|W)?(?:元|圆|块钱?)?(?:(?P<jiao>[0-9一二三四五六七八九壹贰叁肆伍陆柒捌玖])角)?整?正?"
    r"(?P<rest>(?:[/每·.*x×一个]|人|户|口|家庭|年|月|全年)*)"
)
# Words before an amount that say for whom and for how long, and nothing else.
_LEAD = re.compile(r"(?:每|人均|户均|均|人|户|家庭|全家|全年|年|月|按|共计?|合计|总计?|收入|为|是|[:：,，/])*")
_SCALES = {"万": 10000, "W": 10000, "千": 1000, "百": 100}


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
    unit = _UNIT.fullmatch(plain)
    if not unit or unit["jiao"] or not ("元" in plain or "万" in plain or unit["rest"]):
        return None
    scale = _SCALES[unit["scale"]] if unit["scale"] else 1 if re.search("[元块圆]", plain) else None
    return Unit(scale, _per(plain), _period(plain))


def period_in_words(heading: str) -> Literal["年", "月"] | None:
    """The period the words of a heading name outside of brackets; None where they name none, or both.

    >>> period_in_words("家庭月收入"), period_in_words("2018年家庭收入"), period_in_words("近12个月收入")
    ('月', None, None)
    """
    return _period(re.sub(r"[0-9一二三四五六七八九十上本去今个当]+[年月]|[年月](?=[份度日底])", "", compact(heading)))


def _per(text: str) -> Literal["人", "户"] | None:
    return "户" if re.search("户|家", text) else "人" if re.search("[人口]", text) else None


def _period(text: str) -> Literal["年", "月"] | None:
    year, month = "年" in text, "月" in text
    return None if year == month else "年" if year else "月"


def parse_money(cell: Cell, heading: Unit = SILENT, field: Unit = SILENT, step: Decimal = FEN) -> Parsed[Decimal]:
    """The amount in the field's unit. `heading` is the unit of the column; a unit written in the cell overrules it.
    `step`: what it is rounded to; a per-head figure keeps six decimals, so that no fen crosses a line."""
    written = cell_text(cell)
    if not_given(written):
        return none_given(written)
    if isinstance(cell, bool) or not isinstance(cell, str | int | float) or several_numbers(written):
        return Parsed(note=UNCLEAR, changed=True)
    text = compact(written)
    bare = _ABOUT.sub("", text)
    amount, own = (Decimal(cell), SILENT) if isinstance(cell, int) else _amount(bare)
    note = SAYS_NONE if text in _NO_INCOME else RANGE if _RANGE.search(text) else ""
    note = note or (UNCLEAR if amount is None or own is None else NEGATIVE if amount < 0 else "")
    if note or amount is None or own is None:
        return Parsed(note=note, changed=True)
    unit = own.over(heading)
    by_heading = (own.scale is None and unit.scale not in (None, 1)) or (
        own.period is None and unit.period and field.period and unit.period != field.period
    )
    note = APPROXIMATE if bare != text else CONVERTED if by_heading and amount else ""
    return _in_field_unit(amount, unit, field, written, note, step)


def _amount(text: str) -> tuple[Decimal | None, Unit | None]:
    """The number and the unit around it; a comma is only taken where it separates thousands."""
    match = _AMOUNT.fullmatch(text.upper())
    if not match or ("," in match["number"] and not re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d*)?", match["number"])):
        return None, None
    lead, tail = _LEAD.fullmatch(match["before"]), _UNIT.fullmatch(match["after"].lower().replace("w", "W", 1))
    amount = _number(match["number"])
    if lead is None or tail is None or amount is None:
        return None, None
    own = Unit(_SCALES[tail["scale"]] if tail["scale"] else 1 if re.search("[元块圆]", tail[0]) else None)
    beside = Unit(None, _per(tail["rest"]) or _per(lead[0]), _period(tail["rest"]) or _period(lead[0]))
    if tail["jiao"]:
        amount += Decimal(han_number(tail["jiao"]) or int(tail["jiao"])) / 10
    return amount, own.over(beside)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        value = han_number(text)
        return None if value is None else Decimal(value)


def _in_field_unit(amount: Decimal, unit: Unit, field: Unit, written: str, note: str, step: Decimal) -> Parsed[Decimal]:
    """Months and years are converted, ÷12 only where it is exact to the fen: a rounded figure could cross a line."""
    if unit.per and field.per and unit.per != field.per:
        return Parsed(note=OTHER_UNIT, changed=True)
    value = abs(amount) * (unit.scale or 1)  # -0 is 0
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
