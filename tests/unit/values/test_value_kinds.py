"""Each kind of value: what is read, what is listed as read otherwise, what goes to a person."""

import datetime as dt
from decimal import Decimal

import pytest

from rescue_cli.values.choice import make_codes, parse_choice, parse_choices
from rescue_cli.values.count import parse_count
from rescue_cli.values.date import date_in_text, parse_date
from rescue_cli.values.free_text import parse_text
from rescue_cli.values.id_number import birth_date, is_valid_id, parse_id_number, sex
from rescue_cli.values.money import SILENT, parse_money, read_unit
from rescue_cli.values.name import parse_name
from rescue_cli.values.phone import parse_phone
from rescue_cli.values.yes_no import parse_yes_no

VALID = "990101199003070015"
HARDSHIP = make_codes(
    [("重病", ["因病", "大病"]), ("就学", ["上学"]), ("住房困难", ["无房"]), ("无", ["没有", "无困难"])], "无"
)


@pytest.mark.parametrize(
    ("cell", "value", "note", "changed"),
    [
        (VALID, VALID, "", False),
        ("９９０１０１１９９００３０７００１５", VALID, "", True),
        (" 990101 19900307 0015 ", VALID, "", True),
        ("'" + VALID, VALID, "", True),
        ("99010119900307004x", "99010119900307004X", "", True),
        ("990101900307001", VALID, "INTAKE-ID-CONVERTED", True),
        (990101900307001, VALID, "INTAKE-ID-CONVERTED", True),
        (990101199003070015.0, None, "INTAKE-ID-NUMERIC", True),
        ("9.90101E+17", None, "INTAKE-ID-NUMERIC", True),
        ("990101199003070016", "990101199003070016", "INTAKE-ID-CHECKSUM", False),
        ("990101199013070015", "990101199013070015", "INTAKE-ID-BIRTH", False),
        ("99010119900307001", "99010119900307001", "INTAKE-ID-LENGTH", False),
        ("未上户口", None, "INTAKE-ID-LENGTH", True),
        ("无", None, "", True),
        ("0", None, "", True),
        (0, None, "", True),
        ("-", None, "", True),
        ("不详", None, "", True),
        ("  ", None, "", False),
        ("", None, "", False),
    ],
)
def test_id_numbers_are_kept_or_refused_but_never_repaired(cell, value, note, changed):
    parsed = parse_id_number(cell)
    assert (parsed.value, parsed.note, parsed.changed) == (value, note, changed)


def test_what_an_id_number_says():
    assert is_valid_id(VALID)
    assert not is_valid_id(VALID[:-1] + "6")
    assert not is_valid_id(None)
    assert birth_date(VALID) == dt.date(1990, 3, 7)
    assert birth_date("990101199002300015") is None
    assert (sex(VALID), sex("990101199003070023"), sex("无")) == ("男", "女", None)


@pytest.mark.parametrize(
    ("cell", "value", "note"),
    [
        ("张三", "张三", ""),
        ("张 三", "张三", ""),
        ("买买提．艾力", "买买提·艾力", ""),
        ("买买提•艾力", "买买提·艾力", ""),
        ("张三（已故）", "张三", "INTAKE-NAME-NOTED"),
        ("张三、李四", "张三、李四", "INTAKE-NAME-SEVERAL"),
        ("无", None, ""),
        ("", None, ""),
    ],
)
def test_names(cell, value, note):
    parsed = parse_name(cell)
    assert (parsed.value, parsed.note) == (value, note)


@pytest.mark.parametrize(
    ("cell", "value", "note", "changed"),
    [
        ("19900000001", "19900000001", "", False),
        (19900000001.0, "19900000001", "", False),
        (19900000001, "19900000001", "", False),
        ("199 0000 0001", "19900000001", "", True),
        ("+86 199-0000-0001", "19900000001", "", True),
        ("0951-2012345", "0951-2012345", "", False),
        ("(0951)2012345", "0951-2012345", "", True),
        ("19900000001/0951-2012345", "19900000001、0951-2012345", "", True),
        ("19900000001 19900000002", "19900000001、19900000002", "", True),
        ("199000000012", "199000000012", "INTAKE-PHONE-ODD", False),
        ("无", None, "", True),
    ],
)
def test_phones(cell, value, note, changed):
    parsed = parse_phone(cell)
    assert (parsed.value, parsed.note, parsed.changed) == (value, note, changed)


