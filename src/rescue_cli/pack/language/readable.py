"""An expression in the words of a clerk: 且, 或, 不, 已填, 未填, 低于 …"""

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from rescue_cli.pack.language.expressions import Node

SIGNS = {exp.EQ: "＝", exp.NEQ: "≠", exp.GT: "＞", exp.GTE: "≥", exp.LT: "＜", exp.LTE: "≤"}
ARITHMETIC = {exp.Add: "＋", exp.Sub: "－", exp.Mul: "×", exp.Div: "÷"}
WORDS = {
    exp.Round: "四舍五入",
    exp.Coalesce: "依次取",
    exp.Least: "最小",
    exp.Greatest: "最大",
    exp.Count: "计数",
    exp.Sum: "合计",
    exp.Min: "最小",
    exp.Max: "最大",
    exp.Avg: "平均",
    exp.LogicalOr: "任一为是",
    exp.LogicalAnd: "全部为是",
}


def readable(node: Node) -> str:
    """The tree as a sentence part; nothing of its meaning is left out.

    >>> from rescue_cli.pack.language.expressions import checked
    >>> from rescue_cli.pack.language.scope import Scope
    >>> scope = Scope({"甲": "count", "乙": "yes_no"})
    >>> readable(checked("甲 is not null and (甲 > 1 or not 乙) and coalesce(乙, false)", scope).tree)
    '甲已填 且 （甲＞1 或 不是乙） 且 乙（未填按否）'
    """
    kind = type(node)
    sign = SIGNS.get(kind) or ARITHMETIC.get(kind)
    if sign:
        return f"{readable(node.this)}{sign}{readable(node.expression)}"
    if kind in WORDS:
        return _call(node, WORDS[kind])
    return FORMS[kind](node) if kind in FORMS else str(node.name)


def _not(inner: Node) -> str:
    if isinstance(inner, exp.Is) and isinstance(inner.expression, exp.Null):
        return f"{readable(inner.this)}已填"
    return f"不是{readable(inner)}"


def _call(node: Node, word: str) -> str:
    parts = [node.this, *node.expressions] if node.this is not None else list(node.expressions)
    if isinstance(node, exp.Coalesce) and len(parts) == 2 and isinstance(parts[1], exp.Boolean | exp.Literal):
        return f"{readable(parts[0])}（未填按{readable(parts[1])}）"
    return f"{word}（{'，'.join(readable(part) for part in parts)}）"


def _case(node: exp.Case) -> str:
    branches = [f"若{readable(branch.this)}则{readable(branch.args['true'])}" for branch in node.args["ifs"]]
    default = node.args.get("default")
    return "；".join([*branches, *([f"否则{readable(default)}"] if default is not None else [])])


def _is(node: exp.Is) -> str:
    value = "未填" if isinstance(node.expression, exp.Null) else f"为{readable(node.expression)}"
    return f"{readable(node.this)}{value}"


FORMS: dict[type[Node], Callable[[Any], str]] = {
    exp.And: lambda node: f"{readable(node.this)} 且 {readable(node.expression)}",
    exp.Or: lambda node: f"{readable(node.this)} 或 {readable(node.expression)}",
    exp.Not: lambda node: _not(node.this),
    exp.Is: _is,
    exp.In: lambda node: f"{readable(node.this)}是{'、'.join(readable(item) for item in node.expressions)}之一",
    exp.Between: lambda node: f"{readable(node.this)}在{readable(node.args['low'])}至{readable(node.args['high'])}之间",
    exp.Case: _case,
    exp.Filter: lambda node: f"{readable(node.this)}（只计{readable(node.expression.this)}的行）",
    exp.Paren: lambda node: f"（{readable(node.this)}）",
    exp.Boolean: lambda node: "是" if node.this else "否",
    exp.Anonymous: lambda node: f"{node.this}（{'、'.join(readable(part) for part in node.expressions)}）",
    exp.Distinct: lambda node: f"不同的{readable(node.expressions[0])}",
    exp.Star: lambda node: "行",
    exp.Null: lambda node: "未填",
    exp.Neg: lambda node: f"－{readable(node.this)}",
}
