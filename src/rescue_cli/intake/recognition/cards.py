"""Cards: one household a sheet, 户主姓名 beside its name, 家庭住址 beside its address. They are told from tables and named."""

from collections.abc import Sequence
from itertools import pairwise

from rescue_cli.intake.recognition.heading_fields import Headings
from rescue_cli.intake.recognition.table_layout import LOOK_AT, Line

_FEWEST = 3  # words for fields in the first two lines together


def is_card(lines: Sequence[Line], known: Headings) -> bool:
    """Whether the first two lines that name fields are a card's: each field with its value beside, other fields each.

    In heading rows the words stand side by side; in a card a value, or room for it, is between any two.
    """
    labelled = [(line, words) for line in lines[:LOOK_AT] if (words := known.words(line.contents))][:2]
    if len(labelled) < 2 or not all(_is_of_card(line, words, known) for line, words in labelled):
        return False
    first, second = (words for _, words in labelled)
    return not first & second and len(first | second) >= _FEWEST and known.name_people(first | second)


def _is_of_card(line: Line, words: frozenset[str], known: Headings) -> bool:
    places = [place for place in line.filled if known.words([line.cells[place]])]
    return len(words) < len(line.filled) and all(after - before > 1 for before, after in pairwise(places))
