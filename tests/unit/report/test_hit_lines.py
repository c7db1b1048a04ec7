"""A hit is known again by who the list names and what it says he has; new is what no older list had, or no roster before."""

import datetime as dt
from typing import Any

import pytest

from rescue_cli.core import fields as f
from rescue_cli.core.states import ListAnswer, Newness
from rescue_cli.report.hit_lines import Lists, ListsBefore, answers_by_code, hit_lines
from rescue_cli.report.list_comparison import Answer, key_of
from support.hit_situations import CODE, reply

CARS = "机动车登记名单"
MAY, JUNE = dt.date(2019, 5, 31), dt.date(2019, 6, 30)


def row(number: int, name: str, form: str, **more: Any) -> dict[str, Any]:
    place = {f.SOURCE_FILE: f"{form}.xlsx", f.SHEET: "一", f.ROW: number, f.MEMBER: None, f.FORM: form}
    return {**place, f.NAME: name, f.HEAD_NAME: None, f.ID_NUMBER: None, f.LIST_DATE: None, "车牌号": None, **more}


OWNER = row(1, "示范甲", "困难家庭名册")


def listed(*cars: tuple[str, dt.date | None]) -> list[dict[str, Any]]:
    return [row(number, "示范甲", CARS, 车牌号=plate, 名单日期=day) for number, (plate, day) in enumerate(cars, 1)]


def lines_of(cars: list[dict[str, Any]], before: ListsBefore, case: str = "甲户") -> dict[str, Any]:
    answer = Answer(OWNER, ListAnswer.HIT, "身份证号一致", cars[0], others=tuple(cars))
    lists = Lists({key_of(car): car for car in cars}, {key_of(OWNER): case}, {CARS: ("车牌号",)}, "名册×车辆")
    return {line.shown["车牌号"]: line for line in hit_lines([answer], lists, cars, {}, before)}


NOTHING = ListsBefore({CARS: None})


def test_every_car_is_a_line_and_one_on_two_lists_is_one_line_of_the_later() -> None:
    lines = lines_of(listed(("宁A1", MAY), ("宁A2", MAY), ("宁A1", JUNE)), NOTHING)
    assert sorted(lines) == ["宁A1", "宁A2"]
    assert lines["宁A1"].shown[f.LIST_DATE] == JUNE


def test_new_is_what_no_older_list_in_the_folder_has() -> None:
    lines = lines_of(listed(("宁A1", MAY), ("宁A1", JUNE), ("宁A3", JUNE)), NOTHING)
    assert {plate: line.new for plate, line in lines.items()} == {"宁A1": Newness.KNOWN, "宁A3": Newness.NEW}


def test_without_an_older_list_the_recorded_one_tells_and_without_that_all_is_first() -> None:
    known = lines_of(listed(("宁A1", JUNE)), NOTHING)["宁A1"].code
    lines = lines_of(listed(("宁A1", JUNE), ("宁A3", JUNE)), ListsBefore({CARS: {known}}))
    assert {plate: line.new for plate, line in lines.items()} == {"宁A1": Newness.KNOWN, "宁A3": Newness.NEW}
    assert lines_of(listed(("宁A1", JUNE)), NOTHING)["宁A1"].new == Newness.FIRST


def test_a_household_that_is_new_on_the_roster_is_new_on_an_old_list() -> None:
    before = ListsBefore({CARS: None}, frozenset({"甲户"}))
    cars = listed(("宁A1", MAY), ("宁A1", JUNE))
    assert lines_of(cars, before)["宁A1"].new == Newness.NEW_PERSON
    assert lines_of(cars, before, case="乙户")["宁A1"].new == Newness.KNOWN


@pytest.mark.parametrize(
    ("results", "different"),
    [(("属实",), 1), (("属实", "属实"), 1), (("属实", "不属实"), 2), (("",), 0)],
)
def test_copies_that_say_the_same_are_one_answer(results: tuple[str, ...], different: int) -> None:
    rows = [reply(result, file=f"{number}.xlsx") for number, result in enumerate(results)]
    assert len(answers_by_code(rows).get(CODE, ())) == different
