"""Hidden rows and cells in error of xls and ods, which the reader of values passes over in silence."""

import io
import zipfile

import pytest
import xlwt

from rescue_cli.workbooks.reading.sheet import Marks
from rescue_cli.workbooks.reading.workbook_reader import read_workbook
from rescue_cli.workbooks.reading.xls_hidden_and_errors import xls_marks_of

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"


def old_book() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    first, second = book.add_sheet("名册"), book.add_sheet("Sheet2")
    for row, cells in enumerate((("户主", "人口"), ("甲", 3), ("乙", 2))):
        for column, cell in enumerate(cells):
            first.write(row, column, cell)
    first.row(2).hidden = True
    first.row(1).set_cell_error(3, 0x2A)
    first.row(1).set_cell_boolean(4, True)
    second.write(0, 0, "x")
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_hidden_rows_and_errors_of_an_xls():
    first, second = read_workbook(old_book())
    assert first.marks == Marks((3,), False, ((2, 4, "#N/A"),))
    assert second.marks == Marks()
    assert first.rows[1] == ["甲", 3, "", "", True]


@pytest.mark.parametrize("kept", [0, 100, 600, 2000, 5000])
def test_a_broken_xls_has_no_marks_and_raises_nothing(kept):
    data = old_book()
    assert kept < len(data)
    marks = xls_marks_of(data[:kept] + b"\xff" * (len(data) - kept))
    assert all(mark == Marks() or name for name, mark in marks.items())


def test_a_formula_of_an_ods_in_error_is_no_zero():
    cells = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p>'
        '</table:table-cell><table:table-cell office:value-type="string"><text:p>#N/A</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=1" office:value-type="float" office:value="1"><text:p>1</text:p>'
        "</table:table-cell>"
    )
    names = " ".join(f'xmlns:{name}="{OFFICE}{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet><table:table table:name='甲'>"
        f"<table:table-row>{cells}</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", "<manifest/>")
    (sheet,) = read_workbook(data.getvalue())
    assert sheet.rows == [["", "#N/A", 1]]
    assert sheet.marks.errors == ((1, 1, "#DIV/0!"),)
