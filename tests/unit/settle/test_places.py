"""A case is in one place: its township, village, group and address come from one row together."""

from decimal import Decimal
from typing import Any

import pytest

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.record.decisions import NEITHER, Choice, value_digest
from rescue_cli.settle import Remembered
from support.grouped import Ran, run_groups
from support.mentions import OTHER_TOWN, RESULTS, ROSTER, SCATTERED, SURVEY, TOWN, citizen, said

ID = {f.ID_NUMBER: citizen(1)}
CASE = "640105-00001"
HERE = {f.VILLAGE: "泾华村", f.ADDRESS: "泾华村1组12号"}
THERE = {f.TOWNSHIP: OTHER_TOWN, f.VILLAGE: "德林村", f.ADDRESS: "德林村3组5号"}


def run(*rows: dict[str, Any], remembered: Remembered | None = None) -> Ran:
    """All rows are one person's, whatever linking would say."""
    return run_groups([("张三", "一户", row) for row in rows], remembered)


def place(ran: Ran) -> tuple[str | None, ...]:
    (case,) = ran.settled.cases.to_pylist()
    return tuple(case[name] for name in (f.TOWNSHIP, f.VILLAGE, f.ADDRESS))


def asked(ran: Ran, field: str) -> list[tuple[str, str | None, str]]:
    lines = ran.settled.conflicts.to_pylist()
    return [(line[c.VALUE], line[c.CARRIED], line[c.HANDLING]) for line in lines if line[c.FIELD] == field]


def answer(field: str, text: str, *seen: str) -> Remembered:
    taken = value_digest(field, text) if text else NEITHER
    return Remembered({(CASE, field): Choice(taken, frozenset(value_digest(field, value) for value in seen))})


WHOLE = (f"{TOWN} 泾华村1组12号", f"{OTHER_TOWN} 德林村3组5号")


def test_two_places_are_one_question_and_no_mixture() -> None:
    ran = run(said("张三", **ID, **HERE), said("张三", SCATTERED, **ID, **THERE))
    assert place(ran) == (TOWN, *HERE.values())
    assert asked(ran, c.PLACE) == [(WHOLE[0], WHOLE[0], "暂取"), (WHOLE[1], WHOLE[0], "暂取")]
    assert {line[c.FIELD] for line in ran.settled.conflicts.to_pylist()} == {c.PLACE}


def test_the_answer_takes_the_whole_row() -> None:
    ran = run(
        said("张三", **ID, **HERE), said("张三", SCATTERED, **ID, **THERE), remembered=answer(c.PLACE, WHOLE[1], *WHOLE)
    )
    assert place(ran) == tuple(THERE.values())
    assert [handling for *_, handling in asked(ran, c.PLACE)] == ["已裁定", "已裁定"]
    assert ran.findings == []


def test_none_right_leaves_what_differs_empty() -> None:
    ran = run(
        said("张三", **ID, **HERE),
        said("张三", SCATTERED, **ID, **{**THERE, f.TOWNSHIP: TOWN}),
        remembered=answer(c.PLACE, "", WHOLE[0], f"{TOWN} 德林村3组5号"),
    )
    assert place(ran) == (TOWN, None, None)


def test_a_new_place_reopens_the_question() -> None:
    rows = [
        said("张三", **ID, **HERE),
        said("张三", SCATTERED, **ID, **THERE),
        said("张三", SCATTERED, **ID, **{**HERE, f.VILLAGE: "兴盛村", f.ADDRESS: "兴盛村8号"}),
    ]
    ran = run(*rows, remembered=answer(c.PLACE, WHOLE[1], *WHOLE))
    assert {handling for *_, handling in asked(ran, c.PLACE)} == {"暂取"}


def test_a_blank_is_filled_only_from_a_row_that_agrees() -> None:
    result = said("张三", RESULTS, **ID, **{f.VILLAGE: "泾华村"})
    elsewhere = said("张三", **ID, **{f.VILLAGE: "兴盛村", f.ADDRESS: "兴盛村2组9号", f.ROW: 1})
    here = said("张三", **ID, **HERE)
    assert place(run(elsewhere, result)) == (TOWN, "泾华村", None)
    assert place(run(elsewhere, result, here)) == (TOWN, *HERE.values())


def test_village_and_address_are_filled_from_the_same_place() -> None:
    """The result tells its township alone; two roster rows agree with it, and not with each other."""
    ran = run(
        said("张三", RESULTS, **ID, **{f.VILLAGE: None}),
        said("张三", **ID, **{f.VILLAGE: "兴盛村", f.ADDRESS: None}),
        said("张三", **ID, **{f.VILLAGE: "泾华村", f.ADDRESS: "泾华村1组12号"}),
    )
    assert place(ran) == (TOWN, "泾华村", "泾华村1组12号")
    assert asked(ran, f.VILLAGE) == [("泾华村", "泾华村", "暂取"), ("兴盛村", "泾华村", "暂取")]


