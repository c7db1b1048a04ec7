"""`submit`, `reopen`: a report handed in is frozen in 存档/ with what counted where, and stays as it was handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rescue_cli.core.answer_states import ToDo
from rescue_cli.core.errors import UsageError
from rescue_cli.engine.base import Engine
from rescue_cli.pack.nearest_name import nearest
from rescue_cli.pipeline.changes_since import write_changes
from rescue_cli.pipeline.classify_cases import STATISTICS, context_of_stage
from rescue_cli.pipeline.filed_corrections import Corrections, period_of, with_corrections
from rescue_cli.pipeline.kept_record import KeptRecord
from rescue_cli.pipeline.merge_roster import refuse_open_balance
from rescue_cli.pipeline.opening_months import register_opening
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.outputs import output_path, report_context
from rescue_cli.pipeline.readiness import Doubt, doubts
from rescue_cli.pipeline.receiving import day_of_run
from rescue_cli.pipeline.report_engine import report_engine
from rescue_cli.pipeline.report_files import remove_old_parts, write_reports
from rescue_cli.pipeline.reports_due import months_before
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import judged, merged
from rescue_cli.pipeline.to_do_list import Left
from rescue_cli.record.filings import (
    ONCE,
    KeptFigures,
    filing_folder,
    filings,
    is_whole,
    keep_filing,
    next_time,
    standing,
)
from rescue_cli.record.kinds import FILING, REOPENED
from rescue_cli.record.lines import Entry
from rescue_cli.record.recorded_states import state_names
from rescue_cli.report import ReportContext, build_reports
from rescue_cli.report.counted_lines import counted_lines
from rescue_cli.report.filed_figures import counted_figures
from rescue_cli.workbooks.reading.answered_book import stamp_of

NOT_YET = "没有登记上报：先办好以上各项，或确认照现在的数上报，再加 --yes 运行"


@dataclass(frozen=True)
class Signing:
    """Who hands in (经办), who looked it over (复核), and when (ISO date and time)."""

    by: str
    reviewer: str
    when: str


@dataclass(frozen=True)
class _Handed:
    """A report and the period it is handed in for: YYYY-MM, or ONCE."""

    report: str
    period: str


def submit(
    session: Session, names: Sequence[str], month: str | None, signing: Signing, *, confirmed: bool = False
) -> Outcome:
    """Freeze the statistics `names` (all monthly ones by default) of a month. What is left to do is told first; with any of
    it nothing is handed in unless `confirmed`.

    Raises UsageError where a report is no statistics table, was handed in already, or one person signs twice.
    """
    _check_signing(session, signing)
    wanted = _not_yet_filed(session, _periods(session, names, report_context(session, month)), named=bool(names))
    merge_stage = merged(session)
    refuse_open_balance(session, merge_stage)
    judge_stage = judged(session, merge_stage)
    context = context_of_stage(session, merge_stage, month)
    reports = [handed.report for handed in wanted]
    with report_engine(session, merge_stage, judge_stage) as engine:
        built, _, checks = build_reports(engine, session.pack, context, reports, (STATISTICS,))
        corrected = with_corrections(session, engine, context, built, {**merge_stage.tables, **judge_stage.tables})
        checks += corrected.checks
        kept = {handed.report: _figures(session, engine, context, handed, corrected) for handed in wanted}
    archives = [Doubt(entry.words, entry.sentence) for entry in changed_filings(session)]
    archives += [Doubt(entry.words, entry.sentence) for entry in corrected.left]
    left = [
        *_unfinished(wanted, context),
        *_made_of_another_day(session, [book.file for book in corrected.reports if book.id in reports]),
        *_skipped(session, wanted),
        *archives,
        *doubts(session, merge_stage, judge_stage, checks),
    ]
    what = _what(session, wanted)
    if left and not confirmed:
        return Outcome("submit", {"上报": 0}, left=(*(doubt.sentence for doubt in left), NOT_YET), notes=(what,))
    with session.plan:
        _, more = write_changes(session, merge_stage, judge_stage)
        written, _ = write_reports(session, corrected.reports)
        remove_old_parts(session, built, context, reports)
    files = {name: [book.file for book in corrected.reports if book.id == name] for name in reports}
    frozen = [_freeze(session, handed, files[handed.report], kept[handed.report]) for handed in wanted]
    signed = {"by": signing.by.strip(), "reviewer": signing.reviewer.strip(), "when": signing.when}
    signed["state"] = _recorded(session)
    counts = [doubt.count for doubt in left]
    record_of(session).append([Entry(FILING, {**body, **signed, "left": counts}) for body, _ in frozen])
    lines = [line for _, line in frozen]
    return Outcome("submit", {"上报": lines}, (*written, *more), notes=(what, *(doubt.sentence for doubt in left)))


def submit_opening(
    session: Session, names: Sequence[str], month: str | None, book: Path, signing: Signing, *, confirmed: bool = False
) -> Outcome:
    """Register a month handed in before the workspace began, from the old workbook. UsageError where that cannot be."""
    _check_signing(session, signing)
    if len(names) != 1 or month is None:
        raise UsageError("登记期初要写明哪张表、哪个月：rescue submit 报表 --month 月份 --opening 旧表.xlsx")
    (asked,) = _not_yet_filed(session, _periods(session, names, report_context(session, month)), named=True)
    signed = {"by": signing.by.strip(), "reviewer": signing.reviewer.strip(), "when": signing.when}
    return register_opening(session, record_of(session), asked.report, month, book, signed, confirmed=confirmed)


def reopen(session: Session, name: str, month: str | None, reason: str, signing: Signing) -> Outcome:
    """Take what was handed in back, so that it can be handed in again; it stays in 存档/. UsageError where nothing was."""
    _check_signing(session, signing)
    if not reason.strip():
        raise UsageError("重开要写明原因：--reason 市局退回，要求……")
    (asked,) = _periods(session, [name], report_context(session, month))
    record = record_of(session)
    filing = standing(record.journal, asked.report, asked.period)
    if filing is None:
        raise UsageError(f"{asked.report} {asked.period} 没有登记过上报，或已经重开：rescue export filings 可看全部")
    body = {"report": asked.report, "period": asked.period, "reason": reason.strip(), "reviewer": signing.reviewer}
    record.append([Entry(REOPENED, {**body, "by": signing.by, "when": signing.when})])
    note = f"第{filing.time}次留在 存档/ 里；改好后 rescue submit {asked.report}，记为第{filing.time + 1}次"
    return Outcome("reopen", {"报表": asked.report, "期间": asked.period, "重开": f"第{filing.time}次"}, notes=(note,))


def _check_signing(session: Session, signing: Signing) -> None:
    record_of(session)
    by, reviewer = signing.by.strip(), signing.reviewer.strip()
    if not by or not reviewer or by == reviewer:
        raise UsageError("上报登记要两个人：--by 经办人，--reviewer 复核人，不能是同一个人")


def _periods(session: Session, names: Sequence[str], context: ReportContext) -> list[_Handed]:
    reports = session.pack.reports
    tables = sorted(name for name, report in reports.items() if report.kind == STATISTICS)
    for name in names:
        if name not in tables:
            hint = nearest(name, tables) or "、".join(tables)
            raise UsageError(f"没有可上报的统计表“{name}”；最接近的是“{hint}”")
    wanted = list(dict.fromkeys(names)) or [name for name in tables if reports[name].month]
    if not wanted:
        raise UsageError(f"方案没有月报，请写明上报哪张表：{'、'.join(tables)}")
    return [_Handed(name, period_of(context.of_report(name)) if reports[name].month else ONCE) for name in wanted]


def _not_yet_filed(session: Session, wanted: Sequence[_Handed], *, named: bool) -> list[_Handed]:
    """Those not handed in for their period. Raises UsageError where one asked for by name was, or all were."""
    journal = record_of(session).journal
    filed = [(handed, filing) for handed in wanted if (filing := standing(journal, handed.report, handed.period))]
    if filed and (named or len(filed) == len(wanted)):
        lines = "".join(
            f"\n  {handed.report} {handed.period}：{filing.day}已上报（第{filing.time}次，经办{filing.by}）"
            for handed, filing in filed
        )
        raise UsageError(f"已上报的不能再报一次；要改，先 rescue reopen 报表 --month 月份 --reason 原因：{lines}")
    done = [handed for handed, _ in filed]
    return [handed for handed in wanted if handed not in done]


def _figures(
    session: Session, engine: Engine, context: ReportContext, handed: _Handed, corrected: Corrections
) -> KeptFigures:
    counted = counted_lines(engine, session.pack, context, handed.report)
    figures = counted_figures(engine, session.pack, context, handed.report)
    return corrected.to_keep(handed.report, handed.period, counted, figures)


def _recorded(session: Session) -> str:
    """The state the reports were made of, as it stands in 存档/状态/."""
    names = state_names(session.workspace.states) if session.workspace is not None else []
    return names[-1] if names else ""


def _unfinished(wanted: Sequence[_Handed], context: ReportContext) -> list[Doubt]:
    """The months that are not over yet."""
    months = [context.of_report(handed.report) for handed in wanted if handed.period != ONCE]
    lines = {month.month_line for month in months if not month.month_over}
    return [Doubt(f"统计月份{line}", f"统计月份{line}") for line in sorted(lines)]


def _what(session: Session, wanted: Sequence[_Handed]) -> str:
    """Which tables of which months by which day: `run` may have been told of another one."""
    named = "、".join(f"{handed.report} {handed.period}" for handed in wanted)
    return f"上报的是{named}，基准日{session.as_of.isoformat()}"


def _made_of_another_day(session: Session, files: Sequence[str]) -> list[Doubt]:
    """Tables that lie in 输出/ as of another day than the one that would be handed in: nobody has looked at that one."""
    lines = []
    for file in files:
        path = output_path(session, file)
        stamp = stamp_of(path.read_bytes()) if path.is_file() else None
        if stamp is not None and stamp.as_of and stamp.as_of != session.as_of.isoformat():
            lines.append(
                f"输出里的 {file} 是基准日{stamp.as_of}的，这次上报用的是{session.as_of.isoformat()}："
                f"先 rescue run 看过再上报，或加 --as-of {stamp.as_of} 照那一份报"
            )
    return [Doubt(line, line) for line in lines]


def _skipped(session: Session, wanted: Sequence[_Handed]) -> list[Doubt]:
    """Earlier months that were never handed in, or taken back: the reckoning goes on from the last one that was."""
    lines = []
    for handed in wanted:
        if months := months_before(session, handed.report, handed.period) if handed.period != ONCE else []:
            lines.append(f"{handed.report} {'、'.join(months)}没有登记上报")
    return [Doubt(line, f"{line}：累计核对里列在“其间没有上报的月份”") for line in lines]


def record_of(session: Session) -> KeptRecord:
    """The workspace's record. UsageError where there is none, or only files given by hand were read."""
    if session.record is None or session.ad_hoc:
        raise UsageError("上报登记要在工作区里进行（有 rescue.toml 的文件夹）")
    return session.record


