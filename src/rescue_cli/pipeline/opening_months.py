"""期初: a month handed in before the workspace began, registered from the old table; later tables go on from its figures."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.change_tables import FIGURES
from rescue_cli.core.disk_faults import cause_of
from rescue_cli.core.errors import InputError, UsageError
from rescue_cli.core.periods import month_holding
from rescue_cli.pack import model as m
from rescue_cli.pipeline.classify_cases import context_of_stage
from rescue_cli.pipeline.filed_corrections import period_of
from rescue_cli.pipeline.kept_record import KeptRecord
from rescue_cli.pipeline.merge_roster import refuse_open_balance
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.receiving import day_of_run
from rescue_cli.pipeline.report_engine import report_engine
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import judged, merged
from rescue_cli.record.filings import KeptFigures, filing_folder, keep_filing, kept_figures, next_time, standing_filings
from rescue_cli.record.kinds import FILING
from rescue_cli.record.lines import Entry
from rescue_cli.report import ReportContext
from rescue_cli.report.counted_lines import counted_lines
from rescue_cli.report.filed_figures import counted_figures, figures_by_place, filed_columns
from rescue_cli.report.old_table import OldTable, old_tables
from rescue_cli.report.opening_measures import Figures, Place, opening_figures, wanted_tables
from rescue_cli.report.owed_lines import all_terms
from rescue_cli.report.report_types import TOTAL
from rescue_cli.workbooks.reading.workbook_reader import read_workbook

SHOWN = 8
NOT_YET = "没有登记期初：核对以上各数，没有错再加 --yes 运行"
LEFT_THEN = "期初，照旧表登记"


def register_opening(
    session: Session,
    record: KeptRecord,
    name: str,
    month: str,
    path: Path,
    signed: Mapping[str, str],
    *,
    confirmed: bool = False,
) -> Outcome:
    """Freeze the old workbook `path` as what was handed in of report `name` for `month` (YYYY-MM), with its figures. What was
    read, and where the households of the workspace come to another figure, is told first.

    Raises UsageError where the workbook is not that table, or a later month was handed in already.
    """
    data = _bytes(path)
    merge_stage = merged(session)
    refuse_open_balance(session, merge_stage)
    judge_stage = judged(session, merge_stage)
    context = context_of_stage(session, merge_stage, month)
    _refuse(session, record, name, context)
    with report_engine(session, merge_stage, judge_stage) as engine:
        bare = replace(context, openings={})  # what its households come to, without earlier openings
        own = figures_by_place(counted_figures(engine, session.pack, bare, name))
        counted = counted_lines(engine, session.pack, bare, name)
    tables = _tables(session, name, data, path, own)
    figures, lacking = opening_figures(session.pack.reports[name], own, tables, _before(session, record, name, context))
    faults = [fault for table in tables.values() for fault in table.faults]
    if faults or lacking:
        raise UsageError(
            f"{path.name} 不能登记为期初：\n" + "\n".join(f"  {line}" for line in _sentences(faults, lacking))
        )
    left = [*(f"“{sheet}”页读自“{table.source}”" for sheet, table in tables.items()), *_differing(figures, own)]
    left += _swallowed(session.pack.reports[name], counted, figures, own)
    if not confirmed:
        return Outcome("submit", {"上报": 0}, left=(*left, NOT_YET))
    kept = KeptFigures(counted, _as_table(figures), _as_table(_beside(figures, own)))
    line = _freeze(session, record, name, period_of(context.of_report(name)), {path.name: data}, kept, signed)
    return Outcome("submit", {"上报": [line]}, notes=tuple(left))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path.name} 无法读取：{cause_of(error)}") from error


def _refuse(session: Session, record: KeptRecord, name: str, context: ReportContext) -> None:
    own, period = context.of_report(name), period_of(context.of_report(name))
    if not session.pack.reports[name].month:
        raise UsageError(f"“{name}”不是月报，没有期初")
    if not own.month_over:
        raise UsageError(f"期初要是完了的月份：{own.month_line}")
    later = [of for of in standing_filings(record.journal) if of.report == name and of.period >= period]
    if later:
        raise UsageError(f"{name} {later[-1].period} 已经登记过：期初要在它以前登记。要改，先 rescue reopen {name}")


def _tables(session: Session, name: str, data: bytes, path: Path, own: Figures) -> dict[str, OldTable]:
    try:
        sheets = read_workbook(data)
    except InputError as error:
        raise UsageError(f"{path.name} 读不出来：{error}") from error
    aliases = {alias: township.name for township in session.townships for alias in township.aliases}
    tables = old_tables(sheets, wanted_tables(session.pack.reports[name], own), aliases)
    if not tables:
        raise UsageError(
            f"{path.name} 里没有“{session.pack.reports[name].title}”的表头：表头要与 输出/报表 里的同一张表一样"
        )
    return tables


def _before(session: Session, record: KeptRecord, name: str, context: ReportContext) -> Figures | None:
    """The figures of the month before, where they are registered; none where it is the first one reported; else None."""
    assert session.workspace is not None
    month = context.of_report(name).month
    assert month is not None
    before = month_holding(month[0] - dt.timedelta(days=1), session.pack.head.settlement_day)[1]
    if before < _first_asked(session, name):
        return {}
    for filing in standing_filings(record.journal):
        if (filing.report, filing.period) == (name, f"{before:%Y-%m}"):
            kept = kept_figures(session.workspace.archive, filing)
            return figures_by_place(kept.figures) if kept is not None else None
    return None


def _first_asked(session: Session, name: str) -> dt.date:
    """The first day of the first month the report's deadline asks for, else of the campaign."""
    head = session.pack.head
    deadline = next((entry for entry in head.deadline if entry.id == session.pack.reports[name].deadline), None)
    terms = all_terms(deadline, session.as_of, head.settlement_day) if deadline is not None else iter(())
    first = next((term.month[0] for term in terms if term.month is not None), None)
    return first or (head.period.start if head.period is not None else dt.date.min)


