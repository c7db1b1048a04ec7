"""What a value is shown as, where a file keeps both: whether the text says more, or something else, than the value."""

import re
from decimal import Decimal

_GROUPS = re.compile(r"\d+|[A-Za-z]{3,9}|[一二三四五六七八九十]+(?=月)")
_SIGNS = re.compile(r"[\d.,\s¥￥()—-]")  # a zero may be shown as a dash
_FIGURE = re.compile(r"\(?-?[¥￥]?\s*-?(\d[\d,\s]*(?:\.\d+)?|\.\d+)\s*[¥￥]?\)?")
_OTHERWISE = re.compile(r"%|\d\s*/\s*\d|\dE[+-]?\d", re.IGNORECASE)  # other ways of writing the number itself
_WHOLE_DAY = 3  # year, month and day


def says_otherwise(text: str, value: float) -> bool:
    """Whether a number is shown with words or signs beside it, or as another number than rounding makes of it.

    >>> says_otherwise("3+1", 3), says_otherwise("60000", 6000), says_otherwise("$12,000", 12000)
    (True, True, True)
    >>> says_otherwise("12,346", 12345.678), says_otherwise("(500)", -500), says_otherwise("¥12,000.00", 12000)
    (False, False, False)
    """
    plain = text.strip()
    if not plain or _OTHERWISE.search(plain):
        return False
    figure = _FIGURE.fullmatch(plain)
    if figure is None:
        return _SIGNS.sub("", plain) != ""
    digits = re.sub(r"[,\s]", "", figure[1])
    half = Decimal(5).scaleb(-len(digits.partition(".")[2]) - 1)
    return abs(Decimal(digits) - abs(Decimal(repr(value)))) > half


def month_shown(text: str, iso: str) -> str | None:
    """The part of a day that is shown, where it is the year alone or with its month; else None. `iso`: the day stored.

    >>> month_shown("2019年6月", "2019-06-01"), month_shown("Jun-60", "1960-06-01"), month_shown("1960", "1960-06-01")
    ('2019年6月', '1960年6月', '1960年')
    >>> month_shown("6月1日", "1960-06-01"), month_shown("1960/6/1", "1960-06-01")
    (None, None)
    """
    groups, (year, month) = _GROUPS.findall(text), (iso[:4], iso[5:7])
    if len(groups) >= _WHOLE_DAY or re.search("[日号]", text) or not (year.isdigit() and month.isdigit()):
        return None
    named = any(group.isalpha() and group.isascii() for group in groups)
    if len(groups) == 1 and groups[0] in (year, f"{year}{month}"):
        return f"{year}年" if groups[0] == year else f"{year}年{int(month)}月"
    if len(groups) == _WHOLE_DAY - 1 and (year in groups or (named and year[2:] in groups)):
        return f"{year}年{int(month)}月"
    return None
