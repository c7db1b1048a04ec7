"""The figures of the months side by side, with charts of what the reports' own charts show (table MONTHS)."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core.states import Group
from rescue_cli.report.report_types import TOTAL
from rescue_cli.workbooks.writing.page_layout import Cell, Column, ColumnChart, PageTable, Section, figure_text

CHARTED_GROUPS = (Group.NEW, Group.OBSERVED, Group.UNDETERMINED)
CHARTS_SHOWN = 4
FEWEST = 2  # months a trend needs
NOW = "现在"
Line = dict[str, Any]


def month_sections(months: pa.Table, as_of: str) -> list[Section]:
    """One section for the households by 分类, and one for all monthly reports, where there are some."""
    by_report: dict[str, list[Line]] = {}
    for line in months.to_pylist():
        by_report.setdefault(line[c.REPORT], []).append(line)
    groups = by_report.pop("", [])
    trend = len({line[c.PERIOD] for line in groups}) >= FEWEST
    sections = [_groups(groups, as_of)] if trend else []
    if by_report:
        reports = [_table(name, lines) for name, lines in by_report.items()]
        charts = tuple(chart for name, lines in by_report.items() for chart in _charts(lines, name))
        lead = "登记过上报的月份按上报时的数；没有登记的按现在的数（标“未登记”，图中空心）。"
        sections.append(Section("months", "月报的数", lead, tables=tuple(reports), charts=charts))
    return sections


def _groups(lines: Sequence[Line], as_of: str) -> Section:
    for line in lines:
        line[c.CHARTED] = line[c.ITEM] in CHARTED_GROUPS
        if line[c.PERIOD] == as_of:
            line[c.PERIOD] = NOW
    lead = "各次上报时和现在各类的户数。"
    return Section(
        "groups", "各类户数的变化", lead, tables=(_table("", lines, total=TOTAL),), charts=_charts(lines, "")
    )


def _table(name: str, lines: Sequence[Line], total: str = "") -> PageTable:
    """Items down, months across; an item that is 0 in every month is left out and counted below."""
    periods = list(dict.fromkeys(line[c.PERIOD] for line in lines))
    items = list(dict.fromkeys(line[c.ITEM] for line in lines))
    figures = {(line[c.ITEM], line[c.PERIOD]): line[c.FIGURE] for line in lines}
    filed = {line[c.PERIOD]: line[c.FILED] for line in lines}
    shown = [item for item in items if any(figures.get((item, period), 0) != 0 for period in periods)]
    rows = [
        (
            Cell(item),
            *(
                Cell(figure_text(figures[item, period]) if (item, period) in figures else "", number=True)
                for period in periods
            ),
        )
        for item in shown
    ]
    if total and rows:
        sums = (sum(figures.get((item, period)) or 0 for item in items) for period in periods)
        rows.append(
            (Cell(total, strong=True), *(Cell(figure_text(figure), number=True, strong=True) for figure in sums))
        )
    heads = ("", *(period if filed[period] or period == NOW else f"{period}（未登记）" for period in periods))
    left_out = len(items) - len(shown)
    note = f"另有{left_out}项各月都是0，没有列。" if left_out else ""
    if not rows:
        return PageTable((), (), title=f"{name}：{len(items)}项各月都是0")
    return PageTable(heads, tuple(rows), title=name, wide=True, note=note)


def _charts(lines: Sequence[Line], name: str) -> tuple[ColumnChart, ...]:
    """Of every charted item that is not always 0, where there are months to compare."""
    charted: dict[str, list[Column]] = {}
    alive = {(line[c.REPORT], line[c.ITEM]) for line in lines if line[c.FIGURE] != 0}
    for line in lines:
        if line[c.CHARTED] and (line[c.REPORT], line[c.ITEM]) in alive:
            charted.setdefault(line[c.ITEM], []).append(Column(line[c.PERIOD], line[c.FIGURE], not line[c.FILED]))
    titled = [(f"{name} {item}".strip(), columns) for item, columns in charted.items() if len(columns) >= FEWEST]
    return tuple(ColumnChart(title, tuple(columns)) for title, columns in titled[:CHARTS_SHOWN])
