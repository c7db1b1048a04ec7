"""Numbers of which a part shows are compared by what shows: they agree, contradict, or say nothing."""

import pytest

from support.mentions import citizen
from support.outcomes import (
    ASKED,
    DOOR,
    FAR,
    GROUP,
    ONE,
    OTHER_DOOR,
    OTHER_PHONE,
    OTHER_VILLAGE,
    PHONE,
    Outcomes,
    family,
    single,
)

NUMBER = citizen(10, "19700505")
LAST = "1" if NUMBER[17] != "1" else "2"
DAY_HIDDEN, TAIL, FRONT = NUMBER[:6] + "********" + NUMBER[14:], "*" * 14 + NUMBER[14:], NUMBER[:14] + "****"
YEAR_SHOWN = NUMBER[:10] + "****" + NUMBER[14:]
SCIENTIFIC, ROUNDED = "990101************", NUMBER[:15] + "***"


def two(name: str, first: str, other: str, second: str, *, near: bool = False, same_town: bool = True) -> str:
    """The first at a door, the second at the same (`near`), another of the village, or in another township."""
    place = DOOR | PHONE if near else OTHER_DOOR | OTHER_PHONE if same_town else FAR
    return Outcomes([single("甲", name, first, **DOOR, **PHONE), single("乙", other, second, **place)]).of(0, 1)


@pytest.mark.parametrize("shown", [DAY_HIDDEN, YEAR_SHOWN, FRONT, ROUNDED])
@pytest.mark.parametrize("name", ["马建国", "王芳"])
def test_what_shows_agrees_with_an_equal_name_of_the_village(name: str, shown: str) -> None:
    assert two(name, NUMBER, name, shown) == ONE


@pytest.mark.parametrize("near", [True, False])
@pytest.mark.parametrize(
    "shown",
    [
        NUMBER[:6] + "********" + NUMBER[14:17] + LAST,
        NUMBER[:10] + "****" + NUMBER[14:17] + LAST,
        "990102********" + NUMBER[14:],
        NUMBER[:6] + "1985****" + NUMBER[14:],
        "990102************",
    ],
)
def test_one_digit_that_differs_keeps_two_apart(shown: str, near: bool) -> None:
    assert two("马建国", NUMBER, "马建国", shown, near=near) != ONE
    assert two("马建国", NUMBER, "马*国", shown, near=near) != ONE


def test_a_contradiction_at_one_door_is_asked() -> None:
    assert two("马建国", NUMBER, "马建国", NUMBER[:6] + "********" + NUMBER[14:17] + LAST, near=True) == ASKED


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王芳", DAY_HIDDEN),
        ("马建国", SCIENTIFIC),
        ("马建国", DAY_HIDDEN),
        ("王芳", SCIENTIFIC),
    ],
)
def test_what_shows_of_a_common_name_in_another_township_is_not_enough(name: str, shown: str) -> None:
    assert two(name, NUMBER, name, shown, same_town=False) != ONE


@pytest.mark.parametrize("shown", [SCIENTIFIC, "990101197005******"])
def test_a_number_in_scientific_notation_says_little_of_a_common_name(shown: str) -> None:
    assert two("王芳", NUMBER, "王芳", shown, near=True) == ONE
    assert two("王芳", NUMBER, "王芳", SCIENTIFIC) != ONE


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (YEAR_SHOWN, DAY_HIDDEN, True),
        (YEAR_SHOWN, NUMBER[:6] + "********" + NUMBER[14:17] + LAST, False),
        (TAIL, "990102********" + NUMBER[14:17] + LAST, False),
        (FRONT, YEAR_SHOWN, True),
        (FRONT, NUMBER[:6] + "1985****" + NUMBER[14:], False),
    ],
)
def test_masked_on_both_sides(first: str, second: str, same: bool) -> None:
    assert (two("马建国", first, "马建国", second, near=True) == ONE) is same
    assert (two("马建国", first, "马*国", second, near=True) == ONE) is same


@pytest.mark.parametrize(
    ("name", "fits"), [("马*国", True), ("马**", True), ("马某某", True), ("马*军", False), ("李*国", False)]
)
def test_a_name_and_a_number_of_which_parts_show(name: str, fits: bool) -> None:
    assert (two("马建国", NUMBER, name, DAY_HIDDEN) in {ONE, ASKED}) is fits


