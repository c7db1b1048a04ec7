"""`rescue classify` on a roster of one row a person decides each household once, as on one of one row a household."""

from pathlib import Path

import pytest

from support.workbooks import xlsx
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
