"""Names as linking compares them: sound, local sound, surname, letters, and how rare a name is."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rescue_cli.link.linkage_model import Model

_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_NOISE = re.compile(r"[\s·•・．.\-_*]+")
_LONGEST_WRITTEN_APART = 4  # places of a name compared one by one
_NONE: tuple[str | None, ...] = (None,) * _LONGEST_WRITTEN_APART


@dataclass(frozen=True, slots=True)
class Name:
    """One distinct name. `drops`: the name without its nth character (None beyond four characters or its end)."""

    text: str
    surname: str
    sound: str
    folded: str
    surname_sound: str
    letters: str
    characters: tuple[str | None, ...]
    drops: tuple[str | None, ...]
    share: float  # of the population, by the shipped table


def read_names(names: Sequence[str | None], model: Model) -> dict[str, Name]:
    """Every distinct name of the roster, read once."""
    return {name: _read(name, model) for name in sorted({name for name in names if name})}


def _read(written: str, model: Model) -> Name:
    text = _NOISE.sub("", _BRACKETS.sub("", written)) or written
    surname = text[:2] if text[:2] in model.names.surnames and len(text) > 2 else text[:1]
    syllables = [model.sounds.get(character, character) for character in text]
    merged = [model.regional.get(character, character) for character in text]
    return Name(
        text=text,
        surname=surname,
        sound=" ".join(syllables),
        folded=" ".join(merged),
        surname_sound=" ".join(merged[: len(surname)]),
        letters="".join(sorted(text)),
        characters=(*text, *_NONE[len(text) :]) if 1 < len(text) <= _LONGEST_WRITTEN_APART else _NONE,
        drops=_drops(text),
        share=_share(text, surname, model),
    )


def _drops(text: str) -> tuple[str | None, ...]:
    size = len(text)
    if not 1 < size <= _LONGEST_WRITTEN_APART:
        return _NONE
    return (*(f"{text[:n]}*{text[n + 1 :]}" for n in range(size)), *_NONE[size:])


def _share(text: str, surname: str, model: Model) -> float:
    given = text[len(surname) :]
    names = model.names
    share = names.surnames.get(surname, names.other_surname) / 10000
    for character in given:
        share *= model.character_share.get(character, names.other_character / 10000)
    return share * (names.single if len(given) <= 1 else 1 - names.single)


def rarity(share: float, count: int, rows: int, prior_rows: int) -> float:
    """Bits by which agreeing on a name says more than on a name one in ten thousand bears.

    The roster's own count is blended with the shipped share, so that a name written twice in a small roster stays rare.
    """
    blended = (count - 1 + prior_rows * share) / (rows + prior_rows)
    return math.log2(1e-4 / max(blended, 1e-8))