@pytest.mark.parametrize("shown", [DAY_HIDDEN, TAIL])
@pytest.mark.parametrize(
    ("place", "expected"),
    [({}, ASKED), (OTHER_DOOR, ASKED), (GROUP, ONE), (DOOR, ONE), (PHONE, ONE)],
)
def test_a_surname_and_shown_digits_need_group_door_or_telephone(
    place: dict[str, str], expected: str, shown: str
) -> None:
    rows = [single("甲", "马建国", NUMBER, **DOOR, **PHONE), single("乙", "马某某", shown, **place)]
    assert Outcomes(rows).of(0, 1) == expected


def test_brothers_behind_one_masked_name() -> None:
    brothers = [single("甲", "马建国", NUMBER, **DOOR), single("甲", "马保国", citizen(13, "19720101"), **DOOR)]
    result = Outcomes([*brothers, single("乙", "马*国", **DOOR)])
    assert (result.of(0, 2), result.of(1, 2)) == (ASKED, ASKED)
    shown = Outcomes([*brothers, single("乙", "马*国", DAY_HIDDEN, **DOOR)])
    assert shown.of(0, 2) == ONE
    assert shown.of(1, 2) != ONE


@pytest.mark.parametrize("place", [DOOR, FAR])
def test_brothers_of_one_family_behind_one_masked_name(place: dict[str, str]) -> None:
    sons = ("赵建国", "子", citizen(5, "19750505")), ("赵保国", "子", citizen(7, "19760505"))
    veiled = family("乙", ("赵*国", "子", None), **place)
    result = Outcomes([*family("甲", *sons, **DOOR), *veiled])
    assert (result.of(1, 4), result.of(2, 4)) == (ASKED, ASKED)


def test_a_masked_name_that_fits_one_person_of_the_family() -> None:
    son = family("甲", ("赵建国", "子", citizen(5, "19750505")), **DOOR)
    assert Outcomes([*son, *family("乙", ("赵*国", "子", None), **DOOR)]).of(1, 3) == ONE
    assert Outcomes([*son, *family("乙", ("赵*军", "子", None), **DOOR)]).of(1, 3) != ONE


@pytest.mark.parametrize(
    ("first", "second", "place", "expected"),
    [
        ("王芳", "王芳", OTHER_DOOR, ONE),
        ("王芳", "王芳", FAR, ASKED),
        ("王芳", "王芳", FAR | PHONE, ONE),
        ("欧阳翀蓁", "欧阳翀蓁", FAR, ONE),
        ("王丽玲", "王丽铃", OTHER_DOOR, ASKED),
        ("王丽玲", "王丽铃", DOOR | PHONE, ASKED),
    ],
)
def test_a_tail_of_zeros_takes_equal_names_only(first: str, second: str, place: dict[str, str], expected: str) -> None:
    cut = citizen(10, "19710608")
    rows = [single("甲", first, cut, **DOOR, **PHONE), single("乙", second, cut[:15] + "000", **place)]
    assert Outcomes(rows).of(0, 1) == expected


@pytest.mark.parametrize("relations", [("子", "女"), ("子女", "子女")])
def test_one_hidden_name_twice_in_a_family(relations: tuple[str, str]) -> None:
    son, daughter = relations
    shown = family("甲", ("赵小明", son, NUMBER), ("赵小红", daughter, citizen(6, "19770505")), **DOOR)
    hidden = family("乙", ("赵某某", son, None), ("赵某某", daughter, None), **DOOR)
    result = Outcomes([*shown, *hidden])
    assert result.of(4, 5) != ONE
    assert (result.of(1, 5), result.of(2, 4)) != (ONE, ONE)
    assert ONE not in (result.of(1, 5), result.of(2, 4))


@pytest.mark.parametrize(
    ("second", "same"), [(DOOR | PHONE, True), pytest.param(OTHER_VILLAGE | OTHER_PHONE, False, id="elsewhere")]
)
def test_a_tail_of_zeros_with_the_name_and_the_place(second: dict[str, str], same: bool) -> None:
    """000 of a number that fails its check digit, which all but one in eleven do."""
    number = citizen(10, "19710608")
    rows = [single("甲", "王芳", number, **DOOR, **PHONE), single("乙", "王芳", number[:15] + "000", **second)]
    assert Outcomes(rows).of(0, 1) in ({ONE} if same else {ONE, ASKED})


def test_a_tail_of_zeros_that_passes_the_check_by_chance_is_still_cut() -> None:
    rows = [
        single("甲", "马建国", NUMBER, **DOOR, **PHONE),
        single("乙", "马建国", NUMBER[:15] + "000", **DOOR, **PHONE),
    ]
    assert Outcomes(rows).of(0, 1) == ONE


def test_two_tails_of_zeros_of_a_common_name_are_not_enough() -> None:
    cut = citizen(10, "19710608")[:15] + "000"
    assert two("王芳", cut, "王芳", cut, same_town=False) != ONE
