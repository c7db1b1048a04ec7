"""The stages in their order, each refreshed only if what it rests on has changed (like make)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pyarrow as pa

from rescue_cli.check import check
from rescue_cli.check.corrections import Version, corrections
from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.change_tables import CORRECTIONS
from rescue_cli.core.findings import Finding, findings_table
from rescue_cli.core.linkage import DamagedId
from rescue_cli.core.states import FileState
from rescue_cli.core.townships import sheet_as_sent
from rescue_cli.engine.base import Engine
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.intake import Intake, Replaced, Source, read_files
from rescue_cli.judge import JudgeContext, judge, oversee
from rescue_cli.pack.load import catalogue_of
from rescue_cli.pipeline.chosen_ids import damaged_ids, with_chosen_ids
from rescue_cli.pipeline.corrected_cells import with_corrections
from rescue_cli.pipeline.held_files import held_pairs, hold_corrections
from rescue_cli.pipeline.hit_answers import confirmed_rows
from rescue_cli.pipeline.linked_households import linked_households
from rescue_cli.pipeline.parked_pairs import parked
from rescue_cli.pipeline.receiving import owed_of, receipts_of
from rescue_cli.pipeline.repeated_findings import without_repeated
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.strict_intake import refuse_faulty
from rescue_cli.pipeline.unsure_cells import unsure_cells
from rescue_cli.pipeline.world_tables import possible_tables, with_worlds
from rescue_cli.record.cache import forget_tables, load_tables, save_tables
from rescue_cli.record.waivers import set_aside
from rescue_cli.settle import (
    Cell,
    Remembered,
    Unanswered,
    counted,
    damaged_number_notes,
    death_findings,
    open_pair_notes,
    open_questions,
    possible_cases,
    settle,
    waiting_findings,
    waiting_rows,
    with_notes,
)
from rescue_cli.workbooks.reading.limits import ENCRYPTED

Tables = Mapping[str, pa.Table]
CHECKED, MERGED, JUDGED, REPORTED = "check", "merge", "judge", "report"
CHANGED, LEFT, FILED = "changes", "left", "filed"


@dataclass(frozen=True)
class Stage:
    """Tables of a stage (and the findings so far, as table `findings`)."""

    tables: Tables
    fresh: bool  # computed now, not taken from the cache
    damaged: Sequence[DamagedId] | None = None  # ID numbers still asked about, where this run looked for them

    def __getitem__(self, name: str) -> pa.Table:
        return self.tables[name]

    def joined(self, more: Tables) -> "Stage":
        """The same with further tables."""
        return replace(self, tables={**self.tables, **more})

    def telling(self, findings: pa.Table) -> "Stage":
        """The same tables with other findings."""
        return replace(self, tables={**self.tables, "findings": findings})


@contextmanager
def engine() -> Iterator[Engine]:
    """The default engine, closed at the end."""
    opened = DuckEngine()
    try:
        yield opened
    finally:
        opened.close()


def read_and_check(session: Session, *, hold: bool = True) -> tuple[Intake, list[Finding]]:
    """Intake and the checks on single files; what looks like a corrected file is asked about (and with `hold` waits for
    the answer, but for files given ad hoc); what a person put right is read so; under --strict faulty files are refused."""
    intake = _read(session, session.sources, session.replaced)
    findings = [*intake.findings, *_checked(session, intake)]
    intake, asked = hold_corrections(session, intake, findings, hold=hold and not session.ad_hoc)
    findings = [*_of_those_that_count(findings, intake.files), *asked]
    intake, right = with_corrections(intake, session.decisions, session.pack)
    intake = replace(intake, put_right=tuple(finding for finding in findings if _cell(finding) in right))
    findings = [finding for finding in findings if _cell(finding) not in right]
    if session.strict:
        intake, refused = refuse_faulty(intake, findings_table(findings, catalogue_of(session.pack)))
        findings += refused
    return intake, findings


def _of_those_that_count(findings: Iterable[Finding], files: pa.Table) -> list[Finding]:
    """Without what is wrong with a file that waits: it is asked once the file counts."""
    waiting = {line[f.SOURCE_FILE] for line in files.to_pylist() if line[c.STATE] == FileState.HELD}
    return [finding for finding in findings if finding.file not in waiting]


def _cell(finding: Finding) -> Cell:
    return finding.file, sheet_as_sent(finding.sheet), finding.row or 0, finding.field


def compared(session: Session, intake: Intake, findings: pa.Table) -> dict[str, pa.Table]:
    """`corrections`: what became of the faults of every file that another one replaced; `held`: what a file that waits for
    an answer says otherwise than the one that counts (both CORRECTIONS)."""
    states = {row[f.SOURCE_FILE]: row[c.STATE] for row in intake.files.to_pylist()}
    replaced = {**intake.mended, **session.replaced}
    pairs = [(old, new) for old, new in sorted(replaced.items()) if states.get(old) == FileState.REPLACED]
    pairs = [(old, new) for old, new in pairs if states.get(new) in (FileState.READ, FileState.REFUSED)]
    waiting = held_pairs(findings)
    absent = {file for pair in (*pairs, *waiting) for file in pair if states.get(file) != FileState.READ}
    if not absent:
        return {"corrections": CORRECTIONS.empty_table(), "held": CORRECTIONS.empty_table()}
    again = _read(session, [source for source in session.sources if source.name in absent], {})
    rendered = findings_table([*again.findings, *_checked(session, again)], catalogue_of(session.pack))
    kept = set_aside(rendered, again.mentions, session.decisions)[0]
    faults = pa.concat_tables([findings, findings_table(intake.put_right, catalogue_of(session.pack))])
    known = set_aside(faults, intake.mentions, session.decisions)[0]
    sent = intake.mentions if intake.as_sent is None else intake.as_sent

    def version(file: str) -> Version:
        return Version(file, again.mentions, kept) if file in absent else Version(file, sent, known)

    def tables(asked: Iterable[tuple[str, str]]) -> pa.Table:
        return pa.concat_tables(
            [CORRECTIONS.empty_table(), *(corrections(version(old), version(new)) for old, new in asked)]
        )

    return {"corrections": tables(pairs), "held": tables(waiting)}


def _read(session: Session, sources: Sequence[Source], replaced: Mapping[str, str]) -> Intake:
    """Read the sources; whoever sits at the terminal is asked for passwords, and the run remembers them."""
    total, whole = len(sources), sources is session.sources  # else files looked at once more, each for itself
    while True:
        done = iter(range(1, total + 1))
        intake = read_files(
            sources,
            session.pack,
            session.townships,
            replaced=Replaced(replaced, session.written_down) if whole else Replaced(replaced, mend=False),
            passwords=session.passwords,
            learned=session.decisions.learned,
            as_of=session.as_of,
            district=session.district,
            advance=lambda name, done=done: session.progress("读取", next(done, total), total),  # type: ignore[misc]
        )
        if not _asked_passwords(session, intake):
            return intake


def _asked_passwords(session: Session, intake: Intake) -> bool:
    """Ask once for each locked file; True where somebody knew one."""
    locked = sorted({finding.file for finding in intake.findings if finding.code == ENCRYPTED} - session.asked)
    if session.ask_password is None or not locked:
        return False
    session.asked.update(locked)
    passwords = {file: password for file in locked if (password := session.ask_password(file))}
    session.passwords.update(passwords)
    return bool(passwords)


def _checked(session: Session, intake: Intake) -> list[Finding]:
    """What the checks found, but for what intake said already."""
    with engine() as opened:
        checked = check(opened, intake.mentions, intake.columns, session.pack, session.as_of, session.townships)
    return without_repeated(checked, intake.findings)


def read_tables(intake: Intake) -> dict[str, pa.Table]:
    """What intake gave, but for its findings, by the tables' names."""
    return {
        "mentions": intake.mentions,
        "rows": intake.rows,
        "columns": intake.columns,
        "raw": intake.raw,
        "corrected": intake.corrected,
        "files": intake.files,
    }


