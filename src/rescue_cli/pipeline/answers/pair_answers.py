"""疑似重复.xlsx: which rows are one household, and which of several values is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.pipeline.answers.answer_kinds import Filled, Kind, Taken, Who, contradictions, outdated
from rescue_cli.pipeline.answers.answered_rows import SeenRows
from rescue_cli.pipeline.answers.contradictions import contradicting
from rescue_cli.pipeline.answers.household_verdicts import HEADINGS as PAIR_HEADINGS
from rescue_cli.pipeline.answers.household_verdicts import PairVerdict, read_verdicts
from rescue_cli.pipeline.answers.typed_answers import ID_HEADINGS, VALUE_HEADINGS
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import Stage, damaged_numbers, merged
from rescue_cli.record.decisions import NEITHER, value_digest
from rescue_cli.record.digests import Seal
from rescue_cli.record.kinds import CONFLICT, ID, PAIR, SEEN
from rescue_cli.record.lines import Entry
from rescue_cli.report import id_consultation_sheet
from rescue_cli.report.conflict_sheet import NONE_RIGHT, Question, questions
from rescue_cli.report.household_questions import household_questions
from rescue_cli.report.pair_sheets import KIND
from rescue_cli.workbooks.reading.answered_book import AnswerRow

Answers = list[tuple[str, Entry]]  # where an answer stands, and what it says


def read_pairs(session: Session, filled: Filled, who: Who) -> Taken:
    """One entry a pair and a conflict answered; nothing where two answers contradict each other or earlier ones."""
    pairs = filled.rows(PAIR_HEADINGS) or []
    values = [row for row in filled.rows(VALUE_HEADINGS) or [] if row.texts[c.QUESTION_CODE] or row.texts[c.CHOSEN]]
    numbers = [
        row for row in filled.rows(ID_HEADINGS) or [] if row.texts[c.QUESTION_CODE] or row.texts[c.CHOSEN_NUMBER]
    ]
    taken = Taken()
    if not (pairs or values or numbers):
        return taken
    stage = merged(session)
    rows = SeenRows(stage["mentions"], session.decisions)
    asked = {question.code: question.pair_codes for question in household_questions(stage["pairs"])} if pairs else {}
    read = read_verdicts(pairs, filled.name, asked)
    taken.faults += read.faults
    taken.blank += read.blank
    seal = session.decisions.seal
    verdicts = _pairs(rows, read.verdicts, Signing(who, seal), taken)
    taken.faults += contradictions(verdicts, lambda entry: entry.body[SEEN])
    taken.faults += contradicting(verdicts, session.decisions.pairs, rows)
    chosen = _values(stage, values, filled.name, Signing(who, seal), taken)
    taken.faults += contradictions(chosen, lambda entry: entry.body[SEEN])
    numbers_chosen = _numbers(session, stage, numbers, filled.name, who, taken)
    taken.faults += contradictions(numbers_chosen, lambda entry: entry.body[SEEN])
    taken.entries = [entry for _, entry in (*verdicts, *chosen, *numbers_chosen)]
    return taken


@dataclass(frozen=True)
class Signing:
    """Who answers, and by what the record's digests are sealed."""

    who: Who
    seal: Seal

    def pair_entry(self, rows: tuple[str, str], code: str, verdict: str, reason: str) -> Entry:
        """What the journal keeps of an answer about two `rows` (sealed digests) and the question's `code`: never the values."""
        left, right = rows
        body = {"left": left, "right": right, "verdict": verdict, "reason": reason}
        return Entry(PAIR, {**body, SEEN: self.seal(code), **self.who.signature()})


def _pairs(rows: SeenRows, verdicts: Sequence[PairVerdict], signing: Signing, taken: Taken) -> Answers:
    answers: Answers = []
    for given in verdicts:
        meant = rows.pair(given.code, given.verdict)
        if meant is None:
            taken.faults.append(outdated(given.place))
        else:
            answers.append((given.place, signing.pair_entry(meant, given.code, given.verdict, given.reason)))
    return answers


