"""What spells out an expression's nodes: names, comparisons, brackets. The words of each kind of node come in a `Lexicon`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlglot import exp

from rescue_cli.pack.language.allowed_nodes import BOOL, DATE, MOMENT, NUMBER, Checker, Node
from rescue_cli.pack.language.scope import Scope

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
        exp.NEQ: "不等于",
    },
    "day": {
        exp.LT: "早于",
        exp.LTE: "不晚于",
        exp.GT: "晚于",
        exp.GTE: "不早于",
        exp.EQ: "就是",
        exp.NEQ: "不同于",
    },
    "text": {
        exp.LT: "按字序在前于",
        exp.LTE: "按字序不后于",
        exp.GT: "按字序在后于",
        exp.GTE: "按字序不前于",
        exp.EQ: "是",
        exp.NEQ: "不为",
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
COUNTED = ("月数", "日数")  # functions that count
SUMS = (exp.Add, exp.Sub, exp.Mul, exp.Div)
Words: TypeAlias = "Callable[[Speller, Any], str]"


@dataclass(frozen=True)
class Known:
    """What is known of names beside their type: the facts a pack works out itself, and the figures that stand for a
    parameter or a day of the notice (name → as printed)."""

    worked_out: frozenset[str] = frozenset()
    figures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Lexicon:
    """Kind of node → its words; function → its words; both also for what is denied, where that is not just 并非."""

    nodes: Mapping[type[Node], Words]
    denied_nodes: Mapping[type[Node], Words]
    functions: Mapping[str, Words]
    denied_functions: Mapping[str, Words]


class Speller:
    """Words of one expression's nodes. `letters`: text of a part that stands there more than once → what it is called."""

    def __init__(self, scope: Scope, known: Known, letters: Mapping[str, str], lexicon: Lexicon) -> None:
        self.scope, self.known, self.letters, self.lexicon = scope, known, letters, lexicon

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
        if type(node) in OPPOSITE:
            return self.compared(node, type(node))
        words = self.lexicon.functions[str(node.this)] if isinstance(node, exp.Anonymous) else None
        return (words or self.lexicon.nodes[type(node)])(self, node)

    def kind(self, node: Node) -> str:
        """数值, 文本, 日期, 是否 …"""
        return Checker(self.scope, aggregate=True).kind(node)

    def name(self, node: Node) -> str:
        """A field's name; beside a parameter its figure."""
        figure = self.known.figures.get(node.name)
        return f"{node.name}（{figure}）" if figure else str(node.name)

    def operand(self, node: Node) -> str:
        """A side of a sum or a product; what was in brackets still is."""
        return self.value(node) if isinstance(node, SUMS) else self.inner(node)

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
        counted = [side.this if isinstance(side, exp.Filter) else side for side in sides]
        counts = any(isinstance(side, exp.Count) or is_function(side, *COUNTED) for side in counted)
        return "count" if counts or types == {"count"} else "amount"

    # denying ----------------------------------------------------------------------------------------------------------

    def denied(self, node: Node) -> str:
        """What must not hold; where nobody knows the one, nobody knows the other."""
        if isinstance(node, exp.Paren | exp.Not):
            return self.denied(node.this) if isinstance(node, exp.Paren) else self.condition(node.this)
        if self.letters.get(node.sql(dialect="duckdb")):
            return f"{self.letters[node.sql(dialect='duckdb')]}不成立"
        if isinstance(node, exp.Column):
            return f"{self.name(node)}为“否”"
        if type(node) in OPPOSITE:
            return self.compared(node, OPPOSITE[type(node)])
        functions, nodes = self.lexicon.denied_functions, self.lexicon.denied_nodes
        words = functions.get(str(node.this)) if isinstance(node, exp.Anonymous) else nodes.get(type(node))
        return words(self, node) if words else f"并非（{self.condition(node)}）"


def is_function(node: Node, *names: str) -> bool:
    """Whether the node calls one of these functions."""
    return isinstance(node, exp.Anonymous) and str(node.this) in names
