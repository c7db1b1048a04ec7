"""Syllables as local speech merges them, so that names taken down by ear can meet."""

import re

_ENDING = re.compile(r"ng$")
_RETROFLEX = re.compile(r"^([zcs])h")
_LIPS = {
    "hu": "fu",
    "hua": "fa",
    "huo": "fo",
    "huai": "fai",
    "hui": "fei",
    "huan": "fan",
    "hun": "fen",
    "huang": "fang",
}


def regional(syllable: str) -> str:
    """One spelling for syllables that much local speech does not tell apart: n/l, hu/f, zh/z ch/c sh/s, -n/-ng.

    >>> regional("niu") == regional("liu"), regional("huang") == regional("fang"), regional("zhen") == regional("zeng")
    (True, True, True)
    """
    merged = _LIPS.get(syllable, syllable)
    merged = _RETROFLEX.sub(r"\1", merged)
    merged = _ENDING.sub("n", merged)
    return "l" + merged[1:] if merged.startswith("n") else merged
