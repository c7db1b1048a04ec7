"""疑似重复 and 已裁定: one block a question, in it one line under the other the two sources of every pair.

What says the same of all its rows, the household's verdict among it, is one cell merged over the block; a pair's own verdict
one over both its rows. Both codes stand in every row, so rows that are sorted, filtered or deleted still know their question.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.output_books import ROWS_SHEET
from rescue_cli.core.states import Verdict
from rescue_cli.record.decisions import Decisions, PairAnswer
from rescue_cli.report.dictionary_columns import place, text_columns
from rescue_cli.report.household_questions import HouseholdQuestion, Line, code_of_line, how_many
from rescue_cli.report.question_blocks import BLOCK, SIGNATURES
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import Cell, InputRule, LayoutColumn, Mark, SheetLayout, Span, shown

SHEET, ANSWERED = ROWS_SHEET, "已裁定"
COMPARED: Mapping[str, float] = {
    f.TOWNSHIP: 9.0,
    f.VILLAGE: 9.0,
    f.HEAD_NAME: 8.5,
    f.NAME: 8.5,
    f.ID_NUMBER: 19.5,
    f.PHONE: 12.5,
    f.ADDRESS: 20.0,
}  # field → width
HEAD: Mapping[str, float] = {BLOCK: 4.0, c.STAKE: 12.0, c.SITUATION: 8.0, c.SIDE: 4.0}
TAIL: Mapping[str, float] = {
    f.SOURCES: 24.0,
    c.EVIDENCE: 22.0,
    c.SCORE: 6.0,
    c.VERDICT: 13.0,
    c.OWN_VERDICT: 13.0,
    c.ANSWER_REASON: 16.0,
    c.QUESTION_CODE: 14.0,
    c.BLOCK_CODE: 10.5,
}
OF_PAIR = (c.EVIDENCE, c.SCORE, c.OWN_VERDICT)  # merged over both rows of a pair
OF_BLOCK = (BLOCK, c.STAKE, c.SITUATION, c.VERDICT, c.ANSWER_REASON)  # merged over all rows of a question
NOTES = (
    "一组是一户的两处登记，组内是要问的各人，每人甲、乙两行，不同之处着色。整户一个答案：在“裁定”栏从下拉列表中选，写明理由；"
    "个别人不一样的，在他那一行的“个别裁定”另选，只管这一人。",
    "填好存盘后收回：工作区里用 rescue apply 本文件；只查重的，用 rescue dedupe 名册 --answers 本文件。",
    "同一户＝并为一户；同一人不同户＝人是同一个，户是两户；不是＝两户（人），以后不再问；待查＝先放着。未裁定的不合并，也不少任何一户。",
)
ANSWERED_NOTES = ("以前裁定过的，供复核。要改的在“裁定”栏另选、写明理由，再按“疑似重复”表下的办法收回。",)

Source = tuple[object, ...]
Known = Mapping[Source, Mapping[str, Cell]]  # a row's place → what it says of the fields compared


@dataclass
class _Drawn:
    """Rows, marks and spans of the sheet while it grows."""

    headings: Sequence[str]
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def span(self, names: Sequence[str], first: int) -> None:
        """Merge these columns from row `first` down to the last one."""
        self.spans += [Span(self.headings.index(name), first, len(self.rows) - 1) for name in names]


def asking_sheet(
    name: str, questions: Sequence[HouseholdQuestion], known: Known, context: ReportContext, answers: Decisions
) -> SheetLayout:
    """SHEET or ANSWERED: the questions in their order, with what was answered before."""
    lines = [line for question in questions for line in question.lines]
    compared = _compared(lines, known)
    columns = _columns(compared)
    drawn = _Drawn([column.head[0] for column in columns])
    for question in questions:
        _add_question(drawn, question, compared, known, answers)
    return SheetLayout(
        name=name,
        title=f"{context.district}疑似重复对象核对表" if name == SHEET else f"{context.district}已裁定的疑似重复",
        columns=columns,
        rows=drawn.rows,
        lead=context.lead(_count(questions)),
        notes=NOTES if name == SHEET else ANSWERED_NOTES,
        signatures=SIGNATURES,
        empty="没有需要裁定的疑似重复",
        filter=False,
        rules=tuple(_rules(drawn.headings)) if lines else (),
        marks=tuple(drawn.marks),
        spans=tuple(drawn.spans),
    )


def source(line: Line, side: Sequence[str]) -> Source:
    """The place of the row on this side (`c.LEFT`, `c.RIGHT`) of a pair."""
    return tuple(line[name] for name in side)


def _compared(lines: Iterable[Line], known: Known) -> list[str]:
    """The fields shown: 姓名 only where some row has a name beside its head's."""
    rows = (known.get(source(line, side), {}) for line in lines for side in (c.LEFT, c.RIGHT))
    named = any(row.get(f.NAME) for row in rows)
    return [name for name in COMPARED if name != f.NAME or named]


def _columns(compared: Sequence[str]) -> tuple[LayoutColumn, ...]:
    return text_columns({**HEAD, **{name: COMPARED[name] for name in compared}, **TAIL}, [BLOCK])


def _add_question(
    drawn: _Drawn, question: HouseholdQuestion, compared: Sequence[str], known: Known, answers: Decisions
) -> None:
    top = len(drawn.rows)
    verdicts = [answers.answer(line[c.LEFT_DIGEST], line[c.RIGHT_DIGEST]) for line in question.lines]
    household = _common_verdict(verdicts)
    reason = "；".join(dict.fromkeys(answer.reason for answer in verdicts if answer and answer.reason)) or None
    for line, answer in zip(question.lines, verdicts, strict=True):
        first = len(drawn.rows)
        own = answer.verdict if answer and not household else None
        tail = (line[c.EVIDENCE], shown(line[c.SCORE]), household, own, reason, code_of_line(line), question.code)
        sides = [[known.get(source(line, side), {}).get(name) for name in compared] for side in (c.LEFT, c.RIGHT)]
        for which, cells, side in zip("甲乙", sides, (c.LEFT, c.RIGHT), strict=True):
            head = (question.number, question.stake, question.situation, which)
            drawn.rows.append((*head, *cells, place(line, *side[:3]), *tail))
        drawn.marks += _differences(first, sides)
        drawn.span(OF_PAIR, first)
    drawn.span(OF_BLOCK, top)


def _common_verdict(verdicts: Sequence[PairAnswer | None]) -> Verdict | None:
    """The verdict all pairs of a household were given; None where they differ or one has none."""
    given = {answer.verdict if answer else None for answer in verdicts}
    return given.pop() if len(given) == 1 else None


def _differences(top: int, sides: Sequence[Sequence[Cell]]) -> Iterator[Mark]:
    for column, (left, right) in enumerate(zip(*sides, strict=True), len(HEAD)):
        if shown(left) != shown(right):
            yield Mark(top, column, "amber")
            yield Mark(top + 1, column, "amber")


def _count(questions: Sequence[HouseholdQuestion]) -> str:
    put_off = sum(question.put_off for question in questions)
    pairs = sum(len(question.lines) for question in questions)
    return f"共{how_many(questions, pairs)}" + (f"，其中待查{put_off}处" if put_off else "")


def _rules(headings: Sequence[str]) -> Iterator[InputRule]:
    for name, prompt in ((c.VERDICT, "这两处说的是不是同一户？"), (c.OWN_VERDICT, "只这一人与整户不同时才选")):
        yield InputRule(headings.index(name), "list", tuple(Verdict), prompt)
