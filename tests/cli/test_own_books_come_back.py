"""All our workbooks put back into 收件/: as they are, filled in, sorted and renamed, with their stamps taken out."""

import io
import shutil
from pathlib import Path

import openpyxl
import pytest

from rescue_cli.workbooks.writing.book_stamp import STAMP_SHEET
from support.office import saved_by_libreoffice
from support.sample_runs import RunOf
from support.workspace import exported, rescue

SAMPLE = "西夏区"
DECIDED = ("编号", "规则", "结果", "分类", "阶段", "理由")
LIST = "分发/农村核查对象/怀远路街道.xlsx"
ANSWERS = {"核实家庭人口": 3, "核实家庭年收入": 9000, "是否确有实际困难": "是", "评估建议": "建议按程序审核"}
RETURNED = "西花园路街道/困难家庭名册.xlsx"


def decisions(workspace: Path) -> list[tuple[str, ...]]:
    return sorted(tuple(line[name] for name in DECIDED) for line in exported(workspace, "determinations"))


def states(workspace: Path) -> dict[str, str]:
    return {line["来源文件"]: line["状态"] for line in exported(workspace, "files")}


def ran(workspace: Path) -> None:
    done = rescue("-C", workspace, "run")
    assert done.returncode in (0, 1), done.stderr


def put_back(workspace: Path, *, stamps: bool) -> None:
    """Every workbook of 输出/ under 收件/放回/."""
    for path in sorted((workspace / "输出").rglob("*.xlsx")):
        target = workspace / "收件" / "放回" / path.relative_to(workspace / "输出")
        target.parent.mkdir(parents=True, exist_ok=True)
        if stamps:
            shutil.copy(path, target)
        else:
            target.write_bytes(without_stamp(path))


def without_stamp(path: Path) -> bytes:
    book = openpyxl.load_workbook(path)
    del book[STAMP_SHEET]
    for name in [entry.name for entry in book.custom_doc_props.props]:
        del book.custom_doc_props[name]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("stamps", [True, False], ids=["as they are", "without stamps"])
def test_no_household_is_decided_otherwise(sample_run: RunOf, tmp_path: Path, stamps: bool) -> None:
    workspace = sample_run(SAMPLE).copied(tmp_path)
    before = decisions(workspace)
    put_back(workspace, stamps=stamps)
    ran(workspace)
    assert decisions(workspace) == before
    back = {name: state for name, state in states(workspace).items() if name.startswith("放回/")}
    own = {state for name, state in back.items() if "/退回/" not in name}
    assert own == {"非收件"}
    copies = {state for name, state in back.items() if "/退回/" in name}
    assert copies == ({"非收件"} if stamps else {"已读"})  # unmended copies are known by a digest in the stamp


def test_a_mended_copy_replaces_exactly_its_file(sample_run: RunOf, tmp_path: Path) -> None:
    workspace = sample_run(SAMPLE).copied(tmp_path)
    before = decisions(workspace)
    book = openpyxl.load_workbook(workspace / "输出/校验/退回" / RETURNED)
    sheet = book[book.sheetnames[1]]
    sheet.cell(sheet.max_row + 3, 1, "已核对")
    book.save(workspace / "收件" / "改好.xlsx")
    ran(workspace)
    became = states(workspace)
    assert (became[RETURNED], became["改好.xlsx"]) == ("已替换", "已读")
    assert [name for name, state in became.items() if state == "已替换"] == [RETURNED]
    assert decisions(workspace) == before


@pytest.mark.office
def test_answers_come_back_by_case_number_whatever_became_of_the_list(sample_run: RunOf, tmp_path: Path) -> None:
    workspace = sample_run(SAMPLE).copied(tmp_path)
    data, answered = filled_and_sorted(workspace / "输出" / LIST)
    (workspace / "收件" / "别的名字.xlsx").write_bytes(saved_by_libreoffice(data))
    before = {line["编号"]: line for line in exported(workspace, "cases")}
    decided = decisions(workspace)
    ran(workspace)
    assert states(workspace)["别的名字.xlsx"] == "回件"
    after = {line["编号"]: line for line in exported(workspace, "cases")}
    assert after.keys() == before.keys()
    assert {number for number in after if "别的名字.xlsx" in (after[number]["来源"] or "")} == answered
    others = {line for line in decided if line[0] not in answered}
    assert others == {line for line in decisions(workspace) if line[0] not in answered}


def filled_and_sorted(path: Path) -> tuple[bytes, set[str]]:
    """The list with its first two households answered, its rows in the reverse order; and their numbers."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if row[0].value == "序号")
    place = {cell.value: cell.column for cell in head}
    numbers = [row[0].row for row in sheet.iter_rows(min_row=head[0].row + 1) if isinstance(row[0].value, int)]
    for number in numbers[:2]:
        for name, value in ANSWERS.items():
            sheet.cell(number, place[name], value)
    answered = {str(sheet.cell(number, place["编号"]).value) for number in numbers[:2]}
    values = [[cell.value for cell in sheet[number]] for number in reversed(numbers)]
    for number, row in zip(numbers, values, strict=True):
        for cell, value in zip(sheet[number], row, strict=True):
            cell.value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), answered
