"""The many ways clerks write one thing: what a person would read, and what nobody may guess."""

import datetime as dt
from decimal import Decimal

import pytest

from rescue_cli.values.boxes import ticked
from rescue_cli.values.certificate import parse_certificate
from rescue_cli.values.choice import make_codes, parse_choice, parse_choices
from rescue_cli.values.count import parse_count
from rescue_cli.values.date import parse_date
from rescue_cli.values.id_number import parse_id_number
from rescue_cli.values.money import SILENT, parse_money, period_in_words, read_unit
from rescue_cli.values.name import parse_name
from rescue_cli.values.numerals import han_number
from rescue_cli.values.phone import parse_phone
from rescue_cli.values.yes_no import parse_yes_no

MAN, WOMAN = "990101199003070015", "990101199003070023"


@pytest.mark.parametrize(
    ("cell", "value", "note"),
    [
        ("身份证：" + MAN, MAN, ""),
        ("身份证号码:" + MAN, MAN, ""),
        ("证号" + MAN, MAN, ""),
        (MAN + ".0", MAN, ""),
        ("\u202d" + MAN + "\u202c", MAN, ""),
        ("\u200b" + MAN + "\t", MAN, ""),
        (f'="{MAN}"', MAN, ""),
        ("990101-19900307-0015", MAN, ""),
        ("99010119900307004×", "99010119900307004X", ""),
        ("张三 " + MAN, MAN, "INTAKE-ID-BESIDE"),
        (MAN + "（张三）", MAN, "INTAKE-ID-BESIDE"),
        ("张三 990101 19900307 0015", MAN, "INTAKE-ID-BESIDE"),
        (f"{MAN}/{WOMAN}", None, "INTAKE-ID-SEVERAL"),
        (f"{MAN}\n{WOMAN}", None, "INTAKE-ID-SEVERAL"),
        (f"张三{MAN}，李四{WOMAN}", None, "INTAKE-ID-SEVERAL"),
        ("99O101199003070015", "99O101199003070015", "INTAKE-ID-LETTERS"),
        ("990l01199003070015", "990L01199003070015", "INTAKE-ID-LETTERS"),
        ("990101199003070000", "990101199003070000", "INTAKE-ID-TAIL"),
        ("990101900307998", "990101900307998", "INTAKE-ID-CENTENARIAN"),
        (990101199003070000, None, "INTAKE-ID-NUMERIC"),
        (6.40105e17, None, "INTAKE-ID-NUMERIC"),
        (float("inf"), None, "INTAKE-ID-NUMERIC"),
        (float("nan"), None, "INTAKE-ID-NUMERIC"),
        ("6.40105E+17", None, "INTAKE-ID-NUMERIC"),
        ("9901011990030700155", "9901011990030700155", "INTAKE-ID-LENGTH"),
        ("990101********0015", None, "INTAKE-ID-MASKED"),
        ("H08823456(1)", "H08823456(1)", "INTAKE-ID-LENGTH"),
        ("无身份证", None, ""),
        (True, None, "INTAKE-ID-LENGTH"),
    ],
)
def test_id_numbers(cell, value, note):
    parsed = parse_id_number(cell)
    assert (parsed.value, parsed.note) == (value, note)
    assert parsed.changed or parsed.value == cell


@pytest.mark.parametrize(
    ("cell", "value", "note"),
    [
        (MAN + "42", MAN + "42", ""),
        (MAN + "42B1", MAN + "42B1", ""),
        (f"残疾证号：{MAN} 42", MAN + "42", ""),
        (MAN + "82", MAN + "82", "INTAKE-CERTIFICATE-ODD"),
        (MAN, MAN, "INTAKE-CERTIFICATE-ODD"),
        (MAN[:-1] + "642", MAN[:-1] + "642", "INTAKE-CERTIFICATE-ODD"),
        (9.9e19, None, "INTAKE-ID-NUMERIC"),
        ("9.90E+19", None, "INTAKE-ID-NUMERIC"),
        ("办理中", None, "INTAKE-CERTIFICATE-ODD"),
        ("无", None, ""),
    ],
)
def test_disability_certificates(cell, value, note):
    parsed = parse_certificate(cell)
    assert (parsed.value, parsed.note) == (value, note)