def _sentences(faults: Sequence[str], lacking: Sequence[str]) -> list[str]:
    lines = [*faults[:SHOWN], *([f"还有{len(faults) - SHOWN}处"] if len(faults) > SHOWN else [])]
    if lacking:
        more = f"等{len(lacking)}项" if len(lacking) > SHOWN else ""
        lines.append(
            f"旧表里没有 {'、'.join(lacking[:SHOWN])}{more}，也没有登记前一个月：先从最早的月份登记起，或补上累计"
        )
    return lines


def _differing(figures: Mapping[Place, Decimal], own: Figures) -> list[str]:
    """Totals in which the households of the workspace come to another figure: the old table goes."""
    other = [place for place, figure in figures.items() if place[1] == TOTAL and own.get(place) != figure]
    lines = [
        f"“{sheet}”{column}：旧表{_shown(figures[sheet, line, column])}，本工作区逐户{_shown(own[sheet, line, column])}"
        for sheet, line, column in other[:SHOWN]
    ]
    return [*lines, *([f"还有{len(other) - SHOWN}项不同"] if len(other) > SHOWN else [])]


def _swallowed(report: m.Report, counted: pa.Table, figures: Mapping[Place, Decimal], own: Figures) -> list[str]:
    """Households of the workspace that count in the month: the old table names nobody, so they are taken as those it counted.
    Where it counts fewer, somebody of them was not in it, and would count in no month."""
    dated = {(column.sheet, column.id) for column in filed_columns(report) if column.reach is not None}
    cases = {line[f.CASE] for line in counted.to_pylist() if (line[f.SHEET], line[c.COUNTED_IN]) in dated} - {""}
    if not cases:
        return []
    fewer = [
        f"“{sheet}”{line}·{column}旧表{_shown(figures[sheet, line, column])}、逐户{_shown(known)}"
        for (sheet, line, column), known in own.items()
        if known is not None and line != TOTAL and figures.get((sheet, line, column), known) < known
    ]
    named = f"{'、'.join(sorted(cases)[:SHOWN])}{'等' if len(cases) > SHOWN else ''}"
    lines = [
        f"本工作区的{len(cases)}户（编号{named}）当作旧表已经数过，不列更正；旧表没有数的（如迟来的审批），"
        "先把它的来件移出 收件，登记以后放回，就列为更正"
    ]
    if fewer:
        more = f"等{len(fewer)}项" if len(fewer) > 1 else ""
        lines.insert(0, f"旧表比逐户少：{fewer[0]}{more}。这样登记，多出的户哪个月都不计")
    return lines


def _shown(figure: Decimal | None) -> str:
    return "未知" if figure is None else f"{figure.normalize():f}"


def _beside(figures: Mapping[Place, Decimal], own: Figures) -> dict[Place, Decimal]:
    """What the old table counts beside the households of the workspace; less than nothing where it counts fewer."""
    known = {place: counted for place, counted in own.items() if counted is not None and place[1] != TOTAL}
    return {place: figures[place] - counted for place, counted in known.items() if place in figures}


def _as_table(figures: Mapping[Place, Decimal]) -> pa.Table:
    lines: list[dict[str, Any]] = [
        dict(zip(FIGURES.names, (*place, figure), strict=True)) for place, figure in figures.items()
    ]
    return pa.Table.from_pylist(lines, schema=FIGURES)


def _freeze(
    session: Session,
    record: KeptRecord,
    name: str,
    period: str,
    books: Mapping[str, bytes],
    kept: KeptFigures,
    signed: Mapping[str, str],
) -> dict[str, object]:
    assert session.workspace is not None
    time = next_time(record.journal, name, period)
    folder = filing_folder(session.workspace.archive, name, period, time)
    digest, figures = keep_filing(folder, books, kept)
    body = {
        "report": name,
        "period": period,
        "day": day_of_run(session).isoformat(),
        "digest": digest,
        "figures": figures,
    }
    (book,) = books
    record.append([Entry(FILING, {**body, **signed, "left": [LEFT_THEN], "opening": book})])
    place = folder.relative_to(session.workspace.folder).as_posix()
    return {"报表": name, "期间": period, "次": time, "存档": place, "摘要": digest[:12]}
