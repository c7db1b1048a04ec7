"""What no rule ever merges, and the least that an automatic rule needs."""

import datetime as dt
from typing import Any

import pytest

from rescue_cli.core import fields as f
from support.mentions import DIBAO, citizen, said
from support.outcomes import (
    APART,
    ASKED,
    DOOR,
    FAR,
    GROUP,
    ONE,
    OTHER_DOOR,
    OTHER_GROUP,
    OTHER_PHONE,
    OTHER_VILLAGE,
    PHONE,
    Outcomes,
    Row,
    household,
    scattered,
    single,
)

COMMON, BORN_TWICE, RARE = (
    "王芳",
    "王秀英",
    "欧阳翀蓁",
)  # the second is as common as the first, by its two characters together
FIRST, SECOND = citizen(1, "19700505"), citizen(2, "19830303")
WIFE = citizen(3, "19840903")
DAY, NEW_YEAR = {f.BIRTH_DATE: dt.date(1960, 3, 5)}, {f.BIRTH_DATE: dt.date(1960, 1, 1)}
Said = dict[str, Any]


def namesakes(name: str, first: Said, second: Said) -> str:
    return Outcomes([single("甲", name, **first), single("乙", name, **second)]).of(0, 1)


# --- 户主 of two valid numbers ---


def couples(first: Said, second: Said, wives: tuple[str | None, str | None]) -> list[Row]:
    return [
        *household("甲", ("张伟", "户主", FIRST), ("王芳", "配偶", wives[0]), **first),
        *household("乙", ("张伟", "户主", SECOND), ("王芳", "配偶", wives[1]), **second),
    ]


@pytest.mark.parametrize("wives", [(None, WIFE), (None, None), (WIFE, None)])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (DOOR | PHONE, OTHER_DOOR | OTHER_PHONE),
        (DOOR | PHONE, OTHER_VILLAGE | OTHER_PHONE),
        (DOOR | PHONE, OTHER_DOOR | PHONE),  # the cadre's telephone
        (PHONE, PHONE),
        (DOOR | PHONE, DOOR | PHONE),
        ({}, {}),
    ],
)
def test_two_couples_of_the_same_names_are_two_households(
    first: Said, second: Said, wives: tuple[str | None, str | None]
) -> None:
    result = Outcomes(couples(first, second, wives))
    assert result.of(0, 2) != ONE
    assert result.of(1, 3) != ONE
    assert not result.together(0, 2)


def test_two_couples_are_one_where_the_numbers_say_so() -> None:
    again = household("乙", ("张伟", "户主", FIRST), ("王芳", "配偶", WIFE), **OTHER_DOOR, **PHONE)
    result = Outcomes([*couples(DOOR | PHONE, {}, (None, WIFE))[:2], *again])
    assert (result.of(0, 2), result.of(1, 3)) == (ONE, ONE)
    assert result.together(0, 1, 2, 3)


@pytest.mark.parametrize(
    "phones",
    [
        (PHONE, PHONE),
        (PHONE, OTHER_PHONE),
        (PHONE | DOOR, PHONE | OTHER_DOOR),
    ],
)
def test_wives_of_two_namesakes_in_rows_that_lie_scattered(phones: tuple[Said, Said]) -> None:
    here, there = phones
    rows = [
        scattered("甲", "张伟", "张伟", "户主", FIRST, **here),
        scattered("甲", "张伟", "张伟", "户主", SECOND, **there),
        scattered("甲", "张伟", "王芳", "配偶", WIFE, **there),
        scattered("甲", "张伟", "王芳", "配偶", None, **here),
    ]
    assert Outcomes(rows).of(2, 3) != ONE


def test_a_wife_in_two_households_does_not_join_their_heads() -> None:
    rows = [
        *household("甲", ("张伟", "户主", FIRST), ("赵敏", "配偶", WIFE), **DOOR, **PHONE),
        *household("乙", ("李强", "户主", SECOND), ("赵敏", "配偶", WIFE), **DOOR, **PHONE),
    ]
    result = Outcomes(rows)
    assert result.of(1, 3) == ONE
    assert not result.together(0, 2)


def test_a_household_handed_in_under_the_wife_is_the_same() -> None:
    rows = [
        *household("甲", ("张伟", "户主", FIRST), ("赵敏", "配偶", WIFE), **DOOR, **PHONE),
        *household("乙", ("赵敏", "户主", WIFE), ("张伟", "配偶", FIRST), **FAR, **OTHER_PHONE),
    ]
    result = Outcomes(rows)
    assert (result.of(0, 3), result.of(1, 2)) == (ONE, ONE)
    assert result.together(0, 1, 2, 3)


