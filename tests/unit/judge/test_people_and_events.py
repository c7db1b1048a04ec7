"""Facts over the people of a household, and what happened to it, as a pack words them."""

import datetime as dt

import pytest

from support.small import book, small_pack, through, told

HEADS = ("序号", "镇街", "户主姓名", "姓名", "与户主关系", "身份证号", "出生日期", "办理日期", "办理结果")
VOCABULARY = """
[[field]]
name = "未成年人数"
type = "count"
kind = "derived"
gloss = "minors"
source = "测试"
[[field]]
name = "有未成年人"
type = "yes_no"
kind = "derived"
gloss = "some minor"
source = "测试"
[[field]]
name = "户主出生"
type = "date"
kind = "derived"
gloss = "birth of the head"
source = "测试"
"""
RULES = """
[[gather]]
field = "未成年人数"
from = ["困难家庭名册"]
each = "person"
value = "count(*) filter (where 周岁(coalesce(出生日期, 生日(身份证号)), 基准日) < 18)"
clause = "二"
[[gather]]
field = "有未成年人"
from = ["困难家庭名册"]
each = "person"
value = "任一(周岁(coalesce(出生日期, 生日(身份证号)), 基准日) < 18)"
clause = "二"
[[gather]]
field = "户主出生"
from = ["困难家庭名册"]
value = "max(出生日期)"
clause = "二"
[[rule]]
id = "有孩子"
when = "有未成年人"
outcome = "有孩子"
group = "新增救助"
because = "有未成年人{未成年人数}人"
basis = { clause = "二" }
[[event]]
id = "认定"
from = ["困难家庭名册"]
when = "办理结果 = '纳入低保'"
day = "办理日期"
say = "经{镇街}认定：{办理结果}"
clause = "三"
"""
DAY = dt.date(2022, 6, 30)


@pytest.fixture
def pack(tmp_path):
    return small_pack(tmp_path, rules=RULES, vocabulary=VOCABULARY)


@pytest.mark.parametrize(
    ("child", "count", "some", "missing"),
    [
        (("2004-07-01", ""), 1, True, None),  # eighteen tomorrow
        (("2004-06-30", ""), 0, False, None),  # eighteen today
        (("", ""), 0, None, ["身份证号", "出生日期"]),  # nobody knows: neither yes nor no
        (("", "990101201501010031"), 1, True, None),  # told by the ID number
        (("", "990101201501010032"), 0, None, ["身份证号", "出生日期"]),  # a wrong number tells nothing
    ],
)
def test_each_person_with_his_own_facts(pack, child, count, some, missing):
    born, number = child
    sent = {
        "名册.xlsx": book(
            (1, "甲镇", "示范甲", "示范甲", "户主", "", "1980-01-01", "", ""),
            ("", "", "", "示范乙", "子", number, born, "", ""),
            heads=HEADS,
        )
    }
    done = through(pack, sent, DAY)
    (facts,) = done.facts
    assert (facts["未成年人数"], facts["有未成年人"]) == (count, some)
    assert facts["户主出生"] == dt.date(1980, 1, 1)  # a gather over households still has the head's facts
    (line,) = done.determinations
    assert line["缺少"] == missing


def test_a_person_in_two_lists_counts_once(pack):
    row = (1, "甲镇", "示范甲", "示范甲", "户主", "", "1980-01-01", "", "")
    child = ("", "", "", "示范乙", "子", "990101201501010031", "2015-01-01", "", "")
    sent = {name: book(row, child, heads=HEADS) for name in ("一.xlsx", "二.xlsx")}
    (facts,) = through(pack, sent, DAY).facts
    assert facts["未成年人数"] == 1


def test_events_are_told_once_a_household_in_the_packs_words(pack):
    result = ("2022-05-10", "纳入低保")
    sent = {
        "名册.xlsx": book(
            (1, "甲镇", "示范甲", "示范甲", "户主", "", "1980-01-01", *result),
            ("", "", "", "示范乙", "子", "", "2015-01-01", *result),
            (2, "甲镇", "示范丙", "示范丙", "户主", "", "1980-01-01", "", "纳入低保"),
            (3, "甲镇", "示范丁", "示范丁", "户主", "", "1980-01-01", "2022-05-11", "不符合"),
            heads=HEADS,
        )
    }
    events = through(pack, sent, DAY).settled.events
    assert told(events, "日期", "事项", "内容", "行号") == [
        (dt.date(2022, 5, 10), "认定", "经甲镇认定：纳入低保", 3),
        (None, "认定", "经甲镇认定：纳入低保", 5),
    ]


def test_rules_hold_from_and_to_their_days(tmp_path):
    dated = RULES.replace('because = "有', 'from = 2022-05-01\nto = 2022-05-31\nbecause = "有')
    pack = small_pack(tmp_path, rules=dated, vocabulary=VOCABULARY)
    sent = {"名册.xlsx": book((1, "甲镇", "示范甲", "示范甲", "户主", "", "2010-01-01", "", ""), heads=HEADS)}
    found = {
        day: through(pack, sent, day).determinations[0]["规则"]
        for day in (dt.date(2022, 4, 30), dt.date(2022, 5, 1), dt.date(2022, 5, 31), dt.date(2022, 6, 1))
    }
    assert list(found.values()) == ["无规则适用", "有孩子", "有孩子", "无规则适用"]
