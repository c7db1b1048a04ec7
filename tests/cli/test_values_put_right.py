"""A plain wrong value is put right in 合并名册.xlsx: taken back, read ever after, asked again when something else is told."""

import io
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

import openpyxl
import pytest

from rescue_cli import pipeline
from rescue_cli.cli.offer_answers import with_offered_answers
from rescue_cli.core.errors import RescueError
from rescue_cli.pipeline.export_table import last_table
from rescue_cli.pipeline.stages import merged
from support.clerk import send
from support.listings import DAY
from support.mentions import citizen
from support.workbooks import xlsx
from support.workspace import rescue

HEADS = ["序号", "户主姓名", "身份证号", "家庭人口", "人均月收入（元）", "详细住址", "联系方式", "家庭困难类别", "城乡"]
FILE, BOOK = "兴泾镇/名册.xlsx", "合并名册.xlsx"
Wish = tuple[str, str, str, str]  # 姓名, 更正项目, 更正为, 理由


def rows(size: int = 3, phone: str = "19900000010") -> list[list[object]]:
    return [
        [1, "苗忠禹", citizen(1, "19610819"), size, 450, "泾华村1组23号", phone, "重病", "农村"],
        [2, "钱乙丙", citizen(2, "19500101"), 2, 450, "泾华村2组5号", "19900000020", "重病", "农村"],
    ]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("更正") / "区"
    pipeline.init(folder, "xixia-2019")
    send(folder, FILE, HEADS, *rows())
    pipeline.merge(opened(folder))
    return folder


@pytest.fixture
def workspace(first: Path, tmp_path: Path) -> Path:
    shutil.copytree(first, tmp_path / "区")
    return tmp_path / "区"


def opened(workspace: Path) -> pipeline.Session:
    return pipeline.open_session(workspace, today=DAY, as_of=DAY)


def wish(workspace: Path, case: str, *wishes: Wish) -> None:
    """Typed as a clerk does, below the headings of 更正."""
    path = workspace / "输出" / BOOK
    book = openpyxl.load_workbook(path)
    sheet = book["更正"]
    head = next(row for row in sheet.iter_rows(max_row=8) if any(cell.value == "更正项目" for cell in row))
    places = {str(cell.value): cell.column for cell in head}
    for number, (name, field, value, reason) in enumerate(wishes, head[0].row + 1):
        typed = {"编号": case, "姓名": name, "更正项目": field, "更正为": value, "理由": reason, "更正人": "王五"}
        for heading, text in typed.items():
            sheet.cell(number, places[heading]).value = text
    book.save(path)


def answer(workspace: Path, word: str) -> None:
    path = workspace / "输出" / BOOK
    book = openpyxl.load_workbook(path)
    head = next(row for row in book["已更正"].iter_rows(max_row=8) if any(cell.value == "处理" for cell in row))
    places = {str(cell.value): cell.column for cell in head}
    book["已更正"].cell(head[0].row + 1, places["处理"]).value = word
    book.save(path)


def applied(workspace: Path, *, dry_run: bool = False) -> pipeline.Outcome:
    who = pipeline.Who("经办", "2019-04-25T00:00:00")
    return pipeline.apply(opened(workspace), [workspace / "输出" / BOOK], who, dry_run=dry_run)


def case_of(workspace: Path, name: str, *, again: bool = True) -> dict[str, object]:
    if again:
        pipeline.merge(opened(workspace))
    cases = last_table(opened(workspace), "cases")[0].to_pylist()
    return next(case for case in cases if case["户主姓名"] == name)


def lines(workspace: Path, sheet: str) -> Sequence[Sequence[object]]:
    book = openpyxl.load_workbook(workspace / "输出" / BOOK, read_only=True)
    return [tuple(row) for row in book[sheet].iter_rows(values_only=True)] if sheet in book.sheetnames else []


