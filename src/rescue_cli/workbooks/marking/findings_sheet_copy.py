"""The sheet 问题清单 of a copy (returned_copy): the same as `findings_sheet` puts into a sender's own workbook, drawn by XlsxWriter."""

from collections.abc import Mapping
from typing import Any

from rescue_cli.workbooks.marking.fault_marks import (
    FILLS,
    ISSUE_HEAD_ROW,
    ISSUE_HEADS,
    ISSUE_WIDTHS,
    LINKS,
    Issue,
    IssueSheet,
    clean,
)
from rescue_cli.workbooks.marking.findings_sheet import LIST_FILL, location, row_points
from rescue_cli.workbooks.writing import style
from rescue_cli.workbooks.writing.style import Styles

PLAIN: dict[str, Any] = {
    "font_name": style.SONG,
    "font_size": 11,
    "font_charset": style.GB_CHARSET,
    "valign": "vcenter",
}
LISTED: dict[str, Any] = {**PLAIN, "border": 1, "border_color": "#BFBFBF", "text_wrap": True, "num_format": "@"}


def draw_issues(worksheet: Any, styles: Styles, names: Mapping[str, str], issues: IssueSheet) -> None:
    """Draw the list on `worksheet`; `names`: a sheet of the sender's file → its name in the copy."""
    for column, width in enumerate(ISSUE_WIDTHS):
        worksheet.set_column(column, column, width)
    last = len(ISSUE_HEADS) - 1
    worksheet.merge_range(0, 0, 0, last, issues.title, styles({**PLAIN, "font_size": 14, "bold": True}))
    worksheet.merge_range(1, 0, 1, last, issues.note, styles(PLAIN))
    worksheet.set_row(0, 27)
    worksheet.set_row(1, 20)
    head = styles({**LISTED, "bold": True, "align": "center", "bg_color": f"#{LIST_FILL}"})
    for column, name in enumerate(ISSUE_HEADS):
        worksheet.write_string(ISSUE_HEAD_ROW - 1, column, name, head)
    for number, issue in enumerate(issues.issues):
        _draw_line(worksheet, styles, ISSUE_HEAD_ROW + number, issue)
        if issue.cell and number < LINKS:
            _draw_link(worksheet, styles, ISSUE_HEAD_ROW + number, issue, names.get(issue.sheet, issue.sheet))
    worksheet.autofilter(ISSUE_HEAD_ROW - 1, 0, ISSUE_HEAD_ROW - 1 + len(issues.issues), last)
    worksheet.freeze_panes(ISSUE_HEAD_ROW, 0)
    worksheet.hide_gridlines(2)
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)


def _draw_line(worksheet: Any, styles: Styles, row: int, issue: Issue) -> None:
    worksheet.set_row(row, row_points(issue))
    for column, text in enumerate(issue.line):
        colour = {"bg_color": f"#{FILLS[issue.level]}"} if column == 0 else {}
        look = styles({**LISTED, **colour})
        if text:
            worksheet.write_string(row, column, clean(text), look)
        else:
            worksheet.write_blank(row, column, None, look)


def _draw_link(worksheet: Any, styles: Styles, row: int, issue: Issue, sheet: str) -> None:
    blue = styles({**LISTED, "font_color": "#0563C1", "underline": 1})
    worksheet.write_url(row, 2, f"internal:{location(issue, sheet)}", blue, issue.place)
