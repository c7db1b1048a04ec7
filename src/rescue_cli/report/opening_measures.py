"""What an old table says of the figures of a report: what is not printed in it follows from the same figure elsewhere, or from
the months before."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from rescue_cli.core import fields as f
from rescue_cli.pack import model as m
from rescue_cli.pack.span_columns import SpannedColumn, spanned_columns
from rescue_cli.report.filed_figures import filed_columns
from rescue_cli.report.grouping import label_names
from rescue_cli.report.old_table import UNKNOWN_LINE, OldTable, Wanted
from rescue_cli.report.opening_figures import reach_of
from rescue_cli.report.report_tables import is_label, is_statistics
from rescue_cli.report.report_types import TOTAL

Place = tuple[str, str, str]  # sheet, line, column
Figures = Mapping[Place, Decimal | None]
_Measure = tuple[str, str, str]  # of which lines, where, what


def wanted_tables(report: m.Report, own: Figures) -> list[Wanted]:
    """The statistics sheets of a report with the columns that tell of a month or of everything. `own`: its figures now."""
    return [
        Wanted(
            sheet.name,
            sheet.title,
            _label_heads(sheet),
            tuple(dict.fromkeys(line for name, line, _ in own if name == sheet.name and line != TOTAL)),
            {spanned.column.id: spanned.column.head for spanned in _telling(sheet)},
        )
        for sheet in report.sheet
        if is_statistics(sheet)
    ]


def _label_heads(sheet: m.ReportSheet) -> tuple[tuple[str, ...], ...]:
    heads = {column.value: column.head for column in sheet.column if is_label(column, sheet)}
    return tuple(heads.get(name, (name,)) for name in label_names(sheet))


def _telling(sheet: m.ReportSheet) -> list[SpannedColumn]:
    return [
        spanned
        for spanned in spanned_columns(sheet)
        if not is_label(spanned.column, sheet) and reach_of(spanned) is not None
    ]


def opening_figures(
    report: m.Report, own: Figures, tables: Mapping[str, OldTable], before: Figures | None
) -> tuple[dict[Place, Decimal], list[str]]:
    """Every figure of a month and of everything so far as the old table has it, and which it does not have.

    `before`: the same of the month before: where the old table has no total so far, it is that and the month; None: not known.
    """
    telling = [(sheet, spanned) for sheet in report.sheet if is_statistics(sheet) for spanned in _telling(sheet)]
    measures = {(sheet.name, spanned.column.id): _measure(sheet, spanned) for sheet, spanned in telling}
    months = {(column.sheet, column.id): column.month for column in filed_columns(report)}
    printed: dict[tuple[_Measure, str], Decimal] = {}
    for name, table in tables.items():
        for (line, column), figure in table.printed.items():
            printed.setdefault((measures[name, column], line), figure)
    figures: dict[Place, Decimal] = {}
    lacking = []
    for (name, column), measure in measures.items():
        values: dict[str, Decimal | None] = {}
        for line in dict.fromkeys(line for of, line, _ in own if of == name and line != TOTAL):
            month = months[name, column]
            values[line] = printed.get((measure, line))
            if values[line] is None and month is not None and before is not None:
                values[line] = _sum(printed.get((measures[month], line)), before.get((name, line, column), Decimal(0)))
        if any(value is None and not line.endswith(UNKNOWN_LINE) for line, value in values.items()):
            lacking.append(f"“{name}”的“{_words(telling, name, column)}”")
            continue
        figures |= {(name, line, column): value or Decimal(0) for line, value in values.items()}
        if (name, TOTAL, column) in own:
            figures[name, TOTAL, column] = sum((value or Decimal(0) for value in values.values()), Decimal(0))
    return figures, lacking


def _sum(month: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if month is None or before is None else month + before


def _words(telling: Sequence[tuple[m.ReportSheet, SpannedColumn]], name: str, column: str) -> str:
    heads = [spanned.column.head for sheet, spanned in telling if (sheet.name, spanned.column.id) == (name, column)]
    return "·".join(heads[0])


def _measure(sheet: m.ReportSheet, spanned: SpannedColumn) -> _Measure:
    """The same for two columns that count the same of the same lines."""
    start = f.MONTH_START if reach_of(spanned) == "本月" else f.PERIOD_START
    value = spanned.column.value.replace(f.SPAN_START, start).replace(f.SPAN_END, f.MONTH_END)
    rows: Sequence[str] = [*label_names(sheet), *(f"{row.label}={row.where}" for row in sheet.row)]
    return "|".join(rows), sheet.where or "", value
