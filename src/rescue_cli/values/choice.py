"""Words from a code list (代码表): one of them, or several in a cell. A word outside the list is never bent to fit."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rescue_cli.values.parsed import Cell, Parsed, cell_text, compact, half_width, not_given, unique

UNKNOWN, ITEM_UNKNOWN, NONE_MIXED = "INTAKE-CHOICE-UNKNOWN", "INTAKE-CHOICES-UNKNOWN", "INTAKE-CHOICES-NONE-MIXED"
_NUMBERED = re.compile(r"(?:^|(?<=[\s,，;；、。]))[(（]?\d{1,2}[)）.、．](?!\d)|[①-⑳]")
_BETWEEN = re.compile(r"[、,，;；/|\\\s]+")
_NOTE = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class Codes:
    """A code list made ready for look-up: normalised word → value. `none` is the value that says 无."""

    words: Mapping[str, str]
    none: str | None = None


def make_codes(items: Iterable[tuple[str, Iterable[str]]], none: str | None = None) -> Codes:
    """`Codes` from (value, synonyms) pairs. A value always means itself, even where another's synonyms name it."""
    pairs = [(value, tuple(synonyms)) for value, synonyms in items]
    words = {_key(word): value for value, synonyms in pairs for word in synonyms}
    words.update({_key(value): value for value, _ in pairs})
    return Codes(words, none)


def parse_choice(cell: Cell, codes: Codes) -> Parsed[str]:
    """The value of the list the cell means; None with a finding where the list has no such word."""
    written = cell_text(cell)
    value = _find(written, codes)
    if value is None and not_given(written):
        return Parsed(changed=bool(written.strip()))
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
    pieces = [piece for piece in _BETWEEN.split(half_width(_NUMBERED.sub("、", written))) if piece]
    found = [(piece, _find(piece, codes)) for piece in pieces]
    values = tuple(unique(value or piece for piece, value in found))
    if not values:
        return Parsed(changed=True)
    unknown = unique(piece for piece, value in found if value is None)
    changed = values != tuple(pieces)
    if unknown:
        return Parsed(values, ITEM_UNKNOWN, changed, "、".join(unknown))
    mixed = len(values) > 1 and codes.none in values
    return Parsed(values, NONE_MIXED if mixed else "", changed)


def _find(text: str, codes: Codes) -> str | None:
    key = _key(text)
    if not key:
        return None
    value = codes.words.get(key)
    return value if value is not None else codes.words.get(_key(_NOTE.sub("", half_width(text))) or key)


def _key(text: str) -> str:
    return compact(text).upper().strip("。.,;:、")
