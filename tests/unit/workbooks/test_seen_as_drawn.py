"""What a person sees and what is stored: units and scales of number formats, symbol fonts, hidden columns, covered values,
tracked changes – in every format that can hold them."""

import io
import struct

import openpyxl
import pytest
import xlsxwriter
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from rescue_cli.workbooks.reading.workbook_reader import read_workbook
from support.formats import ods, ods_cell, package, paragraph, unzipped, word, word_cell, xml2003

UNIT = '0.00"万元"'
SCALE = "0!.0,"


def first(data):
    return read_workbook(data)[0]


def xlsx_drawn():
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名册")
        sheet.write_row(0, 0, ["收入", "收入", "符合", "符合", "备注"])
        sheet.write_number(1, 0, 1.2, book.add_format({"num_format": UNIT}))
        sheet.write_number(1, 1, 12345, book.add_format({"num_format": SCALE}))
        sheet.write_string(1, 2, "ü", book.add_format({"font_name": "Wingdings"}))
        sheet.write_rich_string(1, 3, book.add_format({"font_name": "Wingdings 2"}), "R", book.add_format(), "是")
        sheet.write_string(1, 4, "看不见")
        sheet.set_column(4, 5, 8, None, {"hidden": True})
    return data.getvalue()


def xls_drawn():
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名册")
    for place, head in enumerate(["收入", "收入", "符合", "符合", "备注"]):
        sheet.write(0, place, head)
    sheet.write(1, 0, 1.2, xlwt.easyxf(num_format_str=UNIT))
    sheet.write(1, 1, 12345, xlwt.easyxf(num_format_str=SCALE))
    sheet.write(1, 2, "ü", xlwt.easyxf("font: name Wingdings"))
    sheet.write(1, 3, "R", xlwt.easyxf("font: name Wingdings 2"))
    sheet.write(1, 4, "看不见")
    sheet.col(4).hidden = True
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def xml_drawn():
    styles = (
        '<Styles xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
        f"<Style ss:ID='u'><NumberFormat ss:Format='{UNIT.replace(chr(34), '&quot;')}'/></Style>"
        f"<Style ss:ID='s'><NumberFormat ss:Format='{SCALE}'/></Style>"
        "<Style ss:ID='w'><Font ss:FontName='Wingdings'/></Style>"
        "<Style ss:ID='w2'><Font ss:FontName='Wingdings 2'/></Style></Styles>"
    )

    def cell(kind, text, style=""):
        return f'<Cell{style and f" ss:StyleID={chr(34)}{style}{chr(34)}"}><Data ss:Type="{kind}">{text}</Data></Cell>'

    heads = "".join(cell("String", head) for head in ["收入", "收入", "符合", "符合", "备注"])
    row = (
        cell("Number", "1.2", "u") + cell("Number", "12345", "s") + cell("String", "ü", "w") + cell("String", "R", "w2")
    )
    body = f'<Column ss:Index="5" ss:Hidden="1"/><Row>{heads}</Row><Row>{row}{cell("String", "看不见")}</Row>'
    return xml2003(body).replace(b"<Worksheet", styles.encode() + b"<Worksheet")


NUMBERS = {"xlsx": xlsx_drawn, "xls": xls_drawn, "xml": xml_drawn}


@pytest.mark.parametrize("kind", NUMBERS)
def test_units_scales_signs_and_hidden_columns(kind):
    sheet = first(NUMBERS[kind]())
    assert sheet.marks.dressed == ((2, 1, "1.2万元"), (2, 2, "1.2345"))
    assert sheet.rows[1][:2] == [1.2, 12345]  # what is stored
    assert sheet.rows[1][2] == "✓"
    assert sheet.rows[1][3].startswith("☑")
    assert 5 in sheet.marks.hidden_columns


WORDED = [
    ('"泾华村"0"组"', 3, "泾华村3组"),
    ('[=1]"是";"否"', 0, "否"),
    ('"JH"000', 7, "JH007"),
    ('"泾华村"@', "3组", "泾华村3组"),
]


