"""Names written otherwise: one unknown character, by marriage, formerly, called, one character missing."""

import pytest

from rescue_cli.core import fields as f
from support.mentions import citizen
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
    family,
    single,
)

NUMBER, OTHER = citizen(5, "19620303"), citizen(8, "19750808")
AREA = "140525" + NUMBER[6:]


def loose(first: str, second: str, numbers: tuple[str | None, str | None] = (None, None)) -> str:
    """Two heads with a telephone and a group in common."""
    rows = [single("甲", first, numbers[0], **GROUP, **PHONE), single("乙", second, numbers[1], **GROUP, **PHONE)]
    return Outcomes(rows).of(0, 1)


def elsewhere(first: str, second: str) -> str:
    return Outcomes([single("甲", first, **GROUP, **PHONE), single("乙", second, **FAR)]).of(0, 1)


def in_family(first: str, second: str) -> str:
    rows = [*family("甲", (first, "配偶", NUMBER), **DOOR), *family("乙", (second, "配偶", None), **OTHER_DOOR)]
    return Outcomes(rows).of(1, 3)


SAME_FORM = ["李秀兰（兰子）", "李 秀兰", "李·秀兰", "李秀蘭"]
FORMS = [
    "李?兰",
    "李？兰",
    "李〇兰",
    "李□兰",
    "李xiù兰",
    "李xiu兰",
    "李绣兰",
    "李秀",
    "李兰",
    "小兰",
    "赵李氏",
    "李秀莲",
]


@pytest.mark.parametrize("name", SAME_FORM)
def test_the_same_name_with_what_is_written_about_it(name: str) -> None:
    assert loose("李秀兰", name) == ONE
    assert elsewhere("李秀兰", name) == APART


@pytest.mark.parametrize("name", FORMS)
def test_another_form_with_telephone_and_group_is_at_least_asked(name: str) -> None:
    assert loose("李秀兰", name) in {ONE, ASKED}


@pytest.mark.parametrize("name", FORMS)
def test_another_form_in_the_same_family_is_at_least_asked(name: str) -> None:
    assert in_family("李秀兰", name) in {ONE, ASKED}


@pytest.mark.parametrize("name", ["李?兰", "李xiù兰", "李秀", "小兰", "赵李氏", "李秀莲"])
def test_another_form_with_nothing_in_common_is_left_apart(name: str) -> None:
    assert elsewhere("李秀兰", name) == APART


def test_homophones_with_nothing_else_in_common_are_not_asked() -> None:
    rows = [single("甲", "张建军", **DOOR), single("乙", "张健君", **FAR)]
    assert Outcomes(rows).of(0, 1) == APART


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {}, ASKED),
        (DOOR, {}, ASKED),
        (GROUP, GROUP, ASKED),
        (DOOR, OTHER_DOOR, APART),
        (GROUP, OTHER_GROUP, APART),
    ],
)
def test_homophones_of_a_village_are_asked_only_where_door_and_group_allow_it(
    first: dict[str, str], second: dict[str, str], expected: str
) -> None:
    rows = [single("甲", "张建军", **first), single("乙", "张健君", **second)]
    assert Outcomes(rows).of(0, 1) == expected


@pytest.mark.parametrize("name", ["赵秀", "小芳", "李ming兰"])
def test_a_form_of_another_name_is_not_taken(name: str) -> None:
    assert loose("李秀兰", name) != ONE


@pytest.mark.parametrize("name", ["李某某", "李**", "李某"])
def test_a_surname_with_telephone_and_group_is_not_enough(name: str) -> None:
    assert loose("李秀兰", name) == ASKED


@pytest.mark.parametrize("name", ["李某某", "李**", "李某"])
def test_a_surname_with_telephone_and_door_is(name: str) -> None:
    rows = [single("甲", "李秀兰", **DOOR, **PHONE), single("乙", name, **DOOR, **PHONE)]
    assert Outcomes(rows).of(0, 1) == ONE


