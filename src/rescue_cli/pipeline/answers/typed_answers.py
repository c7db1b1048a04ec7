"""What a person typed into 疑似重复.xlsx: every filled cell with the question it answers, taken back or not.

The workbook is written anew by every run; what was typed and not taken back must survive that.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.pipeline.answers.answer_kinds import Filled
from rescue_cli.pipeline.answers.household_verdicts import HEADINGS as PAIR_HEADINGS
from rescue_cli.pipeline.answers.household_verdicts import blocks_of, reason_of
from rescue_cli.record.decisions import NEITHER, value_digest
from rescue_cli.record.digests import UNSEALED, Seal
from rescue_cli.report import conflict_sheet, id_consultation_sheet
from rescue_cli.workbooks.reading.answered_book import AnswerRow

VALUE_HEADINGS = (f.CASE, c.FIELD, c.CHOSEN, c.ANSWER_REASON, c.QUESTION_CODE)
ID_HEADINGS = (c.DAMAGED_NUMBER, c.CHOSEN_NUMBER, c.ANSWER_REASON, c.QUESTION_CODE)
UNCLAIMED_HEADINGS = (c.ANSWERED_COLUMN, c.GIVEN_ANSWER, c.ANSWER_REASON, c.ASKED_ABOUT, c.QUESTION_CODE)
IN_WORDS = (f.CASE, f.HEAD_NAME, f.NAME, c.FIELD, f.SOURCES)  # columns that say what a row is about
NONE_RIGHT = (conflict_sheet.NONE_RIGHT, id_consultation_sheet.NONE_RIGHT)

Claim = tuple[str, str]  # 识别码 of what is answered, and the answer as the record keeps it


@dataclass(frozen=True)
class Typed:
    """One answer. `heading`: of the column it stands in; `code`: of the question as that column knows it; `block`: the code
    all rows of the question share; `claims`: of everything it answers, the ways the record may hold it."""

    sheet: str
    heading: str
    block: str
    code: str
    answer: str
    reason: str
    about: str
    claims: tuple[frozenset[Claim], ...]

    def is_taken(self, known: Collection[Claim], seal: Seal = UNSEALED) -> bool:
        """Whether all of it is `known`: sealed as the record holds it."""
        sealed = [{(seal(code), seal(answer)) for code, answer in ways} for ways in self.claims]
        return bool(sealed) and all(not ways.isdisjoint(known) for ways in sealed)

    @property
    def parts(self) -> list[str]:
        """识别码 of everything it answers."""
        return sorted({code for ways in self.claims for code, _ in ways})


def typed_in(filled: Filled) -> list[Typed]:
    """Every answer of the workbook, in the order of its sheets. Raises InputError where it cannot be read."""
    return [
        *_about_households(filled.rows(PAIR_HEADINGS, IN_WORDS) or []),
        *_about_values(filled.rows(VALUE_HEADINGS, IN_WORDS) or [], c.CHOSEN),
        *_about_values(filled.rows(ID_HEADINGS, IN_WORDS) or [], c.CHOSEN_NUMBER),
        *left_before(filled),
    ]


def _about_households(rows: Sequence[AnswerRow]) -> Iterator[Typed]:
    for code, block in blocks_of(rows).items():
        reason, about, sheet = reason_of(block), _in_words(block), block[0].sheet
        own = {row.texts[c.QUESTION_CODE]: row.texts[c.OWN_VERDICT] for row in block if row.texts[c.OWN_VERDICT]}
        codes = sorted({row.texts[c.QUESTION_CODE] for row in block})
        household = _different(block, c.VERDICT)
        for answer in household:
            claims = [pair for pair in codes if pair not in own] or codes
            yield Typed(sheet, c.VERDICT, code, code, answer, reason, about, _verdicts(claims, answer))
        for pair in codes:
            of_pair = [row for row in block if row.texts[c.QUESTION_CODE] == pair]
            for answer in _different(of_pair, c.OWN_VERDICT):
                claims_own = _verdicts([pair], answer)
                yield Typed(sheet, c.OWN_VERDICT, code, pair, answer, reason, _in_words(of_pair), claims_own)
        if reason and not household and not own:
            yield Typed(sheet, c.ANSWER_REASON, code, code, reason, "", about, ())


def _verdicts(codes: Sequence[str], verdict: str) -> tuple[frozenset[Claim], ...]:
    return tuple(frozenset([(code, verdict)]) for code in codes)


def _about_values(rows: Sequence[AnswerRow], heading: str) -> Iterator[Typed]:
    """值冲突 (its rows say which field) and 身份证会诊."""
    coded = [row for row in rows if row.texts[c.QUESTION_CODE]]
    for code, group in groupby(coded, key=lambda row: row.texts[c.QUESTION_CODE]):
        block = list(group)
        field = f.ID_NUMBER if heading == c.CHOSEN_NUMBER else next(iter(_different(block, c.FIELD)), "")
        for answer in _different(block, heading):
            claims = (frozenset((code, digest) for digest in _digests(field, answer)),)
            yield Typed(block[0].sheet, heading, code, code, answer, reason_of(block), _in_words(block), claims)


def _digests(field: str, answer: str) -> set[str]:
    """A figure the spreadsheet made a number of (3 → 3.0) is still that figure."""
    if answer in NONE_RIGHT:
        return {NEITHER}
    return {value_digest(field, text) for text in (answer, answer.removesuffix(".0"))}


def left_before(filled: Filled) -> Iterator[Typed]:
    """Those an earlier run had no question for."""
    for row in filled.rows(UNCLAIMED_HEADINGS) or []:
        code, *parts = row.texts[c.QUESTION_CODE].split() or [""]
        answer = row.texts[c.GIVEN_ANSWER]
        if answer and code:
            claims = _verdicts(parts or [code], answer)
            about, reason = row.texts[c.ASKED_ABOUT], row.texts[c.ANSWER_REASON]
            yield Typed(row.sheet, row.texts[c.ANSWERED_COLUMN], code, code, answer, reason, about, claims)


def _different(rows: Sequence[AnswerRow], heading: str) -> list[str]:
    return list(dict.fromkeys(row.texts[heading] for row in rows if row.texts[heading]))


def _in_words(rows: Sequence[AnswerRow]) -> str:
    lines = (" ".join(row.texts[name] for name in IN_WORDS if row.texts.get(name)) for row in rows)
    return "；".join(dict.fromkeys(line for line in lines if line))
