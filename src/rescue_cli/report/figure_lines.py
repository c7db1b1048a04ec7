"""“这个数哪来的？”: the lines behind one figure of a statistics table, and what each of them counts for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.errors import UsageError
from rescue_cli.engine.base import Engine
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import AGGREGATES
from rescue_cli.pack.language.sql import literal, parsed, quoted
from rescue_cli.pack.nearest_name import nearest
from rescue_cli.pack.span_columns import SpannedColumn, spanned_columns
from rescue_cli.report.grouping import key_columns
from rescue_cli.report.opening_figures import carried_in
from rescue_cli.report.report_source import Source
from rescue_cli.report.report_tables import SheetTable, is_label, is_statistics, statistics_table
from rescue_cli.report.report_types import TOTAL, Figure, ReportContext, as_figure

SHOWN = (f.CASE, f.TOWNSHIP, f.HEAD_NAME, f.OUTCOME, f.SOURCES)


@dataclass(frozen=True)
class FigureLines:
    """`column`: its heading; `value`: as it stands in the table; `reckoned`: the column's expression. `lines`: who is in
    it, each with what it counts for (计入); `opening`: what an old table of before the workspace adds, of no household."""

    report: str
    sheet: str
    column: str
    row: str
    value: Figure
    reckoned: str
    lines: tuple[Mapping[str, object], ...]
    opening: Figure = 0


def figure_lines(
    engine: Engine, pack: m.Pack, context: ReportContext, report: str, column: str, row: str
) -> FigureLines:
    """The lines behind the figure of `column` (its id) in `row` (its name; 合计 or empty: all rows).

    Raises:
        UsageError: there is no such report, column or row; says the nearest name.
    """
    stem = _known(
        report, [name for name, declared in pack.reports.items() if any(map(is_statistics, declared.sheet))], "统计表"
    )
    source = Source.of(engine, pack, pack.reports[stem], context.of_report(stem))
    sheet, chosen = _column(pack.reports[stem], column)
    table = statistics_table(sheet, source)
    label = _known(row or TOTAL, [*table.line_names, TOTAL], "行")
    sql = source.value(chosen.column.value, chosen.span, aggregate=True)
    lines = _lines(source, sheet, table, label, sql)
    heading = "·".join(chosen.column.head)
    beside = carried_in(sheet.name, chosen, source.context.month, source.context.opening)
    opening = as_figure(sum(beside.values()) if label == TOTAL else beside.get(label, 0))
    value = _value(table, chosen, label)
    return FigureLines(stem, sheet.name, heading, label, value, chosen.column.value, tuple(lines), opening)


def _known(name: str, names: Sequence[str], what: str) -> str:
    if name in names:
        return name
    raise UsageError(f"没有{what}“{name}”；最接近的是“{nearest(name, names) or '、'.join(names)}”")


def _column(report: m.Report, wanted: str) -> tuple[m.ReportSheet, SpannedColumn]:
    """A column by its id or its printed heading; of several sheets the first, or the one named before it (累计·合计·户)."""
    columns: dict[str, tuple[m.ReportSheet, SpannedColumn]] = {}
    for sheet in reversed(report.sheet):
        for spanned in spanned_columns(sheet) if is_statistics(sheet) else ():
            if not is_label(spanned.column, sheet):
                heading = "·".join(spanned.column.head)
                for name in (
                    heading,
                    f"{sheet.name}·{heading}",
                    f"{sheet.name}·{spanned.column.id}",
                    spanned.column.id,
                ):
                    columns[name] = sheet, spanned
    return columns[_known(wanted, list(columns), "列")]


def _value(table: SheetTable, chosen: SpannedColumn, label: str) -> Figure:
    name = chosen.column.id
    if label == TOTAL:
        return table.totals.get(name)
    value: Figure = table.rows.column(name)[table.line_names.index(label)].as_py()
    return value


def _lines(source: Source, sheet: m.ReportSheet, table: SheetTable, label: str, sql: str) -> list[dict[str, object]]:
    """Lines of the row that at least one aggregate of the column counts."""
    terms = aggregates(sql)
    met = [condition for condition, _ in terms]
    names = [name for name in SHOWN if name in _columns(source)]
    shown = ", ".join(f"s.{quoted(name)}" for name in names)
    counted = ", ".join(
        f"CASE WHEN {condition} THEN {amount(value)} END AS c{n}" for n, (condition, value) in enumerate(terms)
    )
    rows = source.engine.sql(
        f"SELECT {shown}, {counted} FROM {_row_query(source, sheet, table, label)} WHERE {' OR '.join(met) or 'TRUE'}"
        f" {source.order(())}"
    ).to_pylist()
    return [
        {
            **{name: row[name] for name in names},
            c.COUNTED_AS: "、".join(row[f"c{n}"] for n in range(len(met)) if row[f"c{n}"]),
        }
        for row in rows
    ]


def _row_query(source: Source, sheet: m.ReportSheet, table: SheetTable, label: str) -> str:
    """The source lines of one row of the table, named s."""
    if label == TOTAL:
        met = " OR ".join(f"({source.condition(row.where)})" for row in sheet.row) or "TRUE"
        return f"(SELECT * FROM (SELECT * FROM {source.query} {source.where(sheet.where)}) WHERE {met}) s"
    if sheet.row:
        row = next(row for row in sheet.row if row.label == label)
        return f"(SELECT * FROM {source.query} {source.where(sheet.where, row.where)}) s"
    keys = ", ".join(f"{key} AS k{n}" for n, key in enumerate(key_columns(sheet, source)))
    values = table.keys[table.line_names.index(label)]
    same = " AND ".join(f"k{n} IS NOT DISTINCT FROM {literal(value)}" for n, value in enumerate(values))
    inner = f"SELECT s.*, {keys} FROM {source.query} {source.where(sheet.where)}"
    return f"(SELECT * FROM ({inner}) WHERE {same}) s"


def _columns(source: Source) -> list[str]:
    return list(source.engine.sql(f"SELECT * FROM {source.query} LIMIT 0").column_names)


def amount(value: str) -> str:
    """SQL of what a line counts for, in words."""
    return f"COALESCE(CAST({value} AS VARCHAR), '未填')"


def aggregates(sql: str) -> list[tuple[str, str]]:
    """(condition, value) of every aggregate in the column's SQL."""
    terms = []
    for node in parsed(sql).find_all(*AGGREGATES, exp.List, exp.ArrayAgg):
        argument = node.this.expressions[0] if isinstance(node.this, exp.Distinct) else node.this
        value = "1" if argument is None or isinstance(argument, exp.Star) else argument.sql(dialect="duckdb")
        where = node.parent.expression.this.sql(dialect="duckdb") if isinstance(node.parent, exp.Filter) else "TRUE"
        terms.append((f"({where})", value))
    return terms
