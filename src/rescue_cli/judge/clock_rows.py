"""Clocks that run for every row of some forms: each clue, each urgent case has its own start and its own answer."""

import datetime as dt

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.engine.base import Engine
from rescue_cli.judge.case_rows import linked_query
from rescue_cli.judge.judge_tables import CASE_OF_ROW, CLUSTERS, CONTEXT, FACTS, LINKED, MATTER, MENTIONS
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import checked
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sql import literal, quoted, run_facts

# What was done on the day of the start without its hour is not before it.
_NOT_BEFORE = (
    "(since IS NULL OR done >= since OR (done = DATE_TRUNC('day', done) AND CAST(done AS DATE) = CAST(since AS DATE)))"
)


def register_rows(engine: Engine, mentions: pa.Table, clusters: pa.Table, pack: m.Pack, as_of: dt.date) -> None:
    """Lay down the rows of the cases, with the run's facts beside them."""
    engine.register(MENTIONS, mentions)
    engine.register(CLUSTERS, clusters)
    engine.create(CONTEXT, f"SELECT {run_facts(pack, as_of)}")
    engine.create(LINKED, linked_query(mentions, pack))


def matters_query(pack: m.Pack, clock: m.Clock) -> str:
    """The matters of each case the clock runs for: number, since when, when answered (the first time that is not before
    its start), and the fields that do not say the start."""
    scope = Scope.for_forms(pack, clock.forms)
    start, done = (checked(text or "null", scope).sql() for text in (clock.by or clock.start, clock.done))
    number = f"CAST({quoted(clock.each)} AS VARCHAR)" if clock.each else "CAST(NULL AS VARCHAR)"
    place = ", ".join(
        f"CASE WHEN {number} IS NULL THEN {quoted(key)} END AS k{n}" for n, key in enumerate(f.MENTION_KEY)
    )
    keys = ", ".join(f"k{n}" for n in range(len(f.MENTION_KEY)))
    forms = ", ".join(literal(form) for form in clock.forms)
    rows = (
        f"SELECT {CASE_OF_ROW} AS home, {number} AS {MATTER}, {place}, {start} AS start, {done} AS done FROM {LINKED}"
        f" WHERE {quoted(f.FORM)} IN ({forms}) AND ({checked(clock.when, scope).sql()}) IS TRUE"
    )
    begun = f"SELECT *, MIN(start) OVER (PARTITION BY home, {MATTER}, {keys}) AS since FROM ({rows})"
    matters = (
        f"SELECT home, {MATTER}, since, MIN(done) FILTER (WHERE {_NOT_BEFORE}) AS done FROM ({begun})"
        f" GROUP BY home, {MATTER}, {keys}, since"
    )
    lacking = f"[{', '.join(map(literal, inputs_of(pack, clock, clock.by or clock.start)))}]"
    return (
        f"SELECT h.{quoted(f.CASE)}, h.{quoted(f.TOWNSHIP)}, q.{MATTER}, q.since AS start, q.done,"
        f" CASE WHEN q.since IS NULL THEN {lacking} ELSE CAST([] AS VARCHAR[]) END AS gaps"
        f" FROM ({matters}) q JOIN {FACTS} h ON h.{quoted(f.CASE)} = q.home"
    )


def inputs_of(pack: m.Pack, clock: m.Clock, text: str | None) -> list[str]:
    """The fields of forms that an expression of the clock rests on, through gathered and derived facts."""
    if text is None:
        return []
    scope = Scope.for_forms(pack, clock.forms) if clock.forms else Scope.for_rules(pack)
    derived = {derive.field: derive.expression for derive in pack.rules.derive}
    gathered = {gather.field: gather for gather in pack.rules.gather}
    inputs = {entry.name for entry in pack.input_fields}
    reached: dict[str, None] = {}
    queue = list(checked(text, scope).fields)
    while queue:
        name = queue.pop(0)
        if name in reached:
            continue
        reached[name] = None
        if name in gathered and not clock.forms:
            own = Scope.for_forms(pack, gathered[name].forms)
            queue += checked(gathered[name].value, own, aggregate=True).fields
        elif name in derived and not clock.forms:
            queue += checked(derived[name], scope).fields
    return [name for name in reached if name in inputs]
