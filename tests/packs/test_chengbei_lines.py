"""Testing the cases of chengbei-2022: move a line of the notice by one step (< to <=, 60 to 61, …) and some case turns red."""

import re

import pytest

from rescue_cli.pack.load import load_pack
from rescue_cli.pipeline.pack_tests import run_cases

PACK = load_pack("chengbei-2022")
MOVED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
LINE = re.compile(r"人均年收入 (<=|>=|<|>) (?:低保年标准|边缘年标准)")
# 已认定支出型: who is exactly at the standard is 边界户 either way only where the list says nothing of the income.
OUT_OF_REACH = {("已认定支出型", "人均年收入 >= 低保年标准")}


def lines():
    for rule in PACK.rules.rule:
        for match in LINE.finditer(rule.when):
            if (rule.id, match.group(0)) not in OUT_OF_REACH:
                yield rule.id, match.start(1), match.group(1)


PLAIN = [case for case in PACK.cases if case.as_of is None and not case.standard]  # judged together: one query
CLOCKS = [case for case in PACK.cases if case.expect.tasks is not None]


def turns_red(cases=PLAIN, **changed):
    mutated = PACK.model_copy(update={"rules": PACK.rules.model_copy(update=changed)})
    return any(result.wrong for result in run_cases(mutated, cases))


def with_value(entries, field, old, new):
    assert any(entry.field == field and old in entry.value for entry in entries)
    return tuple(
        entry.model_copy(update={"value": entry.value.replace(old, new)}) if entry.field == field else entry
        for entry in entries
    )


@pytest.mark.parametrize(("rule_id", "place", "sign"), list(lines()))
def test_moving_an_income_line_breaks_a_case(rule_id, place, sign):
    rules = tuple(
        rule.model_copy(update={"when": rule.when[:place] + MOVED[sign] + rule.when[place + len(sign) :]})
        if rule.id == rule_id
        else rule
        for rule in PACK.rules.rule
    )
    assert turns_red(rule=rules), f"{rule_id}: {sign} can become {MOVED[sign]} unnoticed"


@pytest.mark.parametrize(
    ("field", "old", "new"),
    [
        ("老年成员数", ">= 老年人年龄", "> 老年人年龄"),
        ("未成年成员数", "< 成年年龄", "<= 成年年龄"),
        ("重残成员数", "'智力', '精神'", "'智力'"),
        ("重残成员数", "in ('一级', '二级')", "= '一级'"),
        ("先行救助日期", "between 期始 and 期末", "<= 期末"),
    ],
)
def test_moving_a_line_of_the_colours_breaks_a_case(field, old, new):
    assert turns_red(gather=with_value(PACK.rules.gather, field, old, new))


@pytest.mark.parametrize(
    ("field", "old", "new"),
    [
        ("属黄色", " or 家有未成年人", ""),
        ("属黄色", "家有重病 or ", ""),
        ("属绿色", "收入不固定 and ", ""),
        ("属绿色", " and 家有劳动力", ""),
        ("按黄色周期", " and not coalesce(属绿色, false)", ""),
        ("收入在边界", "口径高值 > 低保年标准", "口径高值 >= 低保年标准"),
    ],
)
def test_leaving_out_a_condition_breaks_a_case(field, old, new):
    assert turns_red(derive=with_value(PACK.rules.derive, field, old, new))


@pytest.mark.parametrize("clock", [clock.id for clock in PACK.rules.clock])
def test_moving_a_clock_breaks_a_case(clock):
    clocks = tuple(
        entry.model_copy(
            update={"every": entry.every + 1} if entry.every is not None else {"within": (entry.within or 0) + 1}
        )
        if entry.id == clock
        else entry
        for entry in PACK.rules.clock
    )
    assert turns_red(CLOCKS, clock=clocks), clock
