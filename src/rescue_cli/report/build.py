"""A pack's reports, built: tables by its expressions, cross-checks, layouts. Nothing is written here.

On the engine stand `judged` (one row per determination, with all fields and facts of its case) and `facts` (one row a
case). A sheet that cannot be reconciled is still built; the failing 勾稽 is a finding and is printed under the table.
"""

from collections.abc import Sequence
from pathlib import PurePosixPath

import pyarrow as pa

from rescue_cli.core.errors import UsageError
from rescue_cli.core.findings import Finding
from rescue_cli.engine.base import Engine
from rescue_cli.pack import model as m
from rescue_cli.pack.names import nearest
from rescue_cli.report.checks import check_findings, ledger_checks, row_checks
from rescue_cli.report.results import BuiltReport, BuiltSheet, CheckResult, ReportContext
from rescue_cli.report.sheets import lay_out
from rescue_cli.report.source import Source
from rescue_cli.report.tables import SheetTable, ledger_table, statistics_table

KINDS = ("ledger", "statistics", "list")
ROW_CODE, LEDGER_CODE, MONTH_CODE = "REPORT-CHECK-ROW", "REPORT-CHECK-LEDGER", "REPORT-MONTH-MISSING"


def build_reports(
    engine: Engine,
    pack: m.Pack,
    context: ReportContext,
    names: Sequence[str] | None = None,
    kinds: Sequence[str] = KINDS,
) -> tuple[list[BuiltReport], list[Finding], list[CheckResult]]:
    """The reports `names` (all by default) of those `kinds`, by name.

    Monthly reports need `context.month`; without it they are left out, with a finding where one was asked for by name.

    Raises:
        UsageError: the pack has no report of that name.
    """
    builder = _Builder(engine, pack, context)
    reports, findings, results = [], [], []
    for name in _wanted(pack, names, kinds):
        if pack.reports[name].month and context.month is None:
            findings += [Finding(MONTH_CODE, file=pack.reports[name].file, value=name)] if names else []
            continue
        report, found, checked = builder.report(name)
        reports.append(report)
        findings += found
        results += checked
    return reports, findings, results


def _wanted(pack: m.Pack, names: Sequence[str] | None, kinds: Sequence[str]) -> list[str]:
    for name in names or ():
        if name not in pack.reports:
            hint = nearest(name, pack.reports) or "、".join(sorted(pack.reports))
            raise UsageError(f"方案包 {pack.head.id} 没有报表“{name}”；最接近的是“{hint}”。")
    return [name for name in sorted(names or pack.reports) if pack.reports[name].kind in kinds]


class _Builder:
    """Builds each report's tables once; ledgers are needed again by the checks of the statistics."""

    def __init__(self, engine: Engine, pack: m.Pack, context: ReportContext) -> None:
        self.engine, self.pack, self.context = engine, pack, context
        self._built: dict[str, list[SheetTable]] = {}

    def report(self, name: str) -> tuple[BuiltReport, list[Finding], list[CheckResult]]:
        report = self.pack.reports[name]
        file = _file_name(report, self.context)
        sheets, findings, results = [], [], []
        for table in self.tables(name):
            inside = row_checks(self.engine, name, table)
            across = ledger_checks(self.engine, self.pack, name, table, self.written)
            findings += check_findings(inside, file, ROW_CODE) + check_findings(across, file, LEDGER_CODE)
            layout = lay_out(
                self.pack, report, table, self.context, [*inside, *across], self._notes(report, table.sheet)
            )
            sheets.append(BuiltSheet(name, table.sheet.name, layout, table.rows))
            results += [*inside, *across]
        return BuiltReport(name, file, report.kind, tuple(sheets)), findings, results

    def tables(self, name: str) -> list[SheetTable]:
        if name not in self._built:
            report = self.pack.reports[name]
            source = Source.of(self.engine, self.pack, report, self.context)
            build = statistics_table if report.kind == "statistics" else ledger_table
            self._built[name] = [build(sheet, source) for sheet in report.sheet]
        return self._built[name]

    def written(self, name: str) -> pa.Table:
        """All rows of a report as written."""
        return pa.concat_tables([table.rows for table in self.tables(name)], promote_options="permissive")

    def _notes(self, report: m.Report, sheet: m.ReportSheet) -> list[str]:
        source = Source.of(self.engine, self.pack, report, self.context)
        notes = []
        for note in sheet.note:
            n = source.aggregate(note.value) if note.value else None
            if note.value is None or n:
                notes.append(note.say.replace("{n}", str(n)))
        return notes


def _file_name(report: m.Report, context: ReportContext) -> str:
    if not report.month:
        return report.file
    path = PurePosixPath(report.file)
    return str(path.with_name(f"{path.stem}（{context.month_text}）{path.suffix}"))
