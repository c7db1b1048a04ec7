"""A workbook of ours that comes back filled in: what kind it is, and its rows by their headings."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from rescue_cli.workbooks.reading.archive import BROKEN
from rescue_cli.workbooks.reading.sheet import Sheet, column_letter
from rescue_cli.workbooks.writing.workbook_writer import KIND_PROPERTY

CUSTOM = "docProps/custom.xml"
LONGEST = 1 << 20  # bytes of that part; ours has a few hundred
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
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if package.getinfo(CUSTOM).file_size > LONGEST:
                return ""
            root = etree.fromstring(package.read(CUSTOM), etree.XMLParser(resolve_entities=False, no_network=True))
    except (*BROKEN, OSError, etree.LxmlError):
        return ""
    kinds = (entry for entry in root if entry.get("name") == KIND_PROPERTY)
    return next(("".join(entry.itertext()).strip() for entry in kinds), "")


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
