"""Moments with a time zone (2019-05-31T16:00:00.000Z, …+00:00), as some systems export days: what a clock in Beijing shows."""

import datetime as dt
import re

_EAST = dt.timedelta(hours=8)
_ZONED = re.compile(
    r"(?P<day>\d{4}-\d{1,2}-\d{1,2})[T\s]*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s*"
    r"(?P<zone>Z|UTC|GMT|(?:UTC|GMT)?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?)"
)


def beijing_moment(text: str) -> dt.datetime | None:
    """The moment in Beijing; None where the text names no time zone.

    >>> beijing_moment("2019-05-31T16:00:00.000Z"), beijing_moment("2019-05-31 16:00:00")
    (datetime.datetime(2019, 6, 1, 0, 0), None)
    """
    match = _ZONED.fullmatch(text.strip().upper())
    if match is None:
        return None
    try:
        day = dt.date(*map(int, match["day"].split("-")))
        written = dt.datetime.combine(day, dt.time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0)))
        ahead = dt.timedelta(hours=int(match["hours"] or 0), minutes=int(match["minutes"] or 0))
        return written - (-ahead if match["sign"] == "-" else ahead) + _EAST
    except (ValueError, OverflowError):
        return None
