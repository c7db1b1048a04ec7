"""总览.html, the one page: its tables made of a run and kept in the cache, and its place in the plan of what is written."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core import overview_tables as o
from rescue_cli.core.change_tables import RECEIPTS
from rescue_cli.core.output_books import OVERVIEW_PAGE
from rescue_cli.core.states import FileState
from rescue_cli.core.tables import RUNS
from rescue_cli.core.version import VERSION
from rescue_cli.pipeline.changes_since import Changes
from rescue_cli.pipeline.kept_overview import OVERVIEW_STAGE, about, digest_beside, files_seen
from rescue_cli.pipeline.live_duties import ahead_table, silent_table, with_duties
from rescue_cli.pipeline.month_figures import months_table
from rescue_cli.pipeline.output_index import Size, books_table
from rescue_cli.pipeline.output_places import shown_path
from rescue_cli.pipeline.outputs import merge_figures, output_path, report_context
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import Stage, store
from rescue_cli.pipeline.to_do_list import Left, to_do_table
from rescue_cli.record.record_note import note_of
from rescue_cli.record.recorded_states import day_of, files_read
from rescue_cli.report import BuiltReport, CheckResult
from rescue_cli.report.overview_page import overview_page
from rescue_cli.workbooks.writing.page_layout import page_bytes

Tables = Mapping[str, pa.Table]
SHOWN_DIGITS = 12


def write_overview(
    session: Session,
    merge_stage: Stage,
    judge_stage: Stage,
    changes: Changes,
    left: Iterable[Left],
    reports: Sequence[BuiltReport],
    checks: Sequence[CheckResult],
    month: str | None,
) -> str:
    """The page of a run, the last thing planned: it lists what else is. Its path as told to the clerk; kept for `status`."""
    tables = {
        "to_do": to_do_table(with_duties(session, merge_stage, left, month)),
        "owed": merge_stage["owed"],
        "silent": silent_table(session, merge_stage),
        "ahead": ahead_table(session),
        "came": came_since(session, merge_stage["receipts"], changes),
        "news": news_table(changes.table),
        "open": open_table(merge_stage["questions"]),
        "months": months_table(session, judge_stage["determinations"], reports, report_context(session, month)),
        "places": places_table(judge_stage["determinations"], merge_stage["cases"]),
        "books": books_table(session.plan.files(), _sizes(session, reports), reports, session.pack),
        "seen": _seen(session),
        "about": _about(session, merge_stage, changes, checks),
    }
    return place_page(session, tables, ())


def place_page(session: Session, tables: Tables, alerts: Sequence[str], missing: frozenset[str] = frozenset()) -> str:
    """Plan the page of OVERVIEW and keep its tables, with the digest of the page; its path as told to the clerk."""
    page = page_bytes(overview_page(tables, alerts, missing))
    path = output_path(session, OVERVIEW_PAGE)
    session.plan.draft(path).write_bytes(page)
    facts = {**about(tables), o.PAGE_DIGEST: hashlib.sha256(page).hexdigest()}
    store(session, OVERVIEW_STAGE, {**tables, "about": about_table(facts)})
    return shown_path(path)


def about_table(facts: Mapping[str, str]) -> pa.Table:
    """`about` of its items."""
    return pa.table([list(facts), list(facts.values())], schema=RUNS)


def came_since(session: Session, receipts: pa.Table, changes: Changes) -> pa.Table:
    """RECEIPTS of the files that the recorded state compared with did not have; none where there is no such state."""
    if not changes.since or session.workspace is None:
        return RECEIPTS.empty_table()
    before = set(files_read(session.workspace.states, changes.since).values())
    news = [line for line in receipts.to_pylist() if line[c.DIGEST] not in before]
    return pa.Table.from_pylist(news, schema=RECEIPTS)


def news_table(changes: pa.Table) -> pa.Table:
    """NEWS of CHANGES: households, not lines."""
    lines = set(zip(*(changes[name].to_pylist() for name in (c.CHANGE, c.WHY, f.CASE)), strict=True))
    counts = Counter((change, why) for change, why, _ in lines)
    order = list(dict.fromkeys(changes[c.CHANGE].to_pylist()))
    rows = sorted(counts.items(), key=lambda entry: (order.index(entry[0][0]), -entry[1], entry[0][1] or ""))
    return pa.Table.from_pylist([dict(zip(o.NEWS.names, (*key, n), strict=True)) for key, n in rows], schema=o.NEWS)


def open_table(questions: pa.Table) -> pa.Table:
    """OPEN of QUESTIONS: a question about two households is one."""
    asked: dict[tuple[str, str], set[tuple[object, ...]]] = {}
    cases: dict[tuple[str, str], set[str]] = {}
    for line in questions.to_pylist():
        key = (line[c.QUESTION_KIND], line[c.ANSWERED_IN])
        own = (line[f.CASE], line[c.FIELD], line[c.OTHER_FILE], line[c.OTHER_SHEET], line[c.OTHER_ROW])
        asked.setdefault(key, set()).add((line[c.QUESTION],) if line[c.QUESTION] is not None else own)
        cases.setdefault(key, set()).add(line[f.CASE])
    rows = [(*key, len(asked[key]), len(cases[key])) for key in sorted(asked, key=lambda key: (-len(asked[key]), key))]
    return pa.Table.from_pylist([dict(zip(o.OPEN.names, row, strict=True)) for row in rows], schema=o.OPEN)


def places_table(determinations: pa.Table, cases: pa.Table) -> pa.Table:
    """PLACES: households by township and 分类."""
    township = dict(zip(cases[f.CASE].to_pylist(), cases[f.TOWNSHIP].to_pylist(), strict=True))
    decided = zip(*(determinations[name].to_pylist() for name in (f.CASE, f.GROUP)), strict=True)
    counts = Counter((township.get(case), group) for case, group in decided if group is not None)
    rows = sorted(counts.items(), key=lambda entry: (entry[0][0] or "", entry[0][1]))
    return pa.Table.from_pylist([dict(zip(o.PLACES.names, (*key, n), strict=True)) for key, n in rows], schema=o.PLACES)


def _sizes(session: Session, reports: Iterable[BuiltReport]) -> dict[str, Size]:
    """Sheets and rows of what is written; of the bureau's own blanks what was filled in."""
    filled: dict[str, Size] = {
        book.file: (len(book.sheets), sum(len(sheet.layout.rows) for sheet in book.sheets))
        for book in reports
        if book.fill is not None
    }
    return {**filled, **{file: session.plan.size_of(file) for file in session.plan.files() if file not in filled}}


