"""Rules over `facts`: the first that is not false decides (true) or leaves 待核实 (null); `hit = "all"` is listed beside it.

All of it is SQL: a determination never is a Python object. What is small – rules, the order of fields – is registered.
"""

from collections.abc import Collection, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import NO_HEAD, NO_RULE, Group, Phase
from rescue_cli.core.tables import DETERMINATIONS
from rescue_cli.core.worlds import WORLDS as WORLDS_TABLE
from rescue_cli.engine.base import Engine
from rescue_cli.judge.decided_worlds import collapsed_query, lay_out_worlds, true_case, worlds_query
from rescue_cli.judge.decisive_questions import decisive_questions
from rescue_cli.judge.held_lines import standing_lines
from rescue_cli.judge.judge_tables import (
    ALL_LINES,
    CHOSEN,
    CONTRADICTED,
    DRAFT,
    FACTS,
    FIELD_ORDER,
    GAPS,
    HELD,
    LINED,
    LINES,
    MATTERS,
    RULES,
    UNDECIDED,
    WORLD,
)
from rescue_cli.judge.missing_facts import NOTHING, Gaps
from rescue_cli.judge.reasons import reason_sql
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import Expression, checked
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sql import literal, quoted

NO_RULE_REASON = "没有一条规则适用于本户的情况，请人工判定"
NO_HEAD_REASON = "户主姓名未填，不能判断是哪一户，请补填"
NO_HEAD_BASIS = (
    "本程序：认不出是哪一户的，不作判定"  # no notice says it, and a line without a basis cannot be proof-read
)
_CASE = quoted(WORLD)  # one line a world is judged like one line a case
_RULES_SCHEMA = pa.schema(
    [
        ("rule", pa.string()),
        ("place", pa.int64()),
        ("question", pa.string()),  # what cannot be told while a fact is missing
        (f.OUTCOME, pa.string()),
        (f.GROUP, pa.string()),
        (f.PHASE, pa.string()),
        (f.BASIS, pa.string()),
        (f.MISSING, pa.list_(pa.string())),  # what a person must verify where the rule decides
    ]
)


def determine(engine: Engine, pack: m.Pack, conflicts: pa.Table) -> tuple[pa.Table, pa.Table]:
    """`DETERMINATIONS` of every case in `facts`, by 编号, the deciding line first, then as the pack lists its rules; and
    `WORLDS`: what each way of answering what is open would give.

    `conflicts`: `CONFLICTS`; the differing values of a field held back stand in the reason of a case that lacks it.
    """
    engine.register(RULES, _rules(pack))
    engine.register(
        FIELD_ORDER, pa.table({"field": list(pack.vocabulary), "place": pa.array(range(len(pack.vocabulary)))})
    )
    engine.register(HELD, _held(conflicts))
    conditions = {rule.id: checked(rule.when, Scope.for_rules(pack)) for rule in pack.rules.rule}
    engine.create(CHOSEN, _chosen_query(pack, conditions))
    engine.create(DRAFT, _draft_query(pack, conditions, _rules_of(engine, CHOSEN)))
    gaps = Gaps(pack, named=True)
    lacking = [
        f"SELECT {_CASE}, {gaps.of(conditions[rule].tree)} AS gaps FROM {UNDECIDED} WHERE rule = {literal(rule)}"
        for rule in sorted(_rules_of(engine, f"{DRAFT} WHERE NOT knows"))
    ]
    engine.create(UNDECIDED, gaps.laid_over(_undecided_query()))
    engine.create(LINES, _lines_query(lacking))
    engine.create(GAPS, _gaps_query())
    engine.create(CONTRADICTED, _contradicted_query())
    engine.create(ALL_LINES, _lined_query())
    engine.create(LINED, standing_lines())
    if not lay_out_worlds(engine, pack):
        names = ", ".join(quoted(name) for name in DETERMINATIONS.names)
        lines = engine.sql(f"SELECT {names} FROM {LINED} ORDER BY {quoted(f.CASE)}, NOT deciding, place")
        return lines.cast(DETERMINATIONS), WORLDS_TABLE.empty_table()
    engine.create(MATTERS, decisive_questions())
    return engine.sql(collapsed_query()).cast(DETERMINATIONS), engine.sql(worlds_query()).cast(WORLDS_TABLE)


def _rules_of(engine: Engine, lines: str) -> set[str]:
    """The rules that stand there: of the others no SQL need be planned, which takes longer than running it."""
    return set(engine.sql(f"SELECT DISTINCT rule FROM {lines}")["rule"].to_pylist())


