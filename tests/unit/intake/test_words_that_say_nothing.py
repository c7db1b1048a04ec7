"""无, 不详, — where a figure is asked for are neither zero nor silence: they are told, in every format and in replies."""

import io

import openpyxl
import pytest

from support.catalogue_files import handed_out
from support.each_format import FORMATS
from support.mentions import citizen
from support.reading import column, read, read_here
from support.workbooks import xlsx

HEADS = ["序号", "户主姓名", "身份证号", "详细住址", "家庭人口", "家庭困难类别", "家庭年收入", "低保人数", "是否低保"]


def rows_with(*words):
    return [
        [number, f"示范{'甲乙丙丁戊'[number]}", citizen(number), f"泾华村1组{number}号", 3, "重病", word, 0, "否"]
        for number, word in enumerate(words)
    ]


def silences(intake):
    return [(f.code, f.cell, f.value) for f in intake.findings if f.code.startswith("INTAKE-SAYS-")]


@pytest.mark.parametrize("kind", FORMATS)
def test_words_in_place_of_an_income_are_told_at_their_cell(kind):
    data = FORMATS[kind]([HEADS, *rows_with("无", "不详", "未知", "—", "/")])
    intake = read_here({f"兴泾镇困难家庭名册.{kind}": data})
    assert column(intake.mentions, "家庭年收入") == [None] * 5
    assert silences(intake) == [
        ("INTAKE-SAYS-NOTHING", "G2", "无"),
        ("INTAKE-SAYS-NOTHING", "G3", "不详"),
        ("INTAKE-SAYS-NOTHING", "G4", "未知"),
        ("INTAKE-SAYS-DASH", "G5", "—"),
        ("INTAKE-SAYS-DASH", "G6", "/"),
    ]


def test_a_count_an_answer_and_a_category_too_but_no_zero_and_no_free_text():
    rows = rows_with(0, 5000, "")
    rows[0][4], rows[1][5], rows[2][7] = "不详", "未知", "无"
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"名册": [HEADS, *rows]})})
    assert silences(intake) == [
        ("INTAKE-SAYS-NOTHING", "E2", "不详"),
        ("INTAKE-SAYS-NOTHING", "F3", "未知"),
        ("INTAKE-SAYS-NOTHING", "H4", "无"),
    ]
    raw = {(line["行号"], line["列"]): line["代码"] for line in intake.raw.to_pylist()}
    assert raw[2, "E"] == raw[4, "H"] == "INTAKE-SAYS-NOTHING"


def test_an_answer_that_says_nothing_is_told_and_its_row_is_taken(tmp_path):
    """Of a hand-out that came back: nobody else would ever know that it was answered so."""
    files = handed_out().files
    book = openpyxl.load_workbook(io.BytesIO(files["填好.xlsx"]))
    sheet = book.worksheets[0]
    heads = {str(cell.value): cell for row in sheet.iter_rows(max_row=6) for cell in row if cell.value}
    (head,) = [cell for text, cell in heads.items() if "人均月收入" in text]
    place = sheet.cell(heads["编号"].row + 1, head.column, "—")
    data = io.BytesIO()
    book.save(data)
    intake = read(tmp_path, {**files, "填好.xlsx": data.getvalue()})
    assert silences(intake) == [("INTAKE-SAYS-NOTHING", place.coordinate, "—")]
    assert [row for _, _, row in intake.replies] == [place.row]
