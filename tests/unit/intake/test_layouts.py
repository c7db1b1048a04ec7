"""Workbooks as townships send them: what is read from each layout."""

import datetime as dt
from decimal import Decimal

import pytest

from support.reading import HEAD, codes, column, household, kinds, read_here
from support.workbooks import LEFT, UP, text_table, xls, xlsx

TITLE = "兴泾镇困难家庭名册"


def test_a_plain_table_is_typed_with_its_provenance():
    intake = read_here({"兴泾镇/名册.xlsx": xlsx({TITLE: [HEAD, household(1), household(2)]})})
    first = intake.mentions.to_pylist()[0]
    assert (first["来源文件"], first["工作表"], first["行号"], first["表种"]) == (
        "兴泾镇/名册.xlsx",
        TITLE,
        2,
        "困难家庭名册",
    )
    assert (first["镇街"], first["城乡"], first["户主姓名"], first["联系方式"]) == (
        "兴泾镇",
        "农村",
        "示范乙",
        "19900000001",
    )
    assert first["家庭困难类别"] == ["重病"]
    assert first["家庭人口"] is None
    assert first["成员序"] is None
    assert codes(intake) == []


def test_titles_totals_notes_and_signatures_are_recognised():
    rows = [
        [TITLE, *[LEFT] * 5],
        ["填报单位：兴泾镇人民政府", LEFT, LEFT, "填报时间：2019年4月20日", LEFT, LEFT],
        HEAD,
        household(1),
        [],
        HEAD,
        household(2),
        ["合 计", None, None, None, None, "2户"],
        ["注：本表一式两份", *[LEFT] * 5],
        ["填表人：", None, "审核人：", None, "负责人：", None],
        [3, None, None, None, None, None],
        [4, None, None, None, None, "重病"],
    ]
    intake = read_here({"a.xlsx": xlsx({"Sheet1": rows})})
    assert kinds(intake) == {
        1: "标题",
        2: "标题",
        3: "表头",
        4: "数据",
        6: "表头续页",
        7: "数据",
        8: "合计",
        9: "说明",
        10: "签名",
        11: "空白",
        12: "拒收",
    }
    assert column(intake.mentions, "行号") == [4, 7]
    assert set(column(intake.mentions, "镇街")) == {"兴泾镇"}
    assert codes(intake) == ["INTAKE-ROW-REJECTED"]


def test_two_row_merged_headings_are_read_by_leaf_and_by_parent_with_leaf():
    rows = [
        ["困难家庭名册", *[LEFT] * 8],
        ["序号", "户主", LEFT, "家庭\n住址", "联系电话", "致困原因", "家庭人口", "家庭收入情况", LEFT],
        [UP, "姓名", "身份证号码", UP, UP, UP, UP, "家庭年收入（万元）", "人均月收入(元/年)"],
        [1, "示范甲", None, "泾华村1组1号", 19900000001, "因病", "3人", 1.2, 7440],
    ]
    intake = read_here({"兴泾镇.xlsx": xlsx({"Sheet1": rows})})
    assert kinds(intake) == {1: "标题", 2: "表头", 3: "表头", 4: "数据"}
    row = intake.mentions.to_pylist()[0]
    assert (row["户主姓名"], row["详细住址"], row["联系方式"]) == ("示范甲", "泾华村1组1号", "19900000001")
    assert (row["家庭年收入"], row["人均月收入"]) == (Decimal("12000.00"), Decimal("620.00"))
    assert (row["家庭困难类别"], row["家庭人口"]) == (["重病"], 3)
    raw = {line["字段"]: (line["列"], line["原值"], line["读作"]) for line in intake.raw.to_pylist()}
    assert raw == {
        "家庭年收入": ("H", "1.2", "12000.00"),
        "人均月收入": ("I", "7440", "620.00"),
        "家庭困难类别": ("F", "因病", "重病"),
        "家庭人口": ("G", "3人", "3"),
    }
    headings = {line["列"]: (line["表头"], line["字段"]) for line in intake.columns.to_pylist()}
    assert headings["B"] == ("户主/姓名", "户主姓名")
    assert headings["H"] == ("家庭收入情况/家庭年收入（万元）", "家庭年收入")


