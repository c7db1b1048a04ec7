"""The stage: linked mentions in; cases, persons, events, conflicts, clusters and the balance out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.linkage import Linked
from rescue_cli.core.tables import CLUSTERS, CONFLICTS, cases_schema
from rescue_cli.engine.base import Engine
from rescue_cli.pack.model import Pack, VocabularyField
from rescue_cli.record.case_numbers import Past
from rescue_cli.settle.balance import balance, balance_findings
from rescue_cli.settle.case_heads import chosen_heads, lay_out_heads
from rescue_cli.settle.case_sources import HOME_CASE, lay_out
from rescue_cli.settle.chosen_values import Choices, Remembered, carry_out, of_current_numbers
from rescue_cli.settle.conflict_findings import conflict_findings
from rescue_cli.settle.field_values import Chosen, choose, fields_said
from rescue_cli.settle.number_findings import number_findings
from rescue_cli.settle.people_and_events import events, persons
from rescue_cli.settle.place_conflicts import settle_places
from rescue_cli.settle.places import PARTS
from rescue_cli.settle.settle_tables import CASES, SOURCES

_NOTHING = Remembered()


@dataclass(frozen=True)
class Settled:
    """Each a table of `core.tables`, sorted; `cases` by `cases_schema`. `unplaced`: EVENTS that rows of no case tell."""

    cases: pa.Table
    persons: pa.Table
    events: pa.Table
    conflicts: pa.Table
    clusters: pa.Table
    balance: pa.Table
    unplaced: pa.Table


def settle(
    engine: Engine,
    mentions: pa.Table,
    rows: pa.Table,
    files: pa.Table,
    linked: Linked,
    numbers: Mapping[str, str],
    pack: Pack,
    remembered: Remembered = _NOTHING,
) -> tuple[Settled, list[Finding]]:
    """Make one case of every household in `numbers` (户组 → 编号).

    Findings: SETTLE-CONFLICT for every field of a case whose sources disagree, SETTLE-TWO-PLACES for a case that rosters
    list in two villages or townships, SETTLE-CASE-… for numbers that went to
    another household than before, SETTLE-BALANCE-OPEN where rows are lost.
    """
    lay_out(engine, mentions, linked, numbers, pack)
    cases = engine.sql(f"SELECT c FROM {CASES} ORDER BY c")["c"]
    taken = of_current_numbers(remembered.choices, remembered.past)
    lay_out_heads(engine, pack, {})
    entries = fields_said(engine, pack)
    places = settle_places(engine, pack, [entry.name for entry in entries], cases, taken)
    chosen = _chosen(engine, entries, pack, cases, taken)
    disagreements = [choice.conflicts for choice in chosen.values() if choice.conflicts is not None]
    values = {**{name: choice.values for name, choice in chosen.items()}, **places.columns}
    accounts = balance(engine, rows, files)
    settled = Settled(
        cases=_cases(engine, values, pack, remembered.past),
        persons=persons(engine),
        events=events(engine, pack),
        conflicts=_conflicts([places.conflicts, *disagreements]),
        clusters=_clusters(engine),
        balance=accounts,
        unplaced=events(engine, pack, placed=False),
    )
    findings = [finding for table in disagreements for finding in conflict_findings(table)]
    findings += places.findings
    findings += number_findings(engine, remembered.past)
    return settled, sorted([*findings, *balance_findings(accounts)], key=Finding.sort_key)


def _chosen(
    engine: Engine, entries: Iterable[VocabularyField], pack: Pack, cases: pa.ChunkedArray, choices: Choices
) -> dict[str, Chosen]:
    """Every field but the place; first who the head is, for the rest speaks of that person."""
    chosen: dict[str, Chosen] = {}
    for entry in sorted(entries, key=lambda entry: entry.name != f.HEAD_NAME):
        if entry.name in PARTS:
            continue
        settled = choose(engine, entry, pack)
        chosen[entry.name] = carry_out(entry.name, settled, cases, choices)
        if entry.name == f.HEAD_NAME and (picks := chosen_heads(settled.conflicts, choices)):
            lay_out_heads(engine, pack, picks)
    return chosen


def _cases(engine: Engine, chosen: Mapping[str, pa.ChunkedArray], pack: Pack, past: Past) -> pa.Table:
    # Rows of one place (wide rows, one a person) are named once, in the order of the rows.
    about = engine.sql(
        f"""SELECT k.c AS "{f.CASE}", s.sources AS "{f.SOURCES}", s.n AS "{f.MENTION_COUNT}" FROM {CASES} k JOIN (
                SELECT c, sum(n) AS n, string_agg(place, '；' ORDER BY first) AS sources FROM (
                    SELECT "{f.CASE}" AS c, count(*) AS n, min(i) AS first,
                           concat_ws(' › ', "{f.SOURCE_FILE}", nullif("{f.SHEET}", ''),
                                     '第' || "{f.ROW}" || '行') AS place
                    FROM {SOURCES} WHERE "{f.CASE}" IS NOT NULL GROUP BY c, place)
                GROUP BY c) s ON k.c = s.c ORDER BY k.c"""
    )
    former = pa.array([list(others) for others in past.former.values()], pa.list_(pa.string()))
    index = pc.index_in(about[f.CASE], value_set=pa.array(list(past.former), pa.string()))
    about = about.append_column(f.FORMER, pc.take(former, index))
    schema = cases_schema([(entry.name, entry.type) for entry in pack.input_fields])
    columns = [
        chosen[field.name].cast(field.type)
        if field.name in chosen
        else about[field.name].cast(field.type)
        if field.name in about.column_names
        else pa.nulls(about.num_rows, field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _conflicts(disagreements: Iterable[pa.Table]) -> pa.Table:
    parts = [table.select(CONFLICTS.names).cast(CONFLICTS) for table in disagreements]
    if not parts:
        return CONFLICTS.empty_table()
    # The order within one case and field says which source was taken, so it is kept: the sort is stable.
    joined = pa.concat_tables(parts)
    order = joined.append_column("n", pa.array(range(joined.num_rows), pa.int64()))
    return order.sort_by([(f.CASE, "ascending"), ("n", "ascending")]).drop_columns(["n"])


def _clusters(engine: Engine) -> pa.Table:
    names = ", ".join(f'{HOME_CASE} AS "{f.CASE}"' if name == f.CASE else f'"{name}"' for name in CLUSTERS.names)
    return engine.sql(f"SELECT {names} FROM {SOURCES} ORDER BY i").cast(CLUSTERS)
