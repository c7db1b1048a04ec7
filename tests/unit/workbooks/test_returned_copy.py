"""Formats that cannot be edited come back as an xlsx with the same values in the same places, and the same marks."""

import datetime as dt
import io

import openpyxl
from openpyxl.workbook import Workbook

from rescue_cli.workbooks.marking.fault_marks import (
    ISSUES_NAME,
    REASON_HEAD,
    CellMark,
    Issue,
    IssueSheet,
    RowMark,
    SheetMarks,
)
from rescue_cli.workbooks.marking.returned_copy import returned_copy
from rescue_cli.workbooks.reading.sheet import Marks
from rescue_cli.workbooks.reading.workbook_reader import Merge, Sheet, read_workbook

DAY = dt.date(2019, 9, 30)
CSV = "序号,户主姓名,身份证号\n1,,=1+1\n2,李四,990101196002020022\n".encode("gb18030")
MARKS = (
    SheetMarks(
        "", 1, 3, 1, 3, (CellMark("B2", "必须改", "没有填；补填"),), (RowMark(2, "必须改", "B2：没有填；补填。"),)
    ),
)
ISSUES = IssueSheet((Issue("必须改", "", "B2", "B2", "户主姓名", "", "没有填", "补填"),))


def copied(sheets: list[Sheet], marks: tuple[SheetMarks, ...] = MARKS) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(returned_copy(sheets, marks, ISSUES, DAY)))


def test_a_csv_comes_back_with_its_values_marks_and_list() -> None:
    book = copied(read_workbook(CSV))
    assert book.sheetnames == [ISSUES_NAME, "表"]
    sheet = book["表"]
    assert [[cell.value for cell in row] for row in sheet["A1:D3"]] == [
        ["序号", "户主姓名", "身份证号", REASON_HEAD],
        ["1", None, "=1+1", "B2：没有填；补填。"],
        ["2", "李四", "990101196002020022", None],
    ]
    assert sheet["C2"].data_type == "s"
    assert sheet["D2"].alignment.wrap_text  # or the copy is printed too small to read
    assert sheet["B2"].fill.fgColor.rgb == "FFF8CBAD"
    assert sheet["B2"].comment is not None
    assert sheet.auto_filter.ref == "A1:D3"
    assert book[ISSUES_NAME]["C4"].hyperlink is not None
    assert book[ISSUES_NAME]["C4"].hyperlink.location == "'表'!B2"


def test_values_stand_where_they_were_read_with_their_types_and_merges() -> None:
    moment = dt.datetime.combine(dt.date(2019, 4, 1), dt.time(8, 30))
    rows = [["甲", 1.5, dt.date(2019, 4, 1), True], ["", 2, moment, dt.time(9, 0)]]
    sheet = Sheet("名册", True, 3, 2, rows, (Merge(3, 2, 4, 2), Merge(4, 2, 5, 2)))
    drawn = copied([sheet], (SheetMarks("名册", 2, 4, 2, 5, (CellMark("B4", "请核实", "x"),)),))["名册"]
    assert [cell.value for cell in drawn[3]][1:5] == [
        "甲",
        1.5,
        dt.datetime.combine(dt.date(2019, 4, 1), dt.time()),
        True,
    ]
    assert [cell.value for cell in drawn[4]][1:5] == [None, 2, moment, dt.time(9, 0)]
    assert [str(area) for area in drawn.merged_cells.ranges] == ["B3:B4"]
    assert drawn["B3"].fill.fgColor.rgb == "FFFFE699"


def test_a_hidden_sheet_stays_hidden_and_a_sheet_of_our_name_keeps_its_rows() -> None:
    sheets = [Sheet("问题清单", True, 1, 1, [["甲"]], ()), Sheet("表二", False, 1, 1, [["乙"]], ())]
    book = copied(sheets, ())
    assert (book["问题清单"]["A1"].value, book["表二"].sheet_state) == ("甲", "hidden")
    assert book.sheetnames[0] == "问题清单（2）"


def test_same_input_same_bytes() -> None:
    sheets = read_workbook(CSV)
    assert returned_copy(sheets, MARKS, ISSUES, DAY) == returned_copy(sheets, MARKS, ISSUES, DAY)


def test_hidden_rows_stay_hidden_and_errors_are_shown_as_they_were() -> None:
    sheet = Sheet(
        "名册", True, 1, 1, [[0, ""], [False, ""]], (), marks=Marks((2,), False, ((1, 2, "#REF!"), (2, 2, "#N/A")))
    )
    drawn = copied([sheet], (SheetMarks("名册", 1, 2, 1, 2, (CellMark("B2", "请核实", "公式出错"),)),))["名册"]
    assert [drawn.row_dimensions[row].hidden for row in (1, 2)] == [False, True]
    assert [drawn[place].value for place in ("A1", "A2", "B1", "B2")] == [0, False, "#REF!", "#N/A"]
    assert drawn["B2"].fill.fgColor.rgb == "FFFFE699"
