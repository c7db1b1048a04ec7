"""A stray cell in the very last column leaves no room at the right edge; nothing of the sender's is written over."""

import datetime as dt
import io

import openpyxl

from rescue_cli.workbooks.marking.annotate import annotate_workbook
from rescue_cli.workbooks.marking.fault_marks import REASON_HEAD, CellMark, Issue, IssueSheet, RowMark, SheetMarks
from rescue_cli.workbooks.marking.returned_copy import returned_copy
from rescue_cli.workbooks.reading.workbook_reader import read_workbook

MARKS = SheetMarks("名册", 1, 3, 1, 16_384, (CellMark("B2", "必须改", "缺"),), (RowMark(2, "必须改", "缺"),))
ISSUES = IssueSheet((Issue("必须改", "名册", "B2", "B2", "人口", "", "缺", "补上"),))


def sender() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名册"
    for row in (["户主", "人口", "住址"], ["甲", None, "一组"], ["乙", 2, "二组"]):
        sheet.append(row)
    sheet["XFD3"] = "备注"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_the_reasons_go_to_the_first_free_column_inside() -> None:
    marked = openpyxl.load_workbook(io.BytesIO(annotate_workbook(sender(), (MARKS,), ISSUES)))["名册"]
    assert [cell.value for cell in marked[1]][:4] == ["户主", "人口", "住址", REASON_HEAD]
    assert marked["D2"].value == "缺"
    assert marked["XFD3"].value == "备注"


def test_a_copy_without_room_has_notes_only_and_no_frames_up_to_the_far_cell() -> None:
    copy = openpyxl.load_workbook(
        io.BytesIO(returned_copy(read_workbook(sender()), (MARKS,), ISSUES, dt.date(2019, 9, 30)))
    )["名册"]
    assert copy["XFD3"].value == "备注"
    assert copy["B2"].comment is not None
    assert not copy["ZZ2"].has_style
