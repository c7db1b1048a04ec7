"""Rows that are no household though they stand in the columns of one, and one that is a household though it says 示例."""

import pytest

from rescue_cli.core.states import RowKind
from rescue_cli.intake.recognition.table_layout import Line
from rescue_cli.intake.steps.row_kinds import Rows
from support.each_format import FORMATS
from support.mentions import citizen
from support.reading import codes, column, kinds, read_here
from support.workbooks import xlsx

HEADS = ["序号", "户主姓名", "身份证号", "详细住址", "家庭人口", "家庭困难类别", "家庭年收入", "备注"]


def household(number, **given):
    row = [number, f"示范{'甲乙丙丁戊'[number]}", citizen(number), f"泾华村1组{number}号", 3, "重病", 60000, "租房"]
    return list((dict(zip(HEADS, row, strict=True)) | given).values())


def read(*rows, kind="xlsx"):
    return read_here({f"兴泾镇困难家庭名册.{kind}": FORMATS[kind]([HEADS, household(1), *rows, household(2)])})


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    "row",
    [
        list(range(1, 9)),
        [f"（{n}）" for n in range(1, 9)],
        list("甲乙丙丁戊己庚辛"),
        ["甲", "乙", "丙", 1, 2, 3, 4, 5],
        ["—", "—", 1, 2, 3, 4, 5, 6],
    ],
)
def test_a_row_that_numbers_the_columns_is_no_household_wherever_it_stands(kind, row):
    intake = read(row, kind=kind)
    assert column(intake.mentions, "户主姓名") == ["示范乙", "示范丙"]
    assert kinds(intake)[3] == "表头续页"
    assert not codes(intake)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    "row",
    [
        ["2.", "以上家庭均已入户核实"],
        ["2", "以上家庭均已入户核实，情况属实"],
        ["（二）", "请各村核对后上报"],
        ["1.", "填表说明"],
        ["", "2.本表由镇审核"],
    ],
)
def test_a_remark_behind_its_number_is_no_household(kind, row):
    intake = read(row, kind=kind)
    assert column(intake.mentions, "户主姓名") == ["示范乙", "示范丙"]
    assert kinds(intake)[3] == "说明"


@pytest.mark.parametrize("name", ["示范甲", "欧阳示范", "古丽·示范", "示范甲乙丙丁戊", "均示范"])
def test_a_row_of_a_number_and_a_name_is_a_household(name):
    assert column(read([3, name]).mentions, "户主姓名") == ["示范乙", name, "示范丙"]


def test_a_remark_with_somebodys_number_in_it_is_no_remark():
    intake = read(["2.", f"以上均已核实，另有{citizen(9)}外出"])
    assert kinds(intake)[3] == "拒收"


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("given", [{"序号": "示例"}, {"序号": "例"}, {"序号": "例如"}])
def test_a_household_written_over_the_example_is_taken_and_told(kind, given):
    intake = read(household(3, **given), kind=kind)
    assert column(intake.mentions, "户主姓名") == ["示范乙", "示范丁", "示范丙"]
    assert codes(intake) == ["INTAKE-ROW-EXAMPLE"]


def test_an_example_of_nobody_is_none_and_one_without_a_name_is_asked_about():
    intake = read(household(3, 序号="示例", 身份证号="990101199003070000"), household(4, 户主姓名="示例"))
    assert column(intake.mentions, "户主姓名") == ["示范乙", "示范丙"]
    assert (kinds(intake)[3], kinds(intake)[4]) == ("示例", "拒收")


def test_the_example_of_a_blank_form_of_ours_is_one():
    """A pack may give an example of a number."""
    fields = {0: "序号", 1: "户主姓名", 2: "身份证号"}
    line = Line(3, ["示例", "示范甲", citizen(3)])
    kinds_of = [
        Rows(fields, (), (), set(), examples=own).kind(line, line.cells)[0]
        for own in (frozenset({citizen(3)}), frozenset())
    ]
    assert kinds_of == [RowKind.EXAMPLE, RowKind.DATA]


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("place", [5, 6, 7])
def test_a_text_alone_under_the_last_columns_is_told(kind, place):
    intake = read([*[""] * place, "另欠债5万"], kind=kind)
    assert kinds(intake)[3] == "说明"
    (told,) = [finding for finding in intake.findings if finding.code == "INTAKE-ROW-ALONE"]
    assert (told.row, told.value, told.facts["上一行"]) == (3, "另欠债5万", "2")


@pytest.mark.parametrize("row", [["另欠债5万"], [*[""] * 7, "兴泾镇人民政府"], [*[""] * 7, "2019年4月20日"]])
def test_a_text_at_the_left_and_a_signature_at_the_right_are_notes(row):
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"名册": [HEADS, household(1), row]})})
    assert "INTAKE-ROW-ALONE" not in codes(intake)
