"""What is owed and whether it came: clocks of the cases, coverage, control totals; and relations between standards."""

from dataclasses import dataclass

import pyarrow as pa

from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.judge.case_rows import ALL_ROWS, all_rows_query
from rescue_cli.judge.clocks import build_tasks
from rescue_cli.judge.controls import build_controls
from rescue_cli.judge.coverage import build_coverage
from rescue_cli.judge.facts import JudgeContext
from rescue_cli.judge.standard_relations import check_relations
from rescue_cli.pack import model as m


@dataclass(frozen=True)
class Overseen:
    """Tables of `core.tables`: TASKS, COVERAGE, CONTROLS."""

    tasks: pa.Table
    coverage: pa.Table
    controls: pa.Table


def oversee(engine: Engine, pack: m.Pack, context: JudgeContext) -> tuple[Overseen, list[Finding]]:
    """After `judge`, on the tables it left on the engine."""
    if pack.head.coverage or pack.head.control:
        engine.create(ALL_ROWS, all_rows_query())
    coverage, uncovered = build_coverage(engine, pack, context)
    controls, differing = build_controls(engine, pack)
    found = sorted([*uncovered, *differing, *check_relations(engine, pack, context)], key=Finding.sort_key)
    return Overseen(build_tasks(engine, pack, context), coverage, controls), found
