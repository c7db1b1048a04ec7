"""Case numbers for a run: from the record in a workspace, made up for the run alone otherwise."""

import pyarrow as pa

from rescue_cli.link import Linked
from rescue_cli.pipeline.session import Session
from rescue_cli.record.journal import Journal, append, read_journal
from rescue_cli.record.numbers import Past, assign_numbers, past_of


def number_households(session: Session, mentions: pa.Table, linked: Linked) -> tuple[dict[str, str], Past]:
    """户组 → 编号, and what became of numbers so far. In a workspace, numbers given before stay and new ones are appended to 裁定.jsonl."""
    prefix = session.pack.head.district.code if session.pack.head.district else "000000"
    townships = tuple(township.name for township in session.townships)
    keeps = session.workspace is not None and not session.ad_hoc
    journal = read_journal(session.workspace.record_file) if keeps and session.workspace else Journal()
    numbers, entries = assign_numbers(linked.groups, mentions, journal, prefix, townships)
    if not (keeps and session.workspace):
        return numbers, Past()
    if entries:
        journal = append(session.workspace.record_file, journal, entries)
    return numbers, past_of(journal)
