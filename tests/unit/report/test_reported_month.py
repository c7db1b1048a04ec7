"""The month a monthly report is for: what its deadline asks for, on ordinary and on awkward days."""

import datetime as dt
from dataclasses import replace

import pytest

from rescue_cli.core.periods import complete_month, month_asked, month_days
from rescue_cli.pack import model as m
from rescue_cli.report.reported_month import default_month, outside_campaign
from support.judged import CONTEXT
from support.packs import shipped

# 每月2日前报上月 (2019-04-01—09-30); 每月月底报当月 (2022-04-08—, goes on); no day written, ends 2020-12-30, 2019-02-28
BY_THE_SECOND = {
    "2019-03-20": "2019-04",  # before the campaign
    "2019-04-01": "2019-04",  # its first month: nothing is over
    "2019-04-29": "2019-04",
    "2019-04-30": "2019-04",  # the last day counts as over
    "2019-05-01": "2019-04",
    "2019-05-02": "2019-04",  # the deadline
    "2019-05-03": "2019-04",  # the day after
    "2019-05-16": "2019-04",
    "2019-05-30": "2019-04",
    "2019-05-31": "2019-05",
    "2019-06-01": "2019-05",
    "2019-06-02": "2019-05",
    "2019-06-29": "2019-05",
    "2019-06-30": "2019-06",
    "2019-07-01": "2019-06",
    "2019-09-02": "2019-08",
    "2019-09-29": "2019-08",
    "2019-09-30": "2019-09",  # the campaign's last day
    "2019-10-02": "2019-09",  # the day its last month is due: no month of the campaign comes after it
    "2020-01-02": "2019-09",
}
AT_MONTHS_END = {
    "2022-04-08": "2022-04",
    "2022-05-24": "2022-04",
    "2022-05-25": "2022-04",  # six days off
    "2022-05-26": "2022-05",  # five
    "2022-05-30": "2022-05",
    "2022-05-31": "2022-05",  # the deadline
    "2022-06-01": "2022-05",  # the day after
    "2022-06-24": "2022-05",
    "2022-06-25": "2022-06",
    "2022-12-25": "2022-11",
    "2022-12-31": "2022-12",
    "2023-01-01": "2022-12",
    "2023-02-22": "2023-01",  # 28 days: the 22nd is six days off
    "2023-02-23": "2023-02",
    "2023-02-28": "2023-02",
    "2023-03-01": "2023-02",
    "2024-02-23": "2024-01",  # 29 days
    "2024-02-24": "2024-02",
    "2024-02-28": "2024-02",
    "2024-02-29": "2024-02",
    "2024-03-01": "2024-02",
}
NO_DAY_WRITTEN = {
    "2020-04-15": "2020-04",
    "2020-05-01": "2020-04",
    "2020-09-29": "2020-08",
    "2020-09-30": "2020-09",
    "2020-12-29": "2020-11",
    "2020-12-30": "2020-12",  # the campaign ends a day before the month
}
WINTER = {"2019-01-31": "2019-01", "2019-02-27": "2019-01", "2019-02-28": "2019-02"}
DAYS = [
    (pack, report, day, month)
    for pack, report, months in (
        ("xixia-2019", "城市进展情况表", BY_THE_SECOND),
        ("xixia-2019", "农村进展情况表", BY_THE_SECOND),
        ("chengbei-2022", "主动发现情况统计表", AT_MONTHS_END),
        ("pingluo-2020", "月度进展情况表", NO_DAY_WRITTEN),
        ("binhai-2018", "作战进度表", WINTER),
    )
    for day, month in months.items()
]


@pytest.mark.parametrize(("pack", "report", "day", "month"), DAYS)
def test_the_month_is_what_the_deadline_asks_for(pack: str, report: str, day: str, month: str) -> None:
    loaded = shipped(pack)
    first, last = default_month(loaded.reports[report], loaded.head, dt.date.fromisoformat(day))
    assert (f"{last:%Y-%m}", first, last) == (month, *month_days(last.year, last.month))


@pytest.mark.parametrize("pack", ["xixia-2019", "binhai-2018", "pingluo-2020", "chengbei-2022", "qianjiang-2022"])
def test_every_monthly_table_is_thought_of(pack: str) -> None:
    monthly = {name for name, report in shipped(pack).reports.items() if report.month}
    assert monthly == {name for of, name, _, _ in DAYS if of == pack}


