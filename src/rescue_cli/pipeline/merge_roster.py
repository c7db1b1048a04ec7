"""`validate` and `merge`."""

from collections.abc import Sequence
from dataclasses import dataclass

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.errors import RescueError
from rescue_cli.core.findings import findings_table
from rescue_cli.core.output_books import MERGED_BOOK, PAIRS_BOOK
from rescue_cli.pack.load import catalogue_of
from rescue_cli.pipeline.answers.carried_answers import carry_over
from rescue_cli.pipeline.answers.coded_answers import TAKE_BACK
from rescue_cli.pipeline.answers.earlier_book import typed_before
from rescue_cli.pipeline.answers.typed_answers import Typed
from rescue_cli.pipeline.answers.typed_corrections import corrections_before, still_asked
from rescue_cli.pipeline.correctable_fields import correctable_fields
from rescue_cli.pipeline.file_versions import file_versions
from rescue_cli.pipeline.findings_by_sender import checked
from rescue_cli.pipeline.left_to_do import left_of_intake, noted
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.outputs import (
    counts_in_all,
    file_figures,
    level_counts,
    merge_figures,
    planned,
    report_context,
    write_book,
)
from rescue_cli.pipeline.owing import not_come
from rescue_cli.pipeline.receiving import owed_of, receipts_of
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import (
    CHECKED,
    Stage,
    compared,
    damaged_numbers,
    merged,
    read_and_check,
    read_tables,
    store,
)
from rescue_cli.pipeline.to_do_list import Left, sentences
from rescue_cli.pipeline.validation_books import check_figures, write_check_books
from rescue_cli.record.record_note import note_of
from rescue_cli.report import Checked, merged_book, pairs_book
from rescue_cli.report.correction_sheets import KIND as CORRECTIONS_KIND
from rescue_cli.report.correction_sheets import correction_sheets
from rescue_cli.report.pair_sheets import KIND as PAIRS_KIND
from rescue_cli.report.record_sheet import record_sheet
from rescue_cli.report.roster_book import Roster


@planned
def validate(session: Session) -> Outcome:
    """Findings for every file, in 校验汇总.xlsx, and each faulty file marked for its sender. Links and decides nothing."""
    intake, findings = read_and_check(session)
    table = findings_table(findings, catalogue_of(session.pack))
    tables = read_tables(intake)
    receipts = receipts_of(session, tables, intake)
    came = {"receipts": receipts, "owed": owed_of(session, receipts, intake.mentions, table)}
    checks = Stage({**tables, "findings": table, **came, **compared(session, intake, table)}, True)
    store(session, CHECKED, checks.tables)
    checks = checks.joined({"versions": file_versions(session, checks)})
    results = checked(session, checks)
    stage = checks.telling(results.findings)
    written = write_check_books(session, results, checks)
    summary = {
        **file_figures(intake.files),
        "提及": intake.mentions.num_rows,
        "问题": level_counts(results.findings),
        **check_figures(results),
    }
    left = noted(session, [*not_come(session, stage), *left_of_intake(stage), *written.left], stage["versions"])
    return Outcome(
        "validate",
        {"基准日": session.as_of.isoformat(), **summary},
        written.paths,
        sentences(left),
        notes=session.alone,
    )


@planned
def merge(session: Session) -> Outcome:
    """Everything in one roster: 合并名册.xlsx, 疑似重复.xlsx and the findings."""
    typed = typed_before(session)
    stage = merged(session)
    stage = stage.joined({"versions": file_versions(session, stage)})
    results = checked(session, stage)
    written = write_merge_books(session, stage, results, typed)
    refuse_open_balance(session, stage)
    known = stage.telling(results.findings)
    counted = {"合并前合计": counts_in_all(stage["counts"])}
    summary = {"基准日": session.as_of.isoformat(), **merge_figures(known), **check_figures(results), **counted}
    left = noted(session, [*not_come(session, known), *left_of_intake(known), *written.left], known["versions"])
    return Outcome("merge", summary, written.paths, sentences(left), notes=session.alone)


@dataclass(frozen=True)
class WrittenBooks:
    """The workbooks written, by their paths, and what they leave for a person: answers typed and not taken back."""

    paths: tuple[str, ...]
    left: tuple[Left, ...]


def write_merge_books(session: Session, stage: Stage, results: Checked, typed: Sequence[Typed]) -> WrittenBooks:
    """`results`: the findings as the books tell them, those let stand apart; `typed`: answers of 疑似重复.xlsx as it stood
    before."""
    context = report_context(session)
    corrections = corrections_before(session)
    names = ("mentions", "clusters", "cases", "conflicts", "balance", "files", "raw")
    roster = Roster(**{name: stage[name] for name in names}, borrowed=results.borrowed)
    merged_sheets = merged_book(roster, session.pack, context)
    if session.record is not None and not session.ad_hoc:
        states = dict(zip(*(stage["corrected"][name].to_pylist() for name in (c.QUESTION_CODE, c.STATE)), strict=True))
        corrections = still_asked(corrections, states)
        fields = correctable_fields(session.pack)
        merged_sheets[1:1] = correction_sheets(
            stage["corrected"], corrections.rows, corrections.answers, fields, context
        )
        merged_sheets.append(record_sheet(note_of(session.record.journal), context))
    damaged = damaged_numbers(session, stage)
    carried = carry_over(pairs_book(stage.tables, context, session.decisions, damaged), typed, context)
    checks = write_check_books(session, results, stage)
    first, *others = checks.paths
    paths = [
        first,
        write_book(session, MERGED_BOOK, merged_sheets, kind="" if session.ad_hoc else CORRECTIONS_KIND),
        write_book(session, PAIRS_BOOK, carried.sheets, kind=PAIRS_KIND),
        *others,
    ]
    return WrittenBooks(tuple(paths), (*carried.left(TAKE_BACK), *corrections.left(), *checks.left))


class BalanceError(RescueError):
    """Rows went missing between a file and the roster: a fault of the program, and nothing it gave may be signed."""

    code = "BALANCE"


def is_closed(stage: Stage) -> bool:
    """Whether every row of every file is accounted for."""
    return not any(stage["balance"][c.DIFFERENCE].to_pylist())


def refuse_open_balance(session: Session, stage: Stage) -> None:
    """Raises BalanceError, after what is planned so far: the maintainer needs the books that show where the rows went."""
    open_files = [row[f.SOURCE_FILE] for row in stage["balance"].to_pylist() if row[c.DIFFERENCE] != 0]
    if open_files:
        session.plan.carry_out()
        raise BalanceError(
            f"平账不平，本次结果不能使用：{'、'.join(open_files)} 的行数与去向对不上。请把运行环境告知软件维护者"
        )
