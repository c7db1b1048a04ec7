"""What the judge stage promises beyond single cases: shape of its table, gaps, assumptions, standards by date."""

import datetime as dt

import pytest

from rescue_cli.core import fields as f
from rescue_cli.pack.model import Gather, Rule, Rules, Standard
from rescue_cli.pack.standards_in_force import standard_in_force
from rescue_cli.pipeline.case_runs import determine
from support.packs import shipped
from support.typed_rows import household

PACK = shipped("xixia-2019")
DAY = dt.date(2019, 9, 30)


def lines(given, pack=PACK, day=DAY):
    return determine(pack, [("一", given)], day)["一"]


def deciding(given, **settings):
    (line,) = [line for line in lines(given, **settings) if line[f.GROUP] is not None]
    return line


def test_exactly_one_line_carries_a_group():
    found = lines({"困难家庭名册": [household(家庭困难类别=["重病", "就学", "突发事件"])]})
    assert [line[f.GROUP] for line in found].count("新增救助") == 1
    assert {line[f.OUTCOME] for line in found if line[f.GROUP] is None} == {
        "拟转介医疗",
        "拟转介教育",
        "拟申请临时救助",
    }


def test_the_deciding_line_comes_first_and_cites_its_clause():
    first = lines({"困难家庭名册": [household()]})[0]
    assert first[f.GROUP] == "新增救助"
    assert first[f.BASIS] == "西夏区2019方案 三（二）1；三（三）2：新增纳入低保"


def test_an_assumed_fact_is_shown_as_assumed():
    assert (
        "低保人数未填，按0计（三（二）1：本册为未纳入低保的家庭）"
        in deciding({"困难家庭名册": [household()]})[f.REASON]
    )
    assert "未填" not in deciding({"困难家庭名册": [household(低保人数=0, 已享受低收入=False)]})[f.REASON]


def test_silence_of_one_roster_does_not_speak_for_a_roster_that_asks():
    """未整户名册 asks for 低保人数: blank there is a gap even if 困难家庭名册 is silent too."""
    partial = {"户主姓名": "甲", "家庭人口": 3}
    assert deciding({"困难家庭名册": [household()], "未整户纳入低保家庭名册": [partial]})[f.MISSING] == ["低保人数"]


def test_survey_facts_that_have_not_come_in_are_not_called_missing():
    assert deciding({"困难家庭名册": [household(人均月收入=None)]})[f.MISSING] == ["家庭年收入", "人均月收入"]
    surveyed = {"困难家庭名册": [household(人均月收入=None)], "入户核查评估结果": [{"户主姓名": "甲"}]}
    assert "核实人均月收入" in deciding(surveyed)[f.MISSING]


def test_conflicting_sources_are_both_shown():
    """Two rows of one rank with different household sizes: what each would give stands in the reason."""
    rows = [
        household(人均月收入=None, 家庭年收入=24000, 家庭人口=3),
        household(人均月收入=None, 家庭年收入=None, 家庭人口=4),
    ]
    line = deciding({"未整户纳入低保家庭名册": [row | {"低保人数": 1, "单人户施保": False} for row in rows]})
    assert (line[f.GROUP], line[f.MISSING]) == ("待核实", ["家庭人口", "低保人数"])
    assert "若“家庭人口”为3" in line[f.REASON]
    assert "若“家庭人口”为4" in line[f.REASON]


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (dt.date(2017, 12, 31), None),
        (dt.date(2018, 1, 1), 620),
        (dt.date(2019, 6, 30), 620),
        (dt.date(2019, 7, 1), 650),
    ],
)
def test_a_standard_is_the_one_in_force_on_the_day(day, amount):
    later = Standard.model_validate(
        {
            "name": "低保标准",
            "area": "城市",
            "amount": 650,
            "unit": "元/人·月",
            "from": dt.date(2019, 7, 1),
            "source": "示例",
        }
    )
    pack = PACK.model_copy(update={"standards": (*PACK.standards, later)})
    entry = standard_in_force(pack, "低保标准", "城市", day)
    assert (entry.amount if entry else None) == amount


def test_before_the_first_standard_the_household_waits():
    assert deciding({"困难家庭名册": [household()]}, day=dt.date(2017, 1, 1))[f.MISSING] == ["城市低保标准"]


def test_nobody_is_left_without_a_line():
    """A row with nothing but a name."""
    line = deciding({"困难家庭名册": [{"户主姓名": "甲"}]})
    assert line[f.GROUP] == "待核实"
    assert "城乡" in line[f.MISSING]
    assert "人均月收入" in line[f.MISSING]


def test_a_fact_gathered_from_rows_that_are_silent_names_what_is_missing():
    """What a form means by silence is no row's own word: 低保人数 is assumed for the household, and gathered from none."""
    gather = Gather.model_validate(
        {"field": "期初名单在保人数", "from": ["困难家庭名册"], "value": "max(低保人数)", "clause": "一"}
    )
    rule = Rule.model_validate(
        {
            "id": "无人在保",
            "when": "期初名单在保人数 = 0",
            "outcome": "无人在保",
            "group": "新增救助",
            "because": "无人在保",
        }
        | {"basis": {"clause": "一"}}
    )
    rules = Rules(gather=(*(g for g in PACK.rules.gather if g.field != gather.field), gather), derive=PACK.rules.derive)
    pack = PACK.model_copy(update={"rules": rules.model_copy(update={"rule": (rule,)})})
    assert deciding({"困难家庭名册": [household()]}, pack=pack)[f.REASON] == "缺少低保人数，不能判断是否“无人在保”"
    assert deciding({"困难家庭名册": [household(低保人数=0)]}, pack=pack)[f.OUTCOME] == "无人在保"
