"""Answers nobody took back, carried over into the workbook that is written anew: beside their question while it stands, else
on the sheet 未收回的回答."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rescue_cli.core import columns as c
from rescue_cli.core.answer_states import ToDo
from rescue_cli.core.output_books import PAIRS_BOOK
from rescue_cli.pipeline.answers.typed_answers import Typed
from rescue_cli.pipeline.to_do_list import Left
from rescue_cli.report.headings_book import SCOPE
from rescue_cli.report.report_types import ReportContext
from rescue_cli.report.unclaimed_sheet import SHEET, UnclaimedAnswer, unclaimed_sheet
from rescue_cli.workbooks.writing.sheet_layout import Cell, SheetLayout

CODES_OF: Mapping[str, Sequence[str]] = {
    c.VERDICT: (c.BLOCK_CODE,),
    c.ANSWER_REASON: (c.BLOCK_CODE, c.QUESTION_CODE),
    c.OWN_VERDICT: (c.QUESTION_CODE,),
    c.CHOSEN: (c.QUESTION_CODE,),
    c.CHOSEN_NUMBER: (c.QUESTION_CODE,),
    c.ANSWER: (c.QUESTION_CODE,),
    c.READ_AS: (c.QUESTION_CODE,),
    SCOPE: (c.QUESTION_CODE,),
    c.ARRIVED_TOLD: (c.QUESTION_CODE,),
}  # column answered in → columns of the code by which it knows its question, the first the sheet has


@dataclass(frozen=True)
class Carried:
    """The sheets to write; how many answers stand beside their question, and how many have none any more."""

    sheets: list[SheetLayout]
    beside: int
    gone: int
    book: str = PAIRS_BOOK

    def left(self, take_back: str) -> list[Left]:
        """What is left for a person; `take_back`: how she has the answers taken back."""
        beside, gone = f"{self.book} 里有{self.beside}处填了还没有收回", f"{self.gone}处填写所问已变，没有用上"
        waiting = (
            Left(ToDo.UNCLAIMED, self.beside, beside, self.book, take_back),
            Left(ToDo.UNCLAIMED, self.gone, gone, self.book, f"见 {self.book} 的“{SHEET}”"),
        )
        return [entry for entry in waiting if entry.count]


class _Filling:
    """The rows of one sheet while typed answers are put into them. Every row of a question gets them: which one a merged
    cell shows is the writer's business."""

    def __init__(self, layout: SheetLayout) -> None:
        self.layout = layout
        heads = [column.head[-1] for column in layout.columns]
        self._place = {heading: place for place, heading in enumerate(heads)}
        self.rows: list[list[Cell]] = [list(row) for row in layout.rows]
        self._put: set[tuple[str, str]] = set()

    def asking(self, heading: str, code: str) -> list[list[Cell]]:
        """The rows that ask for an answer under this heading by this code."""
        code_heading = next((name for name in CODES_OF.get(heading, ()) if name in self._place), "")
        if heading not in self._place or code_heading not in self._place:
            return []
        return [row for row in self.rows if code and row[self._place[code_heading]] == code]

    def put(self, typed: Typed, heading: str, code: str) -> bool:
        """Put it where this code is asked, unless another answer stands there: typed too, or recorded in the meantime."""
        rows = self.asking(heading, code)
        held = {row[self._place[heading]] for row in rows} - {None, typed.answer}
        if not rows or (held and (typed.sheet != self.layout.name or (heading, code) in self._put)):
            return False
        self._put.add((heading, code))
        for row in rows:
            row[self._place[heading]] = typed.answer
        self._put_reason(typed, rows)
        return True

    def _put_reason(self, typed: Typed, rows: Sequence[list[Cell]]) -> None:
        """A reason is one cell of the whole question, also where only one pair of it was answered."""
        if not typed.reason:
            return
        shared = c.BLOCK_CODE if c.BLOCK_CODE in self._place else c.QUESTION_CODE
        blocks = {row[self._place[shared]] for row in rows}
        for row in self.rows:
            if row[self._place[shared]] in blocks:
                row[self._place[c.ANSWER_REASON]] = typed.reason

    def filled(self) -> SheetLayout:
        return replace(self.layout, rows=[tuple(row) for row in self.rows])


def carry_over(
    sheets: Sequence[SheetLayout], typed: Iterable[Typed], context: ReportContext, book: str = PAIRS_BOOK
) -> Carried:
    """`sheets` of `book` with what was `typed` and not taken back; the same answer typed twice is one."""
    different = list({(entry.heading, entry.code, entry.answer): entry for entry in typed}.values())
    if not different:
        return Carried(list(sheets), 0, 0, book)
    fillings = [_Filling(sheet) for sheet in sheets]
    gone = [entry for entry in different if not _placed(fillings, entry)]
    filled = [filling.filled() for filling in fillings]
    if gone:
        filled.append(unclaimed_sheet([_as_line(entry) for entry in gone], context))
    return Carried(filled, len(different) - len(gone), len(gone), book)


def _placed(fillings: Sequence[_Filling], typed: Typed) -> bool:
    """A household's verdict of a question that is not the same any more stands for those of its pairs that are asked yet."""
    if any(filling.put(typed, typed.heading, typed.code) for filling in fillings):
        return True
    if typed.heading != c.VERDICT or any(filling.asking(typed.heading, typed.code) for filling in fillings):
        return False
    placed = [any(filling.put(typed, c.OWN_VERDICT, code) for filling in fillings) for code in typed.parts]
    return any(placed)


def _as_line(typed: Typed) -> UnclaimedAnswer:
    codes = " ".join(dict.fromkeys([typed.code, *typed.parts]))
    return UnclaimedAnswer(typed.heading, typed.answer, typed.reason, typed.about, codes)
