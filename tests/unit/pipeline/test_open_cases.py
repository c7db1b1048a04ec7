"""Cases with open questions in a whole run: what is counted, what is said."""

import datetime as dt
from pathlib import Path

import pytest

from rescue_cli.cli.render_explain import print_explanation
from rescue_cli.core import fields as f
from rescue_cli.pipeline.explain_case import WORLDS_SHOWN, Explanation
from support.county import run_of, sheet
from support.mentions import citizen

HEAD = "王建国"
WATCHED, ROLL, VISITS = "脱贫监测户名册", "重点人群花名册", "走访记录"
SOUND_OR_NOT = pytest.mark.parametrize("income", [9000, 40_000_000], ids=["decided", "open"])


@SOUND_OR_NOT
def test_a_stated_total_counts_an_open_case_once(tmp_path: Path, income: int) -> None:
    row = {"户主姓名": HEAD, "身份证号": citizen(1), "家庭人口": 3, "家庭年收入": income, "财产符合规定": "是"}
    done = run_of(tmp_path, "pingluo-2020", {"城关镇/监测户.xlsx": sheet(WATCHED, row)}, dt.date(2020, 6, 30))
    assert (done.merge["possible"].num_rows > 0) == (income > 1_000_000)
    (line,) = [line for line in done.judge["controls"].to_pylist() if line[f.FORM] == WATCHED]
    assert (line["实有户数"], line["实有人数"]) == (1, 3)


@SOUND_OR_NOT
def test_visits_are_owed_by_an_open_case_once(tmp_path: Path, income: int) -> None:
    home = {"户主姓名": HEAD, "身份证号": citizen(1)}
    roll = home | {"家庭人口": 3, "家庭年收入": income, "列入日期": "2022-06-01"}
    files = {"城东街道/花名册.xlsx": sheet(ROLL, roll), "城东街道/走访.xlsx": sheet(VISITS, home | {"入户日期": "2022-06-10"})}
    done = run_of(tmp_path, "qianjiang-2022", files, dt.date(2022, 6, 20))
    assert (done.merge["possible"].num_rows > 0) == (income > 1_000_000)
    lines = [line for line in done.judge["coverage"].to_pylist() if line["名称"] == "重点人群每月走访"]
    assert [(line["对象"], line["已报"]) for line in lines] == [(HEAD, 1)]


def answer(number: int, outcome: str) -> dict[str, object]:
    told = {"序": number, "若": f"“家庭人口”为{number}", "规则": outcome, "结果": outcome, "分类": "新增救助", "理由": ""}
    return {"编号": "640105-00001", **told}


def test_of_many_answers_the_first_that_differ_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    worlds = [answer(n, "拟低保" if n < 300 else "拟低收入") for n in range(1, 301)]
    print_explanation(Explanation("640105-00001", (), (), (), (), tuple(worlds)))
    printed = capsys.readouterr().out
    assert [printed.count("〔拟低保〕"), printed.count("〔拟低收入〕")] == [WORLDS_SHOWN - 1, 1]
    assert "另有294种答案没有列出" in printed
    print_explanation(Explanation("640105-00001", (), (), (), (), tuple(worlds[-2:])))
    assert "没有列出" not in capsys.readouterr().out


ROSTER, SURVEY, RESULTS = "困难家庭名册", "入户核查评估结果", "审核审批结果"
DAY = dt.date(2019, 6, 30)
HOME = {
    "户主姓名": HEAD,
    "身份证号": citizen(1),
    "城乡": "城市",
    "家庭人口": 3,
    "人均月收入": 5000,
    "家庭困难类别": "重病",
    "财产符合规定": "是",
}
MASKED = citizen(1)[:6] + "********" + citizen(1)[-4:]


@pytest.mark.parametrize(("visited", "open_"), [("2019-06-30", True), ("2019-07-01", False)])
def test_a_row_that_waits_is_no_answer_yet(tmp_path: Path, visited: str, open_: bool) -> None:
    """Whosever it is: nothing of it counts before its day."""
    survey = {"户主姓名": "王健国", "身份证号": MASKED, "核实人均月收入": 500, "入户日期": visited}
    files = {"兴泾镇/名册.xlsx": sheet(ROSTER, HOME), "兴泾镇/核查.xlsx": sheet(SURVEY, survey)}
    done = run_of(tmp_path, "xixia-2019", files, DAY)
    assert "待裁定" in done.merge["pairs"]["档"].to_pylist()
    assert done.deciding(HEAD)[f.OUTCOME] == ("待核实" if open_ else "拟观察")


@pytest.mark.parametrize(("answered", "told"), [("2019-06-30", []), ("2019-07-01", ["E3"])])
def test_a_part_of_a_row_that_waits_is_told_with_its_cell(tmp_path: Path, answered: str, told: list[str]) -> None:
    result = {"户主姓名": HEAD, "身份证号": citizen(1), "办理结果": "转介", "办理日期": "2019-06-20"}
    result |= {"反馈日期": answered, "转介部门": "医保局", "转介反馈": "已给予救助"}
    files = {"兴泾镇/名册.xlsx": sheet(ROSTER, HOME), "审批.xlsx": sheet(RESULTS, result)}
    found = run_of(tmp_path, "xixia-2019", files, DAY).merge["findings"].to_pylist()
    waits = [line for line in found if line["代码"] == "SETTLE-ROW-WAITING"]
    assert [line["单元格"] for line in waits] == told
    assert all("“转介反馈”到那一天以前不计入任何表" in line["问题"] for line in waits)
