"""Who did what when, what befell one household, and past states opened again."""

import json
import shutil
from pathlib import Path

import pytest

from support.clerk import send
from support.mentions import citizen
from support.workspace import rescue

DAY = ("--as-of", "2019-05-02")
HEADS = ["户主姓名", "身份证号", "详细住址", "联系方式", "家庭困难类别", "人均月收入（元）", "城乡", "家庭人口"]


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("经过") / "区"
    assert rescue("init", folder, "--pack", "xixia-2019").returncode == 0
    one = ["甲某", citizen(1), "泾华村1组1号", "13800010007", "重病", 500, "城市", 3]
    other = ["甲某", "", "昊苑村1号", "13800010007", "残疾", 900, "农村", 3]
    send(folder, "兴泾镇/名册.xlsx", HEADS, one)
    send(folder, "镇北堡镇/名册.xlsx", HEADS, other)
    assert rescue("-C", folder, "run", *DAY).returncode == 1
    signed = ("--by", "甲", "--reviewer", "乙", "--yes")
    assert rescue("-C", folder, "submit", "城市统计表", *signed).returncode in (0, 1)
    return folder


def history(folder: Path, *words: str) -> list[dict[str, str]]:
    done = rescue("-C", folder, "history", *words, "--json")
    assert done.returncode == 0, done.stderr
    lines: list[dict[str, str]] = json.loads(done.stdout)["summary"]["经过"]
    return lines


def test_history_says_who_did_what_and_what_befell_a_household(filed: Path) -> None:
    assert [line["做了什么"] for line in history(filed)] == ["运行", "上报"]
    assert history(filed)[1]["谁"] == "甲"
    assert "城市统计表 全期，复核乙" in history(filed)[1]["内容"]
    of_household = history(filed, citizen(1))  # by the number of one of its people
    assert [line["做了什么"] for line in of_household] == ["报来", "判定", "上报计入"]
    assert "兴泾镇/名册.xlsx › 名册 第3行" in of_household[0]["内容"]
    assert "城市统计表 全期 第1次" in of_household[2]["内容"]
    done = rescue("-C", filed, "history", "甲某")
    assert done.returncode == 2
    assert "请写编号：640105-00001、640105-00002" in done.stderr
    screen = rescue("-C", filed, "history").stdout
    assert max(map(len, screen.splitlines())) <= 80


def test_a_past_state_is_opened_by_number_day_or_report(filed: Path) -> None:
    state = next((filed / "存档" / "状态").iterdir()).name
    for words in (state, "0001", state[-10:], "全期/城市统计表"):
        done = rescue("-C", filed, "export", "determinations", "--at", words)
        assert done.returncode == 0, done.stderr
        assert "640105-00001" in done.stdout
        assert history(filed, "640105-00001", "--at", words)
    assert "没有“0009”的状态" in rescue("-C", filed, "history", "--at", "0009").stderr
    assert "没有留 facts" in rescue("-C", filed, "export", "facts", "--at", "0001").stderr
    assert "rescue history 编号 --at" in rescue("-C", filed, "explain", "640105-00001", "--at", "0001").stderr


def test_a_changed_log_of_runs_is_named(filed: Path) -> None:
    log = filed / ".rescue" / "运行.jsonl"
    data = log.read_bytes()
    log.write_bytes(data.replace(b'"inputs":2', b'"inputs":3'))
    try:
        assert ".rescue/运行.jsonl 被改动过" in rescue("-C", filed, "verify").stdout
        assert "rescue verify" in rescue("-C", filed, "history").stderr
    finally:
        log.write_bytes(data)


def test_up_to_a_state_holds_also_where_the_log_of_runs_is_gone(filed: Path, tmp_path: Path) -> None:
    """The log stands in .rescue, which may be deleted: then the day of the state says how far."""
    copy = Path(shutil.copytree(filed, tmp_path / "区"))
    (copy / ".rescue" / "运行.jsonl").unlink()
    state = next((copy / "存档" / "状态").iterdir())
    state.rename(state.with_name("0001_2000-01-01"))
    assert rescue("-C", copy, "history", "--at", "0001", "--json").returncode == 0
    told = json.loads(rescue("-C", copy, "history", "--at", "0001", "--json").stdout)
    assert told["summary"]["经过"] == "还没有运行、收回和上报的记录"
    assert len(history(copy)) == 1
