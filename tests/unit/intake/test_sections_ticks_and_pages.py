"""Rosters as clerks lay them out: a village in a row of its own, ticked columns, pages without headings, shared words."""

import pytest

from rescue_cli.core import fields as f
from support.reading import codes, column, kinds, read, read_here
from support.workbooks import xlsx

PLAIN = ["序号", "户主姓名", "身份证号", "详细住址", "联系方式", "家庭困难类别"]
IDS = ("990101199003070015", "99010119900307004X", "990101199003070031")


def row(number, *more, hardship="重病"):
    name = f"示范{'甲乙丙丁戊己'[number - 1]}"
    return [number, name, None, f"{number}组{number}号", f"1990000000{number}", hardship, *more]


@pytest.mark.parametrize("line", ["泾华村", "一、泾华村", "泾华村（2户）", "村（居）：泾华村", "(一)泾华村："])
def test_a_village_in_a_row_of_its_own_speaks_of_the_rows_below(line):
    rows = [["兴泾镇困难家庭名册"], PLAIN, [line], row(1), row(2), ["小计", "2户"], ["泾河村"], row(3)]
    intake = read_here({"兴泾镇.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, f.VILLAGE) == ["泾华村", "泾华村", "泾河村"]
    assert kinds(intake)[3] == kinds(intake)[7] == "说明"
    assert not codes(intake)


def test_a_subtotal_of_a_village_ends_its_section_and_one_of_a_page_does_not():
    rows = [["名册"], PLAIN, ["泾华村"], row(1), ["本页小计", "1户"], row(2), ["小计", "2户"], row(3)]
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, f.VILLAGE) == ["泾华村", "泾华村", None]


def test_a_township_in_a_row_of_its_own_speaks_of_the_rows_below():
    rows = [["西夏区困难家庭名册"], PLAIN, ["一、兴泾镇"], row(1), ["二、怀远路街道"], row(2)]
    intake = read_here({"全区.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, f.TOWNSHIP) == ["兴泾镇", "怀远路街道"]


def test_a_household_of_which_only_a_name_is_given_is_no_village():
    rows = [["兴泾镇困难家庭名册"], PLAIN, [None, "王新村"], row(1)]
    intake = read_here({"兴泾镇.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, f.HEAD_NAME) == ["王新村", "示范甲"]


def test_a_village_written_once_holds_for_the_blank_rows_below_it_and_is_listed():
    head = [*PLAIN, "村居"]
    rows = [head, row(1, "泾华村"), row(2), row(3), row(4, "泾河村"), row(5), row(6)]
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, f.VILLAGE) == ["泾华村"] * 3 + ["泾河村"] * 3
    listed = [line["行号"] for line in intake.raw.to_pylist() if line["字段"] == f.VILLAGE]
    assert listed == [3, 4, 6, 7]


@pytest.mark.parametrize(
    "villages",
    [
        pytest.param(["泾华村", None, None, None], id="how far one village reaches nobody knows"),
        pytest.param([None, "泾华村", None, None], id="the first row is of no village"),
        pytest.param(["泾华村", None, "泾河村", "泾华村"], id="a village comes back"),
    ],
)
def test_a_blank_village_is_not_filled_in_where_the_column_does_not_say_it(villages):
    rows = [[*PLAIN, "村居"], *(row(number, village) for number, village in enumerate(villages, start=1))]
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, f.VILLAGE) == villages


def test_a_blank_village_is_not_filled_in_against_the_address():
    rows = [[*PLAIN, "村居"], row(1, "泾华村"), row(2), row(3), row(4, "泾河村"), row(5), row(6)]
    rows[3][3] = "泾河村3组3号"
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, f.VILLAGE) == ["泾华村", None, None, "泾河村", None, None]


TICKED = [["√", None, None], [None, None, "√"], ["√", "1", None], [None, None, None]]
HARDSHIPS = [["重病"], ["就学"], ["重病", "残疾"], None]


def test_ticked_columns_under_the_heading_of_a_field_are_its_words():
    rows = [
        [*PLAIN[:5], "困难类别（打√）", "<", "<"],
        [*["^"] * 5, "重病", "残疾", "就学"],
        *([*row(number)[:5], *marks] for number, marks in enumerate(TICKED, start=1)),
    ]
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, "家庭困难类别") == HARDSHIPS
    assert not codes(intake)


def test_ticked_columns_without_a_heading_over_them_are_read_alike():
    rows = [[*PLAIN[:5], "重病", "残疾", "就学"], *([*row(number)[:5], *m] for number, m in enumerate(TICKED, start=1))]
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, "家庭困难类别") == HARDSHIPS


def test_a_mark_that_says_neither_leaves_the_field_blank_with_a_finding():
    rows = [[*PLAIN[:5], "重病", "残疾", "就学"], [*row(1)[:5], "√", "待定吧", None], [*row(2)[:5], "√", None, None]]
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, "家庭困难类别") == [None, ["重病"]]
    assert codes(intake) == ["INTAKE-YESNO-UNCLEAR"]
    assert column(intake.mentions, f.UNREAD)[0] == ["家庭困难类别"]


def test_columns_of_counts_are_not_taken_for_ticks():
    rows = [[*PLAIN[:5], "重病", "残疾", "就学"], [*row(1)[:5], 2, 3, 0], [*row(2)[:5], 0, 2, 4]]
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert column(intake.mentions, "家庭困难类别") == [None, None]
    assert column(intake.mentions, f.OTHER_COLUMNS)[0] == "重病：2；残疾：3；就学：0"


def with_id(number):
    cells = row(number)
    cells[2] = IDS[number - 1]
    return cells


