"""What goes where in the bureau's own blank workbook."""

from rescue_cli.pack import model as m
from rescue_cli.pack.language.sentences import PLACE, template_fields
from rescue_cli.report.cross_checks import column_total
from rescue_cli.report.report_tables import SheetTable, as_cells
from rescue_cli.report.report_types import ReportContext, figure
from rescue_cli.workbooks.marking.blank_sheet import FillLayout
from rescue_cli.workbooks.writing.sheet_layout import Cell


def words_of(context: ReportContext) -> dict[str, str]:
    """What every document and blank form may name beside its figures."""
    return {"填报单位": context.bureau, "截至": context.as_of_text, "月份": context.month_text}


def fill_layout(fill: m.Fill, table: SheetTable, context: ReportContext) -> FillLayout:
    """The lines' values by the blank's columns, and single cells. A column that names the lines of statistics is told
    apart: the blank may have the names printed."""
    columns = {letter: tuple(as_cells(table.rows.column(column))) for letter, column in fill.columns.items()}
    naming = {column.id for column in table.sheet.column if column.value in table.label_names} | set(table.label_names)
    label = next((letter for letter, column in fill.columns.items() if column in naming), None)
    names = tuple(str(value) for value in columns[label]) if label else ()
    cells = {address: _cell(text, table, context) for address, text in fill.cells.items()}
    return FillLayout(fill.file, fill.sheet, fill.first, columns, cells, (label, names) if label else None)


def _cell(text: str, table: SheetTable, context: ReportContext) -> Cell:
    """A text with figures in it; a figure alone stays a number."""
    words = words_of(context)
    names = template_fields(text)
    if len(names) == 1 and text.strip() == f"{{{names[0]}}}" and names[0] not in words:
        return column_total(table, names[0])
    return PLACE.sub(lambda named: words.get(named[1]) or figure(column_total(table, named[1])), text)
