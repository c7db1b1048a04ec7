"""Forms of one row a household that are sent with one row a person: one case a household, nothing counted twice."""

import datetime as dt
from functools import cache

import pytest

from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.judge import JudgeContext
from rescue_cli.link import link
from support.households import judged, settled
from support.layouts import LAYOUTS, homes
from support.mentions import citizen
from support.reading import read_here, xixia
from support.workbooks import UP, xlsx

SHAPES = ["plain", "persons_merged", "persons_blank", "persons_full", "wide", "wide_under_parents", "wide_repeated"]
CONTEXT = JudgeContext(dt.date(2019, 9, 30))


@cache
def intake_of(shape):
    """The twenty households, laid out in this shape and read."""
    return read_here({"兴泾镇/困难家庭名册.xlsx": xlsx(LAYOUTS[shape]())})


@cache
def settled_of(shape):
    return settled(intake_of(shape))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_case_is_a_household_with_its_head(shape):
    found = settled_of(shape)
    cases = {line["户主姓名"]: line for line in found.cases.to_pylist()}
    assert len(cases) == found.cases.num_rows == len(homes())
    for home in homes():
        assert {name: cases[home.head.name][name] for name in home.expected} == home.expected
    assert found.conflicts.num_rows == 0
    assert {line["差"] for line in found.balance.to_pylist()} == {0}


@pytest.mark.parametrize("shape", SHAPES[1:])
def test_every_person_of_a_household_is_listed_with_the_relation(shape):
    found = settled_of(shape)
    told = sorted((line["姓名"], line["身份证号"], line["与户主关系"]) for line in found.persons.to_pylist())
    assert told == sorted((p.name, p.number, p.relation) for home in homes() for p in home.people)


@pytest.mark.parametrize("shape", SHAPES)
def test_linking_makes_the_same_households_of_every_shape(shape):
    intake = intake_of(shape)
    with DuckEngine() as engine:
        linked, _ = link(engine, intake.mentions, xixia())
    lines = linked.groups.to_pylist()
    assert len({line["户组"] for line in lines}) == len(homes())
    assert len({line["人员组"] for line in lines}) == len(lines)


def people(*rows):
    return [["序号", "姓名", "与户主关系", "身份证号", "住址", "备注"], *rows]


PERSONS = people(
    [1, "示范甲", "本人", citizen(1), "泾华村1组1号", None],
    [UP, "示范乙", "妻", citizen(2), UP, "在校"],
    [UP, "示范丙", "子", citizen(3), UP, None],
    [2, "示范丁", "本人", citizen(4), "泾华村1组2号", None],
)


@pytest.mark.parametrize("merged", [True, False])
def test_a_list_in_payment_sent_by_person_counts_its_rows_and_is_one_list_row(merged):
    blank = [[None if cell == UP else cell for cell in row] for row in PERSONS]
    intake = read_here({"兴泾镇/低保在保名单2019年3月.xlsx": xlsx({"名单": PERSONS if merged else blank})})
    assert [line["保障人数"] for line in intake.mentions.to_pylist()] == [3, None, None, 1]
    assert [(r["字段"], r["原值"], r["读作"]) for r in intake.raw.to_pylist() if r["字段"] == "保障人数"] == [
        ("保障人数", "按人员行计数", "3"),
        ("保障人数", "按人员行计数", "1"),
    ]
    facts = judged(intake, settled(intake), CONTEXT)
    assert [(line["期初在低保名单"], line["期初名单在保人数"]) for line in facts] == [(1, 3), (1, 1)]


def test_results_sent_by_person_are_one_result_a_household():
    head = ["户主姓名", "姓名", "与户主关系", "住址", "办理结果", "办理日期", "转介部门"]
    rows = [
        ["示范甲", "示范甲", "本人", "泾华村1组1号", "转介", dt.date(2019, 7, 15), "教育局"],
        [None, "示范乙", "妻", None, None, None, None],
        [None, "示范丙", "子", None, None, None, None],
    ]
    intake = read_here({"兴泾镇/审核审批结果.xlsx": xlsx({"结果": [head, *rows]})})
    (facts,) = judged(intake, settled(intake), CONTEXT)
    assert (facts["转介待反馈数"], facts["结果缺办理结果"], facts["结果缺办理日期"]) == (1, 0, 0)


def test_different_results_of_one_household_both_count():
    head = ["户主姓名", "姓名", "与户主关系", "住址", "办理结果", "办理日期", "转介部门"]
    rows = [
        ["示范甲", "示范甲", "本人", "泾华村1组1号", "转介", dt.date(2019, 7, 15), "教育局"],
        ["示范甲", "示范乙", "妻", "泾华村1组1号", "转介", dt.date(2019, 7, 15), "卫健局"],
    ]
    intake = read_here({"兴泾镇/审核审批结果.xlsx": xlsx({"结果": [head, *rows]})})
    (facts,) = judged(intake, settled(intake), CONTEXT)
    assert facts["转介待反馈数"] == 2


def test_an_income_of_each_person_is_no_income_of_the_household():
    head = ["户主姓名", "姓名", "与户主关系", "住址", "联系电话", "困难类别", "家庭年收入（元）"]
    rows = [
        ["示范甲", "示范甲", "本人", "泾华村1组1号", "19900000001", "重病", 6000],
        ["示范甲", "示范乙", "妻", "泾华村1组1号", "19900000001", "重病", 3000],
    ]
    intake = read_here({"兴泾镇/困难家庭名册.xlsx": xlsx({"名册": [head, *rows]})})
    found = settled(intake)
    assert found.cases["家庭年收入"].to_pylist() == [None]
    assert {line["字段"] for line in found.conflicts.to_pylist()} == {"家庭年收入"}