def settled(day: int, monthly_day: int) -> tuple[m.Report, m.PackHead]:
    """xixia's report with another monthly day, where months end on `day`."""
    pack = shipped("xixia-2019")
    deadlines = [entry.model_copy(update={"monthly_day": monthly_day}) for entry in pack.head.deadline]
    head = pack.head.model_copy(update={"deadline": tuple(deadlines), "settlement_day": day, "period": None})
    return pack.reports["城市进展情况表"], head


@pytest.mark.parametrize(
    ("settlement", "due", "day", "end"),
    [
        (15, 20, "2019-05-15", "2019-05-15"),  # over on the settlement day, due five days later
        (15, 20, "2019-05-14", "2019-04-15"),
        (25, 25, "2019-05-19", "2019-04-25"),  # due on the settlement day itself
        (25, 25, "2019-05-20", "2019-05-25"),
        (25, 24, "2019-12-19", "2019-12-25"),
        (10, 5, "2019-05-01", "2019-05-10"),  # due before the month is over
        (10, 5, "2019-04-29", "2019-04-10"),
    ],
)
def test_months_with_a_settlement_day(settlement: int, due: int, day: str, end: str) -> None:
    report, head = settled(settlement, due)
    assert default_month(report, head, dt.date.fromisoformat(day))[1].isoformat() == end


def test_a_month_is_over_on_its_last_day_and_asked_for_up_to_the_middle_of_the_next() -> None:
    assert complete_month(dt.date(2024, 2, 29)) == month_days(2024, 2)
    assert [month_asked(dt.date(2019, 5, day))[1].month for day in (2, 15, 16, 31)] == [4, 4, 5, 5]


@pytest.mark.parametrize(
    ("pack", "year", "month", "refused"),
    [
        ("xixia-2019", 2019, 3, True),
        ("xixia-2019", 2019, 4, False),
        ("xixia-2019", 2019, 9, False),
        ("xixia-2019", 2019, 10, True),
        ("binhai-2018", 2018, 11, False),  # begins on the 11th
        ("binhai-2018", 2018, 10, True),
        ("pingluo-2020", 2020, 12, False),
        ("chengbei-2022", 2022, 3, True),
        ("chengbei-2022", 2024, 2, False),  # goes on
        ("qianjiang-2022", 2020, 1, False),  # says neither beginning nor end
    ],
)
def test_a_month_outside_the_campaign_is_refused(pack: str, year: int, month: int, refused: bool) -> None:
    sentence = outside_campaign(month_days(year, month), shipped(pack).head, dt.date(2024, 3, 1))
    assert bool(sentence) == refused
    assert not refused or ("起止期" in sentence and f"{year}-{month:02d}" in sentence)


def test_the_sentence_names_the_months_there_are() -> None:
    sentence = outside_campaign(month_days(2019, 10), shipped("xixia-2019").head, dt.date(2019, 9, 30))
    assert sentence == "2019-10 不在“西夏区2019方案”的起止期内：请写 2019-04 到 2019-09 中的一个月"


@pytest.mark.parametrize(
    ("as_of", "end", "line"),
    [
        (dt.date(2019, 5, 30), None, "2019年5月（未完，截至2019年5月30日）"),
        (dt.date(2019, 5, 31), None, "2019年5月"),
        (dt.date(2019, 5, 30), dt.date(2019, 5, 30), "2019年5月"),  # the campaign ends
        (dt.date(2019, 4, 1), None, "2019年5月（未完，截至2019年4月1日）"),
    ],
)
def test_a_month_that_is_not_over_says_so(as_of: dt.date, end: dt.date | None, line: str) -> None:
    context = replace(CONTEXT, as_of=as_of, month=month_days(2019, 5), campaign_end=end)
    assert context.month_line == line
    assert context.month_text == "2019年5月"  # the file is called by the month alone


def test_reports_of_one_run_have_each_their_month() -> None:
    context = replace(CONTEXT, month=month_days(2019, 5), months={"甲": month_days(2019, 4)})
    assert (context.of_report("甲").month_text, context.of_report("乙").month_text) == ("2019年4月", "2019年5月")
