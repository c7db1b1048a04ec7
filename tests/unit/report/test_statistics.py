"""Statistics: one row a township, zeros shown, nothing silently left out, blanks counted and said."""

from collections.abc import Mapping, Sequence

import pytest

from rescue_cli.pack import model as m
from rescue_cli.report import BuiltReport, CheckResult, build_reports
from support.judged import CONTEXT, engine_with, line
from support.packs import shipped

COLUMNS = (
    m.ReportColumn(id="新增户数", head=("新增", "户"), value="count(*) filter (where 分类 = '新增救助')", total="sum"),
    m.ReportColumn(
        id="新增人数", head=("新增", "人"), value="sum(认定人口) filter (where 分类 = '新增救助')", total="sum"
    ),
    m.ReportColumn(id="全部户数", head=("全部", "户"), value="count(*)", total="sum"),
)


@pytest.fixture(scope="module")
def pack() -> m.Pack:
    return shipped("xixia-2019")


def statistics(**given: object) -> m.Report:
    sheet = m.ReportSheet.model_validate({"name": "表", "title": "表", "rows": "镇街", "column": COLUMNS, **given})
    return m.Report(
        title="表", kind="statistics", source="determinations", file="报表/表.xlsx", clause="三（四）", sheet=(sheet,)
    )


def built(
    pack: m.Pack, report: m.Report, rows: Sequence[Mapping[str, object]]
) -> tuple[BuiltReport, list[CheckResult], list[str]]:
    with engine_with(pack, rows) as engine:
        reports, findings, checks = build_reports(engine, pack.model_copy(update={"reports": {"表": report}}), CONTEXT)
    return reports[0], checks, [finding.code for finding in findings]


def body(report: BuiltReport) -> list[tuple[object, ...]]:
    return [tuple(row) for row in report.sheets[0].layout.rows]


def test_every_township_has_a_row_in_the_workspaces_order_and_zero_is_written(pack: m.Pack) -> None:
    report, _, _ = built(pack, statistics(), [line(1, "纳入低保", "新增救助"), line(2, "拟观察", "救助观察")])
    assert body(report) == [(1, "文昌路街道", 0, 0, 0, ""), (2, "兴泾镇", 1, 3, 2, ""), (3, "镇北堡镇", 0, 0, 0, "")]


def test_no_rows_at_all_still_gives_a_table_of_zeros(pack: m.Pack) -> None:
    report, _, _ = built(pack, statistics(), [])
    assert [row[2:5] for row in body(report)] == [(0, 0, 0)] * 3


def test_blank_and_unlisted_townships_get_rows_of_their_own(pack: m.Pack) -> None:
    rows = [line(1, "纳入低保", "新增救助", 镇街=None), line(2, "纳入低保", "新增救助", 镇街="外地镇")]
    report, _, _ = built(pack, statistics(), rows)
    assert [row[1:3] for row in body(report)[3:]] == [("外地镇", 1), ("镇街未明", 1)]


def test_a_sum_over_blanks_says_how_many_under_the_same_condition(pack: m.Pack) -> None:
    rows = [
        line(1, "纳入低保", "新增救助", 认定人口=None),
        line(2, "纳入低保", "新增救助", 认定人口=4),
        line(3, "拟观察", "救助观察", 认定人口=None),
    ]
    report, _, _ = built(pack, statistics(), rows)
    assert body(report)[1] == (2, "兴泾镇", 2, 4, 3, "新增：1户未填家庭人口")
    assert report.sheets[0].layout.columns[-1].head == ("备注",)


def test_without_sums_there_is_no_remark_column(pack: m.Pack) -> None:
    report, _, _ = built(pack, statistics(column=(COLUMNS[0],)), [line(1, "纳入低保", "新增救助")])
    assert report.sheets[0].layout.columns[-1].head == ("新增", "户")


def test_a_check_that_holds_is_printed_and_is_no_finding(pack: m.Pack) -> None:
    check = m.RowCheck(say="新增 = 全部", left="新增户数", right="全部户数")
    report, checks, codes = built(pack, statistics(check=(check,)), [line(1, "纳入低保", "新增救助")])
    assert [(c.holds, c.row, c.left, c.right) for c in checks] == [(True, "合计", 1, 1)]
    assert codes == []
    assert "勾稽：新增 = 全部——平" in report.sheets[0].layout.notes


