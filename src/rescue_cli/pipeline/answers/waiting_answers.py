"""Answers that stand in the workbooks of 输出/ and were not taken back: how many in which, so that `run` can offer to."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rescue_cli.core.output_books import MERGED_BOOK, PAIRS_BOOK
from rescue_cli.pipeline.answers.coded_answers import FILES, FINDINGS, HEADINGS, RECEIPTS, waiting_in
from rescue_cli.pipeline.answers.earlier_book import typed_before
from rescue_cli.pipeline.answers.typed_answers import Typed
from rescue_cli.pipeline.answers.typed_corrections import corrections_before
from rescue_cli.pipeline.outputs import output_path
from rescue_cli.pipeline.session import Session
from rescue_cli.report.unclaimed_sheet import SHEET


@dataclass(frozen=True)
class WaitingBook:
    """A workbook of 输出/ with so many answers."""

    path: Path
    count: int

    @property
    def title(self) -> str:
        """What the clerk calls it."""
        return self.path.stem


def waiting_answers(session: Session) -> list[WaitingBook]:
    """Those with some, in the order they are written. Nothing outside a workspace."""
    if session.record is None or session.ad_hoc:
        return []
    corrections = corrections_before(session)
    counts = {
        PAIRS_BOOK: _count(typed_before(session)),
        **{book.name: _count(waiting_in(session, book)) for book in (FINDINGS, FILES, HEADINGS, RECEIPTS)},
        MERGED_BOOK: len(corrections.rows) + len(corrections.answers),
    }
    return [WaitingBook(output_path(session, name), count) for name, count in counts.items() if count]


def _count(typed: Sequence[Typed]) -> int:
    """Without what has no question any more, and reasons that stand alone."""
    return sum(entry.sheet != SHEET and bool(entry.claims) and bool(entry.code) for entry in typed)
