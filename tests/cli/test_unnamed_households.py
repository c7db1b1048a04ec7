"""A household known by a number or an address alone is a case of its own, 户主未填 and 待核实, under nobody else's name."""

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from support.clerk import send, told
from support.mentions import citizen
from support.workspace import rescue

HEADS = ["户主姓名", "身份证号", "家庭人口", "人均月收入（元）", "详细住址", "联系方式", "家庭困难类别", "城乡"]
TOWN = "兴泾镇"
ROSTER = f"{TOWN}/困难家庭名册.xlsx"
NAMES = {"张三", "李四", "王五"}
SENDER, NUMBER_ONLY, ADDRESS_ONLY, TWO_NAMES = 3, 4, 5, (6, 7)  # rows of the sheet


def line(name: str | None, number: str | None, door: str | None) -> list[object]:
    return [name, number, 2, 300, door, None, "重病", "农村"]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("未填") / "区"
    assert rescue("init", folder, "--pack", "xixia-2019").returncode == 0
    send(
        folder,
        ROSTER,
        HEADS,
        line("张三", citizen(1), "泾华村1组1号"),
        line(None, citizen(2), None),
        line(None, None, "泾华村9组99号"),
        line("李四", citizen(5), "泾华村3组1号"),
        line("王五", citizen(5), "泾华村4组1号"),
    )
    told(folder, "run")
    return folder


def table(workspace: Path, name: str) -> list[dict[str, str]]:
    done = rescue("-C", workspace, "export", name, "--format", "csv")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def cells(workspace: Path, book: str, sheet: str | None = None) -> list[list[Any]]:
    opened = openpyxl.load_workbook(workspace / "输出" / book)
    page = opened[sheet] if sheet else opened.worksheets[0]
    return [[cell.value for cell in row] for row in page.iter_rows()]


def test_each_is_a_case_of_its_own_and_undetermined(workspace: Path) -> None:
    cases = {int(row["行号"]): row["编号"] for row in table(workspace, "clusters")}
    assert len({*cases.values()}) == 5
    names = {row["编号"]: row["户主姓名"] for row in table(workspace, "cases")}
    assert [names[cases[row]] for row in (SENDER, NUMBER_ONLY, ADDRESS_ONLY, *TWO_NAMES)] == [
        "张三",
        "",
        "",
        "李四",
        "王五",
    ]
    people = {row["编号"]: row["姓名"] for row in table(workspace, "persons")}
    assert [people[cases[row]] for row in (NUMBER_ONLY, ADDRESS_ONLY)] == ["", ""]
    decided = {row["编号"]: row for row in table(workspace, "determinations") if row["分类"]}
    for row in (NUMBER_ONLY, ADDRESS_ONLY):
        outcome = decided[cases[row]]
        assert (outcome["规则"], outcome["分类"], outcome["缺少"]) == ("户主未填", "待核实", "户主姓名")
    assert decided[cases[SENDER]]["规则"] != "户主未填"


def test_the_books_say_so_under_nobody_elses_name(workspace: Path) -> None:
    cases = {int(row["行号"]): row["编号"] for row in table(workspace, "clusters")}
    for book in ("合并名册.xlsx", "台账/待核实名单.xlsx"):
        rows = {cell: row for row in cells(workspace, book) for cell in row if cell in cases.values()}
        for number in (cases[NUMBER_ONLY], cases[ADDRESS_ONLY]):
            assert "户主未填" in rows[number], book
            assert not NAMES & {*map(str, rows[number])}, book


def test_one_number_under_two_names_is_two_cases_and_asked_of_both(workspace: Path) -> None:
    cases = {int(row["行号"]): row["编号"] for row in table(workspace, "clusters")}
    asked = [row for row in table(workspace, "questions") if row["问题类别"] == "疑似重复"]
    both = {cases[row] for row in TWO_NAMES}
    assert {row["编号"] for row in asked} == both == {row["对方编号"] for row in asked}
    assert all("同一户" in row["备选"] for row in asked)