def _rules(pack: m.Pack) -> pa.Table:
    """What a line copies from its rule. That no rule applies, or nobody says who the household is, is known of the case,
    and leaves it to a person."""
    none = (NO_RULE, -1, None, Group.UNDETERMINED, Group.UNDETERMINED, Phase.PRELIMINARY, "", None)
    nameless = (
        NO_HEAD,
        -1,
        None,
        Group.UNDETERMINED,
        Group.UNDETERMINED,
        Phase.PRELIMINARY,
        NO_HEAD_BASIS,
        [f.HEAD_NAME],
    )
    lines = [none, nameless, *(_rule_line(place, rule, pack) for place, rule in enumerate(pack.rules.rule))]
    return pa.Table.from_pylist(
        [dict(zip(_RULES_SCHEMA.names, line, strict=True)) for line in lines], schema=_RULES_SCHEMA
    )


def _rule_line(place: int, rule: m.Rule, pack: m.Pack) -> tuple[object, ...]:
    question = rule.id if rule.outcome == Group.UNDETERMINED else rule.outcome
    basis = f"{rule.basis.notice or pack.head.short} {rule.basis.clause}"
    return rule.id, place, question, rule.outcome, rule.group, rule.phase, basis, list(rule.doubt) or None


def _held(conflicts: pa.Table) -> pa.Table:
    """The sources of fields no case carries until a person decides, in their order."""
    carried = conflicts[c.CARRIED]
    open_lines = conflicts.filter(pc.equal(pc.coalesce(carried, pa.scalar("")), ""))
    names = {WORLD: f.CASE, "field": c.FIELD, "value": c.VALUE}
    columns = {name: open_lines[column] for name, column in names.items()}
    return pa.table({**columns, "place": pa.array(range(open_lines.num_rows), pa.int64())})


def _chosen_query(pack: m.Pack, conditions: dict[str, Expression]) -> str:
    first = [rule for rule in pack.rules.rule if rule.hit == "first"]
    nameless = [f"WHEN {quoted(f.HEAD_NAME)} IS NULL THEN {literal(NO_HEAD)}"] if _names_heads(pack) else []
    steps = " ".join(
        nameless + [f"WHEN COALESCE({conditions[rule.id].sql()}, TRUE) THEN {literal(rule.id)}" for rule in first]
    )
    chosen = f"CASE {steps} ELSE {literal(NO_RULE)} END" if steps else literal(NO_RULE)
    return f"SELECT {_CASE}, {chosen} AS rule FROM {FACTS}"


def _names_heads(pack: m.Pack) -> bool:
    return any(entry.name == f.HEAD_NAME for entry in pack.input_fields)


def _draft_query(pack: m.Pack, conditions: dict[str, Expression], chosen: Collection[str]) -> str:
    """One SELECT a rule: each rule has figures and remarks of its own, and reads only the cases it speaks of."""
    scope = Scope.for_rules(pack)
    selects = [
        f"SELECT {_CASE}, rule, TRUE AS knows, {literal(reason)} AS reason, {NOTHING} AS gaps"
        f" FROM {CHOSEN} WHERE rule = {literal(rule)}"
        for rule, reason in ((NO_RULE, NO_RULE_REASON), (NO_HEAD, NO_HEAD_REASON))
    ]
    for rule in (rule for rule in pack.rules.rule if rule.hit == "all" or rule.id in chosen):
        condition = conditions[rule.id]
        decided = f"({condition.sql()}) IS TRUE"
        where = f"d.rule = {literal(rule.id)}" if rule.hit == "first" else f"{decided}{_unless_repeated(rule, pack)}"
        selects.append(
            f"SELECT h.{_CASE}, {literal(rule.id)}, {decided}, {reason_sql(rule, condition.tree, pack, scope)},"
            f" {_to_verify(rule, scope)}"
            f" FROM {FACTS} h JOIN {CHOSEN} d ON h.{_CASE} = d.{_CASE} WHERE {where}"
        )
    return " UNION ALL ".join(selects)


def _undecided_query() -> str:
    return f"SELECT h.*, l.rule FROM {FACTS} h JOIN {DRAFT} l ON h.{_CASE} = l.{_CASE} WHERE NOT l.knows"


