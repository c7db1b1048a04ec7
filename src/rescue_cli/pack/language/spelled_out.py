"""An expression spelled out as a notice would say it, for who checks a rule against the notice and reads no formula.

`readable` is its short form, with signs, for a screen full of figures. Here every operator and function has its words; one
without fails (`KeyError`), so that nothing of a condition is left out in silence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlglot import exp

from rescue_cli.pack.language.allowed_nodes import DATE, MOMENT, NUMBER, Checker
from rescue_cli.pack.language.expressions import BOOL, Expression, Node, conjuncts
from rescue_cli.pack.language.repeated_parts import repeated_parts
from rescue_cli.pack.language.scope import Scope

SIGNS: Mapping[type[Node], str] = {exp.Add: "＋", exp.Sub: "－", exp.Mul: "×", exp.Div: "÷"}
# Kind of what is compared → sign → words. 超过, 不满 exclude the number, 不超过, 不低于 include it.
COMPARED: Mapping[str, Mapping[type[Node], str]] = {
    "amount": {
        exp.LT: "低于",
        exp.LTE: "不超过",
        exp.GT: "高于",
        exp.GTE: "不低于",
        exp.EQ: "等于",
        exp.NEQ: "不等于",
    },
    "count": {
        exp.LT: "少于",
        exp.LTE: "不超过",
        exp.GT: "多于",
        exp.GTE: "不少于",
        exp.EQ: "等于",
        exp.NEQ: "不等于",
    },
    "age": {
        exp.LT: "不满",
        exp.LTE: "不超过",
        exp.GT: "超过",
        exp.GTE: "已满",
        exp.EQ: "正好是",
        exp.NEQ: "不是",
    },
    "day": {
        exp.LT: "早于",
        exp.LTE: "不晚于",
        exp.GT: "晚于",
        exp.GTE: "不早于",
        exp.EQ: "就是",
        exp.NEQ: "不是",
    },
    "text": {
        exp.LT: "按字序在前于",
        exp.LTE: "按字序不后于",
        exp.GT: "按字序在后于",
        exp.GTE: "按字序不前于",
        exp.EQ: "是",
        exp.NEQ: "不是",
    },
}
OPPOSITE: Mapping[type[Node], type[Node]] = {
    exp.LT: exp.GTE,
    exp.GTE: exp.LT,
    exp.GT: exp.LTE,
    exp.LTE: exp.GT,
    exp.EQ: exp.NEQ,
    exp.NEQ: exp.EQ,
}
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
LONG_LINE = 40  # characters of alternatives from which each has a line of its own
COUNTED = ("月数", "日数")  # functions that count


@dataclass(frozen=True)
class Known:
    """What is known of names beside their type: the facts a pack works out itself, and the figures that stand for a
    parameter or a day of the notice (name → as printed)."""

    worked_out: frozenset[str] = frozenset()
    figures: Mapping[str, str] = field(default_factory=dict)


def spelled_out(expression: Expression, known: Known) -> str:
    """The expression in words; a condition of several parts one a line, numbered. Long parts that stand in it more than
    once are called by a letter and spelled out once, at the end."""
    letters = {text: letter for text, letter, _ in repeated_parts(expression.tree)}
    speller = Speller(expression.scope, known, letters)
    tree = expression.tree
    words = _lines(speller, tree) if expression.kind == BOOL else _rows_and_value(speller, tree)
    defined = [
        f"其中{letter}：{speller.part(node)}" for text, letter, node in repeated_parts(expression.tree) if letters[text]
    ]
    return "\n".join([words, *defined])


def _lines(speller: "Speller", tree: Node) -> str:
    parts = conjuncts(tree)
    if len(parts) > 1:
        return _listed("同时符合：", [speller.condition(part) for part in parts])
    ways = [speller.condition(part.unnest()) for part in _alternatives(tree.unnest())]
    return _listed("符合下列任一条：", ways) if len(ways) > 1 and len("".join(ways)) > LONG_LINE else speller.condition(tree)


def _listed(head: str, parts: list[str]) -> str:
    return "\n".join([head, *(f"{numbered(n)}{part}" for n, part in enumerate(parts, 1))])


def _rows_and_value(speller: "Speller", tree: Node) -> str:
    """A value; where it is gathered from some of the rows, these first, one condition a line."""
    counts_all = isinstance(tree, exp.Filter) and isinstance(tree.this, exp.Count) and isinstance(tree.this.this, exp.Star)
    if isinstance(tree, exp.Case) and len(tree.args["ifs"]) > 1:
        return "\n".join(f"・{branch}" for branch in _branches(speller, tree))
    if not isinstance(tree, exp.Filter):
        return speller.value(tree)
    where = _lines(speller, tree.expression.this)
    rows = f"看这样的行，{where}\n" if "\n" in where else f"看这样的行：{where}。\n"
    return f"{rows}{'计条数' if counts_all else f'取{speller.value(tree.this)}'}"


def numbered(number: int) -> str:
    """① … ⑳, then (21)."""
    return CIRCLED[number - 1] if number <= len(CIRCLED) else f"({number})"


class Speller:
    """Words of one expression's nodes. `letters`: text of a part that stands there more than once → what it is called."""

    def __init__(self, scope: Scope, known: Known, letters: Mapping[str, str]) -> None:
        self.scope, self.known, self.letters = scope, known, letters

    def condition(self, node: Node) -> str:
        """What must hold."""
        letter = self.letters.get(node.sql(dialect="duckdb"))
        return f"{letter}成立" if letter else self.part(node)

    def value(self, node: Node) -> str:
        """What is taken."""
        return self.letters.get(node.sql(dialect="duckdb")) or self.part(node, as_value=True)

    def part(self, node: Node, *, as_value: bool = False) -> str:
        """The node itself, whatever it is called elsewhere."""
        if isinstance(node, exp.Column) and not as_value and self.kind(node) == BOOL:
            return f"{self.name(node)}为“是”"
        if isinstance(node, exp.Add) and len(_ones(node)) > 1:
            return f"下列各项中成立的项数（{'；'.join(self.condition(one) for one in _ones(node))}）"
        if type(node) in SIGNS:
            return f"{self.operand(node.this)}{SIGNS[type(node)]}{self.operand(node.expression)}"
        if type(node) in OPPOSITE:
            return self.compared(node, type(node))
        if isinstance(node, exp.Anonymous):
            return self.function(node)
        return WORDS[type(node)](self, node)

    def function(self, node: exp.Anonymous) -> str:
        """A function of the notices' language."""
        from rescue_cli.pack.language.spelled_functions import FUNCTION_WORDS

        return FUNCTION_WORDS[str(node.this)](self, node)

    def kind(self, node: Node) -> str:
        """数值, 文本, 日期, 是否 …"""
        return Checker(self.scope, aggregate=True).kind(node)

    def name(self, node: Node) -> str:
        """A field's name; beside a parameter its figure."""
        figure = self.known.figures.get(node.name)
        return f"{node.name}（{figure}）" if figure else str(node.name)

    def operand(self, node: Node) -> str:
        """A side of a sum or a product; what was in brackets still is."""
        return self.value(node) if type(node) in SIGNS else self.inner(node)

    def inner(self, node: Node) -> str:
        """A value within a sentence: in brackets where it is a sentence itself."""
        words = self.value(node)
        return f"（{words}）" if "，" in words or "；" in words else words

    def within(self, node: Node) -> str:
        """A condition within a sentence: in brackets where it has parts."""
        bare = node.unnest() if isinstance(node, exp.Paren) else node
        words = self.condition(bare)
        called = bare.sql(dialect="duckdb") in self.letters
        parted = not called and (isinstance(bare, exp.And | exp.Or | exp.Case) or "；" in words)
        return f"（{words}）" if parted else words

    # comparing --------------------------------------------------------------------------------------------------------

    def compared(self, node: Any, sign: type[Node]) -> str:
        """甲低于乙, by the kind of what is compared."""
        left, right = node.this, node.expression
        if self.kind(left) == BOOL and isinstance(right, exp.Boolean):
            same = (sign is exp.EQ) == bool(right.this)
            return self.condition(left) if same else self.denied(left)
        return f"{self.inner(left)}{COMPARED[self.measure(left, right)][sign]}{self.inner(right)}"

    def measure(self, *sides: Node) -> str:
        """By which words two sides are compared."""
        kinds = {self.kind(side) for side in sides}
        if kinds & {DATE, MOMENT}:
            return "day"
        if NUMBER not in kinds:
            return "text"
        if any(is_function(side, "周岁") for side in sides):
            return "age"
        types = {self.scope.types.get(node.name) for side in sides for node in side.find_all(exp.Column)}
        counts = any(isinstance(side, exp.Count) or is_function(side, *COUNTED) for side in sides)
        return "count" if counts or types == {"count"} else "amount"

    # denying ----------------------------------------------------------------------------------------------------------

    def denied(self, node: Node) -> str:
        """What must not hold; where nobody knows the one, nobody knows the other."""
        if isinstance(node, exp.Paren):
            return self.denied(node.this)
        if self.letters.get(node.sql(dialect="duckdb")):
            return f"{self.letters[node.sql(dialect='duckdb')]}不成立"
        if isinstance(node, exp.Not):
            return self.condition(node.this)
        if isinstance(node, exp.Column):
            return f"{self.name(node)}为“否”"
        if type(node) in OPPOSITE:
            return self.compared(node, OPPOSITE[type(node)])
        if isinstance(node, exp.Anonymous):
            from rescue_cli.pack.language.spelled_functions import DENIED_WORDS

            if str(node.this) in DENIED_WORDS:
                return DENIED_WORDS[str(node.this)](self, node)
        words = DENIED.get(type(node))
        return words(self, node) if words else f"并非（{self.condition(node)}）"


