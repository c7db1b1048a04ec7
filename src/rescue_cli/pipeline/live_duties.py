"""What is to be done by a day, apart from what the households' data leave: who has not sent, which report is due, what of
存档/ was changed. It is told anew on every day, from what the last run read."""

from collections.abc import Iterable
from dataclasses import replace

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core.answer_states import ToDo
from rescue_cli.core.overview_tables import AHEAD, SILENT
from rescue_cli.pipeline.outputs import report_context
from rescue_cli.pipeline.owing import not_come, silent_townships
from rescue_cli.pipeline.reports_due import reports_due
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import Stage
from rescue_cli.pipeline.submit_reports import changed_filings
from rescue_cli.pipeline.to_do_list import Left, in_order
from rescue_cli.report.owed_lines import all_terms

LIVE = (ToDo.FILED, ToDo.OWED, ToDo.DUE)
NEXT_SHOWN = 6


def with_duties(session: Session, stage: Stage, left: Iterable[Left], month: str | None = None) -> list[Left]:
    """`left` with its duties told by the session's day, and without the hours left of it: a page is no clock. `stage`: with
    tables owed, receipts and mentions."""
    by_day = replace(session, hours_left=None)
    duties = [
        *changed_filings(by_day),
        *not_come(by_day, stage),
        *reports_due(by_day, report_context(by_day, month)),
    ]
    return in_order([*duties, *(entry for entry in left if entry.item not in LIVE)])


def silent_table(session: Session, stage: Stage) -> pa.Table:
    """SILENT. `stage`: with tables owed, receipts and mentions."""
    asked = stage["owed"][c.SENDER].to_pylist()
    return pa.table([silent_townships(session, stage["receipts"], stage["mentions"], asked)], schema=SILENT)


def ahead_table(session: Session) -> pa.Table:
    """AHEAD as of the session's day."""
    lines = []
    for deadline in session.pack.head.deadline:
        terms = all_terms(deadline, session.as_of, session.pack.head.settlement_day)
        following = next((term for term in terms if term.day >= session.as_of), None)
        if following is not None and (deadline.monthly or deadline.once):
            line = (following.day, deadline.title, following.label, deadline.who)
            lines.append(dict(zip(AHEAD.names, line, strict=True)))
    lines.sort(key=lambda line: (line[c.BY_DAY], str(line[c.OWED])))
    return pa.Table.from_pylist(lines[:NEXT_SHOWN], schema=AHEAD)
