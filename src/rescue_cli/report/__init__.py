"""Tables in, sheet layouts out: ledgers, statistics with cross-checks, lists, and the fixed books. Writes nothing."""

from rescue_cli.report.adjudication import pairs_book
from rescue_cli.report.build import build_reports
from rescue_cli.report.checked import Checked
from rescue_cli.report.findings import findings_book
from rescue_cli.report.merged import merged_book
from rescue_cli.report.results import BuiltReport, BuiltSheet, CheckResult, ReportContext

__all__ = [
    "BuiltReport",
    "BuiltSheet",
    "CheckResult",
    "Checked",
    "ReportContext",
    "build_reports",
    "findings_book",
    "merged_book",
    "pairs_book",
]