def test_no_chain_of_households_leads_from_one_valid_head_to_another() -> None:
    rows = [
        *household("甲", ("张伟", "户主", FIRST), ("赵敏", "配偶", WIFE), **DOOR, **PHONE),
        *household("乙", ("李强", "户主", None), ("赵敏", "配偶", WIFE), **DOOR, **PHONE),
        *household("丙", ("李强", "户主", SECOND), ("李小强", "子", None), **DOOR, **PHONE),
    ]
    result = Outcomes(rows)
    assert not result.together(0, 4)
    assert result.of(0, 4) == APART


@pytest.mark.parametrize("form", ["困难家庭名册", "分散供养特困对象名册", DIBAO])
@pytest.mark.parametrize("numbers", [(FIRST, SECOND), (FIRST, FIRST)])
def test_a_row_without_a_number_joins_two_only_of_one_number(numbers: tuple[str, str], form: str) -> None:
    last = said("张建军", form, **{f.SOURCE_FILE: "丙.xlsx", f.ID_NUMBER: numbers[1]}, **DOOR, **PHONE)
    result = Outcomes(
        [single("甲", "张建军", numbers[0], **DOOR, **PHONE), single("乙", "张建军", **DOOR, **PHONE), last]
    )
    assert (result.of(0, 2) == ONE) is (numbers[0] == numbers[1])
    assert (result.of(0, 1), result.of(1, 2)) in {(ONE, ONE), (ASKED, ASKED)}


@pytest.mark.parametrize("phone", [PHONE, {}])
def test_a_grandmother_in_two_sons_households_is_one_and_they_are_two(phone: Said) -> None:
    rows = [
        *household("甲", ("王大", "户主", FIRST), ("赵奶奶", "母亲", WIFE), **DOOR, **phone),
        *household("乙", ("王二", "户主", SECOND), ("赵奶奶", "母亲", WIFE), **OTHER_DOOR, **phone),
    ]
    result = Outcomes(rows)
    assert result.of(1, 3) == ONE
    assert not result.together(0, 2)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (PHONE, PHONE),
        (DOOR, OTHER_DOOR),
        (DOOR | PHONE, OTHER_DOOR | PHONE),
    ],
)
def test_heads_of_two_names_without_numbers_are_not_joined_through_a_mother(first: Said, second: Said) -> None:
    rows = [
        *household("甲", ("王大", "户主", None), ("赵奶奶", "母亲", WIFE), **first),
        *household("乙", ("王二", "户主", None), ("赵奶奶", "母亲", WIFE), **second),
    ]
    assert not Outcomes(rows).together(0, 2)


def test_a_son_who_split_off_with_the_old_telephone_has_a_household_of_his_own() -> None:
    rows = [
        *household("甲", ("王大", "户主", FIRST), ("王小", "子", WIFE), **DOOR, **PHONE),
        *household("乙", ("王小", "户主", WIFE), ("刘丽", "配偶", None), **OTHER_DOOR, **PHONE),
    ]
    result = Outcomes(rows)
    assert result.of(1, 2) == ONE
    assert not result.together(0, 2)


# --- namesakes on a neighbour's or cadre's telephone ---


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        (COMMON, DOOR, OTHER_DOOR),
        (COMMON, DOOR, {f.ADDRESS: "泾华村1组13号"}),
        (COMMON, GROUP, OTHER_GROUP),
        (COMMON, DOOR, OTHER_GROUP),
        (COMMON, {}, OTHER_VILLAGE),
        (COMMON, {}, FAR),
        (RARE, DOOR, OTHER_DOOR),
        (RARE, GROUP, OTHER_GROUP),
        (BORN_TWICE, {}, OTHER_VILLAGE),
        (BORN_TWICE, {}, FAR),
        ("张建国", {}, OTHER_VILLAGE),
        (COMMON, GROUP | DAY, OTHER_GROUP | DAY),
        (COMMON, GROUP | {f.AGE: 50}, OTHER_GROUP | {f.AGE: 51}),
    ],
)
def test_a_shared_telephone_against_door_group_or_village_is_asked(name: str, first: Said, second: Said) -> None:
    assert namesakes(name, first | PHONE, second | PHONE) == ASKED


@pytest.mark.parametrize("second", [OTHER_VILLAGE, FAR])
def test_an_uncommon_name_with_its_telephone_in_another_village_moved(second: Said) -> None:
    assert namesakes(RARE, PHONE, second | PHONE) == ONE


