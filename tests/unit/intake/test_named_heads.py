"""户主姓名 in a member's row points to a household, wherever in the sheet the row stands; it names no further person."""

from itertools import permutations

import pytest

from support.mentions import citizen
from support.reading import codes, column, national, read_here
from support.workbooks import text_table, xlsx

甲, 乙, 丙, 丁 = "示范甲", "示范乙", "示范丙", "示范丁"
HEAD = ["村居", "户主姓名", "姓名", "与户主关系", "身份证号", "详细住址", "联系方式"]


def homes(rows, head=HEAD):
    """The households of a sheet as sets of (name, 户主姓名) of its lines."""
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": [head, *rows]})})
    return partition(intake), intake


def partition(intake):
    households = {}
    for line in intake.mentions.to_pylist():
        households.setdefault(line["户首行"], set()).add((line["姓名"], line["户主姓名"]))
    return sorted(map(sorted, households.values()))


FAMILY = [
    ["泾华村", 甲, 甲, "户主", citizen(1), "学府佳苑17幢1单元104号", "19900000001"],
    ["泾华村", 甲, 乙, "配偶", citizen(2), "人民路136号学府佳苑17#楼1-104", "19900000001"],
    ["泾华村", 甲, 丙, "孙子", citizen(3), "本村", None],
]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_an_address_written_otherwise_tears_no_household_in_whatever_order(order):
    other = ["泾华村", 丁, 丁, "户主", citizen(4), "1组1号", "19900000004"]
    rows = [*FAMILY, other]
    families, intake = homes([rows[place] for place in order])
    assert families == [[(丁, 丁)], sorted([(甲, 甲), (乙, 甲), (丙, 甲)])]
    assert intake.mentions.num_rows == len(rows)


@pytest.mark.parametrize(
    ("clue", "head"),
    [
        ([None, "泾华村2组2号", None, None], None),  # the door
        ([None, None, "19900000002", None], None),  # the telephone
        ([None, "9组", None, citizen(2)], [*HEAD, "户主身份证号"]),
    ],
)
def test_of_two_heads_of_one_name_what_the_row_says_tells_which(clue, head):
    rows = [
        ["泾华村", 甲, 丁, "子", clue[0], clue[1], clue[2], clue[3]],
        ["泾华村", 甲, 甲, "户主", citizen(1), "泾华村1组1号", "19900000001", None],
        ["泾华村", 甲, 乙, "配偶", None, None, None, None],
        ["泾华村", 甲, 甲, "户主", citizen(2), "泾华村2组2号", "19900000002", None],
    ]
    families, intake = homes(rows, head or HEAD)
    firsts = dict(zip(column(intake.mentions, "行号"), column(intake.mentions, "户首行"), strict=True))
    assert firsts == {2: 2, 3: 3, 4: 3, 5: 2}
    assert len(families) == 2


def test_the_senders_household_number_tells_which_of_two_heads():
    rows = [
        ["泾华村", 甲, 甲, "户主", citizen(1), "1组1号", None, "H1"],
        ["泾华村", 甲, 甲, "户主", citizen(2), "2组2号", None, "H2"],
        ["泾华村", 甲, 丁, "子", None, None, None, "H1"],
        ["泾华村", 甲, 乙, "妻", None, None, None, "H2"],
    ]
    _, intake = homes(rows, [*HEAD, "户编号"])
    assert column(intake.mentions, "户首行") == [2, 3, 2, 3]


def test_a_member_whom_two_heads_may_claim_stays_a_row_of_his_own():
    rows = [
        ["泾华村", 甲, 丁, "子", None, None, None],
        ["泾华村", 甲, 甲, "户主", citizen(1), "1组1号", "19900000001"],
        ["泾华村", 甲, 甲, "户主", citizen(2), "2组2号", "19900000002"],
    ]
    families, intake = homes(rows)
    assert families == [[(丁, 甲)], [(甲, 甲)], [(甲, 甲)]]
    assert "INTAKE-MEMBER-TWO-HEADS" in codes(intake)


def test_a_head_of_the_name_in_another_village_is_another_head():
    rows = [FAMILY[0], ["泾河村", 甲, 丁, "子", None, None, None], ["泾河村", 甲, 乙, "妻", None, "3组", None]]
    families, _ = homes(rows)
    assert families == [sorted([(丁, 甲), (乙, 甲)]), [(甲, 甲)]]


