"""Rosters without ID numbers: what else makes two rows one person, and what keeps them two."""

import datetime as dt
from typing import Any

import pytest

from rescue_cli.core import fields as f
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.link import link
from rescue_cli.values.dwelling import Villages, read_dwelling
from support.mentions import MEMBERS, OTHER_TOWN, citizen, linking_pack, mentions_table, said

PHONE, OTHER_PHONE = "19900000001", "19900000002"
DOOR = {f.ADDRESS: "泾华村1组12号"}
BORN = {f.BIRTH_DATE: dt.date(1960, 3, 5)}
ELSEWHERE = {f.SOURCE_FILE: "另一份.xlsx", f.VILLAGE: "泾华村委会"}
Row = dict[str, Any]


def taken(*rows: Row) -> list[str | None]:
    """The rules that took pairs as one."""
    with DuckEngine() as engine:
        pairs = link(engine, mentions_table(rows), linking_pack())[0].pairs.to_pylist()
    return [pair["规则"] for pair in pairs if pair["档"] == "同一"]


def asked(*rows: Row) -> int:
    with DuckEngine() as engine:
        return link(engine, mentions_table(rows), linking_pack())[0].pairs["档"].to_pylist().count("待裁定")


def member(name: str, head: str, relation: str | None = None, **more: Any) -> Row:
    return said(head, MEMBERS, **{f.NAME: name, f.RELATION: relation, **more})


@pytest.mark.parametrize(
    ("one", "other", "rule"),
    [
        (said("张三", **BORN), said("张三", **{**BORN, f.VILLAGE: "泾河村"}), "A9"),
        (member("张小妹", "张三", "女"), member("张小妹", "章三", "女", **ELSEWHERE), "A10"),
        (member("张小妹", "张三"), member("张小妹", "张三", **{f.VILLAGE: "泾河村"}), "A11"),
        (said("张三", **DOOR, **{f.PHONE: PHONE}), said("张三", **{f.ADDRESS: "泾华1-12"}), "A6"),
    ],
)
def test_what_else_says_that_two_rows_are_one_person(one: Row, other: Row, rule: str) -> None:
    assert taken(one, other) == [rule]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (said("张三", **BORN), said("张三", **{f.BIRTH_DATE: dt.date(1961, 7, 9), f.VILLAGE: "泾河村"})),
        (said("张三", **BORN), said("李四", **BORN)),
        (member("张小妹", "张三"), member("张小妹", "王五")),
        (member("张小妹", "张三", "女"), member("张小妹", "章三", "女")),  # two households of one sheet
        (
            member("李秀英", "王建国"),
            member("李秀英", "王建国", **{f.VILLAGE: "泾河村", f.TOWNSHIP: OTHER_TOWN}),
        ),  # common names, another township
    ],
)
def test_what_does_not_say_so(one: Row, other: Row) -> None:
    assert taken(one, other) == []


def test_a_date_filled_in_for_everybody_says_nothing() -> None:
    others = [said(f"王{chr(0x4E00 + n)}", **{**BORN, f.VILLAGE: f"{n}村"}) for n in range(20)]
    pair = said("张三", **BORN), said("张三", **{**BORN, f.VILLAGE: "泾河村"})
    assert taken(*pair) == ["A9"]
    assert taken(*pair, *others) == []


def test_one_door_with_another_telephone_is_for_a_person() -> None:
    """Father and son of one name live behind one door, each with a telephone of his own."""
    rows = said("张三", **DOOR, **{f.PHONE: PHONE}), said("张三", **DOOR, **{f.PHONE: OTHER_PHONE})
    assert (taken(*rows), asked(*rows)) == ([], 1)


def test_father_and_son_of_one_name_are_told_apart_by_the_relation() -> None:
    shared = {**DOOR, f.PHONE: PHONE}
    father = said("张三", **shared)
    assert taken(father, member("张三", "张三", "子", **shared)) == []
    assert taken(father, member("张三", "章三", "子", **shared)) == []  # the head's name with a slip
    assert taken(father, member("张三", "张三", "户主", **shared)) == ["A5"]
    both = member("张三", "张三", "户主", **shared), member("张三", "张三", "子", **shared)
    assert taken(*both, father) == []  # which of the two a third row means is for a person to say


def test_ages_part_two_rows_where_nobody_has_a_number() -> None:
    shared = {**DOOR, f.PHONE: PHONE}
    assert taken(said("张三", **shared, **{f.AGE: 61}), said("张三", **shared, **{f.AGE: 35})) == []
    assert taken(said("张三", **shared, **{f.AGE: 61}), said("张三", **shared, **{f.AGE: 62})) == ["A5"]


def test_brothers_whose_names_sound_alike_are_two() -> None:
    shared = {**DOOR, f.PHONE: PHONE}
    one, other = member("高建花", "高山", "子女", **shared), member("高建华", "高山", "子女", **shared)
    assert taken({**one, f.AGE: 30}, {**other, f.AGE: 29}) == []
    assert taken({**one, f.AGE: 30}, {**other, f.AGE: 30}) == ["A8"]


@pytest.mark.parametrize(("one", "other"), [("配偶", "其他"), ("子女", "女"), ("子", "女")])
def test_one_number_and_name_is_one_person_however_the_relation_is_told(one: str, other: str) -> None:
    number = {f.ID_NUMBER: citizen(1)}
    assert taken(member("李玉", "张三", one, **number), member("李玉", "张三", other, **number)) == ["A1"]


def test_a_building_is_nobodys_door() -> None:
    """惠民小区18号楼 was read as a door: all namesakes of a building would have been one person."""
    villages = Villages(["泾华"])
    building = read_dwelling("惠民小区18号楼", villages)
    assert (building.door, building.group) == (None, "惠民/18")
    assert read_dwelling("惠民小区18号楼2单元101", villages).group == building.group
    assert read_dwelling("泾华村12号", villages).door == "泾华/12"
    rows = [said("王芳", **{f.ADDRESS: "惠民小区18号楼"}), said("王芳", **{f.ADDRESS: "惠民小区18栋"})]
    assert taken(*rows) == []
