"""Tick boxes inside a cell (☑重病 □就学, 是√ 否□): only what is ticked was said."""

import re

from rescue_cli.values.parsed import compact

# The last of each are Wingdings boxes, as they come out of Word.
TICKED = "☑√✓✔✅☒■▣◼●\uf0fe\uf052\uf0fc"
EMPTY = "□☐▢◻⬜○◯\uf0a8\uf0a3\uf06f"
_MARK = re.compile(f"[{TICKED}{EMPTY}]")
_TOKEN = re.compile(f"[{TICKED}{EMPTY}]|[^{TICKED}{EMPTY}]+")
_BRACKETED_TICK = re.compile(r"[(\[【〔](?:[√✓✔☑■]|V)[)\]】〕]", re.IGNORECASE)
_BRACKETED_BLANK = re.compile(r"[(\[【〔][)\]】〕]")
_AROUND = "、,;:。./|\\-—"


def ticked(text: str) -> list[str] | None:
    """The words whose boxes are ticked, in order; [] where none is. None where the cell has no boxes, or where it
    cannot be told which word a box belongs to.

    >>> ticked("☑重病 □就学"), ticked("是√ 否□"), ticked("重病( )残疾(√)"), ticked("重病、就学")
    (['重病'], ['是'], ['残疾'], None)
    """
    plain = compact(text)
    if _BRACKETED_TICK.search(plain):
        plain = _BRACKETED_BLANK.sub("□", _BRACKETED_TICK.sub("☑", plain))
    tokens = [token.strip(_AROUND) for token in _TOKEN.findall(plain)]
    tokens = [token for token in tokens if token]
    marks = [bool(_MARK.fullmatch(token)) for token in tokens]
    if not any(marks) or all(marks) or any(re.search("[、,;/]", token) for token in tokens):
        return None
    first, last = (tokens[0::2], tokens[1::2])
    if marks == [True, False] * len(last):
        pairs = list(zip(first, last, strict=True))
    elif marks == [False, True] * len(last):
        pairs = list(zip(last, first, strict=True))
    else:
        return None
    return [word for mark, word in pairs if mark in TICKED]
