"""Why: every rule up to the deciding one, each conjunct on its own with its figures and truth value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa
from sqlglot import exp

from rescue_cli.core import fields as f
from rescue_cli.engine.base import Engine
from rescue_cli.judge.assumptions import assumed_column, assumed_fields
from rescue_cli.judge.judge_tables import FACTS
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import checked, conjuncts, emit
from rescue_cli.pack.language.readable import readable
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sentences import printed
from rescue_cli.pack.language.sql import literal, quoted
from rescue_cli.pack.rules_in_force import rules_in_force


@dataclass(frozen=True)
class Figure:
    """A field's value as printed; `derived` is how it is computed, `clause` why it is assumed."""

    name: str
    value: str
    derived: str = ""
    clause: str = ""


@dataclass(frozen=True)
class Conjunct:
    """One part of a condition. `truth`: True, False or None (unknown)."""

    text: str
    truth: bool | None
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Trace:
    """One rule applied to one case."""

    rule: str
    outcome: str
    group: str
    phase: str
    clause: str
    truth: bool | None
    conjuncts: tuple[Conjunct, ...]


def explain_case(engine: Engine, facts: pa.Table, case: str, pack: m.Pack) -> list[Trace]:
    """Traces of the first-hit rules up to and including the one that decided (or could not)."""
    engine.register(FACTS, facts)
    if facts.num_rows:
        pack = rules_in_force(pack, facts[f.AS_OF][0].as_py())
    scope = Scope.for_rules(pack)
    traces = []
    for rule in pack.rules.rule:
        if rule.hit != "first":
            continue
        tree = checked(rule.when, scope).tree
        truth = _values(engine, case, [emit(tree, scope)])[0]
        parts = tuple(_conjunct(engine, case, part, pack, scope) for part in conjuncts(tree))
        traces.append(
            Trace(rule.id, rule.outcome, rule.group or "", rule.phase, rule.basis.clause, _truth(truth), parts)
        )
        if truth is not False:
            break
    return traces


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _conjunct(engine: Engine, case: str, tree: exp.Expression, pack: m.Pack, scope: Scope) -> Conjunct:
    truth = _values(engine, case, [emit(tree, scope)])[0]
    names = _leaf_names(tree)
    shown = _values(engine, case, [printed(name, scope.types[name]) for name in names])
    assumed = assumed_fields(pack)
    marks = [name for name in names if name in assumed]
    clauses = dict(zip(marks, _values(engine, case, [quoted(assumed_column(name)) for name in marks]), strict=True))
    figures = [
        Figure(name, str(value), _derivation(name, pack, scope), str(clauses.get(name) or ""))
        for name, value in zip(names, shown, strict=True)
    ]
    return Conjunct(readable(tree), _truth(truth), tuple(figures))


def _derivation(name: str, pack: m.Pack, scope: Scope) -> str:
    """How a fact is computed, in words; empty for a field somebody filled in."""
    for derive in pack.rules.derive:
        if derive.field == name:
            return readable(checked(derive.expression, scope).tree)
    for gather in pack.rules.gather:
        if gather.field == name:
            own = Scope.for_gather(pack, gather)
            each = {"person": "每人：", "township": "本镇街（城乡相同）的全部各行："}.get(gather.each, "")
            value = checked(gather.value, own, aggregate=True)
            sentence = "、".join(gather.forms) + f"：{each}{readable(value.tree)}"
            return "；".join([sentence, *_of_rows(value.fields, gather.forms, pack)])
    return ""


def _of_rows(names: Iterable[str], forms: Sequence[str], pack: m.Pack) -> list[str]:
    """What the facts of a row among `names` are worked out of, in words."""
    return [
        f"{fact.field}＝{readable(checked(fact.value, Scope.for_rows(pack, [stem])).tree)}"
        for stem in forms
        for fact in pack.forms[stem].row
        if fact.field in names
    ]


def _leaf_names(tree: exp.Expression) -> list[str]:
    """Fields named in the conjunct; 有(form) names a form, not a field."""
    forms = {id(node.expressions[0]) for node in tree.find_all(exp.Anonymous) if str(node.this) == "有"}
    return list(dict.fromkeys(node.name for node in tree.find_all(exp.Column) if id(node) not in forms))


def _values(engine: Engine, case: str, expressions: list[str]) -> list[object]:
    if not expressions:
        return []
    columns = ", ".join(f"{expression} AS v{index}" for index, expression in enumerate(expressions))
    row = engine.sql(f"SELECT {columns} FROM {FACTS} WHERE {quoted(f.CASE)} = {literal(case)}").to_pylist()[0]
    return [row[f"v{index}"] for index in range(len(expressions))]
