"""A row of a list that only a damaged or masked number ties to the roster is asked about, never taken."""

import pytest

from rescue_cli.core import fields as f
from support.mentions import DIBAO, RESULTS, citizen, said
from support.outcomes import ASKED, DOOR, ONE, PHONE, Outcomes, numbered, single

NUMBER = citizen(5, "19620303")
SLIP = NUMBER[:16] + ("1" if NUMBER[16] != "1" else "2") + NUMBER[17]
MASKED = NUMBER[:6] + "********" + NUMBER[14:]
CUT = NUMBER[:15] + "000"
NOWHERE = {f.VILLAGE: None}


def outcome(form: str, number: str, **place: str | None) -> str:
    listed = said("庄华邦", form, **{f.SOURCE_FILE: "名单.xlsx", **numbered(number), **place})
    return Outcomes([single("甲", "庄华邦", NUMBER, **DOOR, **PHONE), listed]).of(0, 1)


@pytest.mark.parametrize("number", [SLIP, MASKED, CUT])
def test_with_nothing_but_the_name_and_the_township_it_is_asked(number: str) -> None:
    assert outcome(DIBAO, number, **NOWHERE) == ASKED


@pytest.mark.parametrize("number", [SLIP, MASKED])
def test_a_result_follows_the_one_household_of_its_name(number: str) -> None:
    """Results are about the roster: the only bearer of the name in the township is meant, where nothing speaks against it."""
    assert outcome(RESULTS, number, **NOWHERE) == ONE


@pytest.mark.parametrize("number", [SLIP, MASKED, CUT])
@pytest.mark.parametrize("place", [{}, NOWHERE | PHONE])
def test_with_the_village_or_the_telephone_it_is_taken(number: str, place: dict[str, str | None]) -> None:
    assert outcome(DIBAO, number, **place) == ONE


def test_a_whole_number_needs_nothing_else() -> None:
    assert outcome(DIBAO, NUMBER, **NOWHERE) == ONE
