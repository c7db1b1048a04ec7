"""The words of every kind of node an expression may be made of, but for functions of the notices' language."""

from collections.abc import Mapping
from typing import Any

from sqlglot import exp

from rescue_cli.pack.language.expressions import BOOL, DATE, MOMENT, Node, conjuncts
from rescue_cli.pack.language.speller import Speller, Words


def _unknown(speller: Speller, node: Node) -> str:
    """What it is called that nobody knows the value."""
    return "没有填" if isinstance(node, exp.Column) and node.name not in speller.known.worked_out else "没有"


def _none(speller: Speller, node: Node, *, there: bool = False) -> str:
    """x is null, x is not null."""
    if isinstance(node, exp.Column) and node.name not in speller.known.worked_out:
        return f"{speller.name(node)}{'填了' if there else '没有填'}"
    if isinstance(node, exp.Column) and speller.kind(node) != BOOL:
        return f"{'有' if there else '没有'}“{speller.name(node)}”"
    if speller.kind(node) == BOOL:
        words = speller.name(node) if isinstance(node, exp.Column) else f"是否{speller.within(node)}"
        return f"{words}，{'已知' if there else '不知道'}"
    return f"{'有' if there else '没有'}{speller.inner(node)}"


def _is(speller: Speller, node: exp.Is) -> str:
    if isinstance(node.expression, exp.Null):
        return _none(speller, node.this)
    holds = speller.within(node.this) if node.expression.this else speller.denied(node.this)
    return f"{holds}（不知道的算不成立）"


def _is_not(speller: Speller, node: exp.Is) -> str:
    if isinstance(node.expression, exp.Null):
        return _none(speller, node.this, there=True)
    other = speller.denied(node.this) if node.expression.this else speller.within(node.this)
    return f"{other}（不知道的也算）"


def _coalesce(speller: Speller, node: exp.Coalesce) -> str:
    parts = [node.this, *node.expressions]
    last = parts[-1]
    if len(parts) == 2 and isinstance(last, exp.Boolean) and speller.kind(node.this) == BOOL:
        return f"{speller.within(node.this)}（{_taken_as(speller, node)}）"
    if len(parts) == 2 and isinstance(last, exp.Literal):
        return f"{speller.inner(node.this)}（{_unknown(speller, node.this)}的按{speller.value(last)}计）"
    if speller.kind(node) == BOOL:
        return "；不知道的，看".join(speller.within(part) for part in parts)
    first, *others = (speller.inner(part) for part in parts)
    return "，".join([first, *(f"{'没有的取' if n == 0 else '再没有取'}{words}" for n, words in enumerate(others))])


def _taken_as(speller: Speller, node: exp.Coalesce) -> str:
    """How an unknown condition is taken."""
    held = bool(node.expressions[-1].this)
    if isinstance(node.this, exp.Column):
        return f"{_unknown(speller, node.this)}的按“{'是' if held else '否'}”计"
    return f"不知道的按{'成立' if held else '不成立'}计"


def _coalesce_denied(speller: Speller, node: exp.Coalesce) -> str:
    if len(node.expressions) == 1 and isinstance(node.expressions[0], exp.Boolean):
        if isinstance(node.this, exp.Column):
            return f"{speller.denied(node.this)}（{_taken_as(speller, node)}）"
        held = bool(node.expressions[0].this)
        return f"{speller.denied(node.this)}（不知道的{'不算' if held else '也算'}）"
    return f"并非（{speller.condition(node)}）"


def _case(speller: Speller, node: exp.Case) -> str:
    if _counts_one(node):
        return f"{speller.condition(node.args['ifs'][0].this)}的计1，否则计0"
    return "；".join(branches_of(speller, node))


def branches_of(speller: Speller, node: exp.Case) -> list[str]:
    taken = _taken_condition if speller.kind(node) == BOOL else _taken_value
    branches = [
        f"{speller.condition(branch.this)}的，{taken(speller, branch.args['true'])}" for branch in node.args["ifs"]
    ]
    default = node.args.get("default")
    none = default is None or isinstance(default, exp.Null)
    rest = "其余的没有" if none else f"其余{taken(speller, default)}"
    return [*branches, rest]


def _counts_one(node: exp.Case) -> bool:
    """case when … then 1 else 0 end"""
    branches, default = node.args["ifs"], node.args.get("default")
    return len(branches) == 1 and [str(branches[0].args["true"]), str(default)] == ["1", "0"]


def _ones(node: Node) -> list[Node]:
    """The conditions of a sum that counts 1 for each; empty where it sums anything else."""
    bare = node.unnest() if isinstance(node, exp.Paren) else node
    if isinstance(bare, exp.Add):
        left, right = _ones(bare.this), _ones(bare.expression)
        return [*left, *right] if left and right else []
    return [bare.args["ifs"][0].this] if isinstance(bare, exp.Case) and _counts_one(bare) else []


def _reckoned(sign: str) -> Words:
    return lambda speller, node: f"{speller.operand(node.this)}{sign}{speller.operand(node.expression)}"


def _sum(speller: Speller, node: exp.Add) -> str:
    ones = _ones(node)
    if len(ones) > 1:
        return f"下列各项中成立的项数（{'；'.join(speller.condition(part) for part in ones)}）"
    return _reckoned("＋")(speller, node)


def _taken_value(speller: Speller, node: Node) -> str:
    return f"取{speller.inner(node)}"


