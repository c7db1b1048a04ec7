"""samples/城北区 under 城北政办〔2022〕18号: what was planted comes out, hints become task lists, every colour has its clocks."""

import re
from pathlib import Path

import docx
import openpyxl
import pytest

from support.notices import committed, disagreements, planted_lines, written_again
from support.sample_runs import RunOf
from support.workspace import exported, rescue

NAME = "城北区"
ANNEX = ["序号", "户主姓名", "家庭住址", "疑点内容", "联系电话"]


@pytest.fixture(scope="module")
def workspace(sample_run: RunOf) -> Path:
    return sample_run(NAME).workspace


def rows(workspace: Path, book: str, sheet: int = 0) -> list[list[object]]:
    """The rows below the headings and above the notes: those that begin with their number."""
    table = openpyxl.load_workbook(workspace / "输出" / book).worksheets[sheet]
    return [list(row) for row in table.iter_rows(values_only=True) if isinstance(row[0], int)]


def listed_beside(workspace: Path) -> dict[tuple[str, str], set[str]]:
    """(镇街, 户主姓名) → outcomes listed beside the group."""
    cases = {line["编号"]: (line["镇街"], line["户主姓名"]) for line in exported(workspace, "cases")}
    beside: dict[tuple[str, str], set[str]] = {}
    for line in exported(workspace, "determinations"):
        if not line["分类"]:
            beside.setdefault(cases[line["编号"]], set()).add(line["结果"])
    return beside


def test_generator_writes_the_committed_files(tmp_path: Path) -> None:
    assert written_again("chengbei.py", tmp_path) == committed(NAME), "run python samples/notices/chengbei.py"


def test_planted_determinations_come_out(workspace: Path) -> None:
    assert len(planted_lines(NAME, "判定")) == 70
    assert disagreements(workspace, NAME) == []


def test_planted_outcomes_beside_the_group_come_out(workspace: Path) -> None:
    beside = listed_beside(workspace)
    planted = [line for line in planted_lines(NAME, "判定") if line["说明"]]
    assert len(planted) == 47
    for line in planted:
        wanted = set(line["说明"].removeprefix("另有：").split("、"))
        assert wanted <= beside.get((line["镇街"], line["户主姓名"]), set()), line["埋设内容"]


def test_planted_faults_are_found_where_they_stand(workspace: Path) -> None:
    found = {(line["来源文件"], line["工作表"], line["行号"], line["代码"]) for line in exported(workspace, "findings")}
    planted = planted_lines(NAME, "问题")
    assert planted
    for line in planted:
        assert (line["来源文件"], line["工作表"], line["行号"], line["应得代码"]) in found, line["埋设内容"]


def test_annex_has_the_notices_headings(workspace: Path) -> None:
    folder = workspace / "输出/名单/困难群众疑点信息反馈表（分部门）"
    names = sorted(path.name for path in folder.iterdir())
    assert [re.sub("困难群众.*", "", name) for name in names] == ["人社局", "医保局", "教育局", "残联"]
    sheet = openpyxl.load_workbook(folder / "残联困难群众疑点信息反馈表.xlsx").worksheets[0]
    told = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert told[0][0] == "（残联）困难群众疑点信息反馈表"
    assert told[1] == ANNEX
    assert "A1:E1" in [str(one) for one in sheet.merged_cells.ranges]
    assert told[-1][0] == "注：每月月底报送。"


def test_blank_annex_has_the_notices_headings(sample_run: RunOf, tmp_path: Path) -> None:
    workspace = sample_run(NAME).copied(tmp_path)
    assert rescue("-C", workspace, "template", "疑点信息反馈表").returncode == 0
    (path,) = (workspace / "输出/空白表").rglob("疑点信息反馈表*.xlsx")
    table = openpyxl.load_workbook(path).worksheets[0]
    assert any([str(cell).rstrip("*") for cell in row[:5]] == ANNEX for row in table.iter_rows(values_only=True))


def test_hints_are_merged_and_go_to_the_township_their_address_names(workspace: Path) -> None:
    hints = rows(workspace, "名单/疑点信息汇总表.xlsx")
    assert len(hints) == 9
    assert all(line[7] and line[8] for line in hints), "编号 and 镇街 of every hint"
    twice = [line for line in hints if line[10] == 2]
    assert {line[1] for line in twice} == {"医保局", "残联"}
    assert len({line[7] for line in twice}) == 1
    tasks = {
        path.stem.removesuffix("疑点核实任务单"): rows(workspace, f"分发/疑点核实任务单/{path.name}")
        for path in sorted((workspace / "输出/分发/疑点核实任务单").iterdir())
    }
    assert {town: len(lines) for town, lines in tasks.items()} == {"朝阳街道": 4, "马坊街道": 1, "大堡子镇": 2}


