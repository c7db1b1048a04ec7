"""Files made by hand to harm whoever opens them: bombs, circles, lies about sizes, values no parser expects.

`hostile()` gives them all by name; `big` ones take seconds to make and are left to the benchmark.
"""

import io
import struct
import zipfile
from collections.abc import Callable, Iterator, Sequence

from support.damaged_files import HEADS, entity_bomb, random, rows, sound
from support.formats import W, gbk_package, ods, ods_cell, package, unzipped, word, word_cell, word_table, xml2003
from support.mentions import citizen
from support.workbooks import text_table, xlsx

Makers = dict[str, Callable[[], bytes]]
SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def changed(part: str, *changes: tuple[bytes, bytes], more: dict[str, bytes] | None = None) -> bytes:
    """The sound workbook with something replaced in one part, and further parts."""
    parts = dict(unzipped(sound()["xlsx"]))
    for old, new in changes:
        assert old in parts[part], old
        parts[part] = parts[part].replace(old, new)
    return package({**parts, **(more or {})})


def sheet_of(inside: str) -> bytes:
    """The sound workbook with other rows in its first sheet."""
    parts = dict(unzipped(sound()["xlsx"]))
    start, end = parts[SHEET].index(b"<sheetData>"), parts[SHEET].index(b"</sheetData>")
    return package({**parts, SHEET: parts[SHEET][:start] + b"<sheetData>" + inside.encode() + parts[SHEET][end:]})


def bombed(part: str) -> bytes:
    parts = dict(unzipped(sound()["xlsx"]))
    text = parts.get(part, b'<?xml version="1.0"?><x>a</x>')
    return package({**parts, part: entity_bomb(text, random.Random(1))})


def cells(*values: object) -> bytes:
    """A roster in whose first household these values stand under their headings, in turn one row each."""
    table = rows()
    for value in values:
        for place in range(3, len(HEADS)):
            odd = list(rows(1)[1])
            odd[place] = value
            table.append(odd)
    return text_table(table, "utf-8")


def inline(*texts: str) -> str:
    return "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{text}</t></is></c></row>' for n, text in enumerate(texts, 1)
    )


