"""Two households of rosters of which nobody has said whether they are one: an open question decides neither of them."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from rescue_cli.core import fields as f
from support.county import Run, run_of, sheet

HEAD, DAY = "王建国", dt.date(2022, 12, 31)
ROLL, DETAIL = "重点人群花名册", "主动发现救助对象明细表"
HOME = {
    "户主姓名": HEAD,
    "城乡": "农村",
    "村居": "中元村",
    "详细住址": "中元村1组1号",
    "家庭人口": 3,
    "家庭困难类别": "重病",
    "低保人数": 0,
    "财产符合规定": "是",
}


def found(result: str) -> dict[str, object]:
    told = {"对象姓名": HEAD, "发现方式": "走访发现", "疑似符合救助": "城乡低保", "乡镇（街道）办理结果": result}
    return {"所属乡镇（街道）": "石会镇", "家庭基本情况": "户主患重病", **told}


def decided(done: Run) -> dict[str, dict[str, Any]]:
    """By the form of the first row of the case, the line that decides it."""
    rows = {row[f.SOURCE_FILE]: row[f.FORM] for row in done.merge["mentions"].to_pylist()}
    forms = {line[f.CASE]: rows[line[f.SOURCE_FILE]] for line in reversed(done.merge["clusters"].to_pylist())}
    lines = [line for line in done.judge["determinations"].to_pylist() if line[f.GROUP] is not None]
    return {forms[line[f.CASE]]: line for line in lines}


def county(folder: Path, income: int, result: str) -> Run:
    files = {
        "石会镇/花名册.xlsx": sheet(ROLL, HOME | {"人均月收入": income}),
        "石会镇/明细表.xlsx": sheet(DETAIL, found(result)),
    }
    return run_of(folder, "qianjiang-2022", files, DAY)


@pytest.mark.parametrize(
    ("income", "result", "joined"),
    [
        (300, "低保：2022年12月1日纳入", "纳入低保"),
        (5000, "低保：不符合救助条件；列入观察名单", "列入观察"),
    ],
)
def test_the_half_that_the_other_would_change_waits_for_the_answer(
    tmp_path: Path, income: int, result: str, joined: str
) -> None:
    lines = decided(county(tmp_path, income, result))
    assert (lines[ROLL][f.GROUP], lines[DETAIL][f.OUTCOME]) == ("待核实", joined)
    assert f"是同一户：{joined}" in lines[ROLL][f.REASON]
    assert lines[ROLL][f.REASON].endswith("。请在疑似重复.xlsx › 疑似重复回答")
    assert lines[ROLL][f.MISSING] == ["收件/石会镇/明细表.xlsx › 表 › 第3行与本户是否同一户"]
    assert "各种情形判定相同" in lines[DETAIL][f.REASON]


ROSTER = "困难家庭名册"
CITY = {"户主姓名": HEAD, "城乡": "城市", "家庭人口": 3, "家庭困难类别": "重病", "财产符合规定": "是"}


@pytest.mark.parametrize(
    ("first", "second", "group"),
    [
        (300, 400, "新增救助"),  # below the line by either figure
        (300, 900, "待核实"),
        (300, 300, "新增救助"),
    ],
)
def test_figures_in_which_the_halves_differ_are_asked_only_where_they_decide(
    tmp_path: Path, first: int, second: int, group: str
) -> None:
    files = {
        "兴泾镇/甲.xlsx": sheet(ROSTER, CITY | {"人均月收入": first, "村居": "泾华村"}),
        "兴泾镇/乙.xlsx": sheet(ROSTER, CITY | {"人均月收入": second}),
    }
    done = run_of(tmp_path, "xixia-2019", files, dt.date(2019, 6, 30))
    assert done.merge["pairs"]["档"].to_pylist() == ["待裁定"]
    lines = [line for line in done.judge["determinations"].to_pylist() if line[f.GROUP] is not None]
    assert [line[f.GROUP] for line in lines] == [group, group]
    assert all("是同一户" in line[f.REASON] for line in lines)
