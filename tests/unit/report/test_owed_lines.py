"""应报: what a sender owes by which day, and what came of it; nothing missing goes unsaid."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from rescue_cli.core.change_tables import RECEIPTS
from rescue_cli.core.townships import Township
from rescue_cli.report.circular import circular
from rescue_cli.report.owed_book import owed_book
from rescue_cli.report.owed_lines import OwedSettings, owed_lines
from rescue_cli.report.return_letter import Contact
from rescue_cli.report.urge_letter import urge_letters
from support.checked import checked
from support.judged import CONTEXT
from support.mentions import OTHER_TOWN, TOWN, mentions_table
from support.packs import shipped

PACK = shipped("xixia-2019")
ROSTER, MONTHLY, YEAR = "困难家庭名册", "附件3上报", 2019
TOWNS = (Township(TOWN), Township(OTHER_TOWN))
DUE = dt.date(2019, 4, 25)
FILE = f"{TOWN}/名册.xlsx"


def came(file: str = FILE, form: str | None = ROSTER, sender: str | None = TOWN, **more: Any) -> dict[str, Any]:
    return {"来源文件": file, "摘要": "d", "单位": sender, "表种": form, "份次": "初报", "状态": "已计", **more}


def owed(
    receipts: list[dict[str, Any]],
    as_of: dt.date,
    rows: list[dict[str, Any]] | None = None,
    towns: tuple[Township, ...] = TOWNS,
    settings: OwedSettings | None = None,
) -> list[dict[str, Any]]:
    """`rows`: (default: one row a receipt of the sender's)."""
    given = [
        {"表种": line["表种"], "来源文件": line["来源文件"], "镇街": line["单位"]} for line in receipts if line["表种"]
    ]
    mentions = mentions_table(given if rows is None else rows, PACK)
    table = pa.Table.from_pylist([{**dict.fromkeys(RECEIPTS.names), **line} for line in receipts], schema=RECEIPTS)
    return owed_lines(table, mentions, PACK, towns, as_of, settings or OwedSettings()).to_pylist()


def of(
    lines: list[dict[str, Any]], sender: str = TOWN, form: str = ROSTER, period: str | None = None
) -> dict[str, Any]:
    (line,) = [
        line for line in lines if (line["单位"], line["应报"], line["期间"]) == (sender, PACK.forms[form].title, period)
    ]
    return line


@pytest.mark.parametrize(
    ("as_of", "state", "late"),
    [(DUE - dt.timedelta(1), "未到期", None), (DUE, "未到", None), (DUE + dt.timedelta(1), "未到", 1)],
)
def test_what_did_not_come_is_missing_from_its_day_on(as_of: dt.date, state: str, late: int | None) -> None:
    line = of(owed([came()], as_of), OTHER_TOWN)
    assert (line["状态"], line["逾期天数"], line["期限"]) == (state, late, DUE)


@pytest.mark.parametrize(
    ("day", "state", "late"),
    [
        (DUE - dt.timedelta(1), "按期", None),
        (DUE, "按期", None),
        (DUE + dt.timedelta(3), "逾期", 3),
        (None, "已到（日期未记）", None),
    ],
)
def test_what_came_is_in_time_late_or_of_an_unknown_day(day: dt.date | None, state: str, late: int | None) -> None:
    line = of(owed([came(到达日期=day)], dt.date(2019, 6, 1)))
    assert (line["状态"], line["逾期天数"], line["来源文件"]) == (state, late, FILE)


def test_headings_without_rows_are_a_report_of_nothing_only_once_somebody_says_so() -> None:
    asked = OwedSettings(asked=frozenset({FILE}))
    assert of(owed([came(到达日期=DUE)], DUE, rows=[], settings=asked))["状态"] == "空表待问"
    assert of(owed([came(到达日期=DUE)], DUE, rows=[]))["状态"] == "零报告"
    both = [came(到达日期=DUE), came("乙.xlsx", 到达日期=DUE)]
    theirs = [{"表种": ROSTER, "来源文件": "乙.xlsx", "镇街": TOWN}]
    assert of(owed(both, DUE, rows=theirs, settings=asked))["状态"] == "按期"


def test_the_first_of_several_counts_and_of_an_unknown_day_nobody_is_late() -> None:
    early, late = came("甲.xlsx", 到达日期=DUE), came("乙.xlsx", 到达日期=DUE + dt.timedelta(9))
    assert of(owed([late, early], dt.date(2019, 6, 1)))["状态"] == "按期"
    assert of(owed([late, came("丙.xlsx")], dt.date(2019, 6, 1)))["状态"] == "已到（日期未记）"


def test_a_correction_makes_nobody_late() -> None:
    first, later = came("甲.xlsx", 到达日期=DUE, 状态="已替换"), came("乙.xlsx", 到达日期=DUE + dt.timedelta(30))
    line = of(owed([later, first], dt.date(2019, 6, 1)))
    assert (line["状态"], line["到达日期"]) == ("按期", DUE)


@pytest.mark.parametrize(("first", "state"), [(DUE, "按期"), (None, "已到（日期未记）")])
def test_nor_does_a_file_written_over(first: dt.date | None, state: str) -> None:
    settings = OwedSettings(first={FILE: first})
    line = of(owed([came(到达日期=DUE + dt.timedelta(30))], dt.date(2019, 6, 1), settings=settings))
    assert line["状态"] == state


def test_headings_without_rows_are_a_report_of_nothing() -> None:
    assert of(owed([came(到达日期=DUE)], dt.date(2019, 6, 1), rows=[]))["状态"] == "零报告"


def test_a_held_one_beside_and_one_that_cannot_be_read_are_said() -> None:
    day = dt.date(2019, 6, 1)
    assert of(owed([came(), came("新.xlsx", 状态="待定")], day))["状态"] == "更正待定"
    assert of(owed([came("坏.xlsx", 状态="未读")], day, rows=[]))["状态"] == "退回待改"
    line = of(owed([came("不知.xlsx", None, 状态="未读")], day))  # nobody knows what it is
    assert (line["状态"], line["来源文件"]) == ("未到", "不知.xlsx")
    assert of(owed([came("不知.xlsx", None, 状态="未读")], day), OTHER_TOWN)["来源文件"] is None


def test_of_a_file_nobody_of_the_townships_sent_the_rows_say_whose_it_is() -> None:
    rows = [{"表种": ROSTER, "来源文件": "汇总.xlsx", "镇街": TOWN, "户主姓名": "甲"}]
    lines = owed([came("汇总.xlsx", sender="汇总")], dt.date(2019, 6, 1), rows)
    assert [of(lines, town)["状态"] for town in (TOWN, OTHER_TOWN)] == ["已到（日期未记）", "未到"]
    foreign = [
        {"表种": ROSTER, "来源文件": FILE, "镇街": OTHER_TOWN, "户主姓名": "甲"}
    ]  # a slip in a township's own file
    assert of(owed([came()], dt.date(2019, 6, 1), foreign), OTHER_TOWN)["状态"] == "未到"


@pytest.mark.parametrize(
    ("file", "stated", "arrived", "period"),
    [
        ("进展情况表（6月）.xlsx", None, None, "2019-06"),
        (
            "2019年7月/进展.xlsx",
            dt.date(2019, 5, 31),
            None,
            "2019-07",
        ),  # the name goes before a day that was not changed
        ("进展.xlsx", dt.date(2019, 5, 31), None, "2019-05"),
        ("进展.xlsx", dt.date(2019, 6, 3), None, "2019-05"),  # the day it was filled in, after the month
        ("进展.xlsx", dt.date(2019, 6, 20), None, "2019-06"),
        ("4月25日收到/进展.xlsx", None, dt.date(2019, 7, 2), "2019-06"),
        ("进展情况表201908.xlsx", None, None, "2019-08"),
        ("进展情况表（八月份）.xlsx", None, None, "2019-08"),
    ],
)
def test_a_monthly_report_is_for_the_month_it_says(
    file: str, stated: dt.date | None, arrived: dt.date | None, period: str
) -> None:
    rows = [{"表种": MONTHLY, "来源文件": file, "镇街": TOWN, "名单日期": stated}]
    lines = owed([came(file, MONTHLY, 到达日期=arrived)], dt.date(2019, 9, 30), rows)
    came_for = [
        line["期间"]
        for line in lines
        if line["期间"] and line["单位"] == TOWN and line["状态"] not in ("未到", "未到期")
    ]
    assert came_for == [period]


def test_a_monthly_report_of_an_unknown_month_stands_beside_every_month_that_lacks_one() -> None:
    lines = owed([came("进展.xlsx", MONTHLY)], dt.date(2019, 5, 2))
    line = of(lines, form=MONTHLY, period="2019-04")
    assert (line["状态"], line["来源文件"]) == ("未到", "进展.xlsx")
    assert [line["期间"] for line in lines if line["期间"]].count(
        "2019-05"
    ) == 4  # the next one, of 2 towns and 2 forms


def test_only_townships_that_may_have_such_households_owe_their_form() -> None:
    towns = (Township(TOWN, area="城市"), Township(OTHER_TOWN, area="城市", village_area={"泾华村": "农村"}))
    senders = {
        line["单位"] for line in owed([], dt.date(2019, 6, 30), towns=towns) if line["应报"].startswith("入户核查")
    }
    assert senders == {OTHER_TOWN, "调查机构"}


def test_rescue_toml_says_who_owes_and_by_when() -> None:
    settings = OwedSettings({"核查材料": ("甲公司", "乙公司")})
    lines = owed(
        [came("甲.xlsx", "入户核查评估结果", "甲公司", 到达日期=dt.date(2019, 6, 20))],
        dt.date(2019, 7, 1),
        settings=settings,
    )
    assert [of(lines, name, "入户核查评估结果")["状态"] for name in ("甲公司", "乙公司")] == ["按期", "未到"]


def test_the_letter_names_what_is_owed_and_goes_to_nobody_without_a_name() -> None:
    table = pa.Table.from_pylist(owed([came(状态="未读")], dt.date(2019, 4, 26), rows=[]))
    letters = urge_letters(table, {TOWN, OTHER_TOWN}, CONTEXT, Contact("李某", "0951-1"))
    assert sorted(letters) == sorted([TOWN, OTHER_TOWN])
    assert [row[3] for row in letters[TOWN].rows] == ["未到", "未到", "未到", "退回待改"]
    assert "还有4份没有收到，其中1份报来的没有读进来" in letters[TOWN].before[0]
    assert urge_letters(table, {"调查机构"}, CONTEXT, Contact()) == {}  # nothing of it is due


def test_the_circular_says_who_has_not_sent_who_was_late_and_how_many_faults_there_were() -> None:
    came_late = came(到达日期=dt.date(2019, 4, 27))
    table = pa.Table.from_pylist(owed([came_late], dt.date(2019, 4, 30)))
    letter = circular(table, checked([], []), replace(CONTEXT, townships=(TOWN, OTHER_TOWN)))
    assert letter is not None
    assert "到期应报8份，已报1份（其中逾期报来1份），未报7份" in letter.before[0]
    assert [row[:5] for row in letter.rows] == [(OTHER_TOWN, "4", "0", "4", "0"), (TOWN, "4", "1", "3", "1")]
    assert circular(pa.Table.from_pylist(owed([], dt.date(2019, 4, 1))), checked([], []), CONTEXT) is None


def test_the_book_brings_together_what_nobody_sent_and_ranks_nobody() -> None:
    table = pa.Table.from_pylist(owed([came()], dt.date(2019, 5, 2)))
    lines, senders = owed_book(table, (), CONTEXT)
    monthly = [row for row in lines.rows if row[3] == "2019-04"]
    assert [(row[1], row[5]) for row in monthly] == [("全部2个单位", "未到"), ("全部2个单位", "未到")]
    assert senders.rows[0][:3] == (
        OTHER_TOWN,
        6,
        6,
    )  # due, missing: who to turn to, three rosters, two reports of April


def test_every_department_owes_its_own_list_and_a_blank_one_is_a_report() -> None:
    """One department's list stood for all eight; and what is counted row by row was in no letter."""
    department, hints = shipped("chengbei-2022"), "疑点信息反馈表"
    files = ["人社局/4月.xlsx", "教育局/疑点（4月）.xlsx"]
    receipts = [{**dict.fromkeys(RECEIPTS.names), **came(file, hints, "某某")} for file in files]
    rows = [{"表种": hints, "来源文件": files[0], "部门": "人社局", "镇街": None, "名单日期": dt.date(2022, 4, 29)}]
    table = owed_lines(
        pa.Table.from_pylist(receipts, schema=RECEIPTS),
        mentions_table(rows, department),
        department,
        (Township("朝阳街道"),),
        dt.date(2022, 4, 30),
        OwedSettings(),
    )
    states = {
        line["单位"]: line["状态"]
        for line in table.to_pylist()
        if (line["应报"], line["期间"]) == (department.forms[hints].title, "2022-04")
    }
    assert (states.pop("人社局"), states.pop("教育局")) == ("已到（日期未记）", "零报告")
    assert len(states) == 6
    assert set(states.values()) == {"未到"}
    assert set(urge_letters(table, {"残联"}, CONTEXT, Contact())) == {"残联"}
