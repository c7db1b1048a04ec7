"""samples/滨海新区 under the notice of 2018-11-19: what was planted comes out, both annexes as the notice prints them."""

from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from support.notices import committed, disagreements, planted_lines, written_again
from support.sample_runs import RunOf
from support.workspace import exported, rescue

NAME = "滨海新区"
TITLE = "滨海新区社会救助家庭排查情况统计表"
HEAD = ["序号", "申请人", "身份证号", "家庭人口", "乡镇（街道）", "村（居委会）", "家庭收入", "家庭财产"]
IN_RELIEF = [*HEAD, "救助类别", "保障金额", "致困原因", "入户核查结果", "备注"]
REFUSED = [*HEAD, "申请救助时间", "申请救助类别", "未批准救助原因", "入户核查结果", None]
LEAVES = ["核查结果（是否达到救助条件、并注明享受何种救助）", "调查人"]
OURS = {"塘沽街道", "大港街道", "中塘镇"}


@pytest.fixture(scope="module")
def workspace(sample_run: RunOf) -> Path:
    return sample_run(NAME).workspace


def table(workspace: Path, name: str, sheet: str | None = None) -> list[list[object]]:
    book = openpyxl.load_workbook(workspace / "输出" / name)
    return [list(row) for row in (book[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True)]


def test_generator_writes_the_committed_files(tmp_path: Path) -> None:
    assert written_again("binhai.py", tmp_path) == committed(NAME), "run python samples/notices/binhai.py"


def test_planted_determinations_come_out(workspace: Path) -> None:
    assert len(planted_lines(NAME, "判定")) == 87
    assert disagreements(workspace, NAME) == []
    assert len(exported(workspace, "cases")) == 87


def test_planted_faults_are_told_at_their_row(workspace: Path) -> None:
    told = {
        (line["来源文件"], line["单元格"].lstrip("ABCDEFGHIJKLM"), line["代码"])
        for line in exported(workspace, "findings")
    }
    wanted = {(line["来源文件"], line["行号"], line["应得代码"]) for line in planted_lines(NAME, "问题")}
    assert len(wanted) == 10
    assert wanted - told == set()


def test_annexes_are_as_the_notice_prints_them(workspace: Path) -> None:
    first = openpyxl.load_workbook(workspace / "输出/报表/附件1 社会救助家庭排查情况统计表（在保）.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in first.iter_rows()]
    assert (rows[0][0], rows[1]) == (f"{TITLE}（在保）", IN_RELIEF)
    assert len([row for row in rows[2:] if row[2]]) == 39  # the household written twice stands once
    assert str(rows[-1][0]).startswith("注：备注栏中写明以下情况：1、")
    name = "附件2 社会救助家庭排查情况统计表（2018年申请社会救助审批未通过）.xlsx"
    second = openpyxl.load_workbook(workspace / "输出/报表" / name).worksheets[0]
    rows = [[cell.value for cell in row] for row in second.iter_rows()]
    assert (rows[0][0], rows[1], rows[2][11:]) == (f"{TITLE}（2018年申请社会救助审批未通过）", REFUSED, LEAVES)
    merged = {str(one) for one in second.merged_cells.ranges}
    assert merged == {"A1:M1", "L2:M2", *(f"{letter}2:{letter}3" for letter in "ABCDEFGHIJK")}
    assert len([row for row in rows[3:] if row[2]]) == 18


def test_remarks_are_read_into_their_three_facts(workspace: Path) -> None:
    read = {
        line["备注"]: (line["其他救助政策"], line["救助后仍有困难"], line["近亲属享受救助"])
        for line in exported(workspace, "mentions")
        if line["表种"] == "在保家庭排查表"
    }
    assert read == {
        "1、无；2、否；3、否": ("无", "否", "否"),
        "1、享受医疗救助；2、否；3、有近亲属享受": ("医疗救助", "否", "是"),
        "1、享受临时救助；2、仍有困难；3、无近亲属享受": ("临时救助", "是", "否"),
        "": ("", "", ""),
    }


def test_book_of_results_equals_what_was_planted(workspace: Path) -> None:
    """作战台账 by the second path: counted from the planted list."""
    outcomes = Counter(
        (line["镇街"], line["应得结果"]) for line in planted_lines(NAME, "判定") if line["应得阶段"] == "终判"
    )
    rows = {row[1]: row[2:18] for row in table(workspace, "报表/作战台账.xlsx")[5:] if row[1] in OURS}
    for township in OURS:
        newly = outcomes[township, "纳入低保"] + outcomes[township, "纳入低收入"]
        left = [outcomes[township, kind] for kind in ("主动退保", "清查退保", "群众举报退保")]
        figures = rows[township]
        assert figures[:4] == [
            12,
            11 * 3 + 1,
            newly,
            newly * 3,
        ]  # the one without a result of the visit is not re-checked
        assert figures[4:8] == [newly - 1, (newly - 1) * 3, 3, 0]
        assert figures[8:13] == [sum(left), sum(left) * 3, *(one * 3 for one in left)]
    assert [rows[one][13:] for one in ("塘沽街道", "大港街道", "中塘镇")] == [[1, 1, 1], [0, 1, 0], [1, 1, 1]]


def test_a_township_that_counts_otherwise_is_told(workspace: Path) -> None:
    rows = table(workspace, "报表/作战台账.xlsx", "作战台账比对")
    differing = [row[1:7] for row in rows if row[6] == "不一致"]
    assert differing == [["大港街道", "退出救助·人", 9, 10, 1, "不一致"]]
    assert [row[1] for row in rows if row[6] == "未报" and row[1] in OURS] == ["中塘镇"]


def test_festival_payments_that_did_not_arrive_in_time_are_listed(workspace: Path) -> None:
    rows = [
        row for row in table(workspace, "台账/元旦春节救助资金发放核对表.xlsx", "未全部到账") if isinstance(row[0], int)
    ]
    states = Counter(state for row in rows for state in row[7:10])
    assert states == {"节前到账": 10, "未到账": 3, "未到账（有退回）": 1, "节后到账": 1}
    owed = [line["状态"] for line in exported(workspace, "tasks") if line["事项"] == "分散特困走访"]
    assert Counter(owed) == {"已办结": 2, "已逾期": 1}


def test_public_lists_show_three_facts_and_no_number(workspace: Path) -> None:
    lists = sorted((workspace / "输出/公示").glob("*.xlsx"))
    assert lists
    for path in lists:
        rows = [list(row) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)]
        assert rows[2] == ["序号", "村（居委会）", "申请人姓名", "家庭成员数量", "保障金额（元/月）"]
        assert not [cell for row in rows for cell in row if "990101" in str(cell)]


def test_facts_of_each_payment_are_no_conflict_of_the_household(workspace: Path) -> None:
    """`settle = "row"`: three payments to one household say three things, and none of them of the household."""
    assert {line["字段"] for line in exported(workspace, "conflicts")} == {"身份证号"}
    assert {line["发放项目"] for line in exported(workspace, "cases")} == {""}
    assert {line["发放状态"] for line in exported(workspace, "cases")} == {"", "成功"}


def test_blank_annexes_have_the_notices_title_and_headings(sample_run: RunOf, tmp_path: Path) -> None:
    workspace = sample_run(NAME).copied(tmp_path)
    assert rescue("-C", workspace, "template").returncode == 0
    for form, title, head in (
        ("在保家庭排查表", f"{TITLE}（在保）", IN_RELIEF),
        ("未通过家庭排查表", f"{TITLE}（2018年申请社会救助审批未通过）", REFUSED),
    ):
        rows = table(workspace, f"空白表/{form}.xlsx")
        assert rows[0][0] == title
        assert [cell and str(cell).rstrip("*") for cell in rows[3]] == head
