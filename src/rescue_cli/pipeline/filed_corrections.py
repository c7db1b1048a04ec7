"""What was handed in stays, and what is known later is a correction: sheets beside the tables made now (design §4 "Periods")."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import PurePosixPath

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.answer_states import FiledChange, ToDo
from rescue_cli.core.change_tables import FILED_CHANGES
from rescue_cli.core.periods import month_holding
from rescue_cli.engine.base import Engine
from rescue_cli.pipeline.changes_since import brought_since
from rescue_cli.pipeline.outputs import month_span
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.to_do_list import Left
from rescue_cli.record.filings import ONCE, Filing, KeptFigures, kept_figures, standing_filings
from rescue_cli.record.recorded_states import read_state
from rescue_cli.report import BuiltReport, CheckResult, ReportContext
from rescue_cli.report.carried_forward import Standing, account_check, accounts
from rescue_cli.report.counted_lines import counted_lines
from rescue_cli.report.filed_changes import Difference, all_lines, change_lines, differences, with_open
from rescue_cli.report.filed_figures import FiledColumn, counted_figures, figures_by_place, filed_columns
from rescue_cli.report.filed_sheets import (
    ACCOUNT_SHEET,
    AGAIN_SHEET,
    CHANGES_SHEET,
    CLOSING_SHEET,
    account_sheet,
    changes_sheet,
)
from rescue_cli.report.report_types import BuiltSheet
from rescue_cli.workbooks.writing.sheet_layout import SheetLayout

NOT_FILED = "未登记上报"


@dataclass(frozen=True)
class Corrections:
    """`reports` with their sheets beside; `table`: FILED_CHANGES of all that was handed in, but for what was handed in with a
    later report; `compared`: everything handed in beside what is known now."""

    reports: list[BuiltReport]
    checks: list[CheckResult] = field(default_factory=list)
    table: pa.Table = field(default_factory=FILED_CHANGES.empty_table)
    compared: "Sequence[_Compared]" = ()

    @property
    def left(self) -> list[Left]:
        """One line a report and period that is not any more what was handed in."""
        of: dict[tuple[str, str], dict[str, str]] = {}
        for line in self.table.to_pylist():
            of.setdefault((line[c.REPORT], line[c.PERIOD]), {})[line[f.CASE]] = line[c.STATE]
        return [_left(report, period, cases, self.reports) for (report, period), cases in sorted(of.items())]

    def to_keep(self, report: str, period: str, counted: pa.Table, figures: pa.Table) -> KeptFigures:
        """What is kept of a report that is handed in now for a period (both as they are reckoned now)."""
        before = _before(self.compared, report, period)
        if not before:
            return KeptFigures(counted, figures)
        last = before[-1]
        kept = with_open(counted, figures, last.kept.counted, last.differing, last.columns)
        settled = [line for line in _news(before) if line[c.STATE] != FiledChange.OPEN]
        earlier = last.kept.corrected.to_pylist() if last.kept.corrected is not None else []
        return KeptFigures(*kept, corrected=pa.Table.from_pylist([*earlier, *settled], schema=FILED_CHANGES))


@dataclass(frozen=True)
class _Compared:
    """A report handed in, what counted then, who counts otherwise now, and why (原因, 来源文件)."""

    filing: Filing
    kept: KeptFigures
    columns: list[FiledColumn]
    differing: list[Difference]
    brought: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def lines(self, *, whole: bool) -> list[dict[str, str]]:
        """FILED_CHANGES of it; `whole`: see `change_lines`."""
        once = self.filing.period == ONCE
        lines = all_lines(self.differing, self.columns) if once else change_lines(self.differing, self.columns, whole)
        return [{c.REPORT: self.filing.report, c.PERIOD: self.filing.period, **line} for line in self.caused(lines)]

    def caused(self, lines: Sequence[dict[str, str]]) -> list[dict[str, str]]:
        """With what brought each, and the file that did."""
        causes = (self.brought.get(line[f.CASE], ("", "")) for line in lines)
        return [{**line, c.WHY: why, f.SOURCE_FILE: file} for line, (why, file) in zip(lines, causes, strict=True)]


def _before(compared: Sequence[_Compared], report: str, period: str) -> list[_Compared]:
    """What was handed in of a monthly report for earlier months."""
    return [of for of in compared if of.filing.report == report and of.filing.period < period != ONCE]


def _news(compared: Sequence[_Compared]) -> list[dict[str, str]]:
    """What differs from one report as it was handed in month by month, but for the corrections the last of them was handed in
    with. Of the last one also in the figures of everything so far: they are what the next table goes on from."""
    kept = compared[-1].kept.corrected
    sent = (
        {_what(line) for line in kept.to_pylist() if line[c.STATE] != FiledChange.OPEN} if kept is not None else set()
    )
    lines = [line for of in compared for line in of.lines(whole=False) if _what(line) not in sent]
    named = {line[f.CASE] for line in lines}
    return [
        *lines,
        *(line for line in compared[-1].lines(whole=True) if line[f.CASE] not in named and _what(line) not in sent),
    ]


def _what(line: Mapping[str, str]) -> tuple[str, ...]:
    """What a correction says, however the household is called and whatever brought it."""
    return tuple(line[name] for name in (c.PERIOD, f.CASE, c.LINE, c.COUNTED_THEN, c.COUNTED_NOW, c.STATE))


def with_corrections(
    session: Session,
    engine: Engine,
    context: ReportContext,
    built: Sequence[BuiltReport],
    tables: Mapping[str, pa.Table],
) -> Corrections:
    """The reports with what differs from what was handed in on sheets of their own. `engine`: as `report_engine` leaves it;
    `tables`: merged and judged."""
    if session.record is None or session.workspace is None or session.ad_hoc:
        return Corrections(list(built))
    compared = _compared(session, engine, context, tables)
    checks: list[CheckResult] = []
    reports = []
    for book in built:
        sheets, checked = _beside(
            session, engine, context, book, [of for of in compared if of.filing.report == book.id]
        )
        reports += _joined(book, sheets)
        checks += checked
    by_report = groupby(compared, key=lambda of: of.filing.report)
    lines = [line for _, of_report in by_report for line in _news(list(of_report))]
    return Corrections(reports, checks, pa.Table.from_pylist(lines, schema=FILED_CHANGES), compared)


def filing_words(session: Session, context: ReportContext) -> Mapping[str, str]:
    """Report → what the head of its table says of its month: when it was handed in, or that it was not."""
    if session.record is None or session.ad_hoc:
        return {}
    filed = {(filing.report, filing.period): filing for filing in standing_filings(session.record.journal)}
    words = {}
    for name, report in session.pack.reports.items():
        if report.month and report.kind == "statistics":
            filing = filed.get((name, period_of(context.of_report(name))))
            words[name] = _filed_words(filing) if filing else NOT_FILED
    return words


def _filed_words(filing: Filing) -> str:
    if filing.opening:
        return "期初，以上报过的旧表为准"
    return f"{filing.day}已上报，第{filing.time}次"


def period_of(context: ReportContext) -> str:
    """The month of a report's context as the record says it: YYYY-MM, by its last day."""
    return f"{context.month[1]:%Y-%m}" if context.month else ONCE


