"""Archives are read file by file, passwords found by place, hidden rows and broken cells told once the table is known."""

import io

import openpyxl
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.comments import Comment
from openpyxl.styles import Font

from rescue_cli.core.findings import findings_table
from rescue_cli.intake.file_reading import Replaced
from rescue_cli.intake.unpack import passwords_for
from rescue_cli.pack.load import load_catalogue
from support.formats import gbk_package, package, paragraph, word, word_cell, word_table
from support.reading import HEAD, codes, column, household, read, read_here
from support.workbooks import text_table, xlsx

GOOD = xlsx({"困难家庭名册": [HEAD, household(1)]})
OTHER = xlsx({"困难家庭名册": [HEAD, household(2)]})


def states(intake):
    return dict(zip(column(intake.files, "来源文件"), column(intake.files, "状态"), strict=True))


def test_every_file_of_an_archive_has_its_own_line(tmp_path):
    inner = package({"x.csv": b"1"})
    parts = {
        "兴泾镇.xlsx": GOOD,
        "里层.zip": inner,
        "卷.rar": b"Rar!\x1a\x07",
        "Thumbs.db": b"1",
        "照片.jpg": b"\xff\xd8\xff",
    }
    intake = read(tmp_path, {"包.zip": gbk_package(parts), "镇北堡镇.xlsx": OTHER})
    assert states(intake) == {
        "包.zip": "已读",
        "包.zip/Thumbs.db": "略过",
        "包.zip/兴泾镇.xlsx": "已读",
        "包.zip/卷.rar": "略过",
        "包.zip/照片.jpg": "不能读",
        "包.zip/里层.zip": "略过",
        "镇北堡镇.xlsx": "已读",
    }
    assert column(intake.files, "说明")[0] == "压缩包，内有5个文件"
    assert column(intake.mentions, "来源文件") == ["包.zip/兴泾镇.xlsx", "镇北堡镇.xlsx"]
    assert column(intake.mentions, "镇街") == ["兴泾镇", "镇北堡镇"]
    levels = {line["来源文件"]: line["级别"] for line in findings_table(intake.findings, load_catalogue()).to_pylist()}
    assert (levels["包.zip/里层.zip"], levels["包.zip/卷.rar"]) == ("提示", "提示")


def test_copies_inside_and_beside_an_archive_are_read_once(tmp_path):
    intake = read(tmp_path, {"a.xlsx": GOOD, "b.zip": package({"x.xlsx": GOOD}), "c.zip": package({"x.xlsx": GOOD})})
    assert states(intake) == {
        "a.xlsx": "已读",
        "b.zip": "已读",
        "b.zip/x.xlsx": "重复",
        "c.zip": "重复",
        "c.zip/x.xlsx": "重复",
    }
    assert codes(intake).count("INTAKE-FILE-DUPLICATE") == 2
    assert intake.mentions.num_rows == 1


def test_a_replaced_archive_takes_its_files_with_it_and_one_file_may_be_replaced(tmp_path):
    files = {"旧.zip": package({"x.xlsx": GOOD}), "新.zip": package({"x.xlsx": OTHER})}
    intake = read(tmp_path, files, replaced=Replaced({"旧.zip": "新.zip"}))
    assert states(intake) == {"旧.zip": "已替换", "旧.zip/x.xlsx": "已替换", "新.zip": "已读", "新.zip/x.xlsx": "已读"}
    assert column(intake.mentions, "来源文件") == ["新.zip/x.xlsx"]
    alone = read(tmp_path, files, replaced=Replaced({"旧.zip/x.xlsx": "新.zip/x.xlsx"}))
    assert states(alone)["旧.zip/x.xlsx"] == "已替换"


def test_a_damaged_member_costs_only_itself(tmp_path):
    data = bytearray(package({"a.csv": b"1,2,3\n" * 99, "b.csv": text_table([["困难家庭名册"], HEAD, household(1)])}))
    data[37] ^= 255
    intake = read(tmp_path, {"包.zip": bytes(data)})
    assert states(intake) == {"包.zip": "已读", "包.zip/a.csv": "不能读", "包.zip/b.csv": "已读"}
    assert intake.mentions.num_rows == 1


