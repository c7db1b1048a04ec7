"""The levels: what slips of the pen still let two rows meet, and what never does."""

from typing import Any

import pytest

from rescue_cli.core import fields as f
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.link import link
from rescue_cli.link.linkage_model import linking_model
from rescue_cli.pack.model import Linking
from rescue_cli.values.dwelling import Villages, read_dwelling
from support.mentions import DIBAO, OTHER_TOWN, citizen, linking_pack, mentions_table, said

PHONE = "19900000001"
SHARED = {f.ID_NUMBER: citizen(1)}


def taken(*rows: dict[str, Any], review: float | None = None) -> list[tuple[str, str | None, str]]:
    """(band, rule, evidence) of every pair."""
    pack = linking_pack()
    if review is not None:
        own = pack.head.model_copy(update={"linking": Linking(review=review, reason="测试")})
        pack = pack.model_copy(update={"head": own})
    with DuckEngine() as engine:
        pairs = link(engine, mentions_table(rows), pack)[0].pairs
    return list(zip(*(pairs[name].to_pylist() for name in ("档", "规则", "证据")), strict=True))


def slip(number: str, at: int = 12) -> str:
    """One digit wrong."""
    return number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ("王建郭", "姓名同音"),
        ("王 建 国", "姓名相同"),
        ("王建国（大）", "姓名相同"),
        ("王健国", "姓名同音"),
        ("汪建国", "姓名同音"),
        ("王建囯", "姓名"),
    ],
)
def test_one_number_and_a_name_written_otherwise_is_one_person(other: str, words: str) -> None:
    ((band, rule, evidence),) = taken(said("王建国", **SHARED), said(other, **SHARED))
    assert (band, rule) == ("同一", "A1")
    assert words in evidence


@pytest.mark.parametrize(
    ("name", "other", "words"), [("李玲", "李铃", "同音"), ("李明", "李朋", "字形相近"), ("牛兰", "刘南", "近音")]
)
def test_look_alikes_and_local_sounds_meet(name: str, other: str, words: str) -> None:
    ((band, _, evidence),) = taken(said(name, **SHARED), said(other, **SHARED))
    assert band == "同一"
    assert words in evidence


def test_one_number_under_two_names_is_asked_and_never_merged() -> None:
    ((band, rule, evidence),) = taken(said("王建国", **SHARED), said("李秀英", **SHARED))
    assert (band, rule) == ("待裁定", None)
    assert "同一身份证号不应属于两人" in evidence


@pytest.mark.parametrize(
    ("damaged", "rule"),
    [
        (slip(citizen(1)), "A3"),
        (citizen(1)[:8] + citizen(1)[9] + citizen(1)[8] + citizen(1)[10:], "A3"),
        (citizen(1)[:15] + "000", "A2"),
        (citizen(1)[:17], "A2"),
        (citizen(1)[:6] + citizen(1)[8:17], "A1"),
        (citizen(1)[:9] + citizen(1)[10:], "A3"),
    ],
)
def test_a_damaged_number_with_the_name_is_the_same_person_in_any_township(damaged: str, rule: str) -> None:
    rows = said("张三", **SHARED), said("张三", **{f.ID_NUMBER: damaged, f.TOWNSHIP: OTHER_TOWN, f.VILLAGE: None})
    assert [pair[:2] for pair in taken(*rows)] == [("同一", rule)]


def test_evidence_is_told_field_by_field() -> None:
    ((_, _, evidence),) = taken(
        said("王玲", **{f.ID_NUMBER: citizen(1), f.ADDRESS: "泾华村1组12号"}),
        said("王铃", **{f.ID_NUMBER: slip(citizen(1)), f.ADDRESS: "泾华一组十二号"}),
    )
    assert evidence == "身份证号仅一位不同；姓名同音；住址相同；同村"


@pytest.mark.parametrize(
    "filler", ["111111111111111111", "123456789012345678", "000000000000000000", "无", "0", "990101"]
)
def test_a_filler_is_no_number(filler: str) -> None:
    rows = [
        said(name, **{f.ID_NUMBER: filler, f.VILLAGE: village})
        for name, village in (("张三", "甲村"), ("张三", "乙村"))
    ]
    assert [pair for pair in taken(*rows, review=99.0) if pair[0] == "同一"] == []


def test_a_number_under_many_names_is_a_filler_and_said_to_be_one() -> None:
    rows = [said(name, **SHARED) for name in ("王一", "李二", "赵三", "钱四", "孙五")]
    with DuckEngine() as engine:
        linked, findings = link(engine, mentions_table(rows), linking_pack())
    assert linked.pairs.num_rows == 0
    assert [finding.code for finding in findings] == ["LINK-ID-NAMES-DIFFER"] * 4


