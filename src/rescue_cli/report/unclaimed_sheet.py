"""未收回的回答, a sheet of the answer workbooks: what a person typed and nobody took back, of questions that are no longer asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.report.dictionary_columns import numbered, text_columns
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import SheetLayout

SHEET = "未收回的回答"
WIDTHS: Mapping[str, float] = {
    f.SERIAL: 5.0,
    c.ANSWERED_COLUMN: 10.0,
    c.GIVEN_ANSWER: 20.0,
    c.ANSWER_REASON: 24.0,
    c.ASKED_ABOUT: 70.0,
    c.QUESTION_CODE: 18.0,
}


@dataclass(frozen=True)
class UnclaimedAnswer:
    """Under which heading it was typed, what, why; what was asked, in words; the codes of the question, joined by spaces."""

    heading: str
    answer: str
    reason: str
    about: str
    codes: str


def unclaimed_sheet(answers: Sequence[UnclaimedAnswer], context: ReportContext) -> SheetLayout:
    """One line an answer, in the order they came."""
    rows = [(entry.heading, entry.answer, entry.reason or None, entry.about, entry.codes) for entry in answers]
    return SheetLayout(
        name=SHEET,
        title=f"{context.district}没有用上的回答",
        columns=text_columns(WIDTHS, [f.SERIAL]),
        rows=numbered(rows),
        lead=context.lead(f"共{len(rows)}处"),
        notes=(
            "这些回答填了没有收回，所问的现在变了、不再有，或已另有裁定，所以没有用上；再问到时会放回原处。",
            "看过不要的，整行删去即可；要的，请在本簿其他各页按现在的内容另填。",
        ),
        filter=False,
    )