def test_a_sheet_without_headings_goes_on_under_those_of_the_sheet_before(tmp_path):
    sheets = {"名册": [["兴泾镇困难家庭名册"], PLAIN, with_id(1)], "名册(2)": [with_id(2), with_id(3)]}
    intake = read(tmp_path, {"兴泾镇.xlsx": xlsx(sheets)})
    assert column(intake.mentions, f.ID_NUMBER) == list(IDS)
    assert set(column(intake.mentions, f.TOWNSHIP)) == {"兴泾镇"}
    assert codes(intake) == ["INTAKE-SHEET-CONTINUED"]


def test_a_sheet_without_headings_that_does_not_fit_is_rejected_row_by_row(tmp_path):
    moved = [[*with_id(2)[2:], "x", "示范乙"], [*with_id(3)[2:], "x", "示范丙"]]
    sheets = {"名册": [["兴泾镇困难家庭名册"], PLAIN, with_id(1)], "名册(2)": moved}
    intake = read(tmp_path, {"兴泾镇.xlsx": xlsx(sheets)})
    assert column(intake.mentions, f.ID_NUMBER) == [IDS[0]]
    assert [line["类别"] for line in intake.rows.to_pylist() if line["工作表"] == "名册(2)"] == ["拒收", "拒收"]
    assert codes(intake) == ["INTAKE-SHEET-UNKNOWN"]


def test_a_further_page_under_the_title_with_xu_is_the_same_table():
    rows = [
        ["困难家庭名册"],
        PLAIN,
        row(1),
        ["困难家庭名册（续）"],
        PLAIN,
        row(2),
        ["困难家庭名册（第3页）"],
        PLAIN,
        row(3),
    ]
    intake = read_here({"兴泾镇.xlsx": xlsx({"Sheet1": rows})})
    assert set(column(intake.columns, "表序")) == {1}
    assert [kind for _, kind in sorted(kinds(intake).items())][3:5] == ["标题", "表头续页"]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("人均收入（元/年）", "家庭人均年收入"),
        ("家庭人均收入(元/人·年)", "家庭人均年收入"),
        ("人均收入（元/月）", "人均月收入"),
        ("人均月收入（元）", "人均月收入"),
        ("其中：低保人数", "低保人数"),
    ],
)
def test_the_unit_of_a_heading_tells_two_fields_of_one_word_apart(heading, field):
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": [[*PLAIN, heading], row(1, 12247)]})})
    assert column(intake.columns, "字段")[-1] == field
    assert column(intake.mentions, field)[0] == 12247
    assert not codes(intake)


@pytest.mark.parametrize(
    ("title", "form"),
    [
        ("兴泾镇低保对象花名册（2019年3月）", "低保在保名单"),
        ("兴泾镇农村低保户名单（2019年3月）", "低保在保名单"),
        ("未整户纳入农村低保家庭名册", "未整户纳入低保家庭名册"),
        ("兴泾镇分散特困供养人员名册", "分散供养特困对象名册"),
        ("非农业户口低保对象花名册（2019年3月）", "低保在保名单"),
    ],
)
def test_a_form_is_known_by_the_usual_names_of_its_title(title, form):
    rows = [
        [title],
        ["户主姓名", "详细住址", "联系方式", "家庭人口", "低保人数"],
        ["示范甲", "1组1号", "19900000001", 2, 1],
    ]
    assert column(read_here({"表.xlsx": xlsx({"Sheet1": rows})}).mentions, f.FORM) == [form]


def test_a_list_of_those_who_are_not_helped_is_no_list_of_those_who_are():
    rows = [["兴泾镇未纳入低保家庭名册"], ["户主姓名", "详细住址", "家庭人口"], ["示范甲", "1组1号", 2]]
    assert "低保在保名单" not in column(read_here({"表.xlsx": xlsx({"Sheet1": rows})}).mentions, f.FORM)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ([None, None, None, "2019年4月25日"], "签名"),
        ([None, None, None, "年  月  日"], "签名"),
        (["2、“困难类别”一栏填重病、就学等。"], "说明"),
    ],
)
def test_lines_under_the_table_are_no_households(line, kind):
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": [PLAIN, row(1), line]})})
    assert kinds(intake)[3] == kind
    assert intake.mentions.num_rows == 1


def test_a_whole_file_of_another_township_is_told_once():
    head = ["镇街", *PLAIN]
    rows = [head, *(["镇北堡镇", *row(number)] for number in range(1, 5))]
    assert codes(read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})) == ["INTAKE-TOWNSHIPS-DISAGREE"]
    rows[1:4] = [["兴泾镇", *row(number)] for number in range(1, 4)]
    assert codes(read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})) == ["INTAKE-TOWNSHIP-DISAGREES"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("平罗县城关镇困难家庭名册", ["INTAKE-TOWNSHIP-FOREIGN"]),
        ("兴泾镇困难家庭名册", []),
        ("西夏区城镇困难家庭名册", []),
        ("各镇、街道困难家庭名册", []),
        ("各镇街道困难家庭名册", []),
    ],
)
def test_a_roster_of_a_township_that_is_none_of_ours_is_told(title, expected):
    assert codes(read_here({"名册.xlsx": xlsx({"Sheet1": [[title], PLAIN, row(1)]})})) == expected


def test_a_blank_form_sent_back_is_mentioned_and_not_refused(tmp_path):
    intake = read(tmp_path, {"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": [["困难家庭名册"], PLAIN, [1], [2]]})})
    assert codes(intake) == ["INTAKE-SHEET-NO-ROWS"]


def test_a_number_that_lost_its_tail_is_shown_as_the_sheet_shows_it():
    rows = [PLAIN, [1, "示范甲", 640105194908016000.0, "1组1号", "19900000001", "重病"]]
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert [finding.value for finding in intake.findings] == ["640105194908016000"]
