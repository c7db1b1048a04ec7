"""Our workbooks put back into 收件/: as they are, with their stamps taken out, filled in, mended, sorted and renamed."""

import csv
import io
import shutil
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest

from rescue_cli.core.book_stamp import STAMP_SHEET
from support.mentions import citizen
from support.workbooks import xlsx
from support.workspace import rescue

HEADS = ["镇街", "户主姓名", "身份证号", "详细住址", "家庭人口", "家庭年收入", "家庭困难类别", "财产符合规定", "城乡"]
ROSTER = "兴泾镇/困难家庭名册.xlsx"
DECIDED = ("编号", "规则", "结果", "分类", "阶段", "理由")
ROWS = "校验/退回行/兴泾镇.xlsx"
LIST = "分发/农村核查对象/兴泾镇.xlsx"
ASKED, SLIPS = "分发/待核实/兴泾镇待核实名单.xlsx", "分发/转介单/拟转介医疗.xlsx"
GIVEN = {"部门反馈": "已给予救助", "反馈日期": "2019-06-20"}
ANSWERS = {"核实家庭人口": 3, "核实家庭年收入": 9000, "是否确有实际困难": "是", "评估建议": "建议按程序审核"}
NOBODY = ["兴泾镇", "", "", "", 3, 12000, "重病", "是", "农村"]
THREE = {"三四口": 3}
ASIDE, READ = "非收件", "已读"


def row(number: int, members: object = 3, number_written: str = "") -> list[object]:
    name, home = f"示范{'甲乙丙丁戊己'[number - 1]}", f"泾华村{number}组{number}号"
    return ["兴泾镇", name, number_written or citizen(number), home, members, 12000, "重病", "是", "农村"]


def table(workspace: Path, name: str) -> list[dict[str, str]]:
    """As the last run left it: never remembered between two runs."""
    done = rescue("-C", workspace, "export", name, "--format", "csv")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def decisions(workspace: Path) -> list[tuple[str, ...]]:
    return sorted(tuple(line[name] for name in DECIDED) for line in table(workspace, "determinations"))


def states(workspace: Path) -> dict[str, str]:
    return {line["来源文件"]: line["状态"] for line in table(workspace, "files")}


def receipts(workspace: Path) -> dict[str, tuple[str, ...]]:
    names = ("份次", "状态", "替换为")
    return {line["来源文件"]: tuple(line[name] for name in names) for line in table(workspace, "receipts")}


