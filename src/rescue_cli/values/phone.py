"""Telephone numbers: 11-digit mobiles, landlines with or without area code. Kept as text."""

import re

from rescue_cli.values.parsed import Cell, Parsed, cell_text, compact, half_width, none_given, not_given, unique

ODD = "INTAKE-PHONE-ODD"
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"\(?(0\d{2,3})\)?[-—–]?(\d{7,8})((?:-|转)\d{1,6})?")
_LOCAL = re.compile(r"\d{7,8}")
_BETWEEN = re.compile(r"[/、,，;；|\\\n\r]|或|和")


def parse_phone(cell: Cell) -> Parsed[str]:
    """One number as digits (0951-2012345 for landlines); several in a cell are all kept, joined with 、."""
    written = cell_text(cell)
    if not_given(written, zero=True) or compact(written) in {"无电话", "没电话", "无手机"}:
        return none_given(written)
    numbers = [_one(part) for part in _parts(half_width(written))]
    value = "、".join(unique(text for text, _ in numbers))
    odd = "、".join(text for text, known in numbers if not known)
    return Parsed(value, ODD if odd else "", changed=value != written, seen=odd)


def _parts(text: str) -> list[str]:
    """The numbers in a cell. A space may separate two numbers or group the digits of one (199 0000 1234)."""
    parts: list[str] = []
    for chunk in _BETWEEN.split(text):
        whole = compact(chunk)
        if not whole:
            continue
        parts += [whole] if _one(whole)[1] else [piece for piece in chunk.split() if piece]
    return parts


def _one(text: str) -> tuple[str, bool]:
    """A number in its usual form, and whether it is one."""
    bare = compact(text)
    digits = bare.replace("-", "")
    if mobile := _MOBILE.fullmatch(digits):
        return mobile[1], True
    if landline := _LANDLINE.fullmatch(bare):
        return f"{landline[1]}-{landline[2]}{(landline[3] or '').replace('转', '-')}", True
    return (digits, True) if _LOCAL.fullmatch(digits) else (bare, False)
