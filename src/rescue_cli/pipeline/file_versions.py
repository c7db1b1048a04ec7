"""What a later version of a file says otherwise than the one before, household by household, and what of it changed a decision
(table `versions`): of files written over since the recorded state before, and of files that wait for an answer."""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.check.corrections import Version, corrections
from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.change_tables import VERSIONS
from rescue_cli.core.findings import FINDINGS
from rescue_cli.core.states import Change, FileState
from rescue_cli.pipeline.held_files import held_pairs
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import Stage, judged, merged
from rescue_cli.record.recorded_states import day_of, read_state, state_names

MOST = 20_000  # mentions up to which a run is made once more to see what held files would decide
NOT_TRIED = "户数多，没有试算替换后的判定"
GONE = "（没有这一户了）"
OF_ROWS = (Change.MISSING_ROW, Change.CHANGED, Change.ADDED)
Tables = Mapping[str, pa.Table]
Line = Mapping[str, Any]


@dataclass(frozen=True)
class _Side:
    """One of two results that are compared: whose each row is, and what was decided of each household. `recorded`: its new
    numbers are given; else they were only tried."""

    cases: Mapping[tuple[str, str, int], str]
    decided: Mapping[str, str]
    recorded: bool = True

    @classmethod
    def of(cls, tables: Tables, files: Sequence[str], *, recorded: bool = True) -> "_Side":
        clusters = tables.get("clusters")
        cases = {}
        if clusters is not None:
            own = clusters.filter(pc.is_in(clusters[f.SOURCE_FILE], pa.array(sorted(files), pa.string()))).to_pylist()
            cases = {(line[f.SOURCE_FILE], line[f.SHEET], line[f.ROW]): line[f.CASE] for line in own if line[f.CASE]}
        decided = _decisions(tables["determinations"]) if "determinations" in tables else {}
        return cls(cases, decided, recorded)


def file_versions(session: Session, merge_stage: Stage, judge_stage: Stage | None = None) -> pa.Table:
    """VERSIONS, files written over first. Without `judge_stage` nothing is said of decisions under files that wait."""
    if session.ad_hoc or session.workspace is None:
        return VERSIONS.empty_table()
    now = {**merge_stage.tables, **(judge_stage.tables if judge_stage else {})}
    lines = [*_written_over(session, now), *_held(session, merge_stage, now, tried=judge_stage is not None)]
    return pa.Table.from_pylist(lines, schema=VERSIONS)


def _written_over(session: Session, now: Tables) -> Iterator[dict[str, Any]]:
    """Against the last recorded state whose files are others: a run without news says again what the last one said."""
    folder = session.workspace.states if session.workspace is not None else None
    names = state_names(folder) if folder is not None else []
    if folder is None or not names:
        return
    last = read_state(folder, names[-1])
    if last is not None and _digests(last.tables) == _digests(now) and len(names) > 1:
        after, names = {**last.tables}, names[:-1]
        last = read_state(folder, names[-1])
    else:
        after = {**now}
    if last is None:
        return
    before, since = last.tables, day_of(names[-1]).isoformat()
    old, new = _digests(before), _digests(after)
    files = [file for file in sorted(old.keys() & new.keys()) if old[file] != new[file]]
    earlier = [state.tables for name in names[:-1] if files and (state := read_state(folder, name)) is not None]
    sides = _Side.of(before, files), _Side.of(after, files)
    for file in files:
        lines = _differences((file, before["mentions"]), (file, after["mentions"]))
        turned = _turned_back(session, file, (before, after), earlier)
        yield from _told_of(lines, (f"{since}的一份", file), (file, file), sides, turned)


def _digests(tables: Tables) -> dict[str, str]:
    """File → digest of those that count."""
    lines = tables["files"].select([f.SOURCE_FILE, c.DIGEST, c.STATE]).to_pylist()
    return {line[f.SOURCE_FILE]: line[c.DIGEST] or "" for line in lines if line[c.STATE] == FileState.READ}


def _differences(old: tuple[str, pa.Table], new: tuple[str, pa.Table]) -> list[Line]:
    nothing = FINDINGS.empty_table()
    lines = corrections(Version(old[0], old[1], nothing), Version(new[0], new[1], nothing)).to_pylist()
    return [line for line in lines if line[c.CHANGE] in OF_ROWS]


