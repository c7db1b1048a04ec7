"""Receipts: which file came when, as what, and whether it counts. Recorded by every command that reads all of 收件/."""

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import FileState, Level
from rescue_cli.intake import Intake
from rescue_cli.intake.table_steps import EMPTY_FORM
from rescue_cli.pipeline.file_senders import senders
from rescue_cli.pipeline.session import Session
from rescue_cli.record.receipts import (
    arrival_days,
    days_answered,
    first_versions,
    new_receipts,
    not_seen,
    saved_again,
)
from rescue_cli.record.recorded_states import files_read, state_names
from rescue_cli.record.waivers import set_aside
from rescue_cli.report.owed_lines import OwedSettings, owed_lines
from rescue_cli.report.receipt_lines import receipt_lines
from rescue_cli.values.arrival_named import arrival_named


def receipts_of(session: Session, tables: Mapping[str, pa.Table], intake: Intake) -> pa.Table:
    """RECEIPTS of the tables files, rows and mentions of what was read. Files the record has not seen are written down in it."""
    files = tables["files"]
    digests = {line[f.SOURCE_FILE]: line[c.DIGEST] for line in files.to_pylist() if line[c.STATE] != FileState.SKIPPED}
    if session.record is not None and not session.ad_hoc:
        journal = session.record.journal
        new = not_seen(journal, (digest for digest in digests.values() if digest))
        read = {digests[file]: rows for file, rows in _rows_read(tables["mentions"], digests, new).items()}
        day = None if session.looks_back else day_of_run(session)
        if came := new_receipts(journal, new, day, _written_over(session, digests), read):
            session.record.append(came)
    whose = senders(session, files, tables["mentions"], intake.recipients)
    replaced = {**intake.mended, **session.replaced}
    rewritten = set(_first_days(session, digests)) - _as_at_first(session, digests)
    townships = {township.name for township in session.townships}
    return receipt_lines(tables, session.pack, whose, _days(session, digests), replaced, rewritten, townships)


def _written_over(session: Session, digests: Mapping[str, str]) -> dict[str, str]:
    """Digest of a file → that of the one that stood there, under the same name, when the last state was recorded."""
    if session.workspace is None:
        return {}
    names = state_names(session.workspace.states)
    before = files_read(session.workspace.states, names[-1]) if names else {}
    return {digest: before[file] for file, digest in digests.items() if before.get(file, digest) != digest}


def _rows_read(mentions: pa.Table, digests: Mapping[str, str], new: Collection[str]) -> dict[str, str]:
    """File → digest of its rows and of where it stands, of the files that are `new`; nothing of one without rows."""
    names = [file for file, digest in digests.items() if digest in new]
    of_new = mentions.filter(pc.is_in(mentions[f.SOURCE_FILE], value_set=pa.array(names, pa.string())))
    filled = [name for name in of_new.column_names if of_new[name].null_count < of_new.num_rows]
    rows: dict[str, Any] = {}
    for row in of_new.select(filled).to_pylist():
        given = [(name, value) for name, value in row.items() if value is not None]
        rows.setdefault(row[f.SOURCE_FILE], hashlib.sha256()).update(repr(given).encode("utf-8", "surrogatepass"))
    return {file: total.hexdigest() for file, total in rows.items()}


def _as_at_first(session: Session, digests: Mapping[str, str]) -> set[str]:
    """Files written over that say just what stood there first."""
    if session.record is None:
        return set()
    journal = session.record.journal
    same, first = saved_again(journal), first_versions(journal)
    return {file for file, digest in digests.items() if digest in same and same[digest] == first.get(digest)}


def owed_of(session: Session, receipts: pa.Table, mentions: pa.Table, findings: pa.Table) -> pa.Table:
    """OWED as of the as-of day; files given by hand are owed by nobody."""
    config = session.workspace.config if session.workspace is not None and not session.ad_hoc else None
    if config is None:
        return owed_lines(receipts, mentions, session.pack, (), session.as_of, OwedSettings()).slice(0, 0)
    who = {entry.deadline: entry.who for entry in config.owes if entry.who}
    digests = dict(zip(receipts[f.SOURCE_FILE].to_pylist(), receipts[c.DIGEST].to_pylist(), strict=True))
    asked = _asked_empty(session, mentions, findings)
    settings = OwedSettings(who, _first_days(session, digests), asked)
    return owed_lines(receipts, mentions, session.pack, session.townships, session.as_of, settings)


def _asked_empty(session: Session, mentions: pa.Table, findings: pa.Table) -> frozenset[str]:
    """Files with headings and no rows of which it is asked whether there is nothing to report."""
    asking = set_aside(findings.filter(pc.equal(findings[c.CODE], EMPTY_FORM)), mentions, session.decisions)[0]
    return frozenset(line[f.SOURCE_FILE] for line in asking.to_pylist() if line[c.LEVEL] == Level.VERIFY)


def _first_days(session: Session, digests: Mapping[str, str | None]) -> dict[str, dt.date | None]:
    """File → the day what stood there first came, of files that were written over since; None where nobody knows it."""
    if session.workspace is None or session.record is None or session.ad_hoc:
        return {}
    first = first_versions(session.record.journal)
    written_over = {file: first[digest] for file, digest in digests.items() if digest in first}
    days = _days(session, written_over)
    return {file: days.get(file) for file in written_over}


def day_of_run(session: Session) -> dt.date:
    """The as-of day where rescue.toml sets one: a run that is made again another day says the same."""
    set_day = session.workspace.config.as_of if session.workspace is not None else None
    return set_day or session.today or session.as_of


def _days(session: Session, digests: Mapping[str, str]) -> dict[str, dt.date]:
    """File → when it came: as a person says, here or in rescue.toml, else as its name or folder does, else the day of the
    run that saw it first, or first saw what it says."""
    journal = session.record.journal if session.record is not None else None
    answered = days_answered(journal) if journal is not None else {}
    seen = arrival_days(journal) if journal is not None else {}
    same = saved_again(journal) if journal is not None else {}
    received = session.workspace.config.received_days if session.workspace is not None else {}
    days = {
        file: answered.get(digest)
        or received.get(file)
        or arrival_named(file, session.as_of.year)
        or answered.get(same.get(digest, ""))
        or seen.get(same.get(digest, digest))
        for file, digest in digests.items()
    }
    return {file: day for file, day in days.items() if day is not None}