def _values(stage: Stage, lines: Sequence[AnswerRow], file: str, signing: Signing, taken: Taken) -> Answers:
    asked = {question.code: question for question in questions(stage["conflicts"])}
    answers: Answers = []
    answered = {line.texts[c.QUESTION_CODE] for line in lines if line.texts[c.CHOSEN]}
    taken.blank += len({line.texts[c.QUESTION_CODE] for line in lines} - answered)
    for line in lines:
        answer, code = line.texts[c.CHOSEN], line.texts[c.QUESTION_CODE]
        place = f"{file} {line.place(c.CHOSEN)}"
        if not answer:
            continue
        question = asked.get(code)
        if question is None:
            taken.faults.append(outdated(place))
            continue
        digest = _digest(question, answer)
        if digest is None:
            taken.faults.append(f"{place}：“{answer}”不在这一处的几个值里，请从下拉列表中选")
        else:
            answers.append((place, _choice(question, digest, line.texts[c.ANSWER_REASON], signing)))
    return answers


def _numbers(session: Session, stage: Stage, lines: Sequence[AnswerRow], file: str, who: Who, taken: Taken) -> Answers:
    asked = _asked_numbers(session, stage) if lines else {}
    seal = session.decisions.seal
    answers: Answers = []
    for line in lines:
        answer, code = line.texts[c.CHOSEN_NUMBER], line.texts[c.QUESTION_CODE]
        place = f"{file} {line.place(c.CHOSEN_NUMBER)}"
        if not answer:
            continue
        row, digests = asked.get(seal(code), ("", frozenset()))
        none_right = answer == id_consultation_sheet.NONE_RIGHT
        digest = NEITHER if none_right else seal(value_digest(f.ID_NUMBER, answer))
        if not row:
            taken.faults.append(outdated(place))
        elif digest not in digests | {NEITHER}:
            taken.faults.append(f"{place}：选用的号码不在候选里，请从下拉列表中选")
        else:
            body = {"row": row, "value": digest, "values": sorted(digests), "reason": line.texts[c.ANSWER_REASON]}
            answers.append((place, Entry(ID, {**body, SEEN: seal(code), **who.signature()})))
    answered = {entry.body[SEEN] for _, entry in answers}
    taken.blank += len(
        {seal(line.texts[c.QUESTION_CODE]) for line in lines if not line.texts[c.CHOSEN_NUMBER]} - answered
    )
    return answers


def _asked_numbers(session: Session, stage: Stage) -> dict[str, tuple[str, frozenset[str]]]:
    """识别码 → the row's digest and those of the candidates, all sealed: of open questions, and of those answered before,
    for a workbook may be applied again with more answers."""
    asked = {choice.code: (row, choice.seen) for row, choice in session.decisions.ids.items()}
    seal = session.decisions.seal
    for damaged in damaged_numbers(session, stage):
        asked[seal(id_consultation_sheet.question_code(damaged))] = (
            seal(damaged.digest),
            frozenset(map(seal, id_consultation_sheet.candidate_digests(damaged).values())),
        )
    return asked


def _digest(question: Question, answer: str) -> str | None:
    """The digest of the value meant; a figure the spreadsheet made a number of (3 → 3.0) is still that figure."""
    if answer == NONE_RIGHT:
        return NEITHER
    known: Mapping[str, str] = question.digests
    return known.get(answer, known.get(answer.removesuffix(".0")))


def _choice(question: Question, digest: str, reason: str, signing: Signing) -> Entry:
    seal = signing.seal
    values = sorted(map(seal, question.digests.values()))
    body = {"case": question.case, "field": question.field, "value": seal(digest), "values": values, "reason": reason}
    return Entry(CONFLICT, {**body, SEEN: seal(question.code), **signing.who.signature()})


PAIRS_KIND = Kind(KIND, "疑似重复", PAIR_HEADINGS, read_pairs)
