"""The stage: linked mentions in; cases, persons, events, conflicts, clusters and the balance out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.linkage import Linked
from rescue_cli.core.states import Handling
from rescue_cli.core.tables import CLUSTERS, CONFLICTS, cases_schema
from rescue_cli.engine.base import Engine
from rescue_cli.pack.model import Pack
from rescue_cli.record.case_numbers import Past
from rescue_cli.settle.balance import balance, balance_findings
from rescue_cli.settle.case_sources import lay_out
from rescue_cli.settle.chosen_values import Remembered, carry_out, of_current_numbers
from rescue_cli.settle.field_values import DIFFERS, SENDER, Chosen, choose, fields_said
from rescue_cli.settle.number_findings import number_findings
from rescue_cli.settle.people_and_events import events, persons
from rescue_cli.settle.settle_tables import CASES, SOURCES

ASKED = (Handling.HELD, Handling.FOR_NOW)  # of these a person is asked
_NOTHING = Remembered()


@dataclass(frozen=True)
class Settled:
    """Each a table of `core.tables`, sorted; `cases` by `cases_schema`."""

    cases: pa.Table
    persons: pa.Table
    events: pa.Table
    conflicts: pa.Table
    clusters: pa.Table
    balance: pa.Table


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

    Findings: SETTLE-CONFLICT for every field of a case whose sources disagree, SETTLE-CASE-… for numbers that went to
    another household than before, SETTLE-BALANCE-OPEN where rows are lost.
    """
    lay_out(engine, mentions, linked, numbers, pack)
    cases = engine.sql(f"SELECT c FROM {CASES} ORDER BY c")["c"]
    taken = of_current_numbers(remembered.choices, remembered.past)
    chosen = {
        entry.name: carry_out(entry.name, choose(engine, entry, pack), cases, taken)
        for entry in fields_said(engine, pack)
    }
    disagreements = [choice.conflicts for choice in chosen.values() if choice.conflicts is not None]
    accounts = balance(engine, rows, files)
    settled = Settled(
        cases=_cases(engine, chosen, pack, remembered.past),
        persons=persons(engine),
        events=events(engine, pack),
        conflicts=_conflicts(disagreements),
        clusters=_clusters(engine),
        balance=accounts,
    )
    findings = [finding for table in disagreements for finding in _conflict_findings(table)]
    findings += number_findings(engine, remembered.past)
    return settled, sorted([*findings, *balance_findings(accounts)], key=Finding.sort_key)


def _cases(engine: Engine, chosen: Mapping[str, Chosen], pack: Pack, past: Past) -> pa.Table:
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
        chosen[field.name].values.cast(field.type)
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


def _conflict_findings(table: pa.Table) -> Iterable[Finding]:
    """One finding for each case a person still has to look at: at the first source that says otherwise, naming both."""
    asked = table.filter(pc.is_in(table[c.HANDLING], value_set=pa.array([*ASKED], pa.string())))
    for case, lines in groupby(asked.to_pylist(), key=lambda line: line[f.CASE]):
        sources = list(lines)
        other = next(line for line in sources if line[DIFFERS])
        taken = sources[0][c.CARRIED]
        yield Finding(
            "SETTLE-CONFLICT",
            file=other[f.SOURCE_FILE],
            sheet=other[f.SHEET] or "",
            row=other[f.ROW],
            township=other[SENDER] or "",
            field=other[c.FIELD],
            value=other[c.VALUE],
            facts={
                f.CASE: case,
                "一处": _quoted(sources[0]),
                "另一处": _quoted(other),
                "取用": "暂不取值，待核实" if taken is None else f"暂取“{taken}”",
            },
        )


def _quoted(line: Mapping[str, str]) -> str:
    place = " › ".join(part for part in (line[f.SOURCE_FILE], line[f.SHEET], f"第{line[f.ROW]}行") if part)
    return f"“{line[c.VALUE]}”（{place}）"


def _clusters(engine: Engine) -> pa.Table:
    names = ", ".join(f'"{name}"' for name in CLUSTERS.names)
    return engine.sql(f"SELECT {names} FROM {SOURCES} ORDER BY i").cast(CLUSTERS)
