"""Tables in, sheet layouts out: ledgers, statistics with cross-checks, lists, and the fixed books. Writes nothing."""

from rescue_cli.report.build_reports import build_reports
from rescue_cli.report.check_results import Checked
from rescue_cli.report.duplicates_book import pairs_book
from rescue_cli.report.findings_book import findings_book
from rescue_cli.report.report_types import BuiltReport, BuiltSheet, CheckResult, ReportContext
from rescue_cli.report.roster_book import merged_book

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
