"""What became of a household that is gone, as some row tells it with its day: died, withdrew, moved, left relief."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import EventKind
from rescue_cli.values.id_number import is_valid_id

Tables = Mapping[str, pa.Table]
Row = Mapping[str, Any]
AWAY = (EventKind.LESS, EventKind.ENDS, EventKind.MOVED)
MOVED = "可能就是新增的{case}（姓名相同），请核对是不是同一户"


class Departures:
    """Events of households that are gone: those told of them while they were there, and those that rows of no household tell
    now of people with the number of one of theirs."""

    def __init__(self, before: Tables, after: Tables, now: Mapping[str, Row]) -> None:
        self._before, self._now = before, now
        self._own = _by(before["events"], f.CASE) if "events" in before else {}
        self._strays = _with_numbers(after) if "unplaced_events" in after else {}
        self._numbers: dict[str, set[str]] | None = None
        self._heads: dict[str, list[str]] = defaultdict(list)
        known = set(before["cases"][f.CASE].to_pylist())
        for case, row in now.items():
            if case not in known and row[f.HEAD_NAME]:
                self._heads[row[f.HEAD_NAME]].append(case)

    def of(self, case: str) -> list[str]:
        """In words, the earliest first."""
        if self._numbers is None:
            self._numbers = _numbers_of_cases(self._before)
        events = [*self._own.get(case, ())]
        for number in sorted(self._numbers.get(case, ())):
            events += self._strays.get(number, ())
        told_away = [event for event in events if event[c.EVENT_KIND] in AWAY]
        words = list(dict.fromkeys(map(_words, sorted(told_away, key=_order))))
        if any(event[c.EVENT_KIND] == EventKind.MOVED for event in told_away):
            head = next((row[f.HEAD_NAME] for row in self._cases(case)), None)
            words += [MOVED.format(case=other) for other in self._heads.get(head or "", ())]
        return words

    def _cases(self, case: str) -> list[dict[str, Any]]:
        cases = self._before["cases"]
        return cases.filter(pc.equal(cases[f.CASE], case)).select([f.HEAD_NAME]).to_pylist()


def _by(table: pa.Table, name: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in table.to_pylist():
        groups[row[name]].append(row)
    return groups


def _with_numbers(tables: Tables) -> dict[str, list[Row]]:
    """ID number → events that rows of no household tell of its bearer."""
    events = tables["unplaced_events"].to_pylist()
    if not events:
        return {}
    numbers = _number_at(tables["mentions"], {_row(event) for event in events})
    groups: dict[str, list[Row]] = defaultdict(list)
    for event in events:
        if (number := numbers.get(_row(event))) is not None:
            groups[number].append(event)
    return groups


def _number_at(mentions: pa.Table, rows: set[tuple[Any, ...]]) -> dict[tuple[Any, ...], str]:
    files = pa.array(sorted({row[0] for row in rows}), pa.string())
    near = mentions.filter(pc.is_in(mentions[f.SOURCE_FILE].cast(pa.string()), value_set=files))
    named = near.select([f.SOURCE_FILE, f.SHEET, f.ROW, f.ID_NUMBER]).to_pylist()
    return {_row(row): row[f.ID_NUMBER] for row in named if is_valid_id(row[f.ID_NUMBER]) and _row(row) in rows}


def _row(row: Row) -> tuple[Any, ...]:
    return (row[f.SOURCE_FILE], row[f.SHEET], row[f.ROW])


def _numbers_of_cases(tables: Tables) -> dict[str, set[str]]:
    """Case → the valid ID numbers of its people."""
    order = [(name, "ascending") for name in f.MENTION_KEY]
    numbers = tables["mentions"].sort_by(order)[f.ID_NUMBER].to_pylist()
    cases: Sequence[str | None] = tables["clusters"].sort_by(order)[f.CASE].to_pylist()
    people: dict[str, set[str]] = defaultdict(set)
    for case, number in zip(cases, numbers, strict=True):
        if case is not None and is_valid_id(number):
            people[case].add(number)
    return people


def _order(event: Row) -> tuple[object, ...]:
    return (event[c.DAY] or dt.date.max, event[c.EVENT], *map(str, _row(event)))


def _words(event: Row) -> str:
    day = event[c.DAY].isoformat() if event[c.DAY] else "日期未填"
    return f"{event[c.CONTENT]}（{day}，{event[f.SOURCE_FILE]}）"