def _freeze(
    session: Session, handed: _Handed, files: Sequence[str], kept: KeptFigures
) -> tuple[dict[str, str], dict[str, object]]:
    """Keep it in 存档/; what the record shall say of it, and what the screen shows."""
    assert session.workspace is not None
    time = next_time(record_of(session).journal, handed.report, handed.period)
    folder = filing_folder(session.workspace.archive, handed.report, handed.period, time)
    digest, figures = keep_filing(folder, {file: output_path(session, file).read_bytes() for file in files}, kept)
    day = day_of_run(session).isoformat()
    body = {"report": handed.report, "period": handed.period, "day": day, "digest": digest, "figures": figures}
    place = folder.relative_to(session.workspace.folder).as_posix()
    return body, {"报表": handed.report, "期间": handed.period, "次": time, "存档": place, "摘要": digest[:12]}


def changed_filings(session: Session) -> list[Left]:
    """Everything handed in that no longer stands in 存档/ as it was, or that the pack has no report of any more: it is not
    compared with what is known now."""
    if session.record is None or session.workspace is None or session.ad_hoc:
        return []
    left = []
    for filing in filings(session.record.journal):
        folder = filing_folder(session.workspace.archive, filing.report, filing.period, filing.time)
        if not is_whole(folder, filing):
            place = folder.relative_to(session.workspace.folder).as_posix()
            left.append(Left(ToDo.FILED, 1, f"{place} 与上报时不一样了（改动过或不在了）", how="请从备份放回"))
        elif filing.report not in session.pack.reports:
            words = f"已上报的{filing.report} {filing.period}：方案包里没有这张表了，没有与现在的数核对"
            left.append(Left(ToDo.FILED, 1, words, how="请核对方案包"))
    return left
