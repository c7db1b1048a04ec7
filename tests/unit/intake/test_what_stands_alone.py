"""What stands alone in a row, in a note or in a cell of several households is not passed over, and not counted twice."""

import io

import openpyxl
import pytest

from support.formats import paragraph, word, word_cell, word_table
from support.mentions import citizen
from support.reading import codes, column, read_here
from support.workbooks import xlsx

HEADS = ["序号", "户主姓名", "身份证号", "详细住址", "家庭人口", "家庭困难类别", "家庭年收入"]
TITLE = ["兴泾镇困难家庭名册"]


def household(number, income=60000):
    return [number, f"示范{'甲乙丙丁'[number - 1]}", citizen(number), f"泾华村1组{number}号", 3, "重病", income]


def read(*rows):
    return read_here({"兴泾镇.xlsx": xlsx({"Sheet1": [TITLE, HEADS, *rows]})})


def reasons(intake):
    return [(line["行号"], line["类别"]) for line in intake.rows.to_pylist() if line["类别"] in ("拒收", "说明")]


@pytest.mark.parametrize(
    ("alone", "kind"),
    [
        (["", "", "", "", "", "残疾", ""], "拒收"),
        (["", "", "", "", "", "以上各户均已核实", ""], "说明"),
        (["注：本表一式两份"], "说明"),
        ([f"注：另有王五（身份证{citizen(9)}）1户外出未核实"], "拒收"),
        ([f"注：另有王五（身份证{citizen(9)[:17]}?）1户外出未核实"], "说明"),
    ],
)
def test_a_line_that_speaks_of_somebody_is_told(alone, kind):
    intake = read(household(1), alone)
    assert reasons(intake) == [(4, kind)]
    assert codes(intake).count("INTAKE-ROW-REJECTED") == (kind == "拒收")
    assert column(intake.mentions, "户主姓名") == ["示范甲"]


def merged(letter, *, names=False):
    book = openpyxl.load_workbook(io.BytesIO(xlsx({"Sheet1": [TITLE, HEADS, *map(household, (1, 2, 3))]})))
    sheet = book.active
    assert sheet is not None
    sheet.merge_cells(f"{letter}3:{letter}4")
    if names:
        sheet.merge_cells("B3:B4")
        sheet.merge_cells("C3:C4")
    data = io.BytesIO()
    book.save(data)
    return read_here({"兴泾镇.xlsx": data.getvalue()})


@pytest.mark.parametrize(("letter", "field", "alone"), [("G", "家庭年收入", 60000), ("E", "家庭人口", 3)])
def test_one_figure_merged_over_two_households_is_neithers(letter, field, alone):
    intake = merged(letter)
    assert column(intake.mentions, field) == [None, None, alone]
    (told,) = [finding for finding in intake.findings if finding.code == "INTAKE-FIGURE-SHARED"]
    assert (told.cell, told.facts["各户"]) == (f"{letter}3", "示范甲、示范乙")


def test_a_word_or_a_place_merged_down_is_everybodys_and_a_family_has_its_figure():
    assert column(merged("F").mentions, "家庭困难类别") == [["重病"]] * 3
    assert "INTAKE-FIGURE-SHARED" not in codes(merged("D"))
    assert "INTAKE-FIGURE-SHARED" not in codes(merged("G", names=True))


def test_in_word_too():
    rows = [[word_cell(str(cell)) for cell in row] for row in (HEADS, household(1), household(2))]
    rows[1][6] = word_cell("60000", '<w:vMerge w:val="restart"/>')
    rows[2][6] = word_cell("", "<w:vMerge/>")
    intake = read_here({"兴泾镇.docx": word(paragraph(TITLE[0]) + word_table(*rows))})
    assert column(intake.mentions, "家庭年收入") == [None, None]
    assert "INTAKE-FIGURE-SHARED" in codes(intake)
