"""The quick ways of reading give what the careful ones give."""

import random

import pytest
from stdnum.cn.ric import calc_check_digit

from rescue_cli.intake.cells import Readings
from rescue_cli.intake.layout import Line
from rescue_cli.intake.rows import DATA, HEAD_AGAIN, NOTE, SIGNATURE, SUBTOTAL, TOTAL, Rows
from rescue_cli.values.id_number import check_character
from rescue_cli.values.name import parse_name
from rescue_cli.values.parsed import Parsed

HEADS = ("序号", "户主姓名", "身份证号", "详细住址", "备注")
FIELDS = dict(enumerate(HEADS))


def test_equal_cells_of_other_types_are_not_one():
    """1 == 1.0 == True, and the dictionary would take them for one."""
    read = Readings(lambda cell: Parsed(f"{type(cell).__name__}:{cell}")).of([1, True, 1.0, "1", 1, ""])
    assert read.values == ["int:1", "bool:True", "float:1.0", "str:1", "int:1", None]


def test_each_cell_is_parsed_once():
    seen: list[object] = []
    Readings(lambda cell: Parsed(seen.append(cell))).of(["泾华村", "泾华村", 3, 3, "泾华村"])
    assert seen == ["泾华村", 3]


def test_the_check_character_is_that_of_the_standard():
    rng = random.Random(11643)
    for _ in range(500):
        body = "".join(rng.choices("0123456789", k=17))
        assert check_character(body) == calc_check_digit(f"{body}0")


@pytest.mark.parametrize(
    ("cell", "note"),
    [("李四故", "INTAKE-NAME-NOTED"), ("不详", ""), ("待补", ""), ("王某某", ""), ("张三等", "")],
)
def test_short_han_words_that_are_no_plain_name(cell: str, note: str):
    """The quick way for names must not take these as they stand."""
    assert parse_name(cell).note == note
    assert (parse_name(cell).value == cell) == (cell in ("王某某", "张三等"))


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ([1, "示范甲", "", "泾华村1组", "x"], DATA),
        ([1, "示范合", "", "泾华村1组", "合计"], DATA),
        (["合计", "12", "", "35", "x"], TOTAL),
        (["泾华村小计", "12", "", "35", "x"], SUBTOTAL),
        (["序 号", "户主姓名", "身份证号", "详细住址", "备注"], HEAD_AGAIN),
        (["填表人：", "", "审核人：示范乙", "1", "x"], SIGNATURE),
        (["注：", "示范甲", "x", "泾华村1组", "x"], NOTE),
        (["１", "示范甲", "", "合计村1组", "x"], DATA),
    ],
)
def test_a_row_is_told_by_its_words_however_many_cells_it_has(cells: list[object], kind: str):
    """Rows of several cells may be passed over quickly only where none of the telling words stands in them."""
    rows = Rows(FIELDS, [Line(1, list(HEADS))], [], set())
    assert rows.kind(Line(2, cells), cells)[0] == kind