def words_drawn(kind):
    """WORDED below one another, a 0 that is not shown, a number and a text that are not."""
    cells = [*((code, value) for code, value, _ in WORDED), ("0;-0;;@", 0), (";;;", 5), (";;;", "甲")]
    data = io.BytesIO()
    if kind == "xls":
        old = xlwt.Workbook(encoding="utf-8")
        sheet = old.add_sheet("名册")
        for row, (code, value) in enumerate(cells):
            sheet.write(row, 0, value, xlwt.easyxf(num_format_str=code))
        old.save(data)
        return data.getvalue()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名册")
        for row, (code, value) in enumerate(cells):
            sheet.write(row, 0, value, book.add_format({"num_format": code}))
    return data.getvalue()


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_words_of_a_format_and_what_it_hides(kind):
    sheet = first(words_drawn(kind))
    assert [text for _, _, text in sheet.marks.worded] == [text for _, _, text in WORDED]
    assert sheet.marks.unseen == ((5, 1, "0"), (6, 1, "5"), (7, 1, "甲"))
    assert [row[0] for row in sheet.rows][4:] == ["", 5, "甲"]


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_view_without_zeros_shows_none(kind):
    data = io.BytesIO()
    if kind == "xls":
        old = xlwt.Workbook()
        sheet = old.add_sheet("名册")
        sheet.show_zero_values = 0
        sheet.write(0, 0, "甲")
        sheet.write(0, 1, 0)
        sheet.write(0, 2, 7)
        old.save(data)
    else:
        book = openpyxl.Workbook()
        book.active.append(["甲", 0, 7])
        book.active.sheet_view.showZeros = False
        book.save(data)
    sheet = first(data.getvalue())
    assert sheet.rows == [["甲", "", 7]]
    assert sheet.marks.unseen == ((1, 2, "0"),)


def test_an_ods_says_what_it_shows():
    number = "<table:table-cell office:value-type='float' office:value='{}'><text:p>{}</text:p></table:table-cell>"
    row = "".join(
        [number.format(1.2, "1.20万元"), number.format(12345, "1.2"), number.format(1234.56, "1,234.6"), ods_cell("甲")]
    )
    data = dict(unzipped(ods(f"<table:table-row>{row}</table:table-row>")))
    columns = "<table:table-column table:number-columns-repeated='3'/><table:table-column table:visibility='collapse'/>"
    content = data["content.xml"].decode()
    at = content.index(">", content.index("<table:table ")) + 1
    sheet = first(package({**data, "content.xml": content[:at] + columns + content[at:]}))
    assert sheet.marks.dressed == ((1, 1, "1.2万元"), (1, 2, "1.2345"))
    assert sheet.marks.hidden_columns == (4,)


def test_a_web_page_hides_columns_and_draws_signs():
    page = (
        "<html><style>.x1 {display:none} .w {font-family:'Wingdings 2'}</style><table><col><col style='display:none'>"
        "<tr><td>甲</td><td>乙</td><td class=x1>丙</td><td class=w>R</td></tr>"
        "<tr><td>1</td><td>2</td><td class=x1>3</td><td><font face=Wingdings>ü</font></td></tr></table></html>"
    )
    sheet = first(page.encode())
    assert sheet.marks.hidden_columns == (2, 3)
    assert [row[3] for row in sheet.rows] == ["☑", "✓"]


