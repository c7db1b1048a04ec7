"""Reduced cases of rosters that were once misread."""

from decimal import Decimal

import pytest

from rescue_cli.core import fields as f
from rescue_cli.pipeline.case_runs import determine
from support.packs import shipped
from support.reading import codes, read, read_here
from support.workbooks import xlsx

PLAIN = ["户主姓名", "详细住址", "联系方式", "家庭困难类别"]


def person(name, door, *more):
    return [name, f"泾华村1组{door}号", f"1990000000{door}", "因病", *more]


def test_a_year_among_the_headings_does_not_hide_the_table():
    rows = [[*PLAIN, "人均月收入", 2018], person("示范甲", 1, 500, 3)]
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert intake.mentions["户主姓名"].to_pylist() == ["示范甲"]


def test_a_second_table_of_another_form_is_read_with_its_own_columns():
    rows = [
        ["困难家庭名册"],
        PLAIN,
        person("示范甲", 1),
        ["分散供养特困对象名册"],
        ["姓名", "身份证号", "详细住址", "联系方式", "自理能力", "权益受侵害或存隐患", "集中供养意愿"],
        ["示范乙", None, "泾华村1组2号", "19900000002", "失能", "是", "愿意"],
    ]
    intake = read_here({"兴泾镇.xlsx": xlsx({"Sheet1": rows})})
    read_as = list(zip(intake.mentions["户主姓名"].to_pylist(), intake.mentions[f.FORM].to_pylist(), strict=True))
    assert read_as == [("示范甲", "困难家庭名册"), ("示范乙", "分散供养特困对象名册")]
    assert set(intake.columns["表序"].to_pylist()) == {1, 2}
    assert intake.rows.num_rows == len(rows)


def test_the_same_headings_under_another_village_begin_a_table_of_that_village():
    rows = [["泾华村困难家庭名册"], PLAIN, person("示范甲", 1), ["泾河村困难家庭名册"], PLAIN, person("示范乙", 2)]
    intake = read_here({"兴泾镇.xlsx": xlsx({"Sheet1": rows})})
    assert intake.mentions[f.VILLAGE].to_pylist() == ["泾华村", "泾河村"]


def test_a_page_repeated_with_its_title_is_one_table():
    rows = [["困难家庭名册"], PLAIN, person("示范甲", 1), ["困难家庭名册"], PLAIN, person("示范乙", 2)]
    intake = read_here({"兴泾镇.xlsx": xlsx({"Sheet1": rows})})
    assert intake.mentions.num_rows == 2
    assert set(intake.columns["表序"].to_pylist()) == {1}


def test_a_sparse_household_above_a_second_heading_is_not_taken_for_its_title():
    rows = [
        ["困难家庭名册"],
        PLAIN,
        person("示范甲", 1),
        ["示范丙", "泾华村1组3号"],
        ["小计", "泾河村2户"],
        PLAIN,
        person("示范乙", 2),
    ]
    intake = read_here({"兴泾镇.xlsx": xlsx({"Sheet1": rows})})
    assert intake.mentions["户主姓名"].to_pylist() == ["示范甲", "示范丙", "示范乙"]
    assert "泾河村" not in intake.mentions[f.VILLAGE].to_pylist()


def test_a_sparse_household_above_another_form_stays_a_household():
    other = ["姓名", "身份证号", "详细住址", "联系方式", "自理能力", "权益受侵害或存隐患", "集中供养意愿"]
    rows = [["困难家庭名册"], PLAIN, person("示范甲", 1), person("示范丁", 4), ["示范丙", "泾华村1组3号"], other]
    rows.append(["示范乙", None, "泾华村1组2号", "19900000002", "失能", "是", "愿意"])
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert "示范丙" in intake.mentions["户主姓名"].to_pylist()


