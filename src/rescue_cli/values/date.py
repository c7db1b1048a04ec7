"""Dates. A day that was not written is never supplied, except the last day of the month for the date of a list."""

import datetime as dt
import re

from rescue_cli.values.beijing_time import beijing_moment
from rescue_cli.values.numerals import NUMERAL, han_number
from rescue_cli.values.parsed import Cell, Parsed, cell_text, compact, half_width, none_given, not_given

UNCLEAR, MONTH_ONLY, BIRTH_PART, LUNAR, SHORT, LAST_MINUTE, ZONE = (
    "INTAKE-DATE-UNCLEAR",
    "INTAKE-DATE-MONTH",
    "INTAKE-DATE-BIRTH-PART",
    "INTAKE-DATE-LUNAR",
    "INTAKE-DATE-SHORT",
    "INTAKE-DATE-LAST-MINUTE",
    "INTAKE-DATE-ZONE",
)
_SERIAL = range(20000, 60001)  # 1954-10-03 … 2064-04-08: outside of it a bare number is no date
_BIRTH_SERIAL = range(3654, 60001)  # from 1910
_YEARS = range(1880, 2101)
_EPOCH = dt.date(1899, 12, 30)
# Days of China that a system took for local mean time are stored 43 seconds short (UTC+8:05:43), others by rounding. 23:59 and
# 23:59:59 are what systems write for the end of a day, and what is seen is that day.
_LATEST = dt.time(23, 59)
_LATEST_PART = 1 - 60 / 86400
_LAST_SECONDS = (0, 59)
_ROUNDED, _NOISE = (
    900_000,
    0.01,
)  # microseconds of a second that is the next; seconds within which a stored time is whole
_SHORT_TEXT = re.compile(r"^.*?\D[T\s]*(?:23|下午\s*11)[:时]59(?:[:分](\d{1,2})(?:\.\d+)?秒?)?分?$")
_APART = r"[-/.、,\\—–]"
_TIME = r"(?:[-T]?(?:上午|下午)?\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}秒?)?分?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?"
_DAY = re.compile(
    rf"(\d{{4}})(?:年(\d{{1,2}})月(\d{{1,2}})|(?P<apart>{_APART})(\d{{1,2}})(?P=apart)(\d{{1,2}})"
    rf"|{_APART}(\d{{1,2}}){_APART}(\d{{1,2}}))[日号]?\.?{_TIME}"
)
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})(?:(?:[-/.]|年)(\d{1,2})|(\d{2}))月?(?:底|末|份)?")
_YEAR = re.compile(r"(\d{4})年?")
_LUNAR = re.compile(r"农历|阴历|正月|腊月|冬月|闰|初[一二三四五六七八九十]")
_HAN_DATE = re.compile(
    rf"([{NUMERAL}]{{4}}|\d{{4}})年(?:([{NUMERAL}]+|\d{{1,2}})月)?(?:([{NUMERAL}]+|\d{{1,2}})[日号]?)?"
)
# Inside running text, as in titles: 截至2019年3月31日, 201903名单
_DAY_IN_NUMERALS = re.compile(rf"([{NUMERAL}]{{4}})年([{NUMERAL}]{{1,2}})月([{NUMERAL}]{{1,3}})[日号]")
_DAY_IN_TEXT = re.compile(r"(?<!\d)(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})|(\d{2})(\d{2}))(?!\d)")
_MONTH_IN_TEXT = re.compile(r"(?<!\d)(\d{4})(?:[-/.年](\d{1,2})|(\d{2}))(?!\d)(?!月?[-—–~至到]\d)")


def parse_date(cell: Cell, *, month_end: bool = False, birth: bool = False) -> Parsed[dt.date]:
    """A date. `month_end`: a month alone means its last day (dates of lists only; the reading is listed).

    `birth`: a month or year alone is usual (出生年月), and bare serial numbers reach back to 1910."""
    if isinstance(cell, dt.date):
        return _written_as_date(cell)
    written = cell_text(cell)
    if not_given(written, zero=True):
        return none_given(written)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _number(cell, month_end, birth)
    return Parsed(note=LUNAR, changed=True) if _LUNAR.search(written) else _text(written, month_end, birth)


def _text(written: str, month_end: bool, birth: bool) -> Parsed[dt.date]:
    if (moment := beijing_moment(half_width(written))) is not None:
        return _day_of(moment, written)
    text = _arabic(compact(re.sub(r"(?<=\d)\s+(?=\d)", "-", written)))
    day = None
    if match := _DAY.fullmatch(text):
        day = _date(match[1], match[2] or match[5] or match[7], match[3] or match[6] or match[8])
    elif match := _EIGHT.fullmatch(text):
        day = _date(*match.groups())
    if day is not None and (last := _SHORT_TEXT.match(half_width(written).strip())):
        return _late(day, int(last[1] or 0))
    if day is not None:
        return Parsed(day, changed=day.isoformat() != written)
    return _part(text, month_end, birth)


