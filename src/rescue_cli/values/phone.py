"""Telephone numbers: 11-digit mobiles, landlines with or without area code. Kept as text."""

import re

from rescue_cli.values.parsed import Cell, Parsed, cell_text, compact, half_width, none_given, not_given, unique, words

ODD, NUMERIC = "INTAKE-PHONE-ODD", "INTAKE-PHONE-NUMERIC"
_NONE = words("无电话 没电话 无手机 没有电话 没有手机 无联系方式 无手机号 无联系电话 停机 空号")
PLAIN_MOBILE = re.compile(r"1[3-9][0-9]{9}")  # what most cells hold, and nothing below would change
_MOBILE = re.compile(r"(?:\+?(?:00)?86|0)?(1[3-9]\d{9})")
_LANDLINE = re.compile(
    r"(?:\+?(?:00)?86-?)?\(?(010|02\d|0[3-9]\d{2})\)?[-—–]?(\d{7,8})(?:(?:-|转|转接|分机|x)(\d{1,6}))?", re.IGNORECASE
)
_LOCAL = re.compile(r"(\d{7,8})(?:(?:转|分机)(\d{1,6}))?")
_BETWEEN = re.compile(r"[/、,，;；|\\\n\r&]|或者?|和|及")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{2}", re.IGNORECASE)
_BESIDE = re.compile(r"[㐀-鿿]+[:：]?|\([^()\d]*\)|\b(?:tel|phone|mobile)\b[:.]?", re.IGNORECASE)
_KEPT = ("转", "分机", "或", "和", "及")


def parse_phone(cell: Cell) -> Parsed[str]:
    """One number as digits (0951-2012345 for landlines); several in a cell are all kept, joined with 、."""
    written = cell_text(cell)
    if PLAIN_MOBILE.fullmatch(written):
        return Parsed(written)
    plain = half_width(written).strip()
    if not_given(written, zero=True) or compact(written) in _NONE:
        return none_given(written)
    if _SCIENTIFIC.fullmatch(plain):
        return _scientific(plain)
    if not any(map(str.isdigit, plain)):
        return Parsed(note=ODD, changed=True)
    numbers = [_number(part) for part in _parts(_without_words(re.sub(r"\.0+$", "", plain.removeprefix("'"))))]
    value = "、".join(unique(text for text, _ in numbers))
    odd = "、".join(text for text, known in numbers if not known)
    return Parsed(value, ODD if odd else "", changed=value != written, seen=odd)


def _scientific(text: str) -> Parsed[str]:
    """1.39E+10 typed as text: whole where all eleven digits stand, else lost."""
    digits = format(float(text), ".0f")
    whole = len(text.split("E", maxsplit=1)[0].split("e", maxsplit=1)[0].replace(".", "")) >= len(
        digits
    ) and _MOBILE.fullmatch(digits)
    return Parsed(digits, changed=True) if whole else Parsed(note=NUMERIC, changed=True)


def _without_words(text: str) -> str:
    """Whose number it is (本人, 儿子：) and labels off; 转 and 分机 belong to the number, 或 and 和 stand between two."""
    return _BESIDE.sub(lambda word: word[0] if word[0] in _KEPT else " ", text)


def _parts(text: str) -> list[str]:
    """The numbers in a cell. A space may separate two numbers or group the digits of one (199 0000 1234)."""
    parts: list[str] = []
    for chunk in _BETWEEN.split(text):
        whole = compact(chunk)
        if not whole:
            continue
        parts += [whole] if _number(whole)[1] else [piece for piece in chunk.split() if piece]
    return parts


def _number(text: str) -> tuple[str, bool]:
    """A number in its usual form, and whether it is one."""
    bare = compact(text)
    if mobile := _MOBILE.fullmatch(re.sub(r"[-—–.]", "", bare)):
        return mobile[1], True
    if landline := _LANDLINE.fullmatch(bare):
        return "-".join(part for part in landline.groups() if part), True
    if local := _LOCAL.fullmatch(bare.replace("-", "")):
        return "-".join(part for part in local.groups() if part), True
    return bare, False
