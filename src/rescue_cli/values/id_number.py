"""Citizen numbers (公民身份号码), GB 11643-1999: 6 address, 8 birth date, 3 sequence (odd = male), 1 check (MOD 11-2).

Never repaired by guess: Excel keeps 15 significant digits, so a number cell has lost the tail of an ID for good.
"""

import datetime as dt
import re

from stdnum.cn.ric import calc_check_digit

from rescue_cli.values.parsed import Cell, Parsed, cell_text, compact, none_given, not_given

LENGTH, CHECKSUM, BIRTH, NUMERIC, CONVERTED = (
    "INTAKE-ID-LENGTH",
    "INTAKE-ID-CHECKSUM",
    "INTAKE-ID-BIRTH",
    "INTAKE-ID-NUMERIC",
    "INTAKE-ID-CONVERTED",
)
_EIGHTEEN = re.compile(r"[0-9]{17}[0-9X]")
_FIFTEEN = re.compile(r"[0-9]{15}")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]{2}")
_NOISE = str.maketrans("", "", "'’‘`\"“”·.。,，;；:：-—_")


def parse_id_number(cell: Cell) -> Parsed[str]:
    """The number as 18 characters where it can be had; a wrong one is kept as written, with a finding."""
    written = cell_text(cell)
    if not_given(written, zero=True):
        return none_given(written)
    if isinstance(cell, float) and abs(cell) >= 2**53:
        return Parsed(note=NUMERIC, changed=True)
    text = compact(written).upper().translate(_NOISE)
    if _SCIENTIFIC.fullmatch(compact(written).upper()):
        return Parsed(note=NUMERIC, changed=True)
    if not any(c.isdigit() for c in text):
        return Parsed(note=LENGTH, changed=True)
    if _FIFTEEN.fullmatch(text):
        return _from_fifteen(text)
    return Parsed(text, _fault(text), changed=text != written)


def is_valid_id(text: str | None) -> bool:
    """18 characters, a real birth date and the right check digit. The address code is not looked up: codes change.

    >>> is_valid_id("990101199003070015"), is_valid_id("990101199003070016")
    (True, False)
    """
    return text is not None and _EIGHTEEN.fullmatch(text) is not None and not _fault(text)


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


def _fault(text: str) -> str:
    if not _EIGHTEEN.fullmatch(text):
        return LENGTH
    born = birth_date(text)
    if born is None or born.year < 1850:
        return BIRTH
    return "" if calc_check_digit(text) == text[17] else CHECKSUM


def _from_fifteen(text: str) -> Parsed[str]:
    """15 → 18 digits: 19 after the sixth, then the check digit. A 15-digit 低保证编号 seldom holds a date."""
    body = f"{text[:6]}19{text[6:]}"
    whole = body + calc_check_digit(body + "0")
    if birth_date(whole) is None:
        return Parsed(text, LENGTH)
    return Parsed(whole, CONVERTED, changed=True)
