"""外区: rows whose only place is of another district are set aside and told; whatever may be of this one stays."""

import pytest

from rescue_cli.core import fields as f
from support.reading import HEAD, column, household, read_here
from support.workbooks import text_table, xlsx

FOREIGN, UNKNOWN = "INTAKE-TOWNSHIP-FOREIGN", "INTAKE-TOWNSHIP-UNKNOWN"
PLACES = ["镇街", "村居"]


def sheet(*places, addresses=(), title="困难家庭名册"):
    """A roster with a household for each (镇街, 村居)."""
    homes = [household(number) for number in range(1, len(places) + 1)]
    for home, address in zip(homes, addresses, strict=False):
        home[3] = address
    return [[title], [*PLACES, *HEAD], *([*place, *home] for place, home in zip(places, homes, strict=True))]


def read(rows, name="名册.xlsx"):
    return read_here({name: text_table(rows) if name.endswith("csv") else xlsx({"Sheet1": rows})})


def told(intake, code):
    return [(finding.value, finding.facts.get("行")) for finding in intake.findings if finding.code == code]


@pytest.mark.parametrize("name", ["名册.xlsx", "名册.csv"])
def test_rows_of_another_county_are_set_aside_and_the_others_taken(name):
    rows = sheet(("兴泾镇", "泾华村"), ("平罗县城关镇", "新民村"), ("城关镇", ""), ("兴泾镇", "泾河村"))
    intake = read(rows, name)
    assert column(intake.mentions, f.ROW) == [3, 6]
    kinds = dict(zip(column(intake.rows, f.ROW), column(intake.rows, "类别"), strict=True))
    assert [kinds[row] for row in (3, 4, 5, 6)] == ["数据", "外区", "外区", "数据"]
    assert told(intake, FOREIGN) == [("平罗县城关镇", "4"), ("城关镇", "5")]


@pytest.mark.parametrize(
    ("places", "address", "title"),
    [
        (("兴泾镇", "某村"), "平罗县城关镇1组", "困难家庭名册"),  # the cell says it
        (("", "泾华村"), "平罗县城关镇1组", "困难家庭名册"),  # the village does
        (("", ""), "兴泾镇泾华村1组", "平罗县困难家庭名册"),
        (("", ""), "1组1号", "困难家庭名册"),  # no place at all
        (("", ""), "西夏区文萃路1号", "困难家庭名册"),
        (("兴径镇", ""), "1组1号", "困难家庭名册"),  # misspelt
        (("城关镇", "泾华村"), "1组1号", "困难家庭名册"),
    ],
)
def test_a_row_that_may_be_of_this_district_is_taken(places, address, title):
    intake = read(sheet(places, addresses=[address], title=title))
    assert intake.mentions.num_rows == 1
    assert not told(intake, FOREIGN)


@pytest.mark.parametrize("address", ["平罗县城关镇1组", "宁夏石嘴山市平罗县头闸镇1组", "石嘴山市平罗县1组"])
def test_an_address_of_another_county_alone_is_of_elsewhere(address):
    intake = read(sheet(("", ""), addresses=[address]))
    assert intake.mentions.num_rows == 0
    assert told(intake, FOREIGN) == [("平罗县", "3")]


def test_all_rows_under_a_title_of_another_township_are_set_aside_but_those_that_say_a_place_of_ours():
    rows = sheet(("", ""), ("", "德林村"), ("兴泾镇", ""), title="平罗县城关镇困难家庭名册")
    intake = read(rows)
    assert column(intake.mentions, f.TOWNSHIP) == ["镇北堡镇", "兴泾镇"]
    assert told(intake, FOREIGN) == [("平罗县城关镇", "3")]


def test_members_go_with_their_head():
    head = ["镇街", "户主姓名", "姓名", "与户主关系", "身份证号", "详细住址"]
    rows = [
        head,
        ["平罗县城关镇", "示范甲", "示范甲", "户主", "", "新民村1组1号"],
        ["", "示范甲", "示范乙", "配偶", "", ""],
        ["兴泾镇", "示范丙", "示范丙", "户主", "", "泾华村1组3号"],
    ]
    intake = read([["困难家庭名册"], *rows])
    assert column(intake.mentions, f.NAME) == ["示范丙"]
    assert told(intake, FOREIGN) == [("平罗县城关镇", "3—4")]


def test_a_name_on_no_list_becomes_nobodys_township():
    rows = sheet(("西花圆路", ""), ("兴径镇", ""))
    intake = read(rows)
    assert column(intake.mentions, f.TOWNSHIP) == [None, None]
    assert len(told(intake, UNKNOWN)) == 2
    around = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})})
    assert column(around.mentions, f.TOWNSHIP) == [None, "兴泾镇"]
