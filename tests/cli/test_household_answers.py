"""Answers about households in a workspace: taken back by `apply`, given at the terminal, written over by no run."""

import io
import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from rescue_cli import pipeline
from rescue_cli.cli.render_review import ask_questions
from rescue_cli.core.errors import RescueError
from support.clerk import fill
from support.listings import BOOK, DAY, SHEET, VERDICTS, answered, person, retyped, rows_of, sent
from support.mentions import citizen

WORKSPACE_HEADS = [
    "序号",
    "户主姓名",
    "身份证号",
    "家庭人口",
    "人均月收入（元）",
    "详细住址",
    "联系方式",
    "家庭困难类别",
    "城乡",
]


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("户") / "区"
    pipeline.init(folder, "xixia-2019")
    roster(folder, "兴泾镇/名册.xlsx", ("苗忠禹", citizen(1, "19610819"), "泾华村1组23号", "19900000010"))
    roster(folder, "镇北堡镇/名册.xlsx", ("钱乙丙", citizen(1, "19610819"), "昊苑村5组8号", "19900000020"))
    assert pipeline.merge(opened(folder)).summary["待裁定"] == 1
    return folder


@pytest.fixture
def workspace(merged: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(merged, tmp_path / "区"))


def roster(workspace: Path, name: str, *people: tuple[str, str, str, str]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["困难家庭名册"])
    sheet.append(WORKSPACE_HEADS)
    for n, (head, number, door, phone) in enumerate(people, 1):
        sheet.append([n, head, number, 3, 500 + n, door, phone, "重病", "农村"])
    path = workspace / "收件" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def opened(workspace: Path) -> pipeline.Session:
    return pipeline.open_session(workspace, today=DAY, as_of=DAY)


def applied(workspace: Path) -> None:
    pipeline.apply(opened(workspace), [workspace / "输出" / BOOK], pipeline.Who("经办", "2019-09-30T00:00:00"))


@pytest.mark.parametrize("verdict", VERDICTS)
def test_apply_closes_the_question_also_with_files_renamed(workspace: Path, verdict: str) -> None:
    answered(workspace / "输出" / BOOK, verdict, "个别裁定")
    applied(workspace)
    assert pipeline.merge(opened(workspace)).summary["待裁定"] == 0
    (workspace / "收件/兴泾镇/名册.xlsx").rename(workspace / "收件/兴泾镇/最后.xlsx")
    after = pipeline.merge(opened(workspace))
    assert after.summary["待裁定"] == 0
    assert not any("收回" in sentence for sentence in after.left)


def test_a_run_writes_over_no_answer(workspace: Path) -> None:
    book = workspace / "输出" / BOOK
    answered(book, "同一户")
    after = pipeline.merge(opened(workspace))
    assert f"{BOOK} 里有1处填了还没有收回：rescue apply 收回" in after.left
    assert rows_of(book)[0]["裁定"] == "同一户"
    roster(workspace, "兴泾镇/名册.xlsx", ("苗忠禹", citizen(1, "19610819"), "泾华村8组8号", "19900000010"))
    changed = pipeline.merge(opened(workspace))
    assert any("所问已变" in sentence for sentence in changed.left)
    assert rows_of(book)[0]["裁定"] is None
    assert [row["所填"] for row in rows_of(book, "未收回的回答")] == ["同一户"]
    roster(workspace, "兴泾镇/名册.xlsx", ("苗忠禹", citizen(1, "19610819"), "泾华村1组23号", "19900000010"))
    pipeline.merge(opened(workspace))
    applied(workspace)
    last = pipeline.merge(opened(workspace))
    assert last.summary["待裁定"] == 0
    assert not any("收回" in sentence or "所问已变" in sentence for sentence in last.left)


def test_a_workspace_keeps_answers_in_its_record(workspace: Path) -> None:
    with pytest.raises(RescueError, match="rescue apply"):
        pipeline.dedupe(opened(workspace), answers=[workspace / "输出" / BOOK])


