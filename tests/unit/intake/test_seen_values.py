"""Values are read as a person sees them, and told; where that is not certain they stay open."""

import datetime as dt
import io
from decimal import Decimal

import pytest
import xlsxwriter

from support.reading import HEAD, column, household, read_here
from support.workbooks import text_table, xlsx

DRESSED, UNCLEAR = "INTAKE-NUMBER-FORMAT", "INTAKE-MONEY-UNCLEAR"


def with_incomes(heading, *cells):
    """A household for each (amount, number format)."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("困难家庭名册")
        sheet.write_row(0, 0, [*HEAD, heading])
        for number, (amount, code) in enumerate(cells, 1):
            sheet.write_row(number, 0, household(number))
            sheet.write_number(number, len(HEAD), amount, book.add_format({"num_format": code}))
    return read_here({"兴泾镇.xlsx": data.getvalue()})


@pytest.mark.parametrize(
    ("heading", "amount", "code", "yuan"),
    [
        ("家庭年收入", 1.2, '0.00"万元"', 12000),
        ("家庭年收入", 1.2, "0.00万元", 12000),
        ("家庭年收入（元）", 3.6, '0.0"万"', 36000),
        ("家庭年收入", 12345, '0!.0,"万元"', 12345),
        ("家庭年收入（万元）", 12000, "0!.0,", 12000),
        ("家庭年收入（千元）", 12000, "0.0,", 12000),
        ("家庭年收入", 12, '0"千元"', 12000),
        ("家庭年收入", 1000, '0"元/月"', 12000),
        ("家庭年收入（万元）", 800, '0"元"', 800),
        ("家庭年收入", 800, '[>=10000]0!.0,"万元";0"元"', 800),
        ("家庭年收入", 12000, '0"元"', 12000),
        ("家庭年收入", 12000, "#,##0.00", 12000),
    ],
)
def test_an_amount_is_read_as_it_is_seen(heading, amount, code, yuan):
    intake = with_incomes(heading, (amount, code))
    assert column(intake.mentions, "家庭年收入") == [Decimal(yuan)]
    told = any(finding.code == DRESSED for finding in intake.findings)
    assert told == (heading == "家庭年收入（千元）" or "（万元）" in heading or amount < 100 or "月" in code)


def test_a_scale_of_which_no_unit_says_what_it_is_stays_open():
    intake = with_incomes("家庭年收入（元）", (12345, "0!.0,"))
    assert column(intake.mentions, "家庭年收入") == [None]
    assert [(f.cell, f.value) for f in intake.findings if f.code == UNCLEAR] == [("G2", "1.2345（存的是12345）")]


@pytest.mark.parametrize(
    ("written", "day", "told"),
    [
        (dt.datetime.fromisoformat("2019-05-31 23:59:17"), dt.date(2019, 6, 1), "INTAKE-DATE-SHORT"),
        ("2019-05-31 23:59:17", dt.date(2019, 6, 1), "INTAKE-DATE-SHORT"),
        ("2019/5/31 下午11:59:17", dt.date(2019, 6, 1), "INTAKE-DATE-SHORT"),
        ("2019年12月31日23时59分17秒", dt.date(2020, 1, 1), "INTAKE-DATE-SHORT"),
        (43616.99950, dt.date(2019, 6, 1), "INTAKE-DATE-SHORT"),
        ("2019-05-31T16:00:00.000Z", dt.date(2019, 6, 1), "INTAKE-DATE-ZONE"),
        ("2019-05-31T15:59:17Z", dt.date(2019, 6, 1), "INTAKE-DATE-ZONE"),
        ("2019-05-31 16:00:00+00:00", dt.date(2019, 6, 1), "INTAKE-DATE-ZONE"),
        ("2019-06-01T00:00:00+08:00", dt.date(2019, 6, 1), ""),
        ("2019-05-31 23:58:59", dt.date(2019, 5, 31), ""),
        (dt.datetime.fromisoformat("2019-05-31 10:30"), dt.date(2019, 5, 31), ""),
        (dt.date(2019, 5, 31), dt.date(2019, 5, 31), ""),
    ],
)
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_day_is_the_one_meant(written, day, told, kind):
    rows = [["户主姓名", "详细住址", "办理结果", "办理日期"], ["示范甲", "1组1号", "纳入低保", written]]
    if kind == "csv":
        intake = read_here({"兴泾镇审核审批结果.csv": text_table(rows)})
    else:
        intake = read_here({"兴泾镇.xlsx": xlsx({"审核审批结果": rows})})
    if kind == "csv" and isinstance(written, float):
        return  # a text is no serial number
    assert column(intake.mentions, "办理日期") == [day]
    assert [f.code for f in intake.findings if f.code.startswith("INTAKE-DATE")] == ([told] if told else [])


@pytest.mark.parametrize("written", [dt.date(2019, 5, 2), "5月2日", "2-May", "2019-05-02"])
def test_a_door_number_that_became_a_day_is_no_address(written):
    rows = [HEAD, household(1, 详细住址=written), household(2, 详细住址="5-2")]
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, "详细住址") == [None, "5-2"]
    assert [(f.code, f.cell) for f in intake.findings] == [("INTAKE-ADDRESS-DATE", "D2")]


def test_days_of_a_workbook_that_counts_from_1904():
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True, "date_1904": True}) as book:
        sheet = book.add_worksheet("审核审批结果")
        sheet.write_row(0, 0, ["户主姓名", "详细住址", "办理结果", "办理日期"])
        sheet.write_row(1, 0, ["示范甲", "1组1号", "纳入低保"])
        sheet.write_datetime(
            1, 3, dt.datetime.fromisoformat("2019-05-31"), book.add_format({"num_format": "yyyy-mm-dd"})
        )
    intake = read_here({"兴泾镇.xlsx": data.getvalue()})
    assert column(intake.mentions, "办理日期") == [dt.date(2019, 5, 31)]


def test_words_of_a_number_format_are_read_and_a_zero_nobody_sees_is_not():
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("困难家庭名册")
        sheet.write_row(0, 0, [*HEAD, "低保人数", "财产符合规定"])
        sheet.write_row(1, 0, household(1))
        sheet.write_number(1, 3, 3, book.add_format({"num_format": '"泾华村"0"组"'}))
        sheet.write_number(1, len(HEAD), 0, book.add_format({"num_format": "0;-0;;@"}))
        sheet.write_number(1, len(HEAD) + 1, 0, book.add_format({"num_format": '[=0]"是";"否"'}))
    intake = read_here({"兴泾镇.xlsx": data.getvalue()})
    [home] = intake.mentions.to_pylist()
    assert (home["详细住址"], home["低保人数"], home["财产符合规定"]) == ("泾华村3组", None, True)
    told = [(finding.code, finding.cell) for finding in intake.findings]
    assert {(DRESSED, "D2"), ("INTAKE-ZERO-UNSEEN", "G2"), (DRESSED, "H2")} <= set(told)


def seen(heading, value, code):
    """What is read of one cell under `heading`, and the codes told of it."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("困难家庭名册")
        heads = [heading if head == heading else head for head in HEAD] + ([] if heading in HEAD else [heading])
        sheet.write_row(0, 0, heads)
        sheet.write_row(1, 0, household(1))
        sheet.write(1, heads.index(heading), value, book.add_format({"num_format": code}))
    intake = read_here({"兴泾镇.xlsx": data.getvalue()})
    cell = f"{chr(ord('A') + heads.index(heading))}2"
    told = {finding.code for finding in intake.findings if finding.cell == cell}
    return intake.mentions.to_pylist()[0][heading], told


