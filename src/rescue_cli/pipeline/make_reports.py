"""`report`: the pack's statistics with their cross-checks (勾稽)."""

from rescue_cli.pipeline.changes_since import change_figures, write_changes
from rescue_cli.pipeline.classify_cases import LEDGERS, TABLES, write_kinds
from rescue_cli.pipeline.filled_in_place import keep_filled
from rescue_cli.pipeline.left_to_do import left_of_changes, left_of_checks, left_of_handed
from rescue_cli.pipeline.merge_roster import refuse_open_balance
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.outputs import planned, unfinished_months
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import judged, merged
from rescue_cli.pipeline.submit_reports import changed_filings
from rescue_cli.pipeline.to_do_list import sentences
from rescue_cli.report.build_reports import wanted


@planned
def report(session: Session, name: str | None = None, month: str | None = None) -> Outcome:
    """All statistics, or the one report named (ledgers and lists may be named too). `month`: YYYY-MM."""
    merge_stage = merged(session)
    refuse_open_balance(session, merge_stage)
    judge_stage = judged(session, merge_stage)
    kinds = (*TABLES, *LEDGERS) if name else TABLES
    built = write_kinds(session, merge_stage, judge_stage, kinds, [name] if name else None, month)
    unfinished = unfinished_months(session, wanted(session.pack, [name] if name else None, kinds), month)
    changes, more = write_changes(session, merge_stage, judge_stage)
    holding = sum(check.holds for check in built.checks)
    summary = {
        "基准日": session.as_of.isoformat(),
        "报表": len(built.paths),
        "勾稽": {"平": holding, "不平": len(built.checks) - holding},
        **change_figures(changes),
    }
    left = [*left_of_changes(changes), *left_of_checks(built.checks, session.pack), *left_of_handed(built.findings)]
    left += [*changed_filings(session), *built.left, *keep_filled(session)]
    return Outcome("report", summary, (*built.paths, *more), sentences(left), notes=(*unfinished, *changes.notes))
