"""The stages in their order, each refreshed only if what it rests on has changed (like make)."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import pyarrow as pa

from rescue_cli.check import check
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding, findings_table
from rescue_cli.engine.base import Engine
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.intake import Intake, read_files
from rescue_cli.judge import JudgeContext, judge
from rescue_cli.judge.decide import register_judged
from rescue_cli.judge.facts import FACTS
from rescue_cli.link import link
from rescue_cli.pack.load import load_catalogue
from rescue_cli.pipeline.numbering import number_households
from rescue_cli.pipeline.session import Session
from rescue_cli.record.cache import load_tables, save_tables
from rescue_cli.settle import settle

Tables = Mapping[str, pa.Table]
MERGED, JUDGED = "merge", "judge"


@dataclass(frozen=True)
class Stage:
    """Tables of a stage (and the findings so far, as table `findings`)."""

    tables: Tables
    fresh: bool  # computed now, not taken from the cache

    def __getitem__(self, name: str) -> pa.Table:
        return self.tables[name]


@contextmanager
def engine() -> Iterator[Engine]:
    """The default engine, closed at the end."""
    opened = DuckEngine()
    try:
        yield opened
    finally:
        opened.close()


def read_and_check(session: Session) -> tuple[Intake, list[Finding]]:
    """Intake and the checks on single files."""
    total = len(session.sources)
    done = iter(range(1, total + 1))
    intake = read_files(
        session.sources,
        session.pack,
        session.townships,
        replaced=session.replaced,
        passwords=session.passwords,
        advance=lambda name: session.progress("读取", next(done, total), total),
    )
    with engine() as opened:
        checked = check(opened, intake.mentions, intake.columns, session.pack, session.as_of)
    return intake, [*intake.findings, *checked]


def merged(session: Session) -> Stage:
    """Intake + check + link + settle. In a workspace the case numbers come from the record, and new ones go there."""
    stored = _stored(session, MERGED, session.digest())
    if stored is not None:
        return Stage(stored, False)
    intake, findings = read_and_check(session)
    with engine() as opened:
        session.progress("查重", 0, 0)
        linked, linking = link(opened, intake.mentions, session.pack)
        numbers = number_households(session, intake.mentions, linked)
        session.progress("归户", 0, 0)
        settled, settling = settle(opened, intake.mentions, intake.rows, intake.files, linked, numbers, session.pack)
    tables = {
        "mentions": intake.mentions,
        "rows": intake.rows,
        "columns": intake.columns,
        "raw": intake.raw,
        "files": intake.files,
        "pairs": linked.pairs,
        "clusters": settled.clusters,
        "cases": settled.cases,
        "persons": settled.persons,
        "events": settled.events,
        "conflicts": settled.conflicts,
        "balance": settled.balance,
        "findings": findings_table([*findings, *linking, *settling], load_catalogue()),
    }
    _store(session, MERGED, tables, session.digest())  # again: numbers given now stand in the record
    return Stage(tables, True)


def judged(session: Session, merge: Stage) -> Stage:
    """The rules. Tables `determinations`, `facts` and the judge's own `findings`."""
    digest = session.digest()
    stored = None if merge.fresh else _stored(session, JUDGED, digest)
    if stored is not None:
        return Stage(stored, False)
    session.progress("判定", 0, 0)
    with engine() as opened:
        context = JudgeContext(session.as_of)
        result, findings = judge(
            opened, merge["cases"], merge["mentions"], merge["clusters"], merge["conflicts"], session.pack, context
        )
    tables = {
        "determinations": result.determinations,
        "facts": result.facts,
        "findings": findings_table(findings, load_catalogue()),
    }
    _store(session, JUDGED, tables, digest)
    return Stage(tables, True)


@contextmanager
def report_engine(judge_stage: Stage) -> Iterator[Engine]:
    """An engine with `facts` and `judged` on it."""
    with engine() as opened:
        opened.register(FACTS, judge_stage["facts"])
        register_judged(opened, judge_stage["determinations"])
        yield opened


def _stored(session: Session, stage: str, digest: str) -> Tables | None:
    if session.ad_hoc or session.workspace is None:
        return None
    loaded = load_tables(session.workspace.cache / stage)
    return loaded[0] if loaded is not None and loaded[1] == digest else None


def _store(session: Session, stage: str, tables: Tables, digest: str) -> None:
    if not session.ad_hoc and session.workspace is not None:
        save_tables(session.workspace.cache / stage, tables, digest)


def all_findings(*stages: Stage) -> pa.Table:
    """The findings of several stages, sorted by place."""
    keys = [(name, "ascending") for name in (f.SOURCE_FILE, f.SHEET, f.ROW, "单元格", "代码", "字段", "值", "问题")]
    return pa.concat_tables([stage["findings"] for stage in stages]).sort_by(keys)
