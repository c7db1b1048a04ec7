"""A one-page letter (函) as Word document: title, addressee, paragraphs, one table, closing; the same bytes for the same text."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rescue_cli.workbooks.writing.package import place_package
from rescue_cli.workbooks.writing.paint import legal_text
from rescue_cli.workbooks.writing.style import FANG, HEI, SONG

BODY_POINTS, TABLE_POINTS, TITLE_POINTS = 12, 10.5, 20
LINE_POINTS = 21
MARGINS_CM = (2.4, 2.0, 2.6, 2.4)  # top, bottom, left, right
MIDDLE, RIGHT = 1, 2  # WD_ALIGN_PARAGRAPH


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
    from docx import Document
    from docx.shared import Cm

    document = Document()
    _properties(document, letter)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    margins = (Cm(width) for width in MARGINS_CM)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = margins
    _paragraph(document, letter.title, font=HEI, points=TITLE_POINTS, align=MIDDLE, after=10)
    _paragraph(document, f"{letter.addressee}：")
    for text in letter.before:
        _paragraph(document, text, indent=True)
    _table(document, letter)
    for text in letter.after:
        _paragraph(document, text, indent=True)
    for place, text in enumerate(letter.closing):
        _paragraph(document, text, align=RIGHT, before=14 if place == 0 else 0)
    return document


def _properties(document: Any, letter: Letter) -> None:
    """The day of the letter, and nothing of the machine it is written on."""
    told = document.core_properties
    told.author = told.last_modified_by = letter.closing[0] if letter.closing else ""
    told.title, told.comments, told.revision = letter.title, "", 1
    told.created = told.modified = dt.datetime.combine(letter.date, dt.time())


def _paragraph(
    document: Any,
    text: str,
    *,
    font: str = FANG,
    points: float = BODY_POINTS,
    align: int = 0,
    indent: bool = False,
    before: float = 0,
    after: float = 0,
) -> None:
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    shape.alignment = align
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing = Pt(max(LINE_POINTS, points * 1.6))
    if indent:
        shape.first_line_indent = Pt(points * 2)
    _write(paragraph, text, font, points)


def _table(document: Any, letter: Letter) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Cm, Pt

    table = document.add_table(rows=0, cols=len(letter.heads), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, letter.widths, strict=True):
        column.width = Cm(width)  # the grid: LibreOffice and WPS go by it, Word by the cells
    for number, texts in enumerate((letter.heads, *letter.rows)):
        cells = table.add_row().cells
        for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
            cell.width = Cm(letter.widths[place])
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.alignment = 0 if number and _is_long(letter, place) else MIDDLE
            paragraph.paragraph_format.line_spacing = Pt(15)
            paragraph.paragraph_format.space_after = Pt(0)
            _write(paragraph, text, HEI if number == 0 else SONG, TABLE_POINTS)


def _is_long(letter: Letter, place: int) -> bool:
    return letter.widths[place] >= max(letter.widths)


def _write(paragraph: Any, text: str, font: str, points: float) -> None:
    """One run in a font of every Chinese desktop, for Han characters and for others."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(legal_text(text))
    run.font.size = Pt(points)
    run.font.name = font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)


def page_texts(letter: Letter) -> Sequence[str]:
    """Every text of the letter in the order of the page (for those who check what it tells)."""
    cells = [text for row in letter.rows for text in row]
    return [letter.title, letter.addressee, *letter.before, *cells, *letter.after, *letter.closing]