@pytest.mark.parametrize("code", ["#", "#,###", "#.##", '#"元"'])
@pytest.mark.parametrize("heading", ["家庭年收入", "低保人数"])
def test_a_zero_of_which_nothing_shows_is_not_read(heading, code):
    assert seen(heading, 0, code) == (None, {"INTAKE-ZERO-UNSEEN"})
    assert seen(heading, 3, code)[0] == 3


@pytest.mark.parametrize(
    ("heading", "value", "code", "read"),
    [
        ("低保人数", 3, '"无"', None),
        ("家庭人口", 3, '0"+1"', None),
        ("家庭人口", 3, '0"人"', 3),
        ("家庭年收入", 6000, '0"0"', None),
        ("家庭年收入", 1000, '"月"0', 12000),
        ("家庭年收入", 12000, '"无"', None),
        ("家庭年收入", 12000, "[$$-409]#,##0", None),
        ("家庭年收入", 12000, "[$¥-804]#,##0", 12000),
    ],
)
def test_figures_are_read_as_the_words_of_their_format_make_them(heading, value, code, read):
    got, told = seen(heading, value, code)
    assert got == read
    assert (DRESSED in told) == (read != value)


def test_a_name_to_which_the_format_adds_that_the_person_is_dead_says_so():
    assert seen("户主姓名", "示范甲", '@"（已故）"') == ("示范甲", {DRESSED, "INTAKE-NAME-NOTED"})


@pytest.mark.parametrize("code", ['yyyy"年"m"月"', "mmm-yy", "yyyy"])
def test_a_date_of_which_no_day_shows_has_none(code):
    day, told = seen("出生日期", dt.date(1960, 6, 1), code)
    assert day is None
    assert DRESSED in told
    assert seen("出生日期", dt.date(1960, 6, 1), "yyyy-m-d")[0] == dt.date(1960, 6, 1)


@pytest.mark.parametrize("written", ["90\n80", "900 800", "12000\n8000", "1 2"])
@pytest.mark.parametrize("heading", ["家庭年收入", "家庭人口"])
def test_two_figures_in_a_cell_are_not_made_one_of(heading, written):
    value, told = seen(heading, written, "@")
    assert value is None
    assert told & {UNCLEAR, "INTAKE-COUNT-UNCLEAR"}
