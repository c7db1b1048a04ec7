"""`classify`: the rules, and the four ledgers with the lists beside them."""

from dataclasses import replace

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core.findings import findings_table
from rescue_cli.pack.load import catalogue_of
from rescue_cli.pipeline.changes_since import change_figures, vanished, write_changes
from rescue_cli.pipeline.merge_roster import refuse_open_balance
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.outputs import count_by, group_figures, left_for_a_person, planned, report_context
from rescue_cli.pipeline.report_engine import report_engine
from rescue_cli.pipeline.report_files import remove_old_parts, write_reports
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import Stage, judged, merged
from rescue_cli.pipeline.unsure_cells import unsure_in
from rescue_cli.record.waivers import set_aside
from rescue_cli.report import CheckResult, build_reports
from rescue_cli.report.build_reports import wanted
from rescue_cli.report.handed_figures import DIFFERS_CODE
from rescue_cli.report.open_duplicates import open_pairs

LEDGERS, TABLES = ("ledger", "list"), ("statistics", "document")


@planned
def classify(session: Session) -> Outcome:
    """Decide every household and write the ledgers."""
    merge_stage = merged(session)
    refuse_open_balance(session, merge_stage)
    judge_stage = judged(session, merge_stage)
    outputs, checks, _ = write_kinds(session, merge_stage, judge_stage, LEDGERS)
    changes, more = write_changes(session, merge_stage, judge_stage)
    known = merge_stage.telling(set_aside(merge_stage["findings"], merge_stage["mentions"], session.decisions)[0])
    summary = {
        "基准日": session.as_of.isoformat(),
        "户": merge_stage["cases"].num_rows,
        "分类": group_figures(judge_stage["determinations"]),
        **change_figures(changes),
    }
    left = (*vanished(changes), *left_for_a_person(known), *failed(checks))
    return Outcome("classify", summary, (*outputs, *more), left, notes=changes.notes)


def write_kinds(
    session: Session,
    merge_stage: Stage,
    judge_stage: Stage,
    kinds: tuple[str, ...],
    names: list[str] | None = None,
    month: str | None = None,
) -> tuple[list[str], list[CheckResult], pa.Table]:
    """Build and write the pack's reports of these kinds; paths, cross-checks and the reports' findings."""
    duplicates = open_pairs(merge_stage["pairs"], merge_stage["clusters"])
    unsure = frozenset(field for *_, field in unsure_in(session, merge_stage["mentions"], merge_stage["findings"]))
    context = replace(report_context(session, month), open_pairs=duplicates, unsure=unsure)
    with report_engine(session, merge_stage, judge_stage) as engine:
        reports, findings, checks = build_reports(engine, session.pack, context, names, kinds)
    written, unfilled = write_reports(session, reports)
    remove_old_parts(session, reports, context, wanted(session.pack, names, kinds))
    return written, checks, findings_table([*findings, *unfilled], catalogue_of(session.pack))


def handed_differences(findings: pa.Table) -> list[str]:
    """One sentence where figures townships handed in differ from their rosters."""
    counts = count_by(findings, c.CODE).get(DIFFERS_CODE, 0)
    return [f"{counts}处所报统计表与名册不符：见该统计表的“比对”页"] if counts else []


def failed(checks: list[CheckResult]) -> list[str]:
    return [f"{check.report} › {check.sheet} {check.line}" for check in checks if not check.holds]
