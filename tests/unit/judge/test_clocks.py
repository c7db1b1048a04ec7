"""Clocks: when a thing is due, and how it stands on a day."""

import datetime as dt

import pytest

from rescue_cli.judge.due_dates import add_months, standing
from rescue_cli.pack.model import Clock
from support.small import book, small_pack, through

DAY, AT = dt.date, dt.datetime.fromisoformat


def clock(**changes):
    keys = {
        "id": "核查",
        "title": "核查",
        "when": "true",
        "start": "基准日",
        "who": "镇街",
        "clause": "三",
        "unit": "日",
    }
    return Clock(**(keys | changes))


@pytest.mark.parametrize(
    ("rule", "start", "done", "as_of", "state", "due", "late"),
    [
        # a cycle of six months: counted from the start, then from the last time
        ({"every": 6, "unit": "月"}, DAY(2022, 1, 10), None, DAY(2022, 6, 24), "未到期", DAY(2022, 7, 10), None),
        ({"every": 6, "unit": "月"}, DAY(2022, 1, 10), None, DAY(2022, 6, 25), "快到期", DAY(2022, 7, 10), None),
        ({"every": 6, "unit": "月"}, DAY(2022, 1, 10), None, DAY(2022, 7, 10), "快到期", DAY(2022, 7, 10), None),
        ({"every": 6, "unit": "月"}, DAY(2022, 1, 10), None, DAY(2022, 7, 11), "已逾期", DAY(2022, 7, 10), 1),
        ({"every": 6, "unit": "月"}, DAY(2022, 1, 10), DAY(2022, 7, 1), DAY(2022, 7, 11), "未到期", DAY(2023, 1, 1), None),
        ({"every": 6, "unit": "月"}, None, DAY(2022, 7, 1), DAY(2022, 7, 11), "未到期", DAY(2023, 1, 1), None),
        ({"every": 6, "unit": "月"}, None, None, DAY(2022, 7, 11), "起算日未明", None, None),
        # what was done before the start belongs to something else; what is dated after the day has not happened
        ({"every": 1, "unit": "年"}, DAY(2022, 3, 1), DAY(2021, 9, 1), DAY(2022, 4, 1), "未到期", DAY(2023, 3, 1), None),
        ({"every": 1, "unit": "月"}, DAY(2022, 3, 1), DAY(2022, 4, 9), DAY(2022, 4, 5), "已逾期", DAY(2022, 4, 1), 4),
        # an answer is owed once
        ({"within": 0}, DAY(2022, 5, 3), DAY(2022, 5, 3), DAY(2022, 6, 1), "已办结", DAY(2022, 5, 3), None),
        ({"within": 0}, DAY(2022, 5, 3), DAY(2022, 5, 4), DAY(2022, 6, 1), "超期办结", DAY(2022, 5, 3), 1),
        ({"within": 1}, DAY(2022, 5, 3), None, DAY(2022, 5, 4), "快到期", DAY(2022, 5, 4), None),
        ({"within": 1}, DAY(2022, 5, 3), None, DAY(2022, 5, 5), "已逾期", DAY(2022, 5, 4), 1),
        ({"within": 1}, None, DAY(2022, 5, 3), DAY(2022, 5, 5), "已办结", None, None),
        # working days: 2022-10-08 and 09 were worked, 10-01 to 07 were not
        ({"within": 3, "unit": "工作日"}, DAY(2022, 9, 29), None, DAY(2022, 9, 30), "快到期", DAY(2022, 10, 9), None),
        # hours, of moments; what is told by its day alone is late where any hour of it is late, and never kept
        ({"within": 12, "unit": "小时"}, AT("2022-05-03T20:00"), AT("2022-05-04T08:00"), DAY(2022, 6, 1), "已办结", DAY(2022, 5, 4), None),
        ({"within": 12, "unit": "小时"}, AT("2022-05-03T20:00"), AT("2022-05-04T08:01"), DAY(2022, 6, 1), "超期办结", DAY(2022, 5, 4), 0),
        ({"within": 12, "unit": "小时"}, AT("2022-05-03T20:00"), AT("2022-05-04T00:00"), DAY(2022, 6, 1), "缺时刻", DAY(2022, 5, 4), None),
        ({"within": 12, "unit": "小时"}, AT("2022-05-03T20:00"), DAY(2022, 5, 3), DAY(2022, 6, 1), "缺时刻", DAY(2022, 5, 4), None),
        ({"within": 12, "unit": "小时"}, AT("2022-05-03T20:00"), DAY(2022, 5, 5), DAY(2022, 6, 1), "超期办结", DAY(2022, 5, 4), 1),
        ({"within": 12, "unit": "小时"}, DAY(2022, 5, 3), AT("2022-05-03T09:00"), DAY(2022, 6, 1), "缺时刻", DAY(2022, 5, 4), None),
        ({"within": 12, "unit": "小时"}, DAY(2022, 5, 3), AT("2022-05-04T11:59"), DAY(2022, 6, 1), "缺时刻", DAY(2022, 5, 4), None),
        ({"within": 12, "unit": "小时"}, DAY(2022, 5, 3), AT("2022-05-04T12:00"), DAY(2022, 6, 1), "超期办结", DAY(2022, 5, 4), 0),
        ({"within": 12, "unit": "小时"}, DAY(2022, 5, 3), None, DAY(2022, 5, 3), "缺时刻", DAY(2022, 5, 4), None),
        ({"within": 12, "unit": "小时"}, DAY(2022, 5, 3), None, DAY(2022, 5, 4), "已逾期", DAY(2022, 5, 4), 0),
        ({"within": 48, "unit": "小时"}, DAY(2022, 5, 3), None, DAY(2022, 5, 3), "快到期", DAY(2022, 5, 5), None),
        ({"within": 12, "unit": "小时"}, AT("2022-08-30T16:00"), None, DAY(2022, 8, 31), "已逾期", DAY(2022, 8, 31), 0),
        ({"within": 12, "unit": "小时"}, AT("2022-08-30T16:00"), None, DAY(2022, 8, 30), "快到期", DAY(2022, 8, 31), None),
        # the as-of day ends at 24:00: what is due then may still be done, what was due a minute before is late
        ({"within": 12, "unit": "小时"}, AT("2022-08-31T12:00"), None, DAY(2022, 8, 31), "快到期", DAY(2022, 9, 1), None),
        ({"within": 12, "unit": "小时"}, AT("2022-08-31T11:59"), None, DAY(2022, 8, 31), "已逾期", DAY(2022, 8, 31), 0),
        ({"within": 12, "unit": "小时"}, DAY(2022, 5, 3), DAY(2022, 5, 4), DAY(2022, 6, 1), "缺时刻", DAY(2022, 5, 4), None),
        ({"within": 12, "unit": "小时"}, DAY(2022, 5, 3), DAY(2022, 5, 5), DAY(2022, 6, 1), "超期办结", DAY(2022, 5, 4), 1),
        # a fixed day, whenever before it was done
        ({"by": "基准日", "unit": None, "start": None}, DAY(2022, 4, 30), DAY(2022, 1, 5), DAY(2022, 6, 1), "已办结", DAY(2022, 4, 30), None),
        ({"by": "基准日", "unit": None, "start": None}, DAY(2022, 4, 30), DAY(2022, 5, 2), DAY(2022, 6, 1), "超期办结", DAY(2022, 4, 30), 2),
        ({"by": "基准日", "unit": None, "start": None}, DAY(2022, 4, 30), None, DAY(2022, 5, 1), "已逾期", DAY(2022, 4, 30), 1),
    ],
)  # fmt: skip
def test_standing(rule, start, done, as_of, state, due, late):
    stands = standing(clock(**rule), start, done, as_of)
    assert (stands.state, stands.due, stands.late) == (state, due, late)


