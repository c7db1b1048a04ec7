"""A rare name in one village, where nothing else is written: who is taken for one person, and where that must not be."""

from typing import Any

import pytest

from rescue_cli.core import fields as f
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.link import link
from support.mentions import DIBAO, MEMBERS, ROSTER, citizen, linking_pack, mentions_table, said

Row = dict[str, Any]
RARE, COMMON = "欧阳槐葵", "张建国"


def row(file: str, name: str = RARE, number: str | None = None, form: str = ROSTER, **more: Any) -> Row:
    return said(name, form, **{f.SOURCE_FILE: f"{file}.xlsx", f.ID_NUMBER: number, **more})


def taken(*rows: Row) -> list[tuple[str, str]]:
    with DuckEngine() as engine:
        pairs = link(engine, mentions_table(rows), linking_pack())[0].pairs.to_pylist()
    return [(pair["左文件"][0], pair["右文件"][0]) for pair in pairs if pair["档"] == "同一"]


KNOWN = row("甲", number=citizen(1, "19650310"))


def test_a_rare_name_of_one_village_is_one_person() -> None:
    assert taken(KNOWN, row("乙")) == [("乙", "甲")] or taken(KNOWN, row("乙")) == [("甲", "乙")]


@pytest.mark.parametrize(
    "rows",
    [
        (row("甲", COMMON, citizen(1, "19650310")), row("乙", COMMON)),  # a name many bear
        (KNOWN, row("乙", **{f.VILLAGE: "泾河村"})),  # another village
        (row("甲", number=citizen(1, "19650310"), **{f.VILLAGE_GROUP: "1组"}), row("乙", **{f.VILLAGE_GROUP: "9组"})),
        (KNOWN, row("甲")),  # one list names nobody twice
        (KNOWN, row("甲", number=citizen(3, "19710405")), row("乙")),  # two people of the name are known
        (KNOWN, row("甲", **{f.VILLAGE_GROUP: "9组"}), row("乙")),  # a second household of the list bears it
    ],
)
def test_where_a_rare_name_is_not_enough(rows: tuple[Row, ...]) -> None:
    assert not taken(*rows)


def test_a_son_of_his_fathers_name_is_not_the_father() -> None:
    family = {f.SOURCE_FILE: "甲.xlsx", f.FIRST_ROW: 2}
    father = said(RARE, MEMBERS, **family, **{f.NAME: RARE, f.RELATION: "户主", f.ID_NUMBER: citizen(1, "19450310")})
    son = said(RARE, MEMBERS, **family, **{f.NAME: RARE, f.RELATION: "子", f.ID_NUMBER: citizen(3, "19700310")})
    assert not taken(father, son, row("乙"))


@pytest.mark.parametrize(("certificate", "together"), [("42", True), ("", False)])
def test_a_disability_certificate_holds_its_holders_number(certificate: str, together: bool) -> None:
    number = citizen(1, "19650310")
    listed = row("乙", COMMON, form=DIBAO, **{f.NAME: COMMON, f.VILLAGE: None, f.CERTIFICATE: number + certificate})
    assert bool(taken(row("甲", COMMON, number), listed)) is together
