"""What every kind of answer has in common: what a reader gets, what it gives back, how contradictions are told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rescue_cli.core.errors import InputError
from rescue_cli.pipeline.session import Session
from rescue_cli.record.lines import Entry
from rescue_cli.workbooks.reading.answered_book import AnswerRow, answer_rows
from rescue_cli.workbooks.reading.sheet import Sheet
from rescue_cli.workbooks.reading.workbook_reader import read_workbook

OUTDATED = "这一问已经变了或不再有，请用最新的表重填"


class Outdated(str):
    """A fault: an answer to what is no longer asked."""

    __slots__ = ()


class Contradiction(str):
    """A fault: of two answers only one can be so."""

    __slots__ = ()


def outdated(place: str) -> Outdated:
    """The fault of the answer that stands at `place`."""
    return Outdated(f"{place}：{OUTDATED}")


@dataclass(frozen=True)
class Filled:
    """A workbook that came back: its name for messages, and its bytes."""

    name: str
    data: bytes

    def rows(self, headings: Sequence[str], optional: Sequence[str] = ()) -> list[AnswerRow] | None:
        """The rows under these headings (and the `optional` ones that are there). Raises InputError where the workbook
        cannot be read."""
        return answer_rows(self.sheets, headings, optional)

    @cached_property
    def sheets(self) -> list[Sheet]:
        """All its sheets, read once. Raises InputError."""
        return read_workbook(self.data)


@dataclass(frozen=True)
class Who:
    """Who answered and when (ISO date and time); both are written beside each answer."""

    by: str
    when: str

    def signature(self) -> dict[str, str]:
        """As both stand in a line of the journal."""
        return {"by": self.by, "when": self.when}


@dataclass
class Taken:
    """What a reader makes of a workbook: entries for the journal, faults as sentences (Outdated, Contradiction or another),
    rows without an answer."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    blank: int = 0


Reader = Callable[[Session, Filled, Who], Taken]


@dataclass(frozen=True)
class Kind:
    """`name`: the custom property by which the workbook is known; `headings`: those of its sheet, by which it is known
    where a program dropped the property; `title`: what the clerk calls it."""

    name: str
    title: str
    headings: tuple[str, ...]
    reader: Reader


def recorded(session: Session, kind: str) -> tuple[Entry, ...]:
    """Answers of a kind given before: the same may be given again, another outweighs them."""
    return session.record.journal.of_kind(kind) if session.record else ()


def contradictions(entries: Sequence[tuple[str, Entry]], key: Callable[[Entry], object]) -> list[str]:
    """Sentences for answers that cannot both stand; `entries` with the places they come from, `key`: what is answered."""
    first: dict[object, tuple[str, Mapping[str, object]]] = {}
    faults: list[str] = []
    for place, entry in entries:
        content = {name: value for name, value in entry.body.items() if name not in ("by", "when")}
        other, earlier = first.setdefault(key(entry), (place, content))
        if earlier != content:
            faults.append(Contradiction(f"{place}：与 {other} 的回答矛盾"))
    return faults


def unreadable(filled: Filled, error: InputError) -> str:
    """The sentence for a workbook that cannot be opened."""
    return f"{filled.name}：{error}"
