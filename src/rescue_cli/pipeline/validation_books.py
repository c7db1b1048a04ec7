"""The books about what was read and checked: 校验汇总, 更正确认, the files that go back, the letters with them, the rows not taken."""

from dataclasses import dataclass

from rescue_cli.core import columns as c
from rescue_cli.core.answer_states import ToDo
from rescue_cli.core.change_tables import VERSIONS
from rescue_cli.core.output_books import FINDINGS_BOOK, HEADINGS_BOOK, RECEIPTS_BOOK, REPLACEMENTS_BOOK
from rescue_cli.core.states import Change
from rescue_cli.pipeline.answers.coded_answers import (
    FILES,
    FINDINGS,
    HEADINGS,
    RECEIPTS,
    TAKE_BACK,
    carried_coded,
    waiting_in,
)
from rescue_cli.pipeline.outputs import count_by, remove_book, report_context, write_book
from rescue_cli.pipeline.owing import write_owed
from rescue_cli.pipeline.returned_files import write_returns
from rescue_cli.pipeline.returned_rows import write_returned_rows
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import Stage
from rescue_cli.pipeline.to_do_list import Left
from rescue_cli.report import Checked, findings_book
from rescue_cli.report.findings_book import KIND as FINDINGS_KIND
from rescue_cli.report.receipts_book import KIND as RECEIPTS_KIND
from rescue_cli.report.receipts_book import receipts_book
from rescue_cli.report.replacement_book import KIND as REPLACEMENTS_KIND
from rescue_cli.report.replacement_book import replacements_book

ALWAYS_TOLD = (Change.MENDED, Change.OPEN, Change.FRESH)


@dataclass(frozen=True)
class CheckBooks:
    """The workbooks written, by their paths, and what they leave for a person: answers typed and not taken back."""

    paths: tuple[str, ...]
    left: tuple[Left, ...]


def write_check_books(session: Session, results: Checked, stage: Stage) -> CheckBooks:
    """All of them, as told to the clerk; 更正确认.xlsx only where some file looks like a corrected one, or an answer in it was
    not taken back."""
    context = report_context(session)
    findings = carried_coded(session, FINDINGS, findings_book(results, context, stage.tables.get("owed")))
    asked = carried_coded(session, FILES, replacements_book(results, context))
    if not asked.sheets:
        remove_book(session, REPLACEMENTS_BOOK)
    came = carried_coded(
        session,
        RECEIPTS,
        receipts_book(stage["receipts"], stage.tables.get("versions", VERSIONS.empty_table()), context),
    )
    paths = (
        write_book(session, FINDINGS_BOOK, findings.sheets, kind=FINDINGS_KIND),
        *([write_book(session, REPLACEMENTS_BOOK, asked.sheets, kind=REPLACEMENTS_KIND)] if asked.sheets else []),
        write_book(session, RECEIPTS_BOOK, came.sheets, kind=RECEIPTS_KIND),
        *write_owed(session, stage.tables, results),
        *write_returns(session, results, stage["columns"]),
        *write_returned_rows(session, results, stage["columns"]),
    )
    left = [line for carried in (asked, findings, came) for line in carried.left(TAKE_BACK)]
    return CheckBooks(paths, (*left, *_headings_waiting(session)))


def _headings_waiting(session: Session) -> list[Left]:
    """What was typed into 表头确认.xlsx, which only `headers` writes, and not taken back."""
    waiting = sum(bool(entry.code) for entry in waiting_in(session, HEADINGS))
    words = f"{HEADINGS_BOOK} 里有{waiting}处填了还没有收回"
    return [Left(ToDo.UNCLAIMED, waiting, words, HEADINGS_BOOK, TAKE_BACK)] if waiting else []


def check_figures(results: Checked) -> dict[str, object]:
    """What was let stand, and what became of the faults of replaced files; nothing where there is neither."""
    figures: dict[str, object] = {"已认可": results.waived.num_rows} if results.waived.num_rows else {}
    counts = count_by(results.corrections, c.CHANGE)
    if counts:
        shown = [change for change in Change if change in ALWAYS_TOLD or counts.get(change)]
        figures["更正"] = {change: counts.get(change, 0) for change in shown}
    return figures
