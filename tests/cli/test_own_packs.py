"""A pack of the bureau's own: made by `pack new`, kept in the working folder, used like a shipped one."""

import csv
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rescue_cli.cli.app import app

STANDARD = """
[[standard]]
name = "低保标准"
area = "城市"
amount = 600
unit = "元/人·月"
from = 2000-01-01
source = "示例"
"""
HEADS = ["镇街", "村居", "城乡", "户主姓名", "详细住址", "家庭困难类别", "家庭人口", "人均月收入"]
ROWS = [
    ["示例镇", "示例村", "城市", "甲示例", "示例村1组1号", "重病", 2, "599.99"],
    ["示例镇", "示例村", "城市", "乙示例", "示例村1组2号", "就学", 3, "1200.01"],
    ["示例镇", "示例村", "城市", "丙示例", "示例村1组3号", "重病", 3, ""],
]


def rescue(folder: Path, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["-C", str(folder), *words])
    return result.exit_code, result.output


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    told = ["--title", "示例县方案", "--issuer", "示例县民政局", "--district", "示例县"]
    assert rescue(tmp_path, "pack", "new", "shili-2026", *told)[0] == 0
    return tmp_path


def test_skeleton_checks_and_its_cases_pass(folder: Path) -> None:
    assert rescue(folder, "pack", "check", "shili-2026")[0] == 0
    code, text = rescue(folder, "pack", "test", "shili-2026")
    assert code == 0
    assert "不符     0" in text


def test_words_of_the_skeleton_left_are_named(folder: Path) -> None:
    code, text = rescue(folder, "pack", "check", "shili-2026")
    assert code == 0
    assert "pack.toml 里还有骨架的占位文字没有填：" in text
    home = folder / "方案包" / "shili-2026"
    for path in home.rglob("*.toml"):
        path.write_text(
            re.sub("<[^<>=\n]*[\u3400-\u9fff]>", "某某", path.read_text(encoding="utf-8")), encoding="utf-8"
        )
    assert "占位文字" not in rescue(folder, "pack", "check", "shili-2026")[1]


def test_own_pack_runs_in_its_folder(folder: Path) -> None:
    assert rescue(folder, "init", ".", "--pack", "shili-2026")[0] == 0
    with (folder / "rescue.toml").open("a", encoding="utf-8") as file:
        file.write(STANDARD)
    with (folder / "收件" / "示例镇困难家庭名册.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADS, *ROWS])
    rescue(folder, "run")
    code, text = rescue(folder, "export", "determinations")
    assert code == 0
    lines = list(csv.DictReader(text.splitlines()))
    assert sorted(line["结果"] for line in lines) == ["待核实", "拟低保", "拟观察"]
    assert all(line["依据"].startswith("<某地2026方案>") for line in lines if line["结果"] != "待核实")


def test_wrong_own_pack_is_named_and_the_others_are_listed(folder: Path) -> None:
    path = folder / "方案包" / "shili-2026" / "rules.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("低保年标准", "低保年标淮"), encoding="utf-8")
    code, text = rescue(folder, "pack", "list")
    assert code == 1
    assert "national" in text
    assert "rescue pack check shili-2026" in text
    code, text = rescue(folder, "pack", "check", "shili-2026")
    assert code != 0


@pytest.mark.parametrize("name", ["兴庆", "Xingqing", "2026-x", "xixia-2019", "shili-2026"])
def test_name_that_cannot_be_or_is_taken_changes_nothing(folder: Path, name: str) -> None:
    before = sorted(folder.rglob("*"))
    assert rescue(folder, "pack", "new", name)[0] != 0
    assert sorted(folder.rglob("*")) == before


def test_words_of_the_bureau_are_written_as_they_are(tmp_path: Path) -> None:
    assert rescue(tmp_path, "pack", "new", "yin-2026", "--title", '关于"应救尽救"的\\通知')[0] == 0
    assert '关于"应救尽救"的' in rescue(tmp_path, "pack", "show", "yin-2026")[1]
