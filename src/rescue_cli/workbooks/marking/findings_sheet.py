"""The sheet 问题清单: every finding of the file on a line, linked to its cell, put before the sender's own sheets."""

import re

from lxml import etree

from rescue_cli.workbooks.marking.cell_formats import StyleBook
from rescue_cli.workbooks.marking.fault_marks import (
    FILLS,
    ISSUE_HEAD_ROW,
    ISSUE_HEADS,
    ISSUE_WIDTHS,
    LINKS,
    Issue,
    IssueSheet,
)
from rescue_cli.workbooks.marking.opc import Element, xml_bytes
from rescue_cli.workbooks.marking.sheet_rows import fill_text
from rescue_cli.workbooks.reading.workbook_reader import column_letter
from rescue_cli.workbooks.writing.measure import cell_points

LIST_FILL = "DDEBF7"
WORKSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


def issue_part(issues: IssueSheet, styles: StyleBook, space: str) -> bytes:
    """The worksheet part."""
    sheet = _Sheet(space)
    last = ISSUE_HEAD_ROW + len(issues.issues)
    width = column_letter(len(ISSUE_HEADS))
    sheet.add(sheet.root, "sheetPr").append(sheet.element("pageSetUpPr", fitToPage="1"))
    sheet.add(sheet.root, "dimension", ref=f"A1:{width}{last}")
    _view(sheet)
    sheet.add(sheet.root, "sheetFormatPr", defaultRowHeight="15")
    columns = sheet.add(sheet.root, "cols")
    for number, points in enumerate(ISSUE_WIDTHS, 1):
        sheet.add(columns, "col", min=str(number), max=str(number), width=f"{points:g}", customWidth="1")
    _rows(sheet, issues, styles)
    sheet.add(sheet.root, "autoFilter", ref=issue_area(issues).replace("$", ""))
    merges = sheet.add(sheet.root, "mergeCells", count="2")
    for row in (1, 2):
        sheet.add(merges, "mergeCell", ref=f"A{row}:{width}{row}")
    _links(sheet, issues)
    sheet.add(sheet.root, "pageMargins", left="0.5", right="0.5", top="0.6", bottom="0.6", header="0.3", footer="0.3")
    sheet.add(sheet.root, "pageSetup", paperSize="9", orientation="landscape", fitToHeight="0")
    return xml_bytes(sheet.root)


def issue_area(issues: IssueSheet) -> str:
    """The range its filter covers."""
    return f"$A${ISSUE_HEAD_ROW}:${column_letter(len(ISSUE_HEADS))}${ISSUE_HEAD_ROW + len(issues.issues)}"


class _Sheet:
    """Makes elements of the workbook's own dialect."""

    def __init__(self, space: str) -> None:
        self._space = f"{{{space}}}"
        self.root = etree.Element(f"{self._space}worksheet", nsmap={None: space})

    def element(self, name: str, **attributes: str) -> Element:
        return etree.Element(self._space + name, **attributes)

    def add(self, parent: Element, name: str, **attributes: str) -> Element:
        return etree.SubElement(parent, self._space + name, **attributes)

    def row(self, parent: Element, number: int, height: float) -> Element:
        return self.add(parent, "row", r=str(number), ht=f"{height:g}", customHeight="1")

    def text(self, row: Element, column: int, style: int, text: str) -> None:
        cell = self.add(row, "c", r=f"{column_letter(column)}{row.get('r')}", s=str(style))
        if text:
            fill_text(cell, text)


def _view(sheet: _Sheet) -> None:
    view = sheet.add(sheet.add(sheet.root, "sheetViews"), "sheetView", showGridLines="0", workbookViewId="0")
    top = f"A{ISSUE_HEAD_ROW + 1}"
    sheet.add(view, "pane", ySplit=str(ISSUE_HEAD_ROW), topLeftCell=top, activePane="bottomLeft", state="frozen")
    sheet.add(view, "selection", pane="bottomLeft", activeCell=top, sqref=top)


def _rows(sheet: _Sheet, issues: IssueSheet, styles: StyleBook) -> None:
    rows = sheet.add(sheet.root, "sheetData")
    sheet.text(sheet.row(rows, 1, 27), 1, styles.listed("title"), issues.title)
    sheet.text(sheet.row(rows, 2, 20), 1, styles.listed("note"), issues.note)
    head = sheet.row(rows, ISSUE_HEAD_ROW, 22)
    for column, name in enumerate(ISSUE_HEADS, 1):
        sheet.text(head, column, styles.listed("head", LIST_FILL), name)
    text, link = styles.listed("text"), styles.listed("link")
    coloured = {level: styles.listed("text", colour) for level, colour in FILLS.items()}
    for number, issue in enumerate(issues.issues, ISSUE_HEAD_ROW + 1):
        row = sheet.row(rows, number, row_points(issue))
        for column, words in enumerate(issue.line, 1):
            style = coloured[issue.level] if column == 1 else link if column == 3 and issue.cell else text
            sheet.text(row, column, style, words)


def row_points(issue: Issue) -> float:
    """The height of a line of the list."""
    return max(cell_points(words, width) for words, width in zip(issue.line, ISSUE_WIDTHS, strict=True))


def _links(sheet: _Sheet, issues: IssueSheet) -> None:
    linked = [(number, issue) for number, issue in enumerate(issues.issues, ISSUE_HEAD_ROW + 1) if issue.cell]
    if not linked:
        return
    links = sheet.add(sheet.root, "hyperlinks")
    for number, issue in linked[:LINKS]:
        sheet.add(links, "hyperlink", ref=f"C{number}", location=location(issue, issue.sheet), display=issue.place)


def location(issue: Issue, sheet: str) -> str:
    """Where the link leads, as a formula would write it; `sheet` is the sheet's name in this workbook."""
    return f"{quoted(sheet)}!{issue.cell}"


def quoted(sheet: str) -> str:
    """A sheet's name within a reference.

    >>> quoted("张三's")
    "'张三''s'"
    """
    return "'" + re.sub("'", "''", sheet) + "'"
