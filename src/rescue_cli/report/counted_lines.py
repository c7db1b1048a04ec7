"""Which household counts in which figure of a statistics table, and for what: kept when a report is handed in."""

import pyarrow as pa
from sqlglot import exp

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.change_tables import COUNTED
from rescue_cli.engine.base import Engine
from rescue_cli.pack import model as m
from rescue_cli.pack.language.sql import literal, parsed, quoted
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
        sql = "" if is_label(spanned.column, sheet) else _sql(source, spanned.column, spanned.span)
        for rows, line in _lines(source, sheet) if sql and aggregates(sql) else ():
            query = _query(rows, line, case, sql)
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


_SUMMED = (exp.Sum, exp.Count)
_ADDITIVE = (exp.Add, exp.Sub, exp.Neg, exp.Paren, exp.Cast, exp.Coalesce, exp.DataType, exp.Literal)


def _is_additive(node: exp.Expression) -> bool:
    """Whether a figure is a sum of what each household adds to it: sums and counts, added up and taken off."""
    node = node.this if isinstance(node, exp.Filter) else node
    if isinstance(node, _SUMMED):
        return not isinstance(node.this, exp.Distinct)
    if isinstance(node, exp.Literal):
        return node.this == "0"  # COALESCE(…, 0)
    inner = [child for child in node.iter_expressions() if not isinstance(child, exp.DataType)]
    return isinstance(node, _ADDITIVE) and all(map(_is_additive, inner))


def _query(rows: str, line: str, case: str, sql: str) -> str:
    """One line a household and line of the table; a figure of several terms says which of them counts it."""
    parts, terms = [], aggregates(sql)
    for place, (condition, value) in enumerate(terms, start=1):
        which = f"'第{place}项 ' || " if len(terms) > 1 else ""
        parts.append(f"CASE WHEN {condition} THEN {which}{amount(value)} END")
    met = " OR ".join(condition for condition, _ in terms)
    words = f"CONCAT_WS('、', {', '.join(parts)})"
    inner = f"SELECT s.*, {line} AS __line, {case} AS __case, {words} AS __counted FROM {rows} WHERE {met}"
    added = sql if _is_additive(parsed(sql)) else "NULL"
    return (
        f"SELECT __line AS {quoted(c.LINE)}, __case AS {quoted(f.CASE)},"
        f" STRING_AGG(__counted, '、' ORDER BY __counted) AS {quoted(c.COUNTED_AS)},"
        f" CAST({added} AS DECIMAL(38, 6)) AS {quoted(c.AMOUNT)}"
        f" FROM ({inner}) s GROUP BY __line, __case ORDER BY __line, __case"
    )
