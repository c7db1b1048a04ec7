"""催报单: one page to each sender of whom something due has not come: what, for which month, since when, whom to ask."""

from collections.abc import Collection

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core.states import OwedState
from rescue_cli.report.owed_lines import Line
from rescue_cli.report.report_types import ReportContext, han_date
from rescue_cli.report.return_letter import Contact, ask_contact
from rescue_cli.workbooks.writing.letter_document import Letter

OPEN_STATES = (OwedState.MISSING, OwedState.RETURNED)
LINES_SHOWN = 15
HEADS = (c.OWED, c.PERIOD, c.BY_DAY, c.STATE, c.DAYS_OVERDUE)
WIDTHS = (7.4, 2.0, 2.8, 2.0, 1.9)


def urge_letters(
    owed: pa.Table, addressees: Collection[str], context: ReportContext, contact: Contact
) -> dict[str, Letter]:
    """Sender → letter, for every one of `addressees` who owes something due (OWED)."""
    lines: dict[str, list[Line]] = {}
    for line in owed.to_pylist():
        if line[c.STATE] in OPEN_STATES and line[c.SENDER] in addressees:
            lines.setdefault(line[c.SENDER], []).append(line)
    return {sender: _letter(sender, lines[sender], context, contact) for sender in sorted(lines)}


def _letter(sender: str, lines: list[Line], context: ReportContext, contact: Contact) -> Letter:
    more = f"（下表列出前{LINES_SHOWN}份）" if len(lines) > LINES_SHOWN else ""
    returned = sum(line[c.STATE] == OwedState.RETURNED for line in lines)
    unread = f"，其中{returned}份报来的没有读进来，见退回的文件" if returned else ""
    before = f"按通知要求，截至{han_date(context.as_of)}，你单位应报的表还有{len(lines)}份没有收到{unread}{more}。"
    after = "请收到后立即报送；没有可报的，报一份写明“零报告”的空表；已经报了的，请与下列联系人核对。"
    return Letter(
        title="催报单",
        addressee=sender,
        before=(before,),
        heads=HEADS,
        widths=WIDTHS,
        rows=tuple(_row(line) for line in lines[:LINES_SHOWN]),
        after=(after, ask_contact(contact)),
        closing=(context.bureau or context.district, han_date(context.as_of)),
        date=context.as_of,
    )


def _row(line: Line) -> tuple[str, ...]:
    late = line[c.DAYS_OVERDUE]
    return line[c.OWED], line[c.PERIOD] or "", line[c.BY_DAY].isoformat(), line[c.STATE], str(late) if late else ""
