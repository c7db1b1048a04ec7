"""Which month a monthly report is for: by default the one its deadline asks for, and never one outside of the campaign."""

import datetime as dt

from rescue_cli.core.periods import Days, complete_month, month_asked, month_holding
from rescue_cli.pack import model as m

DAYS_BEFORE = 5  # so long before the day it is due by, a month that is to be handed in at its own end is meant


def default_month(report: m.Report, head: m.PackHead, as_of: dt.date) -> Days:
    """The month a report is for where none is asked for.

    "By the 2nd, the month before": the last one that is over. "At month's end, this month": this month from five days before
    the day it is due, else the last one that is over. A month is over on its last day, and on the campaign's. Without a
    deadline of its own a report is for the last month that is over. Before the campaign's first month is over: that one.
    """
    start, end = campaign_days(head, as_of)
    day = min(max(as_of, start or as_of), end or as_of)
    current = month_holding(day, head.settlement_day)
    due = _due_within(current, report, head)
    if day == end or (due is not None and (due - day).days <= DAYS_BEFORE):
        return current
    first = month_holding(start or day, head.settlement_day)
    over = complete_month(day, head.settlement_day)
    return max(over, first) if start else over


def campaign_days(head: m.PackHead, as_of: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of the campaign, None where there is none: a notice that goes on (`continues`) has no last day
    once the pack's is past."""
    period = head.period
    if period is None:
        return None, None
    return period.start, None if period.continues and as_of > period.end else period.end


def outside_campaign(month: Days, head: m.PackHead, as_of: dt.date) -> str:
    """A sentence where no day of the month is of the campaign; else empty."""
    start, end = campaign_days(head, as_of)
    if (start is None or start <= month[1]) and (end is None or month[0] <= end):
        return ""
    first, last = (f"{month_holding(day, head.settlement_day)[1]:%Y-%m}" if day else "" for day in (start, end))
    which = f"{first} 到 {last} 中的一个月" if last else f"{first} 或以后的月份"
    return f"{month[1]:%Y-%m} 不在“{head.short}”的起止期内：请写 {which}"


def _due_within(month: Days, report: m.Report, head: m.PackHead) -> dt.date | None:
    """The day a month is due by, where that is before it is over or on its last day."""
    deadline = next((entry for entry in head.deadline if entry.id == report.deadline), None)
    if deadline is None or not deadline.monthly:
        return None
    for day in month:  # with a settlement day a month has days of two
        due = deadline.exceptions.get(f"{month[1]:%Y-%m}") or deadline.day_in(day.year, day.month)
        if month[0] <= due <= month[1] and month_asked(due, head.settlement_day) == month:
            return due
    return None
