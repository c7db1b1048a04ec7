"""Cases with open questions in a whole run: what is counted, what is said."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from rescue_cli.cli.render_explain import print_explanation
from rescue_cli.core import fields as f
from rescue_cli.pipeline.explain_case import WORLDS_SHOWN, Explanation, explain
from rescue_cli.record.decisions import Choice, Decisions, value_digest
from support.county import again, run_of, sheet
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
    roll = home | {"家庭人口": 3, "家庭年收入": income, "列入日期": "2022-06-01", "城乡": "农村"}
    files = {
        "城东街道/花名册.xlsx": sheet(ROLL, roll),
        "城东街道/走访.xlsx": sheet(VISITS, home | {"入户日期": "2022-06-10"}),
    }
    done = run_of(tmp_path, "qianjiang-2022", files, dt.date(2022, 6, 20))
    assert (done.merge["possible"].num_rows > 0) == (income > 1_000_000)
    lines = [line for line in done.judge["coverage"].to_pylist() if line["名称"] == "重点人群每月走访"]
    assert [(line["对象"], line["已报"]) for line in lines] == [(HEAD, 1)]


def answer(number: int, outcome: str) -> dict[str, object]:
    told = {
        "序": number,
        "若": f"“家庭人口”为{number}",
        "规则": outcome,
        "结果": outcome,
        "分类": "新增救助",
        "理由": "",
    }
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


def without(row: dict[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in names}


@pytest.mark.parametrize(
    ("pack", "township", "title", "told", "day"),
    [
        ("xixia-2019", "兴泾镇", ROSTER, {"人均月收入": 500, "家庭年收入": 40_000_000}, DAY),
        ("xixia-2019", "兴泾镇", ROSTER, {"人均月收入": 1.2, "家庭人均年收入": 6000}, DAY),
        ("pingluo-2020", "城关镇", WATCHED, {"人均月收入": 100, "家庭年收入": 40_000_000}, dt.date(2020, 6, 30)),
        (
            "qianjiang-2022",
            "城东街道",
            "主动发现救助对象明细表",
            {"人均月收入": 1.2, "家庭年收入": 9000},
            dt.date(2022, 6, 20),
        ),
        (
            "chengbei-2022",
            "朝阳街道",
            "困难家庭摸排名册",
            {"人均月收入": 500, "家庭年收入": 40_000_000},
            dt.date(2022, 9, 30),
        ),
        (
            "binhai-2018",
            "古林街",
            "未享受救助家庭摸底表",
            {"家庭月收入": 1.2, "人均月收入": 500},
            dt.date(2018, 12, 20),
        ),
    ],
)
def test_a_figure_nobody_believes_leaves_the_other_way_of_telling_no_word(
    tmp_path: Path, pack: str, township: str, title: str, told: dict[str, object], day: dt.date
) -> None:
    row = without(HOME, "人均月收入") | told
    done = run_of(tmp_path, pack, {f"{township}/名册.xlsx": sheet(title, row)}, day)
    wrong = next(name for name, value in told.items() if value in (1.2, 40_000_000))
    line = done.deciding(HEAD)
    assert line[f.GROUP] == "待核实"
    assert wrong in line[f.MISSING]
    assert f"第3行的“{wrong}”大小不像，不用此数" in line[f.REASON]
    assert "“家庭收入”不明" in line[f.REASON]
    assert "校验汇总.xlsx" in line[f.REASON]


def test_a_survey_nobody_believes_does_not_leave_the_word_to_the_roster(tmp_path: Path) -> None:
    survey = {"户主姓名": HEAD, "身份证号": citizen(1), "核实家庭年收入": 40_000_000, "入户日期": "2019-06-10"}
    files = {"兴泾镇/名册.xlsx": sheet(ROSTER, HOME), "兴泾镇/核查.xlsx": sheet(SURVEY, survey)}
    line = run_of(tmp_path, "xixia-2019", files, DAY).deciding(HEAD)
    assert (line[f.GROUP], "核实家庭年收入" in (line[f.MISSING] or ())) == ("待核实", True)


def test_a_sound_survey_prevails_over_a_roster_nobody_believes(tmp_path: Path) -> None:
    survey = {"户主姓名": HEAD, "身份证号": citizen(1), "核实人均月收入": 500, "入户日期": "2019-06-10"}
    files = {"兴泾镇/名册.xlsx": sheet(ROSTER, HOME | {"人均月收入": 1.2}), "兴泾镇/核查.xlsx": sheet(SURVEY, survey)}
    assert run_of(tmp_path, "xixia-2019", files, DAY).deciding(HEAD)[f.OUTCOME] == "拟低保"


def test_the_only_figure_not_believed_is_named_with_its_cell_and_where_to_answer(tmp_path: Path) -> None:
    done = run_of(tmp_path, "xixia-2019", {"兴泾镇/名册.xlsx": sheet(ROSTER, HOME | {"人均月收入": 1.2})}, DAY)
    line = done.deciding(HEAD)
    assert (line[f.GROUP], "人均月收入" in line[f.MISSING]) == ("待核实", True)
    assert (
        "（收件/兴泾镇/名册.xlsx › 表 › 第3行的“人均月收入”大小不像，不用此数；"
        "请改正原表这一格后重报，或在校验汇总.xlsx写明保留的理由）"
    ) in line[f.REASON]


TWO_ROSTERS = {
    "兴泾镇/一月.xlsx": sheet(ROSTER, HOME | {"人均月收入": 1.2}),
    "兴泾镇/二月.xlsx": sheet(ROSTER, HOME | {"人均月收入": 500}),
}


def test_a_value_that_is_one_of_two_is_asked_once_and_unknown_if_not_believed(tmp_path: Path) -> None:
    line = run_of(tmp_path, "xixia-2019", TWO_ROSTERS, DAY).deciding(HEAD)
    assert (line[f.GROUP], "人均月收入" in line[f.MISSING]) == ("待核实", True)
    assert "若“人均月收入”为500.00（收件/兴泾镇/二月.xlsx › 表 › 第3行）：拟低保" in line[f.REASON]
    assert "大小不像，不用此数）：待核实" in line[f.REASON]
    assert line[f.REASON].endswith("。请在疑似重复.xlsx › 值冲突回答")


@pytest.mark.parametrize("taken", ["500.00", "1.20"])
def test_an_answer_closes_the_question(tmp_path: Path, taken: str) -> None:
    """Whichever value a person took: of the other, nobody is asked again."""
    first = run_of(tmp_path, "xixia-2019", TWO_ROSTERS, DAY)
    told = [line for line in first.merge["conflicts"].to_pylist() if line["字段"] == "人均月收入"]
    values = {line["值"]: value_digest("人均月收入", line["值"]) for line in told}
    assert {value[: len(taken)] for value in values} >= {taken}
    (value,) = [value for value in values if value.startswith(taken)]
    choice = Choice(values[value], frozenset(values.values()))
    answered = Decisions(choices={(told[0][f.CASE], "人均月收入"): choice})
    done = again(replace(first.session, decisions=answered))
    assert done.deciding(HEAD)[f.OUTCOME] == "拟低保"
    assert done.merge["possible"].num_rows == 0


@pytest.mark.parametrize("yearly", [None, 18_000], ids=["alone", "beside another"])
def test_explain_shows_a_figure_not_believed_as_not_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], yearly: int | None
) -> None:
    row = HOME | {"人均月收入": 1.2} | ({"家庭年收入": yearly} if yearly else {})
    done = run_of(tmp_path, "xixia-2019", {"兴泾镇/名册.xlsx": sheet(ROSTER, row)}, DAY)
    print_explanation(explain(done.session, done.deciding(HEAD)[f.CASE]))
    printed = capsys.readouterr().out
    assert "人均月收入＝1.20（不用：大小不像，见校验汇总.xlsx）" in printed.replace("\n", "")
    assert printed.count("不用：") == 1
    assert "人均年收入＝14.4" not in printed
    assert ("人均年收入＝6000.00" in printed) == bool(yearly)


POOR = HOME | {"人均月收入": 300}


@pytest.mark.parametrize(
    ("pack", "township", "roster", "other", "told", "day"),
    [
        ("xixia-2019", "兴泾镇", ROSTER, "低保在保名单", {"保障人数": 3, "名单日期": "2019-03-31"}, DAY),
        ("pingluo-2020", "城关镇", WATCHED, "低保对象名册", {"保障人数": 3, "名单日期": "2020-05-31"}, dt.date(2020, 6, 30)),
        ("qianjiang-2022", "城东街道", "主动发现救助对象明细表", "低保在保名单", {"保障人数": 3, "名单日期": "2022-03-31"}, dt.date(2022, 6, 20)),
        ("chengbei-2022", "朝阳街道", "困难家庭摸排名册", "低保在保名单", {"保障人数": 3, "享受起始日期": "2020-07-01", "名单日期": "2022-08-31"}, dt.date(2022, 9, 30)),
        ("binhai-2018", "古林街", "未享受救助家庭摸底表", "在册救助对象名单", {"救助类别": "低保", "名单日期": "2018-11-01"}, dt.date(2018, 12, 20)),
        ("binhai-2018", "古林街", "未享受救助家庭摸底表", "审批结果", {"办理结果": "不符合", "办理日期": "2018-12-10", "不符合理由": "收入"}, dt.date(2018, 12, 20)),
    ],
)  # fmt: skip
def test_a_row_that_may_be_the_household_holds_its_decision(
    tmp_path: Path, pack: str, township: str, roster: str, other: str, told: dict[str, object], day: dt.date
) -> None:
    """Also where the list's row is a case of its own until somebody says whose it is."""
    row = {"户主姓名": "王健国", "身份证号": MASKED} | told
    done = run_of(
        tmp_path, pack, {f"{township}/名册.xlsx": sheet(roster, POOR), f"{township}/b.xlsx": sheet(other, row)}, day
    )
    assert done.merge["pairs"]["档"].to_pylist() == ["待裁定"]
    line = done.deciding(HEAD)
    question = f"{other}第3行是否本户（收件/{township}/b.xlsx › 表）"
    assert (line[f.GROUP], question in line[f.MISSING]) == ("待核实", True)
    assert line[f.REASON].endswith("。请在疑似重复.xlsx › 疑似重复回答")
