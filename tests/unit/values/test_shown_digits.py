"""What shows of a masked or cut ID number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rescue_cli.values.id_number import parse_id_number
from rescue_cli.values.shown_digits import shown_digits
from support.mentions import citizen

DIGITS = st.text("0123456789", min_size=17, max_size=17)


@pytest.mark.parametrize(
    ("cell", "pattern"),
    [
        ("990101********0016", "990101********0016"),
        ("990101＊＊＊＊＊＊＊＊001X", "990101********001X"),
        ("9901011990****0016", "9901011990****0016"),
        ("9901011990××××0016", "9901011990****0016"),
        ("9901011990xxxx001x", "9901011990****001X"),
        ("990101XXXXXXXXXXXX", "990101************"),
        ("9901011990？？？？0016", "9901011990****0016"),
        ("990101●●●●●●●●0016", "990101********0016"),
        ("990101••••••••0016", "990101********0016"),
        ("990101……0016", "990101********0016"),
        ("990101****0016", "990101********0016"),  # the marks do not count the places
        ("990101**********0016", "990101********0016"),
        ("9901****1990****0016", "9901**********0016"),
        ("身份证号：990101********0016", "990101********0016"),
        ("示范甲990101********0016", "990101********0016"),
        ("99010119900101001*", "99010119900101001*"),
        ("**************0016", "**************0016"),
        ("9.90101E+17", "990101************"),
        ("9.90101e17", "990101************"),
        ("9.9010119E+17", "9901011***********"),  # the last digit may be rounded
        ("9.9E+17", None),
        ("9.90101E+14", None),
        (990101199001010016.0, "990101199001010***"),
        (99010119900101001.0, None),
        (990101199001.0, None),
        ("990101", None),
        ("9901011990010100161", None),
        ("990101700101001*", None),  # a footnote
        ("990101199001010016？", None),
        (citizen(1), None),
        ("99010119900101", None),
        ("***", None),
        ("*16", None),
        ("无", None),
        (None, None),
        (True, None),
    ],
)
def test_what_shows(cell, pattern):
    assert shown_digits(cell) == pattern


@given(DIGITS, st.sets(st.integers(0, 17), min_size=1, max_size=14), st.sampled_from("*×?●"))
def test_every_place_of_a_masked_number_is_what_it_was_or_unknown(digits, hidden, mark):
    number = digits + "X"
    masked = "".join(mark if place in hidden else digit for place, digit in enumerate(number))
    pattern = shown_digits(masked)
    if mark == "×" and hidden == {17}:  # as a clerk writes the check character
        return
    assert pattern is not None
    assert len(pattern) == 18
    assert all(shown in ("*", digit) for shown, digit in zip(pattern, number, strict=True))
    assert parse_id_number(masked)[:2] == (None, "INTAKE-ID-MASKED")
