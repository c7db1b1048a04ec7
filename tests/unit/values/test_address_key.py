"""Addresses that mean the same door have the same key; weak ones have none."""

import pytest

from rescue_cli.values.address import address_key, parse_address

XIXIA = ("宁夏回族自治区", "银川市", "西夏区")


@pytest.mark.parametrize(
    ("address", "other"),
    [
        (("泾华村3组12号", "兴泾镇", "泾华村"), ("宁夏银川市西夏区兴泾镇泾华村三组十二号", "兴泾镇", "泾华村")),
        (("3队12号", "兴泾镇", "泾华村"), ("泾华村3组12", "兴泾镇", None)),
        (("泾华三社十二号", "兴泾镇", "泾华村"), ("泾华村村民委员会3组12号", "兴泾镇", "泾华村")),
        (("某某小区3幢2单元501室", "朔方路街道", "某某社区"), ("某某小区 3号楼2单元501", "朔方路街道", None)),
        (("某某小区3-2-501", None, None), ("某某小区三栋二单元501室", None, None)),
        (("西夏区怀远路街道怀远西路52号", "怀远路街道", None), ("怀远西路５２号", "怀远路街道", None)),
    ],
)
def test_same_door(address, other):
    assert address_key(*address) is not None
    assert address_key(*address) == address_key(*other)


@pytest.mark.parametrize(
    ("address", "other"),
    [
        (("3组12号", None, "泾华村"), ("3组12号", None, "泾河村")),
        (("怀远路52号", "怀远路街道", None), ("52号", "怀远路街道", None)),
        (("3组2号", None, "泾华村"), ("3组12号", None, "泾华村")),
    ],
)
def test_different_doors(address, other):
    assert address_key(*address) != address_key(*other)


@pytest.mark.parametrize("address", [None, "", "泾华村", "某某小区", "3组12号"])
def test_too_weak_to_match_on(address):
    assert address_key(address, None, None) is None


def test_regions_of_the_workspace_come_off():
    assert address_key("西夏区北京东路3号", None, None, XIXIA) == address_key("北京东路3号", None, None)


def test_shown_as_written():
    assert parse_address("泾华村 ３组").value == "泾华村3组"
    assert parse_address("无").value is None
