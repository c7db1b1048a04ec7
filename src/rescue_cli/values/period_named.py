"""The month, quarter or year a name of a file, sheet or folder speaks of, as far as two names can be told apart by it."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from rescue_cli.values.parsed import compact

_HAN = "一二三四五六七八九十"
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:年|(?=[-.]?(?:0?[1-9]|1[0-2])(?!\d)))")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月(?:份)?(?!\d{1,2}[日号]?)")
_HAN_MONTH = re.compile(rf"(?<![{_HAN}])(十[一二]?|[一二三四五六七八九])月(?:份)?(?![{_HAN}])")
_TOGETHER = re.compile(r"(?<!\d)((?:19|20)\d{2})[-.]?(0[1-9]|1[0-2])(?![\d.-])")
_QUARTER = re.compile(r"([一二三四1-4])季度")
_HALF = re.compile(r"[上下]半年")


def period_named(text: str) -> tuple[str, str]:
    """(year, part of it), each "" where the text does not say; a full date is the day something was sent, no period.

    >>> period_named("困难家庭名册（2019年3月）"), period_named("名册4月份"), period_named("名册201904")
    (('2019', '3'), ('', '4'), ('2019', '4'))
    >>> period_named("第2季度走访"), period_named("名册4月25日"), period_named("名册")
    (('', '2季度'), ('', ''), ('', ''))
    """
    plain = compact(text)
    if together := _TOGETHER.search(plain):
        return together[1], str(int(together[2]))
    years = set(_YEAR.findall(plain))
    months = {str(int(month)) for month in _MONTH.findall(plain)}
    months |= {str(_han(month)) for month in _HAN_MONTH.findall(plain)}
    parts = months or {f"{_quarter(word)}季度" for word in _QUARTER.findall(plain)} or set(_HALF.findall(plain))
    return (years.pop() if len(years) == 1 else "", parts.pop() if len(parts) == 1 else "")


def period_of(file: str, sheet: str = "") -> tuple[str, str]:
    """The period of a table: what its sheet says, else the file's name, else the nearest folder."""
    path = PurePosixPath(file)
    return _first(map(period_named, (sheet, path.stem, *reversed(path.parts[:-1]))))


def periods_differ(left: tuple[str, str], right: tuple[str, str]) -> bool:
    """Whether two periods are surely not the same: what only one of them says tells nothing.

    >>> periods_differ(("2019", "3"), ("", "4")), periods_differ(("2019", "3"), ("2019", ""))
    (True, False)
    """
    return any(mine and theirs and mine != theirs for mine, theirs in zip(left, right, strict=True))


def _first(periods: Iterable[tuple[str, str]]) -> tuple[str, str]:
    year = part = ""
    for own_year, own_part in periods:
        year, part = year or own_year, part or own_part
    return year, part


def _han(month: str) -> int:
    return 10 + (_HAN.index(month[1]) + 1 if len(month) > 1 else 0) if month[0] == "十" else _HAN.index(month) + 1


def _quarter(word: str) -> int:
    return int(word) if word.isdigit() else _HAN.index(word) + 1
