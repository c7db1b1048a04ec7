"""Which rows are one household, and when rows that look like it are not."""

import pytest

from support.mentions import citizen
from support.reading import codes, column, national, read_here
from support.workbooks import UP, xlsx

甲, 乙, 丙, 丁 = "示范甲", "示范乙", "示范丙", "示范丁"


def lines(rows, name="兴泾镇困难家庭名册.xlsx", **options):
    intake = read_here({name: xlsx({"Sheet1": rows})}, **options)
    mentions = [
        (line["行号"], line["成员序"], line["户首行"], line["户主姓名"], line["姓名"])
        for line in intake.mentions.to_pylist()
    ]
    return mentions, intake


def homes(rows, **options):
    """First row of each line's household."""
    mentions, _ = lines(rows, **options)
    return [first or row for row, _, first, _, _ in mentions]


LONE = ["序号", "姓名", "与户主关系", "身份证号", "住址", "联系电话", "家庭困难类别"]


def test_a_member_over_whom_nobody_stands_is_a_household_of_its_own_with_a_finding():
    mentions, intake = lines([LONE, [1, 乙, "妻", None, "泾华村1组1号"], [2, 甲, "户主", None, "泾华村1组2号"]])
    assert mentions == [(2, None, 2, None, 乙), (3, None, 3, 甲, 甲)]
    assert "INTAKE-MEMBER-NO-HEAD" in codes(intake)


def test_needy_persons_of_several_households_are_not_put_under_the_first():
    """A list of persons in need: each has a relation to his own head, who is not in the list."""
    rows = [
        LONE,
        [1, 甲, "本人", None, "泾华村1组1号"],
        [2, 乙, "妻", None, "泾华村3组5号"],
        [3, 丙, "子", None, "泾华村8组2号"],
    ]
    assert homes(rows) == [2, 3, 4]


def test_the_relation_of_a_contact_person_makes_no_member():
    head = ["序号", "户主姓名", "身份证号", "住址", "家庭困难类别", "家庭人口", "联系人", "与户主关系", "联系电话"]
    rows = [
        [1, 甲, None, "泾华村1组1号", "重病", 3, 甲, "本人", "19900000001"],
        [2, 乙, None, "泾华村1组2号", "重病", 2, 丁, "子", "19900000002"],
        [3, 丙, None, "泾华村1组3号", "重病", 2, 丁, "女", "19900000003"],
    ]
    mentions, _ = lines([head, *rows])
    assert mentions == [(2, None, None, 甲, None), (3, None, None, 乙, None), (4, None, None, 丙, None)]


BOTH = ["户主姓名", "姓名", "与户主关系", "身份证号", "住址", "家庭困难类别", "联系电话"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([[甲, 甲, "本人"], [甲, 乙, "妻"], [丙, 丙, "本人"]], [2, 2, 4]),
        ([[甲, 甲, "本人"], [None, 乙, "妻"], [None, 丙, None]], [2, 2, 2]),
        ([[甲, 甲, "本人"], [甲, 甲, "本人"], [甲, 乙, "妻"]], [2, 3, 3]),  # two heads of one name
        ([[甲, 乙, "妻"], [甲, 甲, "本人"], [丙, 丙, "本人"]], [2, 2, 4]),  # the head may stand second
        ([[甲, 甲, None], [甲, 乙, None], [丙, 丙, None]], [2, 2, 4]),
    ],
)
def test_the_head_each_row_names_tells_the_household(rows, expected):
    assert homes([BOTH, *rows]) == expected


def test_a_table_sorted_by_age_is_reunited_by_the_heads_number():
    head = ["户主姓名", "户主身份证号", "姓名", "身份证号", "与户主关系", "住址", "家庭困难类别"]
    rows = [
        [甲, citizen(1), 甲, citizen(1), "本人", "泾华村1组1号"],
        [丙, citizen(3), 丙, citizen(3), "本人", "泾华村1组2号"],
        [甲, citizen(1), 乙, citizen(2), "妻", "泾华村1组1号"],
    ]
    mentions, intake = lines([head, *rows])
    assert [first for _, _, first, _, _ in mentions] == [2, 3, 2]
    assert column(intake.mentions, "身份证号") == [citizen(1), citizen(3), citizen(2)]


