"""Working days by the State Council's holidays (调休), and the festivals a notice counts back from."""

import calendar
import datetime as dt
from typing import Literal

Festival = Literal["元旦", "春节", "劳动节", "国庆节"]
_FIXED: dict[str, tuple[int, int]] = {"元旦": (1, 1), "劳动节": (5, 1), "国庆节": (10, 1)}
# 正月初一 from 2004 on, month and day; the holidays of the years before are not known either.
_FIRST_YEAR = 2004
_SPRING = [
    "0122",
    "0209",
    "0129",
    "0218",
    "0207",
    "0126",
    "0214",
    "0203",
    "0123",
    "0210",
    "0131",
    "0219",
    "0208",
    "0128",
    "0216",
    "0205",
    "0125",
    "0212",
    "0201",
    "0122",
    "0210",
    "0129",
    "0217",
    "0206",
    "0126",
    "0213",
    "0203",
    "0123",
    "0211",
    "0131",
    "0219",
    "0208",
    "0128",
    "0215",
    "0204",
    "0124",
    "0212",
    "0201",
    "0122",
    "0210",
    "0130",
    "0217",
    "0206",
    "0126",
    "0214",
    "0202",
    "0123",
]
LAST_YEAR = _FIRST_YEAR + len(_SPRING) - 1


def festival(name: Festival, year: int) -> dt.date | None:
    """Its first day; None where it is not known.

    >>> festival("春节", 2019), festival("国庆节", 2019), festival("春节", 2090)
    (datetime.date(2019, 2, 5), datetime.date(2019, 10, 1), None)
    """
    if name in _FIXED:
        return dt.date(year, *_FIXED[name])
    if not _FIRST_YEAR <= year <= LAST_YEAR:
        return None
    day = _SPRING[year - _FIRST_YEAR]
    return dt.date(year, int(day[:2]), int(day[2:]))


def is_announced(year: int) -> bool:
    """Whether the holidays of a year are known."""
    import chinese_calendar  # only where working days are counted

    try:
        chinese_calendar.is_workday(dt.date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def is_working_day(day: dt.date) -> bool:
    """As announced; of a year nobody has announced, Monday to Friday.

    >>> is_working_day(dt.date(2022, 1, 29)), is_working_day(dt.date(2022, 1, 31))
    (True, False)
    """
    import chinese_calendar

    return bool(chinese_calendar.is_workday(day)) if is_announced(day.year) else day.weekday() < 5


def working_day_of_month(year: int, month: int, number: int) -> dt.date:
    """The working day so many from the month's beginning, or (below 0) from its end; of a month with fewer the last, or first.

    >>> working_day_of_month(2022, 1, -1), working_day_of_month(2022, 4, -1), working_day_of_month(2024, 2, 1)
    (datetime.date(2022, 1, 30), datetime.date(2022, 4, 29), datetime.date(2024, 2, 1))
    """
    days = [dt.date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)]
    working = [day for day in days if is_working_day(day)]
    return working[max(number, -len(working)) if number < 0 else min(number, len(working)) - 1]


def days_before(day: dt.date, number: int, *, working: bool = False) -> dt.date:
    """So many days, or working days, before a day, which does not count itself.

    >>> days_before(dt.date(2019, 2, 5), 1), days_before(dt.date(2019, 2, 5), 1, working=True)
    (datetime.date(2019, 2, 4), datetime.date(2019, 2, 3))
    """
    left = number
    while left:
        day -= dt.timedelta(days=1)
        left -= is_working_day(day) if working else 1
    return day
