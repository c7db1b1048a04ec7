"""The mentions as settling reads them: on the engine, in their sorted order, each with its case and its rank."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.linkage import Linked
from rescue_cli.engine.base import Engine
from rescue_cli.pack.model import Pack, Role
from rescue_cli.values.address import address_key
from rescue_cli.values.id_number import is_valid_id

HEAD = "户主"  # the relation of the head to the head
SOURCES = "settle_sources"
CASES = "settle_cases"

# Whose word goes first. 三（二）2, 三（三）2: what was examined and surveyed stands above what was reported.
RANK: Mapping[Role, int] = {"result": 1, "survey": 2, "roster": 3, "clue": 4, "reference": 5}


# The day a source speaks of: of the decision, the visit, else the list.
DAYS = (f.RESULT_DATE, f.VISIT_DATE, f.LIST_DATE)


def lay_out(engine: Engine, mentions: pa.Table, linked: Linked, numbers: Mapping[str, str], pack: Pack) -> None:
    """Build `settle_sources` (every mention, with i, 人员组, 户组, 编号, rank, member, valid_id, dated, door) and
    `settle_cases`.

    `member`: the line speaks of someone who is not the head, so what it says of the person is not said of the case.
    Raises ValueError where `linked` is not about these mentions, KeyError where a household has no number.
    """
    order = [(name, "ascending") for name in f.MENTION_KEY]
    rows, groups = mentions.sort_by(order), linked.groups.sort_by(order)
    if rows.select(list(f.MENTION_KEY)).to_pydict() != groups.select(list(f.MENTION_KEY)).to_pydict():
        raise ValueError("linked.groups does not cover these mentions")
    households = groups[f.HOUSEHOLD].to_pylist()
    forms = [pack.forms[str(form)] for form in rows[f.FORM].to_pylist()]
    added: dict[str, pa.Array] = {
        "i": pa.array(range(rows.num_rows), pa.int64()),
        f.PERSON: groups[f.PERSON].combine_chunks(),
        f.HOUSEHOLD: groups[f.HOUSEHOLD].combine_chunks(),
        f.CASE: pa.array([None if home is None else numbers[home] for home in households], pa.string()),
        "rank": pa.array([RANK.get(form.role) for form in forms], pa.int64()),  # null: speaks of nobody in need
        "member": pa.array(_members(rows, [form.grain == "person" for form in forms]), pa.bool_()),
        "valid_id": pa.array([is_valid_id(number) for number in _column(rows, f.ID_NUMBER)], pa.bool_()),
        "dated": pa.array(
            [_first(days) for days in zip(*(_column(rows, day) for day in DAYS), strict=True)], pa.date32()
        ),
        "door": pa.array(_doors(rows, households), pa.string()),
    }
    for name, column in added.items():
        rows = rows.append_column(name, column)
    for name, kind in ((f.CLEARED, pa.list_(pa.string())), (f.FIRST_ROW, pa.int32())):
        if name not in rows.column_names:
            rows = rows.append_column(name, pa.nulls(rows.num_rows, kind))
    engine.register(SOURCES, rows)
    engine.create(CASES, f'SELECT DISTINCT "{f.CASE}" AS c FROM {SOURCES} WHERE "{f.CASE}" IS NOT NULL')


def _members(rows: pa.Table, of_persons: list[bool]) -> list[bool]:
    """Whether each line is of a member and not of the head: by its own columns, its relation, else the two names."""
    told = (_column(rows, name) for name in (f.MEMBER, f.FIRST_ROW, f.ROW, f.RELATION, f.HEAD_NAME, f.NAME))
    return [_is_member(by_person, *line) for by_person, line in zip(of_persons, zip(*told, strict=True), strict=True)]


def _is_member(
    by_person: bool,
    order: int | None,
    first: int | None,
    row: int,
    relation: str | None,
    head: str | None,
    name: str | None,
) -> bool:
    if order is not None:
        return True
    if first is None:
        return by_person and None not in (head, name) and name != head
    if relation is not None:
        return relation != HEAD
    return row != first if name is None else head not in (None, name)


def _doors(rows: pa.Table, households: Sequence[str | None]) -> list[str | None]:
    """What is compared of each address, read only where a household has several: to read one takes longer than the rest."""
    places = list(zip(*(_column(rows, name) for name in (f.ADDRESS, f.TOWNSHIP, f.VILLAGE)), strict=True))
    written: dict[str | None, set[tuple[str | None, ...]]] = defaultdict(set)
    for home, place in zip(households, places, strict=True):
        if place[0] is not None:
            written[home].add(place)
    several = {home for home, found in written.items() if len(found) > 1}
    return [address_key(*place) if home in several else None for home, place in zip(households, places, strict=True)]


def _first(days: Sequence[Any]) -> Any:
    return next((day for day in days if day is not None), None)


def _column(rows: pa.Table, name: str) -> list[Any]:
    return rows[name].to_pylist() if name in rows.column_names else [None] * rows.num_rows
