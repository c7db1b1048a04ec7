"""The months' figures side by side: those handed in as they stand in 存档/, the last as it is reckoned now (table MONTHS)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pyarrow as pa

from rescue_cli.core.overview_tables import MONTHS
from rescue_cli.core.states import Group
from rescue_cli.pack.model import Report
from rescue_cli.pipeline.filed_corrections import period_of
from rescue_cli.pipeline.outputs import group_figures
from rescue_cli.pipeline.session import Session
from rescue_cli.record.cache import load_tables
from rescue_cli.record.filings import ONCE, Filing, kept_figures, standing_filings
from rescue_cli.report import BuiltReport, ReportContext
from rescue_cli.report.filed_figures import FiledColumn, figures_by_place, filed_columns
from rescue_cli.report.opening_figures import Reach
from rescue_cli.report.report_types import TOTAL, Figure

Line = dict[str, Any]
MONTHS_SHOWN = 12
DETERMINED, SO_FAR = "determinations", "累计"


def months_table(
    session: Session, determinations: pa.Table, reports: Iterable[BuiltReport], context: ReportContext
) -> pa.Table:
    """The households by 分类 now and when reports were handed in, then every monthly statistics report of the pack."""
    filed = standing_filings(session.record.journal) if session.record is not None else []
    lines = [*_groups(session, filed, determinations)]
    for book in sorted(reports, key=lambda book: book.id):
        report = session.pack.reports[book.id]
        if report.month and report.kind == "statistics":
            of_report = [filing for filing in filed if filing.report == book.id]
            lines += _months(session, book, report, of_report, period_of(context.of_report(book.id)))
    return pa.Table.from_pylist(lines, schema=MONTHS)


def _groups(session: Session, filed: Sequence[Filing], determinations: pa.Table) -> Iterator[Line]:
    """By month the state the last of its reports was made of; a state that is not kept any more is left out."""
    states = {filing.period: filing.recorded for filing in filed if filing.recorded and filing.period != ONCE}
    for period, name in sorted(states.items())[-MONTHS_SHOWN:]:
        assert session.workspace is not None
        loaded = load_tables(session.workspace.states / name, of_any_format=True, only=(DETERMINED,))
        if loaded is not None and DETERMINED in loaded[0]:
            yield from _by_group(period, loaded[0][DETERMINED], filed=True)
    yield from _by_group(session.as_of.isoformat(), determinations, filed=False)


def _by_group(period: str, determinations: pa.Table, *, filed: bool) -> Iterator[Line]:
    for group, count in group_figures(determinations).items():
        yield _line("", period, group, count, filed=filed, charted=False)


def _months(
    session: Session, book: BuiltReport, report: Report, filed: Sequence[Filing], period: str
) -> Iterator[Line]:
    """What was handed in stands as it was handed in; a month that was not is told as it is reckoned now."""
    columns = month_columns(report)
    charted = _charted(report)
    months: dict[str, Mapping[tuple[str, str], Figure]] = {}
    for filing in sorted(filed, key=lambda filing: filing.period)[-MONTHS_SHOWN:]:
        assert session.workspace is not None
        kept = kept_figures(session.workspace.archive, filing)
        if kept is not None:
            places = figures_by_place(kept.figures)
            months[filing.period] = {
                (sheet, column): figure for (sheet, line, column), figure in places.items() if line == TOTAL
            }
    known = set(months)
    now = {(sheet.name, column): total for sheet in book.sheets for column, total in sheet.totals.items()}
    months.setdefault(period, now)
    for month, totals in sorted(months.items()):
        for column in columns:
            place = (column.sheet, column.id)
            if place in totals or place in now:
                yield _line(
                    book.id, month, column.words, totals.get(place), filed=month in known, charted=place in charted
                )


def month_columns(report: Report) -> list[FiledColumn]:
    """The columns that tell of the month alone, of the first sheet that has some, and those of everything so far: of these
    what the charts show, where there are any. Of a report with neither all that count."""
    columns = filed_columns(report)
    charted = _in_own_charts(report)
    of_month = _of_first_sheet(columns, "本月")
    so_far = _of_first_sheet(columns, "累计")
    shown = [column for column in so_far if (column.sheet, column.id) in charted] or so_far
    return [*of_month, *map(_said_so_far, shown)] or columns


def _of_first_sheet(columns: Sequence[FiledColumn], reach: Reach) -> list[FiledColumn]:
    those = [column for column in columns if column.reach == reach]
    return [column for column in those if column.sheet == those[0].sheet]


def _said_so_far(column: FiledColumn) -> FiledColumn:
    """Its heading says that it tells of everything so far."""
    return column if SO_FAR in column.words else replace(column, words=f"{column.words}·{SO_FAR}")


def _charted(report: Report) -> set[tuple[str, str]]:
    """What its own charts show; where it has none, what is headed 新增救助."""
    named = {(column.sheet, column.id) for column in filed_columns(report) if Group.NEW in column.words}
    return _in_own_charts(report) or named


def _in_own_charts(report: Report) -> set[tuple[str, str]]:
    return {
        (sheet.name, name + ending)
        for sheet in report.sheet
        if sheet.chart is not None
        for name in sheet.chart.columns
        for ending in ("", *(f"_{span}" for span in sheet.spans))
    }


def _line(report: str, period: str, item: str, figure: Figure, *, filed: bool, charted: bool) -> Line:
    number = None if figure is None else Decimal(figure)
    values = (report, period, item, number, filed, charted)
    return dict(zip(MONTHS.names, values, strict=True))