def test_a_numbering_row_and_an_unknown_second_heading_row_are_headings():
    rows = [
        [*HEAD, "家庭成员", LEFT],
        [*[UP] * 6, "甲类成员", "乙类成员"],
        [1, 2, 3, 4, 5, 6, 7, 8],
        [*household(1), "某", "某"],
    ]
    intake = read_here({"困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert kinds(intake) == {1: "表头", 2: "表头", 3: "表头", 4: "数据"}
    assert column(intake.mentions, "其他列") == ["家庭成员/甲类成员：某；家庭成员/乙类成员：某"]


def test_a_unit_line_speaks_for_money_columns_without_a_unit():
    head = [*HEAD, "家庭人口", "家庭年收入", "人均月收入（元）"]
    rows = [["困难家庭名册"], ["填报单位：兴泾镇", "单位：万元"], head, [*household(1), 2, 1.5, 600]]
    row = read_here({"a.xlsx": xlsx({"Sheet1": rows})}).mentions.to_pylist()[0]
    assert (row["家庭年收入"], row["人均月收入"], row["家庭人口"]) == (Decimal("15000.00"), Decimal("600.00"), 2)


def test_vertically_merged_villages_hand_down_and_blank_ones_do_not():
    head = ["村居", *HEAD]
    rows = [
        head,
        ["泾华", *household(1)],
        [UP, *household(2)],
        ["泾河村", *household(3)],
        [None, *household(4)],
        [None, *household(5)],
    ]
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, "村居") == ["泾华村", "泾华村", "泾河村", None, None]
    assert column(intake.mentions, "城乡") == ["农村", "农村", "城市", "农村", "农村"]
    assert ("村居", "泾华", "泾华村") in {(r["字段"], r["原值"], r["读作"]) for r in intake.raw.to_pylist()}


def test_xls_and_chinese_csv_read_like_xlsx():
    rows = [HEAD, household(1), household(2)]
    intake = read_here(
        {
            "困难家庭名册1.xls": xls({"名册": rows}),
            "困难家庭名册2.csv": text_table(rows),
            "困难家庭名册3.csv": text_table(rows, "utf-8-sig"),
            "困难家庭名册4.txt": text_table(rows, "utf-16", "\t"),
        },
    )
    assert column(intake.mentions, "联系方式") == ["19900000001", "19900000002"] * 4
    assert column(intake.mentions, "工作表") == ["名册"] * 2 + [""] * 6
    assert column(intake.mentions, "行号") == [2, 3] * 4


def test_table_may_start_anywhere_and_letters_stay_physical():
    rows = [[], [], [None, None, *HEAD], [], [None, None, *household(1, 联系方式="1234")]]
    intake = read_here({"困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, "行号") == [5]
    assert [(f.code, f.cell) for f in intake.findings] == [("INTAKE-PHONE-ODD", "G5")]
    assert column(intake.columns, "列") == list("CDEFGH")


def test_unknown_and_doubled_columns_are_kept_in_other_columns():
    rows = [[*HEAD, "手机号", "备用"], [*household(1), "19900000009", "甲"], [*household(2), None, None, "乙"]]
    intake = read_here({"困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, "其他列") == ["手机号：19900000009；备用：甲", "I列（无表头）：乙"]
    assert codes(intake) == ["INTAKE-COLUMN-TWICE", "INTAKE-COLUMN-UNKNOWN", "INTAKE-COLUMN-UNKNOWN"]
    assert column(intake.columns, "字段")[-3:] == [None, None, None]


def test_a_row_that_names_someone_is_always_taken():
    rows = [
        HEAD,
        [None, "示范甲", None, None, None, None],
        [None, None, 990101199003070015.0, None, None, None],
        [None, None, None, "泾华村1组1号", None, None],
        ["合计", "示范乙", "990101199003070015", "泾华村2组", None, None],
        ["例", "某某", None, "某村1号", None, "重病"],
        [6, "=1+1", None, "@村1号", "-", "+1"],
    ]
    intake = read_here({"困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert kinds(intake) == {1: "表头", 2: "数据", 3: "数据", 4: "数据", 5: "数据", 6: "示例", 7: "数据"}
    last = intake.mentions.to_pylist()[-1]
    assert (last["户主姓名"], last["详细住址"], last["家庭困难类别"]) == (None, "@村1号", ["+1"])
    assert "INTAKE-ID-NUMERIC" in codes(intake)


def test_cells_that_cannot_be_read_are_null_and_listed():
    rows = [[*HEAD, "家庭人口", "家庭年收入"], [*household(1), "3-4", "约1200"], [*household(2), "", "0"]]
    intake = read_here({"困难家庭名册.xlsx": xlsx({"兴泾": rows})})
    assert column(intake.mentions, "家庭人口") == [None, None]
    assert column(intake.mentions, "家庭年收入") == [Decimal("1200.00"), Decimal("0.00")]
    assert [(f.code, f.cell, f.value, f.township) for f in intake.findings] == [
        ("INTAKE-COUNT-UNCLEAR", "G2", "3-4", "兴泾镇"),
        ("INTAKE-MONEY-APPROXIMATE", "H2", "约1200", "兴泾镇"),
    ]
    assert [(r["列"], r["原值"], r["读作"]) for r in intake.raw.to_pylist()] == [
        ("G", "3-4", None),
        ("H", "约1200", "1200.00"),
    ]


@pytest.mark.parametrize(
    ("title", "sheet", "file", "day"),
    [
        ("兴泾镇低保在保名单（截至2019年3月31日）", "a", "a", dt.date(2019, 3, 31)),
        ("低保在保名单", "2019年2月", "a", dt.date(2019, 2, 28)),
        ("低保在保名单", "a", "低保201903", dt.date(2019, 3, 31)),
        ("低保在保名单", "a", "填报时间：2019年4月1日", None),
    ],
)
def test_the_date_of_a_reference_list(title, sheet, file, day):
    filled = ["填报时间：2019年4月20日"]
    rows = [[title], filled, ["姓名", "身份证号", "低保人数"], ["示范甲", None, 2]]
    intake = read_here({f"{file if day else 'a'}.xlsx": xlsx({sheet: rows})})
    row = intake.mentions.to_pylist()[0]
    assert (row["名单日期"], row["户主姓名"], row["保障人数"], row["表种"]) == (day, "示范甲", 2, "低保在保名单")
    assert codes(intake) == ([] if day else ["INTAKE-LIST-NO-DATE"])


def test_a_lone_name_column_of_a_household_form_is_the_heads():
    head = ["姓名" if word == "户主姓名" else word for word in HEAD]
    intake = read_here({"困难家庭名册.xlsx": xlsx({"a": [head, household(1)]})})
    row = intake.mentions.to_pylist()[0]
    assert (row["户主姓名"], row["姓名"]) == ("示范乙", None)
    both = [[*HEAD, "姓名"], [*household(1), "示范子"]]
    row = read_here({"困难家庭名册.xlsx": xlsx({"a": both})}).mentions.to_pylist()[0]
    assert (row["户主姓名"], row["姓名"]) == ("示范乙", "示范子")