def _turned_back(
    session: Session, file: str, versions: tuple[Tables, Tables], earlier: Sequence[Tables]
) -> set[tuple[Any, ...]]:
    """What an accepted version had changed – (whom, field, value now) – and the new one changes back."""
    replaced = {old for old, new in session.replaced.items() if new == file}
    accepted: set[tuple[Any, ...]] = set()
    for tables in earlier:
        for name in sorted({file, *replaced} & set(tables["mentions"][f.SOURCE_FILE].unique().to_pylist())):
            lines = _differences((name, tables["mentions"]), (file, versions[0]["mentions"]))
            accepted |= {_cell(line, c.WRITTEN) for line in lines if line[c.CHANGE] == Change.CHANGED}
    return accepted


def _cell(line: Line, value: str) -> tuple[Any, ...]:
    return line[f.HEAD_NAME], line[f.TOWNSHIP], line[c.FIELD], line[value]


def _held(session: Session, stage: Stage, now: Tables, *, tried: bool) -> Iterator[dict[str, Any]]:
    """Beside the file that counts, with what would be decided if the one that waits took its place."""
    pairs = held_pairs(stage["findings"])
    if not pairs:
        return
    small = stage["mentions"].num_rows <= MOST
    supposed = _supposed(session, dict(pairs)) if tried and small else {}
    for old, new in pairs:
        lines = [
            line
            for line in stage["held"].to_pylist()
            if (line[c.OLD_FILE], line[c.NEW_FILE]) == (old, new) and line[c.CHANGE] in OF_ROWS
        ]
        sides = _Side.of(now, [old]), _Side.of(supposed, [new], recorded=False)
        note = NOT_TRIED if tried and not small else ""
        yield from _told_of(lines, (old, new), (old, new), sides, set(), note)


def _supposed(session: Session, replaced: Mapping[str, str]) -> dict[str, pa.Table]:
    """The tables of a run in which the files that wait took their place; nothing of it is recorded or kept."""
    record = copy(session.record)
    if record is not None:
        record.rehearsing = True
    rehearsal = replace(session, record=record, replaced={**session.replaced, **replaced})
    merge = merged(rehearsal)
    return {**merge.tables, **judged(rehearsal, merge).tables}


def _told_of(
    lines: Sequence[Line],
    called: tuple[str, str],
    files: tuple[str, str],
    sides: tuple[_Side, _Side],
    turned: set[tuple[Any, ...]],
    note: str = "",
) -> Iterator[dict[str, Any]]:
    """`called`: what the two versions are called; `files`: under which names their rows stand on the two `sides`."""
    before, after = sides
    for line in sorted(lines, key=lambda line: OF_ROWS.index(line[c.CHANGE])):
        place = (line[f.SHEET], line[f.ROW])
        gone = line[c.CHANGE] == Change.MISSING_ROW
        case = before.cases.get((files[0], *place)) if gone else after.cases.get((files[1], *place))
        was, now = before.decided.get(case or "", ""), after.decided.get(case or "", "")
        now = now or (GONE if gone and case and after.decided else "")
        back = line[c.CHANGE] == Change.CHANGED and _cell(line, c.NEW_VALUE) in turned
        more = {
            f.SOURCE_FILE: called[1],
            c.AGAINST: called[0],
            f.CASE: case if case in before.decided or after.recorded else None,
            c.DECIDED_BEFORE: was or None,
            c.DECIDED_AFTER: now or None,
            c.NOTE: "改回：接收过的改动又改回去了" if back else note or None,
        }
        yield {name: {**line, **more}.get(name) for name in VERSIONS.names}


def _decisions(determinations: pa.Table) -> dict[str, str]:
    """编号 → 分类·结果."""
    own = determinations.filter(pc.is_valid(determinations[f.GROUP])).select([f.CASE, f.GROUP, f.OUTCOME])
    return {line[f.CASE]: f"{line[f.GROUP]}·{line[f.OUTCOME]}" for line in own.to_pylist()}


def decided_otherwise(lines: Sequence[Line]) -> int:
    """Households among these lines of VERSIONS whose decision is, or would be, another."""
    return len(
        {line[f.CASE] for line in lines if line[c.DECIDED_AFTER] and line[c.DECIDED_BEFORE] != line[c.DECIDED_AFTER]}
    )
