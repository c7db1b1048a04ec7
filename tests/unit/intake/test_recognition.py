"""Headings, units, cards, blank forms and places: what a sheet says of itself, and what a person taught us."""

from decimal import Decimal

import pytest

from rescue_cli.intake.recognition.heading_suggestions import nearest_fields
from rescue_cli.pack.blank_version import form_digest
from support.reading import HEAD, codes, column, household, kinds, read_here, xixia
from support.workbooks import xlsx

FORM = "困难家庭名册"


def read(rows, name=f"{FORM}.xlsx", sheet="Sheet1", **options):
    return read_here({name: xlsx({sheet: rows})}, **options)


@pytest.mark.parametrize(
    "below",
    [
        [["", "", "", "", "", "", "（人）", "（万元）"]],
        [["甲", "乙", "丙", "丁", 1, 2, 3, 4]],
        [["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"], ["", "", "", "", "", "", "人", "万元"]],
        [["栏次", "甲", "乙", "丙", "丁", 1, 2, 3]],
    ],
)
def test_numbering_and_units_under_the_headings_belong_to_them(below):
    rows = [[*HEAD, "家庭人口", "家庭年收入"], *below, [*household(1), 3, 1.2]]
    intake = read(rows)
    assert list(kinds(intake).values()) == ["表头"] * (1 + len(below)) + ["数据"]
    units = any("万元" in str(cell) for row in below for cell in row)
    assert column(intake.mentions, "家庭年收入") == [Decimal("12000.00") if units else Decimal("1.20")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("以下空白", "说明"),
        ("第2页 共5页", "说明"),
        ("第 3 页", "说明"),
        ("（续上页）", "说明"),
        ("主要负责人（签字）：", "签名"),
        ("报出日期：2019年4月25日", "签名"),
        ("合计：35户 102人", "合计"),
        ("泾华村小计", "小计"),
    ],
)
@pytest.mark.parametrize("place", [0, 1])
def test_rows_that_are_no_data_wherever_their_words_stand(text, kind, place):
    rows = [HEAD, household(1), [*[None] * place, text, *[None] * (5 - place)]]
    assert kinds(read(rows))[3] == kind


@pytest.mark.parametrize("name", ["合小计", "总计梅", "单位", "续", "注册", "页明"])
def test_odd_names_are_names(name):
    assert kinds(read([HEAD, household(1, 户主姓名=name)]))[2] == "数据"


def test_a_card_is_named_and_left():
    rows = [
        ["困难家庭入户调查表"],
        ["户主姓名", "示范甲", "身份证号", None],
        ["家庭住址", "泾华村1组1号", "联系电话", "19900000001"],
        ["家庭人口", 3, "困难类别", "重病"],
    ]
    intake = read(rows)
    assert (intake.mentions.num_rows, codes(intake)) == (0, ["INTAKE-SHEET-CARD"])
    assert list(kinds(intake).values()) == ["说明", "拒收", "拒收", "拒收"]


def test_places_that_contradict_each_other_are_told():
    intake = read([["镇北堡镇困难家庭名册"], HEAD, household(1)], name="兴泾镇/名册.xlsx")
    assert column(intake.mentions, "镇街") == ["镇北堡镇"]
    (finding,) = [x for x in intake.findings if x.code == "INTAKE-PLACES-DISAGREE"]
    assert (finding.facts["一处"], finding.facts["另一处"]) == ("镇北堡镇", "兴泾镇")


def test_a_title_against_the_file_name_is_told():
    intake = read([["困难家庭名册"], HEAD, household(1)], name="特困名单.xlsx")
    assert (column(intake.mentions, "表种"), codes(intake)) == ([FORM], ["INTAKE-FORM-DISAGREES"])
    assert codes(read([["困难家庭名册"], HEAD, household(1)], name="困难家庭和特困名单.xlsx")) == []


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        (f"表样：{FORM}　方案包：xixia-2019　版本：{form_digest(xixia().forms[FORM])}", []),
        (f"表样：{FORM}　方案包：xixia-2019　版本：00000000", ["INTAKE-TEMPLATE-OLD"]),
        (f"表样：{FORM}　方案包：xixia-2019", ["INTAKE-TEMPLATE-OLD"]),
        (f"表样：{FORM}　方案包：binhai-2018　版本：00000000", ["INTAKE-TEMPLATE-OTHER"]),
        ("表样：特困名单　方案包：xixia-2019　版本：00000000", ["INTAKE-TEMPLATE-OTHER"]),
    ],
)
def test_the_version_line_of_a_blank_form(stamp, expected):
    assert codes(read([["困难家庭名册"], [stamp], HEAD, household(1)], name="a.xlsx")) == expected


LEARNED = {
    ("兴泾镇", FORM, "户主情况说明"): "备注",
    ("*", FORM, "内部编码"): None,
    ("镇北堡镇", FORM, "内部编码"): "户编号",
}


def test_headings_a_person_taught_us_are_read_for_that_township():
    rows = [[*HEAD, "户主情况说明", "内部编码"], [*household(1), "甲", "A1"]]
    intake = read(rows, name="兴泾镇困难家庭名册.xlsx", learned=LEARNED)
    line = intake.mentions.to_pylist()[0]
    assert (line["备注"], line["户编号"], line["其他列"]) == ("甲", None, "内部编码：A1")
    assert codes(intake) == []
    line = read(rows, name="镇北堡镇困难家庭名册.xlsx", learned=LEARNED).mentions.to_pylist()[0]
    assert (line["备注"], line["户编号"]) == (None, "A1")


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("户主的名字", "户主姓名"),
        ("月人均的收入", "人均月收入"),
        ("住家的地址", "详细住址"),
        ("困难的类别", "家庭困难类别"),
    ],
)
def test_the_nearest_fields_of_an_unknown_heading(heading, field):
    assert field in nearest_fields(heading, FORM, xixia())[:3]
    assert nearest_fields("qwerty", FORM, xixia()) == []


def test_a_page_number_alone_is_no_data():
    assert kinds(read([HEAD, household(1), [None, "— 3 —"], household(2)])) == {
        1: "表头",
        2: "数据",
        3: "说明",
        4: "数据",
    }


def test_headings_of_two_levels_with_unknown_words_are_no_card():
    rows = [
        ["序号", "户主情况", "<", "甲项", "住址情况", "<", "困难情况"],
        ["^", "户主姓名", "身份证号", "乙项", "详细住址", "丙项", "困难类别"],
        [1, "示范甲", None, "x", "泾华村1组1号", "y", "重病"],
    ]
    assert kinds(read(rows)) == {1: "表头", 2: "表头", 3: "数据"}


@pytest.mark.parametrize(
    "number",
    ["990101196606060019", "99010119660606001X", "990101********0019", "990101660606001", "证件990101196606060019号"],
)
def test_a_row_of_a_sheet_nobody_knows_speaks_of_a_person(number: str) -> None:
    """A digit was wrong, and the household was no row that anybody missed."""
    rows = [["当家人", "证件", "门牌"], ["示范甲", number, "泾华村1组"], ["单号", "123456789012345678", "无"]]
    intake = read_here({"兴泾镇/名册.xlsx": xlsx({"名册": rows})})
    assert kinds(intake) == {1: "说明", 2: "拒收", 3: "说明"}
    [finding] = [finding for finding in intake.findings if finding.code == "INTAKE-SHEET-UNKNOWN"]
    assert "级别" not in finding.facts  # it must be mended