def test_a_member_said_to_lie_before_the_beginning_of_its_archive_is_damaged(tmp_path):
    data = bytearray(package({"a.csv": b"1,2,3\n" * 9}))
    data[-5] = 1  # the directory is said to begin far behind the end, so what it lists lies before the beginning
    assert states(read(tmp_path, {"包.zip": bytes(data)})) == {"包.zip": "已读", "包.zip/a.csv": "不能读"}


def test_passwords_are_found_by_file_then_folder_then_for_all():
    passwords = {"*": "全", "兴泾镇": "镇", "兴泾镇\\名册.xlsx": "册", "兴泾镇/包.zip": "包"}
    assert passwords_for("兴泾镇/名册.xlsx", passwords) == ("册", "镇", "全")
    assert passwords_for("兴泾镇/包.zip/x.xlsx", passwords) == ("包", "镇", "全")
    assert passwords_for("兴泾镇东/名册.xlsx", passwords) == ("全",)
    assert passwords_for("x.xlsx", {}) == ()


def test_locked_workbooks_open_with_the_password_of_their_folder(tmp_path):
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(GOOD)).encrypt("口令", out)
    files = {"兴泾镇/名册.xlsx": out.getvalue()}
    assert codes(read(tmp_path, files)) == ["INTAKE-FILE-ENCRYPTED"]
    assert read(tmp_path, files, passwords={"兴泾镇/": "口令"}).mentions.num_rows == 1


def test_hidden_rows_are_read_and_told_once_broken_cells_one_by_one():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "困难家庭名册"
    for row in (HEAD, *(household(number) for number in range(1, 6))):
        sheet.append(row)
    for number in (3, 4, 6, 900):
        sheet.row_dimensions[number].hidden = True
    sheet["E3"] = "#REF!"
    sheet["E3"].data_type = "e"
    sheet["F4"] = "=1+1"
    for place in ("A5", "B5", "B2"):
        sheet[place].font = Font(strike=True)
    sheet["B2"].comment = Comment("已迁往外地，" + "详见附页" * 20, "经办人")
    data = io.BytesIO()
    book.save(data)
    intake = read_here({"兴泾镇.xlsx": data.getvalue()})
    assert intake.mentions.num_rows == 5
    by_code = {f.code: f for f in intake.findings}
    assert dict(by_code["INTAKE-ROW-HIDDEN"].facts) == {"行": "3—4、6", "行数": "3", "怎样": "隐藏"}
    assert by_code["INTAKE-ROW-HIDDEN"].township == "兴泾镇"
    assert (by_code["INTAKE-CELL-ERROR"].cell, by_code["INTAKE-CELL-ERROR"].value) == ("E3", "#REF!")
    assert by_code["INTAKE-FORMULA-NO-VALUE"].cell == "F4"
    assert dict(by_code["INTAKE-CELL-STRUCK"].facts) == {"行": "2、5", "处数": "3"}
    noted = by_code["INTAKE-CELL-COMMENT"]
    assert (noted.cell, noted.value) == ("B2", "已迁往外地，" + "详见附页" * 20)
    texts = findings_table(intake.findings, load_catalogue())["问题"].to_pylist()
    assert "（未注明）" not in "".join(texts)


def test_the_paragraphs_over_a_word_table_are_its_title():
    rows = [[str(cell) if cell is not None else "" for cell in row] for row in (HEAD, household(1))]
    table = word_table(*([word_cell(cell) for cell in row] for row in rows))
    intake = read_here({"报送.docx": word(paragraph("兴泾镇困难家庭名册") + table)})
    assert column(intake.mentions, "表种") == ["困难家庭名册"]
    assert column(intake.mentions, "镇街") == ["兴泾镇"]
