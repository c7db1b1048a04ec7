"""The figures of a statistics table as they are kept when it is handed in, and which of its columns tell of the month alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.change_tables import FIGURES
from rescue_cli.engine.base import Engine
from rescue_cli.pack import model as m
from rescue_cli.pack.span_columns import SpannedColumn, spanned_columns
from rescue_cli.report.opening_figures import Reach, reach_of
from rescue_cli.report.report_source import Source
from rescue_cli.report.report_tables import is_label, is_statistics, statistics_table
from rescue_cli.report.report_types import TOTAL, ReportContext

Place = tuple[str, str]  # sheet and column


@dataclass(frozen=True)
class FiledColumn:
    """A column that counts. `words`: its heading; `reach`: whether it tells of the month or of everything up to its end; None:
    of the month before, or of how things stand at the moment, which cannot be told of a month that is over. `month`: of one
    of everything, the column that tells of the month alone."""

    sheet: str
    id: str
    words: str
    reach: Reach | None
    month: Place | None = None


def filed_columns(report: m.Report) -> list[FiledColumn]:
    """The columns of a report's statistics that count, sheet by sheet."""
    counting = [(sheet.name, spanned) for sheet in report.sheet if is_statistics(sheet) for spanned in _counting(sheet)]
    months = [(sheet, spanned.column.id) for sheet, spanned in counting if reach_of(spanned) == "本月"]
    return [
        FiledColumn(
            sheet,
            spanned.column.id,
            "·".join(spanned.column.head),
            reach,
            _month_of(sheet, spanned, months) if reach == "累计" else None,
        )
        for sheet, spanned in counting
        for reach in (reach_of(spanned),)
    ]


def _counting(sheet: m.ReportSheet) -> Iterator[SpannedColumn]:
    return (spanned for spanned in spanned_columns(sheet) if not is_label(spanned.column, sheet))


def _month_of(sheet: str, spanned: SpannedColumn, months: Sequence[Place]) -> Place | None:
    """Of a span the column beside it; else the column of the same id in another sheet."""
    name = spanned.column.id
    if spanned.span is not None:
        wanted = (sheet, f"{name.removesuffix(f'_{spanned.span}')}_本月")
        return wanted if wanted in months else None
    return next((place for place in months if place[1] == name), None)


def counted_figures(engine: Engine, pack: m.Pack, context: ReportContext, report: str) -> pa.Table:
    """FIGURES of all statistics sheets of a report, for the month of `context`."""
    source = Source.of(engine, pack, pack.reports[report], context.of_report(report))
    lines = [line for sheet in source.report.sheet if is_statistics(sheet) for line in _of_sheet(sheet, source)]
    return pa.Table.from_pylist([dict(zip(FIGURES.names, line, strict=True)) for line in lines], schema=FIGURES)


def _of_sheet(sheet: m.ReportSheet, source: Source) -> Iterator[tuple[str, str, str, Decimal | None]]:
    table = statistics_table(sheet, source)
    for column in table.sheet.column:
        values = table.rows.column(column.id)
        if is_label(column, sheet) or not _is_number(values.type):
            continue
        for line, value in zip(table.line_names, values.to_pylist(), strict=True):
            yield sheet.name, line, column.id, _decimal(value)
        if column.id in table.totals:
            yield sheet.name, TOTAL, column.id, _decimal(table.totals[column.id])


def _is_number(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_decimal(kind)


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def figures_by_place(figures: pa.Table) -> dict[tuple[str, str, str], Decimal | None]:
    """Figure by sheet, line and column (of FIGURES)."""
    names = (f.SHEET, c.LINE, c.COUNTED_IN)
    return {(line[names[0]], line[names[1]], line[names[2]]): line[c.FIGURE] for line in figures.to_pylist()}
