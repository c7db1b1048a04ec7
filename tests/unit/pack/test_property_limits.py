"""Limits of property that a notice or a county's rules lay down: what of them a pack uses, and what it is told is wrong."""

import datetime as dt
from decimal import Decimal

import pytest

from rescue_cli.core.errors import PackError
from rescue_cli.intake.cell_parsers import Cells
from rescue_cli.pack import model as m
from rescue_cli.pack.load import load_pack
from support.packs import shipped

ITEMS = ("住房套数", "住房面积", "机动车数", "金融资产", "经营登记")


def limit(name: str, amount: str, unit: str) -> m.Standard:
    return m.Standard.model_validate(
        {"name": name, "amount": Decimal(amount), "unit": unit, "from": dt.date(2022, 1, 1), "source": "示例规定第三条"}
    )


def ways(pack: m.Pack) -> tuple[str, ...]:
    return next(derive.ways for derive in pack.rules.derive if derive.field == "财产符合")


def test_without_a_limit_the_hand_filled_answer_alone_decides_and_no_item_is_asked_for() -> None:
    pack = shipped("chengbei-2022")
    assert ways(pack) == ("财产符合规定",)
    asked = {column.field for column in pack.forms["困难家庭摸排名册"].column if column.ask}
    assert not asked & {*ITEMS}


def test_a_limit_of_the_county_asks_for_its_item_and_for_no_other() -> None:
    pack = load_pack("chengbei-2022", standards=[limit("机动车限额", "0", "辆/户")])
    asked = {column.field for column in pack.forms["困难家庭摸排名册"].column if column.ask}
    assert asked & {*ITEMS} == {"机动车数"}
    assert ways(pack) == (
        "财产符合规定",
        "case when 超机动车 then false end",
        "case when 财产符合规定 is null then not 财产超限 end",
    )
    assert next(derive.value for derive in pack.rules.derive if derive.field == "财产超限") == "(超机动车)"


@pytest.mark.parametrize(
    ("pack", "name", "unit", "told"),
    [
        ("chengbei-2022", "机动车限额", "个/户", "单位须是“辆/户”"),
        ("chengbei-2022", "摩托车限额", "辆/户", "没有字典字段“摩托车限额”"),
        ("xixia-2019", "机动车限额", "辆/户", "没有一张表有“机动车数”栏"),
        ("xixia-2019", "机动车数额", "辆/户", "须以“标准”结尾"),
        ("xixia-2019", "低保标准", "元/户", "只用于限额"),
    ],
)
def test_a_limit_that_cannot_be_used_is_told(pack: str, name: str, unit: str, told: str) -> None:
    with pytest.raises(PackError) as error:
        load_pack(pack, standards=[limit(name, "1", unit)])
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("机动车数", "无车", 0),
        ("机动车数", "无", 0),
        ("机动车数", "1辆", 1),
        ("机动车数", "不详", None),
        ("机动车数", "有", None),
        ("住房套数", "2套", 2),
        ("住房面积", "86.5㎡", Decimal("86.5")),
        ("住房面积", "无房", Decimal(0)),
        ("金融资产", "没有", Decimal(0)),
        ("金融资产", "3万元", Decimal(30000)),
        ("经营登记", "个体户", None),
    ],
)
def test_items_are_read_with_their_measure_and_none_of_them_is_zero(field: str, cell: str, value: object) -> None:
    assert Cells(shipped("chengbei-2022")).read_cell(field, cell).value == value
