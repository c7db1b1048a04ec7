"""What the program read otherwise than written is told to the clerk: 更正清单 of 校验汇总.xlsx, cell by cell with the reason and
the rule; the sender's own words and borrowed numbers in 合并名册.xlsx; nothing of it in the ledgers."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rescue_cli import pipeline
from support.mentions import citizen
from support.workbooks import xlsx

DAY = dt.date(2019, 9, 30)
HEADS = [
    "序号",
    "户主姓名",
    "身份证号",
    "家庭人口",
    "家庭年收入（万元）",
    "联系方式",
    "家庭困难类别",
    "详细住址",
    "城乡",
]
X = citizen(1, "19600117")[:17]
NUMBERS = [citizen(n, "19600305") for n in range(1, 7)]
ROSTER = [
    [1, "张一", f"'{NUMBERS[0]}", 3, 0.24, "199 0000 1234", "因病", "泾华村1组1号", "农业"],
    [2, "张 二", NUMBERS[1].translate(str.maketrans("0123456789", "０１２３４５６７８９")), 3, 1.2, "19900001235.0", "重病", "泾华村1组2号", "农村"],
    [3, "张三", f"{NUMBERS[2][:6]} {NUMBERS[2][6:14]} {NUMBERS[2][14:]}", 3, 1, "无", "重病、怪病", "泾华村1组3号", "农村"],
    [4, "张四", NUMBERS[3][:6] + NUMBERS[3][8:17], 3, 1, "19900001237", "重病", "泾华村1组4号", "农村"],
    [5, "张五丰", NUMBERS[4][:10] + "****" + NUMBERS[4][14:], 3, 1, "19900001238", "重病", "泾华村1组5号", "农村"],
]  # fmt: skip
DIBAO_HEADS = ["序号", "镇街", "村居", "姓名", "身份证号", "享受起始日期"]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("更正") / "区"
    pipeline.init(folder, "xixia-2019")
    sent = folder / "收件" / "兴泾镇" / "困难家庭名册.xlsx"
    sent.parent.mkdir()
    sent.write_bytes(xlsx({"Sheet1": [["兴泾镇农村困难家庭名册"], HEADS, *ROSTER]}))
    listed = folder / "收件" / "民政局" / "低保在保名单2019年8月.xlsx"
    listed.parent.mkdir()
    row = [1, "兴泾镇", "泾华村", "张五丰", NUMBERS[4], "2018.4.1"]
    listed.write_bytes(xlsx({"在保": [["低保在保人员名单"], DIBAO_HEADS, row]}))
    pipeline.run(pipeline.open_session(folder, today=DAY, as_of=DAY))
    return folder


def rows(book: Path, sheet: str) -> list[dict[str, Any]]:
    lines = list(openpyxl.load_workbook(book)[sheet].iter_rows(values_only=True))
    top = next(n for n, line in enumerate(lines) if line[0] == "序号")
    return [dict(zip(map(str, lines[top]), line, strict=True)) for line in lines[top + 1 :] if isinstance(line[0], int)]


def corrected(county: Path) -> dict[tuple[str, str], dict[str, Any]]:
    found = rows(county / "输出/校验/校验汇总.xlsx", "更正清单")
    return {(row["单元格"], row["字段"]): row for row in found if row["来源文件"].startswith("兴泾镇")}


@pytest.mark.parametrize(
    ("cell", "field", "read", "why", "rule"),
    [
        ("C3", "身份证号", NUMBERS[0], "去掉撇号", "不算内容"),
        ("C4", "身份证号", NUMBERS[1], "全角改半角", "按半角读"),
        ("C5", "身份证号", NUMBERS[2], "去掉空格", "空格和换行"),
        ("C6", "身份证号", NUMBERS[3], "15位转18位", "INTAKE-ID-CONVERTED"),
        ("C7", "身份证号", "（空）", "读不出，留空", "INTAKE-ID-MASKED"),
        ("B4", "户主姓名", "张二", "去掉空格", "空格和换行"),
        ("E3", "家庭年收入", "2400.00", "按单位换算", "换算成元"),
        ("F3", "联系方式", "19900001234", "去掉空格", "空格和换行"),
        ("F4", "联系方式", "19900001235", "去掉“.0”", "存成数值"),
        ("F5", "联系方式", "（空）", "没有内容", "不当作0"),
        ("G3", "家庭困难类别", "重病", "按代码表归类", "代码表"),
        ("I3", "城乡", "农村", "按代码表归类", "代码表"),
    ],
)
def test_every_correction_is_told_with_its_cell_its_reason_and_its_rule(
    county: Path, cell: str, field: str, read: str, why: str, rule: str
) -> None:
    line = corrected(county)[cell, field]
    assert (line["读作"], line["原因"], line["镇街"]) == (read, why, "兴泾镇")
    assert rule in line["规则"]
    assert line["户主姓名"].startswith("张")
    assert line["原值"]


def test_the_sheet_tells_what_export_raw_tells_and_no_cell_that_is_read_as_written(county: Path) -> None:
    _, text = pipeline.export(pipeline.open_session(county, today=DAY, as_of=DAY), "raw", "csv", None)
    told = rows(county / "输出/校验/校验汇总.xlsx", "更正清单")
    assert len([line for line in told if line["原因"] != "取自别处"]) == len(text.splitlines()) - 1
    assert ("D3", "家庭人口") not in corrected(county)
    assert ("C4", "家庭困难类别") not in corrected(county)


def test_a_number_taken_from_a_list_is_said_beside_and_listed(county: Path) -> None:
    roster = {row["户主姓名"]: row for row in rows(county / "输出/合并名册.xlsx", "户册")}
    assert roster["张五丰"]["身份证号"] == NUMBERS[4]
    note = roster["张五丰"]["身份证号说明"]
    assert "兴泾镇/困难家庭名册.xlsx › Sheet1 › 第7行" in note
    assert "低保在保名单2019年8月.xlsx › 在保 › 第3行" in note
    assert roster["张一"]["身份证号说明"] is None
    listed = corrected(county)["第7行", "身份证号"]
    assert (listed["读作"], listed["原因"]) == (NUMBERS[4], "取自别处")


def test_the_senders_own_words_stand_beside_the_code_where_they_differ(county: Path) -> None:
    by_row = {row["户主姓名"]: row["原填写"] for row in rows(county / "输出/合并名册.xlsx", "困难家庭名册")}
    assert by_row["张一"] == "家庭困难类别：因病；城乡：农业"
    assert by_row["张二"] is None
    assert by_row["张三"] is None  # 怪病 stands in the field as it was written
    households = {row["户主姓名"]: row["原填写"] for row in rows(county / "输出/合并名册.xlsx", "户册")}
    assert households["张一"] == "家庭困难类别：因病；城乡：农业"
    assert households["张四"] is None


def test_the_ledgers_have_no_column_of_own_words(county: Path) -> None:
    ledgers = sorted((county / "输出" / "台账").glob("*.xlsx"))
    assert ledgers
    for path in ledgers:
        for sheet in openpyxl.load_workbook(path):
            assert not [cell for line in sheet.iter_rows(values_only=True) for cell in line if cell == "原填写"]


def test_a_cell_that_is_asked_about_and_read_as_it_stands_is_no_correction(tmp_path: Path) -> None:
    """A day in a column of words: a finding asks whether a spreadsheet made it of a house number."""
    folder = tmp_path / "区"
    pipeline.init(folder, "binhai-2018")
    sent = folder / "收件" / "中塘镇" / "审批未通过家庭.xlsx"
    sent.parent.mkdir()
    heads = ["序号", "镇街", "户主姓名", "身份证号", "申请救助时间", "未通过原因"]
    row = [1, "中塘镇", "张一", NUMBERS[0], dt.datetime(2018, 5, 21), "收入超标"]  # noqa: DTZ001 – a cell has no zone
    sent.write_bytes(xlsx({"未通过": [["审批未通过家庭名单"], heads, row]}))
    session = pipeline.open_session(folder, today=DAY, as_of=dt.date(2018, 12, 31))
    pipeline.validate(session)
    assert (folder / "输出" / "校验" / "校验汇总.xlsx").exists()