def _compared(
    session: Session, engine: Engine, context: ReportContext, tables: Mapping[str, pa.Table]
) -> list[_Compared]:
    """All that was handed in and stands, by report and period; but for what 存档/ no longer holds whole."""
    assert session.record is not None
    assert session.workspace is not None
    filed = [filing for filing in standing_filings(session.record.journal) if filing.report in session.pack.reports]
    made: list[_Compared] = []
    for filing in sorted(filed, key=lambda filing: (filing.report, filing.period)):
        kept = kept_figures(session.workspace.archive, filing)
        if kept is not None:  # else it is on the list of what is left to do
            made.append(_one_compared(session, engine, context, filing, kept))
    return [_explained(session, of, tables) for of in made]


def _explained(session: Session, of: _Compared, tables: Mapping[str, pa.Table]) -> _Compared:
    if not of.differing:
        return of
    return replace(of, brought=brought_since(session, of.filing.recorded, tables))


def _one_compared(
    session: Session, engine: Engine, context: ReportContext, filing: Filing, kept: KeptFigures
) -> _Compared:
    columns = filed_columns(session.pack.reports[filing.report])
    now = counted_lines(engine, session.pack, _for(session, context, filing), filing.report)
    differing = differences(engine, kept.counted, now)
    if any(entry.state == FiledChange.GONE or entry.into for entry in differing):
        differing = _as_they_were_called(session, filing, differing)
    return _Compared(filing, kept, columns, differing)


def _as_they_were_called(session: Session, filing: Filing, differing: Sequence[Difference]) -> list[Difference]:
    """With name and township of households nobody sends any more, or that are part of another now, as the state has them that
    was handed in."""
    assert session.workspace is not None
    state = read_state(session.workspace.states, filing.recorded) if filing.recorded else None
    cases = state.tables["cases"].to_pylist() if state is not None else []
    known = {case[f.CASE]: (case[f.HEAD_NAME] or "", case[f.TOWNSHIP] or "") for case in cases}
    called = [(entry, known.get(entry.case)) for entry in differing]
    return [
        replace(entry, head=words[0], township=words[1])
        if words and (entry.state == FiledChange.GONE or entry.into)
        else entry
        for entry, words in called
    ]


