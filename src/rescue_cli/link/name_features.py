"""Names as linking compares them: sound, local sound, surname, letters, and how rare a name is."""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rescue_cli.link.linkage_model import Model
from rescue_cli.values.sound import regional
from rescue_cli.values.traditional_characters import simplified

_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_NOISE = re.compile(r"[\s·•・．.\-_]+")
HIDDEN = "*"  # a character of a name that does not show
_UNKNOWN = re.compile(r"[*＊?？□○〇◯×✕]|(?<![A-Za-z])[xX]+(?![A-Za-z])")
_WORD = re.compile(r"[A-Za-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{2,6}")  # a rare character written as it sounds
_SOMEBODY = re.compile("某+$")  # 李某, 李某某: how long the name is does not show either
_PLAIN = re.compile(r"[\u3400-\u4dbf\u4e00-\u67cf\u67d1-\u9fff]{2,4}")  # Han characters but 某
_CLAN = "氏"  # 张王氏: a married woman by her husband's surname and her own
_LONGEST_WRITTEN_APART = 4  # places of a name compared one by one
UNCOMMON = 2e-5  # share of the population by the shipped table; what `common_given` holds never counts
_NONE: tuple[str | None, ...] = (None,) * _LONGEST_WRITTEN_APART


@dataclass(frozen=True, slots=True)
class Name:
    """One distinct name. `drops`: the name without its nth character (None beyond four characters or its end)."""

    text: str
    surname: str
    sound: str | None  # None: not all of it shows
    folded: str | None
    surname_sound: str | None
    letters: str
    characters: tuple[str | None, ...]  # None: hidden
    drops: tuple[str | None, ...]
    length: int | None  # None: not known
    mask: str | None  # the text with HIDDEN in it; None: all of it shows
    maiden: str | None  # the own surname of a 张王氏
    nickname: bool  # it has the looks of one
    bare: bool  # and no surname before it
    uncommon: bool  # two of 100,000 people bear it, and fewer
    share: float  # of the population, by the shipped table


def read_names(names: Sequence[str | None], model: Model) -> dict[str, Name]:
    """Every distinct name of the roster, read once."""
    return {name: _read(simplified(name), model) for name in sorted({name for name in names if name})}


def _read(written: str, model: Model) -> Name:
    if _PLAIN.fullmatch(written):  # as nearly all are
        return _whole(written, [], model)
    plain = _NOISE.sub("", _BRACKETS.sub("", written)) or written
    if plain.isascii():  # a foreign name, or none
        return _whole(plain, [], model)
    blotted = _UNKNOWN.sub(lambda unknown: HIDDEN * len(unknown[0]), plain)
    words = _WORD.findall(blotted)
    text = _SOMEBODY.sub(HIDDEN * 2, _WORD.sub(HIDDEN, blotted))
    if HIDDEN not in text:
        return _whole(text, [], model)
    heard = [] if len(words) < text.count(HIDDEN) else [sound_of(word) for word in words]
    return replace(
        _whole(text, heard, model),
        characters=_places(text),
        drops=(text, None, None, None) if text.count(HIDDEN) == 1 else _NONE,
        length=None if _SOMEBODY.search(plain) else len(text),
        mask=text,
        letters=text,
    )


def _whole(text: str, heard: Sequence[str], model: Model) -> Name:
    """`heard`: the syllables of the hidden characters in their order; without them such a name has no sound."""
    surname = text[:2] if text[:2] in model.names.surnames and len(text) > 2 else text[:1]
    syllables = _syllables(text, heard, model)
    merged = [model.regional.get(place) or regional(syllable) for place, syllable in zip(text, syllables, strict=True)]
    heard_all = all(syllables)
    return Name(
        text=text,
        surname=surname,
        sound=" ".join(syllables) if heard_all else None,
        folded=" ".join(merged) if heard_all else None,
        surname_sound=" ".join(merged[: len(surname)]) or None,
        letters="".join(sorted(text)),
        characters=_places(text),
        drops=_drops(text),
        share=(share := _share(text, surname, model)),
        uncommon=share < UNCOMMON and text[len(surname) :] not in model.common_given,
        length=len(text),
        mask=None,
        nickname=_looks_like_nickname(text[len(surname) :], model),
        bare=surname not in model.names.surnames and _looks_like_nickname(text, model),
        maiden=text[-2] if text.endswith(_CLAN) and 1 < len(text) <= _LONGEST_WRITTEN_APART else None,
    )


def _syllables(text: str, heard: Sequence[str], model: Model) -> list[str]:
    if HIDDEN not in text:
        return [model.sounds.get(place, place) for place in text]
    spoken = iter(heard)
    return [next(spoken, "") if place == HIDDEN else model.sounds.get(place, place) for place in text]


def _looks_like_nickname(given: str, model: Model) -> bool:
    names = model.names
    twice = len(given) == 2 and given[0] == given[1]
    return twice or given[:1] in tuple(names.nickname_starts) or any(c in names.nickname_characters for c in given)


def sound_of(word: str) -> str:
    """A syllable written out, without its tone.

    >>> sound_of("Xiǎo")
    'xiao'
    """
    bare = unicodedata.normalize("NFD", word.lower().replace("ü", "v"))
    return "".join(letter for letter in bare if letter.isascii())


def _places(text: str) -> tuple[str | None, ...]:
    if not 1 < len(text) <= _LONGEST_WRITTEN_APART:
        return _NONE
    return (*(None if place == HIDDEN else place for place in text), *_NONE[len(text) :])


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
