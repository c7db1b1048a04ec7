"""`status`: what stands and what is to be done by a day, from what the last run read and the record; the page and 催报/
written anew where the day or the record moved."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import overview_tables as o
from rescue_cli.core.errors import UsageError
from rescue_cli.core.output_books import OWED_BOOK
from rescue_cli.pipeline.findings_by_sender import checked
from rescue_cli.pipeline.kept_overview import InboxNews, about, digest_beside, inbox_news, kept_tables
from rescue_cli.pipeline.live_duties import ahead_table, with_duties
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.outputs import planned
from rescue_cli.pipeline.overview import about_table, place_page
from rescue_cli.pipeline.owing import write_owed
from rescue_cli.pipeline.receiving import owed_of
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import JUDGED, MERGED, REPORTED, Stage, all_findings
from rescue_cli.pipeline.status_summary import status_outcome
from rescue_cli.pipeline.to_do_list import left_in, to_do_table
from rescue_cli.record.cache import load_tables

NO_RUN = "还没有运行过：请先 rescue run"
MOVED = "rescue.toml、裁定、方案包或程序在上次运行以后有变动，户的判定和数字还没有照新的算：要最新的请 rescue run"
AHEAD_ONLY = "照{}看的，没有写任何文件"


@planned
def status(session: Session, day: dt.date | None = None) -> Outcome:
    """As of the session's day, the page and 催报/ written anew; or, with `day`, as of another one, and nothing is written.

    UsageError where there was no run yet.
    """
    if session.workspace is None:
        raise UsageError(NO_RUN)
    tables = kept_tables(session.workspace.cache)
    stage = _read_last(session)
    if tables is None or stage is None:
        raise UsageError(NO_RUN)
    inbox = inbox_news(tables["seen"], session.workspace.inbox)
    if day is not None:
        session = replace(session, as_of=day)
    before = tables["owed"]
    tables = _by_day(session, tables, stage)
    notes = _notes(session, tables, inbox, day)
    if day is not None:
        return status_outcome(tables, inbox, (), notes)
    urged = _urged(session, tables["owed"], before, inbox)
    page = _page(session, tables, inbox, notes)
    return status_outcome(tables, inbox, (page, *urged), notes)


def _read_last(session: Session) -> Stage | None:
    """The tables the duties rest on, as the last command read them; None where there are none."""
    assert session.workspace is not None
    names = ("receipts", "mentions", "findings")
    loaded = load_tables(session.workspace.cache / MERGED, only=names)
    return Stage(loaded[0], False) if loaded is not None and set(names) <= set(loaded[0]) else None


def _by_day(session: Session, tables: Mapping[str, pa.Table], stage: Stage) -> dict[str, pa.Table]:
    """OVERVIEW with the duties of the session's day."""
    owed = owed_of(session, stage["receipts"], stage["mentions"], stage["findings"])
    left = with_duties(session, stage.joined({"owed": owed}), left_in(tables["to_do"]))
    facts = {**about(tables), o.DAY: session.as_of.isoformat()}
    duties = {"owed": owed, "to_do": to_do_table(left), "ahead": ahead_table(session), "about": about_table(facts)}
    return {**tables, **duties}


def _notes(session: Session, tables: Mapping[str, pa.Table], inbox: InboxNews, day: dt.date | None) -> tuple[str, ...]:
    assert session.workspace is not None
    beside = about(tables)[o.MADE_BESIDE] != digest_beside(session.workspace.folder)
    moved = [inbox.sentence] if inbox else [MOVED] if beside else []
    return (*moved, *([AHEAD_ONLY.format(day)] if day is not None else []))


def _urged(session: Session, owed: pa.Table, before: pa.Table, inbox: InboxNews) -> list[str]:
    """催报/ as of the day, where it says otherwise than it did; never while files wait that nobody has read."""
    assert session.workspace is not None
    stands = (session.output / OWED_BOOK).exists() or not owed.num_rows
    if inbox or (stands and owed.equals(before)):
        return []
    loaded = [load_tables(session.workspace.cache / name) for name in (MERGED, JUDGED, REPORTED)]
    merge, *others = (Stage(stage[0], False) for stage in loaded if stage is not None)
    results = checked(session, merge, all_findings(merge, *others))
    return write_owed(session, {**merge.tables, "owed": owed}, results)


def _page(session: Session, tables: Mapping[str, pa.Table], inbox: InboxNews, notes: tuple[str, ...]) -> str:
    """The page, leading to nothing that is not there any more."""
    files = {file for line in tables["books"].to_pylist() for file in (line[c.OUTPUT_FILE], *line[c.PARTS]) if file}
    missing = frozenset(file for file in files if not (session.output / file).exists())
    alerts = [note for note in notes if note in (inbox.sentence, MOVED)]
    return place_page(session, tables, alerts, missing)