def test_what_comes_back_is_read(sample_run: RunOf, tmp_path: Path) -> None:
    """三（二）: a township's task list, filled in, answers its hints. 附件2: the office's own card replaces the shipped one."""
    again = sample_run(NAME).copied(tmp_path)
    _fill(again / "输出/分发/疑点核实任务单/大堡子镇疑点核实任务单.xlsx", again / "收件/大堡子镇疑点核实任务单.xlsx")
    own = docx.Document()
    own.add_paragraph("本局公示卡：{{ 姓名 }}，{{ 人数 }}人，{{ 金额 }}元")
    (again / "模板").mkdir()
    own.save(str(again / "模板/公示卡.docx"))
    assert rescue("-C", again, "report", "公示卡").returncode in (0, 1)
    done = [line["状态"] for line in exported(again, "tasks") if line["事项"] == "疑点核实"]
    assert sum(state in ("已办结", "超期办结") for state in done) == 3
    texts = [docx.Document(str(path)).paragraphs[0].text for path in sorted((again / "输出/公示/公示卡").iterdir())]
    assert len(texts) == 21
    assert all(text.startswith("本局公示卡：") for text in texts)


def _fill(blank: Path, filled: Path) -> None:
    book = openpyxl.load_workbook(blank)
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if row[0].value == "序号")
    at = {cell.value: cell.column for cell in head}
    for row in sheet.iter_rows(min_row=head[0].row + 1):
        if isinstance(row[0].value, int):
            for name, said in (("核实结论", "不属实"), ("核实情况", "已帮扶"), ("核实日期", "2022-08-25")):
                sheet.cell(row[0].row, at[name], said)
    book.save(filled)


def test_overdue_hints_are_listed(workspace: Path) -> None:
    overdue = rows(workspace, "名单/疑点逾期未核实名单.xlsx")
    late = [line for line in exported(workspace, "tasks") if (line["事项"], line["状态"]) == ("疑点核实", "已逾期")]
    assert len(overdue) == len(late) == 4


def test_every_colour_has_its_clocks(workspace: Path) -> None:
    """四（二）: red and yellow once a year, yellow and green checked twice a year, green every month; no check of red."""
    clocks: dict[str, set[str]] = {}
    for line in exported(workspace, "tasks"):
        clocks.setdefault(line["编号"], set()).add(line["事项"])
    facts = exported(workspace, "facts")
    want = {
        ("红色", "否"): {"红色动态管理"},
        ("黄色", "否"): {"黄色动态管理", "黄色经济状况核对"},
        ("黄色", "是"): {"绿色动态管理", "绿色经济状况核对", "绿色每月了解"},
        ("绿色", "否"): {"绿色动态管理", "绿色经济状况核对", "绿色每月了解"},
        ("未归色", "否"): set(),
    }
    seen = set()
    for line in facts:
        if line["三色"]:
            kind = (line["三色"], "是" if line["兼属绿色"] in ("true", "是", "True") else "否")
            seen.add(kind)
            assert {name for name in clocks.get(line["编号"], set()) if "色" in name} == want[kind]
    assert seen == set(want)


def test_twelve_hours_are_told_to_the_minute(workspace: Path) -> None:
    told = [(line["状态"], line["应办时刻"]) for line in exported(workspace, "tasks") if "12小时" in line["事项"]]
    assert sorted(told) == [
        ("已办结", "2022-07-10 21:30"),
        ("已逾期", "2022-08-31 04:00"),
        ("超期办结", "2022-07-12 20:00"),
    ]


def test_what_is_owed_and_did_not_come_is_listed(workspace: Path) -> None:
    owed = {(line["名称"], line["对象"]): line["状态"] for line in exported(workspace, "coverage") if not line["月份"]}
    assert owed["主动发现服务队", "白杨村"] != "已报"
    assert owed["部门政策清单", "医保局"] == "已报"
    assert owed["部门政策清单", "卫健局"] == "未报"
    months = [
        line["月份"]
        for line in exported(workspace, "coverage")
        if (line["名称"], line["对象"]) == ("部门疑点月报", "残联")
    ]
    assert months == ["2022-04", "2022-05", "2022-06", "2022-07", "2022-08"]


def test_a_townships_own_figures_are_compared(workspace: Path) -> None:
    (path,) = (workspace / "输出/报表").glob("主动发现情况统计表*.xlsx")
    wrong = [line for line in rows(workspace, f"报表/{path.name}", 2) if line[6] == "不一致"]
    assert [line[1:6] for line in wrong] == [["马坊街道", "纳入低保户数", 1, 2, 1]]


def test_cards_say_what_may_be_shown_and_only_of_those_in_payment(workspace: Path) -> None:
    """民发〔2021〕57号 第二十四条: name, size of the household, amount; nothing else."""
    cards = sorted((workspace / "输出/公示/公示卡").iterdir())
    assert len(cards) == 18 + 3
    for path in cards:
        card = docx.Document(str(path))
        cells = [cell.text for table in card.tables for row in table.rows for cell in row.cells]
        text = "\n".join([*(paragraph.text for paragraph in card.paragraphs), *cells])
        assert "申请人姓名" in text
        assert not re.search(r"\d{15,}|1990000\d{4}|身份证|住址|疾|残", text)
