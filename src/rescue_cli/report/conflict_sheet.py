"""疑似重复.xlsx, the sheet 值冲突: fields of one household whose sources disagree, with the values to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.output_books import NO_VALUE_RIGHT, VALUES_SHEET
from rescue_cli.core.states import NO_HEAD, Handling
from rescue_cli.record.decisions import NEITHER, Choice, question_digest, value_digest
from rescue_cli.report.dictionary_columns import place
from rescue_cli.report.question_blocks import BLOCK, Blocks, shown_code
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import Cell, Mark, SheetLayout

SHEET = VALUES_SHEET
NONE_RIGHT = NO_VALUE_RIGHT
ASKED = (Handling.HELD, Handling.FOR_NOW, Handling.SETTLED)  # in the order of the sheet
WIDTHS: Mapping[str, float] = {
    BLOCK: 5.0,
    f.CASE: 13.0,
    f.HEAD_NAME: 9.0,
    c.FIELD: 13.0,
    c.VALUE: 24.0,
    f.SOURCES: 30.0,
    "现取": 18.0,
    c.CHOSEN: 20.0,
    c.ANSWER_REASON: 18.0,
    c.QUESTION_CODE: 12.0,
}
_VALUE, _CHOSEN = 4, 7  # places of these columns
_SPANNED = (0, 1, 2, 3, 6, 7, 8)  # all but the values, where they stand, and the code: every row carries it
Choices = Mapping[tuple[str, str], Choice]  # (case, field) → what a person chose


@dataclass(frozen=True)
class Question:
    """One field of one case: the lines of CONFLICTS, the different values in their order, and their digests."""

    case: str
    field: str
    lines: tuple[Mapping[str, object], ...]

    @property
    def values(self) -> tuple[str, ...]:
        """The different values, in the order of the lines."""
        return tuple(dict.fromkeys(str(line[c.VALUE]) for line in self.lines))

    @property
    def digests(self) -> dict[str, str]:
        """Value → its digest."""
        return {text: value_digest(self.field, text) for text in self.values}

    @property
    def code(self) -> str:
        """What an answer carries back: the case, the field and all values as they were seen."""
        return shown_code(question_digest(self.case, self.field, self.digests.values()))

    @property
    def handling(self) -> Handling:
        """What became of the field: one of ASKED, the same in all lines."""
        return Handling(str(self.lines[0][c.HANDLING]))

    @property
    def settled(self) -> bool:
        """Whether a person chose already."""
        return self.handling == Handling.SETTLED


def questions(conflicts: pa.Table) -> list[Question]:
    """What a person has to choose or chose already (CONFLICTS), open ones first: 待定, 暂取, 已裁定."""
    asked = conflicts.filter(pc.is_in(conflicts[c.HANDLING], value_set=pa.array(ASKED, pa.string())))
    grouped = groupby(asked.to_pylist(), key=lambda line: (line[f.CASE], line[c.FIELD]))
    each = [Question(case, name, tuple(lines)) for (case, name), lines in grouped]
    return sorted(each, key=lambda question: ASKED.index(question.handling))


def conflict_sheet(
    conflicts: pa.Table, cases: pa.Table, context: ReportContext, choices: Choices
) -> SheetLayout | None:
    """One block a question, or no sheet where there is none."""
    asked = questions(conflicts)
    if not asked:
        return None
    heads = _heads(cases, [question.case for question in asked])
    blocks = Blocks(_CHOSEN, "哪个是对的？", _SPANNED)
    marks: list[Mark] = []
    for number, question in enumerate(asked, 1):
        rows = _block(number, question, heads.get(question.case), choices)
        taken = blocks.add(rows, (*question.values, NONE_RIGHT))
        marks += [Mark(row, _VALUE, "amber") for row in taken if not question.settled]
    left = sum(not question.settled for question in asked)
    return blocks.sheet(
        SHEET,
        f"{context.district}填写不一致核对表",
        WIDTHS,
        context.lead(f"待选{left}处，已选{len(asked) - left}处"),
        (
            "同一户几处填写不一致的，请核实后在“选定”栏从下拉列表中选一个值并写明理由，存盘后 rescue apply 本文件；以后每次运行都照此取值。",
            "“现取”为空的，在选定以前留空，不作猜测。来了新的值会重新问。字段“所在地”的，选定一处，镇街、村居和住址都取自那一处。",
        ),
        marks,
    )


def _heads(cases: pa.Table, numbers: Sequence[str]) -> dict[str, str | None]:
    """Case → its head's name, of these cases."""
    asked = cases.filter(pc.is_in(cases[f.CASE], value_set=pa.array(numbers, pa.string())))
    names = pc.fill_null(asked[f.HEAD_NAME], NO_HEAD)
    return dict(zip(asked[f.CASE].to_pylist(), names.to_pylist(), strict=True))


def _block(number: int, question: Question, head: str | None, choices: Choices) -> Sequence[tuple[Cell, ...]]:
    choice = choices.get((question.case, question.field)) if question.settled else None
    chosen, reason = _earlier_answer(question, choice)
    return [
        (
            number,
            question.case,
            head,
            question.field,
            str(line[c.VALUE]),
            place(line),
            None if line[c.CARRIED] is None else str(line[c.CARRIED]),
            chosen,
            reason,
            question.code,
        )
        for line in question.lines
    ]


def _earlier_answer(question: Question, choice: Choice | None) -> tuple[str | None, str | None]:
    """选定 and 理由 as they were answered before."""
    if choice is None:
        return None, None
    text = next((text for text, digest in question.digests.items() if choice.takes(digest)), None)
    return NONE_RIGHT if choice.value == NEITHER else text, choice.reason or None
