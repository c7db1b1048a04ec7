"""Tables → workbooks under 输出/, and what is said of them."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.book_stamp import BookStamp
from rescue_cli.core.errors import UsageError
from rescue_cli.core.periods import Days, month_days, month_holding
from rescue_cli.core.states import Band, BookKind, FileState, Handling, Level, Situation
from rescue_cli.pipeline.made_from import content_of
from rescue_cli.pipeline.output_places import place_below, shown_path
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import Stage
from rescue_cli.record.filings import kept_figures, standing_filings
from rescue_cli.report import ReportContext
from rescue_cli.report.filed_figures import figures_by_place
from rescue_cli.report.household_questions import household_questions
from rescue_cli.report.opening_figures import Opening
from rescue_cli.report.reported_month import campaign_days, default_month, outside_campaign
from rescue_cli.workbooks.writing.sheet_layout import BookLayout, SheetLayout
from rescue_cli.workbooks.writing.workbook_writer import KIND_PROPERTY, write_workbook

P = ParamSpec("P")
R = TypeVar("R")
SAME_PAIRS, OPEN_PAIRS = "判为同一", "待裁定对数"
OPEN_CONFLICTS = (Handling.HELD, Handling.FOR_NOW)
NOTHING_CAME = "没有收到可读的表：请把镇街报来的表放进 收件/（最好一个镇街一个文件夹），再运行一次"


def report_context(session: Session, month: str | None = None) -> ReportContext:
    """`month` as YYYY-MM; without it each monthly report is for the one its deadline asks for.

    Raises UsageError for a month that is none, or is outside of the campaign.
    """
    head = session.pack.head
    monthly = {} if month else {name: report for name, report in session.pack.reports.items() if report.month}
    return ReportContext(
        as_of=session.as_of,
        district=session.district,
        bureau=session.bureau,
        townships=tuple(township.name for township in session.townships),
        month=_month_within(month, session) if month else month_holding(session.as_of, head.settlement_day),
        pack_title=head.title,
        months={name: default_month(report, head, session.as_of) for name, report in monthly.items()},
        campaign_end=campaign_days(head, session.as_of)[1],
        openings=_openings(session),
    )


def _openings(session: Session) -> dict[str, tuple[Opening, ...]]:
    """Report → the months that were handed in before the workspace began; but for what 存档/ no longer holds whole."""
    if session.record is None or session.workspace is None or session.ad_hoc:
        return {}
    of: dict[str, tuple[Opening, ...]] = {}
    for filing in standing_filings(session.record.journal):
        kept = kept_figures(session.workspace.archive, filing) if filing.opening else None
        if kept is not None and kept.opening is not None:
            last = month_span(filing.period, session.pack.head.settlement_day)[1]
            beside = {place: figure for place, figure in figures_by_place(kept.opening).items() if figure}
            of[filing.report] = (*of.get(filing.report, ()), Opening(last, beside))
    return of


def _month_within(text: str, session: Session) -> Days:
    head = session.pack.head
    month = month_span(text, head.settlement_day)
    if refusal := outside_campaign(month, head, session.as_of):
        raise UsageError(refusal)
    return month


def unfinished_months(session: Session, names: Sequence[str], month: str | None) -> list[str]:
    """One sentence a month that is not over, of the reports `names` that are for it."""
    context = report_context(session, month)
    unfinished: dict[str, list[str]] = {}
    for name in names:
        of_report = context.of_report(name)
        if session.pack.reports[name].month and not of_report.month_over:
            unfinished.setdefault(of_report.month_line, []).append(name)
    return [f"{'、'.join(names)}统计的是{line}" for line, names in sorted(unfinished.items())]


def month_span(text: str, settlement_day: int | None = None) -> Days:
    """First and last day of a month written YYYY-MM, by the pack's settlement day where it has one.

    >>> month_span("2019-02")[1].isoformat()
    '2019-02-28'
    """
    try:
        first = dt.date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise UsageError(f"月份“{text}”写法不对：请写成 2019-07 这样") from error
    return month_days(first.year, first.month, settlement_day)


def planned(command: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
    """A command whose outputs are one plan: at its end all files change, or none."""

    @wraps(command)
    def carried_out(session: Session, /, *args: P.args, **options: P.kwargs) -> R:
        with session.plan:
            return command(session, *args, **options)

    return carried_out


def write_book(
    session: Session, name: str, sheets: Sequence[SheetLayout], kind: str = "", stamp: BookStamp | None = None
) -> str:
    """Plan one workbook under the output folder; its path as told to the clerk.

    `kind`: of a workbook that `apply` takes back filled in. `stamp`: of a report of the pack; the others are told by their name.
    """
    path = output_path(session, name)
    session.plan.sizes[path] = (len(sheets), sum(len(sheet.rows) for sheet in sheets))
    stamp = stamp or book_stamp(session, BookKind.ANSWERS if kind else BookKind.OTHER, path.stem)
    book = BookLayout(tuple(sheets), stamp, properties={KIND_PROPERTY: kind} if kind else {})
    if not session.plan.stands(path, content_of(book, session.as_of)):
        write_workbook(session.plan.draft(path), book, session.as_of)
    return shown_path(path)


PRINTED = 8  # letters of a pack's digest at the foot of a page: enough to tell two versions of one pack


def book_stamp(session: Session, kind: BookKind, report: str, part: str = "") -> BookStamp:
    """What tells a workbook of this session when it comes back."""
    head = session.pack.head
    return BookStamp(
        kind,
        report,
        part,
        session.district,
        head.id,
        session.pack.digest[:PRINTED],
        head.campaign,
        session.as_of.isoformat(),
    )


def remove_book(session: Session, name: str) -> None:
    """Take a workbook of an earlier run away, because there is nothing left to tell in it."""
    session.plan.remove(output_path(session, name))


def output_path(session: Session, name: str) -> Path:
    """Where the file `name` of the session's output folder stands, see `place_below`."""
    return place_below(session.output, name, session.workspace.inbox if session.workspace is not None else None)


