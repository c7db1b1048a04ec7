"""Where two listings share a person already, a missing or damaged number with an equal or near name is that person."""

import datetime as dt

import pytest

from rescue_cli.core import fields as f
from support.mentions import citizen
from support.outcomes import (
    APART,
    ASKED,
    DOOR,
    FAR,
    HEAD,
    ONE,
    OTHER_DOOR,
    OTHER_VILLAGE,
    Outcomes,
    Row,
    family,
    household,
)

NUMBER, OTHER = citizen(5, "19620303"), citizen(8, "19750808")
CUT = NUMBER[:15] + "000"
SLIP = NUMBER[:16] + ("1" if NUMBER[16] != "1" else "2") + NUMBER[17]
AREA = "140525" + NUMBER[6:]
MASKED = NUMBER[:6] + "********" + NUMBER[14:]


def listings(name: str, number: str | None, relation: str = "配偶", other_head: str | None = HEAD) -> list[Row]:
    """刘秀英 in one listing, the same or somebody like her in another, far from it."""
    return [
        *family("甲", ("刘秀英", "配偶", NUMBER), **DOOR),
        *family("乙", (name, relation, number), head_number=other_head, **FAR),
    ]


@pytest.mark.parametrize("number", [None, CUT, SLIP, AREA, MASKED, NUMBER[:15], NUMBER])
def test_an_equal_name_with_a_missing_or_damaged_number_is_that_person(number: str | None) -> None:
    assert Outcomes(listings("刘秀英", number)).of(1, 3) == ONE


@pytest.mark.parametrize("number", [None, CUT, SLIP])
def test_where_the_heads_are_two_it_is_not(number: str | None) -> None:
    result = Outcomes(listings("刘秀英", None, other_head=citizen(2, "19640606")))
    assert result.of(1, 3) != ONE
    assert not result.together(1, 3)


@pytest.mark.parametrize("name", ["刘秀瑛", "刘秀莺", "刘英秀"])
@pytest.mark.parametrize(("number", "expected"), [(SLIP, ONE), (MASKED, ONE), (CUT, ASKED)])
def test_a_near_name_with_a_damaged_number_is_that_person(name: str, number: str, expected: str) -> None:
    """What a number cut to 000 still shows, twins share: there the family is asked."""
    assert Outcomes(listings(name, number)).of(1, 3) == expected


@pytest.mark.parametrize("name", ["刘桂芳", "李四娘"])
def test_another_name_is_not_that_person(name: str) -> None:
    assert Outcomes(listings(name, None)).of(1, 3) == APART
    assert Outcomes(listings(name, CUT)).of(1, 3) != ONE


@pytest.mark.parametrize("number", [OTHER, NUMBER[:6] + "********" + OTHER[14:], "990102********" + NUMBER[14:]])
def test_a_number_against_it_is_asked_about(number: str) -> None:
    assert Outcomes(listings("刘秀英", number)).of(1, 3) == ASKED


def test_nothing_follows_from_one_number_under_wholly_different_names() -> None:
    rows = [
        *household("甲", ("王德明", "户主", HEAD), ("刘秀英", "配偶", NUMBER), **DOOR),
        *household("乙", ("李国强", "户主", HEAD), ("刘秀英", "配偶", None), **OTHER_DOOR),
    ]
    result = Outcomes(rows)
    assert result.of(0, 2) == ASKED
    assert result.of(1, 3) != ONE
    rows[2][f.NAME] = rows[2][f.HEAD_NAME] = rows[3][f.HEAD_NAME] = "王德明"
    assert Outcomes(rows).of(1, 3) == ONE


def test_a_member_bears_witness_to_the_head() -> None:
    rows = [
        *household("甲", ("王德明", "户主", None), ("刘秀英", "配偶", NUMBER), **DOOR),
        *household("乙", ("王德明", "户主", None), ("刘秀英", "配偶", NUMBER), **OTHER_VILLAGE),
    ]
    result = Outcomes(rows)
    assert result.of(0, 2) == ONE
    assert result.together(0, 2)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("王得明", {ONE, ASKED}),
        ("张大勇", {APART}),
    ],
)
def test_a_wife_who_married_again_bears_no_witness_to_her_husbands(other: str, expected: set[str]) -> None:
    rows = [
        *household("甲", ("王德明", "户主", None), ("刘秀英", "配偶", NUMBER), **DOOR),
        *household("乙", (other, "户主", None), ("刘秀英", "配偶", NUMBER), **OTHER_DOOR),
    ]
    result = Outcomes(rows)
    assert result.of(0, 2) in expected
    assert other == "王得明" or not result.together(0, 2)


def test_of_two_as_like_as_each_other_it_is_asked_which() -> None:
    brothers = family("甲", ("赵小明", "子", None), ("赵小鸣", "子", None), **DOOR)
    third = family("乙", ("赵小名", "子", None), **DOOR)
    result = Outcomes([*brothers, *third])
    assert (result.of(1, 4), result.of(2, 4)) == (ASKED, ASKED)


def test_an_exact_name_leaves_the_other_brother_alone() -> None:
    brothers = family("甲", ("赵小明", "子", None), ("赵小鸣", "子", None), **DOOR)
    result = Outcomes([*brothers, *family("乙", ("赵小鸣", "子", None), **FAR)])
    assert (result.of(1, 4), result.of(2, 4)) == (APART, ONE)


@pytest.mark.parametrize(("born", "expected"), [(dt.date(1962, 3, 3), {ONE}), (dt.date(1985, 5, 5), {ASKED, APART})])
def test_a_birth_date_against_it_is_not_that_person(born: dt.date, expected: set[str]) -> None:
    rows = listings("刘秀英", None)
    rows[3][f.BIRTH_DATE] = born
    assert Outcomes(rows).of(1, 3) in expected


def test_another_relation_with_an_equal_name_is_asked() -> None:
    assert Outcomes(listings("刘秀英", None, relation="女")).of(1, 3) == ASKED


def test_two_numbers_of_one_person_meet_in_no_chain_of_families() -> None:
    rows = [
        *family("甲", ("刘秀英", "配偶", NUMBER), **DOOR),
        *family("乙", ("刘秀英", "配偶", None), **FAR),
        *family("丙", ("刘秀英", "配偶", OTHER), **OTHER_DOOR),
    ]
    result = Outcomes(rows)
    assert result.of(1, 5) != ONE
    assert ASKED in (result.of(1, 3), result.of(3, 5))