def test_twins_with_numbers_of_their_own_are_two() -> None:
    door = {f.ADDRESS: "泾华村1组12号", f.PHONE: PHONE}
    rows = said("王佳", **door, **{f.ID_NUMBER: citizen(1)}), said("王嘉", **door, **{f.ID_NUMBER: citizen(2)})
    assert [band for band, _, _ in taken(*rows) if band == "同一"] == []


def test_father_and_son_of_one_name_are_two() -> None:
    family = {f.ADDRESS: "泾华村1组12号", f.PHONE: PHONE, f.NAME: "张三", f.FORM: DIBAO}
    father = {**said("张三"), **family, f.RELATION: "户主", f.ID_NUMBER: citizen(1)}
    son = {**said("张三"), **family, f.RELATION: "子"}
    assert [band for band, _, _ in taken(father, son) if band == "同一"] == []


def test_birth_years_part_two_of_one_name_and_door() -> None:
    door = {f.ADDRESS: "泾华村1组12号", f.PHONE: PHONE}
    rows = (
        said("张三", **door, **{f.ID_NUMBER: citizen(1)}),
        said("张三", **door, **{f.AGE: 12}),
        said("李四", **{f.ID_NUMBER: citizen(5), f.AGE: 49}),
    )
    assert [band for band, _, _ in taken(*rows) if band == "同一"] == []


def test_a_cadres_telephone_joins_nobody() -> None:
    others = [said(name, **{f.PHONE: PHONE}) for name in ("王一", "李二", "赵三", "钱四")]
    rows = [
        said("张三", **{f.PHONE: PHONE, f.VILLAGE: "甲村"}),
        said("张三", **{f.PHONE: PHONE, f.VILLAGE: "乙村"}),
        *others,
    ]
    assert [band for band, _, _ in taken(*rows) if band == "同一"] == []


def test_the_pack_moves_the_line_of_review() -> None:
    rows = said("张三", **{f.PHONE: PHONE}), said("张三", **{f.VILLAGE: None, f.TOWNSHIP: OTHER_TOWN})
    assert [band for band, _, _ in taken(*rows, review=-20.0)] == ["待裁定"]
    assert taken(*rows, review=50.0) == []


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("兴泾镇泾华村三组12号", "泾华3-12"),
        ("宁夏银川市西夏区兴泾镇泾华村委会第三村民小组十二号", "泾华村3队12号"),
        ("碧水社区阳光小区3号楼2单元501室", "阳光小区3-2-501"),
        ("泾华村三社０１２号", "泾华村3组12"),
    ],
)
def test_one_door_written_in_two_ways(address: str, other: str) -> None:
    villages = Villages(["泾华", "碧水"])
    door = read_dwelling(address, villages).door
    assert door is not None
    assert door == read_dwelling(other, villages).door


def test_an_address_names_its_village_whatever_the_column_says() -> None:
    villages = Villages(["泾华", "泾河"])
    assert read_dwelling("泾华村3组12号", villages, "泾河村") == read_dwelling("3组12号", villages, "泾华村")
    assert read_dwelling("3组12号", villages).door is None


def test_every_level_has_a_weight_and_every_weight_a_level() -> None:
    model = linking_model()
    levels = {one.name: {level.name for level in one.level} for one in model.shapes.comparison}
    assert {name: set(weights) for name, weights in model.weights.level.items()} == levels


def test_rules_name_levels_that_exist() -> None:
    model = linking_model()
    known = {level.name for one in model.shapes.comparison for level in one.level}
    for when in [one.when for one in (*model.shapes.rule, *model.shapes.never, *model.shapes.ask)]:
        assert set(when.split("'")[1::2]) <= known, when


def test_a_roster_without_numbers_townships_and_villages_still_links() -> None:
    nowhere = {f.TOWNSHIP: None, f.VILLAGE: None}
    door = {**nowhere, f.ADDRESS: "红星村3组12号"}
    rows = [
        said("张三", **door),
        said("张三", **{**nowhere, f.ADDRESS: "红星3-12"}),
        said("李四", **door),
        said("王五", **{**nowhere, f.PHONE: PHONE}),
        said("王五", **{**nowhere, f.PHONE: PHONE}),
    ]
    assert sorted(str(rule) for band, rule, _ in taken(*rows) if band == "同一") == ["A6", "A7"]
