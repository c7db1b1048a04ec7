"""Citizen numbers (公民身份号码), GB 11643-1999: 6 address, 8 birth date, 3 sequence (odd = male), 1 check (MOD 11-2).

Residence permits of people from 港澳台 (81…, 82…, 83…) and new permanent-resident cards (9…) follow the same form.
Never repaired by guess: Excel keeps 15 significant digits, so a number cell has lost the tail of an ID for good.
"""

import datetime as dt
import re
from math import nan
from operator import mul

from rescue_cli.values.parsed import Cell, Parsed, cell_text, compact, none_given, not_given, words
from rescue_cli.values.shown_digits import LABEL, is_masked, is_number_cell

LENGTH, CHECKSUM, BIRTH, NUMERIC, CONVERTED = (
    "INTAKE-ID-LENGTH",
    "INTAKE-ID-CHECKSUM",
    "INTAKE-ID-BIRTH",
    "INTAKE-ID-NUMERIC",
    "INTAKE-ID-CONVERTED",
)
LETTERS, SEVERAL, BESIDE, TAIL, CENTENARIAN, MASKED = (
    "INTAKE-ID-LETTERS",
    "INTAKE-ID-SEVERAL",
    "INTAKE-ID-BESIDE",
    "INTAKE-ID-TAIL",
    "INTAKE-ID-CENTENARIAN",
    "INTAKE-ID-MASKED",
)
_NONE = words("无身份证 没有身份证 无身份证号 无证")
EARLIEST = 1850  # years of birth
_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_BORN_AT = 6
_FIFTEEN = re.compile(r"[0-9]{15}")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]{2}")
_NOISE = str.maketrans("", "", "'’‘`\"“”·.。,，;；:：-—–‐_=")
_ANYWHERE = re.compile(r"(?<![0-9A-Z])(?:[0-9]{17}[0-9X]|[0-9]{15})(?![0-9A-Z])")
_LOOKALIKE = re.compile(r"[0-9OILSBZ|]{17}[0-9XOILSBZ|]|[0-9OILSBZ|]{15}")  # O for 0, I and l for 1, …
_TIMES = str.maketrans("×✕✖Х", "XXXX")  # a sign or a Cyrillic letter where X was meant; the check digit confirms it


def parse_id_number(cell: Cell) -> Parsed[str]:
    """The number as 18 characters where it can be had; a wrong one is kept as written, with a finding."""
    if isinstance(cell, str) and _EIGHTEEN.fullmatch(cell):
        return _number(cell, cell)
    written = cell_text(cell)
    if not_given(written, zero=True) or compact(written) in _NONE:
        return none_given(written)
    shown = compact(written).upper()
    if is_number_cell(cell) or _SCIENTIFIC.fullmatch(LABEL.sub("", shown)):
        return Parsed(note=NUMERIC, changed=True)
    text = LABEL.sub("", re.sub(r"\.0+$", "", shown)).translate(_NOISE).translate(_TIMES)
    if not any(c.isdigit() for c in text):
        return Parsed(note=LENGTH, changed=True)
    if _EIGHTEEN.fullmatch(text) or _FIFTEEN.fullmatch(text):
        return _number(text, written)
    return _among_others(written, text)


def is_valid_id(text: str | None) -> bool:
    """18 characters, a real birth date and the right check digit. The address code is not looked up: codes change.

    >>> is_valid_id("990101199003070015"), is_valid_id("990101199003070016")
    (True, False)
    """
    if text is None or len(text) != len(_WEIGHTS) + 1:
        return False
    return (_PLACES[text[:6]] + _DAYS[text[6:14]] + _SEQUENCES[text[14:]]) % 11 == 1


def _is_day(digits: str) -> bool:
    """Whether YYYYMMDD is a day somebody may have been born on."""
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year >= EARLIEST
    except ValueError:
        return False


def birth_date(text: str | None) -> dt.date | None:
    """Birth date in an 18-character number, or None."""
    if text is None or not _EIGHTEEN.fullmatch(text):
        return None
    try:
        return dt.date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return None


def sex(text: str | None) -> str | None:
    """男 or 女 by the sequence number of an 18-character number, or None."""
    if text is None or not _EIGHTEEN.fullmatch(text):
        return None
    return "男" if int(text[16]) % 2 else "女"


def check_character(text: str) -> str:
    """The 18th character by the first seventeen, which are ASCII digits (ISO 7064 MOD 11-2).

    >>> check_character("99010119900307001")
    '5'
    """
    return _CHECKS[sum(map(mul, _WEIGHTS, map(int, text))) % 11]


class _Sums(dict[str, float]):
    """Part of a number that begins at `start` → its digits times their weights, not a number where no such part can be.
    Places, days and sequences recur from number to number."""

    def __init__(self, start: int, form: str) -> None:
        super().__init__()
        self._start, self._form = start, re.compile(form)

    def __missing__(self, part: str) -> float:
        if not self._form.fullmatch(part) or (self._start == _BORN_AT and not _is_day(part)):
            return nan
        values = map("0123456789X".index, part)
        total = self[part] = sum(map(mul, (*_WEIGHTS, 1)[self._start :], values))
        return total


_PLACES, _DAYS, _SEQUENCES = _Sums(0, "[0-9]{6}"), _Sums(_BORN_AT, "[0-9]{8}"), _Sums(14, "[0-9]{3}[0-9X]")


def _number(text: str, written: str) -> Parsed[str]:
    if _FIFTEEN.fullmatch(text):
        return _from_fifteen(text)
    return Parsed(text, _fault(text), changed=text != written)


def _fault(text: str) -> str:
    if not _EIGHTEEN.fullmatch(text):
        return LENGTH
    if not _is_day(text[6:14]):
        return BIRTH
    if check_character(text) == text[17]:
        return ""
    return TAIL if text.endswith("000") else CHECKSUM


def _from_fifteen(text: str) -> Parsed[str]:
    """15 → 18 digits: 19 after the sixth, then the check digit. A 15-digit 低保证编号 seldom holds a date.

    The sequence numbers 996–999 were given to centenarians, who were not born in 19xx."""
    if text[12:] in ("996", "997", "998", "999"):
        return Parsed(text, CENTENARIAN)
    body = f"{text[:6]}19{text[6:]}"
    whole = body + check_character(body)
    if birth_date(whole) is None:
        return Parsed(text, LENGTH)
    return Parsed(whole, CONVERTED, changed=True)


def _among_others(written: str, text: str) -> Parsed[str]:
    """A cell that holds more, or other, than one number: a name beside it, two numbers, marks or O for digits."""
    if is_masked(written):
        return Parsed(note=MASKED, changed=True)
    apart = " ".join(compact(part) for part in written.split())
    numbers = set(_ANYWHERE.findall(apart.upper())) or set(_ANYWHERE.findall(compact(written).upper()))
    if len(numbers) > 1:
        return Parsed(note=SEVERAL, changed=True)
    if numbers:
        parsed = _number(numbers.pop(), written)
        return Parsed(parsed.value, parsed.note or BESIDE, changed=True)
    return Parsed(text, LETTERS if _LOOKALIKE.fullmatch(text) else LENGTH, changed=text != written)