def _for(session: Session, context: ReportContext, filing: Filing) -> ReportContext:
    if filing.period == ONCE:
        return context
    return replace(context, months={filing.report: month_span(filing.period, session.pack.head.settlement_day)})


def _beside(
    session: Session, engine: Engine, context: ReportContext, book: BuiltReport, compared: Sequence[_Compared]
) -> tuple[list[SheetLayout], list[CheckResult]]:
    own, report = context.of_report(book.id), session.pack.reports[book.id]
    period = period_of(own) if report.month else ONCE
    sheets, checks = [], []
    before = _before(compared, book.id, period)
    opening = any(of.filing.opening and of.filing.period == period for of in compared)
    if before and not opening:  # between two old tables there is nothing to reckon
        made = accounts(
            before[-1].columns, _standing(session, engine, context, book.id, before[-1]), before[-1].differing
        )
        if made:
            sheets.append(account_sheet(f"{report.title}累计核对", made, _words(before[-1].filing), own))
            checks = account_check(book.id, ACCOUNT_SHEET, made)
        lines = _news(before)
        if lines:
            notes = [
                f"已经上报的月份不改；以后才知道的列在这里，由{own.month_text}的累计更正。",
                *_opening_note(before),
            ]
            sheets.append(changes_sheet(CHANGES_SHEET, f"{report.title}更正表", lines, notes, own))
    for of in compared:
        if of.filing.period == period and (again := of.caused(all_lines(of.differing, of.columns))):
            sheets.append(_again_sheet(report.title, of, again, own, closing=period == ONCE))
    return sheets, checks


def _opening_note(before: Sequence[_Compared]) -> list[str]:
    """What is said where households of an opening month become known."""
    registered = [of.filing for of in before if of.filing.opening]
    if not registered:
        return []
    last = registered[-1]
    again = f"rescue reopen {last.report} --month {last.period}，再登记一次期初"
    return [f"{last.period}以前（含）是照旧表登记的，没有逐户名单：这里列的户旧表里若已经数过，请 {again}。"]


def _again_sheet(
    title: str, of: _Compared, lines: Sequence[Mapping[str, str]], context: ReportContext, *, closing: bool
) -> SheetLayout:
    name = CLOSING_SHEET if closing else AGAIN_SHEET
    dated = [{c.PERIOD: of.filing.period, **line} for line in lines]
    notes = [f"{_words(of.filing)}的那一份不改，在 存档/ 里；本表是照现在的数重新做的，不同的户列在这里。"]
    return changes_sheet(name, f"{title}{name}", dated, notes, context)


def _standing(session: Session, engine: Engine, context: ReportContext, name: str, of: _Compared) -> Standing:
    own = context.of_report(name)
    assert own.month is not None
    settled = session.pack.head.settlement_day
    filed, before = (
        month_span(of.filing.period, settled),
        month_holding(own.month[0] - dt.timedelta(days=1), settled),
    )
    figures = {  # the month handed in last is mostly the one before
        month: figures_by_place(counted_figures(engine, session.pack, replace(context, months={name: month}), name))
        for month in sorted({filed, before, own.month})
    }
    return Standing(figures_by_place(of.kept.figures), figures[filed], figures[before], figures[own.month])


def _words(filing: Filing) -> str:
    if filing.opening:
        return f"期初：旧表的{filing.period}（{filing.day}登记，第{filing.time}次）"
    return f"{filing.day}上报的{filing.period}（第{filing.time}次）"


def _joined(book: BuiltReport, sheets: Sequence[SheetLayout]) -> list[BuiltReport]:
    """Beside our own table its sheets; beside a form of the bureau a workbook of their own."""
    built = tuple(BuiltSheet(book.id, sheet.name, sheet, pa.table({})) for sheet in sheets)
    if not built:
        return [book]
    if not book.blank:
        return [replace(book, sheets=(*book.sheets, *built))]
    path = PurePosixPath(book.file)
    file = str(path.with_name(f"{path.stem}更正{path.suffix}"))
    return [book, BuiltReport(book.id, file, book.kind, built, part=book.part)]


def _left(report: str, period: str, cases: Mapping[str, str], reports: Sequence[BuiltReport]) -> Left:
    open_again, gone = (list(cases.values()).count(state) for state in (FiledChange.OPEN, FiledChange.GONE))
    parts = [
        *([f"{gone}户现在不在名册里了"] if gone else []),
        *([f"{open_again}户现在待核实，答复以前不更正"] if open_again else []),
    ]
    waiting = f"（其中{'；'.join(parts)}）" if parts else ""
    words = f"已上报的{report} {period}：有{len(cases)}户现在计入的与上报时不同{waiting}"
    book = next((book.file for book in reports if book.id == report), "")
    return Left(ToDo.CORRECTED, len(cases), words, book, f"见 {book} 的更正各页" if book else None)
