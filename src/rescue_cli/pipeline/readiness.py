"""What is left to do when a report is to be handed in: told before it is frozen, and kept with it in counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.output_books import FINDINGS_BOOK, OWED_BOOK, PAIRS_BOOK, REPLACEMENTS_BOOK
from rescue_cli.core.states import FileState, Group, Level, OwedState
from rescue_cli.pipeline.left_to_do import to_verify
from rescue_cli.pipeline.outputs import count_by, level_counts
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import Stage
from rescue_cli.record.waivers import set_aside
from rescue_cli.report import CheckResult
from rescue_cli.report.household_questions import household_questions


@dataclass(frozen=True)
class Doubt:
    """`count`: as the record keeps it, without anything of a person; `sentence`: as the screen says it."""

    count: str
    sentence: str


def doubts(session: Session, merge_stage: Stage, judge_stage: Stage, checks: Sequence[CheckResult]) -> list[Doubt]:
    """What a person would want to settle first, the most harmful first; empty where all is in order."""
    files, owed = count_by(merge_stage["files"], c.STATE), count_by(merge_stage["owed"], c.STATE)
    must = level_counts(set_aside(merge_stage["findings"], merge_stage["mentions"], session.decisions)[0])[Level.MUST]
    broken = sum(not check.holds for check in checks)
    undecided = count_by(judge_stage["determinations"], f.GROUP).get(Group.UNDETERMINED, 0)
    asked = household_questions(merge_stage["pairs"])
    counts = (
        (owed.get(OwedState.MISSING, 0) + owed.get(OwedState.RETURNED, 0), "份应报的没有报来", OWED_BOOK),
        (files.get(FileState.HELD, 0), "份更正件没有答复，没有计入", REPLACEMENTS_BOOK),
        (files.get(FileState.UNREADABLE, 0), "个文件读不出来", FINDINGS_BOOK),
        (must, "处必须改", FINDINGS_BOOK),
        (broken, "项勾稽不平", "报表下面的勾稽"),
        (len(asked), "处疑似重复没有裁定", PAIRS_BOOK),
        (undecided, "户待核实，没有计入", to_verify(session.pack)),
    )
    return [Doubt(f"{number}{what}", f"{number}{what}：见 {where}") for number, what, where in counts if number]
