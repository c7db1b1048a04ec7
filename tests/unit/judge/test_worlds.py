"""An open question never decides: a case stands only if every way of answering what is open gives the same."""

import pytest

from rescue_cli.core import fields as f
from rescue_cli.core.states import OPEN_WORLDS, Group
from rescue_cli.pipeline.case_runs import determine
from support.packs import shipped
from support.typed_rows import household

PACK = shipped("xixia-2019")
DAY = PACK.head.period.end
ROSTER, LIST = "困难家庭名册", "低保在保名单"


def lines(given, pack=PACK):
    return determine(pack, [("一", given)], DAY)["一"]


def deciding(given, pack=PACK):
    (line,) = [line for line in lines(given, pack) if line[f.GROUP] is not None]
    return line


# 低保标准（城市）620元/人·月, twice it 1240.
@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (500, 600, "拟低保"),
        (500, 619.99, "拟低保"),
        (500, 620, None),
        (620, 1240, "拟低收入"),
        (620, 1240.01, None),
        (1300, 5000, "拟观察"),
    ],
)
def test_two_values_decide_where_both_give_the_same(first, second, expected):
    line = deciding({ROSTER: [household(人均月收入=first), household(人均月收入=second)]})
    if expected is None:
        assert (line[f.RULE], line[f.GROUP], line[f.OUTCOME]) == (OPEN_WORLDS, Group.UNDETERMINED, Group.UNDETERMINED)
        assert line[f.MISSING] == ["人均月收入"]
    else:
        assert line[f.OUTCOME] == expected
    assert f"“人均月收入”为{first:.2f}" in line[f.REASON]
    assert f"“人均月收入”为{second:.2f}" in line[f.REASON]


def test_the_reason_says_what_each_answer_would_give_and_where_it_is_answered():
    reason = deciding({ROSTER: [household(人均月收入=500), household(人均月收入=5000)]})[f.REASON]
    assert "若“人均月收入”为500.00（一 › 困难家庭名册 › 第1行）：拟低保" in reason
    assert "若“人均月收入”为5000.00（一 › 困难家庭名册 › 第2行）：拟观察" in reason
    assert reason.endswith("。请在疑似重复.xlsx › 值冲突回答")


def test_two_ways_of_telling_the_income_are_two_worlds():
    line = deciding({ROSTER: [household(人均月收入=500, 家庭年收入=60000)]})
    assert line[f.GROUP] == Group.UNDETERMINED
    assert line[f.MISSING] == ["家庭年收入", "人均月收入"]
    assert "若收入按家庭年收入÷家庭人口（20000.00元/人·年）：拟观察" in line[f.REASON]
    assert "若收入按人均月收入×12（6000.00元/人·年）：拟低保" in line[f.REASON]


def test_rounding_is_not_spoken_of_where_it_changes_nothing():
    """20000 ÷ 3 ÷ 12 is 555.56 to the fen."""
    line = deciding({ROSTER: [household(人均月收入=555.56, 家庭年收入=20000)]})
    assert line[f.OUTCOME] == "拟低保"
    assert "尚未定" not in line[f.REASON]


def test_a_survey_leaves_the_ways_of_the_roster_without_a_say():
    surveyed = {
        ROSTER: [household(人均月收入=500, 家庭年收入=60000)],
        "入户核查评估结果": [{"户主姓名": "甲", "核实人均月收入": 600}],
    }
    assert deciding(surveyed)[f.OUTCOME] == "拟低保"


def test_what_is_listed_beside_is_listed_in_every_world_only():
    """转介慈善 is for who stands above the line: here only if the higher figure is right."""
    low, both = ([household(人均月收入=first), household(人均月收入=5000)] for first in (500, 1300))
    assert "拟转介慈善" not in {line[f.OUTCOME] for line in lines({ROSTER: low})}
    assert "拟转介慈善" in {line[f.OUTCOME] for line in lines({ROSTER: both})}
    assert "拟转介医疗" in {line[f.OUTCOME] for line in lines({ROSTER: low})}


MANY = {ROSTER: [household(人均月收入=500 + n, 家庭人口=2 + n, 家庭年收入=None) for n in range(6)]}


def test_more_worlds_than_can_be_looked_at_leave_the_case_to_a_person():
    line = deciding(MANY)
    assert (line[f.RULE], line[f.GROUP]) == (OPEN_WORLDS, Group.UNDETERMINED)
    assert line[f.REASON] == ("未定的问题太多，合起来超过32种情形，不能逐一判断。请在疑似重复.xlsx › 值冲突回答")


def test_a_case_keeps_its_line_where_no_rule_speaks_of_any_of_too_many_worlds():
    """No rule, so no clause: nothing to cite in any world."""
    rule = next(rule for rule in PACK.rules.rule if rule.hit == "first")
    silent = PACK.model_copy(
        update={
            "rules": PACK.rules.model_copy(
                update={"rule": (rule.model_copy(update={"when": "家庭人口 > 900 and 人均月收入 > 90000"}),)}
            )
        }
    )
    line = deciding(MANY, silent)
    assert (line[f.RULE], line[f.GROUP], line[f.BASIS]) == (OPEN_WORLDS, Group.UNDETERMINED, "")
    assert line[f.MISSING] == ["家庭人口", "人均月收入"]


def test_one_world_more_than_none_changes_no_other_case():
    given = [("一", {ROSTER: [household()]}), ("二", {ROSTER: [household(人均月收入=500), household(人均月收入=5000)]})]
    together = determine(PACK, given, DAY)
    assert together["一"] == lines({ROSTER: [household()]})
    assert together["二"][0][f.GROUP] == Group.UNDETERMINED


def test_a_list_and_a_roster_are_of_equal_standing_about_aid():
    given = {
        "未整户纳入低保家庭名册": [household(低保人数=2)],
        LIST: [{"户主姓名": "甲", "保障人数": 3, "名单日期": DAY.replace(month=3, day=31)}],
    }
    line = deciding(given)
    assert line[f.GROUP] == Group.UNDETERMINED
    assert "若在保人数按低保在保名单（3人）：已享受救助" in line[f.REASON]
    assert "若在保人数按名册所填（2人）：拟整户纳入低保" in line[f.REASON]
