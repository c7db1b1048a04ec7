"""Who owes what and has not sent it: 催报/应报未报.xlsx, a line on the screen."""

from collections.abc import Mapping

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core.output_books import OWED_BOOK
from rescue_cli.core.states import OwedState
from rescue_cli.pipeline.outputs import remove_book, report_context, write_book
from rescue_cli.pipeline.session import Session
from rescue_cli.report.owed_book import owed_book

NAMED_ON_SCREEN = 5


def write_owed(session: Session, stage: Mapping[str, pa.Table]) -> list[str]:
    """Paths written; nothing where nobody owes anything."""
    if session.ad_hoc:
        return []
    if not stage["owed"].num_rows:
        remove_book(session, OWED_BOOK)
        return []
    return [write_book(session, OWED_BOOK, owed_book(stage["owed"], report_context(session)))]


def not_come(owed: pa.Table) -> list[str]:
    """One sentence where something due has not come, or could not be read: who, and since when at most."""
    lines = [line for line in owed.to_pylist() if line[c.STATE] in (OwedState.MISSING, OwedState.RETURNED)]
    if not lines:
        return []
    senders = list(dict.fromkeys(line[c.SENDER] for line in lines))
    named = "、".join(senders[:NAMED_ON_SCREEN]) + ("等" if len(senders) > NAMED_ON_SCREEN else "")
    longest = max(line[c.DAYS_OVERDUE] or 0 for line in lines)
    late = f"，最久逾期{longest}天" if longest else "，今日到期"
    return [f"{len(senders)}个单位有{len(lines)}份应报的没有报来（{named}{late}）：见 {OWED_BOOK}"]
