"""Words from a code list (代码表): one of them, or several in a cell. A word outside the list is never bent to fit."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rescue_cli.values.boxes import ticked
from rescue_cli.values.bracket_notes import NOTE, takes_back
from rescue_cli.values.parsed import Cell, Parsed, cell_text, compact, half_width, not_given, unique

UNKNOWN, ITEM_UNKNOWN, NONE_MIXED = "INTAKE-CHOICE-UNKNOWN", "INTAKE-CHOICES-UNKNOWN", "INTAKE-CHOICES-NONE-MIXED"
_NUMBERED = re.compile(r"(?:^|(?<=[\s,，;；、。]))[(（]?\d{1,2}[)）.、．](?!\d)|[①-⑳]")
_BETWEEN = re.compile(r"[、,，;；/|\\\s]+")
_CODED = re.compile(r"^(\d{1,2})[-—.:、]?(?=\D)(.+)$")  # 01-本人, 10:配偶, 22 次子


@dataclass(frozen=True)
class Codes:
    """A code list made ready for look-up: normalised word → value. `none` is the value that says 无.
    `inside`: a word of the list counts where it stands inside other words too (肢体二级)."""

    words: Mapping[str, str]
    none: str | None = None
    inside: bool = False


def make_codes(items: Iterable[tuple[str, Iterable[str]]], none: str | None = None, *, inside: bool = False) -> Codes:
    """`Codes` from (value, synonyms) pairs. A value always means itself, even where another's synonyms name it."""
    pairs = [(value, tuple(synonyms)) for value, synonyms in items]
    words = {_key(word): value for value, synonyms in pairs for word in synonyms}
    words.update({_key(value): value for value, _ in pairs})
    return Codes(words, none, inside)


def parse_choice(cell: Cell, codes: Codes) -> Parsed[str]:
    """The value of the list the cell means; None with a finding where the list has no such word."""
    written = cell_text(cell)
    value = _find(written, codes)
    if value is None and not_given(written):
        return Parsed(changed=bool(written.strip()))
    if value is None and (chosen := ticked(written)) is not None:
        if not chosen:
            return Parsed(changed=True)
        value = _find(chosen[0], codes) if len(chosen) == 1 else None
    if value is None:
        return Parsed(note=UNKNOWN, changed=True)
    return Parsed(value, changed=value != written)


def parse_choices(cell: Cell, codes: Codes) -> Parsed[tuple[str, ...]]:
    """All items of the cell in order, each once. Unknown items stay as they were written, with a finding."""
    written = cell_text(cell)
    whole = _find(written, codes)
    if whole is not None:
        return Parsed((whole,), changed=whole != written)
    if not_given(written):
        return Parsed(changed=bool(written.strip()))
    chosen = ticked(written)
    pieces = _pieces("、".join(chosen) if chosen is not None else written)
    pairs = [(piece, _find(piece, codes)) for piece in pieces]
    values = tuple(unique(value or piece for piece, value in pairs))
    if not values:
        return Parsed(changed=True)
    unknown = unique(piece for piece, value in pairs if value is None)
    changed = chosen is not None or values != tuple(pieces)
    if unknown:
        return Parsed(values, ITEM_UNKNOWN, changed, "、".join(unknown))
    mixed = len(values) > 1 and codes.none in values
    return Parsed(values, NONE_MIXED if mixed else "", changed)


def _pieces(text: str) -> list[str]:
    """The items of a cell, without the numbers before them. What stands in brackets is one piece (其他（房屋、土地）)."""
    kept = NOTE.sub(lambda note: _BETWEEN.sub("；", note[0]), half_width(_NUMBERED.sub("、", text)))
    return [piece.replace("；", "、") for piece in re.split(r"[、,，;/|\\\s]+", kept) if piece]


def _find(text: str, codes: Codes) -> str | None:
    key = _key(text)
    if not key:
        return None
    value = codes.words.get(key)
    if value is None:
        if takes_back(half_width(text)):
            return None
        key = _key(NOTE.sub("", half_width(text))) or key
        value = codes.words.get(key)
    if value is None and (coded := _CODED.fullmatch(key)):
        value = codes.words.get(coded[2])
        by_code = codes.words.get(coded[1])
        value = None if by_code is not None and by_code != value else value
    return value if value is not None or not codes.inside else _inside(key, codes)


def _inside(key: str, codes: Codes) -> str | None:
    """The one value whose words stand inside the text; None where there are several."""
    values = {value for word, value in codes.words.items() if len(word) > 1 and word in key}
    return values.pop() if len(values) == 1 else None


def _key(text: str) -> str:
    return compact(text).upper().strip("。.,;:、")
