"""催报/期限.ics: every deadline of the notice for the calendar of a phone or of Outlook, with a reminder some days before."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from rescue_cli.core.book_stamp import OWN_CALENDAR
from rescue_cli.pack import model as m
from rescue_cli.report.owed_lines import all_terms

if TYPE_CHECKING:
    from icalendar import Event

REMINDED = dt.timedelta(days=-3)


def deadline_calendar(pack: m.Pack, reasons: Mapping[tuple[str, str | None], str], as_of: dt.date) -> bytes:
    """RFC 5545: one all-day event each time something is due, in order of day. `reasons`: deadline and month (None: all) → why
    rescue.toml moved it. Empty where the notice has no deadline."""
    from icalendar import Calendar

    due = [
        (term.day, deadline, term.label)
        for deadline in pack.head.deadline
        for term in all_terms(deadline, as_of, pack.head.settlement_day)
    ]
    if not due:
        return b""
    calendar = Calendar()
    calendar.add("prodid", OWN_CALENDAR)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{pack.head.short}期限")
    for day, deadline, label in sorted(due, key=lambda entry: (entry[0], entry[1].id)):
        reason = reasons.get((deadline.id, label)) or reasons.get((deadline.id, None), "")
        calendar.add_component(_event(pack, deadline, day, label, reason, as_of))
    return bytes(calendar.to_ical())


def _event(pack: m.Pack, deadline: m.Deadline, day: dt.date, label: str | None, reason: str, as_of: dt.date) -> "Event":
    from icalendar import Alarm, Event

    month = f"（{label}）" if label else ""
    to_whom = [f"报{deadline.to_whom}"] if deadline.to_whom else []
    moved = [f"改到这一天：{reason}"] if reason else []
    event = Event()
    event.add("uid", f"{pack.head.id}-{deadline.id}-{day.isoformat()}@rescue")
    event.add("dtstamp", dt.datetime.combine(as_of, dt.time(), dt.UTC))
    event.add("dtstart", day)
    event.add("summary", f"{deadline.title}{month}")
    event.add("description", "\n".join([deadline.who, *to_whom, f"依据：{pack.head.short} {deadline.clause}", *moved]))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", deadline.title)
    alarm.add("trigger", REMINDED)
    event.add_component(alarm)
    return event
