"""Months, quarters and years as a notice counts them: a month may run from the day after a settlement day (结算日) to it."""

import calendar
import datetime as dt
from collections.abc import Iterator
from typing import Literal, NamedTuple

Days = tuple[dt.date, dt.date]
Every = Literal["月", "季", "年"]
MID_MONTH = 15  # days after its end up to which a month is handed in late rather than the next one early
MONTHS: dict[Every, int] = {"月": 1, "季": 3, "年": 12}


class Span(NamedTuple):
    """One month, quarter or year: what it is called, its first and its last day."""

    label: str
    first: dt.date
    last: dt.date


def month_days(year: int, month: int, settlement_day: int | None = None) -> Days:
    """First and last day of a month; with a settlement day from the day after it to it.

    >>> month_days(2022, 2)
    (datetime.date(2022, 2, 1), datetime.date(2022, 2, 28))
    >>> month_days(2022, 5, 15)
    (datetime.date(2022, 4, 16), datetime.date(2022, 5, 15))
    """
    if settlement_day is None:
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    before = (year, month - 1) if month > 1 else (year - 1, 12)
    return dt.date(*before, settlement_day) + dt.timedelta(days=1), dt.date(year, month, settlement_day)


def month_holding(day: dt.date, settlement_day: int | None = None) -> Days:
    """The month a day falls in.

    >>> month_holding(dt.date(2022, 12, 16), 15)
    (datetime.date(2022, 12, 16), datetime.date(2023, 1, 15))
    """
    days = month_days(day.year, day.month, settlement_day)
    if day <= days[1]:
        return days
    return month_days(day.year + day.month // 12, day.month % 12 + 1, settlement_day)


def complete_month(day: dt.date, settlement_day: int | None = None) -> Days:
    """The last month that is over by a day; its last day counts as over.

    >>> complete_month(dt.date(2024, 2, 29))[1], complete_month(dt.date(2024, 2, 28))[1]
    (datetime.date(2024, 2, 29), datetime.date(2024, 1, 31))
    """
    month = month_holding(day, settlement_day)
    return month if month[1] == day else month_holding(month[0] - dt.timedelta(days=1), settlement_day)


def month_asked(due: dt.date, settlement_day: int | None = None) -> Days:
    """The month a day of a monthly deadline asks for: the one just over (每月2日前报上月), else the one it falls in (每月月底前).

    >>> month_asked(dt.date(2019, 5, 2))[1].month, month_asked(dt.date(2019, 5, 16))[1].month
    (4, 5)
    """
    over = complete_month(due, settlement_day)
    return over if (due - over[1]).days <= MID_MONTH else month_holding(due, settlement_day)


def spans(start: dt.date, end: dt.date, every: Every = "月", settlement_day: int | None = None) -> Iterator[Span]:
    """The months, quarters or years any day from `start` to `end` falls in; the last day is a month's, by settlement day.

    >>> [span.label for span in spans(dt.date(2022, 11, 20), dt.date(2023, 1, 3))]
    ['2022-11', '2022-12', '2023-01']
    >>> [(span.label, span.last.isoformat()) for span in spans(dt.date(2022, 5, 1), dt.date(2022, 5, 9), "季")]
    [('2022年第2季度', '2022-06-30')]
    """
    length = MONTHS[every]
    last = month_holding(start, settlement_day)[1]
    first_month = (last.month - 1) // length * length + 1
    year, month = last.year, first_month
    while True:
        first = month_days(year, month, settlement_day)[0]
        if first > end:
            return
        yield Span(_label(every, year, month), first, month_days(year, month + length - 1, settlement_day)[1])
        year, month = (year, month + length) if month + length <= 12 else (year + 1, 1)


def _label(every: Every, year: int, month: int) -> str:
    if every == "月":
        return f"{year}-{month:02d}"
    return f"{year}年第{(month + 2) // 3}季度" if every == "季" else f"{year}年"


def to_the_minute(moment: str) -> str:
    """A time of the record as a person reads it.

    >>> to_the_minute("2026-11-30T18:45:42+08:00"), to_the_minute("")
    ('2026-11-30 18:45', '')
    """
    return moment.replace("T", " ")[:16]