def test_a_value_is_put_right_and_stays_so_until_another_is_sent(workspace: Path) -> None:
    number = str(case_of(workspace, "苗忠禹", again=False)["编号"])
    record = workspace / "裁定.jsonl"
    wish(workspace, number, ("苗忠禹", "家庭人口", "5", "户口簿为准"))
    before = record.read_bytes()
    tried = applied(workspace, dry_run=True)
    assert tried.summary["逐本"][0]["新"] == 1
    assert record.read_bytes() == before

    waiting = pipeline.merge(opened(workspace))  # typed and not taken back: nothing of it counts, nothing is lost
    assert any(BOOK in line and "没有收回" in line for line in waiting.left)
    assert any("户口簿为准" in row for row in lines(workspace, "更正"))
    assert [(book.title, book.count) for book in pipeline.waiting_answers(opened(workspace))] == [("合并名册", 1)]

    assert applied(workspace).summary["值更正"] == 1
    assert "苗忠禹" not in record.read_text(encoding="utf-8")  # enciphered like all that tells of a person
    shutil.rmtree(workspace / ".rescue")
    assert case_of(workspace, "苗忠禹")["家庭人口"] == 5
    done = next(row for row in lines(workspace, "已更正") if "苗忠禹" in row)
    assert done[3:9] == ("3", "5", "户口簿为准", "王五", "2019-04-25 00:00", "生效")
    assert not any("户口簿为准" in row for row in lines(workspace, "更正"))
    explained = rescue("-C", workspace, "explain", number).stdout
    explained = "".join(explained.split())  # broken where the screen ends
    assert "家庭人口3→5" in explained
    assert "王五" in explained
    send(workspace, FILE, HEADS, *rows(size=4))
    assert any("不再成立" in line for line in pipeline.merge(opened(workspace)).left)
    assert case_of(workspace, "苗忠禹", again=False)["家庭人口"] == 4
    answer(workspace, "仍按更正")
    assert applied(workspace).summary["值更正"] == 1
    assert case_of(workspace, "苗忠禹")["家庭人口"] == 5
    answer(workspace, "撤回更正")
    applied(workspace)
    assert case_of(workspace, "苗忠禹")["家庭人口"] == 4
    assert lines(workspace, "已更正") == []


def test_a_number_put_right_is_linked_by(workspace: Path) -> None:
    """The household is found in a list under its right number: it is corrected before anything is linked."""
    number = str(case_of(workspace, "钱乙丙", again=False)["编号"])
    wish(workspace, number, ("钱乙丙", "身份证号", citizen(7, "19500101"), "身份证为准"))
    applied(workspace)
    case = case_of(workspace, "钱乙丙")
    assert (case["编号"], case["身份证号"]) == (number, citizen(7, "19500101"))
    raw = last_table(opened(workspace), "raw")[0].to_pylist()
    assert [line["原值"] for line in raw if line["原因"] == "由人更正"] == [citizen(2, "19500101")]


def test_what_a_person_put_right_its_sender_did_not_mend(workspace: Path) -> None:
    """The corrected file says the wrong number again: it is not mended, though the household has the right one."""
    wrong, fresh = citizen(2, "19500101"), rows()
    bad = wrong[:-1] + ("0" if wrong[-1] != "0" else "1")
    fresh[1][2] = bad
    send(workspace, FILE, HEADS, *fresh)
    number = str(case_of(workspace, "钱乙丙")["编号"])
    wish(workspace, number, ("钱乙丙", "身份证号", wrong, "身份证为准"))
    applied(workspace)
    fresh[0][3] = 4
    send(workspace, "兴泾镇/名册（更正）.xlsx", HEADS, *fresh)
    pair = '\n[[replace]]\nold = "兴泾镇/名册.xlsx"\nnew = "兴泾镇/名册（更正）.xlsx"\n'
    with (workspace / "rescue.toml").open("a", encoding="utf-8") as settings:
        settings.write(pair)
    assert case_of(workspace, "钱乙丙")["身份证号"] == wrong
    told = merged(opened(workspace))["corrections"].to_pylist()
    assert {line["变化"] for line in told if line["字段"] == "身份证号"} == {"未改"}


class Terminal(io.StringIO):
    """A stream somebody sits at."""

    def isatty(self) -> bool:
        return True


class Interrupted(Terminal):
    """Ctrl-C instead of an answer."""

    def readline(self, *_: object) -> str:
        raise KeyboardInterrupt


