"""Tables of persons in family order, where no row names its head and an address is written otherwise from row to row."""

import pytest

from rescue_cli.intake.steps.family_order import is_family_order, may_be_one_door
from support.reading import read_here
from support.workbooks import xlsx

HEADINGS = ["序号", "姓名", "与户主关系", "身份证号", "住址", "联系电话", "家庭困难类别"]
GROUP, DOOR, BOTH = "泾华村3组", "泾华村12号", "泾华村3组12号"
OTHER = "泾华村8组5号"
FAMILY = ["户主", "妻", "子"]


def homes(*people: tuple[str, str]) -> list[int]:
    """First row of each row's household, of a table of relations and addresses."""
    rows = [[n, f"示范{chr(0x4E00 + n)}", relation, None, address] for n, (relation, address) in enumerate(people, 1)]
    mentions = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": [HEADINGS, *rows]})}).mentions
    return [line["户首行"] or line["行号"] for line in mentions.to_pylist()]


def families(*addresses: str) -> list[tuple[str, str]]:
    """Two families of three whose rows all give a group and a door, and a third that writes these addresses."""
    plain = [(relation, f"泾华村{group}组{group}号") for group in (1, 2) for relation in FAMILY]
    return [*plain, *zip(FAMILY, addresses, strict=False)]


@pytest.mark.parametrize(
    "addresses",
    [(BOTH, BOTH, BOTH), (GROUP, DOOR, BOTH), (DOOR, GROUP, GROUP), (BOTH, "本村", DOOR), ("泾华三组", DOOR, "3-12")],
)
def test_a_family_stays_together_where_group_and_door_stand_in_different_rows(addresses: tuple[str, ...]) -> None:
    assert homes(*families(*addresses)) == [2, 2, 2, 5, 5, 5, 8, 8, 8]


@pytest.mark.parametrize(
    ("addresses", "expected"),
    [
        ((BOTH, OTHER, BOTH), [8, 9, 10]),
        ((GROUP, DOOR, OTHER), [8, 8, 10]),
        ((GROUP, DOOR, "泾华村3组13号"), [8, 8, 10]),  # the door of the second row, not of the first
    ],
)
def test_a_member_of_another_group_or_door_stands_under_nobody_above(
    addresses: tuple[str, ...], expected: list[int]
) -> None:
    assert homes(*families(*addresses)) == [2, 2, 2, 5, 5, 5, *expected]


@pytest.mark.parametrize(
    ("relations", "addresses", "expected"),
    [
        (["户主", "妻", "子", "女", "母亲"], [BOTH] * 5, True),
        (["户主", "妻", "子", "女"], [BOTH] * 4, False),  # too few to see an order
        (["户主", "妻", "子", "女", "母亲"], [BOTH, OTHER, OTHER, BOTH, BOTH], True),  # half of them
        (["户主", "妻", "子", "女", "母亲"], [BOTH, OTHER, BOTH, OTHER, OTHER], False),
        (["妻", "子", "女", "母亲", "户主"], [BOTH] * 5, False),
        (["户主", "妻", "子", "女", "母亲"], ["本村"] * 5, False),
        (["户主", "妻", "子", "女", "母亲"], [GROUP, DOOR, GROUP, DOOR, GROUP], False),
        (["户主"] * 6, [BOTH] * 6, False),
        (["户主", "妻", None, "女", "母亲", "子"], [BOTH] * 6, True),
        ([], [], False),
        (["户主", "妻"], [], False),
    ],
)
def test_an_order_shows_by_members_who_live_where_the_row_above_does(
    relations: list[str | None], addresses: list[str | None], expected: bool
) -> None:
    assert is_family_order(relations, addresses) is expected


@pytest.mark.parametrize(
    ("address", "other", "expected"),
    [
        (GROUP, DOOR, True),
        (BOTH, GROUP, True),
        (BOTH, DOOR, True),
        (BOTH, "泾华村三组012号", True),
        (BOTH, None, True),
        (None, None, True),
        (BOTH, "泾华村3组13号", False),
        (BOTH, "泾华村4组", False),
        (DOOR, "泾华村13号", False),
        (GROUP, "泾华村四组", False),
    ],
)
def test_neither_group_nor_door_differs(address: str | None, other: str | None, expected: bool) -> None:
    assert may_be_one_door(address, other) is expected
    assert may_be_one_door(other, address) is expected
