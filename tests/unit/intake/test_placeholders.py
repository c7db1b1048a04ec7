"""Marks that stand for something else: 同上, rows of field codes, a cadre in every row, cells one column too far."""

import pytest

from rescue_cli.core import fields as f
from support.formats import paragraph, word, word_cell
from support.reading import column, read_here
from support.workbooks import text_table, xls, xlsx

HEAD = ["镇街", "村居", "户主姓名", "身份证号", "详细住址", "联系方式", "家庭困难类别", "家庭人口"]
IDS = ["990101196003050117", "990101195507120225", "990101197011190333", "990101196308300447"]
NAMES = ["示范甲", "示范乙", "示范丙", "示范丁"]


def home(number, **given):
    row = [
        "兴泾镇",
        "泾华村",
        NAMES[number - 1],
        IDS[number - 1],
        f"{number}组{number}号",
        f"1990000000{number}",
        "重病",
        3,
    ]
    return [given.get(head, cell) for head, cell in zip(HEAD, row, strict=True)]


def docx(rows):
    lines = ("".join(word_cell(paragraph(str(cell))) for cell in row) for row in rows)
    return word("<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>")


def page(rows):
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><table>{lines}</table></html>".encode()


MAKERS = {
    "名册.xlsx": lambda rows: xlsx({"困难家庭名册": rows}),
    "名册.xls": lambda rows: xls({"困难家庭名册": rows}),
    "困难家庭名册.csv": text_table,
    "困难家庭名册.docx": docx,
    "困难家庭名册.html": page,
}


@pytest.fixture(params=MAKERS)
def read(request):
    return lambda *rows: read_here({request.param: MAKERS[request.param]([*rows])})


def told(intake, code):
    return [(finding.cell, finding.value) for finding in intake.findings if finding.code == code]


@pytest.mark.parametrize("mark", ["同上", "同 上", "〃", '"', "“", "″", "同上。"[:2], "''"])
def test_a_ditto_is_what_stands_above(read, mark):
    intake = read(
        HEAD, home(1), home(2, 村居=mark, 详细住址=mark, 联系方式=mark, 家庭困难类别=mark), home(3, 镇街=mark)
    )
    assert column(intake.mentions, f.VILLAGE) == ["泾华村"] * 3
    assert column(intake.mentions, f.TOWNSHIP) == ["兴泾镇"] * 3
    assert column(intake.mentions, f.ADDRESS) == ["1组1号", "1组1号", "3组3号"]
    assert column(intake.mentions, f.PHONE)[1] == "19900000001"
    listed = {(line[f.ROW], line["字段"]): line["读作"] for line in intake.raw.to_pylist()}
    assert listed[3, f.ADDRESS] == "1组1号"
    assert len(told(intake, "INTAKE-CELL-DITTO")) == 5


MORE_MARKS = '（同上） 仝上 々 ↑↑ —〃— -"- 〃〃 ｀｀ 〟 同上。 与上行相同 见上 同 照上户 “” 同上一行'


@pytest.mark.parametrize("mark", MORE_MARKS.split())
def test_dittos_of_every_sort(mark):
    rows = [HEAD, home(1), home(2, 村居=mark, 详细住址=mark, 家庭困难类别=mark)]
    intake = read_here({"名册.xlsx": xlsx({"困难家庭名册": rows})})
    last = intake.mentions.to_pylist()[-1]
    assert [last[name] for name in (f.VILLAGE, f.ADDRESS, f.HARDSHIP)] == ["泾华村", "1组1号", ["重病"]]
    assert len(told(intake, "INTAKE-CELL-DITTO")) == 3


@pytest.mark.parametrize("mark", ["同左", "同第1行", "同3户", "同上3组"])
def test_what_points_elsewhere_is_open(mark):
    intake = read_here({"名册.xlsx": xlsx({"困难家庭名册": [HEAD, home(1), home(2, 村居=mark, 详细住址=mark)]})})
    last = intake.mentions.to_pylist()[-1]
    assert last[f.VILLAGE] is last[f.ADDRESS] is None
    assert len(told(intake, "INTAKE-CELL-DITTO-OPEN")) == 2


def test_a_name_of_a_place_that_begins_so_is_no_ditto():
    rows = [HEAD, home(1), home(2, 户主姓名="同仁", 详细住址="同心路3号")]
    intake = read_here({"名册.xlsx": xlsx({"困难家庭名册": rows})})
    assert column(intake.mentions, f.ADDRESS)[-1] == "同心路3号"
    assert not told(intake, "INTAKE-CELL-DITTO") + told(intake, "INTAKE-CELL-DITTO-OPEN")


def test_nobody_is_the_person_above_and_nothing_stands_above_the_first(read):
    intake = read(HEAD, home(1, 村居="同上"), home(2, 户主姓名="同上", 身份证号="同上"), home(3, 详细住址="同上3号"))
    assert column(intake.mentions, f.HEAD_NAME) == ["示范甲", None, "示范丙"]
    assert column(intake.mentions, f.ID_NUMBER)[1] is None
    assert column(intake.mentions, f.ADDRESS)[2] is None
    assert [cell for cell, _ in told(intake, "INTAKE-CELL-DITTO-OPEN")] == ["B2", "C3", "D3", "E4"]


def test_a_head_may_be_the_one_above_beside_a_name_of_the_rows_own(read):
    head = ["户主姓名", "姓名", "与户主关系", "详细住址"]
    intake = read(head, ["示范甲", "示范甲", "户主", "1组1号"], ["同上", "示范乙", "配偶", "同上"])
    assert column(intake.mentions, f.HEAD_NAME) == ["示范甲", "示范甲"]


