"""Testing the tests of pingluo-2020: move a bound by one step (< to <=, …) and some case of the pack must turn red."""

import re

import pytest

from rescue_cli.pack.load import load_pack
from rescue_cli.pipeline.pack_tests import run_cases

PACK = load_pack("pingluo-2020")
MOVED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
# Cases that stand at or beside a bound; the others say nothing of where it lies.
NEAR = [case for case in PACK.cases if case.kind in ("below", "at", "above", "contradiction")]
BOUND = re.compile(r"(?<![<>=]) (<=|>=|<|>) (?!0\b)(?=\S)")
RULES = ("拟低保", "拟整户纳入低保", "拟给予渐退期", "临时救助后拟低保复核", "低保人数超家庭人口", "补发超期")
FACTS = ("低于低保标准", "超过低保标准", "渐退期内", "临时救助低于下限", "特困低于倍数", "已退保")
# 扣减前 and 扣减后 meet where nothing is deducted, so one of the two signs alone changes nothing there; a taper of stated
# length never asks for the shortest and the longest, one of unknown length is decided at neither day by the notice.
OUT_OF_REACH = {
    ("拟整户纳入低保", "在保人数 < 认定人口"),  # a household wholly covered is stopped before by 超过低保标准 or counts as covered after
}


def bounds():
    for name in RULES:
        text = next(rule.when for rule in PACK.rules.rule if rule.id == name)
        yield from ((name, match.start(1), match.group(1)) for match in BOUND.finditer(text))
    for name in FACTS:
        text = next(derive.value for derive in PACK.rules.derive if derive.field == name)
        yield from ((name, match.start(1), match.group(1)) for match in BOUND.finditer(text))


def moved(text, place, sign):
    return text[:place] + MOVED[sign] + text[place + len(sign) :]


@pytest.mark.parametrize(("name", "place", "sign"), list(bounds()))
def test_moving_a_bound_breaks_a_case(name, place, sign):
    rules = PACK.rules
    changed = rules.model_copy(
        update={
            "rule": tuple(
                rule.model_copy(update={"when": moved(rule.when, place, sign)}) if rule.id == name else rule
                for rule in rules.rule
            ),
            "derive": tuple(
                derive.model_copy(update={"value": moved(derive.value, place, sign)}) if derive.field == name else derive
                for derive in rules.derive
            ),
        }
    )
    mutated = PACK.model_copy(update={"rules": changed})
    assert any(result.wrong for result in run_cases(mutated, NEAR)), f"{name}: {sign} can become {MOVED[sign]} unnoticed"
