"""The letter as Word document: what stands in it, and nothing of the machine."""

import datetime as dt
import zipfile
from pathlib import Path

from docx import Document

from rescue_cli.workbooks.writing.letter_document import Letter, write_letter

LETTER = Letter(
    "报送材料退回函",
    "兴泾镇",
    ("你单位报来的材料有问题。",),
    ("文件", "必须改"),
    (8.0, 2.0),
    (("名册.xlsx", "3"), ("=cmd|' /C calc'!A0", "1")),
    ("主要问题：", "1．身份证号位数不对。"),
    ("西夏区民政局", "2019年9月30日"),
    dt.date(2019, 9, 30),
)


def test_text_table_and_properties(tmp_path: Path) -> None:
    write_letter(tmp_path / "函.docx", LETTER)
    document = Document(str(tmp_path / "函.docx"))
    assert [paragraph.text for paragraph in document.paragraphs] == [
        "报送材料退回函",
        "兴泾镇：",
        "你单位报来的材料有问题。",
        "主要问题：",
        "1．身份证号位数不对。",
        "西夏区民政局",
        "2019年9月30日",
    ]
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["名册.xlsx", "3"]
    assert document.core_properties.created == dt.datetime(2019, 9, 30, tzinfo=dt.UTC)
    assert document.core_properties.author == "西夏区民政局"


def test_the_columns_of_the_table_have_their_widths_in_every_program(tmp_path: Path) -> None:
    write_letter(tmp_path / "函.docx", LETTER)
    table = Document(str(tmp_path / "函.docx")).tables[0]
    grid = [round(column.width.cm, 1) for column in table.columns]  # LibreOffice and WPS go by the grid
    assert grid == [round(cell.width.cm, 1) for cell in table.rows[0].cells] == [8.0, 2.0]


def test_same_letter_same_bytes(tmp_path: Path) -> None:
    for name in ("一.docx", "二.docx"):
        write_letter(tmp_path / name, LETTER)
    assert (tmp_path / "一.docx").read_bytes() == (tmp_path / "二.docx").read_bytes()


def test_han_characters_have_a_chinese_font(tmp_path: Path) -> None:
    write_letter(tmp_path / "函.docx", LETTER)
    with zipfile.ZipFile(tmp_path / "函.docx") as package:
        assert 'w:eastAsia="仿宋"' in package.read("word/document.xml").decode()
