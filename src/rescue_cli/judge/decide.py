"""Rules over `facts`: the first that is not false decides (true) or leaves 待核实 (null); `hit = "all"` is listed beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from sqlglot import exp

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.tables import DETERMINATIONS
from rescue_cli.engine.base import Engine
from rescue_cli.judge.facts import FACTS, JudgeContext, assumed_column, build_facts, overridden, silence, silent
from rescue_cli.judge.missing_facts import NOTHING, Gaps
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import COMPARISONS, checked, emit
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sentences import printed, template_fields, template_sql
from rescue_cli.pack.language.sql import literal, quoted
from rescue_cli.pack.rules_in_force import rules_in_force

JUDGED = "judged"
NO_RULE = "无规则适用"


@dataclass(frozen=True)
class Judged:
    """`determinations`: core.tables.DETERMINATIONS; `facts`: one line a case with all fields and facts."""

    determinations: pa.Table
    facts: pa.Table


def judge(
    engine: Engine,
    cases: pa.Table,
    mentions: pa.Table,
    clusters: pa.Table,
    conflicts: pa.Table,
    pack: m.Pack,
    context: JudgeContext,
) -> tuple[Judged, list[Finding]]:
    """Decide every case. Leaves `facts` and `judged` (one line a determination with its case's facts) on the engine."""
    pack = rules_in_force(pack, context.as_of)
    build_facts(engine, cases, mentions, clusters, pack, context)
    rows = _decided(engine, pack)
    held = _held_values(conflicts)
    lines = [_line(row, pack, held) for row in rows.to_pylist()]
    order = {rule.id: index for index, rule in enumerate(pack.rules.rule)}
    lines.sort(key=lambda line: (line[f.CASE], line[f.GROUP] is None, order.get(line[f.RULE], -1)))
    determinations = pa.Table.from_pylist(lines, schema=DETERMINATIONS)
    register_judged(engine, determinations)
    facts = engine.sql(f"SELECT * FROM {FACTS} ORDER BY {quoted(f.CASE)}")
    return Judged(determinations, facts), _overridden_assumptions(engine, pack)


def register_judged(engine: Engine, determinations: pa.Table) -> None:
    """`judged` = determinations ⨝ facts, for reports."""
    engine.register("judge_determinations", determinations)
    engine.create(
        JUDGED,
        f"SELECT d.*, facts.* EXCLUDE ({quoted(f.CASE)}) FROM judge_determinations d JOIN {FACTS} USING ({quoted(f.CASE)})",
    )


def _decided(engine: Engine, pack: m.Pack) -> pa.Table:
    """编号, 规则序, 知 (true or null), 说 (reason), 缺 (gaps), for deciding rules and for every rule listed beside them."""
    scope = Scope.for_rules(pack)
    gaps = Gaps(pack)
    conditions = {rule.id: checked(rule.when, scope) for rule in pack.rules.rule}
    first = [rule for rule in pack.rules.rule if rule.hit == "first"]
    steps = " ".join(f"WHEN COALESCE({conditions[rule.id].sql()}, TRUE) THEN {literal(rule.id)}" for rule in first)
    chosen = f"CASE {steps} ELSE {literal(NO_RULE)} END" if steps else literal(NO_RULE)
    engine.create("judge_chosen", f"SELECT *, {chosen} AS 判定规则 FROM {FACTS}")
    pieces = [
        f"SELECT {quoted(f.CASE)}, {literal(NO_RULE)} AS 规则, FALSE AS 知, '' AS 说, {NOTHING} AS 缺 FROM judge_chosen WHERE 判定规则 = {literal(NO_RULE)}"
    ]
    for rule in pack.rules.rule:
        condition = conditions[rule.id]
        where = f"判定规则 = {literal(rule.id)}" if rule.hit == "first" else f"({condition.sql()}) IS TRUE"
        missing = gaps.of(condition.tree) if rule.hit == "first" else NOTHING
        pieces.append(
            f"SELECT {quoted(f.CASE)}, {literal(rule.id)}, ({condition.sql()}) IS TRUE, {_reason(rule, condition.tree, pack, scope)},"
            f" CASE WHEN ({condition.sql()}) IS NULL THEN {missing} ELSE {NOTHING} END FROM judge_chosen WHERE {where}"
        )
    lines = engine.sql(" UNION ALL ".join(pieces))
    return _without_repeats(lines, pack)


def _without_repeats(lines: pa.Table, pack: m.Pack) -> pa.Table:
    """A rule listed beside the group does not repeat the deciding outcome of the same phase."""
    rules = {rule.id: rule for rule in pack.rules.rule}
    deciding = {}
    rows = lines.to_pylist()
    for row in rows:
        rule = rules.get(row[f.RULE])
        if rule is not None and rule.hit == "first":
            deciding[row[f.CASE]] = (rule.outcome, rule.phase)
    kept = [
        row
        for row in rows
        if (rule := rules.get(row[f.RULE])) is None
        or rule.hit == "first"
        or (rule.outcome, rule.phase) != deciding.get(row[f.CASE])
    ]
    return pa.Table.from_pylist(kept, schema=lines.schema)


def _reason(rule: m.Rule, tree: exp.Expression, pack: m.Pack, scope: Scope) -> str:
    """The reason's SQL: the sentence (or the undivided figures where a gap would print as 0.00), remarks, assumptions."""
    text = template_sql(rule.because, scope.types)
    if rule.because_close and (close := _close(rule, tree, scope)):
        text = f"CASE WHEN {close} THEN {template_sql(rule.because_close, scope.types)} ELSE {text} END"
    parts = [text]
    for remark in pack.rules.remark:
        if rule.id in remark.rules:
            parts.append(
                f"CASE WHEN {checked(remark.when, scope).sql()} THEN {template_sql(remark.say, scope.types)} ELSE '' END"
            )
    for name in _assumed_fields(rule, pack, scope):
        said = f"CONCAT('；{name}未填，按', {printed(name, scope.types[name])}, '计（', {quoted(assumed_column(name))}, '）')"
        parts.append(f"CASE WHEN {quoted(assumed_column(name))} IS NOT NULL THEN {said} ELSE '' END")
    return f"CONCAT({', '.join(parts)})"


def _close(rule: m.Rule, tree: exp.Expression, scope: Scope) -> str:
    """SQL: two figures of the rule differ by less than prints, or a printed gap is not zero but shows as 0.00."""
    tests = []
    for node in tree.find_all(*COMPARISONS):
        left, right = emit(node.this, scope), emit(node.expression, scope)
        if all(_is_quotient(side, scope) for side in (node.this, node.expression)):
            tests.append(f"({left} <> {right} AND ABS({left} - {right}) < 0.005)")
    for name in template_fields(rule.because):
        if scope.types[name] == "quotient":
            tests.append(f"({quoted(name)} <> 0 AND ABS({quoted(name)}) < 0.005)")
    return " OR ".join(f"COALESCE({test}, FALSE)" for test in tests)


def _is_quotient(node: exp.Expression, scope: Scope) -> bool:
    return isinstance(node, exp.Column) and scope.types[node.name] in ("quotient", "money")


def _assumed_fields(rule: m.Rule, pack: m.Pack, scope: Scope) -> list[str]:
    """Fields the rule rests on, through derived facts, that some form assumes."""
    derived = {derive.field: derive.value for derive in pack.rules.derive}
    seen: list[str] = []
    queue = list(checked(rule.when, scope).fields)
    while queue:
        name = queue.pop(0)
        if name not in seen:
            seen.append(name)
            queue += checked(derived[name], scope).fields if name in derived else ()
    assumed = dict.fromkeys(entry.field for _, entry in silence(pack))
    return [name for name in assumed if name in seen]


def _held_values(conflicts: pa.Table) -> dict[tuple[str, str], list[str]]:
    """(编号, 字段) → the differing values of a field nobody has decided yet."""
    held: dict[tuple[str, str], list[str]] = {}
    for row in conflicts.to_pylist():
        if not row[c.CARRIED]:
            values = held.setdefault((row[f.CASE], row[c.FIELD]), [])
            if row[c.VALUE] not in values:
                values.append(row[c.VALUE])
    return held


def _line(row: Mapping[str, Any], pack: m.Pack, held: Mapping[tuple[str, str], Sequence[str]]) -> dict[str, Any]:
    """One determination."""
    rule = next((rule for rule in pack.rules.rule if rule.id == row[f.RULE]), None)
    if rule is None:
        return _undetermined(row, f.PRELIMINARY, "没有一条规则适用于本户的情况，请人工判定", "", [])
    basis = f"{rule.basis.notice or pack.head.short} {rule.basis.clause}"
    if not row["知"]:
        missing = _in_dictionary_order(row["缺"], pack)
        question = rule.id if rule.outcome == f.UNDETERMINED else rule.outcome
        lacking = f"缺少{'、'.join(missing)}" if missing else "所依据的事实不明"
        text = f"{lacking}，不能判断是否“{question}”"
        for name in missing:
            if values := held.get((row[f.CASE], name)):
                text += f"；{name}各来源不一致：{'、'.join(values)}"
        return _undetermined(row, rule.phase, text, basis, missing)
    return {
        f.CASE: row[f.CASE],
        f.RULE: rule.id,
        f.OUTCOME: rule.outcome,
        f.GROUP: rule.group,
        f.PHASE: rule.phase,
        f.REASON: row["说"],
        f.BASIS: basis,
        f.MISSING: list(rule.doubt) or None,
    }


def _undetermined(row: Mapping[str, Any], phase: str, reason: str, basis: str, missing: list[str]) -> dict[str, Any]:
    return {
        f.CASE: row[f.CASE],
        f.RULE: row[f.RULE],
        f.OUTCOME: f.UNDETERMINED,
        f.GROUP: f.UNDETERMINED,
        f.PHASE: phase,
        f.REASON: reason,
        f.BASIS: basis,
        f.MISSING: missing or None,
    }


def _in_dictionary_order(names: Sequence[str], pack: m.Pack) -> list[str]:
    position = {name: index for index, name in enumerate(pack.vocabulary)}
    return sorted(set(names), key=lambda name: (position.get(name, len(position)), name))


def _overridden_assumptions(engine: Engine, pack: m.Pack) -> list[Finding]:
    """A case that stands in a roster meant for others: a list contradicts what the roster means by silence."""
    found = []
    for stem, assumed in silence(pack):
        condition = f"{silent(pack, stem, assumed)} AND {overridden(pack, assumed)}"
        place = ", ".join(f"l.{quoted(name)}" for name in (f.SOURCE_FILE, f.SHEET, f.ROW))
        rows = engine.sql(
            f"SELECT h.{quoted(f.CASE)}, h.{quoted(f.TOWNSHIP)}, {place} FROM"
            f" (SELECT * FROM {FACTS} WHERE {condition}) h JOIN judge_linked l ON l.编号_户 = h.{quoted(f.CASE)}"
            f" WHERE l.{quoted(f.FORM)} = {literal(stem)} ORDER BY ALL"
        ).to_pylist()
        for row in rows:
            facts = {"编号": row[f.CASE], "表": stem, "依据": assumed.clause}
            where = (row[f.SOURCE_FILE], row[f.SHEET], row[f.ROW], "", row[f.TOWNSHIP] or "")
            found.append(Finding("JUDGE-LIST-AGAINST-FORM", *where, field=assumed.field, facts=facts))
    return found
