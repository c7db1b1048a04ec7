"""A row of a list that only a damaged or masked number ties to the roster is asked about, never taken."""

import pytest

from rescue_cli.core import fields as f
from rescue_cli.core.linkage import Verdict
from support.mentions import DIBAO, RESULTS, citizen, said
from support.outcomes import APART, ASKED, DOOR, ONE, PHONE, Outcomes, answer, household, numbered, single

NUMBER = citizen(5, "19620303")
SLIP = NUMBER[:16] + ("1" if NUMBER[16] != "1" else "2") + NUMBER[17]
MASKED = NUMBER[:6] + "********" + NUMBER[14:]
CUT = NUMBER[:15] + "000"
NOWHERE = {f.VILLAGE: None}


def outcome(form: str, number: str | None, **place: str | None) -> str:
    listed = said("庄华邦", form, **{f.SOURCE_FILE: "名单.xlsx", **numbered(number), **place})
    return Outcomes([single("甲", "庄华邦", NUMBER, **DOOR, **PHONE), listed]).of(0, 1)


@pytest.mark.parametrize("number", [SLIP, MASKED, CUT])
def test_with_nothing_but_the_name_and_the_township_it_is_asked(number: str) -> None:
    assert outcome(DIBAO, number, **NOWHERE) == ASKED


@pytest.mark.parametrize("number", [SLIP, MASKED])
def test_a_result_with_a_number_only_like_the_rosters_is_asked_with_one_bearer_too(number: str) -> None:
    assert outcome(RESULTS, number, **NOWHERE) == ASKED


def test_a_result_without_a_number_follows_the_one_household_of_its_name() -> None:
    """Results are about the roster: the only bearer of the name in the township is meant, where nothing speaks against it."""
    assert outcome(RESULTS, None, **NOWHERE) == ONE


@pytest.mark.parametrize("number", [SLIP, MASKED, CUT])
@pytest.mark.parametrize("place", [{}, NOWHERE | PHONE])
def test_with_the_village_or_the_telephone_it_is_taken(number: str, place: dict[str, str | None]) -> None:
    assert outcome(DIBAO, number, **place) == ONE


def test_a_whole_number_needs_nothing_else() -> None:
    assert outcome(DIBAO, NUMBER, **NOWHERE) == ONE


@pytest.mark.parametrize("form", [DIBAO, RESULTS])
@pytest.mark.parametrize(
    ("verdict", "person", "together"),
    [(Verdict.SAME_HOUSEHOLD, ONE, True), (Verdict.SAME_PERSON, ONE, False), (Verdict.APART, APART, False)],
)
def test_an_answer_about_a_row_of_a_list(form: str, verdict: Verdict, person: str, together: bool) -> None:
    """同一人不同户: the row says what the person has in another household; this one is not aided because of it."""
    listed = said("庄华邦", form, **{f.SOURCE_FILE: "名单.xlsx", **numbered(MASKED), **NOWHERE})
    rows = [single("甲", "庄华邦", NUMBER, **DOOR, **PHONE), listed]
    result = Outcomes(rows, [answer(rows, 0, 1, verdict)])
    assert (result.of(0, 1), result.together(0, 1)) == (person, together)
    assert not result.questions()


def test_a_whole_number_does_not_lead_around_the_answer() -> None:
    rows = [
        single("甲", "庄华邦", NUMBER, **DOOR, **PHONE),
        said("庄华邦", DIBAO, **{f.SOURCE_FILE: "名单.xlsx", **numbered(NUMBER)}),
    ]
    result = Outcomes(rows, [answer(rows, 0, 1, Verdict.SAME_PERSON)])
    assert (result.of(0, 1), result.together(0, 1)) == (ONE, False)


def test_of_two_households_the_row_goes_to_the_one_it_was_not_kept_from() -> None:
    """He heads one and is a member of the other."""
    rows = [
        *household("甲", ("庄华邦", "户主", NUMBER), **DOOR),
        *household("乙", ("庄大山", "户主", None), ("庄华邦", "子", NUMBER), **{f.ADDRESS: "泾华村9组88号"}),
        said("庄华邦", DIBAO, **{f.SOURCE_FILE: "名单.xlsx", **numbered(NUMBER)}),
    ]
    assert Outcomes(rows).together(0, 3)
    assert Outcomes(rows, [answer(rows, 0, 3, Verdict.SAME_PERSON)]).together(1, 3)
