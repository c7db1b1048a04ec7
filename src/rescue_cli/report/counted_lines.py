"""Which household counts in which figure of a statistics table, and for what: kept when a report is handed in."""

import pyarrow as pa
import sqlglot
from sqlglot import exp

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.change_tables import COUNTED
from rescue_cli.engine.base import Engine
from rescue_cli.pack import model as m
from rescue_cli.pack.language.sql import literal, quoted
from rescue_cli.pack.span_columns import spanned_columns
from rescue_cli.report.figure_lines import aggregates, amount
from rescue_cli.report.grouping import key_columns
from rescue_cli.report.report_source import Source
from rescue_cli.report.report_tables import is_label, is_statistics
from rescue_cli.report.report_types import ReportContext


def counted_lines(engine: Engine, pack: m.Pack, context: ReportContext, report: str) -> pa.Table:
    """COUNTED of all statistics sheets of a report."""
    source = Source.of(engine, pack, pack.reports[report], context.of_report(report))
    sheets = [sheet for sheet in source.report.sheet if is_statistics(sheet)]
    tables = [table for sheet in sheets for table in _of_sheet(source, sheet)]
    return pa.concat_tables(tables) if tables else COUNTED.empty_table()


def _of_sheet(source: Source, sheet: m.ReportSheet) -> list[pa.Table]:
    known = source.engine.sql(f"SELECT * FROM {source.query} LIMIT 0").column_names
    case = f"COALESCE(s.{quoted(f.CASE)}, '')" if f.CASE in known else "''"
    tables = []
    for spanned in spanned_columns(sheet):
        terms = [] if is_label(spanned.column, sheet) else aggregates(_sql(source, spanned.column, spanned.span))
        for rows, line in _lines(source, sheet) if terms else ():
            query = _query(rows, line, case, terms, _added(_sql(source, spanned.column, spanned.span), terms))
            counted = source.engine.sql(query).to_pylist()
            names = {f.SHEET: sheet.name, c.COUNTED_IN: spanned.column.id}
            tables.append(pa.Table.from_pylist([names | row for row in counted], schema=COUNTED))
    return tables


def _sql(source: Source, column: m.ReportColumn, span: m.Span | None) -> str:
    return source.value(column.value, span, aggregate=True)


def _lines(source: Source, sheet: m.ReportSheet) -> list[tuple[str, str]]:
    """(source lines named s, SQL of the name of the table's line they stand in)."""
    if sheet.row:
        return [
            (f"(SELECT * FROM {source.query} {source.where(sheet.where, row.where)}) s", literal(row.label))
            for row in sheet.row
        ]
    keys = ", ".join(f"{key} AS k{place}" for place, key in enumerate(key_columns(sheet, source)))
    names = (f"COALESCE(s.k{place}, {literal(f'{name}未明')})" for place, name in enumerate(sheet.row_fields))
    rows = f"(SELECT s.*, {keys} FROM {source.query} {source.where(sheet.where)}) s"
    return [(rows, f"CONCAT_WS('·', {', '.join(names)})")]


def _added(sql: str, terms: list[tuple[str, str]]) -> str:
    """SQL of what a source line adds to a figure that is one sum or count; NULL of any other."""
    node = sqlglot.parse_one(sql, dialect="duckdb")
    while isinstance(node, (exp.Paren, exp.Cast, exp.Coalesce)):
        node = node.this
    node = node.this if isinstance(node, exp.Filter) else node
    ((condition, value), *more) = terms
    if more or not isinstance(node, (exp.Sum, exp.Count)) or isinstance(node.this, exp.Distinct):
        return "NULL"
    if isinstance(node, exp.Count) and value != "1":
        condition, value = f"{condition} AND {value} IS NOT NULL", "1"
    return f"CASE WHEN {condition} THEN {value} END"


def _query(rows: str, line: str, case: str, terms: list[tuple[str, str]], added: str) -> str:
    """One line a household and line of the table; a figure of several terms says which of them counts it."""
    parts = []
    for place, (condition, value) in enumerate(terms, start=1):
        which = f"'第{place}项 ' || " if len(terms) > 1 else ""
        parts.append(f"CASE WHEN {condition} THEN {which}{amount(value)} END")
    met = " OR ".join(condition for condition, _ in terms)
    inner = (
        f"SELECT {line} AS line, {case} AS number, CONCAT_WS('、', {', '.join(parts)}) AS counted, {added} AS added"
        f" FROM {rows} WHERE {met}"
    )
    return (
        f"SELECT line AS {quoted(c.LINE)}, number AS {quoted(f.CASE)},"
        f" STRING_AGG(counted, '、' ORDER BY counted) AS {quoted(c.COUNTED_AS)},"
        f" CAST(SUM(added) AS DECIMAL(38, 6)) AS {quoted(c.AMOUNT)}"
        f" FROM ({inner}) GROUP BY line, number ORDER BY line, number"
    )
