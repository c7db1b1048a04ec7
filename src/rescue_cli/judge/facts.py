"""The table `facts`: one line a case, with everything a rule may name.

Cases ⨝ gathered facts ⨝ which forms are linked (有_…) ⨝ run facts and parameters; then what a form means where it is
silent (assume); then the standards by 城乡 and date; then derived facts, level by level, each cast to its dictionary type.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa
from sqlglot import exp, parse_one

from rescue_cli.core import fields as f
from rescue_cli.core.townships import Township
from rescue_cli.engine.base import Engine
from rescue_cli.judge.case_people import people_query
from rescue_cli.judge.case_rows import linked_query
from rescue_cli.pack import model as m
from rescue_cli.pack.language.derive_order import derivation_order
from rescue_cli.pack.language.expansion import AGGREGATE_FUNCTIONS, has_column
from rescue_cli.pack.language.expressions import AGGREGATES, checked, emit
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sql import literal, quoted, run_facts, sql_type
from rescue_cli.pack.standards_in_force import standard_columns

FACTS = "facts"


@dataclass(frozen=True)
class JudgeContext:
    """The day as of which rules are applied; it picks the standard in force. `townships`: those of the workspace."""

    as_of: dt.date
    townships: tuple[Township, ...] = ()


def assumed_column(name: str) -> str:
    """True where the value of `name` is what a form means by silence."""
    return f"推定_{name}"


def build_facts(
    engine: Engine, cases: pa.Table, mentions: pa.Table, clusters: pa.Table, pack: m.Pack, context: JudgeContext
) -> None:
    """Create table `facts` on the engine."""
    engine.register("judge_cases", cases)
    engine.register("judge_mentions", mentions)
    engine.register("judge_clusters", clusters)
    engine.create("judge_context", f"SELECT {run_facts(pack, context.as_of)}")
    engine.create("judge_linked", linked_query(mentions, pack))
    engine.create("judge_gathered", _gather_query(pack))
    _gather_from_people(engine, pack, mentions)
    engine.create(FACTS, _joined_query(pack))
    engine.create(
        FACTS,
        f"SELECT * REPLACE ({', '.join(assumed)}){_marks(pack)} FROM {FACTS}"
        if (assumed := _assumed(pack))
        else f"SELECT * FROM {FACTS}",
    )
    engine.create(
        FACTS,
        f"SELECT *, {', '.join(standard_columns(pack, context.as_of))} FROM {FACTS}"
        if pack.standards
        else f"SELECT * FROM {FACTS}",
    )
    scope = Scope.for_rules(pack)
    for level in derivation_order(pack)[0]:
        columns = [
            f"CAST({checked(derive.value, scope).sql()} AS {sql_type(pack, derive.field)}) AS {quoted(derive.field)}"
            for derive in level
        ]
        engine.create(FACTS, f"SELECT *, {', '.join(columns)} FROM {FACTS}")


def _gather_query(pack: m.Pack) -> str:
    """One line a case: 有_<form>, 述_<field> for assumed fields, and every gathered fact."""
    columns = [f"BOOL_OR({quoted(f.FORM)} = {literal(form)}) AS {quoted(has_column(form))}" for form in pack.forms]
    stated = {assumed.field for form in pack.forms.values() for assumed in form.assume}
    columns += [
        f"BOOL_OR({quoted(name)} IS NOT NULL OR {_listed(f.UNREAD, name)} OR {_listed(f.CLEARED, name)})"
        f" AS {quoted('述_' + name)}"
        for name in sorted(stated)
    ]
    columns += [_gathered(pack, gather, _of_forms(gather.forms)) for gather in _gathers(pack, "household")]
    return f"SELECT 编号_户, {', '.join(columns)} FROM judge_linked GROUP BY 编号_户"


def _gathers(pack: m.Pack, each: str) -> list[m.Gather]:
    return [gather for gather in pack.rules.gather if gather.each == each]


def _gathered(pack: m.Pack, gather: m.Gather, counted: str) -> str:
    value = _aggregate(gather.value, Scope.for_forms(pack, gather.forms), counted)
    return f"CAST({value} AS {sql_type(pack, gather.field)}) AS {quoted(gather.field)}"


@lru_cache(maxsize=1024)
def _aggregate(text: str, scope: Scope, counted: str) -> str:
    """SQL of a gathered value; remembered, because the cases of a pack are judged in several goes."""
    return emit(_only(checked(text, scope, aggregate=True).tree, counted), scope)


def _of_forms(forms: tuple[str, ...]) -> str:
    return f"{quoted(f.FORM)} IN ({', '.join(literal(form) for form in forms)})"


def _gather_from_people(engine: Engine, pack: m.Pack, mentions: pa.Table) -> None:
    """`judge_people`: one line a case with every fact gathered over its people."""
    engine.create("judge_people", f"SELECT {quoted(f.CASE)} AS 编号_户 FROM judge_cases")
    by_forms: dict[tuple[str, ...], list[m.Gather]] = {}
    for gather in _gathers(pack, "person"):
        by_forms.setdefault(gather.forms, []).append(gather)
    for forms, gathers in by_forms.items():
        scope = Scope.for_forms(pack, forms)
        named = {name for gather in gathers for name in checked(gather.value, scope, aggregate=True).fields}
        people = people_query(pack, forms, [name for name in mentions.column_names if name in named])
        somebody = f"{quoted(f.PERSON)} IS NOT NULL"
        columns = ", ".join(_gathered(pack, gather, somebody) for gather in gathers)
        gathered = (
            f"SELECT k.编号_户, {columns} FROM judge_people k LEFT JOIN ({people}) p ON p.编号_户 = k.编号_户"
            " CROSS JOIN judge_context GROUP BY k.编号_户"
        )
        engine.create(
            "judge_people", f"SELECT k.*, g.* EXCLUDE (编号_户) FROM judge_people k JOIN ({gathered}) g USING (编号_户)"
        )


def _listed(column: str, name: str) -> str:
    """A cell nobody could read, or one emptied on purpose, is not silence."""
    return f"COALESCE(LIST_CONTAINS({quoted(column)}, {literal(name)}), FALSE)"


def _only(tree: exp.Expression, counted: str) -> exp.Expression:
    """The aggregate restricted to the rows `counted`; a count over none is 0, everything else is null."""
    condition = parse_one(counted, dialect="duckdb")
    root: exp.Expression = exp.paren(tree.copy())
    for node in list(root.walk()):
        if isinstance(node, exp.Filter):
            node.expression.set("this", exp.and_(condition.copy(), exp.paren(node.expression.this)))
        elif (
            isinstance(node, (*AGGREGATES, exp.Anonymous))
            and not isinstance(node.parent, exp.Filter)
            and _aggregates(node)
        ):
            node.replace(exp.Filter(this=node.copy(), expression=exp.Where(this=condition.copy())))
    return root


def _aggregates(node: exp.Expression) -> bool:
    return not isinstance(node, exp.Anonymous) or str(node.this) in AGGREGATE_FUNCTIONS


def _joined_query(pack: m.Pack) -> str:
    names = [has_column(form) for form in pack.forms]
    names += sorted({"述_" + assumed.field for form in pack.forms.values() for assumed in form.assume})
    names += [gather.field for gather in _gathers(pack, "household")]
    gathered = "".join(f", g.{quoted(name)}" for name in names)
    return (
        f"SELECT c.*, x.*{gathered}, p.* EXCLUDE (编号_户) FROM judge_cases c CROSS JOIN judge_context x"
        f" LEFT JOIN judge_gathered g ON g.编号_户 = c.{quoted(f.CASE)}"
        f" LEFT JOIN judge_people p ON p.编号_户 = c.{quoted(f.CASE)}"
    )


def silence(pack: m.Pack) -> list[tuple[str, m.Assume]]:
    """(form, assumption) of every form."""
    return [(stem, assumed) for stem, form in pack.forms.items() for assumed in form.assume]


def silent(pack: m.Pack, stem: str, assumed: m.Assume) -> str:
    """SQL: nobody stated the field, this form is linked, and (but for a firm assumption) no other roster is that asks for
    it without assuming."""
    others = [
        other
        for other, form in pack.forms.items()
        if not assumed.firm
        and form.role == "roster"
        and any(column.field == assumed.field for column in form.column)
        and not any(entry.field == assumed.field for entry in form.assume)
    ]
    parts = [
        f"NOT {quoted('述_' + assumed.field)}",
        quoted(has_column(stem)),
        *(f"NOT {quoted(has_column(other))}" for other in others),
    ]
    return " AND ".join(parts)


def overridden(pack: m.Pack, assumed: m.Assume) -> str:
    if assumed.overridden is None:
        return "FALSE"
    return f"COALESCE({checked(assumed.overridden, Scope.for_rules(pack)).sql()}, FALSE)"


def _holds(pack: m.Pack, stem: str, assumed: m.Assume) -> str:
    return f"{silent(pack, stem, assumed)} AND NOT {overridden(pack, assumed)}"


def _assumed(pack: m.Pack) -> list[str]:
    """REPLACE items: each assumed field with its value where the form is silent."""
    by_field: dict[str, list[str]] = {}
    for stem, assumed in silence(pack):
        by_field.setdefault(assumed.field, []).append(
            f"WHEN {_holds(pack, stem, assumed)} THEN {literal(assumed.value)}"
        )
    return [
        f"CAST(CASE {' '.join(branches)} ELSE {quoted(name)} END AS {sql_type(pack, name)}) AS {quoted(name)}"
        for name, branches in by_field.items()
    ]


def _marks(pack: m.Pack) -> str:
    """Extra columns 推定_<field>: the clause of the form that is silent, else null."""
    by_field: dict[str, list[str]] = {}
    for stem, assumed in silence(pack):
        by_field.setdefault(assumed.field, []).append(
            f"WHEN {_holds(pack, stem, assumed)} THEN {literal(assumed.clause)}"
        )
    return "".join(
        f", CASE {' '.join(branches)} END AS {quoted(assumed_column(name))}" for name, branches in by_field.items()
    )
