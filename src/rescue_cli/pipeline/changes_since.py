"""What became otherwise since the recorded state before: compared, recorded, told (design §4 "Changes")."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.change_tables import CHANGES, GONE
from rescue_cli.core.errors import UsageError
from rescue_cli.core.output_books import CHANGES_BOOK
from rescue_cli.core.states import Cause, FileState, StateChange
from rescue_cli.core.version import VERSION
from rescue_cli.pipeline.outputs import group_figures, remove_book, report_context, write_book
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import CHANGED, Stage, engine, store
from rescue_cli.record.filings import filings, standing_filings
from rescue_cli.record.recorded_states import (
    KEPT_DAYS,
    LATER,
    TABLES,
    RecordedState,
    day_of,
    read_state,
    record_state,
    state_names,
)
from rescue_cli.record.run_log import log_run, state_digest
from rescue_cli.report.changes_book import changes_book
from rescue_cli.report.state_changes import INTO, state_changes
from rescue_cli.workspace import Workspace

DAMAGED = "上次记下的状态读不出来（存档/状态），这次没有可比的；已重新记下"


@dataclass(frozen=True)
class Changes:
    """`table`: CHANGES against the state `since` (its name; empty where there is none to compare with).

    `files_gone`: files read for that state and no longer in 收件/, under no other name either. `gone_before`: GONE, the
    households that vanished earlier and nobody has sent again.
    """

    table: pa.Table
    since: str = ""
    notes: tuple[str, ...] = ()
    files_gone: tuple[str, ...] = ()
    gone_before: pa.Table = field(default_factory=GONE.empty_table)

    @property
    def vanished(self) -> int:
        """How many households are gone, but for those that are part of another now."""
        return _gone_now(self.table, dt.date.min).num_rows

    @property
    def new_cases(self) -> frozenset[str]:
        """The households that were not there before."""
        lines = zip(self.table[c.CHANGE].to_pylist(), self.table[f.CASE].to_pylist(), strict=True)
        return frozenset(case for change, case in lines if change == StateChange.NEW)

    @property
    def households(self) -> dict[str, int]:
        """变化 → how many households it befell."""
        pairs = set(zip(self.table[c.CHANGE].to_pylist(), self.table[f.CASE].to_pylist(), strict=True))
        return {change: sum(of == change for of, _ in pairs) for change in StateChange}


NO_CHANGES = Changes(CHANGES.empty_table())


def write_changes(session: Session, merge_stage: Stage, judge_stage: Stage) -> tuple[Changes, list[str]]:
    """Compare, record what differs, and write 变化.xlsx where there is something to compare with; paths written."""
    if session.ad_hoc or session.workspace is None:
        return Changes(CHANGES.empty_table()), []
    changes = _changes(session, session.workspace, merge_stage, judge_stage)
    store(session, CHANGED, {"changes": changes.table})
    if not changes.table.num_rows and not changes.gone_before.num_rows:
        remove_book(session, CHANGES_BOOK)
        return changes, []
    since = f"{day_of(changes.since).isoformat()}记下的状态" if changes.since else ""
    book = changes_book(changes.table, since, changes.gone_before, report_context(session))
    return changes, [write_book(session, CHANGES_BOOK, book)]


def change_figures(changes: Changes) -> dict[str, object]:
    """For the end table; nothing where there is nothing to compare with."""
    if not changes.since:
        return {}
    households = len(set(changes.table[f.CASE].to_pylist()))  # one that is judged otherwise and edited is one
    return {"变化": {"对照": day_of(changes.since).isoformat(), "户": households, **changes.households}}


def _changes(session: Session, workspace: Workspace, merge_stage: Stage, judge_stage: Stage) -> Changes:
    """Against the last state that differs: a run without news says again what the last one said."""
    names = state_names(workspace.states)
    now = _state(session, workspace, merge_stage, judge_stage)
    last = read_state(workspace.states, names[-1]) if names else None
    if last is None:
        kept = _record(session, workspace, now)
        return Changes(CHANGES.empty_table(), notes=(*kept, *((DAMAGED,) if names else ())))
    news, day = _compared(last, now), session.today or session.as_of
    cases = now.tables["cases"]
    if news.num_rows:
        gone = _still_gone(last.tables["gone"], cases, day)
        now.tables["gone"] = pa.concat_tables([gone, _gone_now(news, day)])
        kept = _record(session, workspace, now)
        left = files_gone(last.tables["files"], now.tables["files"])
        return Changes(news, names[-1], notes=kept, files_gone=left, gone_before=gone)
    # A file whose rows changed no household makes no new state, and is gone all the same.
    left = files_gone(last.tables["files"], now.tables["files"])
    before = read_state(workspace.states, names[-2]) if len(names) > 1 else None
    if before is None:
        return Changes(CHANGES.empty_table(), files_gone=left, gone_before=_still_gone(last.tables["gone"], cases, day))
    left_before = files_gone(before.tables["files"], last.tables["files"])
    back = set(now.tables["files"][f.SOURCE_FILE].to_pylist())
    left = tuple(sorted({*left, *left_before} - back))
    gone = _still_gone(before.tables["gone"], cases, day)
    return Changes(_compared(before, last), names[-2], files_gone=left, gone_before=gone)


def _record(session: Session, workspace: Workspace, now: RecordedState) -> tuple[str, ...]:
    """The state, and the run that came to it; sentences for the screen."""
    name = record_state(workspace.states, now, session.today or session.as_of, _held(session))
    groups = group_figures(now.tables["determinations"])
    body = {
        "state": name,
        "digest": state_digest(workspace.states / name),
        "as_of": session.as_of.isoformat(),
        "pack": session.pack.head.id,
        "pack_digest": session.pack.digest,
        "program": VERSION,
        "inputs": now.tables["files"].num_rows,
        "results": [f"{group} {count}" for group, count in groups.items()],
        "by": session.by,
        "when": session.when or (session.today or session.as_of).isoformat(),
    }
    problem = log_run(workspace.cache, body)
    return (problem,) if problem else ()


def _held(session: Session) -> set[str]:
    """The states that reports handed in were made of: they stay."""
    return {filing.recorded for filing in filings(session.record.journal)} if session.record is not None else set()


def changes_since_filing(session: Session, words: str, tables: Mapping[str, pa.Table]) -> pa.Table:
    """CHANGES of `tables` (merged and judged) against what a report handed in was made of. `words`: its period, or period/report.

    Raises UsageError where none was handed in so, or its state is not kept any more.
    """
    assert session.record is not None
    assert session.workspace is not None
    standing = standing_filings(session.record.journal)
    named = [filing for filing in standing if words in (filing.period, f"{filing.period}/{filing.report}")]
    if not named:
        known = "、".join(f"{filing.period}/{filing.report}" for filing in standing) or "还没有登记过上报"
        raise UsageError(f"没有登记过“{words}”的上报；可以写期间，或 期间/报表：{known}")
    before = read_state(session.workspace.states, named[-1].recorded) if named[-1].recorded else None
    if before is None:
        raise UsageError(f"{named[-1].day}上报时的状态不在 存档/状态 里了，没有可比的")
    return _since(session, session.workspace, before, tables)


def brought_since(session: Session, recorded: str, tables: Mapping[str, pa.Table]) -> dict[str, tuple[str, str]]:
    """Household → why it is otherwise than in a recorded state (Cause), and the file that brought it; nothing where that state
    is not kept. `tables`: merged and judged."""
    before = read_state(session.workspace.states, recorded) if session.workspace is not None and recorded else None
    if before is None or session.workspace is None:
        return {}
    words: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for line in _since(session, session.workspace, before, tables).to_pylist():
        why, files = words.setdefault(line[f.CASE], ({}, {}))
        why.update(dict.fromkeys(filter(None, (line[c.WHY] or "").split("、"))))
        files.update(dict.fromkeys(filter(None, [line[f.SOURCE_FILE]])))
    return {case: ("、".join(why), "、".join(files)) for case, (why, files) in words.items()}


def _since(session: Session, workspace: Workspace, before: RecordedState, tables: Mapping[str, pa.Table]) -> pa.Table:
    """CHANGES of tables (merged and judged) against a recorded state."""
    kept = {name: tables.get(name, schema.empty_table()) for name, schema in LATER.items()}
    now = {**{name: tables[name] for name in TABLES}, **kept}
    return _compared(before, RecordedState(now, _made_from(session, workspace, now["files"])))


def _gone_now(news: pa.Table, day: dt.date) -> pa.Table:
    """GONE of the households a comparison (CHANGES) finds gone, but for those that are part of another now."""
    lines = [
        {**line, c.DAY: day}
        for line in news.filter(pc.equal(news[c.CHANGE], StateChange.GONE)).to_pylist()
        if not (line[c.NEW_VALUE] or "").startswith(INTO)
    ]
    return pa.Table.from_pylist([{name: line[name] for name in GONE.names} for line in lines], schema=GONE)


def _still_gone(gone: pa.Table, cases: pa.Table, day: dt.date) -> pa.Table:
    """Those that have not come back, under their number or as part of another household; of the last KEPT_DAYS days."""
    there = {*cases[f.CASE].to_pylist(), *(old for former in cases[f.FORMER].to_pylist() for old in former or ())}
    lines = [line for line in gone.to_pylist() if line[f.CASE] not in there and (day - line[c.DAY]).days <= KEPT_DAYS]
    return pa.Table.from_pylist(lines, schema=GONE)


def files_gone(before: pa.Table, after: pa.Table) -> tuple[str, ...]:
    """来源文件 of the files read `before` that stand in 收件/ no more `after` (both FILES); a renamed file is still there."""
    names, contents = set(after[f.SOURCE_FILE].to_pylist()), set(after[c.DIGEST].to_pylist())
    rows = zip(*(before[column].to_pylist() for column in (f.SOURCE_FILE, c.STATE, c.DIGEST)), strict=True)
    read = (name for name, state, digest in rows if state == FileState.READ and digest not in contents)
    return tuple(sorted(name for name in read if name not in names))


def _compared(before: RecordedState, after: RecordedState) -> pa.Table:
    causes = [cause for cause in Cause if before.about.get(cause) != after.about.get(cause)]
    with engine() as opened:
        return state_changes(opened, before.tables, after.tables, causes)


def _state(session: Session, workspace: Workspace, merge_stage: Stage, judge_stage: Stage) -> RecordedState:
    tables = {**merge_stage.tables, **judge_stage.tables}
    tables["gone"] = GONE.empty_table()
    return RecordedState(
        {name: tables[name] for name in (*TABLES, *LATER)}, _made_from(session, workspace, tables["files"])
    )


def _made_from(session: Session, workspace: Workspace, files: pa.Table) -> Mapping[str, str]:
    """Cause → what the run rested on of that kind."""
    known = session.decisions
    answers = (known.learned, known.waived, sorted(known.kept), known.pairs, known.choices, known.ids, *known.corrected)
    received = list(zip(files[f.SOURCE_FILE].to_pylist(), files[c.DIGEST].to_pylist(), strict=True))
    config = workspace.config
    return {
        Cause.CAME: _digest(received),
        Cause.ANSWERED: _digest((answers, sorted(session.replaced.items()))),
        Cause.DAY: session.as_of.isoformat(),
        Cause.STANDARD: _digest((config.standard, config.parameter)),
        Cause.SETTING: _digest((session.townships, sorted(session.written_down), session.strict)),
        Cause.PACK: _digest(session.pack.model_dump_json(exclude={"digest", "standards", "parameters"})),
        Cause.PROGRAM: VERSION,
    }


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()