def is_function(node: Node, *names: str) -> bool:
    """Whether the node calls one of these functions."""
    return isinstance(node, exp.Anonymous) and str(node.this) in names


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
    return "；".join(_branches(speller, node))


def _branches(speller: Speller, node: exp.Case) -> list[str]:
    taken = _taken_condition if speller.kind(node) == BOOL else _taken_value
    branches = [f"{speller.condition(branch.this)}的，{taken(speller, branch.args['true'])}" for branch in node.args["ifs"]]
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


def _taken_value(speller: Speller, node: Node) -> str:
    return f"取{speller.inner(node)}"


def _taken_condition(speller: Speller, node: Node) -> str:
    if isinstance(node, exp.Boolean):
        return f"算{speller.value(node)}"
    return "不知道" if isinstance(node, exp.Null) else f"看{speller.within(node)}"


def _choice(speller: Speller, node: exp.In, word: str) -> str:
    items = "".join(speller.value(item) for item in node.expressions)
    if len(node.expressions) == 1:
        return f"{speller.inner(node.this)}{word}{items}"
    if any(not (isinstance(item, exp.Literal) and item.is_string) for item in node.expressions):
        items = "、".join(speller.value(item) for item in node.expressions)
    return f"{speller.inner(node.this)}{word}{items}之一"


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
    return f"{speller.inner(node.this)}四舍五入到{speller.value(decimals) + '位小数' if decimals is not None else '整数'}"


