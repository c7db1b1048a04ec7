"""`rescue classify` on a roster of one row a person decides each household once, as on one of one row a household."""

import csv
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from support.mentions import citizen
from support.workbooks import text_table, xlsx
from support.workspace import SAMPLE, exported, rescue

# Head, other members, 人均月收入, what the notice says of the household.
HOMES = [
    ("示范甲", ["示范乙", "示范丙"], 300, ("新增救助", "拟低保")),
    ("示范丁", ["示范戊"], 900, ("新增救助", "拟低收入")),
    ("示范己", [], 2500, ("救助观察", "拟观察")),
]
SAID: list[object] = [
    "城乡",
    "户主姓名",
    "详细住址",
    "联系方式",
    "家庭困难类别",
    "家庭人口",
    "人均月收入",
    "财产符合规定",
]


def household(number: int, home: tuple[str, list[str], int, object]) -> list[object]:
    head, others, income, _ = home
    return [
        "城市",
        head,
        f"怀远社区{number}号楼1单元10{number}室",
        f"1990000000{number}",
        "重病",
        1 + len(others),
        income,
        "是",
    ]


def by_household() -> list[list[object]]:
    return [SAID, *(household(at, home) for at, home in enumerate(HOMES, start=1))]


def by_person() -> list[list[object]]:
    rows: list[list[object]] = [["姓名", "与户主关系", *SAID]]
    for at, home in enumerate(HOMES, start=1):
        rows.append([home[0], "户主", *household(at, home)])
        rows += [[name, "子", *["^"] * len(SAID)] for name in home[1]]
    return rows


@pytest.mark.parametrize("rows", [by_household(), by_person()], ids=["one row a household", "one row a person"])
def test_each_household_is_decided_once_and_alike(tmp_path: Path, rows: list[list[object]]) -> None:
    (tmp_path / "收件").mkdir()
    (tmp_path / "rescue.toml").write_bytes((SAMPLE / "rescue.toml").read_bytes())
    (tmp_path / "收件" / "怀远路街道困难家庭名册.xlsx").write_bytes(xlsx({"名册": rows}))
    done = rescue("-C", tmp_path, "classify")
    assert done.returncode in (0, 1), done.stdout + done.stderr
    heads = {case["编号"]: case["户主姓名"] for case in exported(tmp_path, "cases")}
    decided = [line for line in exported(tmp_path, "determinations") if line["分类"]]
    found = {heads[line["编号"]]: (line["分类"], line["结果"]) for line in decided}
    assert found == {home[0]: home[-1] for home in HOMES}
    assert len(decided) == len(HOMES)
    sizes = {case["户主姓名"]: case["家庭人口"] for case in exported(tmp_path, "cases")}
    assert sizes == {head: str(1 + len(others)) for head, others, *_ in HOMES}


# One household a letter; inside each the address is written in as many ways as there are people.
FAMILIES: list[list[object]] = [
    ["丁甲", "丁甲", "户主", citizen(1, "19380228"), "学府佳苑17幢1单元104号", "19900000001"],
    ["丁甲", "丙乙", "配偶", citizen(2, "19421202"), "人民路136号学府佳苑17#楼1-104", "19900000001"],
    ["丁甲", "甲丁", "孙子", citizen(3, "19930926"), "示范社区学府佳苑17号楼104", "19900000001"],
    ["乙戊", "乙戊", "户主", citizen(4, "19510612"), "7村民小组", "19900000002"],
    ["乙戊", "己己", "子", citizen(5, "19760717"), "九铺村7队", "19900000002"],
    ["丙庚", "丙庚", "户主", citizen(6, "19650311"), "3组18号", "19900000003"],
    ["丙庚", "甲辛", "女", citizen(7, "19911102"), "本村", "19900000003"],
    ["甲壬", "戊癸", "子", citizen(8, "19920102"), "", "19900000004"],
    ["甲壬", "庚子", "女", citizen(9, "19940102"), "5组2号", "19900000004"],
]
BY: dict[str, Callable[[list[object]], object]] = {
    "family": FAMILIES.index,
    "age": lambda row: str(row[3])[6:14],
    "name": lambda row: str(row[1]),
    "address": lambda row: str(row[4]),
}


@pytest.mark.parametrize("order", BY)
def test_a_sheet_in_any_order_gives_its_households_and_nobody_is_asked_about(tmp_path: Path, order: str) -> None:
    head = ["镇街", "村居", "户主姓名", "姓名", "与户主关系", "身份证号", "详细住址", "联系方式"]
    rows = [["示范街道", "示范社区", *row] for row in sorted(FAMILIES, key=BY[order])]  # type: ignore[type-var]
    (tmp_path / "名册.csv").write_bytes(text_table([head, *rows]))
    done = rescue("dedupe", tmp_path / "名册.csv", "-o", tmp_path / "结果")
    assert done.returncode == 0, done.stdout + done.stderr
    with (tmp_path / "结果" / "clusters.csv").open(encoding="utf-8-sig", newline="") as lines:
        clusters = list(csv.DictReader(lines))
    households = defaultdict(set)
    for line in clusters:
        households[line["编号"]].add(str(rows[int(line["行号"]) - 2][3]))
    meant = defaultdict(set)
    for row in FAMILIES:
        meant[row[0]].add(str(row[1]))
    assert sorted(map(sorted, households.values())) == sorted(map(sorted, meant.values()))
    assert len(clusters) == len(FAMILIES)
