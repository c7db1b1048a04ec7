"""The public Python API: one function a command, typed results. Joins the stages, workbooks and record.

Clock, paths and randomness enter here and nowhere below. A name is imported when it is first asked for: the terminal
should not wait for linking and Word letters to load when it asks what a finding code means.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rescue_cli.pipeline.answers.kinds import Who
    from rescue_cli.pipeline.apply import apply
    from rescue_cli.pipeline.classify import classify
    from rescue_cli.pipeline.codes import explain_code
    from rescue_cli.pipeline.compare import compare
    from rescue_cli.pipeline.dedupe import dedupe
    from rescue_cli.pipeline.explain import Explanation, explain
    from rescue_cli.pipeline.explain_figure import FigureExplanation, explain_figure
    from rescue_cli.pipeline.export import export
    from rescue_cli.pipeline.headings import headings
    from rescue_cli.pipeline.merge import merge, validate
    from rescue_cli.pipeline.pack_new import new_pack
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
    "FigureExplanation",
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
    "explain_figure",
    "export",
    "headings",
    "init",
    "list_packs",
    "merge",
    "new_pack",
    "open_session",
    "report",
    "run",
    "show_pack",
    "template",
    "test_pack",
    "validate",
]

# Where a name is defined, if not in the module of that name.
_HOMES = {
    "Explanation": "explain",
    "FigureExplanation": "explain_figure",
    "Outcome": "results",
    "PairQuestion": "review",
    "Review": "review",
    "Session": "session",
    "Who": "answers.kinds",
    "check_pack": "packs",
    "explain_code": "codes",
    "init": "setup",
    "list_packs": "packs",
    "new_pack": "pack_new",
    "open_session": "session",
    "show_pack": "packs",
    "template": "setup",
    "test_pack": "pack_tests",
    "validate": "merge",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOMES.get(name, name)}"), name)
    globals()[name] = found
    return found


class _Interface(ModuleType):
    """The import system sets a loaded submodule on its package; `merge` and its like are functions there instead."""

    def __setattr__(self, name: str, value: object) -> None:
        named = isinstance(value, ModuleType) and name in __all__
        super().__setattr__(name, getattr(value, name) if named else value)


sys.modules[__name__].__class__ = _Interface