def test_a_head_of_another_valid_number_is_another_head():
    rows = [[*FAMILY[0], citizen(1)], [*FAMILY[1], citizen(9)]]
    families, intake = homes(rows, [*HEAD, "户主身份证号"])
    assert families == sorted([sorted([(乙, 甲), (甲, 甲)]), [(甲, 甲)]])
    assert column(intake.mentions, "身份证号") == [citizen(1), citizen(9), citizen(2)]


def test_what_the_heads_row_says_is_the_households_wherever_it_stands():
    rows = [
        [None, 甲, 乙, "配偶", citizen(2), None, None, None],
        ["泾华村", f"{甲}（户主）", 甲, "户主", citizen(1), "1组1号", None, 2],
        ["泾华村", 丁, 丁, "户主", citizen(4), "1组4号", None, 1],
        ["合计", None, None, None, None, None, None, 3],
    ]
    families, intake = homes(rows, [*HEAD, "家庭人口"])
    assert families == sorted([sorted([(甲, 甲), (乙, 甲)]), [(丁, 丁)]])
    assert column(intake.mentions, "村居") == ["泾华村"] * 3
    assert "INTAKE-TOTAL-DIFFERS" not in codes(intake)


def test_a_head_listed_twice_leaves_no_member_alone():
    rows = [FAMILY[1], FAMILY[0], FAMILY[0]]
    families, _ = homes(rows)
    assert len(families) == 2


def test_a_head_without_a_row_is_no_person_and_what_the_rows_say_of_the_household_stays():
    rows = [
        ["泾华村", 甲, 乙, "妻", citizen(2), "1组1号", "19900000001", 1200],
        ["泾华村", 丁, 丁, "户主", citizen(4), "1组4号", "19900000004", 900],
        ["泾华村", 甲, 丙, "子", citizen(3), None, None, None],
    ]
    families, intake = homes(rows, [*HEAD, "家庭年收入（元）"])
    assert families == [[(丁, 丁)], sorted([(乙, 甲), (丙, 甲)])]
    assert column(intake.mentions, "成员序") == [None, None, None]
    assert column(intake.mentions, "详细住址") == ["1组1号", "1组4号", None]
    assert [str(value) for value in column(intake.mentions, "家庭年收入")] == ["1200.00", "900.00", "None"]


def test_what_columns_of_the_heads_own_say_gives_him_one_line_a_household():
    head = [*HEAD, "户主身份证号"]
    rows = [
        ["泾华村", 甲, 乙, "妻", citizen(2), "1组1号", None, None],
        ["泾华村", 甲, 丙, "子", citizen(3), "本村", None, citizen(1)],
    ]
    _, intake = homes(rows, head)
    lines = [
        (line["行号"], line["成员序"], line["户首行"], line["姓名"], line["身份证号"])
        for line in intake.mentions.to_pylist()
    ]
    assert lines == [(2, None, 2, 甲, citizen(1)), (2, 1, 2, 乙, citizen(2)), (3, None, 2, 丙, citizen(3))]


def test_without_villages_addresses_in_two_of_them_are_two_heads():
    rows = [
        ["户主姓名", "姓名", "与户主关系", "详细住址"],
        [甲, 甲, "户主", "泾华村1组1号"],
        [甲, 乙, "妻", "泾河村9组9号"],
    ]
    intake = read_here({"名册.csv": text_table(rows)}, townships=(), pack=national())
    assert len(partition(intake)) == 2


def test_the_bare_name_of_the_village_is_no_door_that_tells_two_heads_apart():
    rows = [
        ["泾华村", 甲, 甲, "户主", citizen(1), "泾华村", "19900000001"],
        ["泾华村", 丁, 丁, "户主", citizen(2), "9组", "19900000003"],
        ["泾华村", 甲, 甲, "户主", citizen(3), None, "19900000002"],
        ["泾华村", 甲, 乙, "子", None, "泾华村", None],  # right under the second
    ]
    _, intake = homes(rows)
    assert column(intake.mentions, "户首行") == [2, 3, 4, 4]