def merged(session: Session) -> Stage:
    """Intake + check + link + settle. In a workspace the case numbers come from the record, and new ones go there."""
    _forget(session, CHECKED)  # from now on this is the last run
    if session.record is not None and not session.ad_hoc:
        session.record.append(())  # what was left unfinished is put in order, also where nothing is new
    stored = _stored(session, MERGED, session.digest())
    if stored is not None and not (session.ask_password and ENCRYPTED in stored["findings"][c.CODE].to_pylist()):
        return Stage(stored, False)
    intake, findings = read_and_check(session)
    settled, damaged, more = _settled(session, intake, unsure_cells(session, intake.mentions, findings))
    tables = {
        **read_tables(intake),
        **settled,
        "findings": findings_table([*findings, *more], catalogue_of(session.pack)),
    }
    tables |= compared(session, intake, tables["findings"])
    tables["receipts"] = receipts_of(session, tables, intake)
    tables["owed"] = owed_of(session, tables["receipts"], tables["mentions"], tables["findings"])
    store(session, MERGED, tables)
    return Stage(tables, True, damaged)


def damaged_numbers(session: Session, stage: Stage) -> Sequence[DamagedId]:
    """The damaged numbers with candidates a person has not answered about; looked for once a run."""
    if stage.damaged is not None:
        return stage.damaged
    return damaged_ids(stage["mentions"], stage["clusters"], session.decisions)


