"""What a format shows of a value is read in every format of file as in xlsx: zeros, words, other figures, months."""

import datetime as dt
import io

import pytest
import xlsxwriter
import xlwt

from support.each_format import FORMATS
from support.formats import ods, xml2003
from support.reading import read_here

HEADS = ["户主姓名", "详细住址", "家庭困难类别", "家庭人口", "家庭年收入", "出生日期", "名单日期"]
DRESSED, UNSEEN = "INTAKE-NUMBER-FORMAT", "INTAKE-ZERO-UNSEEN"
JUNE = dt.date(1960, 6, 1)
CASES = [  # heading, stored, format, what it shows, what is read
    ("家庭年收入", 0, "#,###", "", None),
    ("家庭人口", 3, '"无"', "无", None),
    ("家庭人口", 3, '0"+1"', "3+1", None),
    ("家庭人口", 3, '0"人"', "3人", 3),
    ("家庭年收入", 6000, '0"0"', "60000", None),
    ("家庭年收入", 1000, '"月"0', "月1000", 12000),
    ("家庭年收入", 12000, '[$$-409]#,##0', "$12,000", None),
    ("家庭年收入", 12000, '"¥"#,##0', "¥12,000", 12000),
    ("家庭年收入", 1.2, '0.00"万元"', "1.20万元", 12000),
    ("户主姓名", "示范甲", '@"（已故）"', "示范甲（已故）", "示范甲"),
    ("出生日期", JUNE, 'yyyy"年"m"月"', "1960年6月", None),
    ("出生日期", JUNE, "mmm-yy", "Jun-60", None),
    ("出生日期", JUNE, "yyyy", "1960", None),
    ("出生日期", JUNE, "yyyy-m-d", "1960-6-1", JUNE),
    ("名单日期", JUNE.replace(year=2019), 'yyyy"年"m"月"', "2019年6月", dt.date(2019, 6, 30)),
    ("家庭年收入", "90\n80", "@", "90\n80", None),
]  # fmt: skip


def cells(heading, stored):
    row = dict(zip(HEADS, ["示范甲", "泾华村1组1号", "重病", 3, 60000, "", ""], strict=True)) | {heading: stored}
    return list(row.values())


def in_xls(heading, stored, code, _shown):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("名册")
    for place, (head, cell) in enumerate(zip(HEADS, cells(heading, stored), strict=True)):
        sheet.write(0, place, head)
        if cell != "":
            sheet.write(1, place, cell, xlwt.easyxf(num_format_str=code if head == heading else "General"))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _kind(stored):
    if isinstance(stored, dt.date):
        return f'office:value-type="date" office:date-value="{stored}"'
    if isinstance(stored, str):
        return (
            f'office:value-type="string" office:string-value="{stored}"'
            if "\n" not in stored
            else 'office:value-type="string"'
        )
    return f'office:value-type="float" office:value="{stored}"'


def in_ods(heading, stored, _code, shown):
    def cell(head, value):
        text = shown if head == heading else str(value)
        lines = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n"))
        return f"<table:table-cell {_kind(value)}>{lines}</table:table-cell>" if value != "" else "<table:table-cell/>"

    heads = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{head}</text:p></table:table-cell>' for head in HEADS
    )
    row = "".join(cell(head, value) for head, value in zip(HEADS, cells(heading, stored), strict=True))
    return ods(f"<table:table-row>{heads}</table:table-row><table:table-row>{row}</table:table-row>")


def in_xml(heading, stored, code, _shown):
    def cell(head, value):
        kind = "DateTime" if isinstance(value, dt.date) else "String" if isinstance(value, str) else "Number"
        text = f"{value}T00:00:00.000" if kind == "DateTime" else value
        style = ' ss:StyleID="x"' if head == heading else ""
        return f'<Cell{style}><Data ss:Type="{kind}">{text}</Data></Cell>'

    heads = "".join(f'<Cell><Data ss:Type="String">{head}</Data></Cell>' for head in HEADS)
    row = "".join(cell(head, value) for head, value in zip(HEADS, cells(heading, stored), strict=True))
    escaped = code.replace('"', "&quot;")
    styles = f'<Styles xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Style ss:ID="x"><NumberFormat ss:Format="{escaped}"/></Style></Styles>'
    return xml2003(f"<Row>{heads}</Row><Row>{row}</Row>").replace(b"<Worksheet", styles.encode() + b"<Worksheet", 1)


@pytest.mark.parametrize(("heading", "stored", "code", "shown", "read"), CASES)
@pytest.mark.parametrize(("kind", "make"), [("xls", in_xls), ("ods", in_ods), ("xml", in_xml)])
def test_a_value_is_read_as_it_is_shown(kind, make, heading, stored, code, shown, read):
    intake = read_here({f"兴泾镇困难家庭名册.{kind}": make(heading, stored, code, shown)})
    (home,) = intake.mentions.to_pylist()
    assert home[heading] == read
    codes = {finding.code for finding in intake.findings}
    if read != stored:
        assert codes & {DRESSED, UNSEEN, "INTAKE-MONEY-UNCLEAR"}


@pytest.mark.parametrize(("heading", "stored", "code", "shown", "read"), CASES)
@pytest.mark.parametrize("kind", ["csv", "docx", "html"])
def test_a_text_of_it_is_read_the_same(kind, heading, stored, code, shown, read):
    """These hold only what is shown: where that is another whole figure, nobody can know of the one behind it."""
    data = FORMATS[kind]([HEADS, cells(heading, shown)])
    (home,) = read_here({f"兴泾镇困难家庭名册.{kind}": data}).mentions.to_pylist()
    assert home[heading] == (60000 if shown == "60000" else read)


@pytest.mark.parametrize(("number", "read"), [(17, None), (27, None), (57, None), (14, JUNE), (31, JUNE)])
def test_a_format_known_by_its_number_alone_shows_no_more_than_it_does(number, read):
    """57 is what Excel in Chinese calls 2012年3月; no record of the workbook says so."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名册")
        sheet.write_row(0, 0, HEADS)
        sheet.write_row(1, 0, cells("出生日期", ""))
        sheet.write_number(1, 5, 22068, book.add_format({"num_format": number}))
    intake = read_here({"兴泾镇困难家庭名册.xlsx": data.getvalue()})
    (home,) = intake.mentions.to_pylist()
    assert home["出生日期"] == read
    assert (DRESSED in {finding.code for finding in intake.findings}) == (read is None)
