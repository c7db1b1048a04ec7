"""An answer always closes its question, in a workspace and with `dedupe --answers`, whatever the files are called."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from rescue_cli import pipeline
from rescue_cli.cli.render_review import ask_questions
from rescue_cli.core.errors import OutputError, RescueError, UsageError
from support.clerk import fill
from support.mentions import citizen

DAY = dt.date(2019, 9, 30)
HEADS = ["镇街", "村居", "户主姓名", "姓名", "与户主关系", "身份证号", "详细住址", "联系方式"]
BOOK, SHEET = "疑似重复.xlsx", "疑似重复"
FILES = {"甲.csv": "子.csv", "乙.csv": "丑.csv", "丙.csv": "寅.csv"}  # the same order would prove less: see `renamed`
VERDICTS = ["同一户", "同一人不同户", "不是"]
Row = list[str]


def person(head: str, name: str, number: str = "", door: str = "1组23号", phone: str = "19900000010") -> Row:
    return ["长桥镇", "凤墩村", head, name, "户主" if head == name else "配偶", number, door, phone]


CASES: dict[str, dict[str, list[Row]]] = {
    "two valid numbers": {
        "甲.csv": [
            person("苗忠禹", "苗忠禹", citizen(1, "19610819")),
            person("苗忠禹", "苗忠禹", citizen(2, "19710819"), "一组23号"),
        ]
    },
    "across files": {
        "甲.csv": [person("苗忠禹", "苗忠禹", citizen(1, "19610819"))],
        "乙.csv": [person("钱乙丙", "钱乙丙", citizen(1, "19610819"), "5组8号", "19900000020")],
    },
    "without numbers": {
        "甲.csv": [person("苗忠禹", "苗忠禹")],
        "乙.csv": [person("苗忠宇", "苗忠宇", phone="19900000010", door="1组24号")],
    },
    "three listings": {
        "甲.csv": [person("苗忠禹", "苗忠禹", citizen(1, "19610819"))],
        "乙.csv": [person("钱乙丙", "钱乙丙", citizen(1, "19610819"), "5组8号", "19900000020")],
        "丙.csv": [person("孙丁", "孙丁", citizen(1, "19610819"), "7组9号", "19900000030")],
    },
}


def sent(folder: Path, files: dict[str, list[Row]]) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in files.items():
        with (folder / name).open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([HEADS, *rows])
    return [folder / name for name in files]


def renamed(paths: Sequence[Path]) -> list[Path]:
    """The same files under names that sort the other way round."""
    new = [f"{len(paths) - number}.csv" for number in range(len(paths))]
    return [path.rename(path.with_name(name)) for path, name in zip(paths, new, strict=True)]


def deduped(folder: Path, files: Sequence[Path], *answers: Path) -> pipeline.Outcome:
    session = pipeline.open_session(folder, today=DAY, files=files, pack="national", output=folder / "出", as_of=DAY)
    return pipeline.dedupe(session, answers=answers)


def sheet_of(book: Path, name: str) -> Worksheet | None:
    opened = openpyxl.load_workbook(book)
    return opened[name] if name in opened.sheetnames else None


def rows_of(book: Path, name: str = SHEET) -> list[dict[str, object]]:
    sheet = sheet_of(book, name)
    if sheet is None:
        return []
    lines = list(sheet.iter_rows(values_only=True))
    top = next(number for number, row in enumerate(lines) if "识别码" in row)
    rows = [dict(zip(map(str, lines[top]), row, strict=True)) for row in lines[top + 1 :]]
    return [row for row in rows if row["识别码"]]


def questions(book: Path) -> set[object]:
    return {row["问题识别码"] for row in rows_of(book)}


def answered(book: Path, verdict: str, heading: str = "裁定") -> None:
    fill(book, SHEET, lambda _: {heading: verdict, "理由": "已核实"})


@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("case", CASES)
def test_dedupe_takes_answers_back_and_asks_no_more(tmp_path: Path, case: str, verdict: str) -> None:
    files = sent(tmp_path / "来", CASES[case])
    before = deduped(tmp_path, files)
    book = tmp_path / "出" / BOOK
    asked = len(questions(book))
    assert before.summary["待裁定"] == asked > 0
    answered(book, verdict)
    for turn in range(3):  # the newest workbook alone holds all answers, whatever the files are called
        files = renamed(files) if turn == 1 else files
        outcome = deduped(tmp_path, files, book)
        assert outcome.summary["待裁定"] == 0, turn
        assert outcome.exit_code == 0, outcome.left
        assert {row["裁定"] for row in rows_of(book, "已裁定") if row["侧"] == "甲"} == {verdict}


@pytest.mark.parametrize("case", CASES)
def test_renaming_files_changes_no_question(tmp_path: Path, case: str) -> None:
    files = sent(tmp_path / "来", CASES[case])
    deduped(tmp_path, files)
    book = tmp_path / "出" / BOOK
    first = [(row["组"], row["问题识别码"], row["识别码"]) for row in rows_of(book)]
    deduped(tmp_path, renamed(files))
    assert [(row["组"], row["问题识别码"], row["识别码"]) for row in rows_of(book)] == first


def test_a_question_put_off_stays_put_off(tmp_path: Path) -> None:
    files = sent(tmp_path / "来", CASES["across files"])
    deduped(tmp_path, files)
    book = tmp_path / "出" / BOOK
    answered(book, "待查")
    outcome = deduped(tmp_path, renamed(files), book)
    assert [sentence for sentence in outcome.left if "待查" in sentence] == [f"1处疑似重复待查：见 {BOOK}"]
    assert rows_of(book)[0]["裁定"] == "待查"


@pytest.fixture
def asked(tmp_path: Path) -> tuple[Path, list[Path]]:
    files = sent(tmp_path / "来", CASES["three listings"])
    deduped(tmp_path, files)
    return tmp_path / "出" / BOOK, files


def retyped(book: Path, change: Callable[[Worksheet, dict[str, int], int], None]) -> None:
    """Change the sheet as somebody may who undoes merged cells first."""
    opened = openpyxl.load_workbook(book)
    sheet = opened[SHEET]
    for area in list(sheet.merged_cells.ranges):
        if area.min_row > 3:
            sheet.unmerge_cells(str(area))
    head = next(row for row in sheet.iter_rows(max_row=8) if any(cell.value == "识别码" for cell in row))
    change(sheet, {str(cell.value): cell.column for cell in head if cell.value}, head[0].row + 1)
    opened.save(book)


def test_an_answer_counts_in_whatever_row_of_its_block_it_stands(
    tmp_path: Path, asked: tuple[Path, list[Path]]
) -> None:
    book, files = asked

    def last_row(sheet: Worksheet, place: dict[str, int], first: int) -> None:
        sheet.cell(first + 1, place["裁定"]).value = "不是"  # 乙 of the first question
        sheet.delete_rows(first)

    retyped(book, last_row)
    assert deduped(tmp_path, files, book).summary["待裁定"] == 2


def test_two_verdicts_in_one_block_are_a_sentence_and_nothing_is_taken(
    tmp_path: Path, asked: tuple[Path, list[Path]]
) -> None:
    book, files = asked

    def both(sheet: Worksheet, place: dict[str, int], first: int) -> None:
        sheet.cell(first, place["裁定"]).value = "不是"
        sheet.cell(first + 1, place["裁定"]).value = "同一户"

    retyped(book, both)
    outcome = deduped(tmp_path, files, book)
    assert outcome.summary["待裁定"] == 3
    assert any("同一问有两个不同的裁定" in sentence for sentence in outcome.left)
    assert rows_of(book)[0]["裁定"] == "不是"  # beside its question still
    assert [row["所填"] for row in rows_of(book, "未收回的回答")] == ["同一户"]


def test_answers_not_given_are_carried_over_and_said(tmp_path: Path, asked: tuple[Path, list[Path]]) -> None:
    book, files = asked
    answered(book, "不是")
    for _ in range(2):
        outcome = deduped(tmp_path, files)
        assert outcome.summary["待裁定"] == 3
        assert f"{BOOK} 里有3处填了还没有收回：加 --answers 收回" in outcome.left
        assert [row["裁定"] for row in rows_of(book) if row["侧"] == "甲"] == ["不是"] * 3
        assert rows_of(book)[0]["理由"] == "已核实"
    assert deduped(tmp_path, files, book).summary["待裁定"] == 0
    without = deduped(tmp_path, files)  # forgotten once: the decided ones are typed answers again
    assert without.summary["待裁定"] == 3
    assert deduped(tmp_path, files, book).summary["待裁定"] == 0


def test_answers_whose_question_is_gone_are_kept_apart(tmp_path: Path, asked: tuple[Path, list[Path]]) -> None:
    book, files = asked
    answered(book, "不是")
    sent(tmp_path / "来", {"甲.csv": [person("苗忠禹", "苗忠禹", citizen(1, "19610819"), "9组9号")]})
    outcome = deduped(tmp_path, files, book)
    assert outcome.summary["待裁定"] == 2  # one of three still stands as it was seen
    assert sum("已经变了" in sentence for sentence in outcome.left) == 2
    assert len(rows_of(book, "未收回的回答")) == 2
    sent(tmp_path / "来", CASES["three listings"])
    back = deduped(tmp_path, files, book)
    assert back.summary["待裁定"] == 2
    assert f"{BOOK} 里有2处填了还没有收回：加 --answers 收回" in back.left
    assert rows_of(book, "未收回的回答") == []
    assert deduped(tmp_path, files, book).summary["待裁定"] == 0


def test_contradictory_workbooks_are_a_sentence(tmp_path: Path, asked: tuple[Path, list[Path]]) -> None:
    book, files = asked
    answered(book, "不是")
    other = book.rename(tmp_path / "另一份.xlsx")
    deduped(tmp_path, files)
    answered(book, "同一户")
    outcome = deduped(tmp_path, files, other, book)
    assert outcome.summary["待裁定"] == 3
    assert sum("矛盾" in sentence for sentence in outcome.left) == 3
    assert len(rows_of(book, "未收回的回答")) == 3


def test_what_is_no_workbook_of_ours_is_refused_and_what_cannot_be_read_is_not_written_over(
    tmp_path: Path, asked: tuple[Path, list[Path]]
) -> None:
    book, files = asked
    with pytest.raises(UsageError, match="不是本工具写的"):
        deduped(tmp_path, files, files[0])
    book.write_bytes(b"PK\x03\x04 torn")
    with pytest.raises(OutputError, match="没有覆盖"):
        deduped(tmp_path, files)
    assert book.read_bytes() == b"PK\x03\x04 torn"


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


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    pipeline.init(tmp_path / "区", "xixia-2019")
    roster(tmp_path / "区", "兴泾镇/名册.xlsx", ("苗忠禹", citizen(1, "19610819"), "泾华村1组23号", "19900000010"))
    roster(tmp_path / "区", "镇北堡镇/名册.xlsx", ("钱乙丙", citizen(1, "19610819"), "昊苑村5组8号", "19900000020"))
    return tmp_path / "区"


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
    assert pipeline.merge(opened(workspace)).summary["待裁定"] == 1
    answered(workspace / "输出" / BOOK, verdict, "个别裁定")
    applied(workspace)
    assert pipeline.merge(opened(workspace)).summary["待裁定"] == 0
    (workspace / "收件/兴泾镇/名册.xlsx").rename(workspace / "收件/兴泾镇/最后.xlsx")
    after = pipeline.merge(opened(workspace))
    assert after.summary["待裁定"] == 0
    assert not any("收回" in sentence for sentence in after.left)


def test_a_run_writes_over_no_answer(workspace: Path) -> None:
    book = workspace / "输出" / BOOK
    pipeline.merge(opened(workspace))
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
    pipeline.merge(opened(workspace))
    with pytest.raises(RescueError, match="rescue apply"):
        pipeline.dedupe(opened(workspace), answers=[workspace / "输出" / BOOK])


FAMILY = {
    "甲.csv": [person("苗忠禹", name) for name in ("苗忠禹", "王芳兰", "苗小强")],
    "乙.csv": [person("苗忠宇", name, door="1组24号") for name in ("苗忠宇", "王方兰", "苗晓强")],
}


@pytest.fixture
def family(tmp_path: Path) -> Path:
    """Two listings of one household, all three people of which are asked about."""
    pipeline.init(tmp_path / "区", "national")
    sent(tmp_path / "区" / "收件", FAMILY)
    assert pipeline.merge(opened(tmp_path / "区")).summary["待裁定"] == 1
    assert len({row["识别码"] for row in rows_of(tmp_path / "区" / "输出" / BOOK)}) == 3
    return tmp_path / "区"


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


def slip(number: str, place: int) -> str:
    return number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]


def test_a_chosen_number_travels_in_the_workbook(tmp_path: Path) -> None:
    right = citizen(1, "19600305")
    files = sent(
        tmp_path / "来",
        {
            "甲.csv": [["长桥镇", "凤墩村", "张三丰", "张三丰", "户主", slip(slip(right, 16), 5), "", ""]],
            "乙.csv": [["桃口乡", "下寨村", "张三丰", "张三丰", "户主", right, "", ""]],
        },
    )
    deduped(tmp_path, files)
    book = tmp_path / "出" / BOOK
    assert rows_of(book, "身份证会诊")
    fill(book, "身份证会诊", lambda _: {"选用号码": right})
    for turn in range(3):
        files = renamed(files) if turn == 1 else files
        outcome = deduped(tmp_path, files, book)
        assert (outcome.summary["判为同一"], outcome.summary["待裁定"], outcome.left) == (1, 0, ())
        assert rows_of(book, "身份证会诊")[0]["选用号码"] == right


def test_a_value_chosen_and_not_taken_back_survives_the_next_run(workspace: Path) -> None:
    again = ("苗忠禹", citizen(1, "19610819"), "泾华村1组23号", "19900000010")
    roster(workspace, "兴泾镇/再报.xlsx", ("孙丁", citizen(3), "泾华村7组9号", "19900000030"), again)
    book = workspace / "输出" / BOOK
    pipeline.merge(opened(workspace))
    fill(book, "值冲突", lambda row: {"选定": "501"} if row["字段"] == "人均月收入" else {})
    after = pipeline.merge(opened(workspace))
    assert f"{BOOK} 里有1处填了还没有收回：rescue apply 收回" in after.left
    assert [row["选定"] for row in rows_of(book, "值冲突") if row["字段"] == "人均月收入"] == ["501"]
    applied(workspace)
    for _ in range(2):
        assert not any("收回" in sentence for sentence in pipeline.merge(opened(workspace)).left)
    assert [row["选定"] for row in rows_of(book, "值冲突") if row["字段"] == "人均月收入"] == ["501"]