def test_years_without_announced_holidays_are_counted_by_weekdays_and_said_so():
    stands = standing(clock(within=5, unit="工作日"), DAY(2090, 1, 2), None, DAY(2090, 1, 3))
    assert stands.due == DAY(2090, 1, 9)
    assert "2090年放假安排不明" in stands.note


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (DAY(2022, 8, 31), 6, DAY(2023, 2, 28)),
        (DAY(2020, 2, 29), 12, DAY(2021, 2, 28)),
        (DAY(2022, 12, 1), 1, DAY(2023, 1, 1)),
    ],
)
def test_a_month_without_the_day_ends_it(day, months, expected):
    assert add_months(day, months) == expected


RULES = """
[[clock]]
id = "年度核查"
title = "低保年度核查"
when = "办理结果 = '纳入低保'"
start = "办理日期"
every = 1
unit = "年"
who = "镇街"
clause = "四（一）"
"""
HEADS = ("序号", "镇街", "户主姓名", "身份证号", "办理结果", "办理日期")


def test_tasks_of_the_cases(tmp_path):
    pack = small_pack(tmp_path, rules=RULES)
    sent = {
        "名册.xlsx": book(
            (1, "甲镇", "示范甲", "", "纳入低保", "2022-05-10"),
            (2, "甲镇", "示范乙", "", "纳入低保", ""),
            (3, "甲镇", "示范丙", "", "不符合", "2022-05-10"),
            (4, "甲镇", "示范丁", "", "", ""),
            heads=HEADS,
        )
    }
    tasks = through(pack, sent, DAY(2023, 5, 11)).overseen.tasks.to_pylist()
    first, second = tasks  # neither the refused nor the one nobody knows the outcome of owes a review
    assert (first["应办日"], first["状态"], first["逾期天数"]) == (DAY(2023, 5, 10), "已逾期", 1)
    assert (first["责任单位"], first["依据"]) == ("镇街", "某县方案 四（一）")
    assert (second["状态"], second["缺少"]) == ("起算日未明", ["办理日期"])