@pytest.mark.parametrize(
    ("cell", "heading", "field", "value", "note"),
    [
        ("1,200", "元", "元/户·年", "1200.00", ""),
        ("1200元", "", "元/户·年", "1200.00", ""),
        ("1.2万", "", "元/户·年", "12000.00", ""),
        (1.2, "万元", "元/户·年", "12000.00", "INTAKE-MONEY-CONVERTED"),
        ("1.2万元", "万元", "元/户·年", "12000.00", ""),
        (0, "", "元/户·年", "0.00", ""),
        ("0", "", "元/户·年", "0.00", ""),
        ("约1200", "", "元/户·年", "1200.00", "INTAKE-MONEY-APPROXIMATE"),
        ("1000-1500", "", "元/户·年", None, "INTAKE-MONEY-RANGE"),
        (-5, "", "元/户·年", None, "INTAKE-MONEY-NEGATIVE"),
        ("一千多", "", "元/户·年", "1000.00", "INTAKE-MONEY-APPROXIMATE"),
        ("12,00", "", "元/户·年", None, "INTAKE-MONEY-UNCLEAR"),
        (True, "", "元/户·年", None, "INTAKE-MONEY-UNCLEAR"),
        ("无", "", "元/户·年", None, ""),
        ("不详", "", "元/户·年", None, ""),
        ("", "", "元/户·年", None, ""),
        (600, "元/月", "元/户·年", "7200.00", "INTAKE-MONEY-CONVERTED"),
        ("600元/月", "", "元/户·年", "7200.00", ""),
        (7440, "元/年", "元/人·月", "620.00", "INTAKE-MONEY-CONVERTED"),
        (1000, "元/年", "元/人·月", None, "INTAKE-MONEY-INEXACT"),
        (5000, "元/人", "元/户·年", None, "INTAKE-MONEY-UNIT"),
        (619.996, "", "元/人·月", "620.00", ""),
        (620.1, "", "元/人·月", "620.10", ""),
        ("＝1+1", "", "元/人·月", None, "INTAKE-MONEY-UNCLEAR"),
        (10**17, "", "元/人·月", None, "INTAKE-MONEY-UNCLEAR"),
        (float("inf"), "", "元/人·月", None, "INTAKE-MONEY-UNCLEAR"),
        (1e300, "", "元/人·月", None, "INTAKE-MONEY-UNCLEAR"),
    ],
)
def test_money_obeys_units_and_refuses_what_is_doubtful(cell, heading, field, value, note):
    parsed = parse_money(cell, read_unit(heading) or SILENT, read_unit(field) or SILENT)
    assert parsed.value == (None if value is None else Decimal(value))
    assert parsed.note == note


def test_a_converted_amount_is_listed_and_a_plain_one_is_not():
    assert parse_money(1.2, read_unit("万元") or SILENT).changed
    assert not parse_money("1200.50").changed
    assert parse_money(1033.333333).changed


@pytest.mark.parametrize(
    ("cell", "value", "note"),
    [
        (3, 3, ""),
        (3.0, 3, ""),
        ("3人", 3, ""),
        ("三口", 3, ""),
        ("３", 3, ""),
        ("十二人", 12, ""),
        (0, 0, ""),
        (3.5, None, "INTAKE-COUNT-UNCLEAR"),
        (-1, None, "INTAKE-COUNT-UNCLEAR"),
        ("3-4", None, "INTAKE-COUNT-UNCLEAR"),
        (True, None, "INTAKE-COUNT-UNCLEAR"),
        (dt.date(2019, 4, 1), None, "INTAKE-COUNT-UNCLEAR"),
        (float("nan"), None, "INTAKE-COUNT-UNCLEAR"),
        ("无", None, ""),
    ],
)
def test_counts(cell, value, note):
    parsed = parse_count(cell)
    assert (parsed.value, parsed.note) == (value, note)


