"""A hand-out's row about a household nobody named is taken by its 编号, but never where its number is another person's."""

import pytest

from rescue_cli.core.states import NO_HEAD
from rescue_cli.pipeline.answered_handouts import _whom
from support.mentions import citizen

BARE = {"户主姓名": None, "姓名": None, "身份证号": None}
NUMBERED = {**BARE, "身份证号": citizen(1)}
NAMED = {**NUMBERED, "户主姓名": "示范甲", "姓名": "示范甲"}


@pytest.mark.parametrize(
    ("name", "number", "there", "taken"),
    [
        (NO_HEAD, None, NUMBERED, True),
        (NO_HEAD, citizen(1), NUMBERED, True),
        (NO_HEAD, citizen(2), NUMBERED, False),
        (NO_HEAD, citizen(2), BARE, True),
        ("示范乙", citizen(2), BARE, True),
        ("示范乙", None, NUMBERED, False),
        ("示范乙", citizen(2), NAMED, False),
        (NO_HEAD, None, NAMED, False),
    ],
)
def test_whom_a_row_is_about(name: str, number: str | None, there: dict[str, str | None], taken: bool) -> None:
    assert (_whom({"户主姓名": name, "身份证号": number}, [there]) is not None) == taken
