"""When a thing is due: so many years, months, days, working days or hours from a day on, and how it stands on a day."""

import calendar
import datetime as dt
from dataclasses import dataclass

from rescue_cli.core.states import TaskState
from rescue_cli.core.working_days import is_announced, is_working_day
from rescue_cli.pack.model import Clock

Moment = dt.date | dt.datetime  # a datetime at 00:00 says its day only, as cells of a workbook do
_LAST = dt.time(23, 59)


@dataclass(frozen=True)
class Standing:
    """`due` is None where nobody knows since when. `hour`: day and hour ("2022-05-03 14:30"), of clocks in hours, else "". `late`: whole days, else None.
    `note`: what has to be said of how the day was counted. `hourless`: which of "start" and "done" lacks its hour, where hours count.
    `over`: by how much a duty of hours is late, at the least."""

    state: str
    due: dt.date | None = None
    hour: str = ""
    late: int | None = None
    note: str = ""
    hourless: tuple[str, ...] = ()
    over: dt.timedelta | None = None

    @property
    def overrun(self) -> str:
        """By how much it is late, in words: "2天", "3小时20分"; "至少3小时" where an hour is not told; "" where it is not."""
        if self.over is None:
            return "" if self.late is None else f"{self.late}天"
        return f"{'至少' if self.hourless else ''}{_in_words(self.over)}"


def standing(clock: Clock, start: Moment | None, done: Moment | None, as_of: dt.date) -> Standing:
    """How a clock stands at the end of `as_of`. `start`: its start, or with `by` the day it is owed by.

    What was done before the start, or after `as_of`, does not count.
    """
    if done is not None and (day_of(done) > as_of or (clock.by is None and start is not None and _before(done, start))):
        done = None
    if clock.every is None and start is None and done is not None:
        return Standing(TaskState.DONE)
    since = (done or start) if clock.every is not None else start
    if since is None:
        return Standing(TaskState.NO_START)
    if clock.within is not None and clock.unit == "小时":
        return _in_hours(clock.within, since, done, as_of, clock.soon)
    due, note = _due(clock, since)
    hour = due.strftime("%Y-%m-%d %H:%M") if says_hour(due) else ""
    if clock.every is None and done is not None:
        return _answered(due, done, hour, note)
    left = (day_of(due) - as_of).days
    # The as-of day stands for its end: an hour of that day has passed.
    overdue = left < 0 or (left == 0 and says_hour(due))
    state = TaskState.OVERDUE if overdue else TaskState.SOON if left <= clock.soon else TaskState.AHEAD
    return Standing(state, day_of(due), hour, -left if overdue else None, note)


def _answered(due: Moment, done: Moment, hour: str, note: str) -> Standing:
    late = max((day_of(done) - day_of(due)).days, 0)
    in_time = not late and not (says_hour(due) and says_hour(done) and done > due)
    return Standing(
        TaskState.DONE if in_time else TaskState.DONE_LATE, day_of(due), hour, None if in_time else late, note
    )


def _in_hours(within: int, start: Moment, done: Moment | None, as_of: dt.date, soon: int) -> Standing:
    """A duty of hours. A moment told by its day alone may be any minute of it: such a duty is late where it is late
    whatever the hour was, and never kept (缺时刻)."""
    hourless = tuple(name for name, moment in (("start", start), ("done", done)) if moment and not says_hour(moment))
    (first, last), hours = _minutes(start), dt.timedelta(hours=within)
    due, exact = day_of(last + hours), (last + hours).strftime("%Y-%m-%d %H:%M") if says_hour(start) else ""
    note = "只写了日期，没有时分" if hourless else ""
    happened = _minutes(done) if done is not None else None
    day_end = dt.datetime.combine(as_of + dt.timedelta(days=1), dt.time())  # the as-of day stands for its end, 24:00
    until, day = (happened[0], day_of(happened[0])) if happened else (day_end, as_of)
    if until > last + hours:
        state = TaskState.OVERDUE if happened is None else TaskState.DONE_LATE
        return Standing(state, due, exact, max((day - due).days, 0), note, hourless, until - (last + hours))
    if hourless and (happened or until > first + hours):
        return Standing(TaskState.NO_HOUR, due, exact, None, note, hourless)
    open_state = TaskState.SOON if (due - as_of).days <= soon else TaskState.AHEAD
    return Standing(TaskState.DONE if happened else open_state, due, exact, None, note, hourless)


def _in_words(span: dt.timedelta) -> str:
    """Hours and minutes.

    >>> _in_words(dt.timedelta(hours=26, minutes=5)), _in_words(dt.timedelta(hours=3)), _in_words(dt.timedelta(minutes=1))
    ('26小时5分', '3小时', '1分')
    """
    hours, minutes = divmod(span // dt.timedelta(minutes=1), 60)
    return (f"{hours}小时" if hours else "") + (f"{minutes}分" if minutes or not hours else "")


def _minutes(moment: Moment) -> tuple[dt.datetime, dt.datetime]:
    """The first and the last minute that may be meant."""
    if isinstance(moment, dt.datetime) and says_hour(moment):
        return moment, moment
    return dt.datetime.combine(day_of(moment), dt.time()), dt.datetime.combine(day_of(moment), _LAST)


def _due(clock: Clock, since: Moment) -> tuple[Moment, str]:
    if clock.by is not None:
        return since, ""
    return _add(since, clock.every if clock.every is not None else clock.within or 0, clock.unit or "日")


def day_of(moment: Moment) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def says_hour(moment: Moment) -> bool:
    return isinstance(moment, dt.datetime) and moment.time() != dt.time()


def _before(moment: Moment, other: Moment) -> bool:
    if says_hour(moment) and says_hour(other):
        return moment < other
    return day_of(moment) < day_of(other)


def _add(since: Moment, amount: int, unit: str) -> tuple[Moment, str]:
    """The moment due, and what has to be said of it."""
    if unit == "小时":
        if says_hour(since):
            return since + dt.timedelta(hours=amount), ""
        return day_of(since) + dt.timedelta(days=-(-amount // 24)), "只写了日期，没有时分，按日计"
    day = day_of(since)
    if unit == "工作日":
        return _working_days(day, amount)
    if unit == "日":
        return day + dt.timedelta(days=amount), ""
    return add_months(day, amount * (12 if unit == "年" else 1)), ""


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months on; the last of a month that has no such day (民法典 202).

    >>> add_months(dt.date(2020, 1, 31), 1)
    datetime.date(2020, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _working_days(day: dt.date, amount: int) -> tuple[dt.date, str]:
    """The day itself does not count (民法典 201). Years whose holidays nobody has announced: Monday to Friday, and said."""
    unknown: set[int] = set()
    while amount:
        day += dt.timedelta(days=1)
        amount -= is_working_day(day)
        unknown |= set() if is_announced(day.year) else {day.year}
    years = "、".join(map(str, sorted(unknown)))
    return day, f"{years}年放假安排不明，按周一至周五计" if years else ""