@pytest.mark.parametrize("numbers", [["H1", "H1", "H2"], ["H1", None, "H2"], ["H1", UP, "H2"]])
def test_the_senders_household_number(numbers):
    rows = [[number, name, "重病", "泾华村1组1号"] for number, name in zip(numbers, (甲, 乙, 丙), strict=True)]
    head = ["户编号", "姓名", "家庭困难类别", "住址", "与户主关系"]
    relations = ["本人", "妻", "本人"]
    table = [head, *([*row, relation] for row, relation in zip(rows, relations, strict=True))]
    assert homes(table, name="困难家庭名册.xlsx") == [2, 2, 4]


def test_a_running_number_is_no_household_number():
    head = ["编号", "姓名", "与户主关系", "住址", "家庭困难类别"]
    assert homes([head, [1, 甲, "本人"], [2, 乙, "妻"], [3, 丙, "本人"], [3, 丁, "子"]]) == [2, 2, 4, 4]


def test_a_head_named_only_beside_his_members_has_the_first_line():
    head = ["户主姓名", "户主身份证号", "成员姓名", "身份证号", "与户主关系", "住址", "家庭困难类别"]
    mentions, intake = lines(
        [head, [甲, citizen(1), 乙, citizen(2), "妻", "泾华村1组1号", "重病"], [None, None, 丙, citizen(3), "子"]]
    )
    assert mentions == [(2, None, 2, 甲, 甲), (2, 1, 2, 甲, 乙), (3, None, 2, 甲, 丙)]
    assert column(intake.mentions, "身份证号") == [citizen(1), citizen(2), citizen(3)]
    assert column(intake.mentions, "详细住址") == ["泾华村1组1号", None, None]


def test_a_head_called_otherwise_in_his_own_row_is_asked_about():
    _, intake = lines([BOTH, [甲, 乙, "本人"], [甲, 丙, "子"]])
    assert "INTAKE-HEAD-DIFFERS" in codes(intake)


WIDE = [
    "户主姓名",
    "身份证号",
    "住址",
    "联系电话",
    "困难类别",
    "成员1",
    "身份证号1",
    "关系1",
    "成员2",
    "身份证号2",
    "关系2",
]


def test_further_members_may_take_a_second_row_and_a_number_without_a_name_names_nobody():
    rows = [
        [甲, citizen(1), "泾华村1组1号", None, "重病", 乙, citizen(2), "妻", 丙, None, "子"],
        [None, None, None, None, None, 丁, None, "女", "无", None, None],
        ["示范戊", None, "泾华村1组2号", None, "重病", None, citizen(5), "妻", None, None, None],
    ]
    mentions, _ = lines([WIDE, *rows])
    assert mentions == [
        (2, None, 2, 甲, None),
        (2, 1, 2, 甲, 乙),
        (2, 2, 2, 甲, 丙),
        (3, 1, 2, 甲, 丁),
        (4, None, 4, "示范戊", None),
        (4, 1, 4, None, None),
    ]


def test_a_relation_in_the_heading_is_the_members():
    head = ["户主姓名", "身份证号", "住址", "困难类别", "配偶姓名", "配偶身份证号"]
    mentions, intake = lines(
        [head, [甲, citizen(1), "泾华村1组1号", "重病", 乙, citizen(2)], [丙, None, "泾华村1组2号", "重病"]]
    )
    assert mentions == [(2, None, None, 甲, None), (2, 1, None, 甲, 乙), (3, None, None, 丙, None)]
    assert column(intake.mentions, "与户主关系") == [None, "配偶", None]


def test_numbered_persons_without_a_head_column_begin_with_the_head():
    head = ["住址", "困难类别", "姓名1", "身份证号1", "姓名2", "身份证号2"]
    mentions, intake = lines([head, ["泾华村1组1号", "重病", 甲, citizen(1), 乙, citizen(2)]])
    assert mentions == [(2, None, None, 甲, None), (2, 1, None, 甲, 乙)]
    assert column(intake.mentions, "身份证号") == [citizen(1), citizen(2)]


def test_without_a_notice_a_list_is_read_by_its_headings():
    mentions, intake = lines(
        [["姓名", "身份证号"], [甲, citizen(1)], [乙, citizen(2)]], name="名单.xlsx", pack=national()
    )
    assert (mentions[0], set(column(intake.mentions, "表种"))) == ((2, None, None, None, 甲), {"通用人员册"})
    mentions, intake = lines([["户主", "住址", "人口数"], [甲, "泾华村1组1号", 2]], name="名单.xlsx", pack=national())
    assert (mentions[0][3], set(column(intake.mentions, "表种"))) == (甲, {"通用户册"})
