"""What every parser returns, and the few questions all of them ask of a cell."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from rescue_cli.values.character_forms import usual_forms
from rescue_cli.values.traditional_characters import simplified

_LARGEST_SHOWN = 10.0**21  # beyond it a spreadsheet shows powers of ten
REMEMBERED = 1 << 14  # texts of a roster recur: names of places and kinds in every row, each cell in several questions
Cell = str | int | float | bool | dt.date | dt.time | dt.timedelta | None
T = TypeVar("T")


def words(text: str) -> frozenset[str]:
    """The words of a list written with spaces between them."""
    return frozenset(text.split())


# They say "nothing was given": never zero and never "no" (only `yes_no` reads 无 as no).
NOT_GIVEN = words("""
    无 没有 不详 不祥 未知 不清楚 不明 暂无 未填 待补 待核 空 缺
    - -- --- — —— ― ─ _ / // \\ . 。 、 * ** ? NA N/A NULL NONE #N/A
""")
_LONGEST = max(map(len, NOT_GIVEN))
# What most cells of words hold: nothing to fold, no space, and longer than any word that says "nothing".
PLAIN_WORDS = re.compile(rf"[0-9A-Za-z一-龥]{{{_LONGEST + 1},}}")
_HAN = re.compile(r"[一-龥]+")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # which of its drawings a character is shown in
_APART = re.compile(r"[0-9]\s+[0-9]")
_DASHES = re.compile(r"[-—―─_/\\.*]+")


class Parsed(NamedTuple, Generic[T]):
    """`value`: the typed value, None where nothing can be taken. `note`: "" or the code of the finding.

    `changed`: read otherwise than written, so the cell is listed in `raw`. `seen`: the odd part of the cell, else "".
    """

    value: T | None = None
    note: str = ""
    changed: bool = False
    seen: str = ""


def cell_text(cell: Cell) -> str:
    """The cell as a person sees it: integral floats without ".0", dates in ISO form, booleans as Excel writes them.

    >>> cell_text(13900000000.0), cell_text(True), cell_text(None)
    ('13900000000', 'TRUE', '')
    """
    if isinstance(cell, str):
        return cell
    return "" if cell is None else _shown(cell)


def _shown(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _LARGEST_SHOWN:
        return format(Decimal(repr(cell)).quantize(Decimal(1)), "f")  # as in the formula bar: 640105194908016000
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def is_blank(cell: Cell) -> bool:
    """True where nothing is visible."""
    return not cell.strip() if isinstance(cell, str) else cell is None


def half_width(text: str) -> str:
    """Full-width letters, digits and punctuation to half width, radicals to characters; what nobody can see is taken out.

    >>> half_width("３口（人）")
    '3口(人)'
    """
    if text.isascii() and text.isprintable():
        return text
    folded = unicodedata.normalize("NFKC", usual_forms(_SELECTORS.sub("", text)))
    if folded.isprintable():
        return folded
    return "".join(c for c in folded if unicodedata.category(c) not in {"Cf", "Cc"} or c in "\n\r\t")


@lru_cache(maxsize=REMEMBERED)
def compact(text: str) -> str:
    """`closed_up`, in simplified characters: the form in which words are compared."""
    return simplified(closed_up(text))


def closed_up(text: str) -> str:
    """Half width, with every space and line break taken out."""
    return "".join(half_width(text).split())


def several_numbers(text: str) -> bool:
    """Whether digits stand apart: two figures in a cell (90⏎80), which closing up would make one of.

    >>> several_numbers("90\\n80"), several_numbers("12 000 元"), several_numbers("12000 元")
    (True, True, False)
    """
    return _APART.search(half_width(text)) is not None


def not_given(text: str, *, zero: bool = False) -> bool:
    """True for words that say "nothing here": 无, 不详, "-". With `zero`, a lone 0 as well (0 is no ID number)."""
    if _HAN.fullmatch(text):
        return text in NOT_GIVEN
    word = compact(text).upper()
    if word in {"0", "0.0"}:
        return zero
    return not word or word in NOT_GIVEN or _DASHES.fullmatch(word) is not None


def texts_given(cells: Sequence[Cell]) -> list[str | None]:
    """The cells of a column without spaces; None where nothing was given."""
    texts = [cell if cell.__class__ is str else cell_text(cell) for cell in cells]
    given = {text: None if not_given(text, zero=True) else compact(text) for text in dict.fromkeys(texts)}
    return [given[text] for text in texts]


def none_given(written: str) -> Parsed[T]:
    """Nothing given: no value and no finding; a word that was written is still listed."""
    return Parsed(changed=bool(written.strip()))


def without_measure(text: str, measure: Sequence[str]) -> str:
    """A figure without the word of measure behind it: 2套 → 2. Longer words go first.

    >>> without_measure("86.5平方米", ["米", "平方米"]), without_measure("3人", ["套"])
    ('86.5', '3人')
    """
    for word in sorted(measure, key=len, reverse=True):
        if text.endswith(word):
            return text.removesuffix(word)
    return text


def unique(items: Iterable[T]) -> list[T]:
    """Each item once, in first-seen order."""
    return list(dict.fromkeys(items))
