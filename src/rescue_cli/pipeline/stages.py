"""The stages in their order, each refreshed only if what it rests on has changed (like make)."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import combinations

import pyarrow as pa

from rescue_cli.check import check
from rescue_cli.check.corrections import Version, corrections
from rescue_cli.check.resubmission import Proposal, propose_replacements, without_detours
from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding, findings_table
from rescue_cli.core.linkage import DamagedId
from rescue_cli.core.states import Band, FileState, Verdict
from rescue_cli.core.tables import CORRECTIONS
from rescue_cli.engine.base import Engine
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.intake import Intake, Replaced, Source, read_files
from rescue_cli.judge import JudgeContext, judge, oversee, register_judged
from rescue_cli.link import link
from rescue_cli.pack.load import catalogue_of
from rescue_cli.pipeline.answered_handouts import with_replies, without_replies
from rescue_cli.pipeline.chosen_ids import damaged_ids, with_chosen_ids
from rescue_cli.pipeline.numbering import number_households
from rescue_cli.pipeline.repeated_findings import without_repeated
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.strict_intake import refuse_faulty
from rescue_cli.pipeline.unsure_cells import unsure_cells
from rescue_cli.pipeline.world_tables import possible_tables, with_worlds
from rescue_cli.record.cache import forget_tables, load_tables, save_tables
from rescue_cli.record.decisions import Decisions, file_digests, pair_digest, pair_key
from rescue_cli.record.waivers import set_aside
from rescue_cli.settle import (
    Cell,
    Remembered,
    Unanswered,
    counted,
    open_questions,
    possible_cases,
    settle,
    up_to,
    waiting_findings,
    waiting_rows,
    without_waiting,
)
from rescue_cli.workbooks.reading.limits import ENCRYPTED

Tables = Mapping[str, pa.Table]
CHECKED, MERGED, JUDGED, REPORTED = "check", "merge", "judge", "report"


@dataclass(frozen=True)
class Stage:
    """Tables of a stage (and the findings so far, as table `findings`)."""

    tables: Tables
    fresh: bool  # computed now, not taken from the cache
    damaged: Sequence[DamagedId] | None = None  # ID numbers still asked about, where this run looked for them

    def __getitem__(self, name: str) -> pa.Table:
        return self.tables[name]

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


def read_and_check(session: Session) -> tuple[Intake, list[Finding]]:
    """Intake and the checks on single files; what looks like a corrected file is asked about, under --strict faulty
    files are refused."""
    intake = _read(session, session.sources, session.replaced)
    findings = [*intake.findings, *_checked(session, intake)]
    findings += [proposal.finding() for proposal in proposals(session, intake, findings)]
    if session.strict:
        intake, refused = refuse_faulty(intake, findings_table(findings, catalogue_of(session.pack)))
        findings += refused
    return intake, findings


def proposals(session: Session, intake: Intake, findings: Sequence[Finding]) -> list[Proposal]:
    """Pairs of files that look like a roster and its last corrected version, those a person keeps both of left out first:
    who keeps a file beside the last is asked about the one before."""
    faults = Counter(finding.file for finding in findings)
    proposed = propose_replacements(intake.mentions, intake.columns, faults, session.pack)
    digests, kept = file_digests(intake.files), session.decisions.kept
    return without_detours(
        [proposal for proposal in proposed if pair_digest(digests, proposal.old, proposal.new) not in kept]
    )


def kept_pairs(session: Session, files: pa.Table) -> set[tuple[str, str]]:
    """Pairs of files (the lesser name first) of which a person said that both count."""
    if not session.decisions.kept:
        return set()
    digests = file_digests(files)
    return {pair for pair in combinations(sorted(digests), 2) if pair_digest(digests, *pair) in session.decisions.kept}


def compared(session: Session, intake: Intake, findings: pa.Table) -> pa.Table:
    """What became of the faults of every file that another one replaced (CORRECTIONS)."""
    states = {row[f.SOURCE_FILE]: row[c.STATE] for row in intake.files.to_pylist()}
    replaced = {**intake.mended, **session.replaced}
    pairs = [(old, new) for old, new in sorted(replaced.items()) if states.get(old) == FileState.REPLACED]
    pairs = [(old, new) for old, new in pairs if states.get(new) in (FileState.READ, FileState.REFUSED)]
    if not pairs:
        return CORRECTIONS.empty_table()
    refused = {new for _, new in pairs if states[new] == FileState.REFUSED}
    gone = {old for old, _ in pairs} | refused  # not among the mentions
    again = _read(session, [source for source in session.sources if source.name in gone], {})
    rendered = findings_table([*again.findings, *_checked(session, again)], catalogue_of(session.pack))
    kept = set_aside(rendered, again.mentions, session.decisions.waived)[0]
    known = set_aside(findings, intake.mentions, session.decisions.waived)[0]

    def version(file: str) -> Version:
        return Version(file, again.mentions, kept) if file in gone else Version(file, intake.mentions, known)

    return pa.concat_tables(corrections(version(old), version(new)) for old, new in pairs)


def _read(session: Session, sources: Sequence[Source], replaced: Mapping[str, str]) -> Intake:
    """Read the sources; whoever sits at the terminal is asked for passwords, and the run remembers them."""
    total = len(sources)
    while True:
        done = iter(range(1, total + 1))
        intake = read_files(
            sources,
            session.pack,
            session.townships,
            replaced=Replaced(replaced, session.written_down if sources is session.sources else ()),
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
        "files": intake.files,
    }


def merged(session: Session) -> Stage:
    """Intake + check + link + settle. In a workspace the case numbers come from the record, and new ones go there."""
    _forget(session, CHECKED)  # from now on this is the last run
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
    tables["corrections"] = compared(session, intake, tables["findings"])
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
    mentions, raw = with_chosen_ids(intake.mentions, intake.raw, session.decisions.ids)
    with engine() as opened:
        session.progress("查重", 0, 0)
        kept = kept_pairs(session, intake.files)
        told = without_replies(mentions, intake.replies)
        linked, linking = link(opened, told, session.pack, session.decisions.decided, kept, session.merges)
        placed = up_to(session.merges.settled(told, session.as_of), session.pack, session.as_of)
        linked = without_waiting(linked, told, session.pack, session.as_of)
        numbers, past = number_households(session, placed, linked, intake.known_as)
        joined = with_replies(mentions, intake.rows, linked, intake.replies, numbers, past.former)
        mentions, linked = joined.mentions, joined.linked
        placed = up_to(session.merges.settled(mentions, session.as_of), session.pack, session.as_of)
        waiting = waiting_findings(mentions, intake.columns, session.pack, session.as_of)
        session.progress("归户", 0, 0)
        remembered = Remembered(session.decisions.choices, past)
        settled, settling = settle(opened, placed, joined.rows, intake.files, linked, numbers, session.pack, remembered)
        pairs = parked(linked.pairs, session.decisions)
        unanswered = Unanswered(pairs, unsure, waiting_rows(mentions, session.pack, session.as_of))
        possible = possible_cases(opened, placed, linked, settled, session.pack, remembered, unanswered)
    damaged = damaged_ids(mentions, settled.clusters, session.decisions)
    tables = {
        "mentions": mentions,
        "rows": joined.rows,
        "raw": raw,
        "pairs": pairs,
        "questions": open_questions(pairs, mentions, settled.clusters, settled.conflicts, session.pack, damaged),
        "counts": linked.counts,
        "clusters": settled.clusters,
        "cases": settled.cases,
        "persons": settled.persons,
        "events": settled.events,
        "conflicts": settled.conflicts,
        "balance": settled.balance,
        **possible_tables(possible),
    }
    return tables, damaged, [*linking, *joined.findings, *waiting, *settling]


def parked(pairs: pa.Table, decided: Decisions) -> pa.Table:
    """PAIRS with 规则 = 待查 where a person put a pair off: it stays open, and is not asked about as new."""
    off = {key for key, answer in decided.pairs.items() if answer.verdict == Verdict.LATER}
    columns = zip(
        *(pairs[name].to_pylist() for name in (c.PAIR_RULE, c.BAND, c.LEFT_DIGEST, c.RIGHT_DIGEST)), strict=True
    )
    rules = [
        Verdict.LATER if band == Band.OPEN and pair_key(left or "", right or "") in off else rule
        for rule, band, left, right in columns
    ]
    return pairs.set_column(pairs.schema.get_field_index(c.PAIR_RULE), c.PAIR_RULE, pa.array(rules, pa.string()))


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
    tables = {
        "determinations": result.determinations,
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


@contextmanager
def report_engine(session: Session, merge_stage: Stage, judge_stage: Stage) -> Iterator[Engine]:
    """An engine with `facts` and `judged` on it, and `mentions`, `clusters`, `events`, `tasks`, `coverage`, `controls`."""
    with engine() as opened:
        opened.register("mentions", counted(merge_stage["mentions"], session.pack, session.as_of))
        for name in ("clusters", "events"):
            opened.register(name, merge_stage[name])
        for name in ("tasks", "coverage", "controls"):
            opened.register(name, judge_stage[name])
        register_judged(opened, judge_stage["determinations"], judge_stage["facts"])
        yield opened


def _stored(session: Session, stage: str, digest: str) -> Tables | None:
    if session.ad_hoc or session.workspace is None:
        return None
    loaded = load_tables(session.workspace.cache / stage)
    return loaded[0] if loaded is not None and loaded[1] == digest else None


def store(session: Session, stage: str, tables: Tables) -> None:
    """Into the workspace's cache, with the digest as it is now: numbers given in this run stand in the record already."""
    if not session.ad_hoc and session.workspace is not None:
        save_tables(session.workspace.cache / stage, tables, session.digest())


def _forget(session: Session, stage: str) -> None:
    if not session.ad_hoc and session.workspace is not None:
        forget_tables(session.workspace.cache / stage)


def all_findings(*stages: Stage) -> pa.Table:
    """The findings of several stages, sorted by place."""
    keys = [
        (name, "ascending") for name in (f.SOURCE_FILE, f.SHEET, f.ROW, c.CELL, c.CODE, c.FIELD, c.VALUE, c.PROBLEM)
    ]
    return pa.concat_tables([stage["findings"] for stage in stages]).sort_by(keys)
