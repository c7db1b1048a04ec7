"""The spans a monthly report tells of: the month itself, the one before, everything so far, and everything before it."""

import datetime as dt

from rescue_cli.core.periods import Days, month_days, month_holding
from rescue_cli.pack.model import Span

__all__ = ["Days", "month_days", "span_days"]


def span_days(span: Span, month: Days, start: dt.date | None, settlement_day: int | None = None) -> Days:
    """段始 and 段末 of a span. 累计 runs from `start` (期始; without one, New Year of the month's year) to the month's end,
    至上月末 to the day before the month.

    >>> span_days("上月", month_days(2022, 1), None)
    (datetime.date(2021, 12, 1), datetime.date(2021, 12, 31))
    """
    if span == "本月":
        return month
    if span == "上月":
        return month_holding(month[0] - dt.timedelta(days=1), settlement_day)
    beginning = start or dt.date(month[1].year, 1, 1)
    return beginning, month[1] if span == "累计" else month[0] - dt.timedelta(days=1)
