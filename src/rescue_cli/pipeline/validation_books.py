"""The books about what was read and checked: 校验汇总, 更正确认, the files that go back, the letters with them, the rows not taken."""

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core.output_books import FINDINGS_BOOK, REPLACEMENTS_BOOK
from rescue_cli.core.states import Change
from rescue_cli.pipeline.outputs import count_by, remove_book, report_context, write_book
from rescue_cli.pipeline.returned_files import write_returns
from rescue_cli.pipeline.returned_rows import write_returned_rows
from rescue_cli.pipeline.session import Session
from rescue_cli.report import Checked, findings_book
from rescue_cli.report.findings_book import KIND as FINDINGS_KIND
from rescue_cli.report.replacement_book import KIND as REPLACEMENTS_KIND
from rescue_cli.report.replacement_book import replacements_book

ALWAYS_TOLD = (Change.MENDED, Change.OPEN, Change.FRESH)


def write_check_books(session: Session, results: Checked, columns: pa.Table) -> list[str]:
    """All of them, as told to the clerk; 更正确认.xlsx only where some file looks like a corrected one."""
    context = report_context(session)
    asked = replacements_book(results, context)
    if not asked:
        remove_book(session, REPLACEMENTS_BOOK)
    return [
        write_book(session, FINDINGS_BOOK, findings_book(results, context), kind=FINDINGS_KIND),
        *([write_book(session, REPLACEMENTS_BOOK, asked, kind=REPLACEMENTS_KIND)] if asked else []),
        *write_returns(session, results, columns),
        *write_returned_rows(session, results, columns),
    ]


def check_figures(results: Checked) -> dict[str, object]:
    """What was let stand, and what became of the faults of replaced files; nothing where there is neither."""
    figures: dict[str, object] = {"已认可": results.waived.num_rows} if results.waived.num_rows else {}
    counts = count_by(results.corrections, c.CHANGE)
    if counts:
        shown = [change for change in Change if change in ALWAYS_TOLD or counts.get(change)]
        figures["更正"] = {change: counts.get(change, 0) for change in shown}
    return figures