def test_a_surname_in_another_village_is_left_apart() -> None:
    rows = [single("甲", "李秀兰", **GROUP, **PHONE), single("乙", "李某某", **OTHER_VILLAGE, **OTHER_PHONE)]
    assert Outcomes(rows).of(0, 1) == APART


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ((DOOR, DOOR, None, None), {ONE, ASKED}),
        ((PHONE, PHONE, None, None), {ONE, ASKED}),
        ((DOOR, FAR, NUMBER, NUMBER), {ONE}),
        ((DOOR, DOOR, NUMBER, OTHER), {ASKED, APART}),
        ((DOOR, FAR, None, None), {APART}),
    ],
)
def test_a_former_name(more: tuple[dict[str, str], dict[str, str], str | None, str | None], expected: set[str]) -> None:
    first, second, number, other = more
    rows = [single("甲", "王建国", number, **first), single("乙", "王狗剩", other, **second)]
    rows[0][f.FORMER_NAME] = "王狗剩"
    assert Outcomes(rows).of(0, 1) in expected
    rows[0][f.FORMER_NAME] = None
    assert Outcomes(rows).of(0, 1) != ONE


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("庄华邦", "庄华邦", {ONE, ASKED}),
        ("王作思", "王坐思", {ONE, ASKED}),
        ("庄华邦", "李秀梅", {APART}),
    ],
)
def test_a_wrong_area_code_with_twelve_digits_right(first: str, second: str, expected: set[str]) -> None:
    rows = [single("甲", first, NUMBER, **DOOR), single("乙", second, AREA, **FAR)]
    assert Outcomes(rows).of(0, 1) in expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("李秀兰", {ONE}),
        ("李秀", {ONE, ASKED}),
        ("李秀莲", {ASKED}),
        ("赵李氏", {ASKED}),
        ("小兰", {ASKED}),
        ("王芳", {ASKED}),
    ],
)
def test_one_valid_number_under_another_form_of_the_name(name: str, expected: set[str]) -> None:
    assert loose("李秀兰", name, (NUMBER, NUMBER)) in expected


@pytest.mark.parametrize(
    "number",
    [
        NUMBER[:14],
        NUMBER[:15] + "000",
        NUMBER[:17],
    ],
)
def test_one_character_missing_with_a_number_cut_short(number: str) -> None:
    rows = [*family("甲", ("刘秀英", "配偶", NUMBER), **DOOR), *family("乙", ("刘秀", "配偶", number), **OTHER_DOOR)]
    assert Outcomes(rows).of(1, 3) in {ONE, ASKED}


@pytest.mark.parametrize("place", [OTHER_DOOR, FAR | PHONE])
@pytest.mark.parametrize("name", ["李绣兰", "李秀", "李*兰", "李某某"])
def test_one_valid_number_under_a_near_name_with_village_or_telephone_is_enough(
    name: str, place: dict[str, str]
) -> None:
    rows = [single("甲", "李秀兰", NUMBER, **DOOR, **PHONE), single("乙", name, NUMBER, **place)]
    assert Outcomes(rows).of(0, 1) == ONE


@pytest.mark.parametrize(("name", "expected"), [("李绣兰", ASKED), ("李秀", ASKED), ("李*兰", ONE), ("李某某", ONE)])
def test_one_valid_number_under_a_near_name_is_not_enough_but_a_hidden_one_agrees(name: str, expected: str) -> None:
    rows = [single("甲", "李秀兰", NUMBER, **DOOR, **PHONE), single("乙", name, NUMBER, **FAR)]
    assert Outcomes(rows).of(0, 1) == expected


def test_one_number_on_very_many_households_is_a_filler() -> None:
    others = [single("丙", name, NUMBER) for name in ("王大", "李二", "赵三", "钱四", "孙五")]
    assert Outcomes(others[:2]).of(0, 1) == ASKED
    assert not Outcomes(others).questions()


def test_one_number_on_very_many_members_of_a_household_is_none() -> None:
    people = [(name, "子女", citizen(1, "19600505")) for name in ("赵一", "赵二", "赵三", "赵四", "赵五")]
    listed = single("乙", "赵大山", citizen(1, "19600505"), **FAR)
    assert Outcomes([*family("甲", *people, **DOOR), listed]).of(0, 6) == ONE
