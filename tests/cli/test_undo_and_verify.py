"""Answers taken back leave everything as it was before them; what is no longer as it was written is named."""

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from rescue_cli import pipeline
from rescue_cli.core.errors import UsageError
from rescue_cli.record.journal import read_journal
from support.listings import BOOK, DAY, answered
from support.mentions import citizen
from support.workbooks import xlsx
from support.workspace import digests, rescue

HEADS = ["户主姓名", "身份证号", "详细住址", "联系方式", "家庭困难类别", "人均月收入（元）", "城乡"]
WHO = pipeline.Who("经办", "2019-09-30T08:00:00")
SIGNED = pipeline.Signing("甲", "乙", "2019-09-30T09:00:00")
OTHERWISE = ("变化.xlsx", "总览.html", BOOK)  # say what was done since, and hold what was typed


def opened(folder: Path) -> pipeline.Session:
    return pipeline.open_session(folder, today=DAY, as_of=DAY)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county with one pair to be judged, after its run."""
    folder = tmp_path_factory.mktemp("取消") / "区"
    pipeline.init(folder, "xixia-2019")
    people = {"兴泾镇": ("苗忠禹", "泾华村1组23号"), "镇北堡镇": ("钱乙丙", "昊苑村5组8号")}
    for number, (town, (name, door)) in enumerate(people.items()):
        row = [name, citizen(1, "19610819"), door, f"1990000001{number}", "重病", 200, "农村"]
        (folder / "收件" / f"{town}.xlsx").write_bytes(xlsx({"名册": [[f"{town}困难家庭名册"], HEADS, row]}))
    pipeline.run(opened(folder))
    return folder


@pytest.fixture
def folder(asked: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(asked, tmp_path / "区"))


def taken_back(folder: Path) -> pipeline.Outcome:
    return pipeline.undo(opened(folder), WHO, confirmed=True)


def test_what_stood_before_the_answers_stands_again(folder: Path) -> None:
    before = digests(folder / "输出")
    numbers = rescue("-C", folder, "export", "cases").stdout.splitlines()
    answered(folder / "输出" / BOOK, "同一户")
    pipeline.apply(opened(folder), [folder / "输出" / BOOK], WHO)
    assert pipeline.run(opened(folder)).summary["户"] == 1
    first = pipeline.undo(opened(folder), WHO, confirmed=False)
    assert (first.exit_code, first.summary["疑似重复"], first.summary["经办"]) == (1, 1, "经办")
    assert "--yes" in first.left[0]
    assert taken_back(folder).exit_code == 0
    assert pipeline.run(opened(folder)).summary["待裁定"] == 1
    assert rescue("-C", folder, "export", "cases").stdout.splitlines() == numbers
    after = digests(folder / "输出")
    same = {name for name in before if name not in OTHERWISE and not name.startswith("合并名册")}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert {"台账/新增救助群体台账.xlsx", "校验/校验汇总.xlsx"} <= same
    with pytest.raises(UsageError, match="没有可以取消的回答"):
        taken_back(folder)


def test_answers_are_taken_back_one_writing_after_the_other_and_may_be_given_again(folder: Path) -> None:
    for verdict in ("同一户", "不是"):
        answered(folder / "输出" / BOOK, verdict)
        pipeline.apply(opened(folder), [folder / "输出" / BOOK], WHO)
    lines = (folder / "裁定.jsonl").read_text(encoding="utf-8")
    taken_back(folder)
    assert [entry.body["verdict"] for entry in read_journal(folder / "裁定.jsonl").of_kind("pair")] == ["同一户"]
    taken_back(folder)
    assert read_journal(folder / "裁定.jsonl").of_kind("pair") == ()
    assert (folder / "裁定.jsonl").read_text(encoding="utf-8").startswith(lines)  # nothing is ever taken out
    assert pipeline.apply(opened(folder), [folder / "输出" / BOOK], WHO).summary["记录"] == 1
    assert [entry.body["verdict"] for entry in read_journal(folder / "裁定.jsonl").of_kind("pair")] == ["不是"]


@pytest.fixture(scope="module")
def filed(asked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(asked, tmp_path_factory.mktemp("核验") / "区"))
    pipeline.submit(opened(folder), ["农村进展情况表"], None, SIGNED, confirmed=True)
    assert pipeline.verify(opened(folder)).left == ()
    return folder


def _line(path: Path) -> None:
    """Somebody types a line into a workbook."""
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A30"] = "补"
    book.save(path)


def _append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


@pytest.mark.parametrize(
    ("pattern", "change", "words"),
    [
        ("存档/2019-*/*/第1次/*.xlsx", _line, "与上报登记时不同"),
        ("存档/2019-*/*/第1次/*.xlsx", Path.unlink, "与上报登记时不同"),
        ("存档/2019-*/*/第1次/计入.parquet", _append, "与上报登记时不同"),
        ("存档/2019-*/*/第1次", shutil.rmtree, "不见了"),
        ("存档/2019-*/*/第1次", lambda path: shutil.copytree(path, path.with_name("第2次")), "记录里没有"),
        ("存档/状态/*/tables/cases.parquet", _append, "被改动过或读不出来"),
        ("存档/状态/*/about.json", _append, "被改动过或读不出来"),
        ("存档/状态/000*", shutil.rmtree, "时的状态）不见了"),
        ("输出/台账/新增救助群体台账.xlsx", _line, "写出以后被改过"),
        ("输出/催报/*催报单.docx", Path.unlink, "不见了：再运行一次"),
    ],
)
def test_whatever_is_no_longer_as_it_was_written_is_named(
    filed: Path, tmp_path: Path, pattern: str, change: Callable[[Path], object], words: str
) -> None:
    folder = Path(shutil.copytree(filed, tmp_path / "区"))
    for path in sorted(folder.glob(pattern)):
        change(path)
    outcome = pipeline.verify(opened(folder))
    assert outcome.exit_code == 1
    assert any(words in sentence for sentence in outcome.left), outcome.left


def test_a_changed_record_ends_in_a_sentence(filed: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(filed, tmp_path / "区"))
    text = (folder / "裁定.jsonl").read_text(encoding="utf-8")
    (folder / "裁定.jsonl").write_text(text.replace("农村进展情况表", "城市进展情况表"), encoding="utf-8")
    done = rescue("-C", folder, "verify")
    assert done.returncode == 2
    assert "裁定.jsonl 第" in done.stderr


def test_outputs_nobody_knows_the_making_of_are_said_not_to_be_checked(filed: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(filed, tmp_path / "区"))
    shutil.rmtree(folder / ".rescue")
    assert any("输出没有核对" in note for note in pipeline.verify(opened(folder)).notes)


def test_a_record_shorter_than_its_last_copy_is_named_where_no_note_tells_of_it(folder: Path) -> None:
    record = folder / "裁定.jsonl"
    record.write_bytes(b"".join(record.read_bytes().splitlines(keepends=True)[:-1]))
    (folder / ".rescue" / "record.json").unlink()
    (folder / "输出" / "合并名册.xlsx").unlink()
    left = pipeline.verify(opened(folder)).left
    assert any(text.startswith("裁定.jsonl 从第") and "裁定备份/裁定-" in text for text in left), left
