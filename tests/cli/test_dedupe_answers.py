"""`dedupe --answers`: an answer always closes its question, whatever the files are called, and none is written over."""

import shutil
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from rescue_cli import pipeline
from rescue_cli.core.errors import OutputError, UsageError
from support.clerk import fill
from support.listings import BOOK, DAY, VERDICTS, Row, answered, person, renamed, retyped, rows_of, sent
from support.mentions import citizen

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


First = Callable[[str], tuple[Path, pipeline.Outcome]]


def deduped(folder: Path, files: Sequence[Path], *answers: Path) -> pipeline.Outcome:
    session = pipeline.open_session(folder, today=DAY, files=files, pack="national", output=folder / "出", as_of=DAY)
    return pipeline.dedupe(session, answers=answers)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    """Each case after its first `dedupe`, once for all tests: the folder and what was said."""

    @cache
    def of_case(case: str) -> tuple[Path, pipeline.Outcome]:
        folder = tmp_path_factory.mktemp("来件")
        return folder, deduped(folder, sent(folder / "来", CASES[case]))

    return of_case


def begun(first: First, folder: Path, case: str) -> tuple[list[Path], pipeline.Outcome]:
    """A copy of that in `folder`: its files, and what was said."""
    made, outcome = first(case)
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return [folder / "来" / name for name in CASES[case]], outcome


def questions(book: Path) -> set[object]:
    return {row["问题识别码"] for row in rows_of(book)}


@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("case", CASES)
def test_dedupe_takes_answers_back_and_asks_no_more(tmp_path: Path, first: First, case: str, verdict: str) -> None:
    files, before = begun(first, tmp_path, case)
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
def test_renaming_files_changes_no_question(tmp_path: Path, first: First, case: str) -> None:
    files, _ = begun(first, tmp_path, case)
    book = tmp_path / "出" / BOOK
    first = [(row["组"], row["问题识别码"], row["识别码"]) for row in rows_of(book)]
    deduped(tmp_path, renamed(files))
    assert [(row["组"], row["问题识别码"], row["识别码"]) for row in rows_of(book)] == first


def test_a_question_put_off_stays_put_off(tmp_path: Path, first: First) -> None:
    files, _ = begun(first, tmp_path, "across files")
    book = tmp_path / "出" / BOOK
    answered(book, "待查")
    outcome = deduped(tmp_path, renamed(files), book)
    assert [sentence for sentence in outcome.left if "待查" in sentence] == [f"1处疑似重复待查：见 {BOOK}"]
    assert rows_of(book)[0]["裁定"] == "待查"


@pytest.fixture
def asked(tmp_path: Path, first: First) -> tuple[Path, list[Path]]:
    files, _ = begun(first, tmp_path, "three listings")
    return tmp_path / "出" / BOOK, files


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