def test_the_row_that_tells_most_goes_first_among_equals() -> None:
    ran = run(
        said("张三", **ID, **{f.VILLAGE: "丙村", f.ROW: 1}),
        said("张三", **ID, **{f.VILLAGE: "乙村", f.ADDRESS: "乙村1组1号", f.ROW: 2}),
    )
    assert place(ran) == (TOWN, "乙村", "乙村1组1号")


def test_a_member_elsewhere_does_not_move_the_household() -> None:
    member = said("张三", SCATTERED, **{f.NAME: "张小三", f.RELATION: "子", f.MEMBER: 2}, **THERE)
    ran = run_groups([("张三", "一户", said("张三", **ID)), ("张小三", "一户", member)])
    assert place(ran) == (TOWN, "泾华村", None)


@pytest.mark.parametrize("village", ["泾华", "泾华社区"])
def test_a_village_written_otherwise_is_no_other_place(village: str) -> None:
    ran = run(said("张三", **ID, **HERE), said("张三", SCATTERED, **ID, **{f.VILLAGE: village}))
    assert ran.settled.conflicts.num_rows == 0


AREA_HERE, AREA_THERE = {f.AREA: "农村"}, {f.AREA: "城市"}


def test_an_open_place_leaves_the_area_open() -> None:
    two = (said("张三", **ID, **HERE, **AREA_HERE), said("张三", SCATTERED, **ID, **THERE, **AREA_THERE))
    assert run(*two).settled.cases[f.AREA].to_pylist() == [None]
    answered = run(*two, remembered=answer(c.PLACE, WHOLE[1], *WHOLE))
    assert answered.settled.cases[f.AREA].to_pylist() == ["城市"]
    assert asked(answered, f.AREA) == []


def test_the_area_of_another_place_is_not_borrowed() -> None:
    ran = run(said("张三", **ID, **HERE), said("张三", SCATTERED, **ID, **THERE, **AREA_THERE))
    assert ran.settled.cases[f.AREA].to_pylist() == [None]


@pytest.mark.parametrize("form", [RESULTS, "特困名单"])
def test_a_form_without_a_column_for_the_area_does_not_blank_it(form: str) -> None:
    """The household has moved since it was decided: both townships are town, and it was in neither table."""
    moved = said("张三", **ID, **THERE, **AREA_THERE)
    ran = run(moved, said("张三", form, **ID, **{f.TOWNSHIP: TOWN}))
    assert ran.settled.cases[f.AREA].to_pylist() == ["城市"]
    assert asked(ran, c.PLACE) or place(ran) == tuple(THERE.values())


def only(findings: list[Finding]) -> Finding:
    (finding,) = findings
    return finding


def test_listed_in_two_townships_is_a_finding_of_its_own() -> None:
    finding = only(run(said("张三", **ID, **HERE), said("张三", SCATTERED, **ID, **THERE)).findings)
    assert (finding.code, finding.field, finding.value) == ("SETTLE-TWO-PLACES", c.PLACE, WHOLE[1])
    assert finding.facts["一处"].startswith(f"“{WHOLE[0]}”（{TOWN}/{ROSTER}.xlsx › ")
    assert finding.facts["另一处"].startswith(f"“{WHOLE[1]}”（{OTHER_TOWN}/{SCATTERED}.xlsx › ")


@pytest.mark.parametrize(
    ("form", "more"),
    [(SURVEY, {f.VILLAGE: "德林村"}), (SCATTERED, {f.VILLAGE: "泾华村", f.ADDRESS: "泾华村9组9号"})],
)
def test_a_survey_elsewhere_or_another_door_is_no_household_in_two_places(form: str, more: dict[str, Any]) -> None:
    ran = run(said("张三", **ID, **HERE), said("张三", form, **ID, **more))
    assert [finding.code for finding in ran.findings] == ["SETTLE-CONFLICT"]


def test_order_of_rows_and_files_changes_nothing() -> None:
    rows = [
        said("张三", form, **ID, **{**more, f.SOURCE_FILE: file, f.ROW: 3, "家庭年收入": Decimal("1.00")})
        for form, more, file in (
            (SCATTERED, HERE, "甲.xlsx"),
            (SCATTERED, THERE, "乙.xlsx"),
            (RESULTS, {f.VILLAGE: None}, "丙.xlsx"),
        )
    ]
    renamed = [{**row, f.SOURCE_FILE: file} for row, file in zip(rows, ("3.xlsx", "2.xlsx", "1.xlsx"), strict=True)]
    assert place(run(*rows)) == place(run(*renamed)) == (TOWN, *HERE.values())