def _lines_query(lacking: Sequence[str]) -> str:
    """DRAFT, where nothing is decided with what is lacking. `lacking`: one SELECT 编号, gaps a rule."""
    if not lacking:
        return f"SELECT * FROM {DRAFT}"
    return (
        f"SELECT l.{_CASE}, l.rule, l.knows, l.reason, CASE WHEN l.knows THEN l.gaps ELSE g.gaps END AS gaps"
        f" FROM {DRAFT} l LEFT JOIN ({' UNION ALL '.join(lacking)}) g ON g.{_CASE} = l.{_CASE}"
    )


def _to_verify(rule: m.Rule, scope: Scope) -> str:
    """What a person must verify where the rule decides, of that which depends on the case."""
    if not rule.doubt_where:
        return NOTHING
    always = f"[{', '.join(literal(name) for name in rule.doubt)}]" if rule.doubt else NOTHING
    asked = [
        f"CASE WHEN {checked(where, scope).sql()} THEN [{literal(name)}] ELSE {NOTHING} END"
        for name, where in rule.doubt_where.items()
    ]
    return f"FLATTEN([{', '.join((always, *asked))}])"


def _unless_repeated(rule: m.Rule, pack: m.Pack) -> str:
    """A rule listed beside the group does not repeat the deciding outcome of the same phase."""
    same = [
        literal(other.id)
        for other in pack.rules.rule
        if other.hit == "first" and (other.outcome, other.phase) == (rule.outcome, rule.phase)
    ]
    return f" AND d.rule NOT IN ({', '.join(same)})" if same else ""


def _gaps_query() -> str:
    # A rule names a gap once for every way that needs it: each field counts once, in dictionary order. Thousands of cases
    # lack the same, so each combination is put into words once.
    in_order = "ORDER BY o.place NULLS LAST, n.field"
    return f"""
        SELECT n.gaps, list(n.field {in_order}) AS missing, string_agg(n.field, '、' {in_order}) AS names
        FROM (SELECT DISTINCT gaps, unnest(gaps) AS field FROM (SELECT DISTINCT gaps FROM {LINES})) n
        LEFT JOIN {FIELD_ORDER} o ON n.field = o.field GROUP BY n.gaps"""


def _contradicted_query() -> str:
    # The values told of each held field, each once, in the order of the conflicts; then the held fields the line lacks,
    # in dictionary order.
    return f"""
        WITH each_once AS (SELECT {_CASE}, field, value, min(place) AS place FROM {HELD} GROUP BY {_CASE}, field, value),
        held AS (SELECT {_CASE}, field, string_agg(value, '、' ORDER BY place) AS words FROM each_once
                 GROUP BY {_CASE}, field)
        SELECT l.{_CASE}, l.rule, string_agg(CONCAT('；', h.field, '各来源不一致：', h.words), ''
                                             ORDER BY o.place NULLS LAST, h.field) AS words
        FROM {LINES} l JOIN held h ON l.{_CASE} = h.{_CASE} LEFT JOIN {FIELD_ORDER} o ON h.field = o.field
        WHERE NOT l.knows AND list_contains(l.gaps, h.field) GROUP BY l.{_CASE}, l.rule"""


def _lined_query() -> str:
    # An undecided rule leaves the case 待核实, whatever the rule would have given.
    undetermined = literal(Group.UNDETERMINED)
    return f"""
        SELECT l.{_CASE} AS world, {true_case(f"l.{_CASE}")} AS {quoted(f.CASE)}, l.rule AS {quoted(f.RULE)},
               CASE WHEN l.knows THEN r.{quoted(f.OUTCOME)} ELSE {undetermined} END AS {quoted(f.OUTCOME)},
               CASE WHEN l.knows THEN r.{quoted(f.GROUP)} ELSE {undetermined} END AS {quoted(f.GROUP)},
               r.{quoted(f.PHASE)},
               CASE WHEN l.knows THEN l.reason
                    ELSE CONCAT(coalesce('缺少' || g.names, '所依据的事实不明'), '，不能判断是否“', r.question, '”',
                                coalesce(d.words, '')) END AS {quoted(f.REASON)},
               r.{quoted(f.BASIS)},
               CASE WHEN l.knows THEN coalesce(g.missing, r.{quoted(f.MISSING)}) ELSE g.missing END AS {quoted(f.MISSING)},
               NOT (l.knows AND r.{quoted(f.GROUP)} IS NULL) AS deciding, l.knows, r.place
        FROM {LINES} l JOIN {RULES} r ON l.rule = r.rule LEFT JOIN {GAPS} g ON l.gaps = g.gaps
        LEFT JOIN {CONTRADICTED} d ON l.{_CASE} = d.{_CASE} AND l.rule = d.rule"""
