"""Answers handed to `dedupe` in a 疑似重复.xlsx of an earlier one: taken for this run, and written into its workbook again, so
that the newest workbook alone holds all answers. Nothing goes into a record."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.errors import InputError, UsageError
from rescue_cli.core.states import Verdict
from rescue_cli.intake.odd_entries import is_regular
from rescue_cli.link import mention_digests
from rescue_cli.pipeline.answers.answer_kinds import OUTDATED, Filled, Who
from rescue_cli.pipeline.answers.answered_rows import SeenRows
from rescue_cli.pipeline.answers.contradictions import contradicting
from rescue_cli.pipeline.answers.household_verdicts import HEADINGS as PAIR_HEADINGS
from rescue_cli.pipeline.answers.household_verdicts import PairVerdict, read_verdicts
from rescue_cli.pipeline.answers.pair_answers import Signing
from rescue_cli.pipeline.answers.typed_answers import Claim, Typed, typed_in
from rescue_cli.pipeline.chosen_ids import with_chosen_ids
from rescue_cli.pipeline.session import Session
from rescue_cli.record.decisions import NEITHER, Choice, Decisions, PairAnswer, value_digest
from rescue_cli.record.digests import Seal, pair_key
from rescue_cli.report.id_consultation_sheet import CANDIDATE, NONE_RIGHT, WIDTHS, AnsweredId, code_of
from rescue_cli.values.id_number import is_valid_id
from rescue_cli.workbooks.reading.answered_book import AnswerRow

NOBODY = Who("", "")  # there is no record to sign


@dataclass(frozen=True)
class Given:
    """`decisions`: the record's with those given; `numbers`: the blocks of 身份证会诊 answered; `typed`: what was not taken;
    `claims`: what was; `faults`: why some was not, as sentences."""

    decisions: Decisions
    numbers: tuple[AnsweredId, ...] = ()
    typed: tuple[Typed, ...] = ()
    claims: frozenset[Claim] = frozenset()
    faults: tuple[str, ...] = ()


@dataclass
class _Taking:
    """What is taken of the workbooks so far."""

    seal: Seal
    ids: dict[str, Choice] = field(default_factory=dict)
    numbers: list[AnsweredId] = field(default_factory=list)
    pairs: dict[tuple[str, str], PairAnswer] = field(default_factory=dict)
    claims: set[Claim] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def given_answers(session: Session, mentions: pa.Table, raw: pa.Table, paths: Sequence[Path]) -> Given:
    """What these workbooks answer about `mentions`. UsageError where one cannot be read or is another workbook."""
    if not paths:
        return Given(session.decisions)
    books = [_book(path) for path in paths]
    taking = _Taking(session.decisions.seal)
    _take_numbers(books, mentions, taking)
    ids = {**session.decisions.ids, **taking.ids}
    with_ids = replace(session.decisions, ids=ids)
    after, _ = with_chosen_ids(mentions, raw, with_ids)
    rows = SeenRows(after, with_ids, before=mention_digests(mentions))
    _take_verdicts(books, rows, session.decisions, taking)
    decided = replace(session.decisions, pairs={**session.decisions.pairs, **taking.pairs}, ids=ids)
    typed = [entry for book in books for entry in typed_in(book) if not entry.is_taken(taking.claims)]
    return Given(decided, tuple(taking.numbers), tuple(typed), frozenset(taking.claims), tuple(taking.faults))


def _book(path: Path) -> Filled:
    try:
        if not is_regular(path):
            raise FileNotFoundError
        book = Filled(path.name, path.read_bytes())
        known = book.rows(PAIR_HEADINGS) is not None
    except (OSError, InputError) as error:
        raise UsageError(f"读不出 --answers 的文件：{path.name}，可能不存在、损坏或正被占用") from error
    if not known:
        raise UsageError(
            f"{path.name} 不是本工具写的 疑似重复.xlsx，或表头被改动：找不到{'、'.join(PAIR_HEADINGS)}各列"
        )
    return book


# rows about households -----------------------------------------------------------------------------------------------


def _take_verdicts(books: Sequence[Filled], rows: SeenRows, decided: Decisions, taking: _Taking) -> None:
    meant: dict[tuple[str, str], list[PairVerdict]] = defaultdict(list)
    for given in _verdicts(books, taking):
        key = rows.pair(given.code, given.verdict)
        if key is None:
            taking.faults.append(f"{given.place}：{OUTDATED}")
        else:
            meant[pair_key(*key)].append(given)
    for key, given_here in meant.items():
        first, *others = given_here
        different = next((other for other in others if other.verdict != first.verdict), None)
        if different:
            taking.faults.append(f"{different.place}：与 {first.place} 的回答矛盾，都没有收")
        else:
            reason = next((given.reason for given in reversed(given_here) if given.reason), "")
            taking.pairs[key] = PairAnswer(*key, Verdict(first.verdict), reason, "", "")
            taking.claims |= {(given.code, given.verdict) for given in given_here}
    signing = Signing(NOBODY, taking.seal)
    entries = [
        (meant[key][0].place, signing.pair_entry(key, meant[key][0].code, answer.verdict, answer.reason))
        for key, answer in taking.pairs.items()
    ]
    taking.faults += contradicting(entries, decided.pairs, rows)


def _verdicts(books: Iterable[Filled], taking: _Taking) -> Iterator[PairVerdict]:
    for book in books:
        read = read_verdicts(book.rows(PAIR_HEADINGS) or [], book.name, {})
        taking.faults += read.faults
        yield from read.verdicts


# ID numbers ----------------------------------------------------------------------------------------------------------


def _take_numbers(books: Sequence[Filled], mentions: pa.Table, taking: _Taking) -> None:
    asked: dict[str, list[tuple[str, AnswerRow]]] = defaultdict(list)
    for book in books:
        for row in book.rows(tuple(WIDTHS)) or []:
            if row.texts[c.QUESTION_CODE]:
                asked[row.texts[c.QUESTION_CODE]].append((f"{book.name} {row.place(c.CHOSEN_NUMBER)}", row))
    if not asked:
        return
    numbers = mentions[f.ID_NUMBER].to_pylist()
    valid = {value_digest(f.ID_NUMBER, number) for number in set(numbers) if is_valid_id(number)}
    pairs = zip(mention_digests(mentions), numbers, strict=True)
    damaged = sorted({digest for digest, number in pairs if not is_valid_id(number)})
    for code, lines in asked.items():
        _take_number(code, lines, damaged, valid, taking)


def _take_number(
    code: str, lines: Sequence[tuple[str, AnswerRow]], damaged: Sequence[str], valid: set[str], taking: _Taking
) -> None:
    """One question. Which row it is about the code says, together with the candidates beside it."""
    answers = {row.texts[c.CHOSEN_NUMBER]: place for place, row in lines if row.texts[c.CHOSEN_NUMBER]}
    if not answers:
        return
    (answer, place), *others = answers.items()
    digests = {value_digest(f.ID_NUMBER, row.texts[CANDIDATE]) for _, row in lines}
    digest = NEITHER if answer == NONE_RIGHT else value_digest(f.ID_NUMBER, answer)
    row_meant = next((row for row in damaged if code_of(row, digests) == code), None)
    if others:
        taking.faults.append(f"{others[0][1]}：与 {place} 的回答矛盾，都没有收")
    elif row_meant is None or digest not in valid | {NEITHER}:
        taking.faults.append(f"{place}：{OUTDATED}")
    elif digest not in digests | {NEITHER}:
        taking.faults.append(f"{place}：选用的号码不在候选里，请从下拉列表中选")
    else:
        reason = next((row.texts[c.ANSWER_REASON] for _, row in lines if row.texts[c.ANSWER_REASON]), "")
        seal = taking.seal
        taking.ids[seal(row_meant)] = Choice(seal(digest), frozenset(map(seal, digests)), reason, seal=seal)
        taking.claims.add((code, digest))
        rows = {row.texts[CANDIDATE]: tuple(row.texts[name] or None for name in WIDTHS) for _, row in lines}
        taking.numbers.append(AnsweredId(tuple(rows.values()), tuple(rows)))
