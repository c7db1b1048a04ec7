"""What stands in brackets behind an answer: a detail is passed over, what takes the answer back leaves it to a person."""

import pytest

from rescue_cli.values.choice import UNKNOWN, make_codes, parse_choice
from rescue_cli.values.yes_no import UNCLEAR, parse_yes_no

RESULTS = make_codes([("纳入低保", ["低保"]), ("临时救助", []), ("不符合", []), ("集中供养", []), ("转介", [])])
ABILITY = make_codes([("失能", []), ("半失能", [])])


@pytest.mark.parametrize(
    "cell",
    [
        *(f"纳入低保（{note}）" for note in ("拟", "其母", "待定", "未通过", "公示中", "预计", "预计7月", "建议", "本人放弃", "8月已停发")),
        "临时救助（申请中）", "临时救助（未发）", "集中供养（本人不愿意）", "不符合（复核中）", "转介（拟）", "失能（待评估）",
    ],
)  # fmt: skip
def test_a_note_that_takes_the_answer_back_leaves_the_cell_unread(cell: str) -> None:
    codes = ABILITY if cell.startswith("失能") else RESULTS
    assert (parse_choice(cell, codes).value, parse_choice(cell, codes).note) == (None, UNKNOWN)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("纳入低保（3人）", "纳入低保"),
        ("纳入低保（2019年6月）", "纳入低保"),
        ("纳入低保（农村）", "纳入低保"),
        ("临时救助（500元）", "临时救助"),
    ],
)
def test_a_detail_in_brackets_is_passed_over(cell: str, value: str) -> None:
    assert parse_choice(cell, RESULTS).value == value


def test_a_detail_of_what_somebody_cannot_do_is_a_detail() -> None:
    assert parse_choice("失能（无法行走）", ABILITY).value == "失能"


@pytest.mark.parametrize(
    "cell", ["是（其母亲）", "是（已缓解）", "是（2018年已退）", "否（存疑）", "是（家属不同意）", "是（有轿车）"]
)
def test_a_yes_or_no_taken_back_in_brackets_is_neither(cell: str) -> None:
    assert (parse_yes_no(cell).value, parse_yes_no(cell).note) == (None, UNCLEAR)


@pytest.mark.parametrize(("cell", "value"), [("是（低保）", True), ("否（2019年）", False), ("是（2人）", True)])
def test_a_yes_or_no_with_a_detail_stands(cell: str, value: bool) -> None:
    assert parse_yes_no(cell).value is value
