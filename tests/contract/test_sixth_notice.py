"""samples/第六份通知: a notice that no program knows, written as a pack from docs/packs.md alone, comes out as it reads."""

from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from support.notices import planted_lines
from support.sample_runs import RunOf
from support.workspace import ROOT, exported, rescue

NAME = "第六份通知"
PACK = "yunxi-2025"
Cell = object


@pytest.fixture(scope="module")
def workspace(sample_run: RunOf) -> Path:
    return sample_run(NAME).workspace


def written(workspace: Path, file: str, sheet: str) -> list[list[Cell]]:
    found = openpyxl.load_workbook(workspace / "输出" / file)[sheet]
    return [[cell.value for cell in row] for row in found.iter_rows()]


def filled(row: list[Cell]) -> list[Cell]:
    """A heading's row with merged cells said again."""
    said: list[Cell] = []
    for value in row:
        said.append(value if value is not None or not said else said[-1])
    return said


def test_the_pack_checks_and_its_cases_pass() -> None:
    folder = ROOT / "samples" / NAME
    for command in ("check", "test"):
        done = rescue("-C", folder, "pack", command, PACK)
        assert done.returncode == 0, done.stdout + done.stderr


def people(workspace: Path) -> dict[str, str]:
    """编号 → whose household it is; an elder who is on the list of elders only has no 户主姓名."""
    return {line["编号"]: line["户主姓名"] or line["姓名"] for line in exported(workspace, "facts")}


def test_planted_determinations_come_out(workspace: Path) -> None:
    places = {line["编号"]: line["镇街"] for line in exported(workspace, "facts")}
    found = sorted(
        (places[line["编号"]], people(workspace)[line["编号"]], *(line[name] for name in ("分类", "阶段", "结果")))
        for line in exported(workspace, "determinations")
        if line["分类"]
    )
    wanted = ("镇街", "户主姓名", "应得分类", "应得阶段", "应得结果")
    assert found == sorted(tuple(line[name] for name in wanted) for line in planted_lines(NAME, "判定"))


def test_what_is_listed_beside_the_group(workspace: Path) -> None:
    also = Counter(line["结果"] for line in exported(workspace, "determinations") if not line["分类"])
    assert also == {"同时列探访": 1, "拟转介区教育局": 2, "拟转介区卫生健康局": 2, "拟转介区残联": 1}


def test_annex_four_is_printed_as_the_notice_has_it(workspace: Path) -> None:
    title, top, second, spans, *lines = written(workspace, "报表/附件4 冬春救助工作月报表（2025年12月）.xlsx", "附件4")
    assert title[0] == "冬春救助“送温暖”工作月报表"
    groups = ["困难家庭（户）"] * 8 + ["发放救助金"] * 2 + ["独居老人"] * 4 + ["转介（件）"] * 4
    assert filled(top) == ["序号", "镇（街道）", *groups]
    under = ["一类", "二类", "三类", "合计", "（元）", "人数", "探访人次", "转介", "回复"]
    assert filled(second[2:]) == [word for word in under for _ in range(2)]
    assert spans[2:] == ["本月", "累计"] * 9
    assert [line[:2] for line in lines[:3]] == [[1, "桃源镇"], [2, "石门镇"], [3, "东关街道"]]
    assert lines[0][2:] == [0, 3, 0, 1, 1, 1, 1, 5, 400, 4800, 0, 2, 3, 5, 1, 1, 1, 1]
    assert str(lines[3][0]).startswith("另有1户")  # nobody said when it was put on the roster


def test_annex_five_has_two_rows_of_headings_and_nothing_else(workspace: Path) -> None:
    rows = written(workspace, "报表/附件5 冬春救助困难家庭花名册.xlsx", "附件5")
    home, found = ["家庭人口", "人均年收入（元）", "城乡"], ["救助类别", "救助金（元）"]
    assert filled(rows[1]) == ["序号", "镇（街道）", "村（居）", "户主姓名", *["家庭情况"] * 3, *["认定情况"] * 2]
    assert rows[2][4:] == [*home, *found]
    assert [row[0] for row in rows[3:]] == list(range(1, 15))


def test_control_total_and_township_form_are_compared(workspace: Path) -> None:
    (total,) = exported(workspace, "controls")
    assert (total["应有户数"], total["实有户数"], total["状态"]) == ("18", "21", "不符")
    compared = written(workspace, "报表/冬春救助名册统计表（2025年12月）.xlsx", "统计表比对")
    assert Counter(row[6] for row in compared if isinstance(row[0], int)) == {"一致": 12, "不一致": 2, "未填": 1}


def test_visits_and_replies_have_their_days(workspace: Path) -> None:
    names = people(workspace)
    states = {(names[line["编号"]], line["应办日"], line["状态"]) for line in exported(workspace, "tasks")}
    assert states == {
        ("万桂香", "2025-12-30", "已逾期"),  # seen on the 10th, before the cold wave
        ("梅凤英", "2025-12-30", "已逾期"),
        ("盛淑珍", "2025-12-30", "已逾期"),
        ("贺老根", "2026-01-14", "未到期"),
        ("柯老庆", "2026-01-15", "未到期"),
        ("曹秀兰", "2025-12-16", "已办结"),
        ("阎守义", "2025-12-20", "已逾期"),
        ("石铁柱", "2026-01-04", "快到期"),
    }


def test_the_public_list_shows_nobody_in_full(workspace: Path) -> None:
    rows = written(workspace, "公示/石门镇冬春救助公示名单.xlsx", "公示名单")
    shown = [row[1:4] for row in rows if isinstance(row[0], int)]
    assert len(shown) == 4
    assert all("*" in str(name) and str(number).startswith("99***") for name, number, _ in shown)
