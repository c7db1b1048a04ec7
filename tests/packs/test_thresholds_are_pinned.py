"""Testing the tests: move a bound of a rule by one step (< to <=, …) and some case of the pack must turn red."""

import re

import pytest

from rescue_cli.pack.load import load_pack
from rescue_cli.pipeline.pack_tests import run_cases

PACK = load_pack("xixia-2019")
MOVED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
# 拟观察 is only reached by households the rules before it have passed over, so nobody at the bound comes there.
OUT_OF_REACH = {("拟观察", "人均年收入 > 低收入年标准")}
BOUND = re.compile(r"(人均年收入|在保人数|不符合日期|办理日期) (<=|>=|<|>) (低保年标准|低收入年标准|认定人口|1\b)")


def bounds():
    for rule in PACK.rules.rule:
        if rule.hit == "first" and rule.group in ("新增救助", "已享受救助", "救助观察"):
            for match in BOUND.finditer(rule.when):
                if (rule.id, match.group(0)) not in OUT_OF_REACH:
                    yield rule.id, match.start(2), match.group(2)


@pytest.mark.parametrize(("rule_id", "place", "sign"), list(bounds()))
def test_moving_a_bound_breaks_a_case(rule_id, place, sign):
    rules = [
        rule.model_copy(update={"when": rule.when[:place] + MOVED[sign] + rule.when[place + len(sign) :]})
        if rule.id == rule_id
        else rule
        for rule in PACK.rules.rule
    ]
    mutated = PACK.model_copy(update={"rules": PACK.rules.model_copy(update={"rule": tuple(rules)})})
    assert any(result.wrong for result in run_cases(mutated)), f"{rule_id}: {sign} can become {MOVED[sign]} unnoticed"
