"""The table `facts`: one line a case, with everything a rule may name.

Cases ⨝ gathered facts ⨝ which forms are linked (有_…) ⨝ run facts and parameters; then what a form means where it is
silent (assume); then the standards by 城乡 and date; then derived facts, level by level, each cast to its dictionary type.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa
from sqlglot import exp

from rescue_cli.core import fields as f
from rescue_cli.core.townships import Township
from rescue_cli.engine.base import Engine
from rescue_cli.judge.assumptions import assumed_clauses, assumed_fields, assumed_values, stated_column
from rescue_cli.judge.case_people import people_query
from rescue_cli.judge.case_rows import linked_query
from rescue_cli.judge.judge_tables import (
    CASE_OF_ROW,
    CASES,
    CLUSTERS,
    CONTEXT,
    FACTS,
    GATHERED,
    LINKED,
    MENTIONS,
    PEOPLE,
    TOWNSHIPS,
    WORLD,
)
from rescue_cli.judge.told_ways import ways_query, world_key
from rescue_cli.pack import model as m
from rescue_cli.pack.language.derive_order import derivation_order
from rescue_cli.pack.language.expansion import AGGREGATE_FUNCTIONS, has_column
from rescue_cli.pack.language.expressions import AGGREGATES, checked, emit
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sql import literal, parsed, quoted, run_facts, sql_type
from rescue_cli.pack.standards_in_force import standard_columns

TOWN, AREA = "镇街_户", "城乡_户"  # of TOWNSHIPS: beside the rows' own


@dataclass(frozen=True)
class JudgeContext:
    """The day as of which rules are applied; it picks the standard in force. `townships`: those of the workspace."""

    as_of: dt.date
    townships: tuple[Township, ...] = ()


def build_facts(
    engine: Engine, cases: pa.Table, mentions: pa.Table, clusters: pa.Table, pack: m.Pack, context: JudgeContext
) -> None:
    """Create table `facts` on the engine."""
    engine.register(CASES, cases)
    engine.register(MENTIONS, mentions)
    engine.register(CLUSTERS, clusters)
    engine.create(CONTEXT, f"SELECT {run_facts(pack, context.as_of)}")
    engine.create(LINKED, linked_query(mentions, pack))
    engine.create(GATHERED, _gather_query(pack))
    _gather_from_people(engine, pack, mentions)
    _gather_from_townships(engine, pack)
    run_names = engine.sql(f"SELECT * FROM {CONTEXT}").column_names
    engine.create(FACTS, _derived_query(pack, _stated_query(pack, context, cases.column_names, run_names)))


def _derived_query(pack: m.Pack, stated: str) -> str:
    """`stated` with the derived facts, each level over those before it.

    Nested like all of `facts`, not one table after another: each would be a copy of all cases.
    """
    scope = Scope.for_rules(pack)
    query = stated
    for level in derivation_order(pack)[0]:
        plain = [derive for derive in level if not derive.any_of]
        columns = [
            f"CAST({checked(derive.expression, scope).sql()} AS {sql_type(pack, derive.field)}) AS {quoted(derive.field)}"
            for derive in plain
        ]
        query = f"SELECT *, {', '.join(columns)} FROM ({query})" if columns else query
        for derive in level:
            query = ways_query(query, derive, pack, scope) if derive.any_of else query
    return f"SELECT *, {world_key(pack)} AS {WORLD} FROM ({query})"


def _gather_query(pack: m.Pack) -> str:
    """One line a case: 有_<form>, 述_<field> for assumed fields, and every gathered fact."""
    columns = [f"BOOL_OR({quoted(f.FORM)} = {literal(form)}) AS {quoted(has_column(form))}" for form in pack.forms]
    columns += [
        f"BOOL_OR({quoted(name)} IS NOT NULL OR {_is_listed(f.UNREAD, name)} OR {_is_listed(f.CLEARED, name)})"
        f" AS {quoted(stated_column(name))}"
        for name in assumed_fields(pack)
    ]
    columns += [_gathered(pack, gather, _of_forms(gather.forms)) for gather in _gathers(pack, "household")]
    return f"SELECT {CASE_OF_ROW}, {', '.join(columns)} FROM {LINKED} GROUP BY {CASE_OF_ROW}"


def _gathers(pack: m.Pack, each: str) -> list[m.Gather]:
    return [gather for gather in pack.rules.gather if gather.each == each]


def _gathered(pack: m.Pack, gather: m.Gather, counted: str) -> str:
    value = _aggregate(gather.value, Scope.for_gather(pack, gather), counted)
    return f"CAST({value} AS {sql_type(pack, gather.field)}) AS {quoted(gather.field)}"


@lru_cache(maxsize=1024)
def _aggregate(text: str, scope: Scope, counted: str) -> str:
    """SQL of a gathered value; remembered, because the cases of a pack are judged in several goes."""
    return emit(_restricted(checked(text, scope, aggregate=True).tree, counted), scope)


def _of_forms(forms: tuple[str, ...]) -> str:
    return f"{quoted(f.FORM)} IN ({', '.join(literal(form) for form in forms)})"


def _gather_from_people(engine: Engine, pack: m.Pack, mentions: pa.Table) -> None:
    """PEOPLE: one line a case with every fact gathered over its people. One step for all facts of the same forms."""
    engine.create(PEOPLE, f"SELECT {quoted(f.CASE)} AS {CASE_OF_ROW} FROM {CASES}")
    for forms, gathers in _by_forms(pack).items():
        scope = Scope.for_forms(pack, forms)
        named = {name for gather in gathers for name in checked(gather.value, scope, aggregate=True).fields}
        people = people_query(pack, forms, [name for name in mentions.column_names if name in named])
        somebody = f"{quoted(f.PERSON)} IS NOT NULL"
        columns = ", ".join(_gathered(pack, gather, somebody) for gather in gathers)
        gathered = (
            f"SELECT k.{CASE_OF_ROW}, {columns} FROM {PEOPLE} k LEFT JOIN ({people}) p"
            f" ON p.{CASE_OF_ROW} = k.{CASE_OF_ROW} CROSS JOIN {CONTEXT} GROUP BY k.{CASE_OF_ROW}"
        )
        added = ", ".join(f"g.{quoted(gather.field)}" for gather in gathers)
        engine.create(
            PEOPLE, f"SELECT k.*, {added} FROM {PEOPLE} k JOIN ({gathered}) g ON g.{CASE_OF_ROW} = k.{CASE_OF_ROW}"
        )


def _gather_from_townships(engine: Engine, pack: m.Pack) -> None:
    """TOWNSHIPS: one line a 镇街 and 城乡 of cases, with every fact gathered over all rows of there. A row that does not
    say where it is from may be from there."""
    gathers = _gathers(pack, "township")
    forms = tuple(sorted({form for gather in gathers for form in gather.forms}))
    rows = f"SELECT * FROM {MENTIONS} WHERE {_of_forms(forms) if forms else 'FALSE'}"
    town, area = quoted(f.TOWNSHIP), quoted(f.AREA)
    columns = [f"t.{town} AS {TOWN}", f"t.{area} AS {AREA}"]
    columns += [_gathered(pack, gather, _of_forms(gather.forms)) for gather in gathers]
    engine.create(
        TOWNSHIPS,
        f"SELECT {', '.join(columns)} FROM (SELECT DISTINCT {town}, {area} FROM {CASES}) t LEFT JOIN ({rows}) l"
        f" ON (l.{town} = t.{town} OR l.{town} IS NULL)"
        f" AND (l.{area} = t.{area} OR l.{area} IS NULL OR t.{area} IS NULL)"
        f" CROSS JOIN {CONTEXT} GROUP BY t.{town}, t.{area}",
    )


def _by_forms(pack: m.Pack) -> dict[tuple[str, ...], list[m.Gather]]:
    """Facts gathered over people, those of the same forms together."""
    by_forms: dict[tuple[str, ...], list[m.Gather]] = {}
    for gather in _gathers(pack, "person"):
        by_forms.setdefault(gather.forms, []).append(gather)
    return by_forms


def _is_listed(column: str, name: str) -> str:
    """A cell nobody could read, or one emptied on purpose, is not silence."""
    return f"COALESCE(LIST_CONTAINS({quoted(column)}, {literal(name)}), FALSE)"


def _restricted(tree: exp.Expression, counted: str) -> exp.Expression:
    """The aggregate restricted to the rows `counted`; a count over none is 0, everything else is null."""
    condition = parsed(counted)
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


def _stated_query(pack: m.Pack, context: JudgeContext, of_case: Sequence[str], of_run: Sequence[str]) -> str:
    """Facts before anything is derived: joined, then what silence means put in its place, then standards by 城乡.

    Columns are named one by one, because not every engine can replace some of `*`.
    """
    gathered = [has_column(form) for form in pack.forms]
    gathered += [stated_column(name) for name in assumed_fields(pack)]
    gathered += [gather.field for gather in _gathers(pack, "household")]
    from_people = [gather.field for gathers in _by_forms(pack).values() for gather in gathers]
    from_townships = [gather.field for gather in _gathers(pack, "township")]
    sides = (("c", of_case), ("x", of_run), ("g", gathered), ("p", from_people), ("t", from_townships))
    columns = [f"{side}.{quoted(name)}" for side, names in sides for name in names]
    joined = (
        f"SELECT {', '.join(columns)} FROM {CASES} c CROSS JOIN {CONTEXT} x"
        f" LEFT JOIN {GATHERED} g ON g.{CASE_OF_ROW} = c.{quoted(f.CASE)}"
        f" LEFT JOIN {PEOPLE} p ON p.{CASE_OF_ROW} = c.{quoted(f.CASE)}"
        f" LEFT JOIN {TOWNSHIPS} t ON t.{TOWN} IS NOT DISTINCT FROM c.{quoted(f.TOWNSHIP)}"
        f" AND t.{AREA} IS NOT DISTINCT FROM c.{quoted(f.AREA)}"
    )
    values, clauses = assumed_values(pack), assumed_clauses(pack)
    names = [name for _, names in sides for name in names]
    stated = [f"{values[name]} AS {quoted(name)}" if name in values else quoted(name) for name in names]
    stated += [f"{clause} AS {quoted(name)}" for name, clause in clauses.items()]
    assumed = f"SELECT {', '.join(stated)} FROM ({joined})"
    standards = standard_columns(pack, context.as_of)
    return f"SELECT *, {', '.join(standards)} FROM ({assumed})" if standards else assumed