@pytest.mark.parametrize(
    ("cell", "value", "note"),
    [
        ("张　三", "张三", ""),
        ("欧 阳 修", "欧阳修", ""),
        ("欧阳 明月", "欧阳明月", ""),
        ("张\u200b三", "张三", ""),
        ("张三（户主）", "张三", ""),
        ("(户主)张三", "张三", ""),
        ("户主：张三", "张三", ""),
        ("12、张三", "张三", ""),
        ("张三★", "张三", ""),
        ("买买提•艾力·江", "买买提·艾力·江", ""),
        ("买买提·艾力（户主）", "买买提·艾力", ""),
        ("王𠮷", "王𠮷", ""),
        ("李〇", "李〇", ""),
        ("Ｚｈａｎｇ　Ｓａｎ", "Zhang San", ""),
        ("张三已故", "张三", "INTAKE-NAME-NOTED"),
        ("张三（曾用名张四）", "张三", ""),
        ("张三（李四）", "张三", "INTAKE-NAME-NOTED"),
        ("张三等3人", "张三", "INTAKE-NAME-NOTED"),
        ("张三 李四", "张三 李四", "INTAKE-NAME-SEVERAL"),
        ("张三\n李四", "张三 李四", "INTAKE-NAME-SEVERAL"),
        ("张三/李四", "张三/李四", "INTAKE-NAME-SEVERAL"),
        ("张?三", "张?三", "INTAKE-NAME-CHARACTER"),
        ("张\ue123三", "张\ue123三", "INTAKE-NAME-CHARACTER"),
        ("张xiao三", "张xiao三", "INTAKE-NAME-CHARACTER"),
        ("李（王奇）", "李(王奇)", "INTAKE-NAME-CHARACTER"),
        ("李王+奇", "李王+奇", "INTAKE-NAME-CHARACTER"),
        ("张*", "张*", "INTAKE-NAME-CHARACTER"),
        ("马*国", "马*国", "INTAKE-NAME-CHARACTER"),
        ("马＊＊", "马**", "INTAKE-NAME-CHARACTER"),
        ("刘?", "刘?", "INTAKE-NAME-CHARACTER"),
        ("王□", "王□", "INTAKE-NAME-CHARACTER"),
        ("陈XX", "陈XX", "INTAKE-NAME-CHARACTER"),
        ("张××", "张××", "INTAKE-NAME-CHARACTER"),
        ("王…", "王...", "INTAKE-NAME-CHARACTER"),
        ("李_明", "李_明", "INTAKE-NAME-CHARACTER"),
        ("李某", "李某", "INTAKE-NAME-HIDDEN"),
        ("李 某 某", "李某某", "INTAKE-NAME-HIDDEN"),
        ("欧阳某某", "欧阳某某", "INTAKE-NAME-HIDDEN"),
        ("XX", "XX", "INTAKE-NAME-HIDDEN"),
        ("？？", None, "INTAKE-NAME-CHARACTER"),
        ("张三1", "张三1", "INTAKE-NAME-ODD"),
        ("12345", None, "INTAKE-NAME-ODD"),
        (True, None, "INTAKE-NAME-ODD"),
    ],
)
def test_names(cell, value, note):
    parsed = parse_name(cell)
    assert (parsed.value, parsed.note) == (value, note)


@pytest.mark.parametrize(
    ("cell", "value", "note"),
    [
        ("8619900000001", "19900000001", ""),
        ("0086-19900000001", "19900000001", ""),
        ("019900000001", "19900000001", ""),
        ("19900000001.0", "19900000001", ""),
        ("1.9900000001E+10", "19900000001", ""),
        ("0951 2012345", "0951-2012345", ""),
        ("02362012345", "023-62012345", ""),
        ("0951-2012345转801", "0951-2012345-801", ""),
        ("2012345", "2012345", ""),
        ("201-2345", "2012345", ""),
        ("19900000001（儿子）", "19900000001", ""),
        ("儿子：19900000001，女儿：19900000002", "19900000001、19900000002", ""),
        ("19900000001或19900000002", "19900000001、19900000002", ""),
        ("19900000001\n0951-2012345\n19900000003", "19900000001、0951-2012345、19900000003", ""),
        ("1.99E+10", None, "INTAKE-PHONE-NUMERIC"),
        ("找村支书", None, "INTAKE-PHONE-ODD"),
        ("1990000000", "1990000000", "INTAKE-PHONE-ODD"),
        ("19900000001、123", "19900000001、123", "INTAKE-PHONE-ODD"),
        ("停机", None, ""),
    ],
)
def test_phones(cell, value, note):
    parsed = parse_phone(cell)
    assert (parsed.value, parsed.note) == (value, note)


