"""What the scripts here share: a roster or a folder as mentions, the forms it is read by, and the measures."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
from county_folder import files_of
from generate import HOUSEHOLDS, LIST, PEOPLE

from rescue_cli.core.tables import mentions_schema
from rescue_cli.pack import model as m
from rescue_cli.pack.load import load_pack
from rescue_cli.pipeline.session import session_of_files
from rescue_cli.pipeline.stages import read_and_check

Pairs = set[tuple[int, int]] | frozenset[tuple[int, int]]
DAY = dt.date(2026, 1, 1)  # folders are read as of


class Measured(NamedTuple):
    """Of pairs found against true pairs."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.recall else 0.0


def linking_pack() -> m.Pack:
    """The shipped dictionary with three plain forms: a roster by household, one by person, and a list."""
    base = load_pack("xixia-2019")
    column = (m.Column(field="户主姓名"), m.Column(field="姓名"))
    forms = {
        name: m.Form(title=name, grain=grain, role=role, clause="测试", column=column)
        for name, grain, role in (
            (HOUSEHOLDS, "household", "roster"),
            (PEOPLE, "person", "roster"),
            (LIST, "household", "reference"),
        )
    }
    return base.model_copy(update={"forms": forms})


def as_mentions(rows: Sequence[dict[str, Any]], pack: m.Pack) -> pa.Table:
    """The rows as a mentions table, in their order."""
    schema = mentions_schema([(entry.name, entry.type) for entry in pack.input_fields])
    told = {name for row in rows for name in row}
    columns = [
        pa.array([row.get(field.name) for row in rows], field.type)
        if field.name in told
        else pa.nulls(len(rows), field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def read_tables(folder: Path) -> tuple[pa.Table, m.Pack]:
    """The tables of a folder as `dedupe` reads them, and the pack it reads them by."""
    session = session_of_files(files_of(folder), "national", today=DAY, as_of=DAY)
    return read_and_check(session)[0].mentions, session.pack


def true_pairs(persons: Sequence[int]) -> Pairs:
    """Every two rows of one person."""
    return pairs_within(persons)


def pairs_within(groups: Sequence[Any]) -> Pairs:
    """Every two rows of one group."""
    rows: dict[Any, list[int]] = defaultdict(list)
    for n, group in enumerate(groups):
        rows[group].append(n)
    return {(a, b) for found in rows.values() for n, a in enumerate(found) for b in found[n + 1 :]}


def measure(found: Pairs, true: Pairs) -> Measured:
    hits = len(found & true)
    return Measured(hits / len(found) if found else 1.0, hits / len(true) if true else 1.0)


def closed(size: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """The cluster of every row when `pairs` are taken as one."""
    parent = list(range(size))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in pairs:
        parent[max(root(a), root(b))] = min(root(a), root(b))
    return [root(i) for i in range(size)]


def tally(words: Iterable[str]) -> list[tuple[str, int]]:
    """Most frequent first."""
    return sorted(Counter(words).items(), key=lambda pair: (-pair[1], pair[0]))
