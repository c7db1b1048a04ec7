"""samples/黔江区 under 黔江民政发〔2022〕44号: what was planted comes out, the annex as the notice prints it."""

from pathlib import Path

import openpyxl
import pytest

from support.notices import committed, disagreements, planted_lines, written_again
from support.sample_runs import RunOf
from support.workspace import exported

NAME = "黔江区"
ANNEX = [
    "序号",
    "发现方式（走访发现、信息推送发现、工作发现）",
    "发现人",
    "所属乡镇（街道）",
    "对象姓名",
    "家庭基本情况",
    "疑似符合救助（城乡低保、特困供养、临时救助、医疗救助、教育救助、住房救助、就业救助、受灾人员救助等）",
    "乡镇（街道）调查情况",
    "乡镇（街道）办理结果（不符合救助条件、纳入救助范畴和纳入时间）",
    "备注",
]


@pytest.fixture(scope="module")
def workspace(sample_run: RunOf) -> Path:
    return sample_run(NAME).workspace


def test_generator_writes_the_committed_files(tmp_path: Path) -> None:
    assert written_again("qianjiang.py", tmp_path) == committed(NAME), "run python samples/notices/qianjiang.py"


def test_planted_determinations_come_out(workspace: Path) -> None:
    assert len(planted_lines(NAME, "判定")) == 67
    assert disagreements(workspace, NAME) == []


def test_annex_has_the_notices_headings_and_every_line(workspace: Path) -> None:
    sheet = openpyxl.load_workbook(workspace / "输出/台账/主动发现救助对象明细表.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "黔江区社会救助主动发现救助对象明细表"
    assert rows[1] == ANNEX
    assert len([row for row in rows[2:] if row[4]]) == 15
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:J1"]


def test_assistants_are_no_households_and_the_village_without_one_is_named(workspace: Path) -> None:
    assert len(exported(workspace, "cases")) == 67
    missing = [line for line in exported(workspace, "findings") if line["代码"] == "JUDGE-COVERAGE-SHORT"]
    assert len([line for line in missing if "长春村" in line["问题"]]) == 1
    assert not [line for line in missing if "蒲花村" in line["问题"]]


def test_reminded_and_still_not_done_is_listed(workspace: Path) -> None:
    also = [line for line in exported(workspace, "determinations") if line["结果"] == "提醒后仍未办理"]
    assert len(also) == 3