def count_by(table: pa.Table, column: str) -> dict[str, int]:
    """Value → number of rows, nulls left out, in order of value."""
    counts = pc.value_counts(table[column].drop_null().combine_chunks())
    return dict(sorted((entry["values"].as_py(), entry["counts"].as_py()) for entry in counts))


def level_counts(findings: pa.Table) -> dict[str, int]:
    """Level → how many `findings` (FINDINGS) of it there are, 0 included."""
    counts = count_by(findings, c.LEVEL)
    return {level: counts.get(level, 0) for level in Level}


def file_figures(files: pa.Table) -> dict[str, int]:
    """Files by what became of them."""
    counts = count_by(files, c.STATE)
    return {
        "文件": files.num_rows,
        **{state: counts.get(state, 0) for state in FileState},
    }


def merge_figures(stage: Stage) -> dict[str, object]:
    """Files, rows, households, duplicates and the balance, as the end table shows them."""
    balance = stage["balance"]
    totals = {name: int(pc.sum(balance[name]).as_py() or 0) for name in (c.ROW_COUNT, *c.BALANCE_PARTS, c.DIFFERENCE)}
    return {
        **file_figures(stage["files"]),
        "平账": {**totals, "平": totals[c.DIFFERENCE] == 0},
        "提及": stage["mentions"].num_rows,
        "户": stage["cases"].num_rows,
        **duplicate_figures(stage["pairs"]),
        "值冲突": values_open(stage["conflicts"]),
        "问题": level_counts(stage["findings"]),
    }


def counts_told(counts: pa.Table) -> list[dict[str, object]]:
    """The six counters of every file before anything was joined (COUNTS)."""
    return [
        {"文件": line[f.SOURCE_FILE], **{name: line[name] for name in counts.column_names[1:]}}
        for line in counts.to_pylist()
    ]


def counts_in_all(counts: pa.Table) -> dict[str, int]:
    """The six counters, all files together."""
    return {name: int(pc.sum(counts[name]).as_py() or 0) for name in counts.column_names[1:]}


def group_figures(determinations: pa.Table) -> dict[str, int]:
    """分类 → households, every group named."""
    counts = count_by(determinations, f.GROUP)
    return {group: counts.get(group, 0) for group in f.GROUPS}


def duplicate_figures(pairs: pa.Table) -> dict[str, object]:
    """Pairs taken as one and questions a person has to answer, in all and by situation; the pairs of those (PAIRS)."""
    same, asked = pairs.filter(pc.equal(pairs[c.BAND], Band.SAME)), household_questions(pairs)
    taken = count_by(same, c.SITUATION)
    situations = [question.lines[0][c.SITUATION] for question in asked]
    return {
        SAME_PAIRS: same.num_rows,
        Band.OPEN: len(asked),
        OPEN_PAIRS: sum(len(question.lines) for question in asked),
        f"{SAME_PAIRS}按情形": {word: taken.get(word, 0) for word in Situation},
        f"{Band.OPEN}按情形": {word: situations.count(word) for word in Situation},
    }


def values_open(conflicts: pa.Table) -> int:
    """The questions of the sheet 值冲突 nobody has answered: by household and field, not by source."""
    asked = conflicts.filter(pc.is_in(conflicts[c.HANDLING], value_set=pa.array(OPEN_CONFLICTS, pa.string())))
    return asked.group_by([f.CASE, c.FIELD]).aggregate([]).num_rows
