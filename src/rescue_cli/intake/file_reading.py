"""The files of 收件/ → mentions, rows, columns, raw, files, findings. A file that cannot be read costs only itself."""

import datetime as dt
import gc
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core.change_tables import CORRECTED
from rescue_cli.core.errors import InputError
from rescue_cli.core.findings import Finding
from rescue_cli.core.states import BookKind, FileState, Level
from rescue_cli.core.townships import Township
from rescue_cli.intake.equal_blanks import EQUAL, Blanks
from rescue_cli.intake.intake_tables import ReplyRow
from rescue_cli.intake.mended_copies import Mended, copy_of, mended_files, misnamed
from rescue_cli.intake.odd_entries import SPECIAL, OddEntry, is_system_file, odd_entry
from rescue_cli.intake.own_books import OURS, WHY_OURS, OwnBook, open_book
from rescue_cli.intake.prose import BLANK, PROSE, is_prose
from rescue_cli.intake.read_sheet import CARD, take_reply, take_sheet
from rescue_cli.intake.reading_context import Answers, ReadingContext, make_context
from rescue_cli.intake.steps.rows_elsewhere import ELSEWHERE
from rescue_cli.intake.table_steps import EMPTY_FORM
from rescue_cli.intake.unpack import Source, bytes_of, passwords_for, unpack
from rescue_cli.pack.model import Pack
from rescue_cli.workbooks.marking.fault_marks import ISSUES_NAME
from rescue_cli.workbooks.reading.archive import contents
from rescue_cli.workbooks.reading.document_properties import is_own_document
from rescue_cli.workbooks.reading.guard import NOT_WORKBOOK
from rescue_cli.workbooks.reading.limits import ARCHIVE
from rescue_cli.workbooks.reading.sheet import Sheet
from rescue_cli.workbooks.reading.stamped_sheets import may_be_ours
from rescue_cli.workbooks.reading.workbook_reader import CANNOT_READ, UNREADABLE, Outcome, Unreadable, Wanted, read_all
from rescue_cli.workbooks.writing.proof_stamp import WHY_NO_ROSTER, opinions_typed, proof_mark

__all__ = ["Intake", "Replaced", "Source", "read_files"]


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Without the search for cyclic garbage: a roster is a million small objects, none in a cycle, and the search
    would go over all of them again and again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@dataclass(frozen=True)
class Replaced:
    """Files left out. `by`: old file → the one sent instead, by name; `written_down`: the old ones a person wrote by hand,
    whose name may be misspelt: those that are not there are told. `mend`: whether a mended copy takes its file's place."""

    by: Mapping[str, str] = field(default_factory=dict)
    written_down: Collection[str] = ()
    mend: bool = True


@dataclass(frozen=True)
class Intake:
    """Everything read, in the order file › sheet › row."""

    mentions: pa.Table
    rows: pa.Table
    columns: pa.Table
    raw: pa.Table
    files: pa.Table
    findings: tuple[Finding, ...]
    mended: Mapping[str, str] = field(default_factory=dict)  # file → its returned copy, mended, that was read instead
    replies: Mapping[tuple[str, str, int], ReplyRow] = field(default_factory=dict)  # row of an answered hand-out
    recipients: Mapping[str, str] = field(default_factory=dict)  # file of such a hand-out → whom it was for
    known_as: Mapping[str, str] = field(default_factory=dict)  # such a copy → what the file it copies was first called
    corrected: pa.Table = field(default_factory=CORRECTED.empty_table)  # what a person put right of it
    as_sent: pa.Table | None = None  # the mentions without that, where there is some
    put_right: tuple[Finding, ...] = ()  # what was wrong with those cells: its sender did not mend it


@dataclass
class _Entry:
    """What became of one file."""

    source: Source
    digest: str | None = None
    size: int | None = None
    state: FileState = FileState.READ
    why: str | None = None
    fault: str = UNREADABLE  # code of the finding, where the file cannot be read
    odd: OddEntry | None = None  # where it is no file, or a link to one

    @property
    def is_wanted(self) -> bool:
        """To be handed to a worker: not left aside, and not an archive, whose files are entries of their own."""
        return self.state == FileState.READ and self.source.holds is None


