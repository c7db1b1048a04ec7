"""Whose word goes for a field: the pack's order, the latest, the fullest; 清空; and what a person chose."""

import datetime as dt
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from rescue_cli.core import fields as f
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.link import link
from rescue_cli.pack import model as m
from rescue_cli.record.case_numbers import Past
from rescue_cli.record.decisions import NEITHER, Choice, value_digest
from rescue_cli.settle import Remembered, Settled, settle
from support.mentions import (
    DIBAO,
    RESULTS,
    ROSTER,
    SURVEY,
    citizen,
    files_table,
    linking_pack,
    mentions_table,
    rows_table,
    said,
)

ID = {f.ID_NUMBER: citizen(1)}
INCOME = "人均月收入"
CASE = "640105-00001"


class Ran(NamedTuple):
    settled: Settled
    codes: list[str]


def run(*rows: dict[str, Any], survive: tuple[m.Survive, ...] = (), remembered: Remembered | None = None) -> Ran:
    pack = linking_pack()
    pack = pack.model_copy(update={"head": pack.head.model_copy(update={"survive": survive})})
    mentions = mentions_table(rows)
    with DuckEngine() as engine:
        linked, _ = link(engine, mentions, pack)
        homes = sorted({home for home in linked.groups[f.HOUSEHOLD].to_pylist() if home is not None})
        numbers = {home: f"640105-{n:05d}" for n, home in enumerate(homes, start=1)}
        seen, files = rows_table(mentions), files_table(*mentions[f.SOURCE_FILE].to_pylist())
        settled, found = settle(engine, mentions, seen, files, linked, numbers, pack, remembered or Remembered())
    return Ran(settled, [finding.code for finding in found])


def value(ran: Ran, field: str) -> Any:
    (case,) = ran.settled.cases.to_pylist()
    return case[field]


def listed(ran: Ran, field: str) -> list[tuple[str, str | None, str]]:
    return [(one["值"], one["取值"], one["处置"]) for one in ran.settled.conflicts.to_pylist() if one["字段"] == field]


def rule(field: str, **more: Any) -> m.Survive:
    return m.Survive.model_validate({"field": field, "clause": "测试", **more})


def test_value_that_lost_to_a_better_source_is_listed_without_a_question() -> None:
    one = run(
        said("张三", **ID, **{INCOME: Decimal("400.00")}), said("张三", SURVEY, **ID, **{INCOME: Decimal("500.00")})
    )
    assert value(one, INCOME) == Decimal("500.00")
    assert listed(one, INCOME) == [("500.00", "500.00", "按规则"), ("400.00", "500.00", "按规则")]
    assert one.codes == []


def test_pack_may_put_the_roster_before_the_survey() -> None:
    rows = [
        said("张三", **ID, **{INCOME: Decimal("400.00")}),
        said("张三", SURVEY, **ID, **{INCOME: Decimal("500.00")}),
    ]
    assert value(run(*rows, survive=(rule(INCOME, order=("roster", "survey")),)), INCOME) == Decimal("400.00")


def test_latest_source_goes_first_and_an_undated_one_last() -> None:
    rows = [
        said("张三", **ID, **{INCOME: Decimal("1.00")}),
        said("张三", RESULTS, **ID, **{INCOME: Decimal("2.00"), f.RESULT_DATE: dt.date(2019, 5, 1)}),
        said("张三", SURVEY, **ID, **{INCOME: Decimal("3.00"), f.VISIT_DATE: dt.date(2019, 6, 1)}),
    ]
    one = run(*rows, survive=(rule(INCOME, rule="latest"),))
    assert value(one, INCOME) == Decimal("3.00")
    assert [text for text, *_ in listed(one, INCOME)] == ["3.00", "2.00", "1.00"]


def test_fullest_source_goes_first_whatever_its_role() -> None:
    rows = [
        said("张三", **ID, **{f.ADDRESS: "泾华村1组12号附1"}),
        said("张三", SURVEY, **ID, **{f.ADDRESS: "泾华村1组12号"}),
    ]
    assert value(run(*rows, survive=(rule(f.ADDRESS, rule="complete"),)), f.ADDRESS) == "泾华村1组12号附1"
    assert value(run(*rows), f.ADDRESS) == "泾华村1组12号"


def test_emptied_on_purpose_by_the_better_source_empties_the_field() -> None:
    one = run(said("张三", **ID, **{INCOME: Decimal("400.00")}), said("张三", SURVEY, **ID, **{f.CLEARED: [INCOME]}))
    assert value(one, INCOME) is None
    assert listed(one, INCOME) == [("清空", "清空", "清空"), ("400.00", "清空", "清空")]


