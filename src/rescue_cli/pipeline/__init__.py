"""The public Python API: one function a command, typed results. Joins the stages, workbooks and record.

Clock, paths and randomness enter here and nowhere below. A name is imported when it is first asked for: the terminal
should not wait for linking and Word letters to load when it asks what a finding code means.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rescue_cli.pipeline.answers.answer_kinds import Who
    from rescue_cli.pipeline.answers.waiting_answers import waiting_answers
    from rescue_cli.pipeline.apply_answers import apply
    from rescue_cli.pipeline.classify_cases import classify
    from rescue_cli.pipeline.compare_lists import compare
    from rescue_cli.pipeline.dedupe_roster import dedupe
    from rescue_cli.pipeline.explain_case import Explanation, explain
    from rescue_cli.pipeline.export_table import export
    from rescue_cli.pipeline.figure_explanation import FigureExplanation, explain_figure, figures_of, names_figure
    from rescue_cli.pipeline.finding_meaning import explain_code
    from rescue_cli.pipeline.household_history import history_of
    from rescue_cli.pipeline.make_reports import report
    from rescue_cli.pipeline.merge_roster import merge, validate
    from rescue_cli.pipeline.new_workspace import init, template
    from rescue_cli.pipeline.outcomes import Outcome
    from rescue_cli.pipeline.pack_codes import explain_pack_code
    from rescue_cli.pipeline.pack_skeleton import new_pack
    from rescue_cli.pipeline.pack_tests import test_pack
    from rescue_cli.pipeline.proof_reading import proof_read
    from rescue_cli.pipeline.review_pairs import PairQuestion, Review, ReviewQuestion
    from rescue_cli.pipeline.run_all import run
    from rescue_cli.pipeline.session import Session, open_session, with_new_decisions
    from rescue_cli.pipeline.show_packs import check_pack, list_packs, show_pack
    from rescue_cli.pipeline.status_now import status
    from rescue_cli.pipeline.status_summary import status_unmoved
    from rescue_cli.pipeline.submit_reports import Signing, reopen, submit, submit_opening
    from rescue_cli.pipeline.undo_answers import undo
    from rescue_cli.pipeline.unknown_headings import headings
    from rescue_cli.pipeline.verify_workspace import verify
    from rescue_cli.pipeline.workspace_history import history

__all__ = [
    "Explanation",
    "FigureExplanation",
    "Outcome",
    "PairQuestion",
    "Review",
    "ReviewQuestion",
    "Session",
    "Signing",
    "Who",
    "apply",
    "check_pack",
    "classify",
    "compare",
    "dedupe",
    "explain",
    "explain_code",
    "explain_figure",
    "explain_pack_code",
    "export",
    "figures_of",
    "headings",
    "history",
    "history_of",
    "init",
    "list_packs",
    "merge",
    "names_figure",
    "new_pack",
    "open_session",
    "proof_read",
    "reopen",
    "report",
    "run",
    "show_pack",
    "status",
    "status_unmoved",
    "submit",
    "submit_opening",
    "template",
    "test_pack",
    "undo",
    "validate",
    "verify",
    "waiting_answers",
    "with_new_decisions",
]

# The module each name is defined in; none is called like a name, so that no module hides a function.
_HOMES = {
    "Explanation": "explain_case",
    "FigureExplanation": "figure_explanation",
    "Outcome": "outcomes",
    "PairQuestion": "review_pairs",
    "Review": "review_pairs",
    "ReviewQuestion": "review_pairs",
    "Session": "session",
    "Signing": "submit_reports",
    "Who": "answers.answer_kinds",
    "apply": "apply_answers",
    "check_pack": "show_packs",
    "classify": "classify_cases",
    "compare": "compare_lists",
    "dedupe": "dedupe_roster",
    "explain": "explain_case",
    "explain_code": "finding_meaning",
    "explain_figure": "figure_explanation",
    "figures_of": "figure_explanation",
    "names_figure": "figure_explanation",
    "explain_pack_code": "pack_codes",
    "export": "export_table",
    "headings": "unknown_headings",
    "history": "workspace_history",
    "history_of": "household_history",
    "init": "new_workspace",
    "list_packs": "show_packs",
    "merge": "merge_roster",
    "new_pack": "pack_skeleton",
    "open_session": "session",
    "proof_read": "proof_reading",
    "reopen": "submit_reports",
    "report": "make_reports",
    "run": "run_all",
    "show_pack": "show_packs",
    "status": "status_now",
    "status_unmoved": "status_summary",
    "submit": "submit_reports",
    "submit_opening": "submit_reports",
    "template": "new_workspace",
    "test_pack": "pack_tests",
    "undo": "undo_answers",
    "verify": "verify_workspace",
    "validate": "merge_roster",
    "waiting_answers": "answers.waiting_answers",
    "with_new_decisions": "session",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
