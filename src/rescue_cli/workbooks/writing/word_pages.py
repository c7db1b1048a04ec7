"""What every Word document we write is made of: an A4 page, paragraphs, runs in fonts of every Chinese desktop."""

import datetime as dt
from typing import Any

from rescue_cli.core.book_stamp import OWN_DOCUMENT
from rescue_cli.workbooks.writing.cell_limits import legal_text
from rescue_cli.workbooks.writing.style import FANG

BODY_POINTS, TABLE_POINTS, TITLE_POINTS = 12, 10.5, 20
LINE_POINTS = 21
MARGINS_CM = (2.4, 2.0, 2.6, 2.4)  # top, bottom, left, right
PAGE_CM = (21, 29.7)
MIDDLE, RIGHT = 1, 2  # WD_ALIGN_PARAGRAPH


def new_document(title: str, author: str, date: dt.date) -> Any:
    """An empty A4 page that carries the day of the document, and nothing of the machine it is written on."""
    from docx import Document
    from docx.shared import Cm

    document = Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = author
    properties.title, properties.comments, properties.revision = title, "", 1
    properties.keywords = OWN_DOCUMENT
    properties.created = properties.modified = dt.datetime.combine(date, dt.time())
    section = document.sections[0]
    section.page_width, section.page_height = (Cm(width) for width in PAGE_CM)
    margins = (Cm(width) for width in MARGINS_CM)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = margins
    return document


def add_paragraph(
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
    """One paragraph of one run; sizes and spaces in points, `indent` by two characters."""
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    shape = paragraph.paragraph_format
    shape.alignment = align
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing = Pt(max(LINE_POINTS, points * 1.6))
    if indent:
        shape.first_line_indent = Pt(points * 2)
    write_run(paragraph, text, font, points)


def write_run(paragraph: Any, text: str, font: str, points: float) -> None:
    """One run in a font for Han characters and for others."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(legal_text(text))
    run.font.size = Pt(points)
    run.font.name = font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
