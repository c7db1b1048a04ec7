"""校验/退回行/: whoever sent rows that were not taken, or taken in part, gets them whole, with the reason; nothing in any
workbook is cut with an ellipsis. 问题清单 names the head, so that the clerk knows whom to ring."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rescue_cli import pipeline
from support.mentions import citizen
from support.workbooks import xlsx

DAY = dt.date(2019, 4, 20)
HEADS = ["序号", "户主姓名", "身份证号", "家庭人口", "人均月收入（元）", "家庭困难类别", "详细住址", "城乡", "说明"]
LONG = "因多年前外出务工受伤后一直在家休养，" * 20
ROWS = [
    [1, "张一", citizen(1), 3, 400, "重病", "泾华村1组1号", "农村", "无"],
    [2, None, None, 2, 300, "重病", None, "农村", LONG],
    [3, "张三", citizen(3), "若干", 400, "重病", "泾华村1组3号", "农村", "无"],
]
BOOK = Path("输出/校验/退回行/兴泾镇.xlsx")


def opened(folder: Path) -> pipeline.Session:
    return pipeline.open_session(folder, today=DAY, as_of=DAY)


def send(folder: Path, rows: list[list[Any]]) -> None:
    path = folder / "收件" / "兴泾镇" / "困难家庭名册.xlsx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(xlsx({"Sheet1": [["兴泾镇困难家庭名册"], HEADS, *rows]}))


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("退回行") / "区"
    pipeline.init(folder, "xixia-2019")
    send(folder, ROWS)
    pipeline.validate(opened(folder))
    return folder


def rows(book: Path, sheet: str) -> list[dict[str, Any]]:
    lines = list(openpyxl.load_workbook(book)[sheet].iter_rows(values_only=True))
    top = next(n for n, line in enumerate(lines) if line[0] == "序号")
    return [dict(zip(map(str, lines[top]), line, strict=True)) for line in lines[top + 1 :] if isinstance(line[0], int)]


def test_rejected_rows_and_rows_taken_in_part_go_back_whole_with_the_reason(county: Path) -> None:
    rejected, in_part = rows(county / BOOK, "困难家庭名册·Sheet1")
    assert (rejected["原行号"], rejected["收到的情况"]) == (4, "整行没有读入")
    assert rejected["说明"] == LONG  # to the last character
    assert "补上户主姓名、身份证号或住址" in rejected["错误原因"]
    assert (in_part["原行号"], in_part["收到的情况"]) == (5, "读入了一部分")
    assert (in_part["户主姓名"], in_part["家庭人口"], in_part["人均月收入（元）"]) == ("张三", "若干", "400")
    assert in_part["错误原因"].startswith("D5：")


def test_the_list_of_findings_names_the_head_of_the_row(county: Path) -> None:
    found = {row["单元格"]: row["户主姓名"] for row in rows(county / "输出/校验/校验汇总.xlsx", "问题清单")}
    assert found["D5"] == "张三"


def test_no_cell_of_a_workbook_is_cut(county: Path) -> None:
    found = [
        row for row in rows(county / "输出/校验/校验汇总.xlsx", "问题清单") if row["代码"] == "INTAKE-ROW-REJECTED"
    ]
    assert LONG in found[0]["值"]
    for path in sorted((county / "输出").rglob("*.xlsx")):
        for sheet in openpyxl.load_workbook(path):
            cut = [cell for line in sheet.iter_rows(values_only=True) for cell in line if str(cell).endswith("…")]
            assert cut == [], path


def test_a_mended_file_takes_the_workbook_of_its_rows_away(county: Path, tmp_path: Path) -> None:
    folder = tmp_path / "区"
    pipeline.init(folder, "xixia-2019")
    send(folder, ROWS)
    pipeline.validate(opened(folder))
    assert (folder / BOOK).is_file()
    send(folder, ROWS[:1])
    outcome = pipeline.validate(opened(folder))
    assert not (folder / BOOK).exists()
    assert not [line for line in outcome.outputs if "退回行" in line]


def test_names_stand_in_no_log(county: Path) -> None:
    logged = [path for path in (county / ".rescue").rglob("*") if path.suffix in (".log", ".json", ".txt")]
    assert not [path for path in logged if "张三" in path.read_text("utf-8")]
