"""Delimited text: no quotation mark eats a line, and an honest quoted cell is still read as one."""

import pytest

from rescue_cli.workbooks.reading.workbook_reader import read_workbook

HEADS = ["序号", "户主姓名", "详细住址", "备注"]
HOMES = [[str(number), f"示范{name}", f"泾华村{number}组1号", "无"] for number, name in enumerate("甲乙丙丁戊己", 1)]
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"]


def sent(mark, encoding="utf-8", end="\r\n", **cells):
    """The table with other texts in some cells ("3B" is the second cell of line 3), as bytes."""
    lines = [list(line) for line in (HEADS, *HOMES)]
    for place, text in cells.items():
        lines[int(place[1:-1]) - 1]["ABCD".index(place[-1])] = text
    return end.join(mark.join(line) for line in lines).encode(encoding)


def read(data):
    [sheet] = read_workbook(data)
    return sheet


@pytest.mark.parametrize("mark", [",", "\t", ";"])
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("column", "ABCD")
def test_one_stray_mark_leaves_every_line_a_record(mark, encoding, column):
    sheet = read(sent(mark, encoding, **{f"L3{column}": '"' + HOMES[1]["ABCD".index(column)]}))
    assert [len(row) for row in sheet.rows] == [4] * 7
    assert [row[1].strip('"') for row in sheet.rows[1:]] == [home[1] for home in HOMES]
    assert [(row, "ABCD"[place - 1]) for row, place, _ in sheet.marks.stray_quotes] == [(3, column)]


@pytest.mark.parametrize("first", ["L2B", "L3B", "L4D"])
@pytest.mark.parametrize("second", ["L5B", "L5C", "L6A", "L7D"])
@pytest.mark.parametrize("side", ["before", "behind"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_two_stray_marks_in_two_lines_swallow_nothing(first, second, side, end):
    def text(place):
        return HOMES[int(place[1]) - 2]["ABCD".index(place[2])]

    closing = f'{text(second)}"' if side == "behind" else f'"{text(second)}'
    sheet = read(sent(",", end=end, **{first: f'"{text(first)}', second: closing}))
    assert [len(row) for row in sheet.rows] == [4] * 7
    assert {row for row, _, _ in sheet.marks.stray_quotes} == {int(first[1]), int(second[1])}


def test_two_stray_marks_of_one_column_in_lines_that_follow_one_another_swallow_nothing():
    sheet = read(sent(",", L3B='"示范乙', L4B='示范丙"'))
    assert [row[0] for row in sheet.rows[1:]] == list("123456")


@pytest.mark.parametrize("mark", [",", "\t"])
@pytest.mark.parametrize("column", "BCD")
@pytest.mark.parametrize(
    "text", ["两行\n的格", "甲,乙\n丙\t丁;戊", "一\n二\n\n四", '他说""好""\n又说', "电话：1、2\n" * 40 + "完"]
)
def test_an_honest_cell_of_several_lines_is_one_cell(mark, column, text):
    sheet = read(sent(mark, **{f"L3{column}": f'"{text}"'}))
    assert sheet.rows[2]["ABCD".index(column)] == text.replace('""', '"')
    further = text.count("\n")
    assert [row[0] for row in sheet.rows if row][1:] == list("123456")
    assert sheet.rows[3 + further][0] == "3"  # rows are physical lines
    assert not sheet.marks.stray_quotes
    assert bool(sheet.marks.suspected) == (mark in text)


def test_where_every_cell_is_quoted_a_cell_may_hold_what_looks_like_lines():
    lines = [",".join(f'"{cell}"' for cell in line) for line in (HEADS, *HOMES)]
    lines[2] = '"2","示范乙","泾华村","旧册抄录：\n9,示范庚,泾河村,无\n10,示范辛,泾河村,无"'
    sheet = read("\n".join(lines).encode())
    assert [row[0] for row in sheet.rows if row][1:] == list("123456")
    assert sheet.marks.suspected == (3,)


def test_digits_kept_as_text_and_marks_inside_words_are_no_stray_marks():
    sheet = read(sent(",", L2C='="0951"', L3D='他说"好"', L4D='48寸""'))
    assert sheet.rows[1][2] == "0951"
    assert not sheet.marks.stray_quotes


def test_commas_in_the_cells_of_a_text_cut_at_tabs_do_not_cut_it():
    sheet = read(sent("\t", **{f"L{line}C": f"泾华村,1组,{'1号,' * line}西屋" for line in range(2, 8)}))
    assert [len(row) for row in sheet.rows] == [4] * 7
