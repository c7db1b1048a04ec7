"""A report as a Word document: by the bureau's own template, or title, paragraphs and tables in a plain layout.

The same bytes for the same figures.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rescue_cli.workbooks.writing.measure import column_widths
from rescue_cli.workbooks.writing.package import place_package
from rescue_cli.workbooks.writing.sheet_layout import (
    HeadCell,
    LayoutColumn,
    SheetLayout,
    head_cells,
    head_levels,
    shown,
)
from rescue_cli.workbooks.writing.style import HEI, SONG
from rescue_cli.workbooks.writing.template_filling import TemplateError, filled_template
from rescue_cli.workbooks.writing.word_pages import (
    BODY_POINTS,
    MARGINS_CM,
    MIDDLE,
    PAGE_CM,
    RIGHT,
    TABLE_POINTS,
    TITLE_POINTS,
    add_paragraph,
    new_document,
    write_run,
)

__all__ = ["DocumentLayout", "TemplateError", "write_document"]
ROWS, TABLES, NOTES = "行", "表", "说明"  # what a template calls the first table's rows, all tables, the remarks


@dataclass(frozen=True)
class DocumentLayout:
    """`words`: every name the paragraphs or a template may use, with what stands for it. `tables`: drawn under the
    paragraphs, or the rows a template goes through (`行`: of the first table, by column id). `notes`: remarks below."""

    title: str
    author: str
    date: dt.date
    words: Mapping[str, str]
    paragraphs: tuple[str, ...]
    tables: tuple[tuple[SheetLayout, tuple[Mapping[str, str], ...]], ...] = ()
    notes: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()


def write_document(path: Path, layout: DocumentLayout, template: bytes | None = None) -> None:
    """Write the document to `path`.

    Raises:
        OutputError: it is open elsewhere, or cannot be written.
        TemplateError: the template cannot be filled.
    """
    filled = filled_template(template, _names(layout)) if template is not None else None

    def draw(target: Path) -> None:
        if filled is None:
            _plain(layout).save(str(target))
        else:
            target.write_bytes(filled)

    place_package(path, draw)


def _names(layout: DocumentLayout) -> dict[str, Any]:
    """What a template can name."""
    names: dict[str, Any] = dict(layout.words)
    names[ROWS] = [dict(row) for row in layout.tables[0][1]] if layout.tables else []
    names[TABLES] = {sheet.name: [dict(row) for row in rows] for sheet, rows in layout.tables}
    names[NOTES] = list(layout.notes)
    return names


def _plain(layout: DocumentLayout) -> Any:
    document = new_document(layout.title, layout.author, layout.date)
    add_paragraph(document, layout.title, font=HEI, points=TITLE_POINTS, align=MIDDLE, after=10)
    for text in layout.paragraphs:
        add_paragraph(document, text, indent=True)
    for sheet, _ in layout.tables:
        if len(layout.tables) > 1:
            add_paragraph(document, sheet.title, font=HEI, align=MIDDLE, before=8)
        _table(document, sheet)
    for text in layout.notes:
        add_paragraph(document, text, points=TABLE_POINTS)
    for place, text in enumerate(layout.closing):
        add_paragraph(document, text, align=RIGHT, before=14 if place == 0 else 0)
    return document


def _table(document: Any, sheet: SheetLayout) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.shared import Cm

    levels = head_levels(sheet.columns)
    widths = _widths_cm(sheet)
    table = document.add_table(rows=levels, cols=len(sheet.columns), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for cell in head_cells(sheet.columns):
        _head(table, cell)
    for row in sheet.rows or [(sheet.empty, *([None] * (len(sheet.columns) - 1)))]:
        cells = table.add_row().cells
        for cell, value, column, width in zip(cells, row, sheet.columns, widths, strict=True):
            cell.width = Cm(width)
            _cell(cell, shown(value), SONG, _is_centred(column, width))
    _repeat_head(table, levels)


def _head(table: Any, head: HeadCell) -> None:
    cell = table.cell(head.level, head.column)
    if head.levels > 1 or head.columns > 1:
        cell = cell.merge(table.cell(head.level + head.levels - 1, head.column + head.columns - 1))
    _cell(cell, head.text, HEI, True)


def _cell(cell: Any, text: str, font: str, centred: bool) -> None:
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.alignment = MIDDLE if centred else 0
    paragraph.paragraph_format.line_spacing = Pt(15)
    paragraph.paragraph_format.space_after = Pt(0)
    write_run(paragraph, text, font, TABLE_POINTS)


def _repeat_head(table: Any, levels: int) -> None:
    """A long table prints its header on every page."""
    from docx.oxml import OxmlElement

    for row in table.rows[:levels]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _widths_cm(sheet: SheetLayout) -> Sequence[float]:
    """The columns' shares of the width between the margins."""
    widths = column_widths(sheet)
    usable = PAGE_CM[0] - MARGINS_CM[2] - MARGINS_CM[3]
    return [round(usable * width / sum(widths), 2) for width in widths]


def _is_centred(column: LayoutColumn, width: float) -> bool:
    return column.format != "text" or width < BODY_POINTS / 3
