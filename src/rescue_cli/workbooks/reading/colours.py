"""Whether text can be told from the ground it stands on."""

import re

WHITE, BLACK = "FFFFFF", "000000"
_NAMED = {
    "white": WHITE, "black": BLACK, "red": "FF0000", "yellow": "FFFF00", "lime": "00FF00", "blue": "0000FF",
    "snow": "FFFAFA", "ivory": "FFFFF0", "whitesmoke": "F5F5F5",
}  # fmt: skip
_HEX = re.compile(r"#?(?:[0-9a-f]{2})?([0-9a-f]{6})")
_SHORT = re.compile(r"#([0-9a-f])([0-9a-f])([0-9a-f])")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,[^)]*)?\)")
_NEAR = 8  # of 255, in each of red, green and blue


def as_colour(text: str, default: str) -> str:
    """A colour as six digits; `default` where none is said, the text itself where it is another way of saying one.

    >>> as_colour("#fff", BLACK), as_colour("FFFF0000", BLACK), as_colour("rgb(255, 255, 254)", BLACK), as_colour("auto", BLACK)
    ('FFFFFF', 'FF0000', 'FFFFFE', '000000')
    """
    word = text.strip().lower()
    if word in ("", "auto", "automatic", "transparent", "none", "inherit", "initial"):
        return default
    if whole := _HEX.fullmatch(word):
        return whole[1].upper()
    if short := _SHORT.fullmatch(word):
        return "".join(2 * sign for sign in short.groups()).upper()
    if rgb := _RGB.fullmatch(word):
        return "".join(f"{min(int(part), 255):02X}" for part in rgb.groups())
    return _NAMED.get(word, word)


def is_faint(text: str, ground: str) -> bool:
    """Whether text of one colour cannot be seen on a ground of the other.

    >>> is_faint("FFFFFF", "FFFFFE"), is_faint("FFFFFF", "FF0000"), is_faint("theme:4", "theme:4")
    (True, False, True)
    """
    if text == ground:
        return True
    if not (_HEX.fullmatch(text.lower()) and _HEX.fullmatch(ground.lower())):
        return False
    parts = (slice(start, start + 2) for start in (0, 2, 4))
    pairs = ((int(text[part], 16), int(ground[part], 16)) for part in parts)
    return all(abs(before - behind) <= _NEAR for before, behind in pairs)
