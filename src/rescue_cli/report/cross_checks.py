"""Cross-checks (勾稽) a report declares: in a sheet, row by row and in the total; and against a ledger's rows."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pyarrow as pa

from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.pack import model as m
from rescue_cli.pack.check.report_problems import ledger_scope
from rescue_cli.pack.language.expressions import compile_condition, compile_value
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sql import quoted
from rescue_cli.report.report_tables import FIGURE, SheetTable, summed
from rescue_cli.report.report_types import TOTAL, CheckResult, Figure, as_figure, figure

WRITTEN = "报表_已写行"  # the rows under check, on the engine
PLACE = "报表_行序"


def row_checks(engine: Engine, report: str, table: SheetTable) -> list[CheckResult]:
    """One result a check: its first failing row, else the total (or the last row where a column has no total)."""
    if not table.sheet.check:
        return []
    labels = _register_figures(engine, table)
    scope = Scope(dict.fromkeys((column.id for column in table.sheet.column), "quotient"))
    return [_row_check(engine, report, table, check, scope, labels) for check in table.sheet.check]


def _row_check(
    engine: Engine, report: str, table: SheetTable, check: m.RowCheck, scope: Scope, labels: Sequence[str]
) -> CheckResult:
    left, right = compile_value(check.left, scope), compile_value(check.right, scope)
    rows = engine.sql(f"SELECT {left} AS l, {right} AS r FROM {quoted(WRITTEN)} ORDER BY {quoted(PLACE)}").to_pylist()
    results = [
        CheckResult(report, table.sheet.name, check.say, label, as_figure(row["l"]), as_figure(row["r"]))
        for label, row in zip(labels, rows, strict=True)
        if label != TOTAL or (row["l"] is not None and row["r"] is not None)
    ]
    return next((result for result in results if not result.holds), results[-1])


def _register_figures(engine: Engine, table: SheetTable) -> list[str]:
    """Put the rows and the total on the engine as exact numbers; returns what each line is called."""
    columns = {
        column.id: _with_total(table.rows.column(column.id), table.totals.get(column.id))
        for column in table.sheet.column
        if is_number(table.rows.schema.field(column.id).type)
    }
    labels = [*table.line_names, TOTAL]
    engine.register(WRITTEN, pa.table({PLACE: pa.array(range(len(labels)), pa.int64()), **columns}))
    return labels


def _with_total(column: "pa.ChunkedArray[Any]", total: Figure) -> "pa.ChunkedArray[Any]":
    below = pa.array([None if total is None else Decimal(total)], FIGURE)
    return pa.chunked_array([*column.cast(FIGURE).chunks, below], FIGURE)


def is_number(kind: pa.DataType) -> bool:
    """Whole numbers and decimals; a column of nulls only may be one."""
    return bool(pa.types.is_integer(kind) or pa.types.is_decimal(kind) or pa.types.is_null(kind))


def ledger_checks(
    engine: Engine, pack: m.Pack, report: str, table: SheetTable, written: Callable[[str], pa.Table]
) -> list[CheckResult]:
    """`written` gives the rows of a ledger as written, all its sheets together."""
    results = []
    for check in table.sheet.ledger_check:
        engine.register(WRITTEN, written(check.ledger))
        scope = ledger_scope(pack, check.ledger)
        where = f" WHERE {compile_condition(check.where, scope)}" if check.where else ""
        value = compile_value(check.value, scope, aggregate=True)
        there = as_figure(engine.sql(f"SELECT {value} AS n FROM {quoted(WRITTEN)}{where}").column("n")[0].as_py()) or 0
        results.append(
            CheckResult(report, table.sheet.name, check.say, TOTAL, column_total(table, check.column), there)
        )
    return results


def check_findings(results: Sequence[CheckResult], file: str, code: str) -> list[Finding]:
    """A finding `code` for every check that does not hold."""
    return [
        Finding(
            code,
            file=file,
            sheet=result.sheet,
            value=figure(result.left),
            facts={"勾稽": result.say, "行": result.row, "左": figure(result.left), "右": figure(result.right)},
        )
        for result in results
        if not result.holds
    ]


def column_total(table: SheetTable, column: str) -> Figure:
    """The total of a column, also of one that prints none."""
    if column in table.totals:
        return table.totals[column]
    return summed(table.rows.column(column))
