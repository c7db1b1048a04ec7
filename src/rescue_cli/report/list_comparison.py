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

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.values.id_number import is_valid_id

HIT, MISS, UNKNOWN = "命中", "未命中", "未比对"
OUTCOMES = (HIT, MISS, UNKNOWN)
EXACT, REPAIRED, OTHERWISE = (
    "身份证号一致",
    "身份证号残缺或有误，姓名等相符",
    "没有可比的身份证号，姓名与住址、电话等相符",
)
TIERS = (EXACT, REPAIRED, OTHERWISE)
SIDES = (("左文件", "左表", "左行", "左成员"), ("右文件", "右表", "右行", "右成员"))

Row = Mapping[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class ListState:
    """One list that was asked: rows, rows with a valid ID number, its latest day, and why it cannot say no ("" if it can)."""

    rows: int
    valid: int
    day: dt.date | None
    fault: str

    @property
    def coverage(self) -> str:
        return f"{self.rows}行，{self.valid}行有有效身份证号"


@dataclass(frozen=True)
class Answer:
    """What was found for one row; `other` is the row of the other list, `why` says why it was not compared."""

    row: Row
    outcome: str
    tier: str = ""
    other: Row | None = None
    evidence: str = ""
    why: str = ""


def list_state(rows: Sequence[Row], faults: Iterable[str], as_of: dt.date, max_age: int | None) -> ListState:
    """`faults`: files or rows of the list that could not be read. `max_age`: days after which a list is stale."""
    days = [row[f.LIST_DATE] for row in rows if row.get(f.LIST_DATE)]
    day = max(days) if days else None
    told = list(faults)
    if not rows:
        told.insert(0, "名单没有收到，或没有读出一行")
    if rows and day is not None and max_age is not None and (as_of - day).days > max_age:
        told.append(f"名单截至{day.isoformat()}，已超过{max_age}天")
    return ListState(len(rows), sum(is_valid_id(row[f.ID_NUMBER]) for row in rows), day, "；".join(told))


def compare_rows(
    asked: Sequence[Row], others: Sequence[Row], persons: Mapping[Key, str], pairs: pa.Table, state: ListState
) -> list[Answer]:
    """One answer a row of `asked`, in its order. `persons`: mention → 人员组; `pairs`: PAIRS of the same run."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in others:
        found[persons[_key(row)]].append(row)
    evidence, doubtful = _evidence(pairs)
    listed = {_key(row): row for row in others}
    kinds = [kind for kind in _KINDS if any(_says(row, kind) for row in others)]
    answers = []
    for row in asked:
        same = found.get(persons[_key(row)], [])
        if same:
            answers.append(_hit(row, same, evidence))
        else:
            answers.append(_miss(row, [listed[key] for key in doubtful[_key(row)] if key in listed], kinds, state))
    return answers


# What a row can be known by beside its name.
_KINDS = (f.ID_NUMBER, f.PHONE, f.ADDRESS, f.BIRTH_DATE)


def _says(row: Row, kind: str) -> bool:
    return is_valid_id(row[kind]) if kind == f.ID_NUMBER else bool(row.get(kind))


def _key(row: Row) -> Key:
    return tuple(row[name] for name in f.MENTION_KEY)


def _evidence(pairs: pa.Table) -> tuple[dict[frozenset[Key], str], dict[Key, list[Key]]]:
    """The words of each pair, and for each row those it may be one with."""
    words: dict[frozenset[Key], str] = {}
    doubtful: dict[Key, list[Key]] = defaultdict(list)
    for line in pairs.to_pylist():
        left, right = (tuple(line[name] for name in side) for side in SIDES)
        words[frozenset((left, right))] = line[c.EVIDENCE]
        if line[c.BAND] == "待裁定":
            doubtful[left].append(right)
            doubtful[right].append(left)
    return words, doubtful


def _tier(one: Row, other: Row) -> int:
    a, b = one[f.ID_NUMBER], other[f.ID_NUMBER]
    if a is not None and a == b and is_valid_id(a):
        return 0
    return 1 if a is not None and b is not None else 2


def _hit(row: Row, same: Sequence[Row], evidence: Mapping[frozenset[Key], str]) -> Answer:
    """The surest of the rows of this person, of equally sure ones that of the latest list."""
    ranked = sorted(
        same,
        key=lambda one: (_tier(row, one), -(one.get(f.LIST_DATE) or dt.date.min).toordinal(), *map(str, _key(one))),
    )
    best = ranked[0]
    words = evidence.get(frozenset((_key(row), _key(best)))) or _alike(row, best)
    return Answer(row, HIT, TIERS[_tier(row, best)], best, words)


def _alike(one: Row, other: Row) -> str:
    """What two rows of one person share that linking did not pair: both are one with a third row, such as an older list's."""
    shared = [f"{name}相同" for name in (f.ID_NUMBER, f.PHONE, f.ADDRESS) if one[name] and one[name] == other[name]]
    named = (one[f.NAME] or one[f.HEAD_NAME]) == (other[f.NAME] or other[f.HEAD_NAME])
    return "；".join([*shared, *(["姓名相同"] if named else [])]) or "与另一行是同一人，由那一行认定"


def _miss(row: Row, maybe: Sequence[Row], kinds: Sequence[str], state: ListState) -> Answer:
    if maybe:
        return Answer(row, UNKNOWN, other=maybe[0], why="与名单里的一行疑似同一人，待裁定")
    if state.fault:
        return Answer(row, UNKNOWN, why=state.fault)
    if not (row[f.NAME] or row[f.HEAD_NAME]):
        return Answer(row, UNKNOWN, why="没有姓名，比不了")
    if not any(_says(row, kind) for kind in kinds):
        return Answer(row, UNKNOWN, why="除姓名外没有两边都有的信息（身份证号、电话、住址），比不了")
    return Answer(row, MISS)
