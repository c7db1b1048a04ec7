"""The pack's own ledgers, statistics and lists: cross-checks close on every mixture of outcomes, months add up."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rescue_cli.core.errors import UsageError
from rescue_cli.pack import model as m
from rescue_cli.report import BuiltReport, build_reports
from support.judged import CONTEXT, TOWNSHIPS, engine_with, line
from support.packs import shipped

GRANTED = {
    "集中供养": "审批集中供养日期",
    "整户纳入低保": "审批整户纳入低保日期",
    "纳入低保": "审批纳入低保日期",
    "纳入特困": "审批纳入特困日期",
    "纳入低收入": "审批纳入低收入日期",
    "临时救助": "临时救助日期",
    "转介给予救助": "转介救助日期",
}
OTHERS = {
    "列入观察": ("救助观察", "终判"),
    "转介待反馈": ("待核实", "终判"),
    "待核实": ("待核实", "初判"),
    "拟低保": ("新增救助", "初判"),
    "拟低收入": ("新增救助", "初判"),
    "拟整户纳入低保": ("新增救助", "初判"),
    "拟集中供养": ("新增救助", "初判"),
    "拟观察": ("救助观察", "初判"),
    "不予列入": ("不予列入", "初判"),
    "已享受救助": ("已享受救助", "初判"),
    "定期回访": ("已享受救助", "初判"),
}
LEDGERS = {
    "新增救助群体台账": "台账/新增救助群体台账.xlsx",
    "救助观察群体台账": "台账/救助观察群体台账.xlsx",
    "待核实名单": "台账/待核实名单.xlsx",
    "不予列入名单": "台账/不予列入名单.xlsx",
}
STATISTICS = ("城市统计表", "农村统计表", "城市进展情况表", "农村进展情况表")
URBAN, MONTHLY = "城市统计表", "城市进展情况表"
LEDGER_COLUMNS = {
    "编号", "镇街", "村居", "城乡", "户主姓名", "身份证号", "联系方式", "详细住址", "家庭人口", "家庭困难类别",
    "人均年收入", "分类", "阶段", "结果", "理由", "依据", "来源",
}  # fmt: skip


@pytest.fixture(scope="module")
def pack() -> m.Pack:
    return shipped("xixia-2019")


def granted(number: int, *items: tuple[str, dt.date], **facts: object) -> list[dict[str, object]]:
    """A household with one or more granted results: the first is its main line, the rest are lines without 分类."""
    dates: dict[str, object] = {
        "首次新增日期": min(day for _, day in items),
        **{GRANTED[name]: day for name, day in items},
    }
    dates |= {f"{name}日期": day for name, day in items if name not in ("临时救助", "转介给予救助")}
    return [
        line(number, name, None if place else "新增救助", "终判", **dates, **facts)
        for place, (name, _) in enumerate(items)
    ]


def other(number: int, outcome: str, **facts: object) -> dict[str, object]:
    group, phase = OTHERS[outcome]
    day = {"不符合日期": dt.date(2019, 7, 20)} if outcome == "列入观察" else {}
    return line(number, outcome, group, phase, **day, **facts)


households = st.lists(
    st.tuples(
        st.one_of(
            st.sampled_from(sorted(OTHERS)),
            st.lists(
                st.tuples(st.sampled_from(sorted(GRANTED)), st.integers(5, 8)),
                min_size=1,
                max_size=3,
                unique_by=lambda i: i[0],
            ),
        ),
        st.sampled_from([*TOWNSHIPS, "外地镇", None]),
        st.sampled_from(["城市", "农村", None]),
        st.sampled_from([None, 1, 4]),
    ),
    max_size=25,
)


def lines_of(drawn: Sequence[tuple[object, str | None, str | None, int | None]]) -> list[dict[str, object]]:
    lines: list[dict[str, object]] = []
    for number, (what, township, area, people) in enumerate(drawn, 1):
        facts = {"镇街": township, "城乡": area, "认定人口": people}
        if isinstance(what, str):
            lines.append(other(number, what, **facts))
        elif isinstance(what, list):
            lines += granted(number, *((name, dt.date(2019, month, 15)) for name, month in what), **facts)
    return lines


def build(
    pack: m.Pack, rows: Sequence[Mapping[str, object]], *names: str, month: int | None = 7
) -> dict[str, BuiltReport]:
    """The reports named (all, if none is), every cross-check holding."""
    span = (dt.date(2019, month, 1), dt.date(2019, month, 30)) if month else None
    with engine_with(pack, rows) as engine:
        reports, findings, checks = build_reports(engine, pack, replace(CONTEXT, month=span), names or None)
    assert [check.line for check in checks if not check.holds] == []
    assert findings == []
    return {report.id: report for report in reports}


def total(report: BuiltReport, column: str, sheet: int = 0) -> int:
    return sum(report.sheets[sheet].table.column(column).to_pylist())


@settings(max_examples=6, deadline=None)
@given(households)
def test_every_cross_check_closes_whatever_the_outcomes(
    drawn: list[tuple[object, str | None, str | None, int | None]],
) -> None:
    pack = shipped("xixia-2019")
    reports = build(pack, lines_of(drawn), *STATISTICS)
    urban = [household for household in drawn if household[2] == "城市"]
    assert total(reports["城市统计表"], "排查户数") == len(urban)


def test_a_household_with_two_items_is_two_items_and_one_household(pack: m.Pack) -> None:
    rows = granted(1, ("纳入低保", dt.date(2019, 7, 15)), ("临时救助", dt.date(2019, 6, 1)))
    reports = build(pack, rows, URBAN, "新增救助群体台账")
    table = reports[URBAN]
    counted = [total(table, f"{name}户数") for name in ("纳入低保", "临时救助", "一户多项", "新增合计")]
    assert counted == [1, 1, 1, 1]
    assert [total(table, f"{name}人数") for name in ("一户多项", "新增合计")] == [3, 3]
    ledger = reports["新增救助群体台账"].sheets[0].table
    assert (ledger.num_rows, sum(ledger.column("计户").to_pylist())) == (2, 1)


def test_a_household_counts_as_new_in_the_month_of_its_first_item_only(pack: m.Pack) -> None:
    rows = granted(1, ("纳入低保", dt.date(2019, 7, 15)), ("临时救助", dt.date(2019, 6, 1)))
    june, july = (build(pack, rows, MONTHLY, month=month)[MONTHLY] for month in (6, 7))
    assert [total(june, f"{name}户数") for name in ("临时救助", "纳入低保", "一户多项", "新增合计")] == [1, 0, 0, 1]
    assert [total(july, f"{name}户数") for name in ("临时救助", "纳入低保", "一户多项", "新增合计")] == [0, 1, 1, 0]
    assert [total(july, f"{name}户数", 1) for name in ("临时救助", "纳入低保", "一户多项", "新增合计")] == [1, 1, 1, 1]


def test_months_add_up_to_the_last_cumulative_column(pack: m.Pack) -> None:
    items = sorted(GRANTED)
    rows = [
        entry
        for n in range(1, 30)
        for entry in granted(
            n, (items[n % 7], dt.date(2019, 5 + n % 4, 3)), (items[(n + 2) % 7], dt.date(2019, 5 + n % 3, 9))
        )
    ]
    monthly = {month: build(pack, rows, MONTHLY, month=month)[MONTHLY] for month in (5, 6, 7, 8)}
    assert sum(total(report, "新增合计户数") for report in monthly.values()) == 29
    assert total(monthly[8], "新增合计户数", 1) == 29


def test_preliminary_and_final_stand_in_columns_of_their_own(pack: m.Pack) -> None:
    table = build(pack, [other(1, "拟低保"), other(2, "拟观察"), other(3, "转介待反馈"), other(4, "待核实")])[
        "城市统计表"
    ]
    assert [total(table, f"{name}户数") for name in ("新增合计", "观察", "初判新增", "初判观察")] == [0, 0, 1, 1]
    assert [total(table, f"{name}户数", 1) for name in ("待反馈", "待核实", "拟低保")] == [1, 1, 1]


def test_a_household_of_unknown_area_is_named_in_a_note_of_both_tables(pack: m.Pack) -> None:
    reports = build(pack, [other(1, "拟低保", 城乡=None)], *STATISTICS[:2])
    for name in ("城市统计表", "农村统计表"):
        assert total(reports[name], "排查户数") == 0
        assert any("另有1户城乡未明" in note for note in reports[name].sheets[0].layout.notes)


def test_ledgers_stand_where_the_contract_says_and_carry_reason_clause_and_source(pack: m.Pack) -> None:
    reports = build(
        pack,
        [
            other(1, "拟低保"),
            other(2, "拟观察", 月均差额=Decimal("43.00"), 政策缺口="S1"),
            other(3, "待核实", 缺少=["人均月收入"]),
        ],
    )
    assert {name: reports[name].file for name in LEDGERS} == LEDGERS
    for name in LEDGERS:
        assert set(reports[name].sheets[0].table.column_names) >= LEDGER_COLUMNS
    watched = reports["救助观察群体台账"].sheets[1].table.to_pylist()[0]
    assert (watched["月均差额"], watched["政策缺口"]) == (Decimal("43.00"), "S1")
    assert reports["待核实名单"].sheets[0].table.column("缺少").to_pylist() == [["人均月收入"]]


def test_every_line_with_a_group_stands_in_exactly_one_ledger(pack: m.Pack) -> None:
    rows = [other(n, outcome) for n, outcome in enumerate(sorted(OTHERS), 1)]
    lists = [*LEDGERS, "已享受救助名单"]
    reports = build(pack, rows, *lists)
    sheets = [sheet for name in lists for sheet in reports[name].sheets]
    cases = [case for sheet in sheets for case in sheet.table.column("编号").to_pylist()]
    assert sorted(cases) == sorted(str(row["编号"]) for row in rows)


def test_what_is_not_approved_yet_stands_on_a_sheet_of_its_own_and_counts_in_no_total(pack: m.Pack) -> None:
    rows = [*granted(1, ("纳入低保", dt.date(2019, 7, 15))), other(2, "拟低保")]
    reports = build(pack, rows, URBAN, "新增救助群体台账")
    final, meant = reports["新增救助群体台账"].sheets
    assert [sheet.table.column("编号").to_pylist() for sheet in (final, meant)] == [["990101-00001"], ["990101-00002"]]
    assert (final.name, meant.name, total(reports[URBAN], "新增合计户数")) == ("新增救助群体台账", "拟新增救助", 1)


def test_lists_take_visits_near_lines_and_referrals(pack: m.Pack) -> None:
    rows = [other(1, "定期回访"), other(2, "拟观察", 扣减后可能符合=True), line(2, "拟转介医疗", None, "初判")]
    reports = build(pack, rows)
    numbers = {
        name: reports[name].sheets[0].table.column("编号").to_pylist()
        for name in ("回访名单", "临界户名单", "拟转介名单")
    }
    assert numbers == {"回访名单": ["990101-00001"], "临界户名单": ["990101-00002"], "拟转介名单": ["990101-00002"]}


def test_a_ledgers_total_says_how_many_rows_it_leaves_out(pack: m.Pack) -> None:
    rows = [other(1, "拟观察", 认定人口=None), other(2, "拟观察", 认定人口=3), other(3, "定期回访", 认定人口=3)]
    reports = build(pack, rows)
    assert "“家庭人口”有1行未填，合计未计入。" in reports["救助观察群体台账"].sheets[1].layout.notes
    assert not any("未填" in note for note in reports["回访名单"].sheets[0].layout.notes)


def test_ledger_rows_stand_in_the_townships_order(pack: m.Pack) -> None:
    rows = [
        other(n, "拟观察", 镇街=name) for n, name in enumerate([None, "外地镇", "镇北堡镇", "兴泾镇", "文昌路街道"], 1)
    ]
    table = build(pack, rows, "救助观察群体台账")["救助观察群体台账"].sheets[1].table
    assert table.column("镇街").to_pylist() == ["文昌路街道", "兴泾镇", "镇北堡镇", "外地镇", None]


def test_monthly_tables_are_left_out_without_a_month_and_said_so_when_asked_for(pack: m.Pack) -> None:
    assert MONTHLY not in build(pack, [], month=None)
    with engine_with(pack, []) as engine:
        reports, findings, _ = build_reports(engine, pack, CONTEXT, names=["城市进展情况表"])
    assert (reports, [finding.code for finding in findings]) == ([], ["REPORT-MONTH-MISSING"])


def test_monthly_files_carry_the_month(pack: m.Pack) -> None:
    report = build(pack, [], "农村进展情况表")["农村进展情况表"]
    assert report.file == "报表/农村进展情况表（2019年7月）.xlsx"
    assert report.sheets[0].layout.lead[1] == "统计月份：2019年7月"


def test_layouts_of_the_annexes_are_never_called_official(pack: m.Pack) -> None:
    for report in build(pack, [], *STATISTICS).values():
        assert all("本包版式" in sheet.layout.notes[-1] for sheet in report.sheets)


def test_an_unknown_report_is_refused_with_the_nearest_name(pack: m.Pack) -> None:
    with engine_with(pack, []) as engine, pytest.raises(UsageError, match="城市统计表"):
        build_reports(engine, pack, CONTEXT, names=["城市统计"])
