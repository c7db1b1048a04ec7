"""What of a TOML file is never shown: passwords, wherever the clerk wrote them, and the numbers of people.

Passwords belong in a section [passwords] of rescue.toml. Where its header is still commented out or misspelt, they stand
in another section for the reader, but no less for their owner.
"""

import re
import unicodedata
from collections.abc import Sequence

HIDDEN_NUMBER = "‹号码›"
_SECRET_WORDS = re.compile(r"pas+w|pwd|mima|kouling|密码|密碼|口令|(?<![a-z])pass(?![a-z])", re.IGNORECASE)
_ID_NUMBER = re.compile(r"\d{15}")
_LONG_NUMBER = re.compile(r"(?<!\d)\d{15,}[Xx]?")
_FILE = re.compile(
    r"[/\\*]|\.(xls[xmb]?|xlt[xm]?|et|ett|csv|tsv|txt|ods|wps|doc[xm]?|pdf|zip|rar|7z)(?![a-z0-9])", re.IGNORECASE
)
_OWN_KEY = re.compile(r"[a-z_]+")  # keys of the program itself, not names the clerk gives
_SEVEN_DIGITS = re.compile(r"\d{7}")  # in a telephone number, an ID number
LONGEST_VALUE = 30  # characters of a wrong value that are shown
_ANY_HEADER = re.compile(r"\s*#*\s*\[[^=#]*(?:#|$)")  # also one that is commented out
_HEADER = re.compile(r"\s*\[[^=#]*(?:#|$)")  # an entry with a bracket too many in front is none


def masked(text: str) -> str:
    """The text with ‹号码› for every number of 15 digits or more: ID numbers, of accounts, of certificates.

    >>> masked("户主990101199001010011"), masked("共3800元")
    ('户主‹号码›', '共3800元')
    """
    return _LONG_NUMBER.sub(HIDDEN_NUMBER, text)


def is_file_name(key: str) -> bool:
    """Is a key the name of a file or folder below 收件/, or "*" for all of them, as in [passwords]?

    >>> is_file_name("兴泾镇/名册.xlsx"), is_file_name("*"), is_file_name("district")
    (True, True, False)
    """
    return bool(_FILE.search(_narrow(key)))


def is_secret_name(key: str) -> bool:
    """Is a key called 密码, password or the like?"""
    return bool(_SECRET_WORDS.search(_narrow(key)))


def shown_value(place: Sequence[int | str], value: object) -> str:
    """The single value at a place of a TOML file, as it is written; "" where it may be somebody's: passwords, contacts,
    values of names the clerk gives himself, long numbers.

    >>> shown_value(("as_of",), "四月"), shown_value(("passwords", "甲.xlsx"), "四月")
    ('四月', '')
    """
    key = str(place[-1]) if place else ""
    private = {"passwords", "contact", "given"} & {str(part) for part in place}
    if private or not _OWN_KEY.fullmatch(key) or is_secret_name(key) or isinstance(value, dict | list):
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return "" if len(text) > LONGEST_VALUE or _SEVEN_DIGITS.search(text) else text


def is_private_line(text: str, number: int) -> bool:
    """May a password or an ID number stand in line `number` (from 1) of a TOML file, right or wrong?"""
    lines = [_narrow(line) for line in text.split("\n")[:number]]
    line = lines.pop()
    if _ID_NUMBER.search(re.sub(r"[\s-]", "", line)) or _is_secret(line):
        return True
    active = [earlier for earlier in lines if earlier.strip() and not earlier.lstrip().startswith("#")]
    begun = next((earlier for earlier in reversed(active) if _key(earlier) != earlier or _HEADER.match(earlier)), "")
    continued = _key(line) == line and not _HEADER.match(line) and _is_secret(begun)
    return continued or (not _HEADER.match(line) and _below_passwords(lines, active))


def _below_passwords(lines: list[str], active: list[str]) -> bool:
    """Is the last header one of passwords, be it in force or commented out, or does a password stand below it?"""
    headers = (line for line in reversed(lines) if _ANY_HEADER.match(line) or _is_lost_header(line))
    in_force = (line for line in reversed(active) if _HEADER.match(line) or _begins_secret(line))
    header, entry = next(headers, ""), next(in_force, "")
    return bool(_SECRET_WORDS.search(header)) or _begins_secret(entry)


def _is_lost_header(line: str) -> bool:
    """# 说明。[passwords]: a header that ran into a comment."""
    return ("[" in line or "]" in line) and line.lstrip().startswith("#") and bool(_SECRET_WORDS.search(line))


def _begins_secret(line: str) -> bool:
    return bool(_SECRET_WORDS.search(line)) or ("=" in line and not _HEADER.match(line) and _is_secret(line))


def _is_secret(line: str) -> bool:
    key = line if _HEADER.match(line) else _key(line.lstrip("#/; \t"))
    named_file = not _HEADER.match(line) and bool(_FILE.search(key))
    return named_file or bool(_SECRET_WORDS.search(line))


def _key(line: str) -> str:
    """What stands before the first sign between a key and its value; the whole line where there is none."""
    return re.split(r"[=:]", line, maxsplit=1)[0]


def _narrow(text: str) -> str:
    """Signs and letters of full width as those of half width."""
    return unicodedata.normalize("NFKC", text).replace("【", "[").replace("】", "]")
