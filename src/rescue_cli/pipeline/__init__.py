"""The public Python API: one function a command, typed results. Joins the stages, workbooks and record.

Clock, paths and randomness enter here and nowhere below.
"""

from rescue_cli.pipeline.answers.kinds import Who
from rescue_cli.pipeline.apply import apply
from rescue_cli.pipeline.classify import classify
from rescue_cli.pipeline.compare import compare
from rescue_cli.pipeline.dedupe import dedupe
from rescue_cli.pipeline.explain import Explanation, explain, explain_code
from rescue_cli.pipeline.export import export
from rescue_cli.pipeline.headings import headings
from rescue_cli.pipeline.merge import merge, validate
from rescue_cli.pipeline.pack_tests import test_pack
from rescue_cli.pipeline.packs import check_pack, list_packs, show_pack
from rescue_cli.pipeline.report import report
from rescue_cli.pipeline.results import Outcome
from rescue_cli.pipeline.review import PairQuestion, Review
from rescue_cli.pipeline.run import run
from rescue_cli.pipeline.session import Session, open_session
from rescue_cli.pipeline.setup import init, template

__all__ = [
    "Explanation",
    "Outcome",
    "PairQuestion",
    "Review",
    "Session",
    "Who",
    "apply",
    "check_pack",
    "classify",
    "compare",
    "dedupe",
    "explain",
    "explain_code",
    "export",
    "headings",
    "init",
    "list_packs",
    "merge",
    "open_session",
    "report",
    "run",
    "show_pack",
    "template",
    "test_pack",
    "validate",
]
