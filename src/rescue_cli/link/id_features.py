"""ID numbers, dates of birth and sex as linking compares them. Nothing is repaired; a filler is no number."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import median_low
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.values.id_number import birth_date, is_valid_id, parse_id_number, sex

_WHOLE = re.compile(r"\d{17}[\dX]")
_SHORTEST, _LONGEST = 14, 20  # a number of another length is no ID number with a slip
_TAIL = "000"  # what Excel leaves of the last three digits
_DAY_ROWS, _DAY_SHARE = 10, 0.05  # a date of birth in more rows than both is a filler
HIDDEN = "*"  # a place of a number that does not show
_ALL_HIDDEN = HIDDEN * 18
_EARLIEST, _LATEST = 1850, 2100  # years that can be one of birth
_FEW_DIGITS = 3  # a number of fewer different digits is a filler


def numbers_read(written: Sequence[str | None]) -> list[str | None]:
    """Each cell as a number, or None where it holds none: blank or filler."""
    seen = {cell: _number(cell) for cell in set(written)}
    return [seen[cell] for cell in written]


def without_fillers(numbers: Sequence[str | None], heads: Sequence[str | None], id_names: int) -> list[str | None]:
    """None for a number under more households, by their `heads`, than one number can stand in: a head's number on all
    his members is no filler."""
    often = {number for number, times in Counter(numbers).items() if times > id_names}
    bearers: dict[str, set[str]] = defaultdict(set)
    for number, head in zip(numbers, heads, strict=True) if often else ():
        if number in often and number is not None and head is not None:
            bearers[number].add(head)
    fillers = {number for number, under in bearers.items() if len(under) > id_names}
    return [None if number in fillers else number for number in numbers]


Shared = frozenset[tuple[int, str]]  # household and number: it stands there under two names


def shared_in_households(numbers: Sequence[str | None], names: Sequence[str | None], homes: Sequence[int]) -> Shared:
    """Where one number stands in one household under two names: typed for somebody else of the family, nobody knows for
    whom."""
    often = {number for number, times in Counter(numbers).items() if times > 1 and number is not None}
    bearers: dict[tuple[int, str], set[str | None]] = defaultdict(set)
    for number, name, home in zip(numbers, names, homes, strict=True) if often else ():
        if number is not None and number in often:
            bearers[home, number].add(name)
    return frozenset(place for place, borrowers in bearers.items() if len(borrowers) > 1)


def without_lent(
    numbers: Sequence[str | None], homes: Sequence[int], members: Sequence[bool], shared: Shared
) -> list[str | None]:
    """None for a number of a member that is `shared` in his household. The head keeps it."""
    return [
        None if member and number is not None and (home, number) in shared else number
        for number, home, member in zip(numbers, homes, members, strict=True)
    ]


def id_columns(numbers: Sequence[str | None], shown: Sequence[str | None]) -> dict[str, list[Any]]:
    """The columns of `FEATURES` that rest on the number alone, or on the digits `shown` of one that is not whole."""
    pairs = list(zip(numbers, shown, strict=True))
    parts = {pair: _parts(*pair) for pair in set(pairs)}
    of_rows = [parts[pair] for pair in pairs]
    return {name: [part[name] for part in of_rows] for name in _parts(None, None)}


def birth_columns(mentions: pa.Table, ids: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """`born`, `year`, `age`, `sex`: from a valid number, else from their own columns; an age counts from the roster's own year."""
    born = _without_filler_days(_column(mentions, f.BIRTH_DATE))
    ages, sexes = _column(mentions, f.AGE), _column(mentions, f.SEX)
    days = [
        of_id or (day.strftime("%Y%m%d") if isinstance(day, dt.date) else None)
        for of_id, day in zip(ids["born"], born, strict=True)
    ]
    years = [
        of_id if of_id is not None else day.year if isinstance(day, dt.date) else None
        for of_id, day in zip(ids["year"], born, strict=True)
    ]
    both = [year + age for year, age in zip(years, ages, strict=True) if year is not None and age is not None]
    counted_from = median_low(both) if both else None
    known = [
        counted_from - age if year is None and age is not None and counted_from is not None else year
        for year, age in zip(years, ages, strict=True)
    ]
    return {
        "born": days,
        "year": known,
        "age": [age if year is None else None for year, age in zip(known, ages, strict=True)],
        "sex": [of_id or written for of_id, written in zip(ids["sex"], sexes, strict=True)],
    }


def _without_filler_days(days: Sequence[Any]) -> list[Any]:
    """None for a date that stands in so many rows that it was filled in for want of one."""
    times = Counter(day for day in days if day is not None)
    often = max(_DAY_ROWS, _DAY_SHARE * times.total())
    fillers = {day for day, rows in times.items() if rows > often}
    return [None if day in fillers else day for day in days]


def _number(cell: str | None) -> str | None:
    text = cell if cell is None or _WHOLE.fullmatch(cell) else parse_id_number(cell).value
    if text is None or not _SHORTEST <= len(text) <= _LONGEST or not text[:-1].isdigit():
        return None
    return text if len(set(text)) > _FEW_DIGITS and "12345678901234" not in text else None


def _parts(number: str | None, shown: str | None) -> dict[str, Any]:
    born = birth_date(number)
    whole = number if born is not None else None
    # Of the numbers cut to 000 one in eleven passes the check: none of them is taken for whole.
    valid = whole is not None and is_valid_id(whole) and not whole.endswith(_TAIL)
    seen = None if number is not None else shown
    cut = number is not None and not valid and (number.endswith(_TAIL) or len(number) in (15, 16, 17))
    written = number[:15] + HIDDEN * 3 if number is not None and cut else number
    return {
        **_seen_parts(written if written is not None and len(written) == len(_ALL_HIDDEN) else seen),
        "twelve": number[6:] if number is not None and len(number) == len(_ALL_HIDDEN) else None,
        "mask_num": seen.replace(HIDDEN, "_") if seen else None,
        "digits": sum(place != HIDDEN for place in seen) if seen else None,
        "wrote": number,
        "num": whole,
        "valid": valid,
        "cut": cut,
        "id15": number[:15] if number is not None else None,
        "born": whole[6:14] if whole is not None and valid else None,
        "year": born.year if born is not None and valid else _seen_year(seen),
        "sex": sex(number) if valid else None,
    }


def _seen_parts(pattern: str | None) -> dict[str, str | None]:
    """Region, year, day of the year, and the last four, each only where all of its places show."""
    parts = {"seen_region": (0, 6), "seen_year": (6, 10), "seen_day": (10, 14), "seen_tail": (14, 18)}
    return {
        name: part if pattern and HIDDEN not in (part := pattern[start:stop]) else None
        for name, (start, stop) in parts.items()
    }


def _seen_year(seen: str | None) -> int | None:
    year = seen[6:10] if seen else ""
    return int(year) if year.isdigit() and _EARLIEST <= int(year) <= _LATEST else None


def _column(mentions: pa.Table, name: str) -> list[Any]:
    return mentions[name].to_pylist() if name in mentions.column_names else [None] * mentions.num_rows