def _day_of(moment: dt.datetime, written: str) -> Parsed[dt.date]:
    """The day in Beijing; told where the text begins with another."""
    day = moment.date()
    if moment.time() >= _LATEST and moment.second not in _LAST_SECONDS:
        day = _next(day)
    if day.year not in _YEARS:
        return Parsed(note=UNCLEAR, changed=True)
    begins = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", half_width(written).strip())
    same = begins is not None and tuple(map(int, begins.groups())) == (day.year, day.month, day.day)
    return Parsed(day, "" if same else ZONE, changed=True)


def _late(day: dt.date, second: int) -> Parsed[dt.date]:
    """A day in whose last minute the clock stands: at its end it is that day, anywhere else in the minute the next."""
    if second in _LAST_SECONDS:
        return Parsed(day, LAST_MINUTE, changed=True)
    return Parsed(_next(day), SHORT, changed=True)


def _next(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1)


def _arabic(text: str) -> str:
    """二〇一九年四月二十日 → 2019年4月20日; anything else as it is."""
    date = _HAN_DATE.fullmatch(text)
    if not date:
        return text
    parts = [part if part is None or part[0].isascii() else str(han_number(part) or "?") for part in date.groups()]
    return "".join(f"{part}{word}" for part, word in zip(parts, "年月日", strict=True) if part)


def date_in_text(text: str) -> dt.date | None:
    """The date a title or file name speaks of; a month alone means its last day. None unless exactly one is found."""
    plain = compact(text)
    days: set[dt.date | None] = set(days_in_text(plain))
    if not days:
        days = {_last_day(m[1], m[2] or m[3]) for m in _MONTH_IN_TEXT.finditer(plain)} - {None}
    return days.pop() if len(days) == 1 else None


def _in_digits(match: re.Match[str]) -> str:
    """二〇二二年十二月一日 as 2022年12月1日; as it stands where the characters are no numbers."""
    numbers = [han_number(part) for part in match.groups()]
    return match[0] if None in numbers else f"{numbers[0]}年{numbers[1]}月{numbers[2]}日"


def days_in_text(text: str) -> list[dt.date]:
    """Every day running text names in full, each once, in order.

    >>> days_in_text("2022年12月1日纳入，2022.12.5公示")
    [datetime.date(2022, 12, 1), datetime.date(2022, 12, 5)]
    >>> days_in_text("二〇二二年十二月一日纳入")
    [datetime.date(2022, 12, 1)]
    """
    plain = _DAY_IN_NUMERALS.sub(_in_digits, compact(text))
    days = (_date(m[1], m[2] or m[4], m[3] or m[5]) for m in _DAY_IN_TEXT.finditer(plain))
    return list(dict.fromkeys(day for day in days if day is not None))


def names_part_of_day(text: str) -> bool:
    """Whether running text names, beside the days in full, one without its year or month.

    >>> names_part_of_day("2022年12月1日纳入，12月5日公示"), names_part_of_day("2022年12月1日纳入")
    (True, False)
    """
    plain = _DAY_IN_NUMERALS.sub(_in_digits, compact(text))
    return re.search(r"\d(?:月|日|号)", _DAY_IN_TEXT.sub("", plain)) is not None


def _written_as_date(cell: dt.date) -> Parsed[dt.date]:
    day = cell.date() if isinstance(cell, dt.datetime) else cell
    if isinstance(cell, dt.datetime) and cell.time() >= _LATEST and day.year in _YEARS:
        return _late(day, cell.second + (cell.microsecond > _ROUNDED))
    return (
        Parsed(day, changed=cell_text(cell) != day.isoformat())
        if day.year in _YEARS
        else Parsed(note=UNCLEAR, changed=True)
    )


def _number(cell: float, month_end: bool, birth: bool) -> Parsed[dt.date]:
    """20190420 or an Excel serial. 2019.1 may be January or October, so no other number is a day."""
    whole = float(cell).is_integer()
    if whole and (digits := _EIGHT.fullmatch(str(int(cell)))):
        day = _date(*digits.groups())
        return Parsed(day, changed=True) if day else Parsed(note=UNCLEAR, changed=True)
    serials = _BIRTH_SERIAL if birth else _SERIAL
    if serials.start <= cell < serials.stop:
        day = _EPOCH + dt.timedelta(days=int(cell))
        second = (cell % 1 - _LATEST_PART) * 86400
        exact = abs(second - round(second)) < _NOISE
        return _late(day, round(second) if exact else 1) if second > -_NOISE else Parsed(day, changed=True)
    text = f"{cell:.2f}".rstrip("0").rstrip(".") if abs(cell) < 10**6 else ""
    return _part(text if float(text or "0") == cell and not text.endswith(".1") else "", month_end, birth)


def _part(text: str, month_end: bool, birth: bool) -> Parsed[dt.date]:
    """A month, or for a birth a year, without its day."""
    part = _MONTH.fullmatch(text)
    last = _last_day(part[1], part[2] or part[3]) if part else None
    if last is not None:
        return (
            Parsed(last, changed=True) if month_end else Parsed(note=BIRTH_PART if birth else MONTH_ONLY, changed=True)
        )
    year = birth and (part := _YEAR.fullmatch(text)) and int(part[1]) in _YEARS
    return Parsed(note=BIRTH_PART if year else UNCLEAR, changed=True)


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return date if date.year in _YEARS else None


def _last_day(year: str, month: str) -> dt.date | None:
    first = _date(year, month, "1")
    return (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1) if first else None