@_collector_paused()
def read_files(  # noqa: PLR0913
    sources: Sequence[Source],
    pack: Pack,
    townships: Sequence[Township],
    *,
    replaced: Replaced | None = None,
    passwords: Mapping[str, str] | None = None,
    learned: Answers | None = None,
    as_of: dt.date = dt.date.max,
    district: str = "",
    advance: Callable[[str], None] | None = None,
) -> Intake:
    """Read all sources, archives file by file. `advance` is told each file done.

    `replaced`: the files that are left out. `passwords`: file or folder (or "*") → password to open it.
    `learned`: (township or "*", form, key of a heading) → the field a person said it is, None for no field of the form. `as_of`: the
    day of rows that do not say another (a list of an earlier day calls villages by their names of then).
    """
    context = make_context(pack, townships, learned, as_of, district)
    replaced = replaced or Replaced()
    entries = _sort_out(context, unpack(sources), replaced.by)
    context.out.findings += misnamed(replaced.by, replaced.written_down, [entry.source.name for entry in entries])
    _set_documents_aside(context, entries)
    early = _read_early(entries, passwords or {})
    mended = _mend(context, entries, early, replaced.by) if replaced.mend else Mended()
    _read_the_rest(context, entries, early, passwords or {}, advance)
    findings = sorted(context.out.findings, key=Finding.sort_key)
    return Intake(
        **context.out.tables(),
        findings=tuple(findings),
        mended=mended.by,
        replies=context.out.replies,
        recipients=context.out.recipients,
        known_as=mended.known_as,
    )


def _read_the_rest(
    context: ReadingContext,
    entries: Sequence[_Entry],
    early: dict[str, Outcome],
    passwords: Mapping[str, str],
    advance: Callable[[str], None] | None,
) -> None:
    later = [entry.source for entry in entries if entry.is_wanted and entry.source.name not in early]
    outcomes = read_all([_wanted(source, passwords) for source in later])
    blanks = Blanks(context)
    for entry in entries:
        name = entry.source.name
        if entry.state == FileState.REPEATED and blanks.is_another_s(name, entry.digest):
            entry.state, entry.why = FileState.READ, None
            early[name] = next(read_all([_wanted(entry.source, passwords)]))[1]
        if entry.is_wanted:
            _take_file(context, entry, early[name] if name in early else next(outcomes)[1])
            blanks.read(name, entry.digest, entry.state)
        context.out.file(name, entry.digest, entry.size, entry.state, entry.why)
        if advance:
            advance(name)


def _set_documents_aside(context: ReadingContext, entries: Sequence[_Entry]) -> None:
    """Letters and documents of ours are no tables a township sent."""
    for entry in entries:
        if entry.is_wanted and is_own_document(bytes_of(entry.source)):
            entry.state, entry.why = FileState.ASIDE, WHY_OURS
            context.report(Finding(OURS, entry.source.name, facts={"报表": entry.source.base, "部分": ""}))


def _read_early(entries: Sequence[_Entry], passwords: Mapping[str, str]) -> dict[str, Outcome]:
    """What may be a workbook of ours is read before the others: a mended copy decides which of them count."""
    likely = [
        entry.source for entry in entries if entry.is_wanted and may_be_ours(bytes_of(entry.source), (ISSUES_NAME,))
    ]
    outcomes = read_all([_wanted(source, passwords) for source in likely])
    return {source.name: outcome for source, (_, outcome) in zip(likely, outcomes, strict=True)}


def _mend(
    context: ReadingContext, entries: Sequence[_Entry], early: Mapping[str, Outcome], replaced: Mapping[str, str]
) -> Mended:
    """Which mended copies are read in whose place; these files and the copies not taken are marked so."""
    copies = {
        name: copy
        for name, outcome in early.items()
        if not isinstance(outcome, Unreadable) and (copy := copy_of(context, outcome)) is not None
    }
    by_name = {entry.source.name: entry for entry in entries}
    digests = {name: entry.digest or "" for name, entry in by_name.items()}
    read = {name for name, entry in by_name.items() if entry.is_wanted}
    mended = mended_files(copies, digests, replaced, read)
    for old, new in mended.by.items():
        by_name[old].state, by_name[old].why = FileState.REPLACED, f"已由“{new}”替换"
    for name, why in mended.aside.items():
        by_name[name].state, by_name[name].why = FileState.ASIDE, why
    context.out.findings += mended.findings
    return mended


def _wanted(source: Source, passwords: Mapping[str, str]) -> Wanted:
    return Wanted(source.path, source.place, passwords_for(source.name, passwords))


def _sort_out(context: ReadingContext, sources: Sequence[Source], replaced: Mapping[str, str]) -> list[_Entry]:
    """One entry a file, sorted by name; those not to be read say why. The files of an archive share its fate."""
    names = {source.name for source in sources}
    entries: dict[str, _Entry] = {}
    first: dict[str, str] = {}
    for source in sorted(sources, key=lambda source: source.name):
        around = entries.get(source.archive)
        if around is not None and around.state != FileState.READ:
            entries[source.name] = _Entry(source, None, source.size, around.state, around.why)
            continue
        entry = entries[source.name] = _weigh(source)
        new = replaced.get(source.name)
        if new is not None and new not in names:
            context.report(Finding("INTAKE-REPLACEMENT-MISSING", source.name, value=new))
        if entry.odd is not None:
            facts = {c.WHY: entry.odd.why, c.LEVEL: entry.odd.level}
            context.report(Finding(SPECIAL, source.name, facts=facts))
        if entry.state == FileState.UNREADABLE and entry.odd is None:
            context.report(Finding(entry.fault, source.name, facts={c.WHY: entry.why or ""}))
        elif is_system_file(source.base):
            entry.state, entry.why = FileState.SKIPPED, "临时文件或系统文件"
            context.report(Finding("INTAKE-FILE-SYSTEM", source.name, value=source.base))
        elif new is not None and new in names:
            entry.state, entry.why = FileState.REPLACED, f"已由“{new}”替换"
        elif entry.size and entry.digest in first:
            entry.state, entry.why = FileState.REPEATED, f"与“{first[entry.digest]}”完全相同"
            context.report(Finding(EQUAL, source.name, facts={"首份": first[entry.digest]}))
        elif entry.digest:
            first[entry.digest] = source.name
    return list(entries.values())