@pytest.mark.parametrize(
    ("cell", "value", "note"),
    [
        ("三千二百元", "3200.00", ""),
        ("三千二", "3200.00", ""),
        ("一万二", "12000.00", ""),
        ("壹仟贰佰元整", "1200.00", ""),
        ("十元五角", "10.50", ""),
        ("1.2w", "12000.00", ""),
        ("３，２００", "3200.00", ""),
        ("每月320元", "3840.00", ""),
        ("月收入320元", "3840.00", ""),
        ("年收入3200元", "3200.00", ""),
        ("3000多元/年", "3000.00", "INTAKE-MONEY-APPROXIMATE"),
        ("1.2万左右", "12000.00", "INTAKE-MONEY-APPROXIMATE"),
        ("3000以下", None, "INTAKE-MONEY-RANGE"),
        ("不足3000", None, "INTAKE-MONEY-RANGE"),
        ("1000至1500元", None, "INTAKE-MONEY-RANGE"),
        ("每人每月320元", None, "INTAKE-MONEY-UNIT"),
        ("无收入", None, "INTAKE-MONEY-NONE"),
        ("打工3000元", None, "INTAKE-MONEY-UNCLEAR"),
        ("养老金200元，打工1000元", None, "INTAKE-MONEY-UNCLEAR"),
        ("500*12=6000", None, "INTAKE-MONEY-UNCLEAR"),
        ("五保户", None, "INTAKE-MONEY-UNCLEAR"),
        ("1E+05", None, "INTAKE-MONEY-UNCLEAR"),
        ("-0", "0.00", ""),
    ],
)
def test_amounts_in_a_household_year_column(cell, value, note):
    parsed = parse_money(cell, SILENT, read_unit("元/户·年") or SILENT)
    assert (parsed.value, parsed.note) == (None if value is None else Decimal(value), note)
    assert parsed.changed


@pytest.mark.parametrize(
    ("heading", "period"),
    [
        ("家庭月收入", "月"),
        ("月人均", "月"),
        ("年人均纯收入", "年"),
        ("2018年家庭收入", None),
        ("近12个月收入", None),
        ("上年收入", None),
        ("3月份收入", None),
        ("年月收入", None),
    ],
)
def test_the_period_a_heading_names(heading, period):
    assert period_in_words(heading) == period


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三千零二", 3002),
        ("一百五", 150),
        ("一万零五", 10005),
        ("廿三", 23),
        ("叁拾", 30),
        ("万", None),
        ("三千千", None),
    ],
)
def test_chinese_numerals(text, number):
    assert han_number(text) == number


@pytest.mark.parametrize(
    "cell",
    [
        "二〇一九年四月二十日",
        "二零一九年四月廿日",
        "2019年4月20日8时30分",
        "2019-04-20T08:30:00.000+08:00",
        "2019/4/20 8:30",
        "2019 4 20",
        "2019、4、20",
        "2019.4.20.",
        "2019-4.20",
        "２０１９－４－２０",
        dt.datetime(2019, 4, 20, 8, 30),  # noqa: DTZ001 – workbooks know no zones
    ],
)
def test_days(cell):
    parsed = parse_date(cell)
    assert (parsed.value, parsed.note, parsed.changed) == (dt.date(2019, 4, 20), "", True)


