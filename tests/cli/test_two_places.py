"""人户分离 end to end: two townships report one household; the answer in 值冲突 moves it whole and closes the question."""

import csv
import io
from pathlib import Path

from support.clerk import apply, fill, send, told
from support.mentions import citizen
from support.workspace import rescue

HEADS = ["户主姓名", "身份证号", "家庭人口", "人均月收入（元）", "村居", "详细住址", "联系方式", "家庭困难类别"]
HERE, THERE = ("兴泾镇", "泾华村", "泾华村1组3号"), ("镇北堡镇", "德林村", "德林村5组8号")
BOOK = "疑似重复.xlsx"


def table(workspace: Path, name: str) -> list[dict[str, str]]:
    done = rescue("-C", workspace, "export", name, "--format", "csv")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def places(workspace: Path) -> list[tuple[str, ...]]:
    return [tuple(case[name] for name in ("镇街", "村居", "详细住址")) for case in table(workspace, "cases")]


def test_one_answer_moves_the_household_whole(tmp_path: Path) -> None:
    folder = tmp_path / "区"
    assert rescue("init", folder, "--pack", "xixia-2019").returncode == 0
    for town, village, door in (HERE, THERE):
        send(
            folder,
            f"{town}/困难家庭名册.xlsx",
            HEADS,
            ["赵甲", citizen(1), 3, 501, village, door, "13800010007", "重病"],
        )
    told(folder, "merge")
    assert places(folder) == [HERE]
    assert [row["字段"] for row in table(folder, "findings") if row["代码"].startswith("SETTLE-")] == ["所在地"]
    (question,) = table(folder, "questions")
    other = question["备选"].split("|")[1]
    assert other == " ".join((THERE[0], THERE[2]))
    fill(folder / "输出" / BOOK, "值冲突", lambda _: {"选定": other})
    assert apply(folder, BOOK) == ""
    told(folder, "merge")
    assert places(folder) == [THERE]
    assert table(folder, "questions") == []
    assert not [row for row in table(folder, "findings") if row["代码"].startswith("SETTLE-")]