def _settled(
    session: Session, intake: Intake, unsure: Collection[Cell]
) -> tuple[dict[str, pa.Table], Sequence[DamagedId], list[Finding]]:
    """Linked and settled: the tables from there on (and mentions and raw with the ID numbers people chose), damaged numbers
    still asked about, and findings."""
    mentions, raw = with_chosen_ids(intake.mentions, intake.raw, session.decisions)
    with engine() as opened:
        session.progress("查重", 0, 0)
        homes = linked_households(opened, session, intake, mentions)
        waiting = waiting_findings(homes.mentions, intake.columns, session.pack, session.as_of)
        session.progress("归户", 0, 0)
        remembered = Remembered(session.decisions.choices, homes.past)
        settled, settling = settle(
            opened, homes.placed, homes.rows, intake.files, homes.linked, homes.numbers, session.pack, remembered
        )
        pairs = parked(homes.linked.pairs, session.decisions)
        unanswered = Unanswered(pairs, unsure, waiting_rows(homes.mentions, session.pack, session.as_of))
        possible = possible_cases(opened, homes.placed, homes.linked, settled, session.pack, remembered, unanswered)
    mentions = homes.mentions
    sure = confirmed_rows(mentions, session.pack)
    dead = death_findings(settled.events, mentions, settled.clusters, session.pack, session.as_of, sure)
    damaged = damaged_ids(mentions, settled.clusters, session.decisions)
    tables = {
        "mentions": mentions,
        "rows": homes.rows,
        "raw": raw,
        "pairs": pairs,
        "questions": open_questions(pairs, mentions, settled.clusters, settled.conflicts, session.pack, damaged),
        "counts": homes.linked.counts,
        "clusters": settled.clusters,
        "cases": settled.cases,
        "persons": settled.persons,
        "events": settled.events,
        "unplaced_events": settled.unplaced,
        "conflicts": settled.conflicts,
        "balance": settled.balance,
        "doubled": open_pair_notes(pairs, mentions, settled.clusters, session.pack, unanswered.waiting),
        "by_number": damaged_number_notes(pairs, mentions, settled.clusters, session.pack),
        "waiting": homes.waiting,
        **possible_tables(possible),
    }
    return tables, damaged, [*homes.findings, *waiting, *settling, *dead]


def judged(session: Session, merge: Stage) -> Stage:
    """The rules. Tables `determinations`, `facts` and the judge's own `findings`."""
    stored = None if merge.fresh else _stored(session, JUDGED, session.digest())
    if stored is not None:
        return Stage(stored, False)
    session.progress("判定", 0, 0)
    with engine() as opened:
        context = JudgeContext(session.as_of, session.townships)
        cases, mentions, clusters = (with_worlds(merge, name) for name in ("cases", "mentions", "clusters"))
        mentions = counted(mentions, session.pack, session.as_of)
        result, findings = judge(
            opened, cases, mentions, clusters, merge["conflicts"], session.pack, context, merge["possible"]
        )
        once = counted(merge["mentions"], session.pack, session.as_of)  # without the copies of the worlds
        overseen, gaps = oversee(opened, result.facts, once, merge["clusters"], session.pack, context)
    noted = with_notes(with_notes(result.determinations, merge["by_number"]), merge["waiting"])
    tables = {
        "determinations": with_notes(noted, merge["doubled"]),
        "facts": result.facts,
        "worlds": result.worlds,
        "first_worlds": result.first_worlds,
        "tasks": overseen.tasks,
        "coverage": overseen.coverage,
        "controls": overseen.controls,
        "findings": findings_table([*findings, *gaps], catalogue_of(session.pack)),
    }
    store(session, JUDGED, tables)
    return Stage(tables, True)


def _stored(session: Session, stage: str, digest: str) -> Tables | None:
    if session.ad_hoc or session.workspace is None:
        return None
    loaded = load_tables(session.workspace.cache / stage, made_from=digest)
    return loaded[0] if loaded is not None else None


def store(session: Session, stage: str, tables: Tables) -> None:
    """Into the workspace's cache, with the digest as it is now: numbers given in this run stand in the record already."""
    if session.leaves_cache and session.workspace is not None:
        save_tables(session.workspace.cache / stage, tables, session.digest())


def _forget(session: Session, stage: str) -> None:
    if session.leaves_cache and session.workspace is not None:
        forget_tables(session.workspace.cache / stage)


def all_findings(*stages: Stage) -> pa.Table:
    """The findings of several stages, sorted by place."""
    keys = [
        (name, "ascending") for name in (f.SOURCE_FILE, f.SHEET, f.ROW, c.CELL, c.CODE, c.FIELD, c.VALUE, c.PROBLEM)
    ]
    return pa.concat_tables([stage["findings"] for stage in stages]).sort_by(keys)
