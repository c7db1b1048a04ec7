"""Nearest known name, for messages."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name most like `word`, or None where nothing is near. Ties go to the first in sorted order."""
    names = sorted(set(known))
    close = get_close_matches(word, names, n=1, cutoff=0.5)
    if close:
        return close[0]
    shared = [name for name in names if len(set(name) & set(word)) >= 2]
    return max(shared, key=lambda name: SequenceMatcher(None, name, word).ratio(), default=None)
