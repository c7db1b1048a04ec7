"""Stated totals are compared with the rows they speak of."""

import pytest

from support.layouts import HOUSEHOLD, LAYOUTS, homes
from support.reading import read_here
from support.workbooks import LEFT, xlsx

ROWS = LAYOUTS["plain"]()["困难家庭名册"][1:]
MONEY, PEOPLE = sum(home.income for home in homes()), sum(len(home.people) for home in homes())


def differing(rows):
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert intake.mentions.num_rows == len(homes())
    return [
        (x.cell, x.value, x.facts["什么"], x.facts["实有"], x.facts["相差"])
        for x in intake.findings
        if x.code == "INTAKE-TOTAL-DIFFERS"
    ]


def total(first="合计", homes=None, people=None, money=None):
    return [first, None, homes, None, None, None, None, people, money]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (total(homes="20户", people=PEOPLE, money=MONEY), []),
        (total(homes=20, people=f"{PEOPLE}人", money=float(MONEY)), []),
        (total(homes="21户"), [("C22", "21户", "户数", "20", "1")]),
        (total(people=PEOPLE + 3), [("H22", str(PEOPLE + 3), "家庭人口", str(PEOPLE), "3")]),
        (total(money=MONEY - 0.5), [("I22", str(MONEY - 0.5), "家庭年收入", str(MONEY), "0.50")]),
        ([f"合计：20户 {PEOPLE}人", *[LEFT] * 8], []),
        ([f"合计：19户，{PEOPLE}人", *[LEFT] * 8], [("A22", "19户", "户数", "20", "1")]),
        (total(), []),
    ],
)
def test_a_total_below_the_rows(line, expected):
    assert differing([HOUSEHOLD, *ROWS, line]) == expected


def test_a_total_may_stand_first_and_subtotals_speak_of_their_own_rows():
    upper, lower = ROWS[:10], ROWS[10:]
    rows = [HOUSEHOLD, total(homes="20户"), *upper, total("小计", "10户"), *lower, total("泾河村小计", "11户")]
    assert differing(rows) == [("C24", "11户", "户数", "10", "1")]


def test_subtotals_above_their_rows_are_understood():
    assert differing([HOUSEHOLD, total("小计", "10户"), *ROWS[:10], total("小计", "10户"), *ROWS[10:]]) == []


def test_one_row_a_person_is_counted_once_a_household():
    rows = LAYOUTS["persons_merged"]()["Sheet1"]
    line = ["合计", "20户", f"{PEOPLE}人", None, None, None, None, None, None, PEOPLE, MONEY]
    intake = read_here({"a.xlsx": xlsx({"Sheet1": [*rows, line]})})
    assert "INTAKE-TOTAL-DIFFERS" not in {x.code for x in intake.findings}
    line[9] = 7
    intake = read_here({"a.xlsx": xlsx({"Sheet1": [*rows, line]})})
    assert [x.value for x in intake.findings if x.code == "INTAKE-TOTAL-DIFFERS"] == ["7"]


def test_the_total_of_a_table_continued_from_another_sheet_is_left_alone():
    intake = read_here(
        {
            "困难家庭.xlsx": xlsx(
                {"名册": [HOUSEHOLD, *ROWS[:12]], "名册（续）": [HOUSEHOLD, *ROWS[12:], total(homes="20户")]}
            )
        }
    )
    assert "INTAKE-TOTAL-DIFFERS" not in {x.code for x in intake.findings}
