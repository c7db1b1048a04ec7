"""What two notices share stands once, in `national`: no expression with more than one operator stands verbatim in two packs."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import sqlglot
from sqlglot import exp

SCHEMAS = Path(__file__).parents[2] / "schemas"
OPERATORS = (exp.Binary, exp.Between, exp.In, exp.Not)


def own_rules() -> dict[str, dict]:
    """The rules of each pack as written in its folder, without what it inherits."""
    folders = sorted(path.parent for path in SCHEMAS.glob("*/rules.toml"))
    return {folder.name: tomllib.loads((folder / "rules.toml").read_text(encoding="utf-8")) for folder in folders}


def expressions(rules: Mapping) -> Iterator[str]:
    for kind in ("gather", "derive", "rule"):
        for entry in rules.get(kind, []):
            yield from [entry[key] for key in ("value", "when") if key in entry]
            yield from entry.get("any_of", [])


def operators(expression: str) -> int:
    """`is not null` and `not in` are one operator each, written with two words."""
    tree = sqlglot.parse_one(expression, dialect="duckdb")
    negations = sum(isinstance(node.this, (exp.Is, exp.In, exp.Between)) for node in tree.find_all(exp.Not))
    return len(list(tree.find_all(*OPERATORS))) - negations


def in_two_packs(packs: Mapping[str, Mapping]) -> dict[str, list[str]]:
    """Expression → the packs it stands in, where they are several."""
    packs_of: dict[str, set[str]] = defaultdict(set)
    for name, rules in packs.items():
        for expression in expressions(rules):
            if operators(expression) > 1:
                packs_of[" ".join(expression.split())].add(name)
    return {expression: sorted(names) for expression, names in packs_of.items() if len(names) > 1}


def test_no_expression_with_more_than_one_operator_stands_in_two_packs():
    packs = own_rules()
    assert {"national", "xixia-2019", "chengbei-2022", "pingluo-2020", "qianjiang-2022", "binhai-2018"} <= packs.keys()
    assert in_two_packs(packs) == {}


def test_an_expression_that_is_copied_into_another_pack_is_found():
    packs = own_rules()
    copied = next(e for e in expressions(packs["xixia-2019"]) if operators(e) > 1)
    packs["binhai-2018"]["rule"].append({"when": copied})
    assert in_two_packs(packs) == {copied: ["binhai-2018", "xixia-2019"]}


def test_one_operator_is_no_mechanics():
    assert [operators(e) for e in ("纳入低保日期 is not null", "a > b", "a not in ('x', 'y')")] == [1, 1, 1]
    assert operators("a > b and c is not null") == 3
