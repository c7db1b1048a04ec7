"""Checks of a report's declarations: columns, cross-checks, charts, notes."""

from typing import TYPE_CHECKING

from rescue_cli.pack import model as m
from rescue_cli.pack.expressions import BOOL, NUMBER
from rescue_cli.pack.scope import Scope

if TYPE_CHECKING:
    from rescue_cli.pack.validate import Problems


def report_problems(pack: m.Pack, stem: str, report: m.Report, problems: "Problems") -> None:
    """Add everything wrong with one report."""
    part = f"reports/{stem}"
    scope = Scope.for_pack(pack)
    for sheet in report.sheet:
        key = f"sheet.{sheet.name}"
        statistics = report.kind == "statistics"
        if sheet.where is not None:
            problems.expression(part, f"{key}.where", sheet.where, scope, BOOL)
        for name in (*sheet.order, *([sheet.rows] if sheet.rows else [])):
            problems.known(part, f"{key}.order", name, scope.types, "字段")
        if statistics != (sheet.rows is not None):
            problems.add(part, f"{key}.rows", "统计表须写 rows，其他表不写")
        for column in sheet.column:
            problems.expression(part, f"{key}.column.{column.id}", column.value, scope, aggregate=statistics)
        for note in sheet.note:
            if note.value is not None:
                problems.expression(part, f"{key}.note", note.value, scope, NUMBER, aggregate=True)
        _sheet_links(pack, part, key, sheet, problems)


def _sheet_links(pack: m.Pack, part: str, key: str, sheet: m.ReportSheet, problems: "Problems") -> None:
    ids = [column.id for column in sheet.column]
    numbers = Scope(dict.fromkeys(ids, "quotient"))
    if len(set(ids)) != len(ids):
        problems.add(part, f"{key}.column", "列的 id 有重复")
    for check in sheet.check:
        problems.expression(part, f"{key}.check", check.left, numbers, NUMBER)
        problems.expression(part, f"{key}.check", check.right, numbers, NUMBER)
    for ledger in sheet.ledger_check:
        problems.known(part, f"{key}.ledger_check.column", ledger.column, ids, "列")
        if problems.known(part, f"{key}.ledger_check.ledger", ledger.ledger, pack.reports, "报表"):
            _ledger_side(pack, part, key, ledger, problems)
    for name in sheet.chart.columns if sheet.chart else ():
        problems.known(part, f"{key}.chart", name, ids, "列")


def _ledger_side(pack: m.Pack, part: str, key: str, check: m.LedgerCheck, problems: "Problems") -> None:
    """A ledger check names columns of the ledger as written."""
    whole = Scope.for_pack(pack)
    types = {}
    for sheet in pack.reports[check.ledger].sheet:
        for column in sheet.column:
            types[column.id] = whole.types.get(column.id, whole.types.get(column.value, "text"))
    scope = Scope(types)
    problems.expression(part, f"{key}.ledger_check.value", check.value, scope, NUMBER, aggregate=True)
    if check.where is not None:
        problems.expression(part, f"{key}.ledger_check.where", check.where, scope, BOOL)
