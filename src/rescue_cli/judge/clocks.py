"""The pack's clocks run over `facts`: what is owed for each case by which day (table `tasks`)."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.states import TaskState
from rescue_cli.core.tables import TASKS
from rescue_cli.engine.base import Engine
from rescue_cli.judge.due_dates import day_of, standing
from rescue_cli.judge.facts import FACTS, JudgeContext
from rescue_cli.judge.missing_facts import NOTHING, Gaps
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import checked
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sql import quoted


def build_tasks(engine: Engine, pack: m.Pack, context: JudgeContext) -> pa.Table:
    """One line for every case and clock whose `when` is true, cases in the order of 编号, clocks as the pack lists them."""
    lines = [line for clock in pack.rules.clock for line in _run(engine, pack, clock, context)]
    lines.sort(key=lambda line: line[f.CASE])
    return pa.Table.from_pylist(lines, schema=TASKS)


def _run(engine: Engine, pack: m.Pack, clock: m.Clock, context: JudgeContext) -> Iterator[dict[str, Any]]:
    scope = Scope.for_rules(pack)
    start = checked(clock.by or clock.start or "null", scope)
    done = checked(clock.done, scope).sql() if clock.done else "CAST(NULL AS DATE)"
    rows = engine.sql(
        f"SELECT {quoted(f.CASE)} AS c, {quoted(f.TOWNSHIP)} AS township, {start.sql()} AS start, {done} AS done,"
        f" CASE WHEN ({start.sql()}) IS NULL THEN {Gaps(pack).of(start.tree)} ELSE {NOTHING} END AS gaps"
        f" FROM {FACTS} WHERE ({checked(clock.when, scope).sql()}) IS TRUE ORDER BY c"
    ).to_pylist()
    for row in rows:
        stands = standing(clock, row["start"], row["done"], context.as_of)
        basis = f"{pack.head.short} {clock.clause}"
        yield {
            f.CASE: row["c"],
            "事项": clock.id,
            "名称": clock.title,
            "起算日": None if clock.by or row["start"] is None else day_of(row["start"]),
            "上次办理": row["done"] and day_of(row["done"]),
            "应办日": stands.due,
            "应办时刻": stands.at or None,
            "状态": stands.state,
            "逾期天数": stands.late,
            "责任单位": clock.who.replace("{镇街}", row["township"] or "镇街不明"),
            f.BASIS: f"{basis}（{stands.note}）" if stands.note else basis,
            f.MISSING: list(dict.fromkeys(row["gaps"])) or None if stands.state == TaskState.NO_START else None,
        }
