"""Working days by announced holidays, months' last working days, and days counted back."""

import datetime as dt

import pytest

from rescue_cli.core.working_days import LAST_YEAR, days_before, festival, is_working_day, working_day_of_month


@pytest.mark.parametrize(
    ("year", "month", "last"),
    [
        (2018, 12, 29),  # Saturday worked for the 31st
        (2019, 2, 28),
        (2019, 4, 30),
        (2020, 1, 23),  # the holidays of spring run to the month's end
        (2022, 1, 30),  # Sunday worked for 春节
        (2022, 4, 29),
        (2023, 9, 28),
        (2024, 2, 29),
        (2025, 9, 30),
        (2090, 6, 30),  # nobody has announced it: Monday to Friday
    ],
)
def test_the_last_working_day_of_a_month(year: int, month: int, last: int) -> None:
    assert working_day_of_month(year, month, -1) == dt.date(year, month, last)


def test_the_first_ones_and_months_that_have_fewer() -> None:
    assert [working_day_of_month(2022, 10, number).day for number in (1, 2, 3)] == [8, 9, 10]
    assert working_day_of_month(2022, 2, 100) == working_day_of_month(2022, 2, -1)
    assert working_day_of_month(2022, 2, -100) == working_day_of_month(2022, 2, 1)


@pytest.mark.parametrize("year", range(2004, 2027))
def test_the_first_day_of_spring_is_a_holiday_and_the_next_two_are(year: int) -> None:
    first = festival("春节", year)
    assert first is not None
    assert not any(is_working_day(first + dt.timedelta(days=day)) for day in range(3))


def test_days_are_counted_back_and_what_is_not_known_is_said() -> None:
    assert days_before(dt.date(2024, 3, 1), 1) == dt.date(2024, 2, 29)
    assert days_before(dt.date(2022, 2, 1), 3, working=True) == dt.date(2022, 1, 28)
    assert festival("春节", LAST_YEAR + 1) is None
