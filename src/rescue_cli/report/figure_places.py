"""Where the figures of a statistics table stand in its printed sheet: from a cell to its figure and back."""

import re
from dataclasses import dataclass

from rescue_cli.core.errors import UsageError
from rescue_cli.engine.base import Engine
from rescue_cli.pack import model as m
from rescue_cli.report.report_layouts import lay_out
from rescue_cli.report.report_source import Source
from rescue_cli.report.report_tables import SheetTable, is_label, is_statistics, statistics_table
from rescue_cli.report.report_types import TOTAL, ReportContext
from rescue_cli.workbooks.reading.sheet import column_letter
from rescue_cli.workbooks.writing.sheet_layout import first_body_row

CELL = re.compile(r"[A-Za-z]{1,3}[1-9]\d{0,6}")


@dataclass(frozen=True)
class FigurePlace:
    """A figure of a sheet: its column (id), its line as `explain` names it, and the cell it is printed in."""

    sheet: str
    column: str
    line: str
    cell: str


def figure_places(engine: Engine, pack: m.Pack, context: ReportContext, report: str) -> list[FigurePlace]:
    """All figures of a report's statistics, line by line, the totals last; none of a document, whose tables have no cells."""
    declared, of_report = pack.reports[report], context.of_report(report)
    source = Source.of(engine, pack, declared, of_report)
    places: list[FigurePlace] = []
    for sheet in declared.sheet:
        if is_statistics(sheet) and declared.kind != "document":
            places += _of_sheet(pack, declared, statistics_table(sheet, source), of_report)
    return places


def _of_sheet(pack: m.Pack, report: m.Report, table: SheetTable, context: ReportContext) -> list[FigurePlace]:
    layout = lay_out(pack, report, table, context, (), ())
    first = first_body_row(layout)
    before = len(layout.columns) - len(table.sheet.column) - (0 if table.remarks is None or table.sheet.exact else 1)
    counting = [
        (before + number, column.id)
        for number, column in enumerate(table.sheet.column)
        if not is_label(column, table.sheet)
    ]
    lines = [*table.line_names, *([TOTAL] if layout.total_label else [])]
    return [
        FigurePlace(table.sheet.name, column, line, f"{column_letter(place + 1)}{first + row}")
        for row, line in enumerate(lines)
        for place, column in counting
        if line != TOTAL or column in table.totals
    ]


def figure_in_cell(places: list[FigurePlace], cell: str, sheet: str = "") -> FigurePlace:
    """The figure of a cell; of several sheets the first, or the one named. UsageError where no figure stands there."""
    names = list(dict.fromkeys(place.sheet for place in places))
    if sheet and sheet not in names:
        raise UsageError(f"没有“{sheet}”这一页统计数；有：{'、'.join(names)}")
    here = [place for place in places if place.sheet == (sheet or names[0])]
    for place in here:
        if place.cell == cell.upper():
            return place
    raise UsageError(f"“{here[0].sheet}”页的 {cell} 不是统计出来的数；数从 {here[0].cell} 到 {here[-1].cell}")
