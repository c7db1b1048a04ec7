"""Which files go back, and what is said where."""

import pyarrow as pa

from rescue_cli.core.findings import FINDINGS
from rescue_cli.core.tables import COLUMNS, ROWS
from rescue_cli.report.return_marks import Return, returns
from rescue_cli.workbooks.marking.fault_marks import OWN_LIST

FILE, SHEET = "兴泾镇/名册.xlsx", "名册"


def line(code: str, level: str, row: int | None = None, cell: str = "", **more: str) -> dict[str, object]:
    return {
        "级别": level,
        "代码": code,
        "来源文件": FILE,
        "工作表": SHEET,
        "行号": row,
        "单元格": cell,
        "问题": "错了",
        "怎么改": "改好",
        **more,
    }


def sent_back(*lines: dict[str, object]) -> list[Return]:
    columns = [
        {"来源文件": FILE, "工作表": SHEET, "表序": 1, "列": letters, "表头": "x", "字段": None}
        for letters in ("B", "C", "AA")
    ]
    kinds = {1: "标题", 2: "表头", 3: "表头", 4: "数据", 5: "数据", 6: "合计"}
    rows = [{"来源文件": FILE, "工作表": SHEET, "行号": row, "类别": kind} for row, kind in kinds.items()]
    return returns(
        pa.Table.from_pylist(list(lines), FINDINGS),
        pa.Table.from_pylist(columns, COLUMNS),
        pa.Table.from_pylist(rows, ROWS),
    )


def test_a_file_with_a_fault_in_a_row_goes_back_with_cell_and_row_marked() -> None:
    (back,) = sent_back(line("CHECK-A", "请核实", 4, "C4"), line("INTAKE-B", "必须改", 4, "AA4"))
    (marks,) = back.marks
    assert (marks.head_row, marks.last_row, marks.first_column, marks.last_column) == (3, 5, 2, 27)
    assert [(mark.cell, mark.level, mark.text) for mark in marks.cells] == [
        ("C4", "请核实", "错了；改好"),
        ("AA4", "必须改", "错了；改好"),
    ]
    assert [(mark.row, mark.level, mark.text) for mark in marks.rows] == [
        (4, "必须改", "C4：错了；改好。　AA4：错了；改好。")
    ]
    assert [issue.level for issue in back.issues.issues] == ["必须改", "请核实"]


def test_a_finding_of_a_row_or_of_the_file_is_told_without_a_cell() -> None:
    (back,) = sent_back(
        line("INTAKE-ROW-REJECTED", "必须改", 5),
        line("INTAKE-C", "提示", None, 工作表=""),
        line("CHECK-D", "提示", None),
    )
    assert [(mark.row, mark.text) for mark in back.marks[0].rows] == [(5, "错了；改好。")]
    assert back.marks[0].cells == ()
    assert [(issue.sheet, issue.place, issue.cell) for issue in back.issues.issues] == [
        (SHEET, "第5行", "A5"),
        ("（整个文件）", "", ""),
        (SHEET, "", ""),
    ]


def test_a_fault_of_a_heading_is_marked_on_its_cell_but_not_in_the_column_of_reasons() -> None:
    (back,) = sent_back(line("INTAKE-COLUMN-UNKNOWN", "提示", 3, "C3"), line("CHECK-A", "请核实", 4, "C4"))
    assert [mark.cell for mark in back.marks[0].cells] == ["C3", "C4"]
    assert [mark.row for mark in back.marks[0].rows] == [4]


def test_hints_alone_or_faults_of_no_row_send_nothing_back() -> None:
    assert sent_back(line("INTAKE-A", "提示", 4, "C4")) == []
    assert sent_back(line("INTAKE-SHEET-UNKNOWN", "必须改", None)) == []


def test_what_linking_and_settling_found_is_not_for_the_sender() -> None:
    assert sent_back(line("LINK-ID-NAMES-DIFFER", "请核实", 4), line("SETTLE-CONFLICT", "请核实", 4)) == []


def test_what_an_earlier_return_added_is_marked_to_be_replaced() -> None:
    columns = [
        {"来源文件": FILE, "工作表": SHEET, "列": letters, "表头": heading}
        for letters, heading in (("B", "姓名"), ("C", "电话"), ("D", "错误原因"))
    ]
    rows = [
        {"来源文件": FILE, "工作表": SHEET, "行号": 2, "类别": "表头"},
        {"来源文件": FILE, "工作表": "问题清单", "行号": 1, "类别": "说明", "原因": OWN_LIST},
    ]
    findings = [line("CHECK-A", "请核实", 4, "C4"), line("CHECK-B", "请核实", 1, "A1", 工作表="另一张")]
    (back,) = returns(
        pa.Table.from_pylist(findings, FINDINGS),
        pa.Table.from_pylist(columns, COLUMNS),
        pa.Table.from_pylist(rows, ROWS),
    )
    assert back.issues.earlier == "问题清单"
    assert {marks.name: (marks.earlier_column, marks.last_column) for marks in back.marks} == {
        SHEET: (4, 3),
        "另一张": (None, 1),
    }


def test_a_sheet_in_order_again_is_still_freed_of_its_old_marks() -> None:
    columns = [{"来源文件": FILE, "工作表": "甲村", "列": "K", "表头": "附件/错误原因"}]
    findings = [line("CHECK-A", "请核实", 4, "C4")]
    (back,) = returns(
        pa.Table.from_pylist(findings, FINDINGS), pa.Table.from_pylist(columns, COLUMNS), ROWS.empty_table()
    )
    assert [(marks.name, marks.earlier_column, len(marks.cells)) for marks in back.marks] == [
        (SHEET, None, 1),
        ("甲村", 11, 0),
    ]


def test_whether_a_file_is_a_corrected_one_is_no_question_to_its_sender() -> None:
    (back,) = sent_back(line("CHECK-FILE-CORRECTED", "请核实", None), line("CHECK-A", "请核实", 4, "C4"))
    assert len(back.issues.issues) == 1
