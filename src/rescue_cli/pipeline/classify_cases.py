"""`classify`: the rules, and the four ledgers with the lists beside them."""

from dataclasses import dataclass, replace

import pyarrow as pa

from rescue_cli.core.findings import findings_table
from rescue_cli.pack.load import catalogue_of
from rescue_cli.pipeline.changes_since import change_figures, write_changes
from rescue_cli.pipeline.file_versions import file_versions
from rescue_cli.pipeline.filed_corrections import Corrections, filing_words, with_corrections
from rescue_cli.pipeline.held_files import held_pairs
from rescue_cli.pipeline.left_to_do import (
    left_of_changes,
    left_of_checks,
    left_of_intake,
    left_of_rules,
    left_of_versions,
    noted,
)
from rescue_cli.pipeline.merge_roster import refuse_open_balance
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.outputs import group_figures, planned, report_context
from rescue_cli.pipeline.report_engine import report_engine
from rescue_cli.pipeline.report_files import remove_old_parts, write_reports
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import FILED, Stage, judged, merged, store
from rescue_cli.pipeline.to_do_list import Left, sentences
from rescue_cli.pipeline.unsure_cells import unsure_in
from rescue_cli.record.waivers import set_aside
from rescue_cli.report import BuiltReport, CheckResult, ReportContext, build_reports
from rescue_cli.report.build_reports import wanted
from rescue_cli.report.open_duplicates import open_pairs

STATISTICS = "statistics"
LEDGERS, TABLES = ("ledger", "list"), (STATISTICS, "document")


@dataclass(frozen=True)
class Written:
    """Reports written: their paths, cross-checks and findings (FINDINGS); `left`: what differs from what was handed in;
    `reports`: they themselves."""

    paths: list[str]
    checks: list[CheckResult]
    findings: pa.Table
    left: list[Left]
    reports: list[BuiltReport]


@planned
def classify(session: Session) -> Outcome:
    """Decide every household and write the ledgers."""
    merge_stage = merged(session)
    refuse_open_balance(session, merge_stage)
    judge_stage = judged(session, merge_stage)
    ledgers = write_kinds(session, merge_stage, judge_stage, LEDGERS)
    versions = file_versions(session, merge_stage, judge_stage)
    changes, more = write_changes(session, merge_stage, judge_stage)
    known = merge_stage.telling(set_aside(merge_stage["findings"], merge_stage["mentions"], session.decisions)[0])
    summary = {
        "基准日": session.as_of.isoformat(),
        "户": merge_stage["cases"].num_rows,
        "分类": group_figures(judge_stage["determinations"]),
        **change_figures(changes),
    }
    left = [*left_of_changes(changes), *left_of_intake(known), *left_of_rules(judge_stage, session.pack)]
    left += [
        *left_of_versions(versions, [new for _, new in held_pairs(known["findings"])]),
        *left_of_checks(ledgers.checks, session.pack),
    ]
    left = noted(session, left, versions)
    return Outcome("classify", summary, (*ledgers.paths, *more), sentences(left), notes=changes.notes)


def write_kinds(
    session: Session,
    merge_stage: Stage,
    judge_stage: Stage,
    kinds: tuple[str, ...],
    names: list[str] | None = None,
    month: str | None = None,
) -> Written:
    """Build and write the pack's reports of these kinds, statistics with what differs from what was handed in."""
    context = context_of_stage(session, merge_stage, month)
    context = replace(context, filing_words=filing_words(session, context))
    with report_engine(session, merge_stage, judge_stage) as engine:
        reports, findings, checks = build_reports(engine, session.pack, context, names, kinds)
        if STATISTICS in kinds:
            tables = {**merge_stage.tables, **judge_stage.tables}
            corrected = with_corrections(session, engine, context, reports, tables)
            store(session, FILED, {"filed_changes": corrected.table})
        else:
            corrected = Corrections(reports)
    written, unfilled = write_reports(session, corrected.reports)
    remove_old_parts(session, reports, context, wanted(session.pack, names, kinds))
    told_of = findings_table([*findings, *unfilled], catalogue_of(session.pack))
    return Written(written, [*checks, *corrected.checks], told_of, corrected.left, corrected.reports)


def context_of_stage(session: Session, merge_stage: Stage, month: str | None) -> ReportContext:
    """The reports' context, with what of the rows is open or not believed."""
    duplicates = open_pairs(merge_stage["pairs"], merge_stage["clusters"])
    unsure = frozenset(field for *_, field in unsure_in(session, merge_stage["mentions"], merge_stage["findings"]))
    return replace(report_context(session, month), open_pairs=duplicates, unsure=unsure)
