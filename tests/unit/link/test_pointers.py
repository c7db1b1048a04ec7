"""户主姓名 in a member's row points to a household; it is no person to be linked or asked about."""

from collections.abc import Callable
from typing import Any

import pytest

from rescue_cli.core import fields as f
from rescue_cli.core.linkage import Verdict
from support.mentions import CLUES, citizen, said
from support.outcomes import (
    APART,
    ASKED,
    DOOR,
    ONE,
    OTHER_DOOR,
    OTHER_PHONE,
    OTHER_VILLAGE,
    PHONE,
    Outcomes,
    Row,
    answer,
    household,
    scattered,
    single,
    wrong,
)

ESTATE = {f.ADDRESS: "学府佳苑3号楼2单元101"}
FIRST, SECOND, WIFE, SON = (
    citizen(1, "19650310"),
    citizen(2, "19670405"),
    citizen(5, "19660101"),
    citizen(7, "19920202"),
)


def heads(first: dict[str, Any], second: dict[str, Any]) -> list[Row]:
    """Two heads of one name in one village, of different numbers."""
    return [
        scattered("甲", "王强", "王强", "户主", FIRST, **first),
        scattered("甲", "王强", "王强", "户主", SECOND, **second),
    ]


def wife(**more: Any) -> Row:
    return scattered("甲", "王强", "赵敏", "配偶", WIFE, **more)


@pytest.mark.parametrize("relation", ["配偶", "子", None])
@pytest.mark.parametrize("address", [{}, DOOR, OTHER_DOOR, ESTATE, {f.ADDRESS: "本村"}])
def test_a_member_stays_with_his_head_however_the_address_is_written(
    address: dict[str, str], relation: str | None
) -> None:
    member = scattered("甲", "王强", "赵敏", relation, WIFE, **address)
    result = Outcomes([scattered("甲", "王强", "王强", "户主", FIRST, **DOOR), single("乙", "李四"), member])
    assert result.together(0, 2)
    assert not result.questions()


def test_a_member_of_another_village_does_not_follow_a_namesake() -> None:
    result = Outcomes([scattered("甲", "王强", "王强", "户主", FIRST, **DOOR), wife(**OTHER_VILLAGE)])
    assert not result.together(0, 1)


@pytest.mark.parametrize(
    ("first", "second", "member", "chosen"),
    [
        (DOOR, OTHER_DOOR, DOOR, 0),
        (DOOR, OTHER_DOOR, OTHER_DOOR, 1),
        (PHONE, OTHER_PHONE, PHONE, 0),
        (PHONE, OTHER_PHONE, OTHER_PHONE, 1),
        (DOOR | PHONE, OTHER_DOOR | OTHER_PHONE, ESTATE | PHONE, 0),
        ({}, OTHER_VILLAGE, OTHER_VILLAGE, 1),
        (DOOR, DOOR, DOOR, 1),  # the row above
        ({}, {}, {}, 1),
    ],
)
def test_of_two_heads_address_phone_and_position_decide(
    first: dict[str, str], second: dict[str, str], member: dict[str, str], chosen: int
) -> None:
    result = Outcomes([*heads(first, second), wife(**member)])
    assert result.together(chosen, 2)
    assert not result.together(1 - chosen, 2)
    assert not [pair for pair in result.questions() if 2 in pair[:2]]


def test_of_two_heads_whom_nothing_tells_apart_the_members_row_is_asked_once() -> None:
    rows = [
        *heads(DOOR | PHONE, OTHER_DOOR | OTHER_PHONE),
        scattered("甲", "李四", "李四", "户主", citizen(9)),
        wife(),
    ]
    result = Outcomes(rows)
    assert not result.together(0, 3)
    assert not result.together(1, 3)
    assert len([pair for pair in result.questions() if 3 in pair[:2]]) == 1
    assert not [pair for pair in result.questions() if 3 not in pair[:2]]


def test_a_row_whose_heads_are_all_ruled_out_is_told_of() -> None:
    """A question closed by 不是 must not leave the row without a word."""
    rows = [
        *heads(DOOR | PHONE, OTHER_DOOR | OTHER_PHONE),
        scattered("甲", "李四", "李四", "户主", citizen(9)),
        wife(),
    ]
    ruled_out = [answer(rows, 0, 3, Verdict.APART), answer(rows, 1, 3, Verdict.APART)]
    assert [len(told_of(Outcomes(rows, ruled_out[:n]), 3)) for n in range(3)] == [0, 0, 1]


def told_of(result: Outcomes, row: int) -> list[str]:
    return [found.code for found in result.findings if found.code == "LINK-MEMBER-NO-HEAD" and found.row == row]