@pytest.mark.parametrize("mark", ["——", "———", "--------", "/", "//"])
def test_dashes_say_nothing(read, mark):
    intake = read(HEAD, home(1), home(2, 村居=mark, 详细住址=mark))
    assert column(intake.mentions, f.ADDRESS) == ["1组1号", None]
    assert column(intake.mentions, f.VILLAGE) == ["泾华村", None]


@pytest.mark.parametrize(
    "codes",
    [
        ["zj", "cj", "hzxm", "sfzh", "dz", "lxfs", "lb", "rk"],
        ["AAB001", "AAB002", "AAC003", "AAC002", "AAE006", "AAE005", "BZ_LB", "BZ_RK"],
        ["必填", "必填", "必填", "必填", "必填", "选填", "必填", "选填"],
    ],
)
def test_a_row_of_field_codes_is_no_household(read, codes):
    intake = read(HEAD, codes, home(1), home(2))
    assert column(intake.mentions, f.HEAD_NAME) == ["示范甲", "示范乙"]
    assert dict(zip(column(intake.rows, f.ROW), column(intake.rows, "类别"), strict=True))[2] == "说明"


@pytest.mark.parametrize("plain", [True, False])
def test_a_cadre_named_in_every_row_is_nobodys_member(read, plain):
    more = ["姓名", "联系电话", "身份证号"]
    cadres = [["示范庚", "19900000009", "990101198001010997"], ["示范辛", "19900000008", ""]]
    rows = [[*home(number), *cadres[number > 2]] for number in range(1, 5)]
    intake = read([*(head.replace("户主", "") if plain else head for head in HEAD), *more], *rows)
    assert intake.mentions.num_rows == 4
    assert column(intake.mentions, f.HEAD_NAME) == NAMES
    assert told(intake, "INTAKE-COLUMN-STRANGERS") == [("I1", "姓名")]
    assert "INTAKE-COLUMN-TWICE" not in {finding.code for finding in intake.findings}
    assert "示范庚" in column(intake.mentions, f.OTHER_COLUMNS)[0]


def test_other_people_in_a_second_column_are_members_and_told(read):
    rows = [[*home(number), name, ""] for number, name in enumerate(["示范庚", "示范辛", "示范壬"], 1)]
    intake = read([*(head.replace("户主", "") for head in HEAD), "姓名", "身份证号"], *rows)
    assert intake.mentions.num_rows == 6
    assert told(intake, "INTAKE-COLUMN-MEMBERS") == [("I1", "姓名")]


@pytest.mark.parametrize(
    ("place", "side"), [(1, "左移"), (2, "左移"), (3, "左移"), (2, "右移"), (3, "右移"), (4, "右移"), (1, "右移")]
)
def test_a_row_one_cell_too_far_is_told_once_and_not_used(read, place, side):
    row = home(2)
    row = [*row[:place], *row[place + 1 :], ""] if side == "左移" else [*row[:place], "", *row[place:]]
    head = [*HEAD, "备注"]
    intake = read(head, [*home(1), ""], row, [*home(3), ""])
    letter = "ABCDEFGH"[place]
    [finding] = [finding for finding in intake.findings if finding.code == "INTAKE-ROW-SHIFTED"]
    assert (finding.row, finding.facts["列"], finding.facts["移"]) == (3, letter, f"{side}一格")
    second = intake.mentions.to_pylist()[1]
    assert [second[name] for name in HEAD[max(place, 2) :]] == [None] * (8 - max(place, 2))
    assert [line[f.HEAD_NAME] for line in intake.mentions.to_pylist()][::2] == ["示范甲", "示范丙"]


@pytest.mark.parametrize(
    "given", [{"身份证号": ""}, {"联系方式": ""}, {"身份证号": "", "联系方式": ""}, {"详细住址": ""}]
)
def test_gaps_are_no_shift(read, given):
    intake = read(HEAD, home(1), home(2, **given))
    assert not told(intake, "INTAKE-ROW-SHIFTED")


def test_a_row_pushed_out_of_the_table_where_every_cell_might_stand_where_it_is():
    heads = [*HEAD, "人均月收入"]
    rows = [[*home(number), 400] for number in range(1, 4)]
    rows[1] = [*home(2)[:-1], "", 3, 400]
    intake = read_here({"名册.xlsx": xlsx({"困难家庭名册": [heads, *rows]})})
    assert column(intake.mentions, "人均月收入") == [400, None, 400]
    assert [cell[:1] for cell, _ in told(intake, "INTAKE-ROW-SHIFTED")] == ["H"]


@pytest.mark.parametrize("blank", [6, 7])
def test_a_note_or_a_sum_behind_the_table_is_no_shift(blank):
    row = [*home(2), 400, "已走访" if blank == 6 else 1200]
    row[blank] = ""
    rows = [[*home(1), 400], row, [*home(3), 400]]
    intake = read_here({"名册.xlsx": xlsx({"困难家庭名册": [[*HEAD, "人均月收入"], *rows]})})
    assert not told(intake, "INTAKE-ROW-SHIFTED")


@pytest.mark.parametrize("coded", ["{}_{}", "{1}({0})", "{}[{}]", "{1}-{0}"])
def test_headings_with_the_code_of_a_system(read, coded):
    heads = [
        coded.format(head, code)
        for head, code in zip(["村", *HEAD[2:]], ["cun", "hzxm", "sfzh", "xxzz", "lxfs", "knlb", "jtrk"], strict=True)
    ]
    [mention] = read(heads, home(1)[1:]).mentions.to_pylist()
    assert (mention["村居"], mention[f.HEAD_NAME], mention["联系方式"]) == ("泾华村", "示范甲", "19900000001")
