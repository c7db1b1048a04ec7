"""The unit of a column by its heading: brackets first, then the words; a conversion is listed and told once."""

from decimal import Decimal

import pytest

from rescue_cli.intake.recognition.heading_fields import Heading
from support.reading import HEAD, codes, column, household, read_here
from support.workbooks import xlsx


@pytest.mark.parametrize(
    ("parts", "scale", "per", "period"),
    [
        (("家庭月收入",), None, None, "月"),
        (("家庭月收入（元）",), 1, None, "月"),
        (("家庭收入（万元/年）",), 10000, None, "年"),
        (("家庭月收入（元/年）",), 1, None, "年"),
        (("家庭收入", "年收入"), None, None, "年"),
        (("2018年家庭收入",), None, None, None),
    ],
)
def test_units_of_headings(parts, scale, per, period):
    unit = Heading(1, parts).unit
    assert (unit.scale, unit.per, unit.period) == (scale, per, period)


def test_a_monthly_household_income_is_twelve_times_a_year_and_says_so():
    rows = [[*HEAD, "家庭月收入"], [*household(1), 1000], [*household(2), "500元"], [*household(3), "9600元/年"]]
    intake = read_here({"兴泾镇.xlsx": xlsx({"困难家庭名册": rows})})
    assert column(intake.mentions, "家庭年收入") == [Decimal(12000), Decimal(6000), Decimal(9600)]
    assert codes(intake) == ["INTAKE-MONEY-CONVERTED", "INTAKE-MONEY-CONVERTED"]
    assert {"1000", "500元"} <= set(column(intake.raw, "原值"))
