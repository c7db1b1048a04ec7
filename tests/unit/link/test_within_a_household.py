"""Within one household names that differ never merge by themselves, whatever the numbers."""

import pytest

from rescue_cli.core import fields as f
from rescue_cli.core.linkage import Verdict
from support.mentions import citizen
from support.outcomes import (
    APART,
    ASKED,
    DOOR,
    HEAD,
    HEAD_NAME,
    ONE,
    PHONE,
    Outcomes,
    answer,
    family,
    household,
    scattered,
)

NUMBER, OTHER = citizen(11, "20120101"), citizen(15, "20120101")
CUT = NUMBER[:15] + "000"
SON = citizen(5, "19900303")


@pytest.mark.parametrize("name", ["赵大衫", "赵大三", "赵大", "赵小山", "赵大*", "李秀英", "赵某某"])
@pytest.mark.parametrize("relation", ["子", "配偶", None])
def test_a_heads_number_on_a_member_of_any_other_name(name: str, relation: str | None) -> None:
    result = Outcomes(household("甲", (HEAD_NAME, "户主", HEAD), (name, relation, HEAD), **DOOR))
    assert result.of(0, 1) != ONE
    assert result.together(0, 1)


@pytest.mark.parametrize(
    ("name", "relation"),
    [
        ("赵大衫", "子"),
        ("李秀英", "配偶"),
        ("赵小山", "子"),
        ("赵大衫", None),
    ],
)
def test_the_same_in_rows_that_lie_scattered(name: str, relation: str | None) -> None:
    rows = [
        scattered("甲", HEAD_NAME, HEAD_NAME, relation and "户主", HEAD, **DOOR),
        scattered("甲", HEAD_NAME, name, relation, HEAD, **DOOR),
    ]
    result = Outcomes(rows)
    assert result.of(0, 1) != ONE
    assert result.together(0, 1)


def test_a_heads_number_on_three_members_in_two_lists_joins_each_with_himself() -> None:
    people = ((HEAD_NAME, "户主", HEAD), ("李秀英", "配偶", HEAD), ("赵大衫", "子", HEAD))
    result = Outcomes([*household("甲", *people, **DOOR), *household("乙", *people)])
    assert len(set(result.persons)) == 3
    assert result.persons[:3] == result.persons[3:]
    assert len(set(result.households)) == 1


@pytest.mark.parametrize(
    ("names", "numbers"),
    [
        (("王丽玲", "王丽铃"), (CUT, CUT)),
        (("王丽玲", "王丽铃"), (NUMBER, NUMBER)),
        (("王丽玲", "王丽铃"), (HEAD, HEAD)),
        (("王丽玲", "王丽铃"), (None, None)),
        (("王丽玲", "王丽"), (NUMBER, CUT)),
        (("王丽玲", "王丽林"), (NUMBER, OTHER)),
        (("王丽玲", "王小玲"), (CUT, CUT)),
    ],
)
def test_twins_of_one_listing_are_two(names: tuple[str, str], numbers: tuple[str | None, str | None]) -> None:
    people = [(name, "孙女", number) for name, number in zip(names, numbers, strict=True)]
    result = Outcomes(family("甲", *people, **DOOR))
    assert result.of(1, 2) != ONE
    assert result.together(0, 1, 2)


@pytest.mark.parametrize("names", [("王丽玲", "王丽铃"), ("王丽玲", "王丽"), ("王丽玲", "王小玲")])
@pytest.mark.parametrize("number", [NUMBER, CUT])
def test_one_number_under_two_near_names_of_a_listing_is_asked(names: tuple[str, str], number: str) -> None:
    rows = family("甲", *((name, "孙女", number) for name in names), **DOOR)
    assert Outcomes(rows).of(1, 2) == ASKED
    decided = Outcomes(rows, [answer(rows, 1, 2, Verdict.SAME_HOUSEHOLD)])
    assert decided.of(1, 2) == APART  # they are in one household already: the answer says no more
    assert not decided.questions()
    assert Outcomes(rows, [answer(rows, 1, 2, Verdict.SAME_PERSON)]).of(1, 2) == ONE


