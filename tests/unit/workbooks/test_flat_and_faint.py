"""Rows without height, columns without width, text of the colour of its ground: read, and told, in every format."""

import io

import pytest
import xlsxwriter
import xlwt

from rescue_cli.workbooks.reading.workbook_reader import read_workbook
from support.formats import ODF, ods, package, unzipped, word, word_cell, xml2003

FAINT = ((1, 1), (1, 3))  # white on white, yellow on yellow; (1, 2) is white on red


def xlsx_book():
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名册")
        looks = [{"font_color": "#FFFFFF"}, {"font_color": "#FFFFFF", "bg_color": "#FF0000"}]
        looks += [{"font_color": "#FFFF00", "bg_color": "#FFFF00"}, {}]
        for place, look in enumerate(looks):
            sheet.write(0, place, "甲", book.add_format(look))
        for row in range(1, 3):
            sheet.write_row(row, 0, ["乙", "丙", "丁", "戊"])
        sheet.set_row(1, 5)
        sheet.set_column(3, 3, 0)
    parts = dict(unzipped(data.getvalue()))
    part = "xl/worksheets/sheet1.xml"
    return package({**parts, part: parts[part].replace(b' ht="5.25"', b' ht="0"')})


def xls_book():
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名册")
    fills = ["", "pattern: pattern solid, fore_colour red", "pattern: pattern solid, fore_colour yellow", ""]
    fonts = ["white", "white", "yellow", "black"]
    for place, (font, fill) in enumerate(zip(fonts, fills, strict=True)):
        sheet.write(0, place, "甲", xlwt.easyxf(f"font: color {font}; {fill}"))
    for row in range(1, 3):
        for place, text in enumerate("乙丙丁戊"):
            sheet.write(row, place, text)
    sheet.row(1).height_mismatch = True
    sheet.row(1).height = 0
    sheet.col(3).width = 0
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def ods_book():
    looks = [("#ffffff", ""), ("#ffffff", "#ff0000"), ("#ffff00", "#ffff00"), ("#000000", "")]
    styles = "".join(
        f'<style:style style:name="c{n}" style:family="table-cell"><style:table-cell-properties '
        f'fo:background-color="{ground or "transparent"}"/><style:text-properties fo:color="{text}"/></style:style>'
        for n, (text, ground) in enumerate(looks)
    )
    styles += (
        '<style:style style:name="r0" style:family="table-row"><style:table-row-properties style:row-height="0in"/>'
        '</style:style><style:style style:name="k0" style:family="table-column"><style:table-column-properties '
        'style:column-width="0cm"/></style:style>'
    )
    columns = '<table:table-column table:number-columns-repeated="3"/><table:table-column table:style-name="k0"/>'
    cell = '<table:table-cell office:value-type="string" table:style-name="{}"><text:p>{}</text:p></table:table-cell>'
    rows = [
        "".join(cell.format(f"c{n}", "甲") for n in range(4)),
        *["".join(cell.format("none", text) for text in "乙丙丁戊")] * 2,
    ]
    tags = ["<table:table-row>", '<table:table-row table:style-name="r0">', "<table:table-row>"]
    body = "".join(f"{tag}{row}</table:table-row>" for tag, row in zip(tags, rows, strict=True))
    parts = dict(unzipped(ods(columns + body)))
    names = f'xmlns:style="{ODF}:style:1.0" xmlns:fo="{ODF}:xsl-fo-compatible:1.0" '
    content = parts["content.xml"].decode()
    content = content.replace("<office:document-content ", f"<office:document-content {names}")
    content = content.replace(
        "<office:body>", f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
    )
    return package({**parts, "content.xml": content})


def web_page():
    return (
        "<html><head><meta charset=utf-8><style>.y{color:#ffff00}</style></head><table>"
        "<col><col><col><col width=0>"
        '<tr><td style="color:white">甲</td><td bgcolor="#FF0000"><font color="#FFFFFF">甲</font></td>'
        '<td bgcolor=yellow><span class=y>甲</span></td><td style="background-color:#eee">甲</td></tr>'
        "<tr style='height:0pt'><td>乙</td><td>丙</td><td>丁</td><td>戊</td></tr>"
        "<tr><td>乙</td><td>丙</td><td>丁</td><td>戊</td></tr></table></html>"
    ).encode()


def xml_book():
    styles = (
        '<Styles xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Style ss:ID="a"><Font ss:Color="#FFFFFF"/></Style>'
        '<Style ss:ID="b"><Font ss:Color="#FFFFFF"/><Interior ss:Color="#FF0000" ss:Pattern="Solid"/></Style>'
        '<Style ss:ID="c"><Font ss:Color="#FFFF00"/><Interior ss:Color="#FFFF00" ss:Pattern="Solid"/></Style></Styles>'
    )
    cell = '<Cell ss:StyleID="{}"><Data ss:Type="String">{}</Data></Cell>'
    rows = [
        "".join(cell.format(style, "甲") for style in "abcd"),
        *["".join(cell.format("d", text) for text in "乙丙丁戊")] * 2,
    ]
    tags = ["<Row>", '<Row ss:Height="0">', "<Row>"]
    columns = '<Column ss:Index="4" ss:Width="0"/>'
    body = columns + "".join(f"{tag}{row}</Row>" for tag, row in zip(tags, rows, strict=True))
    return xml2003(body).replace(b"<Worksheet", styles.encode() + b"<Worksheet", 1)


BOOKS = {"xlsx": xlsx_book, "xls": xls_book, "ods": ods_book, "html": web_page, "xml": xml_book}


@pytest.mark.parametrize("kind", BOOKS)
def test_what_has_no_size_is_hidden_and_what_has_no_colour_of_its_own_is_faint(kind):
    (sheet,) = read_workbook(BOOKS[kind]())
    assert [row[:4] for row in sheet.rows] == [["甲"] * 4, [*"乙丙丁戊"], [*"乙丙丁戊"]]
    assert (sheet.marks.hidden_rows, sheet.marks.hidden_columns) == ((2,), (4,))
    assert sheet.marks.faint == FAINT


def test_a_word_table_has_rows_and_runs_of_that_sort_too():
    def run(colour, ground=""):
        shade = f'<w:shd w:val="clear" w:fill="{ground}"/>' if ground else ""
        return word_cell(f'<w:p><w:r><w:rPr><w:color w:val="{colour}"/></w:rPr><w:t>甲</w:t></w:r></w:p>', shade)

    cells = "".join([run("FFFFFF"), run("FFFFFF", "FF0000"), run("FFFF00", "FFFF00"), run("auto")])
    flat = '<w:trPr><w:trHeight w:val="0" w:hRule="exact"/></w:trPr>'
    body = f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{flat}{word_cell('乙') * 4}</w:tr></w:tbl>"
    (sheet,) = read_workbook(word(body))
    assert (sheet.marks.hidden_rows, sheet.marks.faint) == ((2,), FAINT)
    assert [row[0] for row in sheet.rows] == ["甲", "乙"]


def test_a_row_of_its_usual_height_and_a_dark_theme_are_seen():
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名册")
        sheet.write(0, 0, "甲", book.add_format({"font_color": "#FFFFFF", "bg_color": "#000000"}))
        sheet.write(0, 1, "乙", book.add_format({"pattern": 2, "font_color": "#FFFFFF"}))
        sheet.set_row(0, 0.5 + 14)
    marks = read_workbook(data.getvalue())[0].marks
    assert (marks.hidden_rows, marks.faint) == ((), ())
