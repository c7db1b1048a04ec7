"""Clues that stand on no roster, and a department's list that the rosters contradict, are handed out and come back as what they
are: answers known by their 命中编号 or 编号, never new households."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rescue_cli import pipeline
from rescue_cli.pipeline.export_table import last_table
from rescue_cli.pipeline.session import open_session
from support.mentions import citizen
from support.workbooks import xlsx

CLUES = "分发/线索待核实/兴泾镇.xlsx"
FED_BACK = "反馈/城关镇比对反馈名单.xlsx"
ROSTER = ["户主姓名", "身份证号", "村居", "详细住址", "家庭人口", "人均月收入", "家庭困难类别"]


def put(folder: Path, name: str, title: str, *rows: list[Any]) -> None:
    path = folder / "收件" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(xlsx({"一": [[title], *rows]}))


def on_roster(number: int) -> list[Any]:
    return [f"赵{'甲乙丙丁'[number - 1]}", citizen(number), "泾华村", f"{number}组", 3, 300, "重病"]


def ran(folder: Path, day: dt.date) -> None:
    pipeline.run(open_session(folder, today=day))


def table(folder: Path, name: str, day: dt.date) -> list[dict[str, Any]]:
    return last_table(open_session(folder, today=day), name)[0].to_pylist()


def lines(path: Path, sheet: str) -> list[dict[str, Any]]:
    """The numbered lines of a sheet under its headings."""
    heads: tuple[Any, ...] = ()
    found = []
    for cells in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True):
        heads = cells if cells[0] == "序号" else heads
        if heads and isinstance(cells[0], int):
            found.append(dict(zip(heads, cells, strict=True)))
    return found


def answer(source: Path, target: Path, sheet: str, answers: Mapping[str, Mapping[str, str]]) -> None:
    """Fill in the lines of these people, the rows in the reverse order."""
    book = openpyxl.load_workbook(source)
    rows = list(book[sheet].iter_rows())
    head = next(cells for cells in rows if cells[0].value == "序号")
    places = {cell.value: cell.column - 1 for cell in head}
    numbered = [cells for cells in rows if isinstance(cells[0].value, int)]
    for cells in numbered:
        for column, value in answers.get(cells[places["户主姓名"]].value, {}).items():
            cells[places[column]].value = value
    values = [[cell.value for cell in cells] for cells in reversed(numbered)]
    for cells, texts in zip(numbered, values, strict=True):
        for cell, value in zip(cells, texts, strict=True):
            cell.value = value
    book.save(target)


@pytest.fixture(scope="module")
def clues(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    day, folder = dt.date(2019, 7, 31), tmp_path_factory.mktemp("线索")
    (folder / "rescue.toml").write_text('pack = "xixia-2019"\nas_of = 2019-07-31\n', encoding="utf-8")
    put(folder, "兴泾镇/困难家庭名册.xlsx", "兴泾镇困难家庭名册", ROSTER, on_roster(1))
    heads = ["镇街", "户主姓名", "身份证号", "线索类型"]
    people = [["兴泾镇", on_roster(n)[0], citizen(n), "临时救助"] for n in (1, 2, 3)]
    put(folder, "民政/线索.xlsx", "摸排线索名单", heads, *people)
    ran(folder, day)
    told: dict[str, Any] = {"before": lines(folder / "输出" / CLUES, "线索待核实")}
    wrong = {"核实结果": "不属实", "核实说明": "已迁走"}
    answers = {"赵乙": {"核实结果": "属实", "核实日期": "2019-07-20"}, "赵丙": wrong}
    answer(folder / "输出" / CLUES, folder / "收件" / "回.xlsx", "线索待核实", answers)
    ran(folder, day)
    told |= {name: table(folder, name, day) for name in ("cases", "files", "mentions", "findings")}
    told["after"] = lines(folder / "输出" / CLUES, "线索待核实")
    told["compared"] = lines(folder / "输出/比对/名册×线索.xlsx", "未命中")
    put(folder, "兴泾镇/补报困难家庭名册.xlsx", "兴泾镇困难家庭名册", ROSTER, on_roster(2))
    ran(folder, day)
    return told | {"last": table(folder, "findings", day), "listed": (folder / "输出" / CLUES).exists()}


def test_checked_clues_come_back_as_answers_and_make_no_household(clues: dict[str, Any]) -> None:
    assert [line["户主姓名"] for line in clues["before"]] == ["赵丙", "赵乙"]
    assert {line["来源文件"]: line["状态"] for line in clues["files"]}["回.xlsx"] == "回件"
    assert [case["户主姓名"] for case in clues["cases"]] == ["赵甲"]
    back = [line for line in clues["mentions"] if line["来源文件"] == "回.xlsx"]
    assert {(line["表种"], line["姓名"], line["比对核实结果"]) for line in back} == {
        ("比对核实回复", "赵乙", "属实"),
        ("比对核实回复", "赵丙", "不属实"),
    }
    assert not [line for line in clues["findings"] if line["来源文件"] == "回.xlsx"]


def test_a_clue_that_is_wrong_is_asked_no_more_and_a_true_one_until_it_is_reported(clues: dict[str, Any]) -> None:
    assert [(line["户主姓名"], line["已核实"]) for line in clues["after"]] == [("赵乙", "属实")]
    assert {(line["户主姓名"], line["核实情况"]) for line in clues["compared"]} == {
        ("赵乙", "已核实"),
        ("赵丙", "已核实"),
    }
    assert not clues["listed"]
    assert not [line for line in clues["last"] if line["代码"].startswith("LINK-HIT")], (
        "who is reported by now was answered"
    )


@pytest.fixture(scope="module")
def feedback(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    day, folder = dt.date(2020, 7, 31), tmp_path_factory.mktemp("反馈")
    (folder / "rescue.toml").write_text('pack = "pingluo-2020"\nas_of = 2020-07-31\n', encoding="utf-8")
    put(folder, "城关镇/未脱贫建档立卡户名册.xlsx", "城关镇未脱贫建档立卡户名册", ROSTER, on_roster(1))
    heads = ["镇街", "户主姓名", "身份证号", "扶贫类别"]
    people = [["城关镇", on_roster(n)[0], citizen(n), "边缘易致贫户"] for n in (1, 2)]
    put(folder, "扶贫办/扶贫部门比对名单.xlsx", "扶贫部门比对名单（截至2020年7月20日）", heads, *people)
    ran(folder, day)
    sent, first, second = folder / "输出" / FED_BACK, folder / "收件" / "甲.xlsx", folder / "收件" / "乙.xlsx"
    told: dict[str, Any] = {"before": [lines(sent, name) for name in ("名册上没有的", "类别不一致的")]}
    answer(sent, first, "名册上没有的", {"赵乙": {"核实结果": "不属实"}})
    answer(sent, second, "类别不一致的", {"赵甲": {"以哪边为准": "以名册为准", "反馈日期": "2020-07-25"}})
    ran(folder, day)
    told |= {name: table(folder, name, day) for name in ("cases", "files", "findings")}
    return told | {"after": [lines(sent, name) for name in ("名册上没有的", "类别不一致的")]}


def test_what_is_fed_back_comes_back_by_code_or_case(feedback: dict[str, Any]) -> None:
    assert [[line["户主姓名"] for line in sheet] for sheet in feedback["before"]] == [["赵乙"], ["赵甲"]]
    states = {line["来源文件"]: line["状态"] for line in feedback["files"]}
    assert (states["甲.xlsx"], states["乙.xlsx"]) == ("回件", "回件")
    assert {case["户主姓名"]: "乙.xlsx" in case["来源"] for case in feedback["cases"]}["赵甲"]
    assert not [line for line in feedback["findings"] if line["来源文件"] in ("甲.xlsx", "乙.xlsx")]
    assert feedback["after"] == [[], []]