def test_a_check_that_fails_names_its_first_row_in_finding_and_print(pack: m.Pack) -> None:
    check = m.RowCheck(say="新增 = 全部", left="新增户数", right="全部户数")
    rows = [line(1, "纳入低保", "新增救助"), line(2, "拟观察", "救助观察", 镇街="镇北堡镇")]
    report, checks, codes = built(pack, statistics(check=(check,)), rows)
    assert [(c.holds, c.row, c.left, c.right) for c in checks] == [(False, "镇北堡镇", 0, 1)]
    assert codes == ["REPORT-CHECK-ROW"]
    assert "勾稽：新增 = 全部——不平（镇北堡镇：0对1）" in report.sheets[0].layout.notes


def test_failures_that_cancel_out_in_the_total_are_still_failures(pack: m.Pack) -> None:
    check = m.RowCheck(say="甲 = 乙", left="新增户数", right="全部户数 - 新增户数")
    rows = [line(1, "纳入低保", "新增救助"), line(2, "拟观察", "救助观察", 镇街="镇北堡镇")]
    _, checks, _ = built(pack, statistics(check=(check,)), rows)
    assert [c.holds for c in checks] == [False]


def test_a_table_is_held_against_the_ledgers_written_rows(pack: m.Pack) -> None:
    ledger = pack.reports["救助观察群体台账"]
    check = m.LedgerCheck(say="全部 = 台账", column="全部户数", ledger="救助观察群体台账", value="count(*)")
    rows = [line(1, "拟观察", "救助观察", "初判"), line(2, "纳入低保", "新增救助")]
    reports = {"表": statistics(ledger_check=(check,)), "救助观察群体台账": ledger}
    with engine_with(pack, rows) as engine:
        changed = pack.model_copy(update={"reports": reports})
        books, findings, checks = build_reports(engine, changed, CONTEXT, names=["表"])
    assert [book.id for book in books] == ["表"]  # the ledger was only built to be counted
    assert [(c.holds, c.left, c.right) for c in checks] == [(False, 2, 1)]
    assert [finding.code for finding in findings] == ["REPORT-CHECK-LEDGER"]


def test_a_note_counts_over_the_whole_source_and_is_left_out_at_zero(pack: m.Pack) -> None:
    notes = (m.SheetNote(say="另有{n}户城乡未明", value="count(*) filter (where 城乡 is null)"),)
    report, _, _ = built(
        pack, statistics(note=notes, where="城乡 = '城市'"), [line(1, "纳入低保", "新增救助", 城乡=None)]
    )
    assert "另有1户城乡未明" in report.sheets[0].layout.notes
    report, _, _ = built(pack, statistics(note=notes), [line(1, "纳入低保", "新增救助")])
    assert not any("城乡未明" in note for note in report.sheets[0].layout.notes)


def test_rows_in_another_order_give_the_same_tables(pack: m.Pack) -> None:
    rows = [line(n, "纳入低保", "新增救助", 镇街=("兴泾镇", "镇北堡镇", None)[n % 3]) for n in range(1, 20)]
    first, _, _ = built(pack, statistics(), rows)
    second, _, _ = built(pack, statistics(), rows[::-1])
    assert first == second


def test_the_table_keeps_what_was_written_by_column_id(pack: m.Pack) -> None:
    report, _, _ = built(pack, statistics(), [line(1, "纳入低保", "新增救助")])
    table = report.sheets[0].table
    assert table.column_names == ["镇街", "新增户数", "新增人数", "全部户数"]
    assert table.column("新增户数").to_pylist() == [0, 1, 0]


def test_another_field_may_make_the_rows_and_its_code_list_is_shown_whole(pack: m.Pack) -> None:
    rows = [line(1, "纳入低保", "新增救助", 城乡="农村"), line(2, "纳入低保", "新增救助", 城乡=None)]
    report, _, _ = built(pack, statistics(rows="城乡"), rows)
    assert [row[1:3] for row in body(report)] == [("城市", 0), ("农村", 1), ("城乡未明", 1)]


def test_the_lead_line_names_office_day_and_unit(pack: m.Pack) -> None:
    report, _, _ = built(pack, statistics().model_copy(update={"unit": "户、人"}), [])
    assert report.sheets[0].layout.lead == ("填报单位：西夏区民政局", "截至：2019年9月30日", "单位：户、人")
