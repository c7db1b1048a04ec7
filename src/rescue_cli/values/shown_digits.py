"""What still shows of an ID number of which a part is masked, or was lost in a number cell: never a number, but evidence.

A pattern has 18 places, each a digit (the last one perhaps X) or `*` for what nobody can see.
"""

import re

from rescue_cli.values.parsed import Cell, cell_text, compact

HIDDEN = "*"
LOST = 10**15  # a number cell of 16 digits or more has lost some of them
LABEL = re.compile(r"^(?:公民)?(?:居民)?(?:身份证件?|身份|证件)?(?:号码?|证号码?|证)[:：]?|^ID(?:NO)?[:：.]?")
_PLACES = 18
_FEWEST = 4  # places known
_SURE = 15  # digits a spreadsheet keeps of a number
_EXACT = 6  # digits of a scientific form none of which is rounded: after the place comes the year, 18…, 19… or 20…
_SCIENTIFIC = re.compile(r"([0-9])(?:\.([0-9]+))?E\+?17")
_MARKS = "*∗✱×✕✖?•●○■□◯_#…"
_TOKEN = re.compile(rf"(?<![0-9A-Z])[0-9X{re.escape(_MARKS)}.]+")
# A mark, or X where it is no check character: a run of them, or with more behind it.
_MASK = re.compile(rf"(?:[{re.escape(_MARKS)}]|X(?=X)|(?<=X)X|X(?=.)|\.(?=\.)|(?<=\.)\.)")
_SIGNS = str.maketrans("", "", "'’‘`\"“”-–— ")


def is_number_cell(cell: Cell) -> bool:
    """Whether a number stands where a text should, so long that a spreadsheet has lost its last digits."""
    return isinstance(cell, int | float) and not isinstance(cell, bool) and not abs(cell) < LOST


def is_masked(text: str) -> bool:
    """Whether a part of the one number in a text is covered by marks (****, ×××, X in its midst).

    >>> is_masked("990101********0016"), is_masked("99010119900101001X")
    (True, False)
    """
    return _aligned(_marked(_plain(text)) or "") is not None


def shown_digits(cell: Cell) -> str | None:
    """The pattern of a cell that holds no whole number; None where it holds one, or fewer than four places show.

    >>> shown_digits("990101********0016"), shown_digits("9.90101E+17"), shown_digits(990101199001010016.0)
    ('990101********0016', '990101************', '990101199001010***')
    """
    if is_number_cell(cell):
        return _of_number(cell_text(cell))
    text = _plain(cell_text(cell))
    if scientific := _SCIENTIFIC.fullmatch(text):
        return _of_scientific(scientific[1] + (scientific[2] or ""))
    aligned = _aligned(_marked(text) or "")
    return None if aligned is None else _pattern(aligned)


def _plain(text: str) -> str:
    return LABEL.sub("", compact(text).upper().translate(_SIGNS))


def _marked(text: str) -> str | None:
    """The one number a text holds, with * for each mark; None where it holds none or several."""
    tokens = [token for token in _TOKEN.findall(text) if any(map(str.isdigit, token))]
    marked = _MASK.sub(HIDDEN, tokens[0]) if len(tokens) == 1 else ""
    return None if not marked or "." in marked or "X" in marked[:-1] else marked


def _of_number(digits: str) -> str | None:
    if len(digits) != _PLACES or not digits.isdigit() or int(digits) < LOST:
        return None
    return digits[:_SURE].ljust(_PLACES, HIDDEN)


def _of_scientific(digits: str) -> str | None:
    """The last digit may have been rounded, unless what follows it is the century."""
    sure = digits if len(digits) == _EXACT else digits.rstrip("0")[:-1]
    return _pattern(sure.ljust(_PLACES, HIDDEN))


def _aligned(marked: str) -> str | None:
    """Place by place where there are 18; else what stands before the first mark from the left, what stands after the last
    one from the right. A lone mark beside a number of another length is a footnote."""
    if len(marked) == _PLACES:
        return marked if HIDDEN in marked else None
    head, tail = marked.split(HIDDEN, maxsplit=1)[0], marked.rsplit(HIDDEN, maxsplit=1)[-1]
    between = _PLACES - len(head) - len(tail)
    return head + HIDDEN * between + tail if between > 0 and marked.count(HIDDEN) > 1 else None


def _pattern(marked: str) -> str | None:
    return marked if _PLACES - marked.count(HIDDEN) >= _FEWEST else None
