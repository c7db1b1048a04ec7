"""疑似重复.xlsx out and back in, and the same at the terminal: every answer counts, none is asked twice."""

import json
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from support.clerk import apply, fill, send, told
from support.mentions import citizen
from support.workspace import rescue

HEADS = ["序号", "户主姓名", "身份证号", "家庭人口", "人均月收入（元）", "详细住址", "联系方式", "家庭困难类别", "城乡"]
ONE, TWO = "兴泾镇/困难家庭名册.xlsx", "镇北堡镇/困难家庭名册.xlsx"
BOOK = "疑似重复.xlsx"
Line = list[object]


def line(at: int, name: str, number: str, size: int, door: str, phone: str = "13800010007") -> Line:
    return [at, name, number, size, 500 + at, door, phone, "重病", "农村"]


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One valid number under two names in three rows (asked), and a household with two sizes (a conflict)."""
    folder = tmp_path_factory.mktemp("裁定") / "区"
    assert rescue("init", folder, "--pack", "xixia-2019").returncode == 0
    send(
        folder,
        ONE,
        HEADS,
        line(1, "赵甲", citizen(1), 3, "泾华村1组3号"),
        line(2, "钱乙丙", citizen(1), 2, "泾华村5组8号", "13900420131"),
        line(3, "孙丁", citizen(3), 4, "泾华村2组6号", "15009510284"),
        line(4, "孙丁", citizen(3), 5, "泾华村2组6号", "15009510284"),
    )
    before = told(folder, "merge")
    assert (before["户"], before["待裁定"]) == (3, 1)
    return folder


@pytest.fixture
def workspace(merged: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(merged, tmp_path / "区"))


def cells(workspace: Path, sheet: str) -> list[dict[str, object]]:
    book = openpyxl.load_workbook(workspace / "输出" / BOOK)
    if sheet not in book.sheetnames:
        return []
    head = next(row for row in book[sheet].iter_rows(max_row=8) if any(cell.value == "识别码" for cell in row))
    rows = book[sheet].iter_rows(min_row=head[0].row + 1)
    lines = [{str(name.value): cell.value for name, cell in zip(head, row, strict=True)} for row in rows]
    return [one for one in lines if one["识别码"] and one.get("侧") != "乙"]


@pytest.mark.parametrize(("verdict", "households", "left"), [("同一户", 2, 0), ("不是", 3, 0), ("待查", 3, 1)])
def test_a_pair_is_answered_once(workspace: Path, verdict: str, households: int, left: int) -> None:
    fill(workspace / "输出" / BOOK, "疑似重复", lambda _: {"裁定": verdict, "理由": "已入户核实"})
    assert apply(workspace, BOOK) == ""
    after = told(workspace, "merge")
    assert (after["户"], after["待裁定"]) == (households, left)
    (line,) = cells(workspace, "疑似重复" if left else "已裁定")
    assert (line["裁定"], line["理由"]) == (verdict, "已入户核实")
    assert apply(workspace, BOOK) == ""
    journal = (workspace / "裁定.jsonl").read_text(encoding="utf-8")
    assert journal.count('"k":"pair"') == 1
    assert "赵甲" not in journal
    assert citizen(1) not in journal


def test_a_question_comes_back_when_a_value_changes(workspace: Path) -> None:
    fill(workspace / "输出" / BOOK, "疑似重复", lambda _: {"裁定": "不是"})
    old = (workspace / "输出" / BOOK).rename(workspace / BOOK)
    assert apply(workspace, old) == ""
    send(
        workspace,
        ONE,
        HEADS,
        line(1, "赵甲", citizen(1), 3, "泾华村1组3号"),
        line(2, "钱乙丙", citizen(1), 2, "泾华村1组3号", "13900420131"),
    )
    assert told(workspace, "merge")["待裁定"] == 1
    assert apply(workspace, old) == ""  # the same answer again is no news
    assert (workspace / "裁定.jsonl").read_text(encoding="utf-8").count('"k":"pair"') == 1
    fill(old, "疑似重复", lambda _: {"裁定": "同一户"})
    assert "已经变了" in apply(workspace, old)


def test_a_changed_mind_counts(workspace: Path) -> None:
    for verdict in ("不是", "同一户", "不是"):
        sheet = "疑似重复" if cells(workspace, "疑似重复") else "已裁定"
        fill(workspace / "输出" / BOOK, sheet, lambda _, said=verdict: {"裁定": said})  # type: ignore[misc]
        assert apply(workspace, BOOK) == ""
        households = told(workspace, "merge")["户"]
    assert households == 3


def test_contradictory_answers_are_named_and_nothing_is_recorded(workspace: Path) -> None:
    send(workspace, TWO, HEADS, line(1, "周戊", citizen(1), 2, "向阳村7组9号", "13323510978"))
    told(workspace, "merge")
    codes = [str(one["识别码"]) for one in cells(workspace, "疑似重复")]
    assert len(set(codes)) == 3
    verdicts = dict(zip(codes, ("同一户", "同一户", "不是"), strict=True))
    fill(workspace / "输出" / BOOK, "疑似重复", lambda row: {"裁定": verdicts[str(row["识别码"])]})
    said = apply(workspace, BOOK)
    assert "裁定互相矛盾" in said
    assert "第3行" in said
    assert '"pair"' not in (workspace / "裁定.jsonl").read_text(encoding="utf-8")


def test_all_faults_are_told_at_once(workspace: Path) -> None:
    fill(workspace / "输出" / BOOK, "疑似重复", lambda _: {"裁定": "也许"})
    fill(workspace / "输出" / BOOK, "值冲突", lambda one: {"选定": "7"} if one["字段"] == "家庭人口" else {})
    said = apply(workspace, BOOK)
    assert "填写有2处" in said
    assert "也许" in said
    assert "不在这一处的几个值里" in said


@pytest.mark.parametrize(("answer", "size"), [("4", "4"), ("5", "5"), ("都不对，留空", "")])
def test_a_value_is_chosen_and_stays_chosen(workspace: Path, answer: str, size: str) -> None:
    fill(workspace / "输出" / BOOK, "值冲突", lambda one: {"选定": answer} if one["字段"] == "家庭人口" else {})
    assert apply(workspace, BOOK) == ""
    for _ in range(2):
        told(workspace, "merge")
        done = rescue("-C", workspace, "export", "cases", "--format", "jsonl")
        found = [json.loads(text) for text in done.stdout.splitlines()]
        case = next(one for one in found if one["户主姓名"] == "孙丁")
        assert str(case["家庭人口"] or "") == size
        assert [one["选定"] for one in cells(workspace, "值冲突") if one["字段"] == "家庭人口"] == [answer]
        for sent in (workspace / "收件").glob("兴泾镇/困难*.xlsx"):
            sent.rename(sent.with_name("改名.xlsx"))


def review(workspace: Path, keys: str) -> subprocess.CompletedProcess[str]:
    return rescue("-C", workspace, "review", "--by", "经办", keys=keys)


def test_review_asks_each_pair_and_goes_on_where_it_stopped(workspace: Path) -> None:
    send(
        workspace,
        TWO,
        HEADS,
        line(1, "周戊", citizen(9), 2, "向阳村7组9号"),
        line(2, "吴己", citizen(9), 1, "向阳村8组1号"),
    )
    first = review(workspace, "9\n3\n已核实\nq\n")
    assert first.returncode == 1
    assert "请按 1、2、3、4" in first.stdout
    assert "第2处，共2处" in first.stdout
    assert told(workspace, "merge")["待裁定"] == 1
    second = review(workspace, "1\n\n")
    assert "第1处，共1处" in second.stdout
    assert second.returncode == 0
    assert told(workspace, "merge")["待裁定"] == 0
    assert review(workspace, "").returncode == 0


def test_review_fits_80_columns_and_shows_what_differs(workspace: Path) -> None:
    shown = review(workspace, "q\n").stdout
    widths = [sum(2 if character > "\u2e80" else 1 for character in text) for text in shown.splitlines()]
    assert max(widths) <= 80
    assert "≠" in shown
    assert "身份证号相同" in shown


def test_what_linking_tells_is_let_stand_with_a_reason_and_asked_again_when_it_changes(workspace: Path) -> None:
    def asked(again: bool = True) -> list[object]:
        if again:
            told(workspace, "merge")
        book = openpyxl.load_workbook(workspace / "输出" / "校验" / "校验汇总.xlsx")
        return [
            row[0].value for row in book["问题清单"].iter_rows() if "LINK-ID-NAMES-DIFFER" in [c.value for c in row]
        ]

    assert len(asked(again=False)) == 1
    book = "校验/校验汇总.xlsx"
    fill(
        workspace / "输出" / book,
        "问题清单",
        lambda row: {"处理": "认可", "理由": "派出所已核实"} if row["代码"] == "LINK-ID-NAMES-DIFFER" else {},
    )
    assert apply(workspace, book) == ""
    assert asked() == []
    send(
        workspace,
        ONE,
        HEADS,
        line(1, "赵甲", citizen(1), 3, "泾华村1组3号"),
        line(2, "周戊", citizen(1), 2, "泾华村5组8号"),
    )
    assert len(asked()) == 1
