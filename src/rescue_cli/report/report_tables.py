"""A report's sheets as tables: what will be written, before it is laid out.

Ledgers and lists have one line a source line; statistics one line a township (or other field), 0 where nothing is, never
blank, and no silent gap: what has no township, or one nobody listed, gets a line of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from rescue_cli.core import fields as f
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import NUMBER as NUMERIC
from rescue_cli.pack.language.expressions import checked
from rescue_cli.pack.language.scope import LINE_NUMBER, Scope
from rescue_cli.pack.language.sql import parsed, quoted
from rescue_cli.pack.span_columns import SpannedColumn, spanned_columns
from rescue_cli.report.grouping import Key, Line, label_names, lines, overlapping
from rescue_cli.report.masking import masked
from rescue_cli.report.opening_figures import carried_in
from rescue_cli.report.report_source import Source
from rescue_cli.report.report_types import Figure, as_figure
from rescue_cli.report.sampling import draw, drawn
from rescue_cli.report.unfilled_sums import column_label, remark, unfilled_sums

__all__ = ["FIGURE", "SheetTable", "as_cells", "column_label", "ledger_table", "statistics_table"]
FIGURE = pa.decimal128(38, 6)  # of every column of numbers that are not all whole
_NOT_ZERO = (exp.Div, exp.Min, exp.Max, exp.Avg)  # of nothing they are unknown, not 0


@dataclass(frozen=True)
class SheetTable:
    """`rows` as written, columns by id. `sheet`: with the columns of each span in place of the one they come from.
    `labels` name the lines of statistics (`label_names`: what by); `remarks` say what was not filled in; `footnotes`: what
    else has to be said under the table."""

    sheet: m.ReportSheet
    rows: pa.Table
    labels: tuple[tuple[str, ...], ...] = ()
    keys: tuple[Key, ...] = ()  # the values behind the labels
    label_names: tuple[str, ...] = ()
    remarks: tuple[str, ...] | None = None
    totals: Mapping[str, Figure] = field(default_factory=dict)
    footnotes: tuple[str, ...] = ()

    @property
    def line_names(self) -> list[str]:
        """What each line is called in a message."""
        if self.label_names:
            return ["·".join(label) for label in self.labels]
        return [f"第{n}行" for n in range(1, self.rows.num_rows + 1)]


def ledger_table(sheet: m.ReportSheet, source: Source) -> SheetTable:
    """One line a source line that meets `where`, in the sheet's order."""
    columns = [
        f"{source.value(column.value, aggregate=False)} AS {quoted(column.id)}"
        for column in sheet.column
        if column.value != LINE_NUMBER
    ]
    rows = source.engine.sql(
        f"SELECT {', '.join(columns) or '1 AS 行'} FROM {source.query} {source.where(sheet.where)}"
        f" {draw(source, sheet.sample) if sheet.sample else ''} {source.order(sheet.order)}"
    )
    footnotes = (drawn(source, sheet, rows.num_rows).line,) if sheet.sample else ()
    sheet = _without_unasked(sheet, rows)
    written = pa.table({column.id: _written(column, rows) for column in sheet.column})
    return SheetTable(sheet, written, totals=_totals(sheet, written), footnotes=footnotes)


def _without_unasked(sheet: m.ReportSheet, rows: pa.Table) -> m.ReportSheet:
    """The sheet without columns to be filled in that no row lacks."""
    lacking = [rows.column(column.id).to_pylist() for column in sheet.column if column.value == f.MISSING]
    facts = {fact for values in lacking for value in values for fact in value or ()}
    columns = tuple(column for column in sheet.column if not column.lacking or column.answers in facts)
    return sheet.model_copy(update={"column": columns})


def _written(column: m.ReportColumn, rows: pa.Table) -> Any:
    """A column as it is written: numbered, masked, or as it came."""
    if column.value == LINE_NUMBER:
        return pa.array(range(1, rows.num_rows + 1), pa.int64())
    values = rows.column(column.id)
    if column.mask is None:
        return values
    return pa.array([masked(value, column.mask) for value in values.to_pylist()], pa.string())


