"""滨海新区2018: move a bound of a gathered fact and some case turns red; what 1,380 itself is can be switched.

Bounds of rules, derived facts and checks are moved for all packs in test_pack_cases.py.
"""

import re
from decimal import Decimal
from typing import Any

import pytest

from rescue_cli.pack import model as m
from rescue_cli.pack.load import load_pack, overlay
from rescue_cli.pipeline.case_runs import determine
from rescue_cli.pipeline.pack_tests import run_cases
from rescue_cli.values.phrases import values_in_words

PACK = load_pack("binhai-2018")
MOVED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
BOUND = re.compile(
    r"(人均年收入|退出人数填报|最后纳入日期|享受起始日期|名单日期|办理日期|退出日期)"
    r" (<=|>=|<|>) (低保年标准|低收入年标准|认定人口|期内退出日期|期始|期末)"
)
LINES = [case for case in PACK.cases if case.kind in ("below", "at", "above", "contradiction")]
# Dates outside the campaign: where they are moved, the same rows are counted inside it and decided before.
DECIDED_BEFORE = {"期外纳入数", "期外不符合数", "期外退出数", "期后纳入数"}
INHERITED_UNUSED = {"期前纳入低收入日期"}  # the pack has 期前纳入日期 of its own for all three


def some_case_breaks(pack: m.Pack) -> bool:
    """Day by day, the day with most cases first: a bound that is moved is seen by the first few."""
    by_day: dict[object, list[m.TestCase]] = {}
    for case in LINES:
        by_day.setdefault(case.as_of, []).append(case)
    return any(
        any(result.wrong for result in run_cases(pack, cases))
        for cases in sorted(by_day.values(), key=len, reverse=True)
    )


def bounds():
    """(name, place, sign) of every bound in gathered facts."""
    for entry in PACK.rules.gather:
        for match in BOUND.finditer(entry.value):
            if entry.field not in DECIDED_BEFORE | INHERITED_UNUSED:
                yield entry.field, match.start(2), match.group(2)


def moved(name: str, place: int, sign: str) -> m.Pack:
    def change(entry: m.Gather) -> m.Gather:
        text = entry.value
        return entry.model_copy(update={"value": text[:place] + MOVED[sign] + text[place + len(sign) :]})

    entries = tuple(change(entry) if entry.field == name else entry for entry in PACK.rules.gather)
    return PACK.model_copy(update={"rules": PACK.rules.model_copy(update={"gather": entries})})


@pytest.mark.parametrize(("name", "place", "sign"), list(bounds()))
def test_moving_a_bound_breaks_a_case(name, place, sign):
    assert some_case_breaks(moved(name, place, sign)), f"{name}: {sign} → {MOVED[sign]}"


def deciding(pack: m.Pack, *incomes: str) -> list[dict[str, Any]]:
    """The deciding line of a person alone with each of these monthly incomes."""
    rows = [{"户主姓名": "甲", "家庭人口": 1, "家庭月收入": Decimal(income)} for income in incomes]
    assert pack.head.period is not None
    homes = [(income, {"未享受救助摸底表": [row]}) for income, row in zip(incomes, rows, strict=True)]
    decided = determine(pack, homes, pack.head.period.end)
    return [next(line for line in decided[income] if line["分类"]) for income in incomes]


def test_the_upper_bound_of_low_income_can_be_switched():
    own = m.Parameter(name="低收入上限含本数", value=Decimal(0), clause="示例")
    others = [entry for entry in PACK.parameters if entry.name != own.name]
    without = PACK.model_copy(update={"parameters": (*others, own)})
    incomes = ("919.99", "920", "1379.99", "1380", "1380.01")
    included = ["拟低保", "拟低收入", "拟低收入", "拟低收入", "不符合救助条件"]
    assert [line["结果"] for line in deciding(PACK, *incomes)] == included
    excluded = [*included[:3], "不符合救助条件", "不符合救助条件"]
    assert [line["结果"] for line in deciding(without, *incomes)] == excluded


def test_a_standard_without_area_does_not_ask_for_it_and_its_gap_is_named_without():
    assert deciding(PACK, "500")[0]["结果"] == "拟低保"
    open_standard = m.Standard(name="低收入标准", unit="元/人·月", start=PACK.standards[0].start, source="示例")
    others = tuple(entry for entry in PACK.standards if entry.name != "低收入标准")
    without = PACK.model_copy(update={"standards": overlay(others, (open_standard,))})
    (line,) = deciding(without, "1000")
    assert (line["分类"], line["缺少"]) == ("待核实", ["低收入标准"])


def of_the_visit(text: str) -> set[str]:
    codes = PACK.codes["复核结论"]
    words = {word: item.value for item in codes.item for word in (item.value, *item.synonyms)}
    return set(values_in_words(text, words, codes.intended).values)


@pytest.mark.parametrize(
    "text",
    [
        "电话核查，符合条件",
        "视频了解，落实到位",
        "未见到本人，据邻居反映符合条件",
        "在邻居家了解，符合条件",
        "上次入户符合条件",
        "预计符合条件",
        "符合条件，拟下周入户",
        "计划下周入户",
        "拒绝入户",
        "无人在家，未入户",
    ],
)
def test_what_was_not_found_by_a_visit_is_no_re_check(text):
    assert "不是入户复核" in of_the_visit(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("入户核查，符合条件", "符合条件"),
        ("住其子家，符合条件", "符合条件"),
        ("符合条件，计划2月调整保障金额", "符合条件"),
        ("其子不配合提供收入材料，符合条件", "符合条件"),
        ("不符合条件，拟于1月退出", "违规享受"),
    ],
)
def test_plans_and_relatives_beside_what_a_visit_found_do_not_take_it_back(text, found):
    assert of_the_visit(text) == {found}
