"""The fields an unknown heading may mean, the nearest first: offered to a person, never taken by itself."""

from collections.abc import Iterator

from rapidfuzz import fuzz

from rescue_cli.intake.recognition.heading_fields import key_of
from rescue_cli.pack.model import Pack

OFFERED = 8
NEAR = 50.0  # of 100; below it two headings have little in common


def nearest_fields(heading: str, form: str | None, pack: Pack) -> list[str]:
    """At most eight fields whose names or aliases are like `heading` (levels joined by "/"), the likest first.

    Fields of `form` come before others that are equally like. The list is empty where nothing is near.
    """
    wanted = {key_of(heading), key_of(heading.rpartition("/")[2])} - {""}
    own = {column.field for column in pack.forms[form].column} if form in pack.forms else set()
    scored = [
        (max((_likeness(text, word) for text in wanted for word in words), default=0.0), name in own, name)
        for name, words in _words(form, pack)
    ]
    near = sorted((entry for entry in scored if entry[0] >= NEAR), key=lambda e: (-round(e[0]), not e[1], e[2]))
    return [name for _, _, name in near[:OFFERED]]


def _words(form: str | None, pack: Pack) -> Iterator[tuple[str, set[str]]]:
    """Every input field with the headings it is known by, in the form and in the dictionary."""
    columns = pack.forms[form].column if form in pack.forms else ()
    aliases = {column.field: column.aliases for column in columns}
    for entry in pack.input_fields:
        yield entry.name, {key_of(word) for word in (entry.name, *entry.aliases, *aliases.get(entry.name, ()))}


def _likeness(text: str, word: str) -> float:
    """0 to 100: words in another order (月人均 and 人均月) are as like as words in the same."""
    shared = len(set(text) & set(word))
    return max(fuzz.ratio(text, word), 200 * shared / (len(set(text)) + len(set(word))))
