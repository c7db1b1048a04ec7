"""`run`: everything in one go."""

from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import findings_table
from rescue_cli.core.states import TaskState
from rescue_cli.pack.load import catalogue_of
from rescue_cli.pipeline.answers.earlier_book import typed_before
from rescue_cli.pipeline.changes_since import NO_CHANGES, change_figures, write_changes
from rescue_cli.pipeline.classify_cases import LEDGERS, TABLES, write_kinds
from rescue_cli.pipeline.compare_lists import (
    comparison_figures,
    comparison_notes,
    ready_made,
    wanted_comparisons,
)
from rescue_cli.pipeline.comparison_files import PARTS_FOLDER, write_comparisons
from rescue_cli.pipeline.file_versions import file_versions
from rescue_cli.pipeline.findings_by_sender import checked
from rescue_cli.pipeline.held_files import held_pairs
from rescue_cli.pipeline.hit_listing import answer_findings, hits_left
from rescue_cli.pipeline.left_to_do import (
    left_of_changes,
    left_of_checks,
    left_of_handed,
    left_of_intake,
    left_of_rules,
    left_of_versions,
    noted,
)
from rescue_cli.pipeline.merge_roster import is_closed, refuse_open_balance, write_merge_books
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.outputs import (
    count_by,
    group_figures,
    merge_figures,
    planned,
    report_context,
    unfinished_months,
)
from rescue_cli.pipeline.overview import write_overview
from rescue_cli.pipeline.owing import not_come
from rescue_cli.pipeline.pack_verdict import failing_cases, left_of_cases
from rescue_cli.pipeline.reports_due import reports_due
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import REPORTED, Stage, all_findings, judged, merged, store
from rescue_cli.pipeline.submit_reports import changed_filings
from rescue_cli.pipeline.to_do_list import Left, sentences, to_do_table
from rescue_cli.pipeline.unchanged_run import keep_outcome, outcome_as_before
from rescue_cli.pipeline.validation_books import check_figures
from rescue_cli.report.comparison_book import Comparison


def run(session: Session, month: str | None = None) -> Outcome:
    """Intake, checks, linking, rules, ledgers and statistics; every workbook of design §6 that belongs to them. Where
    nothing has changed since the last run, its outcome once more."""
    as_before = outcome_as_before(session, month)
    if as_before is not None:
        return as_before
    outcome = _run(session, month)
    keep_outcome(session, month, outcome)
    return outcome


@planned
def _run(session: Session, month: str | None) -> Outcome:
    typed = typed_before(session)
    merge_stage = merged(session)
    judge_stage = judged(session, merge_stage)
    built = write_kinds(session, merge_stage, judge_stage, (*LEDGERS, *TABLES), month=month)
    # Nothing is recorded of a run that is refused below, once its books show why.
    changes, more = write_changes(session, merge_stage, judge_stage) if is_closed(merge_stage) else (NO_CHANGES, [])
    wanted = wanted_comparisons(session.pack)
    comparisons = ready_made(session, merge_stage.tables, wanted, new_cases=changes.new_cases)
    report_findings = _with_answers(session, built.findings, comparisons, merge_stage)
    store(session, REPORTED, {"findings": report_findings})
    findings = all_findings(merge_stage, judge_stage, Stage({"findings": report_findings}, True))
    results = checked(session, merge_stage, findings)
    merge_stage = merge_stage.joined({"versions": file_versions(session, merge_stage, judge_stage)})
    known = merge_stage.telling(results.findings)
    written = write_merge_books(session, merge_stage, results, typed)
    outputs = [*written.paths, *built.paths, *write_comparisons(session, comparisons, whole=True)]
    refuse_open_balance(session, merge_stage)
    failing = failing_cases(session)
    left = [*changed_filings(session), *left_of_cases(session, failing), *left_of_changes(changes), *written.left]
    left += [*_left_of_stages(session, known, judge_stage), *left_of_checks(built.checks, session.pack)]
    left += [*built.left, *reports_due(session, report_context(session, month)), *hits_left(comparisons, PARTS_FOLDER)]
    left = noted(session, left, known["versions"])
    page = write_overview(session, known, judge_stage, changes, left, built.reports, built.checks, month)
    return Outcome(
        "run",
        {
            **_summary(session, known, judge_stage, built.checks),
            **check_figures(results),
            **comparison_figures(comparisons),
            **change_figures(changes),
            **({"判例不符": failing} if failing else {}),
            "待办": to_do_table(left).to_pylist(),
        },
        (*outputs, *more, page),
        sentences(left),
        notes=(
            *unfinished_months(session, sorted(session.pack.reports), month),
            *comparison_notes(comparisons),
            *changes.notes,
        ),
    )


def _with_answers(session: Session, reports: pa.Table, comparisons: list[Comparison], merge_stage: Stage) -> pa.Table:
    """The findings of the reports, and what is wrong with answers to hits that came back."""
    told_of = findings_table(answer_findings(comparisons, merge_stage["mentions"]), catalogue_of(session.pack))
    return pa.concat_tables([reports, told_of])


def _left_of_stages(session: Session, merge_stage: Stage, judge_stage: Stage) -> list[Left]:
    held = [new for _, new in held_pairs(merge_stage["findings"])]
    return [
        *not_come(session, merge_stage),
        *left_of_intake(merge_stage),
        *left_of_versions(merge_stage["versions"], held),
        *left_of_rules(judge_stage, session.pack),
        *left_of_handed(merge_stage["findings"]),
    ]


def _summary(session: Session, merge_stage: Stage, judge_stage: Stage, checks: list[Any]) -> dict[str, Any]:
    determinations = judge_stage["determinations"]
    holding = sum(check.holds for check in checks)
    return {
        "方案": session.pack.head.title,
        "方案包": session.pack.head.id,
        "基准日": session.as_of.isoformat(),
        **merge_figures(merge_stage),
        "分类": group_figures(determinations),
        "阶段": _phases(determinations),
        "勾稽": {"平": holding, "不平": len(checks) - holding},
        **_clocks(judge_stage["tasks"]),
    }


def _clocks(tasks: pa.Table) -> dict[str, dict[str, int]]:
    """时限 → how many of the cases' tasks stand so; nothing where the pack has no clocks."""
    counts = count_by(tasks, c.STATE)
    return {"时限": {state: counts[state] for state in TaskState if state in counts}} if counts else {}


def _phases(determinations: pa.Table) -> dict[str, dict[str, int]]:
    """分类 → 阶段 → households."""
    counts: dict[str, dict[str, int]] = {group: {f.PRELIMINARY: 0, f.FINAL: 0} for group in f.GROUPS}
    for row in determinations.select([f.GROUP, f.PHASE]).to_pylist():
        if row[f.GROUP] is not None:
            counts[row[f.GROUP]][row[f.PHASE]] += 1
    return counts