FAMILY = {
    "甲.csv": [person("苗忠禹", name) for name in ("苗忠禹", "王芳兰", "苗小强")],
    "乙.csv": [person("苗忠宇", name, door="1组24号") for name in ("苗忠宇", "王方兰", "苗晓强")],
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two listings of one household, all three people of which are asked about."""
    folder = tmp_path_factory.mktemp("家") / "区"
    pipeline.init(folder, "national")
    sent(folder / "收件", FAMILY)
    assert pipeline.merge(opened(folder)).summary["待裁定"] == 1
    assert len({row["识别码"] for row in rows_of(folder / "输出" / BOOK)}) == 3
    return folder


@pytest.fixture
def family(asked: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(asked, tmp_path / "区"))


def test_one_verdict_counts_for_all_people_of_the_household(family: Path) -> None:
    answered(family / "输出" / BOOK, "同一户")
    applied(family)
    after = pipeline.merge(opened(family))
    assert (after.summary["待裁定"], after.summary["户"]) == (0, 1)
    assert len(rows_of(family / "输出" / BOOK, "已裁定")) == 6


def test_a_persons_own_verdict_outweighs_the_households(family: Path) -> None:
    book = family / "输出" / BOOK
    fill(book, SHEET, lambda row: {"裁定": "同一户", **({"个别裁定": "不是"} if "王芳兰" in names(row) else {})})
    applied(family)
    assert pipeline.merge(opened(family)).summary["待裁定"] == 0
    verdicts = {row["姓名"]: row["裁定"] for row in rows_of(book, "已裁定") if row["侧"] == "甲"}
    assert sorted(map(str, verdicts.values())) == ["不是", "同一户", "同一户"]


def names(row: dict[str, object]) -> str:
    """Both names of the pair `row` begins (甲), as far as one row says them."""
    return f"{row['姓名'] or row['户主姓名']}".replace("王方兰", "王芳兰")


def test_own_verdicts_alone_leave_the_others_open(family: Path) -> None:
    book = family / "输出" / BOOK
    fill(book, SHEET, lambda row: {"个别裁定": "不是"} if "王芳兰" in names(row) else {})
    applied(family)
    after = pipeline.merge(opened(family))
    assert (after.summary["待裁定"], after.summary["待裁定对数"]) == (1, 2)
    assert any("1处（2对）疑似重复待裁定" in sentence for sentence in after.left)


def test_rows_deleted_in_the_sheet_lose_no_answer(family: Path) -> None:
    def but_the_first(sheet: Worksheet, place: dict[str, int], first: int) -> None:
        sheet.cell(first, place["裁定"]).value = "不是"
        sheet.delete_rows(first + 1, 5)

    retyped(family / "输出" / BOOK, but_the_first)
    applied(family)
    assert pipeline.merge(opened(family)).summary["待裁定"] == 0


@pytest.mark.parametrize(("keys", "left"), [("1\n已核实\n", 0), ("p\n3\n\n1\n\n\nq\n", 1), ("p\n3\n\n1\n\n1\n\n", 0)])
def test_review_asks_a_household_at_once_or_its_people_one_by_one(
    family: Path, keys: str, left: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(keys))
    review = pipeline.Review(opened(family), pipeline.Who("经办", "2019-09-30T00:00:00"))
    ask_questions(review)
    screen = capsys.readouterr().out
    assert "第1处，共1处" in screen
    assert all(f"第{n}人" in screen for n in (1, 2, 3))
    assert "同一户可能数了两次" in screen
    outcome = review.outcome()
    assert (outcome.summary["待裁定"], outcome.summary["待裁定对数"], len(outcome.left)) == (1, 3, left)
    assert pipeline.merge(opened(family)).summary["待裁定"] == left


def test_a_value_chosen_and_not_taken_back_survives_the_next_run(workspace: Path) -> None:
    again = ("苗忠禹", citizen(1, "19610819"), "泾华村1组23号", "19900000010")
    roster(workspace, "兴泾镇/再报.xlsx", ("孙丁", citizen(3), "泾华村7组9号", "19900000030"), again)
    book = workspace / "输出" / BOOK
    pipeline.merge(opened(workspace))
    value = next(str(row["值"]) for row in rows_of(book, "值冲突") if row["字段"] == "人均月收入")
    fill(book, "值冲突", lambda row: {"选定": value} if row["字段"] == "人均月收入" else {})
    after = pipeline.merge(opened(workspace))
    assert f"{BOOK} 里有1处填了还没有收回：rescue apply 收回" in after.left
    assert [row["选定"] for row in rows_of(book, "值冲突") if row["字段"] == "人均月收入"] == [value]
    applied(workspace)
    for _ in range(2):
        assert not any("收回" in sentence for sentence in pipeline.merge(opened(workspace)).left)
    assert [row["选定"] for row in rows_of(book, "值冲突") if row["字段"] == "人均月收入"] == [value]