def _taken_condition(speller: Speller, node: Node) -> str:
    if isinstance(node, exp.Boolean):
        return f"算{speller.value(node)}"
    return "不知道" if isinstance(node, exp.Null) else f"看{speller.within(node)}"


def _choice(speller: Speller, node: exp.In, word: str = "") -> str:
    items = [speller.value(item) for item in node.expressions]
    quoted = all(isinstance(item, exp.Literal) and item.is_string for item in node.expressions)
    if len(items) == 1:
        return f"{speller.inner(node.this)}{word}{'为' if word else '是'}{items[0]}"
    return f"{speller.inner(node.this)}{word}是{('' if quoted else '、').join(items)}之一"


def _between(speller: Speller, node: exp.Between, word: str = "") -> str:
    low, high = node.args["low"], node.args["high"]
    ends = "含首尾两天" if speller.measure(node.this, low, high) == "day" else "含两端"
    return f"{speller.inner(node.this)}{word}介于{speller.inner(low)}和{speller.inner(high)}之间（{ends}）"


def _chosen(speller: Speller, node: Any, least: bool) -> str:
    parts = [node.this, *node.expressions]
    days = any(speller.kind(part) in (DATE, MOMENT) for part in parts)
    word = {(True, True): "最早", (True, False): "最晚", (False, True): "最小", (False, False): "最大"}[(days, least)]
    return f"{'、'.join(speller.inner(part) for part in parts)}中{word}的（没有的不看）"


def _extreme(speller: Speller, node: Any, least: bool) -> str:
    """min(x), max(x) over rows."""
    kind = speller.kind(node.this)
    words = ("最早", "最晚") if kind in (DATE, MOMENT) else ("最小", "最大")
    return f"各行中{words[0 if least else 1]}的{speller.inner(node.this)}"


def _count(speller: Speller, node: exp.Count) -> str:
    inside = node.this
    if isinstance(inside, exp.Star):
        return "行数"
    if isinstance(inside, exp.Distinct):
        return f"不同的{speller.inner(inside.expressions[0])}有几个"
    return f"有{speller.inner(inside)}的行数"


def _filter(speller: Speller, node: exp.Filter) -> str:
    """An aggregate over some of the rows."""
    condition = node.expression.this.unnest()
    where = speller.condition(condition)
    rows = f"（{where}）的行" if "，" in where or "；" in where else f"{where}的行"
    if isinstance(node.this, exp.Count) and isinstance(node.this.this, exp.Star):
        return f"{rows[:-1]}条数"
    return f"只看{rows}：{speller.value(node.this)}"


def _rounded(speller: Speller, node: exp.Round) -> str:
    decimals = node.args.get("decimals")
    return (
        f"{speller.inner(node.this)}四舍五入到{speller.value(decimals) + '位小数' if decimals is not None else '整数'}"
    )


def _either(speller: Speller, node: exp.Or) -> str:
    parts = alternatives(node)
    return "，或者".join(speller.within(part) for part in parts)


def alternatives(node: Node) -> list[Node]:
    return [*alternatives(node.this), *alternatives(node.expression)] if isinstance(node, exp.Or) else [node]


def _bracketed(speller: Speller, node: exp.Paren) -> str:
    """Brackets where they say what belongs together."""
    boolean = speller.kind(node.this) == BOOL
    words = speller.condition(node.this) if boolean else speller.value(node.this)
    return f"（{words}）" if isinstance(node.this, exp.And | exp.Or | exp.Add | exp.Sub | exp.Mul | exp.Div) else words


WORDS: Mapping[type[Node], Words] = {
    exp.Column: lambda s, node: s.name(node),
    exp.Literal: lambda s, node: f"“{node.name}”" if node.is_string else str(node.name),
    exp.Boolean: lambda s, node: "“是”" if node.this else "“否”",
    exp.Null: lambda s, node: "空",
    exp.Star: lambda s, node: "行",
    exp.Paren: _bracketed,
    exp.Add: _sum,
    exp.Sub: _reckoned("－"),
    exp.Mul: _reckoned("×"),
    exp.Div: _reckoned("÷"),
    exp.Neg: lambda s, node: f"负{s.inner(node.this)}",
    exp.And: lambda s, node: "，且".join(s.within(part) for part in conjuncts(node)),
    exp.Or: _either,
    exp.Not: lambda s, node: s.denied(node.this),
    exp.Is: _is,
    exp.In: _choice,
    exp.Between: _between,
    exp.Case: _case,
    exp.Coalesce: _coalesce,
    exp.Least: lambda s, node: _chosen(s, node, least=True),
    exp.Greatest: lambda s, node: _chosen(s, node, least=False),
    exp.Round: _rounded,
    exp.Filter: _filter,
    exp.Count: _count,
    exp.Sum: lambda s, node: f"各行{s.inner(node.this)}的合计（没填的不计）",
    exp.Avg: lambda s, node: f"各行{s.inner(node.this)}的平均（没填的不计）",
    exp.Min: lambda s, node: _extreme(s, node, least=True),
    exp.Max: lambda s, node: _extreme(s, node, least=False),
    exp.LogicalOr: lambda s, node: f"有一行{s.within(node.this)}（不知道的行不看）",
    exp.LogicalAnd: lambda s, node: f"各行都{s.within(node.this)}（不知道的行不看）",
}
DENIED: Mapping[type[Node], Words] = {
    exp.Is: _is_not,
    exp.In: lambda s, node: _choice(s, node, "不"),
    exp.Between: lambda s, node: _between(s, node, "不"),
    exp.Coalesce: _coalesce_denied,
}