@pytest.mark.parametrize(
    ("heading", "taken"), [("人均收入", None), ("人均收入（元/月）", 500), ("人均月收入", 500), ("家庭收入", None)]
)
def test_an_income_without_a_period_is_not_taken(heading, taken):
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": [[*PLAIN, heading], person("示范甲", 1, 500)]})})
    values = [intake.mentions[name].to_pylist()[0] for name in ("人均月收入", "家庭年收入")]
    assert [value for value in values if value is not None] == ([] if taken is None else [Decimal(taken)])
    assert ("INTAKE-COLUMN-PERIOD" in codes(intake)) == (taken is None)


def test_what_a_household_has_needs_no_period_in_its_heading():
    rows = [["困难家庭摸排名册"], [*PLAIN, "金融资产"], person("示范甲", 1, 10000)]
    intake = read_here({"甲镇困难家庭摸排名册.xlsx": xlsx({"Sheet1": rows})}, pack=shipped("chengbei-2022"))
    assert intake.mentions["金融资产"].to_pylist() == [Decimal(10000)]
    assert "INTAKE-COLUMN-PERIOD" not in codes(intake)


def test_a_formula_s_income_keeps_its_decimals():
    rows = [[*PLAIN, "人均月收入"], person("示范甲", 1, 22319.9 / 36)]
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert intake.mentions["人均月收入"].to_pylist() == [Decimal("619.997222")]


@pytest.mark.parametrize(
    ("written", "group"),
    [(None, "新增救助"), ("无", "新增救助"), ("若干", "待核实"), (1.5, "待核实"), ("不详", "待核实")],
)
def test_an_unreadable_figure_is_not_silence(written, group):
    rows = [[*PLAIN, "低保人数"], person("示范甲", 1, written)]
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    unread = intake.mentions[f.UNREAD].to_pylist()[0]
    assert unread == (None if group == "新增救助" else ["低保人数"])
    household = {"户主姓名": "甲", "城乡": "城市", "人均月收入": 500, "家庭人口": 3, "家庭困难类别": ["重病"]}
    given = [("户", {"困难家庭名册": [household | ({"未读懂": unread} if unread else {})]})]
    pack = shipped("xixia-2019")
    assert pack.head.period is not None
    (line,) = [line for line in determine(pack, given, pack.head.period.end)["户"] if line[f.GROUP]]
    assert line[f.GROUP] == group
    assert line[f.MISSING] == (["低保人数"] if group == "待核实" else None)


def test_nobody_is_no_household():
    rows = [[*PLAIN, "家庭人口"], person("示范甲", 1, 0)]
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert intake.mentions["家庭人口"].to_pylist() == [None]
    assert "INTAKE-COUNT-UNCLEAR" in codes(intake)


@pytest.mark.parametrize("sheet", ["农村", "各村", "行政村"])
def test_a_kind_of_village_is_not_a_village(sheet):
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({sheet: [PLAIN, person("示范甲", 1)]})})
    assert intake.mentions[f.VILLAGE].to_pylist() == [None]


def test_prose_under_a_workbooks_name_cannot_be_read(tmp_path):
    intake = read(tmp_path, {"坏.xlsx": b"this is not a workbook", "空白.xlsx": xlsx({"Sheet1": []})})
    assert intake.files["状态"].to_pylist() == ["不能读", "不能读"]
    assert sorted(codes(intake)) == ["INTAKE-FILE-BLANK", "INTAKE-FILE-NOT-WORKBOOK"]


def test_a_file_nothing_was_taken_from_is_told(tmp_path):
    intake = read(tmp_path, {"便条.xlsx": xlsx({"Sheet1": [["请查收"], ["谢谢"]]})})
    assert "INTAKE-FILE-NOTHING" in codes(intake)


def test_headings_that_fit_two_rosters_are_read_as_the_main_one_and_told():
    rows = [[*PLAIN, "家庭人口", "低保人数"], person("示范甲", 1, 3, 0)]
    intake = read_here({"兴泾镇.xlsx": xlsx({"Sheet1": rows})})
    assert intake.mentions[f.FORM].to_pylist() == ["困难家庭名册"]
    assert codes(intake) == ["INTAKE-FORM-ASSUMED"]
