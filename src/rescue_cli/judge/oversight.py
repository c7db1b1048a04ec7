"""What is owed and whether it came: clocks of the cases, coverage, control totals; and relations between standards."""

from dataclasses import dataclass

import pyarrow as pa

from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.judge.case_rows import all_rows_query
from rescue_cli.judge.clocks import build_tasks
from rescue_cli.judge.controls import build_controls
from rescue_cli.judge.coverage import build_coverage
from rescue_cli.judge.facts import JudgeContext
from rescue_cli.judge.judge_tables import ALL_ROWS, CLUSTERS, MENTIONS
from rescue_cli.judge.standard_relations import check_relations
from rescue_cli.pack import model as m


@dataclass(frozen=True)
class Overseen:
    """Tables of `core.tables`: TASKS, COVERAGE, CONTROLS."""

    tasks: pa.Table
    coverage: pa.Table
    controls: pa.Table


def oversee(
    engine: Engine, facts: pa.Table, mentions: pa.Table, clusters: pa.Table, pack: m.Pack, context: JudgeContext
) -> tuple[Overseen, list[Finding]]:
    """What is owed of the judged cases and by the senders.

    `facts`: as `judge` gave them; `mentions`: `mentions_schema`; `clusters`: `CLUSTERS`. Findings:
    JUDGE-COVERAGE-SHORT, JUDGE-CONTROL-DIFFERS, JUDGE-STANDARD-RELATION, JUDGE-STANDARD-UNVERIFIED.
    """
    if pack.head.coverage or pack.head.control:
        engine.register(MENTIONS, mentions)
        engine.register(CLUSTERS, clusters)
        engine.create(ALL_ROWS, all_rows_query())
    coverage, uncovered = build_coverage(engine, pack, context)
    controls, differing = build_controls(engine, pack)
    findings = sorted([*uncovered, *differing, *check_relations(engine, pack, context)], key=Finding.sort_key)
    return Overseen(build_tasks(engine, facts, mentions, clusters, pack, context), coverage, controls), findings
