"""Answers typed into 校验汇总, 更正确认 and 表头确认, where every row has the code of its question: read before the workbook is
written anew, so that nothing typed and not taken back is lost."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.output_books import FINDINGS_BOOK, HEADINGS_BOOK, RECEIPTS_BOOK, REPLACEMENTS_BOOK
from rescue_cli.core.states import FindingAnswer
from rescue_cli.pipeline.answers.answer_kinds import Filled, recorded
from rescue_cli.pipeline.answers.carried_answers import Carried, carry_over
from rescue_cli.pipeline.answers.earlier_book import earlier_answers
from rescue_cli.pipeline.answers.typed_answers import Claim, Typed, left_before
from rescue_cli.pipeline.outputs import report_context
from rescue_cli.pipeline.session import Session
from rescue_cli.record.decisions import KEEP_BOTH, REPLACED, TURNED
from rescue_cli.record.kinds import ARRIVAL, HEADER, REPLACE, SEEN, WAIVER
from rescue_cli.report.findings_book import NOT_WAIVABLE
from rescue_cli.report.headings_book import EVERYWHERE, HERE, SCOPE
from rescue_cli.report.question_blocks import shown_code
from rescue_cli.values.date import parse_date
from rescue_cli.workbooks.writing.sheet_layout import SheetLayout

TAKE_BACK = "rescue apply 收回"


@dataclass(frozen=True)
class CodedBook:
    """`answers`: columns a person fills, those of the sheet; `about`: columns that say in words what a row is about;
    `as_recorded`: an answer as the record keeps it."""

    name: str
    answers: Sequence[str]
    about: Sequence[str]
    as_recorded: Callable[[str], str] = str


def carried_coded(session: Session, book: CodedBook, sheets: Sequence[SheetLayout]) -> Carried:
    """The sheets to write, with what was typed into the workbook of the last run and never taken back."""
    return carry_over(sheets, waiting_in(session, book), report_context(session), book.name)


def waiting_in(session: Session, book: CodedBook) -> list[Typed]:
    """What was typed into the workbook of the last run and never taken back."""
    typed = earlier_answers(session, book.name, lambda filled: list(_typed(filled, book)))
    known = _recorded(session) if typed else set()
    return [entry for entry in typed if not entry.is_taken(known, session.decisions.seal)]


def _typed(filled: Filled, book: CodedBook) -> Iterator[Typed]:
    for row in filled.rows([c.QUESTION_CODE], [*book.answers, *book.about, c.ANSWER_REASON]) or []:
        code = row.texts[c.QUESTION_CODE]
        asked = "" if code == NOT_WAIVABLE else code
        reason = row.texts.get(c.ANSWER_REASON, "")
        about = " ".join(text for name in book.about if (text := row.texts.get(name)))
        given = {name: text for name in book.answers if (text := row.texts.get(name))}
        for heading, answer in given.items():
            claims = (frozenset([(asked, book.as_recorded(answer))]),)
            yield Typed(row.sheet, heading, asked, asked, answer, reason, about, claims)
        if reason and not given and c.ANSWER in row.texts and c.LEVEL in book.about:
            yield Typed(row.sheet, c.ANSWER_REASON, asked, asked, reason, "", about, ())
    yield from left_before(filled)


def _recorded(session: Session) -> set[Claim]:
    """Whatever was ever recorded of such questions, sealed."""
    seal = session.decisions.seal
    files = {
        (shown_code(entry.body[SEEN]), answer)
        for entry in recorded(session, REPLACE)
        for answer in ((KEEP_BOTH,) if entry.body["answer"] == KEEP_BOTH else (REPLACED, TURNED))
    }
    headings = {
        (entry.body[SEEN], answer)
        for entry in recorded(session, HEADER)
        for answer in (entry.body["field"], HERE, EVERYWHERE)
    }
    findings = {
        (entry.body[SEEN], seal(FindingAnswer.ACCEPT if entry.body["reason"] else FindingAnswer.WITHDRAW))
        for entry in recorded(session, WAIVER)
    }
    days = {(entry.body[SEEN], entry.body["day"]) for entry in recorded(session, ARRIVAL)}
    return {(seal(code), seal(answer)) for code, answer in files | headings | days} | findings


def _day(written: str) -> str:
    day = parse_date(written).value
    return day.isoformat() if day else written


FINDINGS = CodedBook(FINDINGS_BOOK, (c.ANSWER,), (c.LEVEL, f.SOURCE_FILE, f.SHEET, c.CELL, c.PROBLEM))
FILES = CodedBook(REPLACEMENTS_BOOK, (c.ANSWER,), (c.OLD_FILE, c.CORRECTED_FILE))
HEADINGS = CodedBook(HEADINGS_BOOK, (c.READ_AS, SCOPE), (f.TOWNSHIP, f.FORM, c.HEADING))
RECEIPTS = CodedBook(RECEIPTS_BOOK, (c.ARRIVED_TOLD,), (f.SOURCE_FILE,), _day)