def ran(workspace: Path) -> None:
    done = rescue("-C", workspace, "run", "--as-of", "2019-06-30")
    assert done.returncode in (0, 1), done.stderr


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace after a run: a row not taken, two with faults, three in order."""
    workspace = tmp_path_factory.mktemp("放回") / "区"
    assert rescue("init", workspace, "--pack", "xixia-2019").returncode == 0
    rows = [row(1), row(2), row(3), row(4, "三四口"), row(5, number_written="12345"), NOBODY]
    (workspace / "收件" / "兴泾镇").mkdir()
    (workspace / "收件" / ROSTER).write_bytes(xlsx({"困难家庭名册": [HEADS, *rows]}))
    ran(workspace)
    return workspace


@pytest.fixture
def workspace(first: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first, tmp_path / "区"))


def put_back(workspace: Path, *, stamps: bool) -> None:
    """Every workbook and document of 输出/ under 收件/放回/."""
    for path in sorted(path for path in (workspace / "输出").rglob("*") if path.suffix in (".xlsx", ".docx")):
        target = workspace / "收件" / "放回" / path.relative_to(workspace / "输出")
        target.parent.mkdir(parents=True, exist_ok=True)
        if stamps or path.suffix == ".docx":
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
def test_no_household_is_decided_otherwise(workspace: Path, stamps: bool) -> None:
    before = decisions(workspace)
    put_back(workspace, stamps=stamps)
    ran(workspace)
    reasons = 0 if stamps else -1  # they name the copy that is read in place of its file
    assert [line[: reasons or None] for line in decisions(workspace)] == [line[: reasons or None] for line in before]
    back = {name: state for name, state in states(workspace).items() if name.startswith("放回/")}
    copy = f"放回/校验/退回/{ROSTER}"
    assert back.keys() >= {
        copy,
        "放回/来件登记.xlsx",
        "放回/文书/通报.docx",
        "放回/校验/退回/兴泾镇退回函.docx",
        "放回/合并名册.xlsx",
        "放回/校验/校验汇总.xlsx",
        f"放回/{LIST}",
        f"放回/{ROWS}",
    }
    assert {name: state for name, state in back.items() if state != ASIDE and name != copy} == {}
    assert receipts(workspace)["放回/合并名册.xlsx"] == (ASIDE, "未读", "")
    if stamps:
        assert back[copy] == ASIDE  # an unmended copy is known by a digest in the stamp
        typed = {line["来源文件"] for line in table(workspace, "findings") if line["代码"] == "INTAKE-BOOK-ANSWERS"}
        assert typed == set(), "nobody typed anything"


def test_a_mended_copy_replaces_its_file_and_answers_come_back_by_case_number(workspace: Path) -> None:
    before = {line["编号"]: line for line in table(workspace, "cases")}
    (workspace / "收件" / "改好.xlsx").write_bytes(mended(workspace / "输出/校验/退回" / ROSTER))
    data, answered = filled_and_sorted(workspace / "输出" / LIST)
    (workspace / "收件" / "别的名字.xlsx").write_bytes(data)
    ran(workspace)
    assert states(workspace) == {ROSTER: "已替换", "改好.xlsx": READ, "别的名字.xlsx": "回件"}
    assert receipts(workspace) == {
        ROSTER: ("初报", "已替换", "改好.xlsx"),
        "改好.xlsx": ("更正", "已计", ""),
        "别的名字.xlsx": ("回件", "已计", ""),
    }
    senders = {line["来源文件"]: line["单位"] for line in table(workspace, "receipts")}
    assert senders["别的名字.xlsx"] == "兴泾镇", "as its stamp says"
    after = {line["编号"]: line for line in table(workspace, "cases")}
    assert after.keys() == before.keys()
    assert {line["家庭人口"] for line in after.values()} == {"3"}
    assert {number for number in after if "别的名字.xlsx" in (after[number]["来源"] or "")} == answered


def test_a_copy_mended_twice_is_compared_with_what_was_sent_first(workspace: Path) -> None:
    """Its file and the copy mended before both go; neither is taken for empty."""
    returned, again = workspace / "输出/校验/退回" / ROSTER, workspace / "输出/校验/退回/改好.xlsx"
    (workspace / "收件" / "改好.xlsx").write_bytes(mended(returned))
    assert rescue("-C", workspace, "validate", "--as-of", "2019-06-30").returncode in (0, 1)
    (workspace / "收件" / "又改好.xlsx").write_bytes(mended(again, {"12345": citizen(5)}))
    assert rescue("-C", workspace, "validate", "--as-of", "2019-06-30").returncode in (0, 1)
    assert states(workspace) == {ROSTER: "已替换", "改好.xlsx": "已替换", "又改好.xlsx": READ}
    sheet = openpyxl.load_workbook(workspace / "输出/校验/校验汇总.xlsx")["更正对照"]
    lines = [{str(cell.value) for cell in line} for line in sheet.iter_rows()]
    for file in (ROSTER, "改好.xlsx"):
        assert any({file, "又改好.xlsx", "已改"} <= line for line in lines), "12345 was mended in the last one"
    assert not any(line & {"新增的户", "少了的户"} for line in lines)


def test_what_was_to_be_verified_is_answered_once_and_a_slip_without_stamp_comes_back(workspace: Path) -> None:
    """The list of what is to be verified lost its title, its first cell was changed; the slips lost their stamp, one its case."""
    before = {line["编号"]: line for line in table(workspace, "determinations") if line["分类"]}
    data, answered = filled_and_sorted(workspace / "输出" / ASKED, {"家庭人口": 3}, spoil={1: "改了标题"})
    (workspace / "收件" / "核实.xlsx").write_bytes(data)
    data, referred = filled_and_sorted(workspace / "输出" / SLIPS, GIVEN, {"详细住址": "改了住址"}, without=True)
    (workspace / "收件" / "无标记.xlsx").write_bytes(data)
    data, _ = filled_and_sorted(workspace / "输出" / SLIPS, GIVEN, {"编号": "640105-09999"}, other=True)
    (workspace / "收件" / "别户.xlsx").write_bytes(data)
    ran(workspace)
    assert {name: states(workspace)[name] for name in ("核实.xlsx", "无标记.xlsx", "别户.xlsx")} == {
        "核实.xlsx": "回件",
        "无标记.xlsx": "回件",
        "别户.xlsx": "回件",
    }
    after = {line["编号"]: line for line in table(workspace, "determinations") if line["分类"]}
    assert after.keys() == before.keys()
    lacking = {number for number in before if "家庭人口" in before[number]["缺少"]}
    assert lacking
    assert lacking < answered
    assert not any("家庭人口" in line["缺少"] for line in after.values())
    sources = {line["编号"]: line["来源"] or "" for line in table(workspace, "cases")}
    assert {number for number, text in sources.items() if "无标记.xlsx" in text} == referred
    assert {line["转介事项"] for line in table(workspace, "mentions") if line["来源文件"] == "无标记.xlsx"} == {
        "拟转介医疗"
    }
    assert all(before[number]["结果"] == after[number]["结果"] for number in before), "no standard is laid down here"
    named = {(line["来源文件"], line["代码"]) for line in table(workspace, "findings")}
    assert {("别户.xlsx", "LINK-REPLY-NO-CASE"), ("别户.xlsx", "INTAKE-REPLY-CHANGED")} <= named
    assert ("无标记.xlsx", "INTAKE-REPLY-CHANGED") not in named, "without the stamp nobody knows what we wrote"


def test_what_is_filled_in_where_it_was_written_is_kept_until_it_is_put_into_the_inbox(workspace: Path) -> None:
    path, returned = workspace / "输出" / LIST, workspace / "输出/校验/退回" / ROSTER
    data, answered = filled_and_sorted(path)
    path.write_bytes(data)
    returned.write_bytes(mended(returned))
    done = rescue("-C", workspace, "run", "-v", "--as-of", "2019-06-30")
    assert "2份分发件、退回件在输出里填改过，没有覆盖" in "".join(done.stdout.split())
    assert path.read_bytes() == data
    returned.rename(workspace / "收件" / "改好.xlsx")
    path.rename(workspace / "收件" / "填好.xlsx")
    done = rescue("-C", workspace, "run", "-v", "--as-of", "2019-06-30")
    assert "填改过" not in "".join(done.stdout.split())
    assert states(workspace) == {ROSTER: "已替换", "改好.xlsx": READ, "填好.xlsx": "回件"}
    assert {line["编号"] for line in table(workspace, "cases") if "填好.xlsx" in (line["来源"] or "")} == answered


def mended(path: Path, mends: Mapping[str, object] = THREE) -> bytes:
    """The returned copy with what was wrong put right."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets[1:]:  # the first is the list of what is wrong
        for cell in (cell for line in sheet.iter_rows() for cell in line if cell.value in mends):
            cell.value = mends[cell.value]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def filled_and_sorted(
    path: Path,
    answers: Mapping[str, object] = ANSWERS,
    changed: Mapping[str, object] = {},
    spoil: Mapping[int, str] = {},
    *,
    without: bool = False,
    other: bool = False,
) -> tuple[bytes, set[str]]:
    """The list with its first two households answered, its rows in the reverse order; and their numbers. `changed`: cells of
    ours put otherwise in the first of them; `spoil`: rows whose first cell says something else; `without`: the stamp; `other`: the address of the second row is put otherwise."""
    book = openpyxl.load_workbook(io.BytesIO(without_stamp(path)) if without else path)
    sheet = book.worksheets[0]
    head = next(line for line in sheet.iter_rows() if line[0].value == "序号")
    place = {cell.value: cell.column for cell in head}
    numbers = [line[0].row for line in sheet.iter_rows(min_row=head[0].row + 1) if isinstance(line[0].value, int)]
    for number in numbers[:2]:
        for name, value in answers.items():
            sheet.cell(number, place[name], value)
    for name, value in changed.items():
        sheet.cell(numbers[0], place[name], value)
    if other:
        sheet.cell(numbers[1], place["详细住址"], "改了住址")
    for number, text in spoil.items():
        sheet.cell(number, 1, text)
    answered = {str(sheet.cell(number, place["编号"]).value) for number in numbers[:2]}
    values = [[cell.value for cell in sheet[number]] for number in reversed(numbers)]
    for number, texts in zip(numbers, values, strict=True):
        for cell, value in zip(sheet[number], texts, strict=True):
            cell.value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), answered