@pytest.mark.parametrize(
    "cell",
    [
        dt.date(2019, 4, 20),
        dt.datetime(2019, 4, 20),  # noqa: DTZ001 – workbooks know no zones
        43575,
        43575.5,
        20190420,
        "2019-04-20",
        "2019/4/20",
        "2019.4.20",
        "２０１９年４月２０日",
        "20190420",
        "2019-4-20 00:00:00",
    ],
)
def test_dates_in_the_ways_they_are_written(cell):
    assert parse_date(cell).value == dt.date(2019, 4, 20)


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        ("2019年4月", "INTAKE-DATE-MONTH"),
        ("2019.4", "INTAKE-DATE-MONTH"),
        (2019.1, "INTAKE-DATE-UNCLEAR"),
        ("2019-02-30", "INTAKE-DATE-UNCLEAR"),
        ("去年", "INTAKE-DATE-UNCLEAR"),
        (3, "INTAKE-DATE-UNCLEAR"),
        (float("inf"), "INTAKE-DATE-UNCLEAR"),
        ("99.1.2", "INTAKE-DATE-UNCLEAR"),
        ("不详", ""),
    ],
)
def test_no_day_is_supplied_that_was_not_written(cell, note):
    parsed = parse_date(cell)
    assert (parsed.value, parsed.note) == (None, note)


def test_the_date_of_a_list_may_be_a_month():
    assert parse_date("2019年2月", month_end=True).value == dt.date(2019, 2, 28)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("低保在保名单（截至2019年3月31日）", dt.date(2019, 3, 31)),
        ("201903低保名单", dt.date(2019, 3, 31)),
        ("低保2019-03-31", dt.date(2019, 3, 31)),
        ("2019年4月-9月名单", None),
        ("2019年名单", None),
        ("19900000001", None),
    ],
)
def test_dates_in_titles(text, day):
    assert date_in_text(text) == day


@pytest.mark.parametrize(
    "cell", ["是", "有", "√", 1, "1", "Y", "■", "☑", "符合", "愿意", "同意", "确有", "存在", "属实", True]
)
def test_yes(cell):
    assert parse_yes_no(cell).value is True


@pytest.mark.parametrize(
    "cell", ["否", "无", "没有", 0, "N", "□", "×", "不符合", "不愿意", "不存在", "未享受", "不是", False]
)
def test_no(cell):
    assert parse_yes_no(cell).value is False


def test_neither_yes_nor_no():
    assert parse_yes_no("").value is None
    assert (parse_yes_no("不详").value, parse_yes_no("不详").note) == (None, "")
    assert parse_yes_no("部分符合").note == "INTAKE-YESNO-UNCLEAR"


@pytest.mark.parametrize(
    ("cell", "value", "note", "changed"),
    [
        ("重病", ("重病",), "", False),
        ("重病、就学", ("重病", "就学"), "", False),
        ("因病，上学", ("重病", "就学"), "", True),
        ("大病 就学\n住房困难", ("重病", "就学", "住房困难"), "", True),
        ("1.重病 2.就学", ("重病", "就学"), "", False),
        ("①重病②就学", ("重病", "就学"), "", False),
        ("因病、大病", ("重病",), "", True),
        ("重病（癌症）", ("重病",), "", True),
        ("重病、说不清", ("重病", "说不清"), "INTAKE-CHOICES-UNKNOWN", False),
        ("无", ("无",), "", False),
        ("没有", ("无",), "", True),
        ("无、重病", ("无", "重病"), "INTAKE-CHOICES-NONE-MIXED", False),
        ("不详", None, "", True),
        ("", None, "", False),
    ],
)
def test_several_choices_keep_what_they_do_not_know(cell, value, note, changed):
    parsed = parse_choices(cell, HARDSHIP)
    assert (parsed.value, parsed.note, parsed.changed) == (value, note, changed)


def test_one_choice():
    codes = make_codes([("男", ["1", "男性"]), ("女", ["2"])])
    assert parse_choice(1, codes).value == "男"
    assert parse_choice(" 男 性", codes).value == "男"
    assert parse_choice("未知性别", codes).note == "INTAKE-CHOICE-UNKNOWN"
    assert parse_choice("不详", codes).note == ""


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-甲", "@SUM(A1)"])
def test_text_that_looks_like_a_formula_is_text(cell):
    assert parse_text(cell).value == cell
