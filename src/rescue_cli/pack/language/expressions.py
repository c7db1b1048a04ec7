"""The one expression language of packs: a subset of SQL, parsed by sqlglot, checked node by node and by type.

Text → `Expression` (checked tree) → SQL in DuckDB's dialect with every identifier quoted. Nothing else of SQL gets through:
no casts, subqueries, windows, table functions, no comparison with null. Functions that read as notices do (含, 周岁, 缺, 有 …)
are expanded on the tree by `expansion`.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from rescue_cli.pack.language.allowed_nodes import (
    AGGREGATES,
    ANY,
    BOOL,
    COMPARISONS,
    DATE,
    KINDS,
    LIST,
    MOMENT,
    NULL,
    NUMBER,
    TEXT,
    Checker,
    Node,
)
from rescue_cli.pack.language.expansion import expand
from rescue_cli.pack.language.nesting import DEEPEST_TREE, TOO_DEEP, too_nested
from rescue_cli.pack.language.scope import Scope

__all__ = [
    "AGGREGATES",
    "ANY",
    "BOOL",
    "COMPARISONS",
    "DATE",
    "KINDS",
    "LIST",
    "MOMENT",
    "NULL",
    "NUMBER",
    "TEXT",
    "Expression",
    "Node",
    "checked",
    "compile_condition",
    "compile_value",
    "conjuncts",
    "emit",
    "gathered_columns",
    "names_in",
    "parse",
]


@dataclass(frozen=True)
class Expression:
    """A checked expression. `kind` is one of the kinds above; `fields` are the names it mentions, in order."""

    text: str
    tree: Node
    kind: str
    fields: tuple[str, ...]
    scope: Scope

    @cached_property
    def emitted(self) -> str:
        return emit(self.tree, self.scope)

    def sql(self) -> str:
        return self.emitted


@lru_cache(maxsize=16_384)
def parse(text: str, scope: Scope, *, aggregate: bool = False) -> tuple[Expression | None, tuple[str, ...]]:
    """The checked expression, or None and everything wrong with it in plain Chinese."""
    tree = _tree(text)
    if tree == TOO_DEEP:
        return None, (TOO_DEEP,)
    if isinstance(tree, str):
        return None, (f"表达式读不懂：{text}（{tree}）",)
    checker = Checker(scope, aggregate)
    kind = checker.kind(tree)
    if checker.problems:
        return None, tuple(checker.problems)
    return Expression(text, tree, kind, tuple(dict.fromkeys(checker.fields)), scope), ()


@lru_cache(maxsize=4096)
def names_in(text: str) -> frozenset[str]:
    """The names an expression uses, known or not; none where it cannot be read."""
    tree = _tree(text)
    return frozenset() if isinstance(tree, str) else frozenset(column.name for column in tree.find_all(exp.Column))


@lru_cache(maxsize=4096)
def _tree(text: str) -> Node | str:
    """The tree, or what is wrong. Parsing costs most of a pack's loading, and one text stands in several places: nobody
    may change a tree that was parsed, only a copy of it."""
    if too_nested(text):
        return TOO_DEEP
    try:
        tree = sqlglot.parse_one(text, dialect="duckdb")
    except SqlglotError as error:
        return _reason(error)
    return TOO_DEEP if _depth(tree) > DEEPEST_TREE else tree


def _depth(tree: Node) -> int:
    """Levels of a tree; a chain of 200 "and" has 200."""
    deepest, level = 0, [tree]
    while level:
        deepest, level = deepest + 1, [child for node in level for child in node.iter_expressions()]
    return deepest


def checked(text: str, scope: Scope, *, aggregate: bool = False) -> Expression:
    """An expression that loading the pack already checked."""
    expression, problems = parse(text, scope, aggregate=aggregate)
    if expression is None:
        raise ValueError("；".join(problems))
    return expression


def compile_value(text: str, scope: Scope, *, aggregate: bool = False) -> str:
    """SQL of a value expression that the pack's loading already checked; ValueError if it is wrong after all."""
    return checked(text, scope, aggregate=aggregate).sql()


def compile_condition(text: str, scope: Scope) -> str:
    """SQL of a condition that the pack's loading already checked; ValueError if it is wrong after all."""
    return checked(text, scope).sql()


def gathered_columns(tree: Node) -> list[exp.Column]:
    """The columns whose values an aggregate gives: not those that only say which rows count, or which is the latest."""
    aside = [*tree.find_all(exp.Where), *(node.expressions[1] for node in _latest_of(tree))]
    ids = {id(column) for node in aside for column in node.find_all(exp.Column)}
    return [node for node in tree.find_all(exp.Column) if id(node) not in ids]


def _latest_of(tree: Node) -> list[exp.Anonymous]:
    return [node for node in tree.find_all(exp.Anonymous) if str(node.this) in ("最近最多", "最近最少")]


def conjuncts(tree: Node) -> list[Node]:
    """The parts of a condition that are joined by AND."""
    if isinstance(tree, exp.Paren):
        return conjuncts(tree.this)
    if isinstance(tree, exp.And):
        return [*conjuncts(tree.this), *conjuncts(tree.expression)]
    return [tree]


def emit(tree: Node, scope: Scope) -> str:
    """SQL text of a checked tree."""
    return expand(tree, scope).sql(dialect="duckdb", identify=True)


def _reason(error: SqlglotError) -> str:
    details: list[dict[str, Any]] = getattr(error, "errors", [])
    if details and details[0].get("col") is not None:
        return f"第{details[0]['col']}个字符附近"
    return "语法错误"
