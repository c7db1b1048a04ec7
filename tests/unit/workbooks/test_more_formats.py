"""Web pages, XML of Excel 2003, Word, OpenDocument and xlsb: values, places, merges, and what is refused."""

import datetime as dt
import struct

import pytest

from rescue_cli.core.errors import InputError
from rescue_cli.workbooks.reading import grid, guard, html, limits
from rescue_cli.workbooks.reading.workbook_reader import Merge, read_workbook
from rescue_cli.workbooks.reading.xlsb import measure_binary_sheets
from support.formats import ods, ods_cell, package, paragraph, unzipped, word, word_cell, word_table, xml2003
from support.workbooks import xlsx

PAGE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><body>
<h2>困难家庭名册</h2><p>填报单位：<b>兴泾镇</b></p>
<table><caption>2019年4月</caption>
<tr><th rowspan=2>序号<th colspan=2>户主<tr><td>姓名<td>电话<br>手机
<tr style="display: none"><td>1<td>示范甲&nbsp;<td>19900000001
<table><tr><td>内</td></tr></table></table>
<table><tr><td>&nbsp;</td></tr></table></body></html>"""


def refusal(data: bytes) -> str:
    with pytest.raises(InputError) as refused:
        read_workbook(data)
    return refused.value.finding


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("gb2312", "gb18030"), ("GBK", "gb18030"), ("utf-8", "utf-8"), ("gb2312", "utf-8"), ("utf-16", "utf-16")],
)
def test_tables_of_a_web_page(charset, encoding):
    first, second = read_workbook(PAGE.format(charset=charset).encode(encoding))
    assert first.rows == [["序号", "户主", ""], ["", "姓名", "电话\n手机"], ["1", "示范甲", "19900000001"]]
    assert first.merged == (Merge(1, 1, 2, 1), Merge(1, 2, 1, 3))
    assert first.above == ("困难家庭名册", "填报单位：兴泾镇", "2019年4月")
    assert first.marks.hidden_rows == (3,)
    assert (first.name, second.name, second.rows) == ("", "表2", [["内"]])


def test_a_page_without_a_charset_is_tried():
    data = "<table><tr><td>示范甲</td></tr></table>"
    assert [read_workbook(data.encode(code))[0].rows for code in ("utf-8", "gb18030")] == [[["示范甲"]]] * 2


def test_a_page_without_tables_or_nested_beyond_reason_is_refused():
    assert refusal(b"<html><p>x</p></html>") == guard.NOT_WORKBOOK
    assert refusal(b"<html>" + b"<div>" * 5000 + b"<table><tr><td>x</table>") in (guard.UNSAFE, guard.NOT_WORKBOOK)
    assert refusal(b"<table><tr>" + b"<td colspan=1000>x" * 20 + b"</table>") == guard.UNSAFE


def test_a_page_takes_nothing_from_the_network():
    data = b'<!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd"><table><tr><td>&amp;x;</td></tr></table>'
    assert read_workbook(data)[0].rows == [["&x;"]]


def test_limits_bound_what_our_own_readers_gather(monkeypatch):
    monkeypatch.setattr(grid, "MAX_LOOSE_CELLS", 2)
    assert refusal(b"<table><tr><td>1<td>2<td>3</table>") == guard.UNSAFE
    monkeypatch.setattr(guard, "MAX_MARKUP", 10)
    assert refusal(b"<table><tr><td>1<td>2<td>3</table>") == guard.TOO_LARGE


def test_nothing_of_a_page_before_the_table_is_taken_for_ever():
    lines = "".join(f"<p>第{number}行</p>" for number in range(50))
    (sheet,) = read_workbook(f"<html>{lines}<table><tr><td>1</table>".encode())
    assert sheet.above == tuple(f"第{number}行" for number in range(50 - html.LINES_ABOVE, 50))


@pytest.mark.parametrize("encoding", ["UTF-8", "GB2312", "UTF-16"])
def test_xml_of_excel_2003(encoding):
    body = (
        '<Row ss:Index="2"><Cell ss:MergeAcross="2"><Data ss:Type="String">名册\x0b</Data></Cell></Row>'
        '<Row ss:Span="1"/><Row ss:Hidden="1"><Cell><Data ss:Type="Number">5</Data></Cell>'
        '<Cell ss:Index="3"><Data ss:Type="DateTime">2019-04-20T00:00:00.000</Data></Cell>'
        '<Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell>'
        '<Cell><Data ss:Type="Number">约5</Data></Cell><Cell ss:Formula="=1"><Data ss:Type="Number"/></Cell></Row>'
    )
    (sheet,) = read_workbook(xml2003(body, encoding=encoding, hidden=True))
    assert sheet.rows[1] == ["名册", "", "", "", "", ""]
    assert sheet.rows[2:] == [[], [], [5, "", dt.date(2019, 4, 20), "", True, "约5"]]
    assert (sheet.name, sheet.visible, sheet.merged) == ("名册", False, (Merge(2, 1, 2, 3),))
    assert (sheet.marks.hidden_rows, sheet.marks.errors, sheet.marks.unvalued) == ((5,), ((5, 4, "#N/A"),), ((5, 7),))


def test_hostile_xml_is_refused():
    bomb = xml2003("").replace(b"<Workbook", b'<!DOCTYPE x [<!ENTITY a "b">]><Workbook')
    assert refusal(bomb) == guard.UNSAFE
    far = '<Row ss:Index="1048577"><Cell><Data ss:Type="String">x</Data></Cell></Row>'
    assert refusal(xml2003(far)) == guard.UNSAFE
    assert refusal(xml2003("<Row>")) == guard.DAMAGED
    assert refusal(b'<?xml version="1.0"?><feed/>') == guard.FORMAT


def test_tables_of_a_word_document():
    inner = word_table([word_cell("内")])
    table = word_table(
        [word_cell("户", '<w:gridSpan w:val="2"/>'), word_cell("人")],
        [word_cell(paragraph("甲") + paragraph("乙"), '<w:vMerge w:val="restart"/>'), word_cell("1"), word_cell("2")],
        [word_cell("<w:p/>", "<w:vMerge/>"), word_cell("3"), word_cell(inner + paragraph("4"))],
    )
    deleted = (
        "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:t>困难</w:t><w:t>家庭名册</w:t></w:r></w:p>"
    )
    first, nested = read_workbook(word(deleted + table + paragraph("填表人")))
    assert first.rows == [["户", "", "人"], ["甲\n乙", "1", "2"], ["", "3", "4"]]
    assert first.merged == (Merge(1, 1, 1, 2), Merge(2, 1, 3, 1))
    assert (first.name, first.above) == ("表格1", ("困难家庭名册",))
    assert (nested.name, nested.rows) == ("表格2", [["内"]])


def test_a_word_document_without_tables_is_no_workbook():
    assert refusal(word(paragraph("通知"))) == guard.NOT_WORKBOOK
    assert refusal(package({"word/document.xml": "<w:document"})) == guard.DAMAGED
    assert refusal(package({"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'})) == guard.UNSAFE


def test_ods_with_merges_and_hidden_rows():
    title = ods_cell("名册", 'table:number-columns-spanned="2"') + "<table:covered-table-cell/>"
    rows = (
        '<table:table-row table:number-rows-repeated="2"/>'
        f"<table:table-row>{title}</table:table-row>"
        f'<table:table-row table:visibility="filter">{ods_cell("甲")}{ods_cell("乙")}</table:table-row>'
        '<table:table-row table:number-rows-repeated="1048572"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row>"
    )
    (sheet,) = read_workbook(ods(rows))
    assert (sheet.first_row, sheet.rows) == (3, [["名册", ""], ["甲", "乙"]])
    assert sheet.merged == (Merge(3, 1, 3, 2),)
    assert (sheet.marks.hidden_rows, sheet.marks.filtered) == ((4,), True)


def test_ods_that_would_unfold_to_millions_of_cells_is_refused_first():
    cell = ods_cell("x", 'table:number-columns-repeated="16384"')
    assert refusal(ods(f'<table:table-row table:number-rows-repeated="5000">{cell}</table:table-row>')) == guard.UNSAFE
    far = f'<table:table-row table:number-rows-repeated="1048575"/><table:table-row>{cell}</table:table-row>'
    assert refusal(ods(far)) == guard.UNSAFE


def test_locked_ods_and_texts_in_open_document_format():
    content = {"content.xml": "x", "META-INF/manifest.xml": "<manifest:encryption-data/>"}
    assert refusal(package(content)) == guard.ENCRYPTED
    assert refusal(package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})) == (
        guard.NOT_WORKBOOK
    )


def binary_sheet(row: int, column: int, kind: int = 7) -> bytes:
    header = struct.pack("<BBI", 0, 4, row)
    return header + struct.pack("<BBII", kind, 8, column, 0)


def test_xlsb_is_told_and_its_far_cells_are_refused_before_the_parser():
    def book(sheet: bytes) -> bytes:
        return package({"xl/workbook.bin": b"\x83\x01\x00", "xl/worksheets/sheet1.bin": sheet})

    near, far, coloured = binary_sheet(9, 9), binary_sheet(1_048_575, 16_383), binary_sheet(1_048_575, 16_383, kind=1)
    assert guard.inspect(book(near)) == "xlsb"
    measure_binary_sheets(book(near))
    measure_binary_sheets(book(coloured))
    assert refusal(book(far)) == guard.UNSAFE
    assert refusal(book(near[:-1])) == guard.DAMAGED


def test_inflated_size_of_xlsb_parts_is_bounded():
    data = package({"xl/workbook.bin": b"", "xl/worksheets/sheet1.bin": b"\0" * (9 << 20)})
    assert refusal(data) == guard.UNSAFE
    assert limits.RATIO_FROM < 9 << 20


def test_parts_with_backslashes_or_in_odd_places_are_read_and_guarded():
    parts = {name.replace("/", "\\"): part for name, part in unzipped(xlsx({"名册": [["示范甲"]]}))}
    assert read_workbook(package(parts))[0].rows == [["示范甲"]]
    far = '<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    assert refusal(package({"[Content_Types].xml": "<x/>", "a/workbook.xml": "<x/>", "a/1.xml": far})) == guard.UNSAFE


def test_what_an_office_package_without_its_main_part_is():
    assert refusal(package({"[Content_Types].xml": "<x/>"})) == guard.DAMAGED
    assert refusal(package({"ppt/presentation.xml": "<x/>"})) == guard.NOT_WORKBOOK
    assert refusal(package({"Index/Document.iwa": "x"})) == guard.FORMAT
