"""A report's sheets as tables: what will be written, before it is laid out.

Ledgers and lists have one row a source row; statistics one row a township (or other field), 0 where nothing is, never
blank, and no silent gap: what has no township, or one nobody listed, gets a row of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pyarrow as pa
import sqlglot
from sqlglot import exp

from rescue_cli.core import fields as f
from rescue_cli.pack import model as m
from rescue_cli.pack.expressions import compile_value
from rescue_cli.report.results import Figure, as_figure
from rescue_cli.report.source import Source, quoted

COUNTED_WORDS = ("户", "人", "户数", "人数")
NUMBER = pa.decimal128(38, 6)


@dataclass(frozen=True)
class SheetTable:
    """`rows` as written, columns by id. `labels` name the rows of statistics; `remarks` say what was not filled in."""

    sheet: m.ReportSheet
    rows: pa.Table
    labels: tuple[str, ...] = ()
    remarks: tuple[str, ...] | None = None
    totals: Mapping[str, Figure] = field(default_factory=dict)


def ledger_table(sheet: m.ReportSheet, source: Source) -> SheetTable:
    """One row a source row that meets `where`, in the sheet's order."""
    columns = [f"{compile_value(column.value, source.scope)} AS {quoted(column.id)}" for column in sheet.column]
    rows = source.engine.sql(
        f"SELECT {', '.join(columns)} FROM {source.query} {source.where(sheet.where)} {source.order(sheet.order)}"
    )
    return SheetTable(sheet, rows, totals=_totals(sheet, rows))


def statistics_table(sheet: m.ReportSheet, source: Source) -> SheetTable:
    """One row a value of `sheet.rows`; a sum over a field with blanks says in its remark how many were blank."""
    assert sheet.rows is not None  # the pack's checks see to it
    compiled = [compile_value(column.value, source.scope, aggregate=True) for column in sheet.column]
    gaps = [gap for column, sql in zip(sheet.column, compiled, strict=True) for gap in _gaps(column, sql)]
    grouped = _grouped(sheet, source, [*compiled, *(gap.sql for gap in gaps)])
    figures = {key: list(map(as_figure, row)) for key, *row in grouped}
    width = len(sheet.column)
    keys = _row_keys(sheet.rows, source, {key for key, row in figures.items() if any(row)})
    nothing: list[Figure] = [0] * (width + len(gaps))
    written = [[value or 0 for value in figures.get(key, nothing)] for key in keys]
    labels = tuple(key if key is not None else f"{sheet.rows}未明" for key in keys)
    arrays = {column.id: _numbers([row[place] for row in written]) for place, column in enumerate(sheet.column)}
    rows = pa.table({sheet.rows: pa.array(labels, pa.string()), **arrays})
    remarks = tuple(_remark(gaps, row[width:]) for row in written) if gaps else None
    return SheetTable(sheet, rows, labels, remarks, _totals(sheet, rows))


def as_cells(column: "pa.ChunkedArray[Any]") -> list[object]:
    """Python values of a table's column; whole decimals without a scale become whole numbers."""
    values = column.to_pylist()
    if pa.types.is_decimal(column.type) and column.type.scale == 0:
        return [None if value is None else int(value) for value in values]
    return list(values)


# --- statistics ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Gap:
    """How many rows a sum of `column` could not count because `what` is blank there."""

    column: str
    what: str
    sql: str


def _grouped(sheet: m.ReportSheet, source: Source, figures: Sequence[str]) -> list[list[object]]:
    columns = ", ".join(f"{sql} AS c{place}" for place, sql in enumerate(figures))
    key = f"s.{quoted(str(sheet.rows))}"
    table = source.engine.sql(
        f"SELECT {key} AS k, {columns} FROM {source.query} {source.where(sheet.where)} GROUP BY {key}"
    )
    return [list(row.values()) for row in table.to_pylist()]


def _row_keys(name: str, source: Source, present: set[object]) -> list[str | None]:
    """Expected rows first, then what nobody expected, then the row of those that say nothing."""
    expected = source.context.townships if name == f.TOWNSHIP else source.scope.codes.get(name, ())
    others = sorted(str(key) for key in present if key is not None and key not in expected)
    return [*expected, *others, *([None] if None in present else [])]


def _gaps(column: m.ReportColumn, sql: str) -> list[_Gap]:
    """For the sums in the column: a count of the rows they skip, each under its own filter."""
    if "SUM(" not in sql:
        return []
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    blanks: dict[str, list[str]] = {}
    for node in tree.find_all(exp.Sum):
        what = "、".join(dict.fromkeys(name.name for name in node.this.find_all(exp.Column)))
        blanks.setdefault(what, []).append(_blank(node))
    return [
        _Gap(column_label(column), what, f"COUNT(*) FILTER (WHERE {' OR '.join(found)})")
        for what, found in blanks.items()
    ]


def _blank(node: exp.Sum) -> str:
    blank = f"({node.this.sql(dialect='duckdb')}) IS NULL"
    if isinstance(node.parent, exp.Filter):
        return f"(({node.parent.expression.this.sql(dialect='duckdb')}) AND {blank})"
    return f"({blank})"


def _remark(gaps: Sequence[_Gap], counts: Sequence[Figure]) -> str:
    said = (f"{gap.column}：{n}户未填{gap.what}" for gap, n in zip(gaps, counts, strict=True) if n)
    return "；".join(dict.fromkeys(said))


def column_label(column: m.ReportColumn) -> str:
    """The words a column is known by: the level above 户/人, else its own."""
    head = column.head
    return head[-2] if len(head) > 1 and head[-1] in COUNTED_WORDS else head[-1]


def _numbers(values: Sequence[Figure]) -> "pa.Array[Any]":
    if all(isinstance(value, int) for value in values):
        return pa.array(values, pa.int64())
    return pa.array([Decimal(value or 0) for value in values], NUMBER)


def _totals(sheet: m.ReportSheet, rows: pa.Table) -> dict[str, Figure]:
    """Sums of the columns that ask for one; blanks are left out (the remark says so)."""
    totals: dict[str, Figure] = {}
    for column in sheet.column:
        if column.total == "sum":
            values = [Decimal(str(value)) for value in rows.column(column.id).to_pylist() if value is not None]
            totals[column.id] = as_figure(sum(values, Decimal(0)))
    return totals
