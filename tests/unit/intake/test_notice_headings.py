"""The notice's own headings: recognised as they are printed, and printed in the blank form; moments in cells."""

import datetime as dt

import openpyxl

from rescue_cli.core.states import TaskState
from rescue_cli.pack.blank_version import form_digest
from rescue_cli.workbooks.writing.blank_forms import write_blank_form
from support.reading import read_here
from support.small import TOWNSHIPS, book, small_pack, through
from support.workbooks import LEFT, UP, xlsx

ANNEX = """
title = "进展情况统计表"
grain = "statistics"
role = "unlinked"
clause = "附件5"
names = ["进展情况统计表"]
column = [
  { field = "镇街", required = true },
  { field = "保障人数", head = ["新增救助", "低保", "人数"] },
  { field = "低保人数", head = ["新增救助", "特困", "人数"] },
]
"""


def test_headings_of_several_levels_that_share_their_words(tmp_path):
    pack = small_pack(tmp_path, 进展情况统计表=ANNEX)
    sheet = [
        ["进展情况统计表"],
        ["镇街", "新增救助", LEFT],
        [UP, "低保", "特困"],
        [UP, "人数", "人数"],
        ["甲镇", 3, 0],
        ["乙镇", 0, 0],
        ["合计", 3, 0],
    ]
    intake = read_here({"统计.xlsx": xlsx({"Sheet1": sheet})}, TOWNSHIPS, pack)
    rows = [(row["镇街"], row["保障人数"], row["低保人数"]) for row in intake.mentions.to_pylist()]
    assert rows == [("甲镇", 3, 0), ("乙镇", 0, 0)]  # a township that reports nothing but zeros has reported
    assert [row["类别"] for row in intake.rows.to_pylist()][-1] == "合计"


def test_figures_that_follow_one_another_are_no_numbering_of_columns(tmp_path):
    annex = ANNEX.replace('{ field = "镇街", required = true },', '{ field = "镇街" }, { field = "家庭人口" },')
    pack = small_pack(tmp_path, 进展情况统计表=annex)
    heads = ["镇街", "家庭人口", "保障人数", "低保人数"]
    sheet = [["进展情况统计表"], heads, ["栏次", 1, 2, 3], ["甲镇", 1, 2, 3], ["乙镇", 3, 4, 5]]
    intake = read_here({"统计.xlsx": xlsx({"Sheet1": sheet})}, TOWNSHIPS, pack)
    assert [row["类别"] for row in intake.rows.to_pylist()] == ["标题", "表头", "表头", "数据", "数据"]


def test_the_blank_form_prints_them_and_comes_back(tmp_path):
    pack = small_pack(tmp_path, 进展情况统计表=ANNEX)
    form, path = pack.forms["进展情况统计表"], tmp_path / "进展情况统计表.xlsx"
    write_blank_form(
        path, form, pack.vocabulary, pack.codes, dt.date(2022, 4, 1), "某县", pack="shi", version=form_digest(form)
    )
    sheet = openpyxl.load_workbook(path).worksheets[0]
    printed = {cell.value for row in sheet.iter_rows(max_row=8) for cell in row if cell.value}
    assert {"镇街*", "新增救助", "低保", "特困", "人数"} <= printed
    intake = read_here({"统计.xlsx": path.read_bytes()}, TOWNSHIPS, pack)
    assert "INTAKE-TEMPLATE-OLD" not in {finding.code for finding in intake.findings}
    fields = {row["字段"] for row in intake.columns.to_pylist()}
    assert fields == {"镇街", "保障人数", "低保人数"}


MOMENTS = """
[[field]]
name = "受理时间"
type = "datetime"
gloss = "taken"
source = "测试"
[[field]]
name = "答复时间"
type = "datetime"
gloss = "answered"
source = "测试"
"""
CASES = """
title = "救急难登记表"
grain = "household"
role = "roster"
clause = "四（三）"
names = ["救急难登记表"]
column = [{ field = "镇街" }, { field = "户主姓名", required = true }, { field = "详细住址" }, { field = "受理时间" }, { field = "答复时间" }]
"""
CLOCK = """
[[clock]]
id = "12小时答复"
title = "12小时答复"
when = "有(救急难登记表)"
start = "受理时间"
done = "答复时间"
within = 12
unit = "小时"
who = "{镇街}"
clause = "四（三）"
[[rule]]
id = "已受理"
when = "日(受理时间) <= 基准日"
outcome = "已受理"
group = "新增救助"
because = "{受理时间}受理，{答复时间}答复"
basis = { clause = "四（三）" }
"""


def test_twelve_hours_by_the_clock(tmp_path):
    pack = small_pack(tmp_path, 救急难登记表=CASES, rules=CLOCK, vocabulary=MOMENTS)
    heads = ("镇街", "户主姓名", "详细住址", "受理时间", "答复时间")
    rows = (
        ("甲镇", "示范甲", "东村1号", "2022-05-03 20:00", "2022年5月4日8时00分"),
        ("甲镇", "示范乙", "东村2号", "2022-05-03 20:00", "2022-05-04 08:01"),
        ("甲镇", "示范丙", "东村3号", "2022-05-03 20:00", "2022-05-04"),
        ("甲镇", "示范丁", "东村4号", "2022-05-03 20:00", ""),
        ("甲镇", "示范戊", "东村5号", "2022-05-03", ""),
    )
    done = through(pack, {"登记.xlsx": book(*rows, title="救急难登记表", heads=heads)}, dt.date(2022, 5, 6))
    tasks = {line["编号"]: line for line in done.overseen.tasks.to_pylist()}
    names = {line["编号"]: line["户主姓名"] for line in done.settled.cases.to_pylist()}
    states = {names[case]: (task["状态"], task["应办时刻"]) for case, task in tasks.items()}
    assert states == {
        "示范甲": ("已办结", "2022-05-04 08:00"),
        "示范乙": ("超期办结", "2022-05-04 08:00"),
        "示范丙": ("缺时刻", "2022-05-04 08:00"),
        "示范丁": (TaskState.OVERDUE, "2022-05-04 08:00"),
        "示范戊": (TaskState.OVERDUE, None),
    }
    assert {task["责任单位"] for task in tasks.values()} == {"甲镇"}
    reasons = {names[line["编号"]]: line["理由"] for line in done.determinations}
    assert reasons["示范甲"] == "2022-05-03 20:00受理，2022-05-04 08:00答复"
    assert reasons["示范丙"] == "2022-05-03 20:00受理，2022-05-04答复"
    assert reasons["示范丁"] == "2022-05-03 20:00受理，（时间未填）答复"
    assert {row["读作"] for row in done.intake.raw.to_pylist() if row["字段"] == "答复时间"} == {"2022-05-04 08:00"}
