"""Which household counts where: by every figure of a table as many as the figure says, and no one else."""

from collections import Counter
from dataclasses import replace
from typing import Any

from rescue_cli.core.periods import month_days
from rescue_cli.report import build_reports
from rescue_cli.report.counted_lines import counted_lines
from support.judged import CONTEXT, line
from support.reported import report_of, stages_left, with_report

COUNT = {"id": "户数", "head": ["户"], "value": "count(*)", "total": "sum"}
PEOPLE = {"id": "人数", "head": ["人"], "value": "sum(认定人口)", "total": "sum"}
OBSERVED = "count(*) filter (where 分类 = '救助观察')"
ROWS = [
    line(1, "拟观察", "救助观察", 认定人口=3, 城乡="城市"),
    line(2, "拟低保", "新增救助", 认定人口=None, 城乡="农村"),
    line(3, "拟观察", "救助观察", 认定人口=2, 城乡="农村", 镇街=None),
]


def counted(sheet: dict[str, Any], **report: Any) -> list[tuple[Any, ...]]:
    """(line, column, number, counted as, what it adds)."""
    pack = with_report(report_of(sheet, **report))
    with stages_left(pack, ROWS) as engine:
        context = replace(CONTEXT, month=month_days(2019, 7))
        table = counted_lines(engine, pack, context, "表")
        figures = build_reports(engine, pack, context)[0][0].sheets[0].table
    households = Counter((entry["表中的行"], entry["表中的列"]) for entry in table.to_pylist())
    if figures.num_rows and "户数" in figures.column_names:
        names = figures.column(figures.column_names[0]).to_pylist()
        assert {name: households[name, "户数"] for name in names} == dict(
            zip(names, figures["户数"].to_pylist(), strict=True)
        )
    return [tuple(entry.values())[1:] for entry in table.to_pylist()]


def test_a_household_stands_in_its_line_of_each_column() -> None:
    assert counted({"rows": "镇街", "column": [COUNT, PEOPLE]}) == [
        ("兴泾镇", "户数", "990101-00001", "1", 1),
        ("兴泾镇", "户数", "990101-00002", "1", 1),
        ("镇街未明", "户数", "990101-00003", "1", 1),
        ("兴泾镇", "人数", "990101-00001", "3", 3),
        ("兴泾镇", "人数", "990101-00002", "未填", None),
        ("镇街未明", "人数", "990101-00003", "2", 2),
    ]


def test_who_does_not_meet_the_condition_is_not_in_it_and_terms_are_told_apart() -> None:
    column = {"id": "差", "head": ["差"], "value": f"count(*) - {OBSERVED}"}
    assert counted({"rows": "镇街", "where": "城乡 = '农村'", "column": [{**COUNT, "value": OBSERVED}, column]}) == [
        ("镇街未明", "户数", "990101-00003", "1", 1),
        ("兴泾镇", "差", "990101-00002", "第1项 1", 1),
        ("镇街未明", "差", "990101-00003", "第1项 1、第2项 1", 0),
    ]


def test_lines_the_table_names_itself_and_pairs_of_fields() -> None:
    own = [{"label": "全部"}, {"label": "新增", "where": "分类 = '新增救助'"}]
    assert [entry[0] for entry in counted({"row": own, "column": [COUNT]})] == ["全部", "全部", "全部", "新增"]
    pairs = {entry[0] for entry in counted({"rows": ["镇街", "城乡"], "column": [PEOPLE]})}
    assert pairs == {"兴泾镇·城市", "兴泾镇·农村", "镇街未明·农村"}


def test_spans_are_columns_of_their_own() -> None:
    value = "count(*) filter (where 临时救助日期 between 段始 and 段末)"
    sheet = {"rows": "镇街", "spans": ["本月", "累计"], "column": [{**COUNT, "value": value}]}
    assert counted(sheet, month=True) == []


def test_what_is_no_sum_adds_nothing_that_could_be_said() -> None:
    column = {"id": "均", "head": ["均"], "value": "sum(认定人口) / count(*)"}
    assert {entry[4] for entry in counted({"rows": "镇街", "column": [column]})} == {None}
