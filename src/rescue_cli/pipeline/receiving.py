"""Receipts: which file came when, as what, and whether it counts. Recorded by every command that reads all of 收件/."""

import datetime as dt
from collections.abc import Mapping

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import FileState
from rescue_cli.pipeline.file_senders import senders
from rescue_cli.pipeline.session import Session
from rescue_cli.record.receipts import arrival_days, days_answered, new_receipts
from rescue_cli.record.recorded_states import files_read, state_names
from rescue_cli.report.owed_lines import OwedSettings, owed_lines
from rescue_cli.report.receipt_lines import receipt_lines
from rescue_cli.values.arrival_named import arrival_named


def receipts_of(session: Session, tables: Mapping[str, pa.Table], mended: Mapping[str, str]) -> pa.Table:
    """RECEIPTS of the tables files, rows and mentions; `mended`: file → its returned copy read instead. Files the record has
    not seen are written down in it."""
    files = tables["files"]
    digests = {line[f.SOURCE_FILE]: line[c.DIGEST] for line in files.to_pylist() if line[c.STATE] != FileState.SKIPPED}
    if session.record is not None and not session.ad_hoc:
        came = new_receipts(
            session.record.journal, (digest for digest in digests.values() if digest), day_of_run(session)
        )
        if came:
            session.record.append(came)
    whose = senders(session, files, tables["mentions"])
    return receipt_lines(tables, session.pack, whose, _days(session, digests), {**mended, **session.replaced})


def owed_of(session: Session, receipts: pa.Table, mentions: pa.Table) -> pa.Table:
    """OWED as of the as-of day; files given by hand are owed by nobody."""
    config = session.workspace.config if session.workspace is not None and not session.ad_hoc else None
    if config is None:
        return owed_lines(receipts, mentions, session.pack, (), session.as_of, OwedSettings()).slice(0, 0)
    who = {entry.deadline: entry.who for entry in config.owes if entry.who}
    settings = OwedSettings(who, config.moved_deadlines, _first_days(session, receipts))
    return owed_lines(receipts, mentions, session.pack, session.townships, session.as_of, settings)


def _first_days(session: Session, receipts: pa.Table) -> dict[str, dt.date | None]:
    """File → the day what stood there first came, of files that were written over since; None where nobody knows it."""
    if session.workspace is None:
        return {}
    first: dict[str, str] = {}
    for name in state_names(session.workspace.states):
        first = {**files_read(session.workspace.states, name), **first}
    stands = dict(zip(receipts[f.SOURCE_FILE].to_pylist(), receipts[c.DIGEST].to_pylist(), strict=True))
    written_over = {file: digest for file, digest in first.items() if stands.get(file, digest) != digest}
    days = _days(session, written_over)
    return {file: days.get(file) for file in written_over}


def day_of_run(session: Session) -> dt.date:
    """The as-of day where rescue.toml sets one: a run that is made again another day says the same."""
    set_day = session.workspace.config.as_of if session.workspace is not None else None
    return set_day or session.today or session.as_of


def _days(session: Session, digests: Mapping[str, str]) -> dict[str, dt.date]:
    """File → when it came: as a person says, here or in rescue.toml, else as its name or folder does, else the day of the
    run that saw it first."""
    answered = days_answered(session.record.journal) if session.record is not None else {}
    seen = arrival_days(session.record.journal) if session.record is not None else {}
    received = session.workspace.config.received_days if session.workspace is not None else {}
    days = {
        file: answered.get(digest) or received.get(file) or arrival_named(file, session.as_of.year) or seen.get(digest)
        for file, digest in digests.items()
    }
    return {file: day for file, day in days.items() if day is not None}