CLUES = """
title = "线索登记表"
grain = "household"
role = "roster"
clause = "三"
names = ["线索登记表"]
column = [
  { field = "镇街" }, { field = "户主姓名", required = true }, { field = "详细住址" }, { field = "件号" },
  { field = "收到日期" }, { field = "响应日期" },
]
[[dated]]
day = "收到日期"
row = true
clause = "三"
[[dated]]
day = "响应日期"
clause = "三"
"""
CLUE_FIELDS = """
[[field]]
name = "件号"
type = "text"
gloss = "number of the clue"
settle = "row"
source = "测试"
[[field]]
name = "收到日期"
type = "date"
gloss = "came"
settle = "row"
source = "测试"
[[field]]
name = "响应日期"
type = "date"
gloss = "answered"
settle = "row"
source = "测试"
"""
CLUE_CLOCK = """
[[clock]]
id = "响应"
title = "1天内响应"
from = ["线索登记表"]
each = "件号"
when = "true"
start = "收到日期"
done = "响应日期"
within = 1
unit = "日"
who = "{镇街}"
clause = "三"
"""
CLUE_HEADS = ("镇街", "户主姓名", "详细住址", "件号", "收到日期", "响应日期")


def clues(tmp_path, *rows, as_of):
    pack = small_pack(tmp_path, 线索登记表=CLUES, rules=CLUE_CLOCK, vocabulary=CLUE_FIELDS)
    sent = {
        "线索.xlsx": book(*[("甲镇", "示范甲", "东村1号", *row) for row in rows], title="线索登记表", heads=CLUE_HEADS)
    }
    tasks = through(pack, sent, as_of).overseen.tasks.to_pylist()
    return [(task["件号"], task["状态"]) for task in tasks]


def test_each_clue_has_its_own_clock_and_one_answer_closes_no_other(tmp_path):
    rows = (("A1", "2022-05-10", "2022-05-11"), ("A2", "2022-05-10", ""), ("A3", "2022-05-10", "2022-05-12"))
    found = clues(tmp_path, *rows, as_of=DAY(2022, 6, 1))
    assert found == [("A1", "已办结"), ("A2", "已逾期"), ("A3", "超期办结")]


def test_rows_of_one_number_are_one_clue_and_a_row_without_a_number_is_one_of_its_own(tmp_path):
    rows = (
        ("A1", "2022-05-10", ""),
        ("A1", "2022-05-10", "2022-05-11"),
        ("", "2022-05-10", ""),
        ("", "2022-05-10", ""),
    )
    found = clues(tmp_path, *rows, as_of=DAY(2022, 6, 1))
    assert found == [("A1", "已办结"), (None, "已逾期"), (None, "已逾期")]


def test_an_answer_before_its_clue_is_none_and_a_later_row_may_still_give_it(tmp_path):
    rows = (("A1", "2022-05-10", "2022-05-09"), ("A2", "2022-05-10", "2022-05-09"), ("A2", "2022-05-10", "2022-05-10"))
    assert clues(tmp_path, *rows, as_of=DAY(2022, 6, 1)) == [("A1", "已逾期"), ("A2", "已办结")]


def test_a_clock_over_rows_without_the_day_names_the_field(tmp_path):
    pack = small_pack(tmp_path, 线索登记表=CLUES, rules=CLUE_CLOCK, vocabulary=CLUE_FIELDS)
    sent = {"线索.xlsx": book(("甲镇", "示范甲", "东村1号", "A1", "", ""), title="线索登记表", heads=CLUE_HEADS)}
    (task,) = through(pack, sent, DAY(2022, 6, 1)).overseen.tasks.to_pylist()
    assert (task["状态"], task["缺少"], task["责任单位"]) == ("起算日未明", ["收到日期"], "甲镇")


@pytest.mark.parametrize(
    ("start", "done", "as_of", "overrun"),
    [
        (AT("2022-05-03T20:00"), AT("2022-05-04T08:00"), DAY(2022, 6, 1), ""),
        (AT("2022-05-03T20:00"), AT("2022-05-04T08:01"), DAY(2022, 6, 1), "1分"),
        (AT("2022-05-03T20:00"), AT("2022-05-04T11:20"), DAY(2022, 6, 1), "3小时20分"),
        (AT("2022-05-03T20:00"), AT("2022-05-05T10:00"), DAY(2022, 6, 1), "26小时"),
        (AT("2022-05-03T09:30"), None, DAY(2022, 5, 3), "2小时30分"),  # the as-of day stands for its end
        (AT("2022-05-03T11:59"), None, DAY(2022, 5, 3), "1分"),
        (AT("2022-05-03T12:00"), None, DAY(2022, 5, 3), ""),
        (AT("2022-05-03T20:00"), DAY(2022, 5, 5), DAY(2022, 6, 1), "至少16小时"),
        (DAY(2022, 5, 3), AT("2022-05-04T14:59"), DAY(2022, 6, 1), "至少3小时"),
    ],
)
def test_a_duty_of_hours_is_late_by_hours_and_minutes(start, done, as_of, overrun):
    assert standing(clock(within=12, unit="小时"), start, done, as_of).overrun == overrun


def test_a_duty_of_days_is_late_by_days():
    answered = (
        standing(clock(within=1), DAY(2022, 5, 3), day, DAY(2022, 6, 1)) for day in (DAY(2022, 5, 6), DAY(2022, 5, 4))
    )
    assert [one.overrun for one in answered] == ["2天", ""]
