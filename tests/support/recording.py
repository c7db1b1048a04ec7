"""An engine that keeps what it was asked, and every stage run over rows in which every field of a pack says something."""

import datetime as dt
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.linkage import Linked
from rescue_cli.core.tables import FILES, ROWS, mentions_schema
from rescue_cli.core.townships import Township
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.judge import JudgeContext, Judged, Overseen, judge, oversee, register_judged
from rescue_cli.link import link
from rescue_cli.pack.model import Pack
from rescue_cli.pipeline.world_tables import possible_tables, with_worlds
from rescue_cli.settle import Remembered, Settled, Unanswered, possible_cases, settle

TOWNSHIPS = (Township("甲镇", (), ("东村", "西村")),)
DAY = dt.date(2022, 12, 31)
FAMILIES = "低保对象名册"  # the form in which two listings hold members too
IDS = ("990101196001010019", "990101196001010027")


@dataclass
class RecordingEngine:
    """DuckDB, and beside it `queries` (text → where it comes from: the table it makes, else module.function) and the
    names of the tables that were `made`."""

    queries: dict[str, str] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    inner: DuckEngine = field(default_factory=DuckEngine)

    def register(self, name: str, table: pa.Table) -> None:
        self.made.add(name)
        self.inner.register(name, table)

    def create(self, name: str, query: str) -> None:
        self.made.add(name)
        self.queries.setdefault(query, name)
        self.inner.create(name, query)

    def sql(self, query: str) -> pa.Table:
        caller = sys._getframe(1)
        self.queries.setdefault(query, f"{caller.f_globals['__name__'].split('.')[-1]}.{caller.f_code.co_name}")
        return self.inner.sql(query)

    def write_parquet(self, name: str, path: Path) -> None:
        self.inner.write_parquet(name, path)

    def close(self) -> None:
        self.inner.close()


def tables_read(query: str) -> set[str]:
    """The tables a query names, but for those it defines itself."""
    own = set(re.findall(r"(\w+) AS \(\s*SELECT", query))
    return set(re.findall(r'(?:(?<!DISTINCT )FROM|\bJOIN) "?(\w+)', query)) - own


@dataclass(frozen=True)
class StageRuns:
    """What each stage gave and asked, each on an engine of its own: "link", "settle", "judge", "oversee", "reports"."""

    engines: Mapping[str, RecordingEngine]
    mentions: pa.Table
    settled: Settled
    judged: Judged
    overseen: Overseen

    @property
    def queries(self) -> dict[str, str]:
        """Of all stages: text → where it comes from."""
        return {query: origin for engine in self.engines.values() for query, origin in engine.queries.items()}


def run_stages(pack: Pack) -> StageRuns:
    """Two listings of one household in every form of the pack that differ in every field, and one row a person."""
    mentions = _mentions(pack)
    engines = {name: RecordingEngine() for name in ("link", "settle", "judge", "oversee", "reports")}
    context = JudgeContext(DAY, TOWNSHIPS)
    linked, _ = link(engines["link"], mentions, pack)
    homes = sorted(set(linked.groups[f.HOUSEHOLD].drop_null().to_pylist()))
    numbers = {home: f"990101-{n:05d}" for n, home in enumerate(homes, start=1)}
    handed_on = Linked(linked.groups, linked.pairs, linked.counts)
    settled, _ = settle(engines["settle"], mentions, ROWS.empty_table(), FILES.empty_table(), handed_on, numbers, pack)
    possible = possible_cases(
        engines["settle"], mentions, handed_on, settled, pack, Remembered(), Unanswered(linked.pairs)
    )
    tables = {"cases": settled.cases, "mentions": mentions, "clusters": settled.clusters, **possible_tables(possible)}
    cases, rows, clusters = (with_worlds(tables, name) for name in ("cases", "mentions", "clusters"))
    judged, _ = judge(engines["judge"], cases, rows, clusters, settled.conflicts, pack, context, possible.worlds)
    overseen, _ = oversee(engines["oversee"], judged.facts, mentions, settled.clusters, pack, context)
    register_judged(engines["reports"], judged.determinations, judged.facts)
    return StageRuns(engines, mentions, settled, judged, overseen)


def _mentions(pack: Pack) -> pa.Table:
    schema = mentions_schema([(entry.name, entry.type) for entry in pack.input_fields])
    rows = [
        {name: _value(pack, name, listing) for name in schema.names}
        | {f.SOURCE_FILE: f"{listing}.xlsx", f.SHEET: form, f.ROW: listing + 1, f.MEMBER: None, f.FORM: form}
        | {
            f.OTHER_COLUMNS: None,
            f.UNREAD: None,
            f.CLEARED: None,
            f.SHOWN_DIGITS: None,
            f.FIRST_ROW: listing + 1 if listing else None,
        }
        for form in pack.forms
        for listing in range(2)
    ]
    return pa.Table.from_pylist([*rows, *_families(rows)], schema=schema)


def _families(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Two more listings of the household that share its head and differ in the member under it: linking compares them as
    a family."""
    heads = [
        row | {f.SOURCE_FILE: f"家庭{row[f.ROW]}.xlsx", f.FIRST_ROW: row[f.ROW]}
        for row in rows
        if row[f.FORM] == FAMILIES
    ]
    under = ({f.ROW: head[f.ROW] + 1, f.RELATION: "子女", f.ID_NUMBER: None} for head in heads)
    names = ("示范乙", "示范丙")
    return heads + [head | own | {f.NAME: name} for head, own, name in zip(heads, under, names, strict=True)]


def _value(pack: Pack, name: str, listing: int) -> Any:
    """What the listing says of a field: the same person in both, everything else different."""
    same = {f.HEAD_NAME: "示范甲", f.NAME: "示范甲", f.TOWNSHIP: "甲镇", f.RELATION: "户主", f.ID_NUMBER: IDS[0]}
    if name not in pack.vocabulary or name in same:
        return same.get(name)
    entry = pack.vocabulary[name]
    codes = [code.value for code in pack.codes[entry.codes].item] if entry.codes in pack.codes else ["甲", "乙"]
    by_type: dict[str, Any] = {
        "money": Decimal(100 + listing),
        "quotient": Decimal(100 + listing),
        "ratio": Decimal(listing),
        "count": 2 + listing,
        "date": dt.date(2022, 4 + listing, 1),
        "datetime": dt.datetime(2022, 4 + listing, 1, 10, 0),  # noqa: DTZ001 - cells have no time zone
        "yes_no": bool(listing),
        "choices": [codes[listing % len(codes)]],
        "choice": codes[listing % len(codes)],
        "phone": f"1990000000{listing}",
        "address": f"东村{listing + 1}号",
        "id_number": IDS[listing],
    }
    return by_type.get(entry.type, f"{name}{listing}")
