"""Comparing two lists of people: for every row of the one whether it stands in the other, how sure that is, and whether the
other list could be asked at all.

Three outcomes. A list that is absent, stale or only partly read gives hits, and never 未命中: who was not found in it was
not compared (未比对). So was a row that says too little, and one that may be the same person as a doubtful pair says.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import Band, ListAnswer
from rescue_cli.values.id_number import is_valid_id

EXACT, REPAIRED, OTHERWISE = TIERS = (  # how sure a hit is, the surest first
    "身份证号一致",
    "身份证号残缺或有误，姓名等相符",
    "没有可比的身份证号，姓名与住址、电话等相符",
)

NOT_RECEIVED = "名单没有收到，或没有读出一行"
Row = Mapping[str, Any]  # of mentions
Key = tuple[Any, ...]  # its place: MENTION_KEY


@dataclass(frozen=True)
class ListState:
    """One list that was asked: rows, rows with a valid ID number, its latest day, and why it cannot say no ("" if it can)."""

    rows: int
    valid: int
    day: dt.date | None
    fault: str

    @property
    def brief(self) -> str:
        """The first reason why it cannot say no; the others are named once, with the list."""
        first, _, more = self.fault.partition("；")
        return f"{first}等，见“名单情况”" if more else first

    @property
    def coverage(self) -> str:
        """How much of the list can be looked up by number, in words."""
        return f"{self.rows}行，{self.valid}行有有效身份证号"


@dataclass(frozen=True)
class Answer:
    """What is known of one row; `other` is the row of the other list, `others` all of the same person, that one first; `why`
    says why it was not compared."""

    row: Row
    outcome: ListAnswer
    tier: str = ""
    other: Row | None = None
    evidence: str = ""
    why: str = ""
    others: tuple[Row, ...] = ()


def list_state(rows: Sequence[Row], faults: Iterable[str], as_of: dt.date, max_age: int | None) -> ListState:
    """`faults`: files or rows of the list that could not be read. `max_age`: days after which a list is stale."""
    days = [row[f.LIST_DATE] for row in rows if row.get(f.LIST_DATE)]
    day = max(days) if days else None
    why = list(faults)
    if not rows:
        why.insert(0, NOT_RECEIVED)
    if rows and day is not None and max_age is not None and (as_of - day).days > max_age:
        why.append(f"名单截至{day.isoformat()}，已超过{max_age}天")
    return ListState(len(rows), sum(is_valid_id(row[f.ID_NUMBER]) for row in rows), day, "；".join(why))


def compare_rows(
    asked: Sequence[Row], others: Sequence[Row], persons: Mapping[Key, str], pairs: pa.Table, state: ListState
) -> list[Answer]:
    """One answer a row of `asked`, in its order. `persons`: mention → 人员组; `pairs`: PAIRS of the same run."""
    by_person: dict[str, list[Row]] = defaultdict(list)
    for row in others:
        by_person[persons[key_of(row)]].append(row)
    evidence, doubtful = _evidence(pairs), _doubtful(pairs)
    listed = {key_of(row): row for row in others}
    kinds = [kind for kind in _KINDS if any(_says(row, kind) for row in others)]
    answers = []
    for row in asked:
        same = by_person.get(persons[key_of(row)], [])
        if same:
            answers.append(_hit(row, same, evidence))
        else:
            answers.append(_miss(row, [listed[key] for key in doubtful[key_of(row)] if key in listed], kinds, state))
    return answers


# What a row can be known by beside its name.
_KINDS = (f.ID_NUMBER, f.PHONE, f.ADDRESS, f.BIRTH_DATE)


def _says(row: Row, kind: str) -> bool:
    return is_valid_id(row[kind]) if kind == f.ID_NUMBER else bool(row.get(kind))


def key_of(row: Row) -> Key:
    """Where a row stands."""
    return tuple(row[name] for name in f.MENTION_KEY)


def _evidence(pairs: pa.Table) -> dict[frozenset[Key], str]:
    """Why two rows are taken as one or asked about, in words."""
    lefts, rights = _rows_of(pairs, c.LEFT), _rows_of(pairs, c.RIGHT)
    words = pairs[c.EVIDENCE].to_pylist()
    return {frozenset((left, right)): why for left, right, why in zip(lefts, rights, words, strict=True)}


def _doubtful(pairs: pa.Table) -> dict[Key, list[Key]]:
    """For each row those it may be one with, as nobody has said yet."""
    undecided = pairs.filter(pc.equal(pairs[c.BAND], Band.OPEN))
    doubtful: dict[Key, list[Key]] = defaultdict(list)
    for left, right in zip(_rows_of(undecided, c.LEFT), _rows_of(undecided, c.RIGHT), strict=True):
        doubtful[left].append(right)
        doubtful[right].append(left)
    return doubtful


def _rows_of(pairs: pa.Table, side: Sequence[str]) -> Iterable[Key]:
    return zip(*(pairs[name].to_pylist() for name in side), strict=True)


def _tier(row: Row, other: Row) -> int:
    """Place among TIERS."""
    own, others = row[f.ID_NUMBER], other[f.ID_NUMBER]
    if own is not None and own == others and is_valid_id(own):
        return 0
    return 1 if own is not None and others is not None else 2


def _hit(row: Row, same: Sequence[Row], evidence: Mapping[frozenset[Key], str]) -> Answer:
    """The surest of the rows of this person, of equally sure ones that of the latest list."""

    def rank(other: Row) -> tuple[Any, ...]:
        return (_tier(row, other), -(other.get(f.LIST_DATE) or dt.date.min).toordinal(), *map(str, key_of(other)))

    best, *more = sorted(same, key=rank)
    words = evidence.get(frozenset((key_of(row), key_of(best)))) or _alike(row, best)
    return Answer(row, ListAnswer.HIT, TIERS[_tier(row, best)], best, words, others=(best, *more))


def _alike(row: Row, other: Row) -> str:
    """What two rows of one person share that linking did not pair: both are one with a third row, such as an older list's."""
    shared = [f"{name}相同" for name in (f.ID_NUMBER, f.PHONE, f.ADDRESS) if row[name] and row[name] == other[name]]
    named = (row[f.NAME] or row[f.HEAD_NAME]) == (other[f.NAME] or other[f.HEAD_NAME])
    return "；".join([*shared, *(["姓名相同"] if named else [])]) or "与另一行是同一人，由那一行认定"


def _miss(row: Row, maybe: Sequence[Row], kinds: Sequence[str], state: ListState) -> Answer:
    """A row with no hit: 未命中 only where the list could be asked about it. `maybe`: rows a person has to judge first."""
    if maybe:
        return Answer(row, ListAnswer.UNKNOWN, other=maybe[0], why="与名单里的一行疑似同一人，待裁定")
    if state.fault:
        return Answer(row, ListAnswer.UNKNOWN, why=state.brief)
    if not (row[f.NAME] or row[f.HEAD_NAME]):
        return Answer(row, ListAnswer.UNKNOWN, why="没有姓名，比不了")
    if not any(_says(row, kind) for kind in kinds):
        return Answer(row, ListAnswer.UNKNOWN, why="除姓名外没有两边都有的信息（身份证号、电话、住址），比不了")
    return Answer(row, ListAnswer.MISS)
