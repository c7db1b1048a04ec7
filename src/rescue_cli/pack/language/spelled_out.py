"""An expression spelled out as a notice would say it, for who checks a rule against the notice and reads no formula.

`readable` is its short form, with signs, for a screen full of figures. Here every operator and function has its words; one
without fails (`KeyError`), so that nothing of a condition is left out in silence.
"""

from sqlglot import exp

from rescue_cli.pack.language.expressions import BOOL, Expression, Node, conjuncts
from rescue_cli.pack.language.repeated_parts import repeated_parts
from rescue_cli.pack.language.spelled_functions import DENIED_WORDS, FUNCTION_WORDS
from rescue_cli.pack.language.spelled_nodes import DENIED, WORDS, alternatives, branches_of
from rescue_cli.pack.language.speller import Known, Lexicon, Speller

__all__ = ["LEXICON", "Known", "spelled_out"]

LEXICON = Lexicon(WORDS, DENIED, FUNCTION_WORDS, DENIED_WORDS)
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
LONG_LINE = 40  # characters of alternatives from which each has a line of its own


def spelled_out(expression: Expression, known: Known) -> str:
    """The expression in words; a condition of several parts one a line, numbered. Long parts that stand in it more than
    once are called by a letter and spelled out once, at the end."""
    letters = {text: letter for text, letter, _ in repeated_parts(expression.tree)}
    speller = Speller(expression.scope, known, letters, LEXICON)
    tree = expression.tree
    words = _lines(speller, tree) if expression.kind == BOOL else _rows_and_value(speller, tree)
    defined = [
        f"其中{letter}：{speller.part(node)}" for text, letter, node in repeated_parts(expression.tree) if letters[text]
    ]
    return "\n".join([words, *defined])


def _lines(speller: Speller, tree: Node) -> str:
    parts = conjuncts(tree)
    if len(parts) > 1:
        return _listed("同时符合：", [speller.condition(part) for part in parts])
    ways = [speller.condition(part.unnest()) for part in alternatives(tree.unnest())]
    return (
        _listed("符合下列任一条：", ways)
        if len(ways) > 1 and len("".join(ways)) > LONG_LINE
        else speller.condition(tree)
    )


def _listed(head: str, parts: list[str]) -> str:
    return "\n".join([head, *(f"{numbered(n)}{part}" for n, part in enumerate(parts, 1))])


def _rows_and_value(speller: Speller, tree: Node) -> str:
    """A value; where it is gathered from some of the rows, these first, one condition a line."""
    counts_all = (
        isinstance(tree, exp.Filter) and isinstance(tree.this, exp.Count) and isinstance(tree.this.this, exp.Star)
    )
    if isinstance(tree, exp.Case) and len(tree.args["ifs"]) > 1:
        return "\n".join(["依次看，取第一个成立的：", *(f"・{branch}" for branch in branches_of(speller, tree))])
    if not isinstance(tree, exp.Filter):
        return speller.value(tree)
    where = _lines(speller, tree.expression.this)
    rows = f"看这样的行，{where}\n" if "\n" in where else f"看这样的行：{where}。\n"
    return f"{rows}{'计条数' if counts_all else f'取{speller.value(tree.this)}'}"


def numbered(number: int) -> str:
    """① … ⑳, then (21)."""
    return CIRCLED[number - 1] if number <= len(CIRCLED) else f"({number})"
