"""A deadline moved in rescue.toml is moved for tables, letters and the calendar alike."""

import datetime as dt
from pathlib import Path

import pytest

from rescue_cli.config_entries import Owes
from rescue_cli.core.errors import UsageError
from rescue_cli.pipeline.moved_deadlines import with_moved_deadlines
from rescue_cli.pipeline.session import open_session
from rescue_cli.pipeline.workspace_skeleton import init_workspace
from rescue_cli.report.owed_lines import all_terms
from support.packs import shipped

PACK = shipped("xixia-2019")
MAY = dt.date(2019, 5, 6)


def days(name: str, *owes: Owes) -> list[tuple[dt.date, str | None]]:
    pack = with_moved_deadlines(PACK, owes)
    deadline = next(entry for entry in pack.head.deadline if entry.id == name)
    return [(term.day, term.label) for term in all_terms(deadline, MAY, None)]


def test_once_one_month_and_every_month() -> None:
    assert days("名册上报", Owes(deadline="名册上报", on=MAY, reason="延期")) == [(MAY, None)]
    usual = [(dt.date(2019, month, 2), f"2019-0{month - 1}") for month in range(5, 11)]
    assert days("城市月报") == usual
    assert days("城市月报", Owes(deadline="城市月报", month="2019-04", on=MAY, reason="五一")) == [
        (MAY, "2019-04"),
        *usual[1:],
    ]
    assert [day.day for day, _ in days("城市月报", Owes(deadline="城市月报", monthly_workday=3, reason="改期"))] == [
        *(7, 5, 3, 5, 4, 10)  # of May and October after the holidays
    ]
    assert [day.day for day, _ in days("农村月报", Owes(deadline="农村月报", monthly_day=5, reason="改期"))] == [5] * 6
    assert with_moved_deadlines(PACK, ()) is PACK


@pytest.mark.parametrize(
    ("owes", "sentence"),
    [
        ({"deadline": "名册", "on": MAY}, "方案没有时限"),
        ({"deadline": "名册上报"}, "要写 who"),
        ({"deadline": "城市月报", "on": MAY}, "写 month"),
        ({"deadline": "名册上报", "month": "2019-04", "on": MAY}, "只能写 on"),
        ({"deadline": "名册上报", "monthly_day": 3}, "只能写 on"),
        ({"deadline": "城市月报", "month": "2019-04", "monthly_day": 3}, "要写 on"),
        ({"deadline": "城市月报", "monthly_workday": 0}, "只写一个"),
        ({"deadline": "城市月报", "monthly_workday": 1, "monthly_day": 3}, "只写一个"),
    ],
)
def test_what_cannot_be_moved_so_is_said(owes: dict[str, object], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        with_moved_deadlines(PACK, [Owes.model_validate({**owes, "reason": "示例"})])


def test_what_was_worked_out_by_other_days_is_worked_out_anew(tmp_path: Path) -> None:
    """应报未报 kept the old day until the cache was deleted."""
    init_workspace(tmp_path / "区", PACK)
    before = open_session(tmp_path / "区", today=dt.date(2019, 5, 20)).digest()
    with (tmp_path / "区" / "rescue.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[owes]]\ndeadline = "城市月报"\nmonth = "2019-04"\non = 2019-05-06\nreason = "放假"\n')
    assert open_session(tmp_path / "区", today=dt.date(2019, 5, 20)).digest() != before
