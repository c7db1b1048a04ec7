"""Ticks and boxes drawn with a letter of a symbol font: what a person sees of "ü" in Wingdings or "R" in Wingdings 2.

Code charts: Microsoft's Wingdings, Wingdings 2, Webdings and Marlett. Only signs that say yes or no are known; any other stays.
"""

import re

_WINGDINGS = {
    "ü": "✓", "û": "✗", "þ": "☑", "ý": "☒", "¨": "□", "o": "□", "q": "□", "r": "□", "n": "■", "l": "●", "m": "○", "x": "☒", "¡": "○",
}  # fmt: skip
_WINGDINGS_2 = {"P": "✓", "O": "✗", "R": "☑", "Q": "☒", "T": "☒", "S": "☒", "£": "□", "*": "□", "0": "□", "¢": "■"}
_WEBDINGS = {"a": "✓", "r": "✗", "c": "□", "g": "■"}
_MARLETT = {"a": "✓", "b": "✓", "r": "✗"}
_SYMBOL = {"Ö": "√", "´": "×"}
_FONTS = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "webdings": _WEBDINGS,
    "marlett": _MARLETT,
    "symbol": _SYMBOL,
}
_PRIVATE = re.compile("[\uf020-\uf0ff]")  # where Word and Excel keep letters of symbol fonts
_MOST = 4  # characters of a cell that is a mark
# A private character without its font: by far the commonest that bear it.
_USUAL = {0xF052: "☑", 0xF050: "✓", 0xF04F: "✗", 0xF051: "☒", 0xF0A3: "□", 0xF0D6: "√"} | {
    0xF000 + ord(letter): sign for letter, sign in _WINGDINGS.items()
}


def is_symbol_font(name: str) -> bool:
    """Whether letters of this font are signs."""
    return name.strip().lower() in _FONTS


def as_seen(text: str, font: str) -> str:
    """A text in this font as a person sees it; one of other fonts, or with a letter nobody knows, as it stands.

    >>> as_seen("ü", "Wingdings"), as_seen("R", "Wingdings 2"), as_seen("R", "宋体")
    ('✓', '☑', 'R')
    """
    signs = _FONTS.get(font.strip().lower())
    if signs is None or len(text) > _MOST:
        return without_private(text)
    return "".join(signs.get(_letter(sign), sign) for sign in text)


def without_private(text: str) -> str:
    """Signs a font left behind in its private characters, as they are usually meant; others stay."""
    return _PRIVATE.sub(lambda sign: _USUAL.get(ord(sign[0]), sign[0]), text) if _PRIVATE.search(text) else text


def _letter(sign: str) -> str:
    return chr(ord(sign) - 0xF000) if "\uf020" <= sign <= "\uf0ff" else sign