def _either(speller: Speller, node: exp.Or) -> str:
    parts = _alternatives(node)
    return "，或者".join(speller.within(part) for part in parts)


def _alternatives(node: Node) -> list[Node]:
    return [*_alternatives(node.this), *_alternatives(node.expression)] if isinstance(node, exp.Or) else [node]


def _bracketed(speller: Speller, node: exp.Paren) -> str:
    """Brackets where they say what belongs together."""
    boolean = speller.kind(node.this) == BOOL
    words = speller.condition(node.this) if boolean else speller.value(node.this)
    return f"（{words}）" if isinstance(node.this, exp.And | exp.Or | exp.Add | exp.Sub | exp.Mul | exp.Div) else words


WORDS: Mapping[type[Node], Callable[[Speller, Any], str]] = {
    exp.Column: lambda s, node: s.name(node),
    exp.Literal: lambda s, node: f"“{node.name}”" if node.is_string else str(node.name),
    exp.Boolean: lambda s, node: "“是”" if node.this else "“否”",
    exp.Null: lambda s, node: "空白",
    exp.Star: lambda s, node: "行",
    exp.Paren: _bracketed,
    exp.Neg: lambda s, node: f"负{s.inner(node.this)}",
    exp.And: lambda s, node: "，且".join(s.within(part) for part in conjuncts(node)),
    exp.Or: _either,
    exp.Not: lambda s, node: s.denied(node.this),
    exp.Is: _is,
    exp.In: lambda s, node: _choice(s, node, "是"),
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
DENIED: Mapping[type[Node], Callable[[Speller, Any], str]] = {
    exp.Is: _is_not,
    exp.In: lambda s, node: _choice(s, node, "不是"),
    exp.Between: lambda s, node: _between(s, node, "不"),
    exp.Coalesce: _coalesce_denied,
}
