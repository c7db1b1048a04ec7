"""A one-page letter (函) as Word document: title, addressee, paragraphs, one table, closing; the same bytes for the same text."""

import datetime as dt
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rescue_cli.workbooks.writing.cell_limits import legal_text
from rescue_cli.workbooks.writing.package import place_package
from rescue_cli.workbooks.writing.style import HEI, SONG
from rescue_cli.workbooks.writing.word_pages import (
    MIDDLE,
    RIGHT,
    TABLE_POINTS,
    TITLE_POINTS,
    add_paragraph,
    new_document,
    write_run,
)


@dataclass(frozen=True)
class Letter:
    """`before` and `after` are the paragraphs around the table; `widths` of its columns in cm; `closing` stands to the right."""

    title: str
    addressee: str
    before: tuple[str, ...]
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    after: tuple[str, ...]
    closing: tuple[str, ...]
    date: dt.date


def write_letter(path: Path, letter: Letter) -> None:
    """Write the letter to `path`. Raises OutputError where it is open elsewhere or cannot be written."""

    def draw(target: Path) -> None:
        _document(letter).save(str(target))

    place_package(path, draw)


def _document(letter: Letter) -> Any:
    document = new_document(letter.title, letter.closing[0] if letter.closing else "", letter.date)
    add_paragraph(document, letter.title, font=HEI, points=TITLE_POINTS, align=MIDDLE, after=10)
    add_paragraph(document, f"{letter.addressee}：")
    for text in letter.before:
        add_paragraph(document, text, indent=True)
    _table(document, letter)
    for text in letter.after:
        add_paragraph(document, text, indent=True)
    for place, text in enumerate(letter.closing):
        add_paragraph(document, text, align=RIGHT, before=14 if place == 0 else 0)
    return document


def _table(document: Any, letter: Letter) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.oxml.ns import qn
    from docx.shared import Cm

    table = document.add_table(rows=0, cols=len(letter.heads), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, letter.widths, strict=True):
        column.width = Cm(width)  # the grid: LibreOffice and WPS go by it, Word by the cells
    _row(table, letter, letter.heads, head=True)
    if letter.rows:
        pattern = _row(table, letter, letter.rows[0], head=False)
    for texts in letter.rows[1:]:  # a copy costs far less than drawing anew
        row = deepcopy(pattern._tr)
        table._tbl.append(row)
        for run, text in zip(row.iter(qn("w:r")), texts, strict=True):
            run.text = legal_text(text)


def _row(table: Any, letter: Letter, texts: Sequence[str], *, head: bool) -> Any:
    """A row drawn below the others: every cell one paragraph of one run."""
    from docx.shared import Cm, Pt

    row = table.add_row()
    for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
        cell.width = Cm(letter.widths[place])
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.alignment = MIDDLE if head or not _is_long(letter, place) else 0
        paragraph.paragraph_format.line_spacing = Pt(15)
        paragraph.paragraph_format.space_after = Pt(0)
        write_run(paragraph, text, HEI if head else SONG, TABLE_POINTS)
    return row


def _is_long(letter: Letter, place: int) -> bool:
    return letter.widths[place] >= max(letter.widths)


def page_texts(letter: Letter) -> Sequence[str]:
    """Every text of the letter in the order of the page (for those who check what it tells)."""
    cells = [text for row in letter.rows for text in row]
    return [letter.title, letter.addressee, *letter.before, *cells, *letter.after, *letter.closing]
