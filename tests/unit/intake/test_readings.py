"""The quick ways of reading give what the careful ones give."""

import datetime as dt
import random

import pytest
from stdnum.cn.ric import calc_check_digit

from rescue_cli.core.states import RowKind
from rescue_cli.intake.cell_parsers import Parser, Plain, Readings
from rescue_cli.intake.recognition.table_layout import Line
from rescue_cli.intake.steps.row_kinds import Rows
from rescue_cli.values.address import is_plain_address, parse_address
from rescue_cli.values.free_text import parse_text
from rescue_cli.values.id_number import check_character, is_valid_id, parse_id_number
from rescue_cli.values.name import PLAIN_NAME, parse_name
from rescue_cli.values.parsed import PLAIN_WORDS, Parsed, is_blank
from rescue_cli.values.phone import PLAIN_MOBILE, parse_phone

HEADS = ("序号", "户主姓名", "身份证号", "详细住址", "备注")
FIELDS = dict(enumerate(HEADS))


def test_equal_cells_of_other_types_are_not_one():
    """1 == 1.0 == True, and the dictionary would take them for one."""
    read = Readings(lambda cell: Parsed(f"{type(cell).__name__}:{cell}")).of([1, True, 1.0, "1", 1, ""])
    assert read.values == ["int:1", "bool:True", "float:1.0", "str:1", "int:1", None]


CELLS = [
    "", " ", "　", "\n", "清空", "清 空", "无", "没有", "不详", "不清楚", "暂无", "待补", "0", "-", "NULL", "None", "#N/A", "??",
    "示范甲", "示范 甲", "示范甲故", "故示甲", "欧阳示范", "示·范", "示范甲（户主）", "甲", "示范甲\n", "示範甲", "ＡＢ", "示范甲1",
    "泾华村1组12号", "泾华村１组", "泾华村 1组", "泾华村1组12号 ", "没有固定住址", "不清楚住哪里", "null12", "000000", "清空清空清空",
    "990101199003070015", "990101199003070016", "99010119900307001x", "990101184903070017", "990101199002300011",
    "990101900307001", "９９0101199003070015", "990101199003070015 ", "99010119900307001５", "x" * 18, "1" * 18,
    "19900001234", "29900001234", "0951-2012345", "19900001234、19900001235", "1990000123", "19900001234.0",
    0, 1, -5, 19900001234, 990101199003070015, 1.5, 1e16, float(2**53), True, False, dt.date(2019, 4, 1), dt.time(8, 30),
]  # fmt: skip


@pytest.mark.parametrize(
    ("parse", "is_plain", "takes_figures"),
    [
        (parse_name, PLAIN_NAME.fullmatch, False),
        (parse_id_number, is_valid_id, False),
        (parse_phone, PLAIN_MOBILE.fullmatch, False),
        (parse_address, is_plain_address, False),
        (parse_text, PLAIN_WORDS.fullmatch, True),
    ],
)
def test_plain_cells_read_as_the_parser_reads_them(parse: Parser, is_plain: Plain, takes_figures: bool):
    """…and what has to be told is told, in the order of the cells, whatever came before them."""
    readings = Readings(parse, is_plain, takes_figures=takes_figures)
    readings.of(CELLS[::-3])
    cells = [*CELLS, *CELLS[::2]]
    careful = [Parsed(changed=True) if cell in ("清空", "清 空") else parse(cell) for cell in cells]
    notable = [
        (index, parsed)
        for index, parsed in enumerate(careful)
        if parsed.changed or parsed.note or (parsed.value is None and not is_blank(cells[index]))
    ]
    assert readings.of(cells) == ([parsed.value for parsed in careful], notable)


def test_sound_numbers_are_those_the_parser_takes_without_a_word():
    rng = random.Random(11643)
    sound = 0
    for _ in range(5000):
        day = f"{rng.randint(1845, 2030)}{rng.randint(0, 13):02d}{rng.randint(0, 32):02d}"
        body = f"{rng.randint(0, 999999):06d}{day}{rng.randint(0, 999):03d}"
        number = body + rng.choice([check_character(body), *"0123456789Xx"])
        parsed = parse_id_number(number)
        assert is_valid_id(number) == (parsed == Parsed(number)), number
        sound += is_valid_id(number)
    assert 200 < sound < 2000


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
    [("李四故", "INTAKE-NAME-NOTED"), ("不详", ""), ("待补", ""), ("王某某", "INTAKE-NAME-HIDDEN"), ("张三等", "")],
)
def test_short_han_words_that_are_no_plain_name(cell: str, note: str):
    """The quick way for names must not take these as they stand."""
    assert parse_name(cell).note == note
    assert (parse_name(cell).value == cell) == (cell in ("王某某", "张三等"))


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ([1, "示范甲", "", "泾华村1组", "x"], RowKind.DATA),
        ([1, "示范合", "", "泾华村1组", "合计"], RowKind.DATA),
        (["合计", "12", "", "35", "x"], RowKind.TOTAL),
        (["泾华村小计", "12", "", "35", "x"], RowKind.SUBTOTAL),
        (["序 号", "户主姓名", "身份证号", "详细住址", "备注"], RowKind.HEAD_AGAIN),
        (["填表人：", "", "审核人：示范乙", "1", "x"], RowKind.SIGNATURE),
        (["注：", "示范甲", "x", "泾华村1组", "x"], RowKind.NOTE),
        (["１", "示范甲", "", "合计村1组", "x"], RowKind.DATA),
    ],
)
def test_a_row_is_told_by_its_words_however_many_cells_it_has(cells: list[object], kind: RowKind):
    """Rows of several cells may be passed over quickly only where none of the telling words stands in them."""
    rows, line = Rows(FIELDS, [Line(1, list(HEADS))], [], set()), Line(2, cells)
    assert rows.kind(line, cells)[0] == kind
    assert rows.plainly_data([line, Line(3, [2, "示范乙", "", "泾华村2组", "x"])]) == [kind == RowKind.DATA, True]