def names(*members: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in members:
            archive.writestr(zipfile.ZipInfo(name), sound()["csv"])
    return data.getvalue()


def one_cell(attributes: str) -> bytes:
    """An ods of one cell."""
    return ods(f"<table:table-row>{ods_cell('x', attributes)}</table:table-row>")


def in_directory(data: bytes, offset: int, value: bytes) -> bytes:
    """A zip whose directory says something else of its first member."""
    place = data.index(b"PK\x01\x02") + offset
    return data[:place] + value + data[place + len(value) :]


def container(sectors: bytes, *, shift: int = 9, directory: int = 0, fat: Sequence[int] = (0,)) -> bytes:
    """An OLE2 file of our own making."""
    head = bytearray(512)
    head[:8] = OLE2
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, shift, 6)
    struct.pack_into("<IIIIIIIII", head, 40, 0, len(fat), directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    for place in range(109):
        struct.pack_into("<I", head, 76 + 4 * place, fat[place] if place < len(fat) else 0xFFFFFFFF)
    return bytes(head) + sectors


def _named_entry(name: str, *, left: int = -1, right: int = -1, child: int = -1, kind: int = 5) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    entry = raw.ljust(64, b"\0") + struct.pack("<HBBiii", len(raw), kind, 1, left, right, child)
    return entry.ljust(116, b"\0") + struct.pack("<IQ", 0, 1 << 40)


def _circles() -> bytes:
    """Sectors that follow themselves, and a directory whose entries lead to one another."""
    fat = struct.pack("<128I", *([0] * 128))
    entries = _named_entry("Root Entry", child=1) + _named_entry("Workbook", left=2, right=1, kind=2)
    entries += _named_entry("b", left=1, right=2, child=1, kind=1) * 2
    return container(fat + entries, directory=1)


def _slow_lock() -> bytes:
    """A password that takes a thousand million rounds to try."""
    from msoffcrypto.format.ooxml import OOXMLFile

    data = io.BytesIO()
    OOXMLFile(io.BytesIO(sound()["xlsx"])).encrypt("x", data)
    return data.getvalue().replace(b'spinCount="100000"', b'spinCount="999999"')


def _members_lie() -> bytes:
    return in_directory(sound()["xlsx"], 24, struct.pack("<I", 0xFFFFFFF0))


ZIPS: Makers = {
    "只有头.xlsx": lambda: b"PK\x03\x04",
    "只有尾.xlsx": lambda: b"PK\x05\x06" + b"\0" * 18,
    "尺寸不实.xlsx": _members_lie,
    "方法不明.xlsx": lambda: in_directory(sound()["xlsx"], 10, struct.pack("<H", 99)),
    "校验不对.xlsx": lambda: in_directory(sound()["xlsx"], 16, b"\1\2\3\4"),
    "声称加密.xlsx": lambda: in_directory(sound()["xlsx"], 8, b"\1\0"),
    "位置在外.xlsx": lambda: in_directory(sound()["xlsx"], 42, struct.pack("<I", 0x7FFFFFFF)),
    "位置重叠.xlsx": lambda: sound()["xlsx"].replace(b"PK\x01\x02", b"PK\x01\x02", 1)[:-22] + sound()["xlsx"][-22:],
    "零件过多.xlsx": lambda: package({BOOK: "<workbook/>", **{f"x{n}.xml": "" for n in range(3100)}}),
    "压缩炸弹.xlsx": lambda: package({BOOK: "<workbook/>", SHEET: b"<worksheet>" + b" " * (40 << 20)}),
    "层层.zip": lambda: package({"a.zip": package({"b.zip": package({"c.xlsx": sound()["xlsx"]})})}),
    "名称越界.zip": lambda: names("../../张.csv", "/etc/张.csv", "C:\\张.csv", "a/../../b.csv"),
    "名称怪异.zip": lambda: names("张\x1b[2J.csv", "[/].csv", "x" * 3000 + ".csv", "con.csv", " .csv", "a\n.csv"),
    "名称相同.zip": lambda: names(*["名册.csv"] * 20),
    "名称国标.zip": lambda: gbk_package({"镇北堡镇/名册.csv": sound()["csv"]}),
    "文件过多.zip": lambda: names(*[f"{n}.csv" for n in range(300)]),
    "半个.zip": lambda: names("名册.csv")[:-30],
}
BOOKS: Makers = {
    "部件缺失.xlsx": lambda: package({BOOK: "<workbook><sheets><sheet name='a' sheetId='1'/></sheets></workbook>"}),
    "没有工作表.xlsx": lambda: changed(BOOK, (b"<sheets>", b"<x>"), (b"</sheets>", b"</x>")),
    "表名过长.xlsx": lambda: changed(BOOK, ('name="说明"'.encode(), f'name="{"张" * 5000}"'.encode())),
    "表名相同.xlsx": lambda: changed(BOOK, ('name="说明"'.encode(), 'name="困难家庭名册"'.encode())),
    "表名怪异.xlsx": lambda: changed(BOOK, ('name="说明"'.encode(), b'name="[/]&#x202e;_x001B_[2J"')),
    "关系成圈.xlsx": lambda: changed("xl/_rels/workbook.xml.rels", (b"worksheets/sheet2.xml", b"workbook.xml")),
    "关系在外.xlsx": lambda: changed("xl/_rels/workbook.xml.rels", (b"worksheets/sheet2.xml", b"../../../../etc/passwd")),
    "关系上网.xlsx": lambda: changed("xl/_rels/workbook.xml.rels", (b"worksheets/sheet2.xml", b"http://127.0.0.1:9/x")),
    "实体在样式.xlsx": lambda: bombed("xl/styles.xml"),
    "实体在属性.xlsx": lambda: bombed("docProps/custom.xml"),
    "实体在批注.xlsx": lambda: bombed("xl/comments1.xml"),
    "实体在关系.xlsx": lambda: bombed("xl/_rels/workbook.xml.rels"),
    "文字条数.xlsx": lambda: changed(STRINGS, (b"<sst ", b'<sst uniqueCount="4000000000" x="" ')),
    "行号倒序.xlsx": lambda: sheet_of("".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(500, 0, -1))),
    "行号为零.xlsx": lambda: sheet_of('<row r="0"><c r="A0"><v>1</v></c></row><row r="-1"><c r="A-1"><v>1</v></c></row>'),
    "没有行号.xlsx": lambda: sheet_of("<row><c><v>1</v></c><c t='s'><v>-1</v></c></row>" * 200),
    "格子重复.xlsx": lambda: sheet_of('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>' * 200),
    "数不成数.xlsx": lambda: sheet_of("".join(f'<row r="{n}"><c r="A{n}"><v>{v}</v></c></row>' for n, v in enumerate(("NaN", "inf", "-inf", "1e999", "0x1", "1,2", "--", " ", "9" * 500), 1))),
    "日期出界.xlsx": lambda: changed(SHEET, (b"<v>43557</v>", b"<v>99999999999</v>")),
    "逻辑出界.xlsx": lambda: sheet_of('<row r="1"><c r="A1" t="b"><v>7</v></c><c r="B1" t="e"><v>#X</v></c><c r="C1" t="zz"><v>1</v></c></row>'),
    "一格很长.xlsx": lambda: sheet_of(inline("张" * 300_000)),
    "一格很多行.xlsx": lambda: sheet_of(inline("张\n" * 100_000)),
    "控制字符.xlsx": lambda: sheet_of(inline("_x001B_[2J_x0000__xD800_", "张&#x85;三&#x2028;")),
    "合并相交.xlsx": lambda: changed(SHEET, (b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:C3"/><mergeCell ref="B2:D4"/><mergeCell ref="C3:C3"/></mergeCells>')),
    "合并整列.xlsx": lambda: changed(SHEET, (b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:A1048576"/></mergeCells>')),
    "格式很长.xlsx": lambda: changed("xl/styles.xml", (b"<fonts", b'<numFmts count="2"><numFmt numFmtId="164" formatCode="' + b"&quot;" * 9999 + b'"/><numFmt numFmtId="165" formatCode="' + b"[&gt;0]0;" * 9999 + b'"/></numFmts><fonts')),
    "外部链接.xlsx": lambda: changed(SHEET, (b"</sheetData>", b'</sheetData><hyperlinks><hyperlink ref="A1" r:id="rId99"/></hyperlinks>')),
    "公式成圈.xlsx": lambda: sheet_of('<row r="1"><c r="A1"><f>A1</f></c><c r="B1"><f>cmd|\' /C calc\'!A0</f><v>1</v></c></row>'),
    "很多列.xlsx": lambda: sheet_of("<row r='1'>" + "<c><v>1</v></c>" * 16_384 + "</row>"),
}  # fmt: skip
OLD: Makers = {
    "只有头.xls": lambda: OLE2,
    "扇区成圈.xls": _circles,
    "扇区巨大.xls": lambda: container(b"\0" * 4096, shift=30),
    "目录在外.xls": lambda: container(b"\0" * 4096, directory=0x7FFFFFFF),
    "加密很慢.xlsx": _slow_lock,
    "加密无信息.xlsx": lambda: OLE2 + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\xff" * 3000,
    "记录过长.xls": lambda: sound()["xls"].replace(b"\x0a\x00\x00\x00", b"\xfc\x00\xff\xff", 1),
    "流裸露.xls": lambda: b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\xff" * 4000,
}
TEXTS: Makers = {
    "只有标记.csv": lambda: b"\xef\xbb\xbf",
    "半个字.csv": lambda: "张三".encode("utf-16")[:-1],
    "全是引号.csv": lambda: b'"' * 300_001,
    "引号不合.csv": ('户主姓名,备注\n示范甲,"' + "x,y\n" * 50_000).encode,
    "一行到底.csv": lambda: b"a" * (5 << 20),
    "全是逗号.csv": lambda: b"," * 16_000 + b"\n" + b"," * 16_000,
    "全是换行.csv": lambda: b"\n\r" * 300_000 + b"a,b\n",
    "零字节.csv": lambda: b"\0".join([b"a", b"b"] * 9999),
    "嵌套网页.xls": lambda: b"<html><body>" + b"<table><tr><td>" * 20_000,
    "跨列网页.xls": lambda: b"<html><table>" + b'<tr><td colspan="1000" rowspan="65534">x</td></tr>' * 2000 + b"</table></html>",
    "不闭网页.xls": lambda: b"<html><table>" + b"<tr><td>x" * 100_000,
    "半角代理网页.xls": "<html><table><tr><td>张&#xD800;三&#0;&#27;</td><td>x</td></tr></table></html>".encode,
    "跨行表.xml": lambda: xml2003('<Row ss:Index="999999999"><Cell ss:MergeAcross="999999999"><Data ss:Type="Number">NaN</Data></Cell></Row>'),
    "嵌套文档.docx": lambda: word("<w:tbl><w:tr><w:tc>" * 3000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3000),
    "跨列文档.docx": lambda: word(word_table([word_cell("x", '<w:gridSpan w:val="999999999"/>'), word_cell("y")])),
    "修订文档.docx": lambda: word("<w:ins>" * 2000 + word_table([word_cell("x")]) + "</w:ins>" * 2000),
    "很多段.docx": lambda: package({"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{"<w:p/>" * 200_000}</w:body></w:document>'}),
    "重复列.ods": lambda: one_cell('table:number-columns-repeated="999999999"'),
    "跨列.ods": lambda: one_cell('table:number-columns-spanned="999999999" table:number-rows-spanned="9"'),
    "嵌套.ods": lambda: ods("<table:table-row><table:table-cell>" * 3000),
    "十万空行.ods": lambda: ods('<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>' + f"<table:table-row>{ods_cell('x')}</table:table-row>"),
}  # fmt: skip
VALUES: Makers = {
    "数值怪异.csv": lambda: cells("NaN", "inf", "-1e400", "9" * 400, "1e999", "٣٤٥", "①②", "-0", "1/0", "0.1.2", "1-2-3"),
    "日期怪异.csv": lambda: cells("9999999年99月99日", "0000-00-00", "2019.2.30", "99999999999999999999", "2019年" * 2000, "二〇一九年" * 999),
    "文字怪异.csv": lambda: cells("张" * 20_000, "（" * 5000, "、" * 9999, "1组" * 5000, "万" * 5000, "[/]", "\u202e张三", "👨‍👩‍👧‍👦" * 500, "e\u0301" * 5000),
    "号码怪异.csv": lambda: cells("9" * 20_000, citizen(1) * 500, "X" * 5000, "99010119700101001*" * 300, "9901011970010100" + "\u200b" * 5000),
    "名单很长.csv": lambda: cells("、".join(f"张{n}" for n in range(3000)), "张三（" * 2000, "张三 " * 3000, "之妻" * 3000),
    "空白很多.csv": lambda: cells(" " * 30_000 + "张", "\u3000" * 30_000 + "3", "\t" * 9999),
    "重复表头.csv": lambda: text_table([HEADS * 40, *[row * 40 for row in rows()[1:]]]),
    "表头很长.csv": lambda: text_table([["户主姓名" * 3000, "身份证号" * 3000], ["甲", "乙"]] * 20),
}  # fmt: skip
ALL: Makers = {**ZIPS, **BOOKS, **OLD, **TEXTS, **VALUES}


def hostile() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every one."""
    for name, maker in ALL.items():
        yield name, maker()


def big() -> Iterator[tuple[str, bytes]]:
    """Those that are large themselves, or unfold to something large."""
    yield "巨大炸弹.xlsx", package({BOOK: "<workbook/>", SHEET: b"<worksheet>" + b" " * (600 << 20)})
    yield (
        "实心格.xlsx",
        sheet_of("".join(f'<row r="{n}">' + "<c><v>1</v></c>" * 100 + "</row>" for n in range(1, 60_000))),
    )
    yield "百万行.csv", b"a,b,c,d\n" * 1_040_000
    yield (
        "宽网页.xls",
        b"<html><table>"
        + b"<tr>"
        + b"<td>x</td>" * 9000
        + b"</tr>" * 1
        + b"<tr><td>y</td></tr>" * 300_000
        + b"</table></html>",
    )
    yield "很多张.xlsx", xlsx({f"表{n}": [["户主姓名", "身份证号"], ["示范甲", citizen(1)]] for n in range(1500)})
