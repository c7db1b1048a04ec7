"""Days with their hour: 2022-05-03 14:30, 2022年5月3日下午2点半. Where no hour is written the moment is the day at 00:00."""

import datetime as dt
import math
import re

from rescue_cli.values.beijing_time import beijing_moment
from rescue_cli.values.date import ZONE, parse_date
from rescue_cli.values.parsed import Cell, Parsed, cell_text, half_width

UNCLEAR = "INTAKE-TIME-UNCLEAR"
_EPOCH = dt.datetime.combine(dt.date(1899, 12, 30), dt.time())
_SERIAL = range(20000, 60001)
_HOUR = re.compile(
    r"[\sT,]*(?P<half>凌晨|清晨|早上|早|上午|中午|下午|傍晚|晚上|晚|夜里)?\s*(?P<hour>\d{1,2})\s*(?:[:时点](?:(?P<minute>\d{1,2})\s*分?|(?P<past>半|整)?)"
    r"(?::(?P<second>\d{1,2})(?:\.\d+)?)?)\s*$"
)
_NIGHT = frozenset({"晚上", "晚", "夜里"})
_LATE = frozenset({"下午", "傍晚"}) | _NIGHT
_EVENING = range(6, 12)


def parse_moment(cell: Cell) -> Parsed[dt.datetime]:
    """The moment; what day it was, or at what hour, is never supplied. Seconds are let go."""
    if isinstance(cell, dt.datetime):
        return _taken(cell.replace(tzinfo=None), cell_text(cell))
    if isinstance(cell, float) and math.isfinite(cell) and int(cell) in _SERIAL:
        return _taken(_EPOCH + dt.timedelta(minutes=round(cell * 24 * 60)), "")
    if isinstance(cell, str) and (moment := beijing_moment(half_width(cell))) is not None:
        return _taken(moment, cell)._replace(note=ZONE)
    if isinstance(cell, str) and (hour := _HOUR.search(half_width(cell))) is not None:
        return _with_hour(half_width(cell)[: hour.start()], hour, cell)
    day = parse_date(cell)
    if day.value is None:
        return Parsed(note=day.note, changed=day.changed)
    return _taken(dt.datetime.combine(day.value, dt.time()), cell_text(cell))


def _with_hour(day_text: str, match: re.Match[str], written: str) -> Parsed[dt.datetime]:
    day, hour, half = parse_date(day_text).value, int(match["hour"]), match["half"]
    minute = 30 if match["past"] == "半" else int(match["minute"] or 0)
    if half in _NIGHT and hour not in _EVENING:
        return Parsed(note=UNCLEAR, changed=True)  # of that day, or of the next?
    if (half in _LATE and hour < 12) or (half == "中午" and hour < 3):
        hour += 12
    if day is None or hour > 23 or minute > 59 or (half == "凌晨" and hour > 6):
        return Parsed(note=UNCLEAR, changed=True)
    return _taken(dt.datetime.combine(day, dt.time(hour, minute)), written)


def _taken(moment: dt.datetime, written: str) -> Parsed[dt.datetime]:
    value = moment.replace(second=0, microsecond=0)
    return Parsed(value, changed=moment_text(value) != written)


def moment_text(moment: dt.datetime) -> str:
    """As it is shown: without an hour where none was written.

    >>> moment_text(dt.datetime(2022, 5, 3, 14, 30)), moment_text(dt.datetime(2022, 5, 3))
    ('2022-05-03 14:30', '2022-05-03')
    """
    return moment.strftime("%Y-%m-%d" if moment.time() == dt.time() else "%Y-%m-%d %H:%M")
