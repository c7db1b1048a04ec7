"""What a person typed into a workbook of ours and did not take back is still there after any run."""

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from support.mentions import citizen
from support.workbooks import xlsx
from support.workspace import rescue

HEADS = ["镇街", "户主姓名", "身份证号", "详细住址", "家庭人口", "家庭年收入", "家庭困难类别", "联系方式", "怪栏目"]
ROSTER, SECOND = "兴泾镇/困难家庭名册.xlsx", "兴泾镇/困难家庭名册（更正）.xlsx"
Row = dict[str, object]


def row(number: int, income: int = 12000) -> list[object]:
    name = f"示范{'甲乙丙丁'[number - 1]}"
    return ["兴泾镇", name, citizen(number), f"泾华村{number}组{number}号", 3, income, "重病", "1380", f"怪{number}"]


def send(folder: Path, name: str, *rows: list[object]) -> None:
    path = folder / "收件" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(xlsx({"困难家庭名册": [HEADS, *rows]}))


def done(folder: Path, *words: str | Path) -> str:
    result = rescue("-C", folder, *words)
    assert result.returncode in (0, 1), result.stderr
    return result.stdout


def type_in(path: Path, sheet: str, fill: Callable[[Row], Row]) -> None:
    book = openpyxl.load_workbook(path)
    table = book[sheet]
    heads = [cell.value for cell in table[3]]
    for line in range(4, table.max_row + 1):
        for name, value in fill({head: table.cell(line, place).value for place, head in enumerate(heads, 1)}).items():
            table.cell(line, heads.index(name) + 1, value)
    book.save(path)


def stands(path: Path, sheet: str, name: str) -> list[object]:
    table = openpyxl.load_workbook(path)[sheet]
    heads = [cell.value for cell in table[3]]
    cells = (table.cell(line, heads.index(name) + 1).value for line in range(4, table.max_row + 1))
    return [cell for cell in cells if cell and not str(cell).startswith("“")]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("回答") / "区"
    assert rescue("init", folder, "--pack", "xixia-2019").returncode == 0
    send(folder, ROSTER, *(row(number) for number in range(1, 5)))
    send(folder, SECOND, row(1, income=90000), *(row(number) for number in range(2, 5)))
    done(folder, "run", "--as-of", "2019-06-30")
    done(folder, "headers")
    return folder


@pytest.fixture
def folder(first: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first, tmp_path / "区"))


def phone(line: Row) -> Row:
    return {"处理": "认可", "理由": "已打电话核实"} if line["代码"] == "INTAKE-PHONE-ODD" else {}


def test_every_answer_workbook_keeps_what_was_typed_through_any_run(folder: Path) -> None:
    output = folder / "输出"
    type_in(output / "更正确认.xlsx", "更正确认", lambda line: {"处理": "替换"} if line["识别码"] else {})
    type_in(output / "校验" / "校验汇总.xlsx", "问题清单", phone)
    type_in(output / "表头确认.xlsx", "表头确认", lambda line: {"读作": "备注"} if line["识别码"] else {})
    typed = len(stands(output / "校验" / "校验汇总.xlsx", "问题清单", "处理"))
    assert typed
    screen = done(folder, "run", "-v", "--as-of", "2019-06-30")
    done(folder, "headers")
    done(folder, "validate")
    done(folder, "validate", folder / "收件" / ROSTER)
    done(folder, "merge", folder / "收件" / ROSTER)
    assert "更正确认.xlsx 里有1处填了还没有收回" in screen
    assert stands(output / "更正确认.xlsx", "更正确认", "处理") == ["替换"]
    assert stands(output / "校验" / "校验汇总.xlsx", "问题清单", "处理") == ["认可"] * typed
    assert stands(output / "校验" / "校验汇总.xlsx", "问题清单", "理由") == ["已打电话核实"] * typed
    assert stands(output / "表头确认.xlsx", "表头确认", "读作") == ["备注"]
    done(
        folder,
        "apply",
        *(output / name for name in ("更正确认.xlsx", "校验/校验汇总.xlsx", "表头确认.xlsx")),
        "--by",
        "甲",
    )
    assert "还没有收回" not in done(folder, "run", "-v", "--as-of", "2019-06-30")
    assert not (output / "更正确认.xlsx").exists()


def test_an_answer_whose_question_is_gone_stands_on_a_sheet_of_its_own(folder: Path) -> None:
    book = folder / "输出" / "更正确认.xlsx"
    type_in(book, "更正确认", lambda line: {"处理": "替换"} if line["识别码"] else {})
    (folder / "收件" / SECOND).unlink()
    assert "1处填写所问已变，没有用上" in "".join(done(folder, "validate").split("\n"))
    assert stands(book, "未收回的回答", "所填") == ["替换"]
    done(folder, "validate")
    assert stands(book, "未收回的回答", "所填") == ["替换"]


def test_files_given_by_hand_leave_the_countys_workbooks_alone(folder: Path) -> None:
    before = (folder / "输出" / "合并名册.xlsx").read_bytes()
    result = rescue("-C", folder, "merge", folder / "收件" / ROSTER)
    assert "只含这1个文件" in result.stdout + result.stderr
    assert (folder / "输出" / "合并名册.xlsx").read_bytes() == before
    assert (folder / "输出" / "单独" / "困难家庭名册" / "合并名册.xlsx").exists()
