"""The head of a case is one person: never the name of one with the number of another."""

import datetime as dt
from typing import Any

import pytest

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.record.decisions import NEITHER, Choice, value_digest
from rescue_cli.settle import Remembered
from support.grouped import Ran, run_groups
from support.mentions import DIBAO, RESULTS, SCATTERED, SURVEY, citizen, said

HUSBAND = {f.ID_NUMBER: citizen(1), f.SEX: "男", f.BIRTH_DATE: dt.date(1970, 1, 1)}
WIFE = {f.ID_NUMBER: citizen(2, "19720202"), f.SEX: "女", f.BIRTH_DATE: dt.date(1972, 2, 2)}
HEAD_FIELDS = (f.HEAD_NAME, f.ID_NUMBER, f.SEX, f.BIRTH_DATE)
OF_HUSBAND, OF_WIFE = ("张三", *HUSBAND.values()), ("李四", *WIFE.values())
CASE = "640105-00001"


def head(ran: Ran) -> tuple[Any, ...]:
    (case,) = ran.settled.cases.to_pylist()
    return tuple(case[name] for name in HEAD_FIELDS)


def people(ran: Ran) -> dict[str, tuple[str, str | None]]:
    return {line[f.NAME]: (line[f.ID_NUMBER], line[f.RELATION]) for line in ran.settled.persons.to_pylist()}


def listed(ran: Ran, field: str) -> list[tuple[str, str | None, str]]:
    lines = ran.settled.conflicts.to_pylist()
    return [(line[c.VALUE], line[c.CARRIED], line[c.HANDLING]) for line in lines if line[c.FIELD] == field]


def two_heads(husband: dict[str, Any], wife: dict[str, Any], *forms: str, remembered: Remembered | None = None) -> Ran:
    rows = [("丈夫", "一户", said("张三", forms[0], **husband)), ("妻子", "一户", said("李四", forms[1], **wife))]
    return run_groups(rows, remembered)


def answer(field: str, text: str, *seen: str) -> Remembered:
    taken = value_digest(field, text) if text else NEITHER
    return Remembered({(CASE, field): Choice(taken, frozenset(value_digest(field, value) for value in seen))})


def test_the_better_list_names_the_head_and_gives_the_number() -> None:
    assert head(two_heads(HUSBAND, WIFE, RESULTS, SCATTERED)) == OF_HUSBAND
    assert head(two_heads(HUSBAND, WIFE, SCATTERED, RESULTS)) == OF_WIFE


def test_a_blank_of_the_head_is_not_filled_from_the_other() -> None:
    assert head(two_heads({}, WIFE, RESULTS, SCATTERED)) == ("张三", None, None, None)
    assert head(two_heads(HUSBAND, {}, SCATTERED, RESULTS)) == ("李四", None, None, None)


def test_the_other_head_stays_a_person_of_the_case() -> None:
    ran = two_heads(HUSBAND, WIFE, RESULTS, SCATTERED)
    assert people(ran) == {"张三": (citizen(1), "户主"), "李四": (citizen(2, "19720202"), None)}
    assert listed(ran, f.HEAD_NAME) == [("张三", "张三", "暂取"), ("李四", "张三", "暂取")]
    assert listed(ran, f.ID_NUMBER) == listed(ran, f.SEX) == []


def test_choosing_the_name_moves_the_whole_person() -> None:
    chosen = answer(f.HEAD_NAME, "李四", "张三", "李四")
    ran = two_heads(HUSBAND, WIFE, RESULTS, SCATTERED, remembered=chosen)
    assert head(ran) == OF_WIFE
    assert people(ran) == {"张三": (citizen(1), None), "李四": (citizen(2, "19720202"), "户主")}
    assert [handling for *_, handling in listed(ran, f.HEAD_NAME)] == ["已裁定", "已裁定"]


def test_no_head_among_them_leaves_the_case_without_one() -> None:
    ran = two_heads(HUSBAND, WIFE, RESULTS, SCATTERED, remembered=answer(f.HEAD_NAME, "", "张三", "李四"))
    assert head(ran) == (None, None, None, None)


def test_a_list_of_persons_does_not_make_the_wife_the_head() -> None:
    """Her own line in a result or list names no head at all."""
    for form in (DIBAO, SURVEY):
        own = {**said("", form, **WIFE), f.HEAD_NAME: None, f.NAME: "李四"}
        assert head(run_groups([("丈夫", "一户", said("张三", **HUSBAND)), ("妻子", "一户", own)])) == OF_HUSBAND


def test_a_member_that_names_another_head_gives_no_number() -> None:
    child = said("李四", SCATTERED, **{f.NAME: "张小三", f.RELATION: "子", f.MEMBER: 2, f.ID_NUMBER: citizen(3)})
    ran = run_groups([("丈夫", "一户", said("张三", **HUSBAND)), ("孩子", "一户", child)])
    assert head(ran) == OF_HUSBAND
    assert listed(ran, f.HEAD_NAME) == [("张三", "张三", "暂取"), ("李四", "张三", "暂取")]


TWO = [
    ("一人", "一户", said("张三", **HUSBAND)),
    ("一人", "一户", said("张三", SCATTERED, **{**HUSBAND, f.ID_NUMBER: citizen(9)})),
]


def test_two_valid_numbers_of_one_person_are_held_until_one_is_chosen() -> None:
    ran = run_groups(TWO)
    assert head(ran)[1] is None
    assert listed(ran, f.ID_NUMBER) == [(citizen(1), None, "待定"), (citizen(9), None, "待定")]
    assert [finding.code for finding in ran.findings] == ["SETTLE-CONFLICT"]
    chosen = run_groups(TWO, answer(f.ID_NUMBER, citizen(9), citizen(1), citizen(9)))
    assert head(chosen)[1] == citizen(9)
    assert chosen.findings == []


def test_a_better_list_does_not_decide_between_two_valid_numbers() -> None:
    better = ("一人", "一户", said("张三", RESULTS, **{**HUSBAND, f.ID_NUMBER: citizen(9)}))
    assert head(run_groups([TWO[0], better]))[1] is None


def test_a_number_that_fails_its_check_digit_holds_nothing_back() -> None:
    wrong = ("一人", "一户", said("张三", RESULTS, **{**HUSBAND, f.ID_NUMBER: citizen(1)[:-1] + "A"}))
    assert head(run_groups([TWO[0], wrong]))[1] == citizen(1)


@pytest.mark.parametrize(
    ("masked", "differs"), [("丁*功", False), ("丁某某", False), ("丁〇功", False), ("丁*国", True)]
)
@pytest.mark.parametrize("first", [True, False])
def test_a_name_of_which_a_part_shows_is_not_chosen_and_asks_nothing(masked: str, differs: bool, first: bool) -> None:
    rows = [("丁成功", "一户", said("丁成功", **HUSBAND)), ("丁成功", "一户", said(masked, SCATTERED, **HUSBAND))]
    ran = run_groups(rows if first else rows[::-1])
    (case,) = ran.settled.cases.to_pylist()
    assert (case[f.HEAD_NAME], bool(listed(ran, f.HEAD_NAME))) == ("丁成功", differs)