def _seen(session: Session) -> pa.Table:
    seen = files_seen((source.path, source.name) for source in session.sources)
    return pa.table([list(seen), list(seen.values())], schema=o.SEEN)


def _about(session: Session, merge_stage: Stage, changes: Changes, checks: Sequence[CheckResult]) -> pa.Table:
    head, figures = session.pack.head, merge_figures(merge_stage)
    balance, levels = figures["平账"], figures[c.PROBLEM]
    assert isinstance(balance, dict)
    assert isinstance(levels, dict)
    note = note_of(session.record.journal) if session.record is not None else None
    config = session.workspace.config if session.workspace is not None else None
    facts = {
        o.DISTRICT: session.district,
        o.TITLE: head.title,
        o.PACK: head.id,
        o.PACK_DIGEST: session.pack.digest[:SHOWN_DIGITS],
        o.PROGRAM: VERSION,
        o.RECORD: f"{note.entries}条，校验 {note.digest}" if note is not None else "",
        f.AS_OF: session.as_of.isoformat(),
        o.DAY: session.as_of.isoformat(),
        o.AS_OF_SET: config.as_of.isoformat() if config is not None and config.as_of is not None else "",
        o.LAST_DAY: head.period.end.isoformat() if head.period else "",
        o.SINCE: day_of(changes.since).isoformat() if changes.since else "",
        o.FILES_CAME: str(figures["文件"]),
        o.FILES_READ: str(figures[FileState.READ]),
        o.ROWS_CAME: str(balance[c.ROW_COUNT]),
        o.IN_BALANCE: "平" if balance["平"] else "不平",
        o.CASES: str(figures["户"]),
        **{level: str(count) for level, count in levels.items()},
        o.CHECKS: str(len(checks)),
        o.CHECKS_BROKEN: str(sum(not check.holds for check in checks)),
        o.MADE_BESIDE: digest_beside(session.workspace.folder) if session.workspace is not None else "",
    }
    return about_table(facts)
