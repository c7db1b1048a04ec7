"""Dates. A day that was not written is never supplied, except the last day of the month for the date of a list."""

import datetime as dt
import re

from rescue_cli.values.parsed import Cell, Parsed, cell_text, compact, none_given, not_given

UNCLEAR, MONTH_ONLY = "INTAKE-DATE-UNCLEAR", "INTAKE-DATE-MONTH"
_SERIAL = range(20000, 60001)  # 1954-10-03 … 2064-04-08: outside of it a bare number is no date
_YEARS = range(1880, 2101)
_EPOCH = dt.date(1899, 12, 30)
_DAY = re.compile(r"(\d{4})([-/.年])(\d{1,2})(?:\2|[-/.月])(\d{1,2})[日号]?(?:T?\d{1,2}:\d{2}(?::\d{2})?(?:\.0+)?)?")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})|(\d{2}))月?(?:底|末|份)?")
# Inside running text, as in titles: 截至2019年3月31日, 201903名单
_DAY_IN_TEXT = re.compile(r"(?<!\d)(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})|(\d{2})(\d{2}))(?!\d)")
_MONTH_IN_TEXT = re.compile(r"(?<!\d)(\d{4})(?:[-/.年](\d{1,2})|(\d{2}))(?!\d)(?!月?[-—–~至到]\d)")


def parse_date(cell: Cell, *, month_end: bool = False) -> Parsed[dt.date]:
    """A date. `month_end`: a month alone means its last day (dates of lists only; the reading is listed)."""
    if isinstance(cell, dt.date):
        return _written_as_date(cell)
    written = cell_text(cell)
    if not_given(written, zero=True):
        return none_given(written)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _number(cell)
    text = compact(written)
    day = _date(*found.group(1, 3, 4)) if (found := _DAY.fullmatch(text)) else None
    if day is None and (found := _EIGHT.fullmatch(text)):
        day = _date(*found.groups())
    if day is not None:
        return Parsed(day, changed=day.isoformat() != written)
    return _month(text, month_end)


def date_in_text(text: str) -> dt.date | None:
    """The date a title or file name speaks of; a month alone means its last day. None unless exactly one is found."""
    plain = compact(text)
    days = {_date(m[1], m[2] or m[4], m[3] or m[5]) for m in _DAY_IN_TEXT.finditer(plain)} - {None}
    if not days:
        days = {_last_day(m[1], m[2] or m[3]) for m in _MONTH_IN_TEXT.finditer(plain)} - {None}
    return days.pop() if len(days) == 1 else None


def _written_as_date(cell: dt.date) -> Parsed[dt.date]:
    day = cell.date() if isinstance(cell, dt.datetime) else cell
    return (
        Parsed(day, changed=cell_text(cell) != day.isoformat())
        if day.year in _YEARS
        else Parsed(note=UNCLEAR, changed=True)
    )


def _number(cell: float) -> Parsed[dt.date]:
    """20190420 or an Excel serial. 2019.1 may be January or October, so no other number is a date."""
    if float(cell).is_integer() and (found := _EIGHT.fullmatch(str(int(cell)))):
        day = _date(*found.groups())
        return Parsed(day, changed=True) if day else Parsed(note=UNCLEAR, changed=True)
    if _SERIAL.start <= cell < _SERIAL.stop:
        return Parsed(_EPOCH + dt.timedelta(days=int(cell)), changed=True)
    return Parsed(note=UNCLEAR, changed=True)


def _month(text: str, month_end: bool) -> Parsed[dt.date]:
    found = _MONTH.fullmatch(text)
    last = _last_day(found[1], found[2] or found[3]) if found else None
    if last is None:
        return Parsed(note=UNCLEAR, changed=True)
    return Parsed(last, changed=True) if month_end else Parsed(note=MONTH_ONLY, changed=True)


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year in _YEARS else None


def _last_day(year: str, month: str) -> dt.date | None:
    first = _date(year, month, "1")
    return (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1) if first else None
