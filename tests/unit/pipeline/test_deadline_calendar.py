"""期限.ics and what is due: the notice's deadlines in a calendar, and the county's own reports before and after their day."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from icalendar import Calendar

from rescue_cli.config_entries import Owes
from rescue_cli.pipeline import open_session
from rescue_cli.pipeline.moved_deadlines import with_moved_deadlines
from rescue_cli.pipeline.outputs import report_context
from rescue_cli.pipeline.reports_due import months_before, reports_due
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.to_do_list import Left
from rescue_cli.pipeline.workspace_skeleton import init_workspace
from rescue_cli.record.kinds import FILING, REOPENED
from rescue_cli.record.lines import Entry
from rescue_cli.report.deadline_calendar import deadline_calendar
from support.packs import shipped

NAME = "城市进展情况表"
FILED = {"report": NAME, "digest": "d", "figures": "f", "by": "甲", "reviewer": "乙", "when": "", "left": []}


def events(*owes: Owes) -> list[tuple[dt.date, str, str]]:
    pack = shipped("xixia-2019")
    moved = with_moved_deadlines(pack, owes)
    reasons = {(entry.deadline, entry.month): entry.reason for entry in owes}
    data = deadline_calendar(moved, reasons, dt.date(2019, 5, 1))
    assert data == deadline_calendar(moved, reasons, dt.date(2019, 5, 1))
    return [
        (event["dtstart"].dt, str(event["summary"]), str(event["description"]))
        for event in Calendar.from_ical(data).walk("VEVENT")
    ]


def test_every_deadline_of_the_notice_stands_in_it_monthly_ones_each_month() -> None:
    listed = events()
    assert [day for day, _, _ in listed] == sorted(day for day, _, _ in listed)
    assert [day for day, title, _ in listed if title.startswith("上报困难家庭")] == [dt.date(2019, 4, 25)]
    monthly = [(day, title) for day, title, _ in listed if "（2019-" in title]
    assert dt.date(2019, 7, 2) in {day for day, title in monthly if "（2019-06）" in title}


def test_a_deadline_that_was_moved_stands_on_its_day_with_the_reason() -> None:
    moved = events(Owes(deadline="名册上报", on=dt.date(2019, 4, 28), reason="区局通知顺延"))
    day, _, words = next(event for event in moved if event[1].startswith("上报困难家庭"))
    assert (day, "改到这一天：区局通知顺延" in words) == (dt.date(2019, 4, 28), True)


def test_a_notice_without_deadlines_has_none() -> None:
    pack = shipped("xixia-2019")
    bare = pack.model_copy(update={"head": pack.head.model_copy(update={"deadline": ()})})
    assert deadline_calendar(bare, {}, dt.date(2019, 5, 1)) == b""


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    folder: Path = tmp_path_factory.mktemp("期限") / "区"
    init_workspace(folder, shipped("xixia-2019"))
    return open_session(folder, today=dt.date(2019, 5, 2))


def due(session: Session, day: str) -> list[str]:
    return [left.words for left in lines(session, day)]


def lines(session: Session, day: str) -> list[Left]:
    dated = replace(session, as_of=dt.date.fromisoformat(day))
    return [left for left in reports_due(dated, report_context(dated)) if left.words.startswith(NAME)]


def test_a_report_is_said_five_days_before_and_on_its_day(session: Session) -> None:
    assert due(session, "2019-05-27") == []
    assert due(session, "2019-05-28") == [f"{NAME} 2019-05还有5天到期（2019-06-02），没有登记上报"]
    assert due(session, "2019-06-02") == [f"{NAME} 2019-05今日到期（2019-06-02），没有登记上报"]
    today = replace(session, as_of=dt.date(2019, 6, 2), today=dt.date(2019, 6, 2), hours_left=7)
    assert today.due_today == "今日到期，还有7小时"
    assert replace(today, hours_left=0).due_today == "今日到期，不到1小时"
    assert replace(today, today=dt.date(2019, 6, 3)).due_today == "今日到期"
    assert due(session, "2019-06-03") == []  # a county that registers nothing is not told for ever


def test_the_book_named_is_of_that_month(session: Session) -> None:
    """Five days before the day the month is not over, and the table is still of the month before."""
    (early,), (late,) = lines(session, "2019-05-28"), lines(session, "2019-06-01")
    assert (early.book, "rescue report 城市进展情况表 --month 2019-05" in early.where) == ("", True)
    assert late.book == "报表/城市进展情况表（2019年5月）.xlsx"


def test_one_that_was_handed_in_is_not_asked_for_and_a_forgotten_one_is_overdue(session: Session) -> None:
    assert session.record is not None
    session.record.append([Entry(FILING, {**FILED, "period": "2019-05", "day": "2019-06-01"})])
    assert due(session, "2019-06-02") == []
    assert due(session, "2019-07-05") == [f"{NAME} 2019-06已过期3天（2019-07-02），没有登记上报"]
    # The month that was forgotten is not passed over for the one that is due next, and one taken back is to be handed in again.
    assert due(session, "2019-08-01") == [
        f"{NAME} 2019-07还有1天到期（2019-08-02），没有登记上报",
        f"{NAME} 2019-06已过期30天（2019-07-02），没有登记上报",
    ]
    assert months_before(session, NAME, "2019-07") == ["2019-06"]
    taken_back = {
        "report": NAME,
        "period": "2019-05",
        "reason": "市局退回",
        "reviewer": "乙",
        "by": "甲",
        "when": "2019-07-05",
    }
    session.record.append([Entry(REOPENED, taken_back)])
    assert due(session, "2019-07-05") == [f"{NAME} 2019-05、2019-06已过期3天（2019-07-02），没有登记上报"]
