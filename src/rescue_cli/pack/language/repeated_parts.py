"""Parts that stand in an expression more than once, so that each need be spelled out but once."""

from collections import Counter

from sqlglot import exp

from rescue_cli.pack.language.expressions import Node

LETTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
HOLDERS = (exp.If, exp.Where, exp.Distinct)  # no parts of their own: they only hold some
LONG = 60  # characters from which a letter is shorter to read


def repeated_parts(tree: Node) -> list[tuple[str, str, Node]]:
    """(text, letter, part) of every long part that stands in several places, in order; a part that repeats only because
    a bigger one does is part of that. Beyond the letters, parts stay as they are."""
    times: Counter[str] = Counter()
    first: dict[str, Node] = {}
    queue: list[Node] = [tree]
    while queue:
        node = queue.pop()
        bare = node.unnest() if isinstance(node, exp.Paren) else node
        if isinstance(bare, HOLDERS):
            queue += reversed(list(bare.iter_expressions()))
            continue
        text = bare.sql(dialect="duckdb")
        times[text] += 1
        if text not in first:
            first[text] = bare
            queue += reversed(list(bare.iter_expressions()))
    repeated = [(text, node) for text, node in first.items() if times[text] > 1 and len(text) >= LONG]
    return [(text, letter, node) for (text, node), letter in zip(repeated, LETTERS, strict=False)]