@pytest.mark.parametrize("named", ["王强", "王张", None])
def test_same_household_said_of_a_member_and_the_head_merges_no_persons(named: str | None) -> None:
    rows = [
        scattered("甲", "王强", "王强", "户主", FIRST, **DOOR),
        scattered("乙", named, "赵敏", "配偶", None, **OTHER_DOOR),
    ]
    result = Outcomes(rows, [answer(rows, 0, 1, Verdict.SAME_HOUSEHOLD)])
    assert (result.of(0, 1), result.together(0, 1)) == (APART, True)


def test_same_household_said_of_a_son_named_nearly_as_a_head_is_said_of_the_person() -> None:
    rows = [
        scattered("甲", "王晓强", "王晓强", "户主", None, **DOOR),
        scattered("乙", "王强", "王小强", "子", None, **OTHER_DOOR),
    ]
    result = Outcomes(rows, [answer(rows, 0, 1, Verdict.SAME_HOUSEHOLD)])
    assert (result.of(0, 1), result.together(0, 1)) == (ONE, True)


@pytest.mark.parametrize(
    "order",
    [
        lambda row: 0,
        lambda row: row[f.ID_NUMBER][6:14],
        lambda row: row[f.NAME],
        lambda row: row[f.ID_NUMBER][14:],
    ],
    ids=["family", "age", "name", "sequence"],
)
def test_a_sheet_in_any_order_gives_the_same_households(order: Callable[[Row], Any]) -> None:
    rows = [
        *heads(DOOR | PHONE, OTHER_DOOR | OTHER_PHONE),
        wife(**DOOR),
        scattered("甲", "王强", "王大", "子", citizen(22, "19900303"), **PHONE),
        scattered("甲", "王强", "孙丽", "配偶", citizen(23, "19690303"), **OTHER_DOOR),
        scattered("甲", "王强", "王二", "子", citizen(24, "19920303"), **OTHER_PHONE),
        scattered("甲", "陈杰", "陈杰", "户主", citizen(25, "19500303")),
        scattered("甲", "陈杰", "陈小", "孙子", citizen(26, "20100303"), **ESTATE),
    ]
    placed = sorted(rows, key=order)
    result = Outcomes(placed)
    homes: dict[str | None, set[str]] = {}
    for row, home in zip(placed, result.households, strict=True):
        homes.setdefault(home, set()).add(row[f.NAME])
    assert sorted(map(sorted, homes.values())) == [["孙丽", "王二", "王强"], ["王大", "王强", "赵敏"], ["陈小", "陈杰"]]
    assert not result.questions()


@pytest.mark.parametrize("form", [CLUES, "低保在保名单"])
def test_a_head_named_by_a_member_is_never_asked_about(form: str) -> None:
    """A row of a list speaks of a namesake of the head; no row of the roster speaks of the head himself."""
    result = Outcomes([wife(**DOOR), said("王强", form, **{f.ID_NUMBER: FIRST, **DOOR})])
    assert result.of(0, 1) == APART


@pytest.mark.parametrize(
    ("address", "together"),
    [(DOOR, True), ({}, True), ({f.ADDRESS: "本村"}, True), (OTHER_DOOR, False), (OTHER_VILLAGE, False)],
)
def test_members_whose_head_no_row_speaks_of_are_one_household_where_nothing_contradicts(
    address: dict[str, str], together: bool
) -> None:
    result = Outcomes([wife(**DOOR), scattered("甲", "王强", "王小强", "子", SON, **address)])
    assert result.together(0, 1) is together


def test_members_of_unlisted_heads_of_two_names_are_two_households() -> None:
    result = Outcomes([wife(**DOOR), scattered("甲", "李强", "李小强", "子", SON, **DOOR)])
    assert not result.together(0, 1)


@pytest.mark.parametrize(
    ("member", "together"),
    [
        ({}, True),
        (DOOR, True),
        pytest.param(
            ESTATE,
            True,
            marks=wrong("a head in another file: asked about only because the address is written another way"),
        ),
        (OTHER_VILLAGE, False),
    ],
)
def test_a_head_in_another_file_of_the_village(member: dict[str, str], together: bool) -> None:
    result = Outcomes([single("甲", "王强", FIRST, **DOOR), scattered("乙", "王强", "赵敏", "配偶", WIFE, **member)])
    assert result.together(0, 1) is together


def test_a_wife_under_her_husband_who_is_listed_as_a_son_is_asked_or_joined() -> None:
    rows = household("甲", ("王强", "户主", FIRST), ("王小强", "子", SON), **DOOR, **PHONE)
    daughter_in_law = scattered("乙", "王小强", "刘丽", "配偶", WIFE, **DOOR, **PHONE)
    result = Outcomes([*rows, daughter_in_law])
    assert result.together(0, 2) or ASKED in (result.of(0, 2), result.of(1, 2))
