"""Notes of senders on cells, and texts struck through in part, in the formats that are not xlsx."""

import io
import struct

import pytest
import xlwt
from xlwt.CompoundDoc import XlsDoc

from rescue_cli.workbooks.reading.workbook_reader import read_workbook
from support.formats import ods, package, paragraph, unzipped, word, word_cell, xml2003

NOTES = {(1, 2): "收入包括打工", (2, 1): "另租\n住校", (1, 1): "【请核实】住址没有填"}
OWN = ((1, 2, "收入包括打工"), (2, 1, "另租\n住校"))  # without ours


def record(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


def xls_book():
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名册")
    for row in range(2):
        for column in range(2):
            sheet.write(row, column, "甲")
    notes = b""
    for number, ((row, column), text) in enumerate(NOTES.items(), 1):
        halves = [text[:3], text[3:]]  # as a long one goes on in a further record
        notes += record(0x5D, struct.pack("<5H", 0x15, 0x12, 0x19, number, 0) + bytes(16))
        notes += record(0x1B6, struct.pack("<HHIHHHI", 0x12, 0, 0, 0, len(text), 0x10, 0)[:18])
        notes += b"".join(record(0x3C, b"\x01" + half.encode("utf-16-le")) for half in halves if half)
        notes += record(0x3C, bytes(16))
        notes += record(0x1C, struct.pack("<5HB", row - 1, column - 1, 0, number, 1, 0) + b" \0")
    stream = book.get_biff_data()
    end = stream.rindex(record(0x0A))
    data = io.BytesIO()
    XlsDoc().save(data, stream[:end] + notes + stream[end:])
    return data.getvalue()


def ods_book():
    def cell(row, column):
        text = NOTES.get((row, column), "")
        note = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n"))
        mark = f"<office:annotation><dc:creator>张三</dc:creator>{note}</office:annotation>" if text else ""
        return f'<table:table-cell office:value-type="string">{mark}<text:p>甲</text:p></table:table-cell>'

    rows = "".join(f"<table:table-row>{cell(row, 1)}{cell(row, 2)}</table:table-row>" for row in (1, 2))
    parts = dict(unzipped(ods(rows)))
    named = (
        parts["content.xml"]
        .decode()
        .replace(
            "<office:document-content ", '<office:document-content xmlns:dc="http://purl.org/dc/elements/1.1/" ', 1
        )
    )
    return package({**parts, "content.xml": named})


def web_page():
    def cell(row, column):
        text = NOTES.get((row, column))
        note = f'<a class="comment-indicator"></a><comment>{text}</comment>' if text else ""
        return f"<td>{note}甲</td>"

    rows = "".join(f"<tr>{cell(row, 1)}{cell(row, 2)}</tr>" for row in (1, 2))
    return f"<html><meta charset=utf-8><table>{rows}</table></html>".encode()


def xml_book():
    def cell(row, column):
        text = NOTES.get((row, column), "")
        note = f"<Comment ss:Author='张三'><Data>{text}</Data></Comment>" if text else ""
        return f'<Cell><Data ss:Type="String">甲</Data>{note}</Cell>'

    return xml2003("".join(f"<Row>{cell(row, 1)}{cell(row, 2)}</Row>" for row in (1, 2)))


def word_book():
    numbers = {place: number for number, place in enumerate(NOTES)}

    def cell(row, column):
        number = numbers.get((row, column))
        mark = f'<w:r><w:commentReference w:id="{number}"/></w:r>' if number is not None else ""
        return word_cell(f"<w:p><w:r><w:t>甲</w:t></w:r>{mark}</w:p>")

    table = "<w:tbl>" + "".join(f"<w:tr>{cell(row, 1)}{cell(row, 2)}</w:tr>" for row in (1, 2)) + "</w:tbl>"
    notes = "".join(
        f'<w:comment w:id="{numbers[place]}" w:author="张三">{"".join(map(paragraph, text.split(chr(10))))}</w:comment>'
        for place, text in NOTES.items()
    )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return package({**dict(unzipped(word(table))), "word/comments.xml": f"<w:comments {space}>{notes}</w:comments>"})


BOOKS = {"xls": xls_book, "ods": ods_book, "html": web_page, "xml": xml_book, "docx": word_book}


@pytest.mark.parametrize("kind", BOOKS)
def test_the_senders_notes_are_read_and_ours_are_not(kind):
    (sheet,) = read_workbook(BOOKS[kind]())
    assert sheet.marks.comments == OWN
    assert [row[:2] for row in sheet.rows] == [["甲", "甲"], ["甲", "甲"]]


def test_a_broken_note_is_none():
    data = bytearray(xls_book())
    place = data.index(struct.pack("<H", 0x1C), data.index(struct.pack("<4H", 0, 1, 0, 1)) - 4)
    data[place + 10] = 9  # an object that is not there
    assert read_workbook(bytes(data))[0].marks.comments == OWN[1:]


def struck_book(before=0):
    """`before`: further texts, so that the shared ones go on in a second record."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名册")
    lined, plain = xlwt.Font(), xlwt.Font()
    lined.struck_out = True
    style = xlwt.easyxf("font: struck_out on")
    for number in range(before):
        sheet.write(number + 1, 0, f"泾华村{number}组住址" * 3)
        sheet.write_rich_text(number + 1, 1, [(f"第{number}", plain), ("户已退出", lined)])
    sheet.write_rich_text(0, 0, [("旧址1号", lined), ("新址2号", plain)])
    sheet.write_rich_text(0, 1, [("新址", plain), ("旧", lined), ("3号", plain)])
    sheet.write_rich_text(0, 2, [("全划", lined), ("掉", lined)])
    sheet.write_rich_text(0, 3, ["旧", ("新", plain)], style)
    sheet.write_rich_text(0, 4, [("不", plain), ("划", plain)])
    sheet.write(0, 5, "整格", style)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize("before", [0, 400])
def test_what_stands_of_a_text_struck_in_part_is_read_in_xls(before):
    (sheet,) = read_workbook(struck_book(before))
    assert sheet.rows[0][:6] == ["新址2号", "新址3号", "全划掉", "新", "不划", "整格"]
    parts = {place[:2]: place[2] for place in sheet.marks.struck_parts}
    assert {place: text for place, text in parts.items() if place[0] == 1} == {
        (1, 1): "旧址1号",
        (1, 2): "旧",
        (1, 4): "旧",
    }
    assert sheet.marks.struck == ((1, 3), (1, 6))
    assert [sheet.rows[number][1] for number in range(1, before + 1)] == [f"第{number}" for number in range(before)]
    assert len(parts) == 3 + before


@pytest.mark.parametrize("kept", [600, 2000, 4000])
def test_broken_texts_cost_nothing_else(kept):
    from rescue_cli.workbooks.reading.xls_struck_texts import xls_struck_texts

    data = struck_book()
    assert isinstance(xls_struck_texts(data[:kept] + b"\xff" * (len(data) - kept)), dict)
