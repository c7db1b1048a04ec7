"""What became otherwise since the recorded state before: compared, recorded, told (design §4 "Changes")."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.change_tables import CHANGES
from rescue_cli.core.output_books import CHANGES_BOOK
from rescue_cli.core.states import Cause, FileState, StateChange
from rescue_cli.core.version import VERSION
from rescue_cli.pipeline.outputs import remove_book, report_context, write_book
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import CHANGED, Stage, engine, store
from rescue_cli.record.recorded_states import (
    LATER,
    TABLES,
    RecordedState,
    day_of,
    read_state,
    record_state,
    state_names,
)
from rescue_cli.report.changes_book import changes_book
from rescue_cli.report.state_changes import state_changes
from rescue_cli.workspace import Workspace

DAMAGED = "上次记下的状态读不出来（存档/状态），这次没有可比的；已重新记下"


@dataclass(frozen=True)
class Changes:
    """`table`: CHANGES against the state `since` (its name; empty where there is none to compare with).

    `files_gone`: files read for that state and no longer in 收件/, under no other name either.
    """

    table: pa.Table
    since: str = ""
    notes: tuple[str, ...] = ()
    files_gone: tuple[str, ...] = ()

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
    if not changes.table.num_rows:
        remove_book(session, CHANGES_BOOK)
        return changes, []
    since = f"{day_of(changes.since).isoformat()}记下的状态"
    return changes, [write_book(session, CHANGES_BOOK, changes_book(changes.table, since, report_context(session)))]


def change_figures(changes: Changes) -> dict[str, object]:
    """For the end table; nothing where there is nothing to compare with."""
    if not changes.since:
        return {}
    return {"变化": {"对照": day_of(changes.since).isoformat(), **changes.households}}


def _changes(session: Session, workspace: Workspace, merge_stage: Stage, judge_stage: Stage) -> Changes:
    """Against the last state that differs: a run without news says again what the last one said."""
    names = state_names(workspace.states)
    now = _state(session, workspace, merge_stage, judge_stage)
    last = read_state(workspace.states, names[-1]) if names else None
    if last is None:
        record_state(workspace.states, now, session.today or session.as_of)
        return Changes(CHANGES.empty_table(), notes=(DAMAGED,) if names else ())
    news = _compared(last, now)
    if news.num_rows:
        record_state(workspace.states, now, session.today or session.as_of)
        return Changes(news, names[-1], files_gone=files_gone(last.tables["files"], now.tables["files"]))
    # A file whose rows changed no household makes no new state, and is gone all the same.
    gone = files_gone(last.tables["files"], now.tables["files"])
    before = read_state(workspace.states, names[-2]) if len(names) > 1 else None
    if before is None:
        return Changes(CHANGES.empty_table(), files_gone=gone)
    gone_before = files_gone(before.tables["files"], last.tables["files"])
    back = set(now.tables["files"][f.SOURCE_FILE].to_pylist())
    gone = tuple(sorted({*gone, *gone_before} - back))
    return Changes(_compared(before, last), names[-2], files_gone=gone)


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
