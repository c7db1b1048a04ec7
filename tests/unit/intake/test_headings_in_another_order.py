"""Headings said again in another order begin a table of their own: by the first ones, incomes and expenses change places."""

from decimal import Decimal

import pytest

from support.each_format import FORMATS
from support.mentions import citizen
from support.reading import codes, column, read_here
from support.workbooks import text_table, xlsx

HEADS = ["序号", "户主姓名", "身份证号", "详细住址", "家庭人口", "家庭困难类别", "家庭年收入", "刚性支出"]
SWAPS = {"money": (6, 7), "size and cause": (4, 5), "name and number": (1, 2)}


def household(number):
    name = f"示范{'甲乙丙丁'[number - 1]}"
    return [number, name, citizen(number), f"泾华村1组{number}号", 3, "重病", 60000, 5000]


def swapped(row, places):
    one, other = places
    row = list(row)
    row[one], row[other] = row[other], row[one]
    return row


@pytest.mark.parametrize("swap", SWAPS.values(), ids=SWAPS)
@pytest.mark.parametrize("between", [[], [[]]], ids=["next row", "after a blank row"])
@pytest.mark.parametrize(
    "write", [lambda rows: ("xlsx", xlsx({"Sheet1": rows})), lambda rows: ("csv", text_table(rows))]
)
def test_rows_are_read_by_the_headings_they_stand_under(swap, between, write):
    rows = [["兴泾镇困难家庭名册"], HEADS, household(1), *between, swapped(HEADS, swap), swapped(household(2), swap)]
    suffix, data = write(rows)
    intake = read_here({f"兴泾镇.{suffix}": data})
    read = zip(
        *(column(intake.mentions, name) for name in ("户主姓名", "家庭人口", "家庭年收入", "刚性支出")), strict=True
    )
    assert list(read) == [(name, 3, Decimal(60000), Decimal(5000)) for name in ("示范甲", "示范乙")]
    assert codes(intake) == []
    assert sorted(column(intake.rows, "类别")).count("数据") == 2


def test_the_same_headings_in_their_order_are_a_further_page():
    rows = [["兴泾镇困难家庭名册"], HEADS, household(1), HEADS, household(2)]
    intake = read_here({"兴泾镇.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, "户主姓名") == ["示范甲", "示范乙"]
    assert "表头续页" in column(intake.rows, "类别")


OTHERS = {
    "most are new": (["网格员", "包联单位", "走访次数"], ["示范庚", "民政局", 3]),
    "some are of the dictionary": (["备注", "联系电话"], ["租房", "19900000002"]),
}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(("heads", "cells"), OTHERS.values(), ids=OTHERS)
def test_further_headings_with_new_ones_begin_a_table(kind, heads, cells):
    """After one row of data, where more of them are new than the first table has."""
    second = ["序号", "户主姓名", "身份证号", "刚性支出", "家庭年收入", *heads]
    row = [2, "示范乙", citizen(2), 5000, 60000, *cells]
    data = FORMATS[kind]([["兴泾镇困难家庭名册"], HEADS, household(1), second, row])
    intake = read_here({f"兴泾镇.{kind}": data})
    read = zip(*(column(intake.mentions, name) for name in ("户主姓名", "家庭年收入", "刚性支出")), strict=True)
    assert list(read) == [(name, Decimal(60000), Decimal(5000)) for name in ("示范甲", "示范乙")]


@pytest.mark.parametrize("kind", FORMATS)
def test_two_headings_that_say_who_and_what_are_headings(kind):
    rows = [["兴泾镇困难家庭名册"], HEADS, household(1), ["户主姓名", "家庭年收入"], ["示范乙", 60000]]
    intake = read_here({f"兴泾镇.{kind}": FORMATS[kind](rows)})
    assert column(intake.mentions, "户主姓名") == ["示范甲", "示范乙"]
    assert column(intake.mentions, "家庭年收入") == [Decimal(60000), Decimal(60000)]


def test_a_row_that_says_户主姓名_and_words_nobody_knows_is_no_household():
    rows = [["兴泾镇困难家庭名册"], HEADS, household(1), ["", "户主姓名", "包联单位", "走访次数"], household(2)]
    intake = read_here({"兴泾镇.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, "户主姓名") == ["示范甲", "示范乙"]
    assert codes(intake) == ["INTAKE-ROW-REJECTED"]


def test_headings_of_two_rows_said_again_are_a_further_page():
    above = ["序号", "户主姓名", "身份证号", "收入情况", "<", "家庭成员", "<"]
    below = ["", "", "", "家庭年收入", "低保人数", "姓名", "与户主关系"]
    rows = [[number, f"示范{'甲乙'[number - 1]}", citizen(number), 60000, 1, "示范丁", "妻"] for number in (1, 2)]
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": [above, below, rows[0], above, below, rows[1]]})})
    assert column(intake.rows, "类别").count("表头续页") == 2
    assert [m["户主姓名"] for m in intake.mentions.to_pylist() if m["成员序"] is None] == ["示范甲", "示范乙"]
