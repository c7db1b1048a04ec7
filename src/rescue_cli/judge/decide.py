"""The stage: cases in, determinations and the facts they rest on out."""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.states import NO_HEAD
from rescue_cli.core.worlds import POSSIBLE
from rescue_cli.engine.base import Engine
from rescue_cli.judge.assumptions import overridden, silence, silent
from rescue_cli.judge.decided_worlds import true_case
from rescue_cli.judge.determinations import determine
from rescue_cli.judge.facts import JudgeContext, build_facts
from rescue_cli.judge.judge_tables import CASE_OF_ROW, DETERMINATIONS, FACTS, JUDGED, LINKED, WORLD, WORLDS
from rescue_cli.judge.judge_tables import POSSIBLE as POSSIBLE_CASES
from rescue_cli.judge.told_ways import BETWEEN, is_of_worlds
from rescue_cli.pack import model as m
from rescue_cli.pack.language.sql import literal, quoted
from rescue_cli.pack.rules_in_force import rules_in_force


@dataclass(frozen=True)
class Judged:
    """`determinations`: core.tables.DETERMINATIONS, by 编号; `facts`: one line a case with all fields and facts, by 编号;
    `worlds`: core.worlds.WORLDS, of the cases about which something is open; `first_worlds`: like `facts`, of those among
    them whose rows are in question, as the first answer makes them."""

    determinations: pa.Table
    facts: pa.Table
    worlds: pa.Table
    first_worlds: pa.Table


def judge(
    engine: Engine,
    cases: pa.Table,
    mentions: pa.Table,
    clusters: pa.Table,
    conflicts: pa.Table,
    pack: m.Pack,
    context: JudgeContext,
    possible: pa.Table | None = None,
) -> tuple[Judged, list[Finding]]:
    """Decide every case by the rules in force on the day of `context`.

    `cases`: `cases_schema`; `mentions`: `mentions_schema`; `clusters`: `CLUSTERS`; `conflicts`: `CONFLICTS`.
    `possible`: `POSSIBLE`, about those of `cases` that are no cases but worlds of one; mentions and clusters speak of them too.
    Findings: JUDGE-LIST-AGAINST-FORM.
    """
    pack = rules_in_force(pack, context.as_of)
    build_facts(engine, cases, mentions, clusters, pack, context)
    engine.register(POSSIBLE_CASES, POSSIBLE.empty_table() if possible is None else possible)
    determinations, worlds = determine(engine, pack, conflicts)
    return Judged(determinations, _of_cases(engine), worlds, _of_first_worlds(engine)), _overridden_assumptions(
        engine, pack
    )


def _of_cases(engine: Engine) -> pa.Table:
    """`facts` of the cases themselves: what is told in several ways by the first of them."""
    facts = engine.sql(
        f"SELECT * FROM {FACTS} WHERE NOT contains({quoted(WORLD)}, {literal(BETWEEN)}) ORDER BY {quoted(f.CASE)}"
    )
    return facts.drop_columns([name for name in facts.column_names if is_of_worlds(name)])


def _of_first_worlds(engine: Engine) -> pa.Table:
    """`facts` of the first world of each case that was settled anew under every answer, by the number of the case."""
    facts = engine.sql(
        f"SELECT *, {true_case()} AS number FROM {FACTS} WHERE contains({quoted(f.CASE)}, {literal(BETWEEN)})"
        f" AND {quoted(WORLD)} IN (SELECT world FROM {WORLDS} WHERE n = 1) ORDER BY {quoted(f.CASE)}"
    )
    facts = facts.set_column(facts.schema.get_field_index(f.CASE), f.CASE, facts["number"]).drop_columns(["number"])
    return facts.drop_columns([name for name in facts.column_names if is_of_worlds(name)])


def register_judged(engine: Engine, determinations: pa.Table, facts: pa.Table) -> None:
    """Lay down what reports read: `facts`, and `judged`, one line a determination with the facts of its case beside it."""
    engine.register(FACTS, _with_head_named(facts))
    engine.register(DETERMINATIONS, determinations)
    beside = ", ".join(f"h.{quoted(name)}" for name in facts.column_names if name != f.CASE)
    engine.create(
        JUDGED,
        f"SELECT d.*, {beside} FROM {DETERMINATIONS} d JOIN {FACTS} h ON d.{quoted(f.CASE)} = h.{quoted(f.CASE)}",
    )


def _with_head_named(facts: pa.Table) -> pa.Table:
    """A household nobody names is shown as such, never by a blank one may take for the line above."""
    if f.HEAD_NAME not in facts.column_names:
        return facts
    names = pc.fill_null(facts[f.HEAD_NAME], NO_HEAD)
    return facts.set_column(facts.schema.get_field_index(f.HEAD_NAME), f.HEAD_NAME, names)


def _overridden_assumptions(engine: Engine, pack: m.Pack) -> list[Finding]:
    """A case that stands in a roster meant for others: a list contradicts what the roster means by silence."""
    findings = []
    for stem, assumed in silence(pack):
        condition = f"{silent(pack, stem, assumed)} AND {overridden(pack, assumed)}"
        place = ", ".join(f"l.{quoted(name)}" for name in (f.SOURCE_FILE, f.SHEET, f.ROW))
        rows = engine.sql(
            f"SELECT h.{quoted(f.CASE)}, h.{quoted(f.TOWNSHIP)}, {place} FROM"
            f" (SELECT * FROM {FACTS} WHERE {condition} AND NOT contains({quoted(WORLD)}, {literal(BETWEEN)})) h JOIN {LINKED} l ON l.{CASE_OF_ROW} = h.{quoted(f.CASE)}"
            f" WHERE l.{quoted(f.FORM)} = {literal(stem)} ORDER BY ALL"
        ).to_pylist()  # as few as the findings
        for row in rows:
            facts = {f.CASE: row[f.CASE], "表": stem, f.BASIS: assumed.clause}
            where = (row[f.SOURCE_FILE], row[f.SHEET], row[f.ROW], "", row[f.TOWNSHIP] or "")
            findings.append(Finding("JUDGE-LIST-AGAINST-FORM", *where, field=assumed.field, facts=facts))
    return findings