@pytest.mark.parametrize("name", [COMMON, BORN_TWICE, RARE])
def test_a_shared_telephone_with_nothing_against_it_is_enough(name: str) -> None:
    assert namesakes(name, DOOR | PHONE, PHONE) == ONE
    assert namesakes(name, DOOR | PHONE, DOOR | PHONE) == ONE


def test_a_telephone_of_many_households_is_nobodys_own() -> None:
    others = [single("丙", f"王{letter}", **PHONE) for letter in "甲乙丙丁戊"]
    pair = [single("甲", COMMON, **PHONE), single("乙", COMMON, **PHONE)]
    assert Outcomes(pair).of(0, 1) == ONE
    assert Outcomes([*pair, *others]).of(0, 1) != ONE


# --- name and birth date ---


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        (COMMON, DAY, DAY | OTHER_VILLAGE),
        (COMMON, DAY, DAY | FAR),
        (COMMON, NEW_YEAR, NEW_YEAR),
        (COMMON, NEW_YEAR, NEW_YEAR | FAR),
        (RARE, NEW_YEAR, NEW_YEAR | FAR),
        (RARE, NEW_YEAR, NEW_YEAR),
        (BORN_TWICE, DAY, DAY | OTHER_VILLAGE),
        (BORN_TWICE, DAY, DAY | FAR),
        (BORN_TWICE, NEW_YEAR, NEW_YEAR),
        (COMMON, DAY | DOOR, DAY | OTHER_DOOR),
    ],
)
def test_name_and_birth_date_alone_are_not_enough(name: str, first: Said, second: Said) -> None:
    assert namesakes(name, first, second) != ONE


@pytest.mark.parametrize("more", [{}, DOOR, PHONE])
def test_name_birth_date_and_village_are(more: Said) -> None:
    assert namesakes(COMMON, DAY | more, DAY | more) == ONE


# --- place alone ---


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        (COMMON, {}, {}),
        (COMMON, GROUP, GROUP),
        (COMMON, {f.AGE: 50}, {f.AGE: 50}),
        (COMMON, DOOR | PHONE, DOOR | OTHER_PHONE),
        (COMMON, DOOR | {f.AGE: 61}, DOOR | {f.AGE: 25}),
        (COMMON, DOOR | {f.SEX: "男"}, DOOR | {f.SEX: "女"}),
        (BORN_TWICE, GROUP, GROUP),
        (RARE, {}, {}),
    ],
)
def test_name_and_place_alone_are_not_enough(name: str, first: Said, second: Said) -> None:
    assert namesakes(name, first, second) != ONE


# --- numbers ---


def slip(number: str, digit: str) -> str:
    """A number that is none: the last but one place of `number` replaced."""
    return number[:16] + digit + number[17]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((slip(FIRST, "5"), slip(FIRST, "7")), APART),
        ((FIRST, slip(FIRST, "7")), APART),
        ((FIRST, citizen(2, "19700505")), APART),
        ((FIRST, FIRST), ASKED),
        ((slip(FIRST, "5"), slip(FIRST, "5")), ASKED),
    ],
)
def test_two_names_on_numbers_a_digit_apart(numbers: tuple[str, str], expected: str) -> None:
    rows = [
        single("甲", "张建军", numbers[0], **DOOR, **PHONE),
        single("乙", "李秀梅", numbers[1], **FAR, **OTHER_PHONE),
    ]
    assert Outcomes(rows).of(0, 1) == expected


@pytest.mark.parametrize("name", [COMMON, BORN_TWICE, RARE])
@pytest.mark.parametrize("second", [DOOR, OTHER_DOOR | OTHER_PHONE, OTHER_VILLAGE, FAR | OTHER_PHONE])
def test_an_equal_valid_number_and_name_are_enough_whatever_the_door(second: Said, name: str) -> None:
    rows = [single("甲", name, FIRST, **DOOR, **PHONE), single("乙", name, FIRST, **second)]
    result = Outcomes(rows)
    assert result.of(0, 1) == ONE
    assert result.together(0, 1)


@pytest.mark.parametrize("name", [COMMON, RARE])
@pytest.mark.parametrize("second", [citizen(2, "19700505"), SECOND])
def test_two_valid_numbers_are_never_one(second: str, name: str) -> None:
    rows = [single("甲", name, FIRST, **DOOR, **PHONE), single("乙", name, second, **DOOR, **PHONE)]
    assert Outcomes(rows).of(0, 1) != ONE
