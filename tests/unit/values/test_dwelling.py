"""Group, building and door of an address by their numbers; a street number before an estate; names of townships."""

import pytest

from rescue_cli.values.dwelling import Villages, group_and_door, read_dwelling, township_stem

VILLAGES = Villages(["泾华"])


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("九铺村七队15号", ("7", "15")),
        ("竹仔脚12-41", ("12", "41")),
        ("竹仔脚村第三村民小组07号", ("3", "7")),
        ("竹仔脚村十二小组", ("12", None)),
        ("竹仔脚村41号", (None, "41")),
        ("胜利社区5号", (None, "5")),  # no 社 with a number
        ("红旗大队3队", ("3", None)),
        ("学府佳苑17幢1单元104", ("17", "104")),
        ("建设路58号学府佳苑3幢101", ("3", "101")),
        ("三号楼", ("3", None)),
        ("本村", (None, None)),
        ("", (None, None)),
        (None, (None, None)),
    ],
)
def test_group_and_door(address: str | None, expected: tuple[str | None, str | None]) -> None:
    assert group_and_door(address) == expected


@pytest.mark.parametrize("street", ["建设路58号", "兴泾镇建设路58号", "解放街十二号"])
def test_a_street_number_before_an_estate_says_nothing_more(street: str) -> None:
    estate = read_dwelling("学府佳苑3幢101", VILLAGES, "泾华村")
    assert estate.door == "学府佳苑/3-101"
    assert read_dwelling(f"{street}学府佳苑3幢101", VILLAGES, "泾华村") == estate


def test_a_street_number_is_the_door_where_no_estate_follows() -> None:
    street, flat = (read_dwelling(text, VILLAGES) for text in ("建设路58号", "建设路58号101"))
    assert (street.door, flat.door) == ("建设路/58", "建设路/58-101")
    assert read_dwelling("建设路60号", VILLAGES).door != street.door


@pytest.mark.parametrize(
    "name",
    [
        "长桥镇",
        "长桥乡",
        "长桥",
        "长桥街道",
        "长桥街道办事处",
        "长桥街道办",
        "长桥办事处",
        "长桥镇人民政府",
        "长桥镇政府",
    ],
)
def test_a_township_by_any_of_its_words(name: str) -> None:
    assert township_stem(name) == "长桥"


@pytest.mark.parametrize("name", ["镇乡", "东乡", "乡镇", "镇"])
def test_a_name_that_would_leave_a_single_character_stays(name: str) -> None:
    assert township_stem(name) == name