def offered(workspace: Path, keys: io.StringIO) -> tuple[int, str]:
    """How many corrections stand afterwards, and what was asked."""
    screen = Terminal()
    with mock.patch.object(sys, "stdin", keys), mock.patch.object(sys, "stderr", screen):
        session = with_offered_answers(opened(workspace))
    return len(session.decisions.corrected), "".join(screen.getvalue().split())


def test_a_run_at_a_terminal_offers_to_take_answers_back(workspace: Path) -> None:
    number = str(case_of(workspace, "苗忠禹", again=False)["编号"])
    wish(workspace, number, ("苗忠禹", "家庭人口", "5", "户口簿为准"))
    before = (workspace / "裁定.jsonl").read_bytes()
    assert offered(workspace, io.StringIO("y\n")) == (0, "")  # a pipe is asked nothing
    for keys in ("n\n", ""):
        taken, asked = offered(workspace, Terminal(keys))
        assert (taken, "输出/里有1条您填写、还没有收回的回答（合并名册1），现在收回吗？[Y/n]" in asked) == (0, True)
    with pytest.raises(KeyboardInterrupt):
        offered(workspace, Interrupted())
    assert (workspace / "裁定.jsonl").read_bytes() == before
    assert offered(workspace, Terminal("\n"))[0] == 1
    assert offered(workspace, Terminal("\n")) == (1, "")  # nothing is left to be asked about


def test_a_folder_is_taken_and_what_is_no_answer_workbook_is_named(workspace: Path) -> None:
    number = str(case_of(workspace, "苗忠禹", again=False)["编号"])
    wish(workspace, number, ("苗忠禹", "家庭人口", "5", "户口簿为准"))
    (workspace / "输出" / "别的.xlsx").write_bytes(xlsx({"Sheet1": [["甲", "乙"], [1, 2]]}))
    before = (workspace / "裁定.jsonl").read_bytes()
    tried = rescue("-C", workspace, "apply", workspace / "输出", "--dry-run", "--json", "--by", "经办")
    answer = json.loads(tried.stdout)
    books = {book["工作簿"]: book for book in answer["summary"]["逐本"]}
    assert (books["合并名册.xlsx"]["新"], books["疑似重复.xlsx"]["新"]) == (1, 0)
    assert [line for line in answer["left"] if line.startswith("别的.xlsx：不是本工具发出的可填写的表")] != []
    assert (tried.returncode, (workspace / "裁定.jsonl").read_bytes()) == (1, before)
    done = rescue("-C", workspace, "apply", workspace / "输出", "--by", "经办")
    assert (done.returncode, "别的.xlsx" in done.stdout) == (1, True)
    wish(workspace, number, ("苗忠禹", "家庭人口", "6", "又看过"), ("苗忠禹", "家庭人口", "7", "看错"))
    tried = rescue("-C", workspace, "apply", workspace / "输出" / BOOK, "--dry-run", "--json")
    (book,) = json.loads(tried.stdout)["summary"]["逐本"]
    assert (book["改"], book["矛盾"], tried.returncode) == (1, 1, 1)
    assert "矛盾" in json.loads(tried.stdout)["left"][0]


REFUSED = (
    ("苗忠禹", "家庭人口", "五口左右", "看过", "家庭人口应填整数"),
    ("苗忠禹", "身份证号", "640105196108190011", "看过", "不是有效的身份证号"),
    ("苗忠禹", "城乡", "郊区", "看过", "城乡应填“"),
    ("苗忠禹", "联系方式", "19900000011", "", "没有填理由"),
    ("赵无人", "家庭人口", "5", "看过", "没有“赵无人”"),
    ("苗忠禹", "家庭人数", "5", "看过", "不是户册里的项目"),
    ("苗忠禹", "人均月收入", "450", "看过", "现在就是这个值"),
)


def test_what_cannot_be_is_refused_with_a_sentence(workspace: Path) -> None:
    number = str(last_table(opened(workspace), "cases")[0].to_pylist()[0]["编号"])
    wish(workspace, number, *((name, field, value, reason) for name, field, value, reason, _ in REFUSED))
    with pytest.raises(RescueError) as refused:
        applied(workspace)
    assert [sentence for *_, sentence in REFUSED if sentence not in str(refused.value)] == []
    assert "有7处不能收" in str(refused.value)
