"""Cases → determinations: gathered and derived facts, then the pack's rules, three-valued, with reason and clause."""

from rescue_cli.judge.clocks import build_tasks
from rescue_cli.judge.decide import Judged, judge, register_judged
from rescue_cli.judge.facts import JudgeContext
from rescue_cli.judge.oversight import Overseen, oversee
from rescue_cli.judge.rule_trace import Trace, explain_case

__all__ = [
    "JudgeContext",
    "Judged",
    "Overseen",
    "Trace",
    "build_tasks",
    "explain_case",
    "judge",
    "oversee",
    "register_judged",
]
