"""A bad byte costs its cell, a row two cells aside is a shifted row, a number is no address, a total may be that so far."""

import datetime as dt

import pytest

from support.each_format import FORMATS
from support.mentions import citizen
from support.reading import codes, column, read_here
from support.workbooks import text_table, xlsx

HEADS = ["序号", "户主姓名", "身份证号", "详细住址", "家庭人口", "家庭困难类别", "家庭年收入", "低保人数", "联系电话"]
NAMES = "甲乙丙丁戊己"


def household(number, **given):
    row = [
        number,
        f"示范{NAMES[number]}",
        citizen(number),
        f"泾华村1组{number}号",
        3,
        "重病",
        60000,
        0,
        f"1990000{number:04d}",
    ]
    return list((dict(zip(HEADS, row, strict=True)) | given).values())


ROWS = [HEADS, household(1), household(2), household(3)]


def page(encoding):
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    return f"<html><table>{rows}</table></html>".encode(encoding)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
@pytest.mark.parametrize("make", [lambda encoding: text_table(ROWS, encoding), page])
@pytest.mark.parametrize("damage", [b"", b"\xff"])
def test_a_byte_too_few_or_a_bad_one_costs_its_cell(encoding, make, damage):
    data, name = make(encoding), "示范丙".encode(encoding)
    place = data.index(name) + len(name) - 1
    intake = read_here({"兴泾镇困难家庭名册.csv": data[:place] + damage + data[place + 1 :]})
    assert column(intake.mentions, "户主姓名") == ["示范乙", None, "示范丁"]
    assert column(intake.mentions, "身份证号") == [citizen(1), citizen(2), citizen(3)]
    assert column(intake.mentions, "未读懂") == [None, ["户主姓名"], None]
    assert [(f.code, f.cell) for f in intake.findings] == [("INTAKE-TEXT-BYTES", "B3")]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    ("moved", "column_letter", "side"),
    [
        (lambda row: [*row[:3], "", "", *row[3:]], "D", "右移两格"),
        (lambda row: ["", "", *row], "A", "右移两格"),
        (lambda row: [*row[:3], *row[5:], "", ""], "D", "左移两格"),
    ],
)
def test_a_row_two_cells_aside_is_a_shifted_row(kind, moved, column_letter, side):
    rows = [HEADS, household(1), moved(household(2)), *map(household, (3, 4, 5))]
    intake = read_here({f"兴泾镇困难家庭名册.{kind}": FORMATS[kind](rows)})
    (shifted,) = [finding for finding in intake.findings if finding.code == "INTAKE-ROW-SHIFTED"]
    assert (shifted.row, shifted.facts["列"], shifted.facts["移"]) == (3, column_letter, side)
    assert column(intake.mentions, "家庭年收入")[1] is None


@pytest.mark.parametrize("written", ["13900001234", 13900001234, "0951-2012345", citizen(9)])
def test_a_number_of_somebody_is_no_address(written):
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"名册": [HEADS, household(1, 详细住址=written)]})})
    assert column(intake.mentions, "详细住址") == [None]
    assert codes(intake) == ["INTAKE-ADDRESS-NUMBER"]


def total(number, word="合计"):
    return [word, "", "", "", 3 * number, "", 60000 * number, 0, ""]


SECTION = [household(1), total(1, "小计"), household(2), total(1, "小计")]


@pytest.mark.parametrize(
    ("rows", "told_of"),
    [
        ([household(1), household(2), total(2), household(3), total(3), household(4), total(4)], []),
        (
            [household(1), total(1, "小计"), household(2), total(1, "小计"), total(2), household(3), total(3, "总计")],
            [],
        ),
        (
            [*SECTION, total(2), *SECTION, total(2), total(4, "总计")],
            [],
        ),
        ([household(1), household(2), total(1), household(3), household(4), household(5)], ["E4", "G4"]),
    ],
)
def test_a_total_in_the_middle_may_be_that_of_all_rows_above_it(rows, told_of):
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"名册": [HEADS, *rows]})})
    assert [f.cell for f in intake.findings if f.code == "INTAKE-TOTAL-DIFFERS"] == told_of


@pytest.mark.parametrize(
    ("written", "day", "code"),
    [
        ("2019-06-30 23:59:59", dt.date(2019, 6, 30), "INTAKE-DATE-LAST-MINUTE"),
        ("2019年6月30日23时59分", dt.date(2019, 6, 30), "INTAKE-DATE-LAST-MINUTE"),
        ("2019-06-30 23:59:17", dt.date(2019, 7, 1), "INTAKE-DATE-SHORT"),
        ("2019-06-30 08:59:59", dt.date(2019, 6, 30), None),
    ],
)
@pytest.mark.parametrize("kind", FORMATS)
def test_the_last_second_of_a_day_is_of_that_day(kind, written, day, code):
    rows = [
        ["审核审批结果"],
        ["户主姓名", "身份证号", "办理结果", "办理日期"],
        ["示范甲", citizen(1), "纳入低保", written],
    ]
    intake = read_here({f"兴泾镇审核审批结果.{kind}": FORMATS[kind](rows)})
    assert column(intake.mentions, "办理日期") == [day]
    assert codes(intake) == ([code] if code else [])


@pytest.mark.parametrize(
    ("stored", "day"),
    [
        (dt.datetime.fromisoformat("2019-06-30 23:59:59"), dt.date(2019, 6, 30)),
        (dt.datetime.fromisoformat("2019-06-30 23:59:59.999"), dt.date(2019, 7, 1)),
        (dt.datetime.fromisoformat("2019-06-30 23:59:17"), dt.date(2019, 7, 1)),
        (43646 + 86399 / 86400, dt.date(2019, 6, 30)),
        (43646 + 86357 / 86400, dt.date(2019, 7, 1)),
        (43646.9999999, dt.date(2019, 7, 1)),
    ],
)
def test_a_stored_moment_at_the_end_of_a_day(stored, day):
    from rescue_cli.values.date import parse_date

    parsed = parse_date(stored)
    assert (parsed.value, parsed.note != "") == (day, True)