def test_emptied_on_purpose_by_a_lesser_source_changes_nothing() -> None:
    one = run(said("张三", **ID, **{f.CLEARED: [INCOME]}), said("张三", SURVEY, **ID, **{INCOME: Decimal("500.00")}))
    assert value(one, INCOME) == Decimal("500.00")
    assert ("清空", "500.00", "按规则") in listed(one, INCOME)


def test_emptied_on_purpose_against_an_equal_source_is_a_question() -> None:
    rows = [said("张三", **ID, **{f.HOUSEHOLD_SIZE: 3}), said("张三", **ID, **{f.CLEARED: [f.HOUSEHOLD_SIZE]})]
    one = run(*rows)
    assert value(one, f.HOUSEHOLD_SIZE) is None
    assert listed(one, f.HOUSEHOLD_SIZE) == [("3", None, "待定"), ("清空", None, "待定")]
    assert one.codes == ["SETTLE-CONFLICT"]


def test_a_blank_list_or_cell_is_not_emptied() -> None:
    one = run(said("张三", **ID, **{f.HARDSHIP: ["重病"]}), said("张三", SURVEY, **ID, **{f.HARDSHIP: []}))
    assert value(one, f.HARDSHIP) == ["重病"]


TWO = [said("张三", **ID, **{f.HOUSEHOLD_SIZE: 3}), said("张三", **ID, **{f.HOUSEHOLD_SIZE: 4})]


def chosen(text: str, *seen: str, case: str = CASE) -> Remembered:
    digests = frozenset(value_digest(f.HOUSEHOLD_SIZE, one) for one in seen)
    taken = value_digest(f.HOUSEHOLD_SIZE, text) if text else NEITHER
    return Remembered({(case, f.HOUSEHOLD_SIZE): Choice(taken, digests)})


@pytest.mark.parametrize(("text", "size"), [("4", 4), ("3", 3), ("", None)])
def test_a_chosen_value_is_carried_and_not_asked_again(text: str, size: int | None) -> None:
    one = run(*TWO, remembered=chosen(text, "3", "4"))
    assert value(one, f.HOUSEHOLD_SIZE) == size
    assert [state for *_, state in listed(one, f.HOUSEHOLD_SIZE)] == ["已裁定", "已裁定"]
    assert one.codes == []


@pytest.mark.parametrize(
    "remembered", [chosen("4", "4", "5"), chosen("5", "3", "4", "5"), chosen("4", "3", "4", case="x")]
)
def test_a_choice_among_other_values_does_not_count(remembered: Remembered) -> None:
    one = run(*TWO, remembered=remembered)
    assert value(one, f.HOUSEHOLD_SIZE) is None
    assert one.codes == ["SETTLE-CONFLICT"]


def test_a_value_that_went_away_leaves_the_choice_standing() -> None:
    rows = [*TWO, said("张三", **ID, **{f.HOUSEHOLD_SIZE: 5})]
    assert value(run(*rows, remembered=chosen("4", "3", "4", "5")), f.HOUSEHOLD_SIZE) == 4
    assert value(run(*TWO, remembered=chosen("4", "3", "4", "5")), f.HOUSEHOLD_SIZE) == 4


def test_a_choice_goes_with_a_number_that_was_merged() -> None:
    told = chosen("4", "3", "4", case="640105-00009")
    one = run(*TWO, remembered=Remembered(told.choices, Past(former={CASE: ("640105-00009",)})))
    assert value(one, f.HOUSEHOLD_SIZE) == 4
    assert value(one, f.FORMER) == ["640105-00009"]


def test_lists_of_several_days_are_not_listed_as_lost_values() -> None:
    lists = [{f.LIST_DATE: dt.date(2019, month, 31), "保障人数": n} for month, n in ((3, 1), (8, 2))]
    one = run(said("张三", **ID), *(said("张三", DIBAO, **ID, **line) for line in lists))
    assert one.settled.conflicts.num_rows == 0


def test_rows_in_another_order_choose_the_same() -> None:
    rows = [
        said("张三", form, **ID, **{f.ADDRESS: text, f.SOURCE_FILE: f"{n}.xlsx", f.ROW: 3})
        for n, (form, text) in enumerate([(ROSTER, "甲村1组2号"), (ROSTER, "甲村1组3号"), (SURVEY, "甲村1组4号")])
    ]
    assert run(*rows).settled.cases.to_pylist() == run(*rows[::-1]).settled.cases.to_pylist()