@pytest.mark.parametrize(
    "cell", ["1965.3", "196503", "一九六五年三月", "1965年", "1965", 1965.3, 1965.12, 196503, 1965]
)
def test_a_birth_without_its_day_is_a_hint_and_no_date(cell):
    parsed = parse_date(cell, birth=True)
    assert (parsed.value, parsed.note) == (None, "INTAKE-DATE-BIRTH-PART")


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        ("65年3月", "INTAKE-DATE-UNCLEAR"),
        ("2019/4/31", "INTAKE-DATE-UNCLEAR"),
        ("20/4/2019", "INTAKE-DATE-UNCLEAR"),
        ("农历1965年三月初五", "INTAKE-DATE-LUNAR"),
        ("正月初五", "INTAKE-DATE-LUNAR"),
        (1965.1, "INTAKE-DATE-UNCLEAR"),
        (float("nan"), "INTAKE-DATE-UNCLEAR"),
    ],
)
def test_dates_nobody_may_guess(cell, note):
    assert (parse_date(cell, birth=True).value, parse_date(cell, birth=True).note) == (None, note)


def test_a_serial_number_is_a_birth_long_ago_only_for_births():
    assert parse_date(16438, birth=True).value == dt.date(1945, 1, 1)
    assert parse_date(16438).value is None


@pytest.mark.parametrize(
    ("cell", "value", "note"),
    [
        ("叁人", 3, ""),
        ("3.0", 3, ""),
        ("六十五周岁", 65, ""),
        ("4（含学生1）", 4, "INTAKE-COUNT-NOTED"),
        ("1+2", None, "INTAKE-COUNT-UNCLEAR"),
        ("3口2人在保", None, "INTAKE-COUNT-UNCLEAR"),
        ("约3人", None, "INTAKE-COUNT-UNCLEAR"),
        ("8个月", None, "INTAKE-COUNT-UNCLEAR"),
    ],
)
def test_counts(cell, value, note):
    assert (parse_count(cell).value, parse_count(cell).note) == (value, note)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("☑重病 □就学", ["重病"]),
        ("□重病 □就学", []),
        ("重病√ 就学□", ["重病"]),
        ("■重病□就学■住房困难", ["重病", "住房困难"]),
        ("重病(√)、就学( )", ["重病"]),
        ("\uf0fe重病\uf0a8就学", ["重病"]),
        ("√重病、就学", None),
        ("√", None),
        ("重病、就学", None),
        ("重病√就学", None),
    ],
)
def test_tick_boxes(text, words):
    assert ticked(text) == words


HARDSHIP = make_codes([("重病", ["大病"]), ("就学", []), ("其他", []), ("无", ["没有"])], "无")
RELATION = make_codes([("户主", ["本人", "01", "02"]), ("配偶", ["妻", "1", "10", "12"]), ("子", ["次子", "23"])])
LEVEL = make_codes([("一级", ["1级", "1"]), ("二级", ["2级", "2"])], inside=True)


@pytest.mark.parametrize(
    ("cell", "value", "note"),
    [
        ("☑大病 □就学", ("重病",), ""),
        ("□重病 □就学", None, ""),
        ("其他（房屋、土地）", ("其他",), ""),
        ("√重病、就学", ("√重病", "就学"), "INTAKE-CHOICES-UNKNOWN"),
        ("√", ("√",), "INTAKE-CHOICES-UNKNOWN"),
    ],
)
def test_hardships(cell, value, note):
    assert (parse_choices(cell, HARDSHIP).value, parse_choices(cell, HARDSHIP).note) == (value, note)


@pytest.mark.parametrize(
    ("cell", "codes", "value"),
    [
        ("01-本人", RELATION, "户主"),
        ("01本人", RELATION, "户主"),
        ("10:配偶", RELATION, "配偶"),
        ("12 妻", RELATION, "配偶"),
        ("户主（本人）", RELATION, "户主"),
        ("□户主 ☑配偶", RELATION, "配偶"),
        ("10-本人", RELATION, None),
        ("肢体二级", LEVEL, "二级"),
        ("一级（视力）", LEVEL, "一级"),
        ("一级或二级", LEVEL, None),
    ],
)
def test_codes_before_words_and_words_inside_words(cell, codes, value):
    parsed = parse_choice(cell, codes)
    assert (parsed.value, parsed.note) == (value, "" if value else "INTAKE-CHOICE-UNKNOWN")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("☑是 □否", True),
        ("□是 ☑否", False),
        ("是□否√", False),
        ("符合□ 不符合☑", False),
        ("□是□否", None),
        ("○", None),
        ("√", True),
        ("×", False),
    ],
)
def test_marks(cell, value):
    assert parse_yes_no(cell).value is value
