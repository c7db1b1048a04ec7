"""Moments and ratios: what is written, never more."""

import datetime as dt
from decimal import Decimal

import pytest

from rescue_cli.values.moment import parse_moment
from rescue_cli.values.ratio import parse_ratio

AT = dt.datetime.fromisoformat


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2022-05-03 14:30", AT("2022-05-03T14:30")),
        ("2022年5月3日14时30分", AT("2022-05-03T14:30")),
        ("2022年5月3日 14时", AT("2022-05-03T14:00")),
        ("2022年5月3日下午2点半", AT("2022-05-03T14:30")),
        ("2022/5/3 下午2:30", AT("2022-05-03T14:30")),
        ("2022.5.3 上午9：05", AT("2022-05-03T09:05")),
        ("2022-05-03T14:30:59", AT("2022-05-03T14:30")),
        ("2022年5月3日晚上8点", AT("2022-05-03T20:00")),
        ("2022年5月3日中午12点", AT("2022-05-03T12:00")),
        (AT("2022-05-03T14:30:20"), AT("2022-05-03T14:30")),
        (44684.604166667, AT("2022-05-03T14:30")),
        # without an hour: the day
        ("2022年5月3日", AT("2022-05-03T00:00")),
        (dt.date(2022, 5, 3), AT("2022-05-03T00:00")),
        (44684, AT("2022-05-03T00:00")),
    ],
)
def test_moments(cell, expected):
    parsed = parse_moment(cell)
    assert (parsed.value, parsed.note) == (expected, "")


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        ("5月3日14点", "INTAKE-TIME-UNCLEAR"),  # of which year?
        ("14:30", "INTAKE-TIME-UNCLEAR"),
        ("2022-05-03 25:00", "INTAKE-TIME-UNCLEAR"),
        ("2022-05-03 14:75", "INTAKE-TIME-UNCLEAR"),
        ("2022年5月3日晚上12点", "INTAKE-TIME-UNCLEAR"),  # the end of that day, or its beginning?
        ("2022年5月3日夜里2点", "INTAKE-TIME-UNCLEAR"),
        ("2022年5月3日下午", "INTAKE-DATE-UNCLEAR"),
        ("不详", ""),
        ("", ""),
    ],
)
def test_what_is_no_moment_is_not_taken(cell, note):
    parsed = parse_moment(cell)
    assert (parsed.value, parsed.note) == (None, note)


@pytest.mark.parametrize(
    ("cell", "expected", "note"),
    [
        (0.05, "0.05", ""),
        ("0.05", "0.05", ""),
        ("5%", "0.05", ""),
        ("５％", "0.05", ""),
        ("百分之十二", "0.12", ""),
        ("百分之3.5", "0.035", ""),
        ("1.3倍", "1.3", ""),
        (2, "2", ""),
        ("-1.5%", "-0.015", ""),
        ("约5%", None, "INTAKE-RATIO-UNCLEAR"),
        ("百分之五六", None, "INTAKE-RATIO-UNCLEAR"),
        ("5-8%", None, "INTAKE-RATIO-UNCLEAR"),
        (True, None, "INTAKE-RATIO-UNCLEAR"),
        ("无", None, ""),
    ],
)
def test_ratios(cell, expected, note):
    parsed = parse_ratio(cell)
    assert parsed.note == note
    assert parsed.value == (None if expected is None else Decimal(expected))