@pytest.mark.parametrize(
    ("run", "seen"),
    [
        ('<w:sym w:font="Wingdings" w:char="F0FC"/>', "✓"),
        ('<w:sym w:font="Wingdings" w:char="F0A8"/>', "□"),
        ('<w:sym w:font="Wingdings 2" w:char="F052"/>', "☑"),
        ('<w:sym w:font="Wingdings 2" w:char="0050"/>', "✓"),
        ('<w:sym w:font="Symbol" w:char="F0D6"/>', "√"),
        ('<w:rPr><w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/></w:rPr><w:t>£</w:t>', "□"),
        ("<w:t>\uf0fe</w:t>", "☑"),
    ],
)
def test_signs_in_word(run, seen):
    cells = word_cell(paragraph("甲")) + word_cell(f"<w:p><w:r>{run}</w:r></w:p>")
    assert first(word(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")).rows == [["甲", seen]]


def test_an_ods_says_words_and_empty_cells():
    number = "<table:table-cell office:value-type='float' office:value='{}'><text:p>{}</text:p></table:table-cell>"
    cells = "".join(
        [number.format(3, "泾华村3组"), number.format(0, ""), number.format(400, "400元"), number.format(1, "是")]
    )
    sheet = first(ods(f"<table:table-row>{cells}</table:table-row>"))
    assert sheet.marks.worded == ((1, 1, "泾华村3组"), (1, 4, "是"))
    assert sheet.marks.unseen == ((1, 2, "0"),)
    assert sheet.rows == [[3, "", 400, 1]]


def test_hidden_text_in_word_and_the_sound_of_a_word():
    gone = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>{}</w:t></w:r>"
    ruby = "<w:r><w:ruby><w:rt><w:r><w:t>mǎ</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>马</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    row = [
        f"<w:p><w:r><w:t>400</w:t></w:r>{gone.format('900')}</w:p>",
        f"<w:p>{gone.format('乙')}</w:p>",
        f"<w:p>{ruby}</w:p>",
    ]
    sheet = first(word("<w:tbl><w:tr>" + "".join(map(word_cell, row)) + "</w:tr></w:tbl>"))
    assert sheet.rows == [["400", "乙", "马"]]
    assert sheet.marks.unseen == ((1, 1, "900"), (1, 2, "乙"))


def test_hidden_text_in_a_web_page():
    page = (
        "<html><style>.no {display:none}</style><table><tr><td>400<span class=no>900</span></td>"
        "<td><i style='visibility:hidden'>乙</i></td><td>丙</td></tr>"
        "<tr><td>1</td><td>2</td><td style='display:none'>丁</td></tr></table></html>"
    )
    sheet = first(page.encode())
    assert sheet.rows == [["400", "乙", "丙"], ["1", "2", "丁"]]
    assert sheet.marks.unseen == ((1, 1, "900"), (1, 2, "乙"), (2, 3, "丁"))


def test_tracked_changes_in_word():
    gone = "<w:p><w:del><w:r><w:delText>{}</w:delText></w:r></w:del></w:p>"
    changed = "<w:p><w:del><w:r><w:delText>400</w:delText></w:r></w:del><w:ins><w:r><w:t>900</w:t></w:r></w:ins></w:p>"
    rows = [
        word_cell(paragraph("甲")) + word_cell(changed),
        "<w:trPr><w:del w:id='1'/></w:trPr>" + word_cell(gone.format("乙")) + word_cell(paragraph("500")),
        "<w:trPr><w:hidden/></w:trPr>" + word_cell(paragraph("丙")) + word_cell(paragraph("600")),
    ]
    sheet = first(word("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"))
    assert sheet.rows == [["甲", "900"], ["乙", "500"], ["丙", "600"]]
    assert sheet.marks.revised == ((1, 2, "400"),)
    assert sheet.marks.struck == ((2, 1), (2, 2))
    assert sheet.marks.hidden_rows == (3,)


def covered(kind):
    rows = [["甲", 1], ["乙", 2], ["甲", 3]]
    data = io.BytesIO()
    if kind == "xls":
        book = xlwt.Workbook()
        sheet = book.add_sheet("名册", cell_overwrite_ok=True)
        sheet.merge(0, 2, 0, 0)
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write(at, place, cell)
        book.save(data)
        return data.getvalue()
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(data)
    parts = dict(unzipped(data.getvalue()))
    part = "xl/worksheets/sheet1.xml"
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:A3"/></mergeCells>'
    return package({**parts, part: parts[part].replace(b"</sheetData>", merge)})


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_what_lies_under_a_merged_cell_is_not_read(kind):
    sheet = first(covered(kind))
    assert sheet.rows[1] == ["", 2]
    assert sheet.marks.covered == ((2, 1, "乙"),)


def test_what_lies_under_a_merged_cell_of_an_ods():
    top = ods_cell("甲", 'table:number-rows-spanned="2"')
    under = ods_cell("乙").replace("table:table-cell", "table:covered-table-cell")
    rows = f"<table:table-row>{top}{ods_cell('1')}</table:table-row><table:table-row>{under}{ods_cell('2')}</table:table-row>"
    sheet = first(ods(rows))
    assert sheet.rows[1] == ["", "2"]
    assert sheet.marks.covered == ((2, 1, "乙"),)


def record(kind, data=b""):
    """One record of a binary workbook."""
    name = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return name + bytes([len(data)]) + data


def wide(text):
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def binary_book():
    """An xlsb of one sheet: 1.2 in a format of 万元, a text in a hidden column, a row that is hidden, a 0 that is not shown."""
    styles = b"".join(
        [
            record(278),
            record(615, struct.pack("<I", 1)) + record(44, struct.pack("<H", 164) + wide(UNIT)) + record(616),
            record(626, struct.pack("<I", 1)) + record(47, bytes(16)) + record(627),
            record(617, struct.pack("<I", 2))
            + record(47, bytes(16))
            + record(47, struct.pack("<HH", 0, 164) + bytes(12))
            + record(618),
            record(279),
        ]
    )

    def cell(kind, column, data, style=0):
        return record(kind, struct.pack("<II", column, style) + data)

    def row(number, *cells, flags=0):
        return record(0, struct.pack("<IIHBB", number, 0, 300, 0, flags) + bytes(5)) + b"".join(cells)

    sheet = b"".join(
        [
            record(129) + record(148, struct.pack("<4I", 0, 1, 0, 1)),
            record(133) + record(137, struct.pack("<H", 0x3CC) + bytes(28)) + record(138) + record(134),
            record(390) + record(60, struct.pack("<5I", 1, 1, 2000, 0, 1)[:18]) + record(391),
            record(145),
            row(0, cell(5, 0, struct.pack("<d", 1.2), style=1), cell(6, 1, wide("看不见"))),
            row(1, cell(5, 0, struct.pack("<d", 0.0)), cell(5, 1, struct.pack("<d", 7.0)), flags=0x10),
            record(146) + record(130),
        ]
    )
    book = record(131) + record(143) + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("名册")) + record(144)
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    return package(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "xl/workbook.bin": book + record(132),
            "xl/_rels/workbook.bin.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{relation}" Target="worksheets/sheet1.bin"/></Relationships>',
            "xl/styles.bin": styles,
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def test_a_binary_workbook_is_read_as_it_is_seen():
    sheet = first(binary_book())
    assert (sheet.name, sheet.rows) == ("名册", [[1.2, "看不见"], ["", 7]])
    assert sheet.marks.dressed == ((1, 1, "1.2万元"),)
    assert (sheet.marks.hidden_rows, sheet.marks.hidden_columns) == ((2,), (2,))
    assert sheet.marks.unseen == ((2, 1, "0"),)


LINED = '<s:style xmlns:s="urn:oasis:names:tc:opendocument:xmlns:style:1.0" s:name="x"><s:text-properties s:text-line-through-style="solid"/></s:style>'


def struck(kind):
    """A cell struck through as a whole, one in part, one not at all."""
    if kind == "xlsx":
        data = io.BytesIO()
        with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
            sheet, lined = book.add_worksheet("名册"), book.add_format({"font_strikeout": True})
            sheet.write_string(0, 0, "旧", lined)
            sheet.write_rich_string(0, 1, lined, "旧", book.add_format(), "新")
            sheet.write_string(0, 2, "新")
        return data.getvalue()
    if kind == "inline":
        book = openpyxl.Workbook()
        sheet, lined = book.active, InlineFont(strike=True)
        sheet.append([CellRichText(TextBlock(lined, "旧")), CellRichText(TextBlock(lined, "旧"), "新"), "新"])
        data = io.BytesIO()
        book.save(data)
        return data.getvalue()
    if kind == "ods":
        part = '<text:span text:style-name="x">旧</text:span>新'
        row = ods_cell("旧", 'table:style-name="x"') + ods_cell(part) + ods_cell("新")
        content = dict(unzipped(ods(f"<table:table-row>{row}</table:table-row>")))
        content["content.xml"] = content["content.xml"].replace(b"<office:body>", LINED.encode() + b"<office:body>")
        return package(content)
    if kind == "docx":
        old, new = "<w:r><w:rPr><w:strike/></w:rPr><w:t>旧</w:t></w:r>", "<w:r><w:t>新</w:t></w:r>"
        cells = [word_cell(f"<w:p>{runs}</w:p>") for runs in (old, old + new, new)]
        return word(f"<w:tbl><w:tr>{''.join(cells)}</w:tr></w:tbl>")
    if kind == "html":
        line = '<td style="text-decoration: line-through">旧</td><td><del>旧</del>新</td><td>新</td>'
        return f"<table><tr>{line}</tr></table>".encode()
    style = '<Styles><Style ss:ID="x"><Font ss:StrikeThrough="1"/></Style></Styles><Worksheet'
    part = '<ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><S>旧</S>新</ss:Data>'
    cells = f'<Cell ss:StyleID="x"><Data ss:Type="String">旧</Data></Cell><Cell>{part}</Cell>'
    book = xml2003(f'<Row>{cells}<Cell><Data ss:Type="String">新</Data></Cell></Row>').decode()
    return book.replace("<Worksheet", style, 1).encode()


@pytest.mark.parametrize("kind", ["xlsx", "inline", "ods", "docx", "html", "xml"])
def test_what_is_struck_through_is_told_and_of_a_cell_struck_in_part_the_rest_is_read(kind):
    sheet = first(struck(kind))
    assert sheet.rows == [["旧", "新", "新"]]
    assert sheet.marks.struck == ((1, 1),)
    assert sheet.marks.struck_parts == ((1, 2, "旧"),)


def test_what_is_struck_through_in_an_xls():
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名册")
    sheet.write(0, 0, "旧", xlwt.easyxf("font: struck_out on"))
    sheet.write(0, 1, 312, xlwt.easyxf("font: struck_out on"))
    sheet.write(0, 2, "新")
    data = io.BytesIO()
    book.save(data)
    assert first(data.getvalue()).marks.struck == ((1, 1), (1, 2))
