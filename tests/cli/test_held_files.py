"""A second version of a file counts only once a person says so; until then no decision is another for it."""

import json
import shutil
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from support.mentions import citizen
from support.workbooks import xlsx
from support.workspace import rescue

HEADS = ["镇街", "户主姓名", "身份证号", "详细住址", "家庭人口", "家庭年收入", "家庭困难类别", "财产符合规定", "城乡"]
FIRST, SECOND, THIRD = (f"兴泾镇/困难家庭名册{part}.xlsx" for part in ("", "0", "（更正）"))


def row(number: int, income: int | None = 12000) -> list[object]:
    name = f"示范{'甲乙丙丁戊己'[number - 1]}"
    return ["兴泾镇", name, citizen(number), f"泾华村{number}组{number}号", 3, income, "重病", "是", "城市"]


def send(folder: Path, name: str, *rows: list[object]) -> None:
    path = folder / "收件" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(xlsx({"困难家庭名册": [HEADS, *rows]}))


def run(folder: Path) -> dict[str, Any]:
    done = rescue("-C", folder, "run", "--as-of", "2019-06-30", "--json")
    assert done.returncode in (0, 1), done.stderr
    return dict(json.loads(done.stdout)["summary"])


def judged(folder: Path) -> str:
    return rescue("-C", folder, "export", "determinations").stdout


def answer(folder: Path, word: str) -> None:
    book = openpyxl.load_workbook(folder / "输出" / "更正确认.xlsx")
    sheet = book["更正确认"]
    heads = [cell.value for cell in sheet[3]]
    for line in range(4, sheet.max_row + 1):
        if sheet.cell(line, heads.index("识别码") + 1).value:
            sheet.cell(line, heads.index("处理") + 1, word)
    book.save(folder / "输出" / "更正确认.xlsx")
    done = rescue("-C", folder, "apply", folder / "输出" / "更正确认.xlsx", "--by", "经办甲")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("待定") / "区"
    assert rescue("init", folder, "--pack", "xixia-2019").returncode == 0
    send(folder, FIRST, row(1), row(2), row(3), row(4))
    assert run(folder)["户"] == 4
    return folder


@pytest.fixture
def folder(first: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first, tmp_path / "区"))


@pytest.mark.parametrize(("word", "income"), [("替换", "90000.00"), ("不收", "12000.00")])
def test_until_it_is_answered_the_file_that_came_first_counts(folder: Path, word: str, income: str) -> None:
    before = judged(folder)
    send(folder, SECOND, row(1, income=90000), row(2), row(3), row(4))  # by its name it would be the earlier one
    done = run(folder)
    assert (done["待定"], done["户"], done["平账"]["待定"], done["平账"]["平"]) == (1, 4, 4, True)
    assert judged(folder) == before
    waiting = [line for line in done["待办"] if line["项"] == "待定的更正件"]
    assert [line["回答处"] for line in waiting] == ["更正确认.xlsx", "来件登记.xlsx"]
    assert waiting[1]["说明"] == f"{SECOND} 待定的更正件，照它替换会改判1户，改1处"
    answer(folder, word)
    done = run(folder)
    assert (done.get("待定", 0), done["已替换"], done["户"]) == (0, 1, 4)
    cases = rescue("-C", folder, "export", "cases", "--format", "jsonl").stdout.splitlines()
    assert {json.loads(line)["户主姓名"]: json.loads(line)["家庭年收入"] for line in cases}["示范甲"] == income
    assert not (folder / "输出" / "更正确认.xlsx").exists()


def test_a_version_without_a_household_waits_and_is_listed(folder: Path) -> None:
    send(folder, THIRD, row(1), row(2), row(3))
    assert run(folder)["户"] == 4
    sheet = openpyxl.load_workbook(folder / "输出" / "更正确认.xlsx")["更正变动"]
    assert [sheet.cell(4, column).value for column in (2, 8)] == ["少了的户", "示范丁"]


def test_of_three_versions_the_first_counts_alone(folder: Path) -> None:
    send(folder, SECOND, row(1, income=90000), row(2), row(3), row(4))
    send(folder, THIRD, row(1, income=90000), row(2, income=90000), row(3), row(4))
    done = run(folder)
    assert (done["待定"], done["户"], done["值冲突"]) == (2, 4, 0)
    answer(folder, "不收")
    done = run(folder)
    assert (done.get("待定", 0), done["已替换"], done["户"]) == (0, 2, 4)


def test_a_file_that_only_adds_rows_and_fills_blanks_counts_at_once(folder: Path) -> None:
    send(folder, FIRST, row(1, income=None), row(2), row(3), row(4))
    run(folder)
    send(folder, SECOND, row(1), row(2), row(3), row(4), row(5))
    done = run(folder)
    assert (done.get("待定", 0), done["户"]) == (0, 5)


def test_files_given_by_hand_both_count(folder: Path) -> None:
    send(folder, SECOND, row(1, income=90000), row(2), row(3), row(4))
    both = [folder / "收件" / name for name in (FIRST, SECOND)]
    done = json.loads(rescue("-C", folder, "merge", *both, "--json").stdout)["summary"]
    assert (done["已读"], done.get("待定", 0), done["值冲突"]) == (2, 0, 1)


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    folder = tmp_path / "新"
    assert rescue("init", folder, "--pack", "xixia-2019").returncode == 0
    return folder


def test_where_nothing_says_which_came_first_the_one_that_only_adds_is_the_later_one(fresh: Path) -> None:
    send(fresh, "兴泾镇/甲.xlsx", row(1), row(2), row(3), row(4), row(5))
    send(fresh, "兴泾镇/乙.xlsx", row(1), row(2), row(3), row(4))
    done = run(fresh)
    assert (done.get("待定", 0), done["户"]) == (0, 5)


def test_each_version_that_waits_is_asked_about_beside_the_one_that_counts(fresh: Path) -> None:
    send(fresh, "兴泾镇/名册（三次）.xlsx", row(1, income=650), row(2, income=660), row(3), row(4))
    send(fresh, "兴泾镇/名册（二次）.xlsx", row(1, income=650), row(2), row(3), row(4))
    send(fresh, "兴泾镇/名册.xlsx", row(1), row(2), row(3), row(4))
    assert run(fresh)["待定"] == 2
    sheet = openpyxl.load_workbook(fresh / "输出" / "更正确认.xlsx")["更正确认"]
    pairs = [(sheet.cell(line, 3).value, sheet.cell(line, 4).value) for line in (4, 5)]
    assert pairs == [
        ("兴泾镇/名册.xlsx", "兴泾镇/名册（三次）.xlsx"),
        ("兴泾镇/名册.xlsx", "兴泾镇/名册（二次）.xlsx"),
    ]