def statistics_table(sheet: m.ReportSheet, source: Source) -> SheetTable:
    """One line a value of the sheet's row fields, or a line the table names; a sum over a field with blanks says in its
    remark how many were blank. Lines that overlap have no total."""
    overlap = overlapping(sheet, source)
    columns = _columns(sheet, drop_totals=bool(overlap))
    counted = [spanned for spanned in columns if not is_label(spanned.column, sheet)]
    sqls = [source.value(spanned.column.value, spanned.span, aggregate=True) for spanned in counted]
    blanks = [
        unfilled for spanned, sql in zip(counted, sqls, strict=True) for unfilled in unfilled_sums(spanned.column, sql)
    ]
    table_lines = lines(sheet, source, [*sqls, *(unfilled.sql for unfilled in blanks)])
    figures = {
        spanned.column.id: _with_opening(
            sheet, spanned, source, table_lines, _figures(spanned, sql, source, table_lines, n)
        )
        for n, (spanned, sql) in enumerate(zip(counted, sqls, strict=True))
    }
    whole = sheet.model_copy(update={"column": tuple(spanned.column for spanned in columns)})
    names = label_names(sheet)
    labels = tuple(line.labels for line in table_lines)
    own = {name: pa.array([label[place] for label in labels], pa.string()) for place, name in enumerate(names)}
    written = {
        spanned.column.id: figures[spanned.column.id]
        if spanned.column.id in figures
        else _label(spanned.column, labels, names)
        for spanned in columns
    }
    rows = pa.table({**own, **written})
    remarks = (
        tuple(remark(blanks, line.figures[len(sqls) :], source.left_out) for line in table_lines) if blanks else None
    )
    footnotes = (
        *(f"一户可有几项{name}，各行有重复，不合计。" for name in overlap),
        *_opening_note(sheet, columns, source),
    )
    keys = tuple(line.key or () for line in table_lines)
    return SheetTable(whole, rows, labels, keys, names, remarks, _totals(whole, rows), footnotes)


def is_statistics(sheet: m.ReportSheet) -> bool:
    """A sheet whose lines stand for many."""
    return bool(sheet.row_fields or sheet.row)


def is_label(column: m.ReportColumn, sheet: m.ReportSheet) -> bool:
    """A column of statistics that names or numbers the lines instead of counting."""
    return column.value in (*label_names(sheet), LINE_NUMBER)


def as_cells(column: "pa.ChunkedArray[Any]") -> list[Any]:
    """Python values of a table's column; whole decimals without a scale become whole numbers."""
    values = column.to_pylist()
    if pa.types.is_decimal(column.type) and column.type.scale == 0:
        return [None if value is None else int(value) for value in values]
    return list(values)


def _columns(sheet: m.ReportSheet, *, drop_totals: bool) -> list[SpannedColumn]:
    if not drop_totals:
        return list(spanned_columns(sheet))
    return [
        SpannedColumn(spanned.column.model_copy(update={"total": "none"}), spanned.span)
        for spanned in spanned_columns(sheet)
    ]


def _label(column: m.ReportColumn, labels: Sequence[Sequence[str]], names: Sequence[str]) -> "pa.Array[Any]":
    if column.value == LINE_NUMBER:
        return pa.array(range(1, len(labels) + 1), pa.int64())
    place = names.index(column.value)
    return pa.array([label[place] for label in labels], pa.string())


def _figures(
    spanned: SpannedColumn, sql: str, source: Source, table_lines: Sequence[Line], place: int
) -> "pa.Array[Any]":
    """A column's figures; words and days stay what they are."""
    values = [line.figures[place] for line in table_lines]
    scope = Scope.for_report(source.pack, source.report.source, source.report.forms, spans=True)
    if checked(spanned.column.value, scope, aggregate=True).kind != NUMERIC:
        return pa.array(values)
    unknown = parsed(sql).find(*_NOT_ZERO) is not None
    return _numbers([as_figure(value) if value is not None or unknown else 0 for value in values])


def _with_opening(
    sheet: m.ReportSheet, spanned: SpannedColumn, source: Source, table_lines: Sequence[Line], figures: "pa.Array[Any]"
) -> "pa.Array[Any]":
    """With what months handed in before the workspace began count beside its households."""
    beside = carried_in(sheet.name, spanned, source.context.month, source.context.opening)
    if not beside:
        return figures
    more = [beside.get("·".join(line.labels), 0) for line in table_lines]
    values = zip(figures.to_pylist(), more, strict=True)
    return _numbers([None if value is None else as_figure(Decimal(value) + add) for value, add in values])


def _opening_note(sheet: m.ReportSheet, columns: Sequence[SpannedColumn], source: Source) -> Iterator[str]:
    """What is said under a table some figure of which counts more than its households."""
    month, openings = source.context.month, source.context.opening
    if any(any(carried_in(sheet.name, spanned, month, openings).values()) for spanned in columns):
        last = max(opening.last for opening in openings)
        yield f"含期初：{last:%Y-%m}以前（含）照登记的旧表计，其中有的没有逐户名单。"


def _numbers(values: Sequence[Figure]) -> "pa.Array[Any]":
    if all(isinstance(value, int) for value in values):
        return pa.array(values, pa.int64())
    return pa.array([None if value is None else Decimal(value) for value in values], FIGURE)


def _totals(sheet: m.ReportSheet, rows: pa.Table) -> dict[str, Figure]:
    """Sums of the columns that ask for one; blanks are left out (the remark says so)."""
    return {column.id: summed(rows.column(column.id)) for column in sheet.column if column.total == "sum"}


def summed(column: "pa.ChunkedArray[Any]") -> Figure:
    """The exact sum of a column of numbers, 0 of nothing; blanks are left out."""
    return as_figure(pc.sum(column, min_count=0).as_py())