def test_twins_stay_two_though_another_list_has_only_one_of_them() -> None:
    both = family("甲", ("王丽玲", "孙女", CUT), ("王丽铃", "孙女", CUT), **DOOR)
    result = Outcomes([*both, *family("乙", ("王丽铃", "孙女", CUT), **DOOR)])
    assert (result.of(2, 4), result.of(1, 2)) == (ONE, ASKED)


def test_twins_stay_two_though_each_of_two_lists_has_one_of_them() -> None:
    rows = [*family("甲", ("王丽玲", "孙女", CUT), **DOOR), *family("乙", ("王丽铃", "孙女", CUT), **DOOR)]
    assert Outcomes(rows).of(1, 3) != ONE


def test_one_name_and_one_cut_number_in_two_lists_is_one() -> None:
    rows = [*family("甲", ("王丽玲", "孙女", CUT), **DOOR), *family("乙", ("王丽玲", "孙女", CUT), **DOOR)]
    assert Outcomes(rows).of(1, 3) == ONE


def test_a_son_with_his_fathers_number_is_not_his_father_in_a_list_of_his_own() -> None:
    """赵大衫 heads a list under the number that the first list gives to him and to his father."""
    rows = [*household("甲", (HEAD_NAME, "户主", HEAD), ("赵大衫", "子", HEAD), **DOOR)]
    result = Outcomes([*rows, *household("乙", ("赵大衫", "户主", HEAD), **DOOR)])
    assert result.of(0, 2) != ONE
    assert ASKED in (result.of(0, 2), result.of(1, 2))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("子", SON), ("子", SON), {ONE}),
        (("子", SON), ("孙子", SON), {ONE}),  # an equal number under an equal name
        (("子", SON), ("子", citizen(8, "19920505")), {ASKED, APART}),
        (("子", SON), ("子", None), {ONE, ASKED}),
        (("子", None), ("子", None), {ONE, ASKED}),
        (("子", None), ("孙子", None), {ASKED, APART}),
    ],
)
def test_one_name_twice_in_a_listing(
    first: tuple[str, str | None], second: tuple[str, str | None], expected: set[str]
) -> None:
    result = Outcomes(family("甲", ("赵小明", *first), ("赵小明", *second), **DOOR, **PHONE))
    assert result.of(1, 2) in expected
    assert result.together(0, 1, 2)


def test_one_name_twice_without_a_telephone_is_no_less_asked() -> None:
    result = Outcomes(family("甲", ("赵小明", "子", SON), ("赵小明", "子", None), **DOOR))
    assert result.of(1, 2) in {ONE, ASKED}


@pytest.mark.parametrize(
    ("relations", "expected"),
    [
        (("配偶", "配偶"), {ONE}),
        (("配偶", "女"), {ONE, ASKED}),
        (("子", "孙子"), {ONE, ASKED}),
        (("子", "子女"), {ONE, ASKED}),
    ],
)
def test_a_relation_against_an_equal_name_of_two_lists_is_asked(relations: tuple[str, str], expected: set[str]) -> None:
    rows = [
        row
        for file, relation in zip(("甲", "乙"), relations, strict=True)
        for row in family(file, ("王敏", relation, None), **DOOR, **PHONE)
    ]
    assert Outcomes(rows).of(1, 3) in expected


def test_a_relation_holds_against_names_that_only_sound_alike() -> None:
    rows = [*family("甲", ("王敏", "配偶", None), **DOOR), *family("乙", ("王闽", "女", None), **DOOR)]
    assert Outcomes(rows).of(1, 3) != ONE


def test_the_head_and_his_son_of_one_name_in_one_listing_are_two() -> None:
    result = Outcomes(family("甲", (HEAD_NAME, "子", None), **DOOR, **PHONE))
    assert result.of(0, 1) != ONE
    assert Outcomes(family("甲", (HEAD_NAME, "子", HEAD), **DOOR)).of(0, 1) in {ONE, ASKED}


def test_a_former_name_is_another_form_of_the_same_name() -> None:
    rows = family("甲", ("王兰", "配偶", SON), ("王狗妹", "配偶", SON), **DOOR)
    rows[1][f.FORMER_NAME] = "王狗妹"
    assert Outcomes(rows).of(1, 2) in {ONE, ASKED}
    rows[1][f.FORMER_NAME] = None
    assert Outcomes(rows).of(1, 2) != ONE
