"""What a command leaves for a person, as data (table `to_do`): how much of what, and where it is answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core.answer_states import ToDo
from rescue_cli.core.change_tables import TO_DO

FILED_AS = (".xlsx", ".docx")  # what stands in 输出/ to be opened
ORDER = {item: place for place, item in enumerate(ToDo)}


@dataclass(frozen=True)
class Left:
    """`words`: what is to be done, with its number; `book`: the workbook of 输出/ (and its sheet) where it is answered, `how`
    where that needs other words or (empty) none."""

    item: ToDo
    count: int
    words: str
    book: str = ""
    how: str | None = None

    @property
    def sentence(self) -> str:
        """As one line of the screen."""
        return f"{self.words}：{self.where}" if self.where else self.words

    @property
    def where(self) -> str:
        """Where it is answered, in words."""
        return self.how if self.how is not None else f"见 {self.book}" if self.book else ""


def in_order(left: Iterable[Left]) -> list[Left]:
    """The most harmful first, else as they came."""
    return sorted(left, key=lambda entry: ORDER[entry.item])


def sentences(left: Iterable[Left]) -> tuple[str, ...]:
    """For the screen and `left` of an outcome."""
    return tuple(entry.sentence for entry in in_order(left))


def to_do_table(left: Iterable[Left]) -> pa.Table:
    """TO_DO, in order."""
    lines = [
        (str(entry.item), entry.count, entry.words, entry.book or entry.how or "", entry.where)
        for entry in in_order(left)
    ]
    rows = [dict(zip(TO_DO.names, line, strict=True)) for line in lines]
    return pa.Table.from_pylist(rows, schema=TO_DO)


def left_in(table: pa.Table) -> list[Left]:
    """What TO_DO holds."""
    return [
        Left(ToDo(line[c.ITEM]), line[c.COUNT], line[c.NOTE], _book(line), line[c.HOW]) for line in table.to_pylist()
    ]


def _book(line: Mapping[str, str]) -> str:
    """回答处 where it is a file of 输出/."""
    return line[c.ANSWERED_IN] if PurePosixPath(line[c.ANSWERED_IN]).suffix in FILED_AS else ""
