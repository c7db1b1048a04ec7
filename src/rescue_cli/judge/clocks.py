"""The pack's clocks run over `facts`, or over the rows of some forms: what is owed for each case by which day (`tasks`)."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import TaskState
from rescue_cli.core.tables import TASKS
from rescue_cli.engine.base import Engine
from rescue_cli.judge.clock_rows import inputs_of, matters_query, register_rows
from rescue_cli.judge.due_dates import standing
from rescue_cli.judge.facts import JudgeContext
from rescue_cli.judge.judge_tables import FACTS, MATTER, RUNNING, STANDINGS
from rescue_cli.judge.missing_facts import NOTHING, Gaps
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import checked
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sql import literal, quoted

_NO_DAY = "CAST(NULL AS DATE)"
_KEY = ("start", "done", "gaps")
_STANDING = pa.schema(
    [
        (c.DUE_DAY, pa.date32()),
        (c.DUE_MOMENT, pa.string()),
        (c.STATE, pa.string()),
        (c.DAYS_OVERDUE, pa.int64()),
        (c.OVERRUN, pa.string()),
        (c.NOTE, pa.string()),
        (f.MISSING, pa.list_(pa.string())),
    ]
)


def build_tasks(
    engine: Engine, facts: pa.Table, mentions: pa.Table, clusters: pa.Table, pack: m.Pack, context: JudgeContext
) -> pa.Table:
    """`TASKS`: one line for every case (or row) and clock whose `when` is true, by 编号, then as the pack lists its clocks.

    `facts`: as `judge` gave them; `mentions`: `mentions_schema`; `clusters`: `CLUSTERS`. Days count up to the as-of day of
    `context`.
    """
    if not pack.rules.clock:
        return TASKS.empty_table()
    engine.register(FACTS, facts)
    if any(clock.forms for clock in pack.rules.clock):
        register_rows(engine, mentions, clusters, pack, context.as_of)
    tasks = pa.concat_tables([_tasks_of(engine, pack, clock, context) for clock in pack.rules.clock])
    order = [(f.CASE, "ascending"), ("clock", "ascending")]
    clocks = [clock.id for clock in pack.rules.clock]
    place = pc.index_in(tasks[c.TASK], value_set=pa.array(clocks, pa.string()))
    return tasks.append_column("clock", place).sort_by(order).drop_columns(["clock"])


def _tasks_of(engine: Engine, pack: m.Pack, clock: m.Clock, context: JudgeContext) -> pa.Table:
    engine.create(RUNNING, matters_query(pack, clock) if clock.forms else _running_query(pack, clock))
    engine.register(STANDINGS, _standings(engine, pack, clock, context))
    return engine.sql(_tasks_query(pack, clock)).cast(TASKS)


def _running_query(pack: m.Pack, clock: m.Clock) -> str:
    """The cases the clock runs for: since when, when it was last done, and the facts the start lacks where it is unknown."""
    scope = Scope.for_rules(pack)
    start = checked(clock.by or clock.start or "null", scope)
    since = start.sql() if clock.by or clock.start else _NO_DAY
    done = checked(clock.done, scope).sql() if clock.done else _NO_DAY
    return (
        f"SELECT {quoted(f.CASE)}, {quoted(f.TOWNSHIP)}, CAST(NULL AS VARCHAR) AS {MATTER}, {since} AS start,"
        f" {done} AS done, CASE WHEN ({since}) IS NULL THEN {Gaps(pack).of(start.tree)} ELSE {NOTHING} END AS gaps"
        f" FROM {FACTS} WHERE ({checked(clock.when, scope).sql()}) IS TRUE"
    )


def _standings(engine: Engine, pack: m.Pack, clock: m.Clock, context: JudgeContext) -> pa.Table:
    """How the clock stands for each start and day done that occurs: thousands of cases share a few hundred days."""
    kinds = engine.sql(f"SELECT DISTINCT {', '.join(_KEY)} FROM {RUNNING}")
    hours = {"start": inputs_of(pack, clock, clock.start), "done": inputs_of(pack, clock, clock.done)}
    lines = [_standing(clock, line, hours, context) for line in kinds.to_pylist()]
    counted = pa.Table.from_pylist(lines, schema=_STANDING)
    return pa.table({**{name: kinds[name] for name in _KEY}, **{name: counted[name] for name in counted.column_names}})


def _standing(
    clock: m.Clock, line: dict[str, Any], hours: dict[str, list[str]], context: JudgeContext
) -> dict[str, Any]:
    """`hours`: the fields that tell the hour of the start and of what was done."""
    stands = standing(clock, line["start"], line["done"], context.as_of)
    lacking = [name for side in stands.hourless for name in hours[side]]
    gaps = [*line["gaps"], *lacking] if stands.state == TaskState.NO_START else lacking
    return {
        c.DUE_DAY: stands.due,
        c.DUE_MOMENT: stands.hour or None,
        c.STATE: stands.state,
        c.DAYS_OVERDUE: stands.late,
        c.OVERRUN: stands.overrun or None,
        c.NOTE: f"（{stands.note}）" if stands.note else "",
        f.MISSING: list(dict.fromkeys(gaps)) or None,
    }


def _tasks_query(pack: m.Pack, clock: m.Clock) -> str:
    start = _NO_DAY if clock.by else "CAST(r.start AS DATE)"
    township = f"coalesce(nullif(r.{quoted(f.TOWNSHIP)}, ''), '镇街不明')"
    same = " AND ".join(f"r.{name} IS NOT DISTINCT FROM s.{name}" for name in _KEY)
    columns = {
        f.CASE: f"r.{quoted(f.CASE)}",
        c.TASK: literal(clock.id),
        c.NAME: literal(clock.title),
        c.MATTER: f"r.{MATTER}",
        c.START: start,
        c.LAST_DONE: "CAST(r.done AS DATE)",
        c.WHO: f"replace({literal(clock.who)}, '{{镇街}}', {township})",
        f.BASIS: f"CONCAT({literal(f'{pack.head.short} {clock.clause}')}, s.{quoted(c.NOTE)})",
    }
    items = [f"{columns.get(name, f's.{quoted(name)}')} AS {quoted(name)}" for name in TASKS.names]
    return (
        f"SELECT {', '.join(items)} FROM {RUNNING} r JOIN {STANDINGS} s ON {same}"
        f" ORDER BY {', '.join(quoted(name) for name in (f.CASE, c.MATTER, c.START, c.LAST_DONE, c.STATE))}"
    )
