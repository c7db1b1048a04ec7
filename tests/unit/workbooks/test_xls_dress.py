"""The copy of an xls that goes back keeps what the sender sees: widths, heights, merged cells, number formats, fonts."""

import datetime as dt
import io

import openpyxl
import xlwt

from rescue_cli.core.states import Level
from rescue_cli.workbooks.marking.fault_marks import CellMark, IssueSheet, RowMark, SheetMarks
from rescue_cli.workbooks.marking.returned_copy import returned_copy
from rescue_cli.workbooks.reading.workbook_reader import read_workbook
from rescue_cli.workbooks.reading.xls_dress import xls_dress_of


def sent() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("名册")
    title = xlwt.easyxf("font: name 楷体, height 400, bold on")
    sheet.write_merge(0, 0, 0, 2, "困难家庭名册", title)
    for column, head in enumerate(("户主姓名", "人均月收入", "出生日期")):
        sheet.write(1, column, head)
    sheet.write(2, 0, "示范甲", xlwt.easyxf("font: name 仿宋, italic on"))
    sheet.write(2, 1, 1234.5, xlwt.easyxf(num_format_str="#,##0.00"))
    sheet.write(2, 2, dt.date(1960, 3, 5), xlwt.easyxf(num_format_str='yyyy"年"m"月"d"日"'))
    sheet.write(3, 0, "示范乙")
    sheet.write(3, 1, 0.5, xlwt.easyxf(num_format_str="0%"))
    sheet.col(0).width, sheet.col(1).width = 256 * 30, 256 * 12
    sheet.row(0).height_mismatch, sheet.row(0).height = True, 800
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_the_returned_copy_of_an_xls_is_dressed_as_it_was_sent() -> None:
    data = sent()
    cell = CellMark("B3", Level.MUST, "收入不对")
    marks = SheetMarks("名册", 2, 4, 1, 3, (cell,), (RowMark(3, Level.MUST, "收入不对"),), None)
    copy = returned_copy(read_workbook(data), [marks], IssueSheet((), ""), dt.date(2019, 4, 1), xls_dress_of(data))
    sheet = openpyxl.load_workbook(io.BytesIO(copy))["名册"]
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:C1"]
    assert (sheet["A1"].font.name, sheet["A1"].font.sz, sheet["A1"].font.b) == ("楷体", 20, True)
    assert (sheet["A3"].font.name, sheet["A3"].font.i) == ("仿宋", True)
    assert sheet["B3"].number_format == "#,##0.00"
    assert sheet["B3"].fill.fgColor.rgb != "00000000"  # and still marked
    assert sheet["C3"].number_format == 'yyyy"年"m"月"d"日"'
    assert sheet["B4"].number_format == "0%"
    assert round(sheet.column_dimensions["A"].width) in (30, 31)
    assert abs(sheet.row_dimensions[1].height - 40) < 1  # whole pixels


def test_bytes_that_are_no_xls_are_not_dressed() -> None:
    assert xls_dress_of("户主姓名\n示范甲".encode()) == {}
    assert xls_dress_of(sent()[:600]) == {}
