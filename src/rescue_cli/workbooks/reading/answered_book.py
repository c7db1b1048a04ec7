"""A workbook of ours that comes back filled in: what kind it is, and its rows by their headings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rescue_cli.core.book_stamp import BookStamp, stamp_of_properties
from rescue_cli.workbooks.reading.document_properties import custom_properties
from rescue_cli.workbooks.reading.sheet import Sheet, column_letter
from rescue_cli.workbooks.writing.workbook_writer import KIND_PROPERTY

HEAD_WITHIN = 8  # rows in which the headings stand


@dataclass(frozen=True)
class AnswerRow:
    """One row: its physical number, heading → text, heading → cell ("J5")."""

    sheet: str
    number: int
    texts: Mapping[str, str]
    cells: Mapping[str, str]

    def place(self, heading: str) -> str:
        """Sheet and cell of the answer under this heading ("疑似重复 J5"), as a message names it."""
        return f"{self.sheet} {self.cells[heading]}"


def kind_of(data: bytes) -> str:
    """What `rescue` wrote the workbook for ("" where it did not, or the program that saved it dropped the mark)."""
    return custom_properties(data).get(KIND_PROPERTY, "")


def stamp_of(data: bytes) -> BookStamp | None:
    """The stamp in the document's properties; None where it has none there."""
    return stamp_of_properties(custom_properties(data))


def answer_rows(
    sheets: Sequence[Sheet], headings: Sequence[str], optional: Sequence[str] = ()
) -> list[AnswerRow] | None:
    """The rows below these headings, of every sheet that has them all; None where none has.

    `optional`: further headings, where the sheet has them.
    """
    answers: list[AnswerRow] | None = None
    for sheet in sheets:
        for index, cells in enumerate(sheet.rows[:HEAD_WITHIN]):
            texts = [str(cell).strip() for cell in cells]
            if set(headings) <= set(texts):
                wanted = (*headings, *(heading for heading in optional if heading in texts))
                rows = _rows(sheet, index, {heading: texts.index(heading) for heading in wanted})
                answers = [*(answers or []), *rows]
                break
    return answers


def _rows(sheet: Sheet, head: int, places: Mapping[str, int]) -> list[AnswerRow]:
    rows = []
    for number, cells in enumerate(sheet.rows[head + 1 :], sheet.first_row + head + 1):
        texts = {name: str(cells[place]).strip() if place < len(cells) else "" for name, place in places.items()}
        names = {name: f"{column_letter(sheet.first_column + place)}{number}" for name, place in places.items()}
        rows.append(AnswerRow(sheet.name, number, texts, names))
    return rows