def _weigh(source: Source) -> _Entry:
    if source.place is not None:
        return _weigh_member(source, source.place)
    odd = odd_entry(source.path)
    if odd is not None and odd.state != FileState.READ:
        return _Entry(source, state=odd.state, why=odd.why, odd=odd)
    try:
        with source.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        entry = _Entry(source, digest, source.path.stat().st_size, odd=odd)
    except OSError:
        return _Entry(source, state=FileState.UNREADABLE, why=CANNOT_READ)
    if source.holds is not None:
        entry.why = f"压缩包，内有{source.holds}个文件"
    return entry


def _weigh_member(source: Source, place: int) -> _Entry:
    digest = hashlib.sha256()
    size = 0
    try:
        for block in contents(source.path, place):
            digest.update(block)
            size += len(block)
    except InputError as error:
        return _Entry(source, None, source.size, FileState.UNREADABLE, str(error), error.finding)
    return _Entry(source, digest.hexdigest(), size)


def _take_file(context: ReadingContext, entry: _Entry, outcome: Outcome) -> None:
    name = entry.source.name
    if isinstance(outcome, Unreadable):
        facts = {c.WHY: outcome.sentence}
        entry.state, entry.why = FileState.UNREADABLE, outcome.sentence
        if outcome.code == ARCHIVE and entry.source.archive:
            entry.state, facts[c.LEVEL] = FileState.SKIPPED, Level.HINT
        context.report(Finding(outcome.code, name, facts=facts))
        return
    if is_prose(outcome, name):
        entry.state, entry.why = FileState.UNREADABLE, PROSE
        context.report(Finding(NOT_WORKBOOK, name, facts={c.WHY: entry.why}))
        return
    book = open_book(context, name, outcome)
    _tell_proof_book(context, name, book.sheets)
    taken, findings = context.out.taken, len(context.out.findings)  # before this file
    order = sorted(range(len(book.sheets)), key=lambda place: book.sheets[place].name)
    filled = [_take(context, name, book, place) for place in order]
    if not any(filled):
        entry.state, entry.why = FileState.UNREADABLE, BLANK
        context.report(Finding("INTAKE-FILE-BLANK", name))
    elif (
        book.replies
        and (book.stamp is None or book.stamp.kind == BookKind.HANDOUT)
        and context.out.taken - taken <= book.answered
    ):
        entry.state, entry.why = FileState.REPLY, f"分发件填好送回，{book.answered}{book.unit}"
        context.out.recipients |= {name: book.recipient} if book.recipient else {}
    elif book.aside:
        entry.state, entry.why = FileState.ASIDE, next(filter(None, book.why))
    elif all(proof_mark(sheet.rows) is not None for sheet in book.sheets):
        entry.why = WHY_NO_ROSTER
    elif context.out.taken == taken:
        entry.why = "没有读到任何一户"
        if not any(
            finding.code in (EMPTY_FORM, CARD, ELSEWHERE) for finding in context.out.findings[findings:]
        ):  # these say why
            context.report(Finding("INTAKE-FILE-NOTHING", name))


def _take(context: ReadingContext, name: str, book: OwnBook, place: int) -> bool:
    sheet = book.sheets[place]
    if sheet.name not in book.replies:
        return take_sheet(context, name, sheet, book.sheets[:place], book.why[place], book.known_as)
    take_reply(context, name, book.replies[sheet.name])
    return True


def _tell_proof_book(context: ReadingContext, name: str, sheets: Sequence[Sheet]) -> None:
    """Our own 规则校读 among what came: it is no roster, and what somebody wrote into it is for who looks after the pack."""
    marks = [(mark, sheet) for sheet in sheets if (mark := proof_mark(sheet.rows)) is not None]
    if not marks:
        return
    opinions = sum(opinions_typed(sheet.rows) for _, sheet in marks)
    pack = next((mark.pack for mark, _ in marks if mark.pack), context.pack.head.id)
    facts = {"方案包": pack, "意见数": str(opinions)}
    if not opinions:
        facts[c.LEVEL] = Level.HINT
    context.report(Finding("INTAKE-FILE-PROOF", name, facts=facts))
