"""`review`: the questions of 疑似重复.xlsx one after the other, each answer recorded as it is given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rescue_cli.core import columns as c
from rescue_cli.core.errors import UsageError
from rescue_cli.core.states import Band, Verdict
from rescue_cli.pipeline.answers.answer_kinds import Who
from rescue_cli.pipeline.answers.answered_rows import SeenRows
from rescue_cli.pipeline.answers.contradictions import contradicting
from rescue_cli.pipeline.answers.pair_answers import Signing
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.outputs import OPEN_PAIRS
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import Stage, merged
from rescue_cli.record.decisions import decisions
from rescue_cli.record.digests import pair_code, pair_key
from rescue_cli.record.lines import Entry
from rescue_cli.report.asking_sheet import COMPARED, Known, source
from rescue_cli.report.dictionary_columns import place
from rescue_cli.report.household_questions import HouseholdQuestion, household_questions
from rescue_cli.report.pair_sheets import values_compared
from rescue_cli.workbooks.writing.sheet_layout import shown


@dataclass(frozen=True)
class PairQuestion:
    """Two rows: for each field compared both values, the sources, the evidence; the digests the answer is about."""

    left: str
    right: str
    fields: tuple[tuple[str, str, str], ...]
    sources: tuple[str, str]
    evidence: str
    score: float

    @property
    def key(self) -> tuple[str, str]:
        """Both digests in order: what the record knows the pair by."""
        return pair_key(self.left, self.right)


@dataclass(frozen=True)
class ReviewQuestion:
    """Two listings of a household: the pairs asked about, what depends on the answer, where they stand to each other."""

    pairs: tuple[PairQuestion, ...]
    stake: str
    situation: str


class Review:
    """The questions nobody has answered yet. Whatever is answered stands in the record at once, so a review can be left and
    taken up again; pairs put off (待查) come again only with `parked`."""

    def __init__(self, session: Session, who: Who, *, parked: bool = False) -> None:
        if session.record is None:
            raise UsageError("逐处裁定要在工作区里进行（有 rescue.toml 的文件夹）")
        stage = merged(session)
        self._record, self._signing = session.record, Signing(who, session.decisions.seal)
        self._rows = SeenRows(stage["mentions"], session.decisions)
        self.questions = _questions(stage, parked=parked)
        self._left = {(n, pair.key) for n, question in enumerate(self.questions) for pair in question.pairs}

    def answer(self, pairs: Sequence[PairQuestion], verdict: str, reason: str = "") -> str:
        """Record a Verdict of all these pairs, or none; a sentence where it contradicts itself or what was decided before."""
        keys = sorted({pair.key for pair in pairs})
        entries = [self._entry(key, verdict, reason) for key in keys]
        earlier = decisions(self._record.journal).pairs
        faults = contradicting([("这一处", entry) for entry in entries], earlier, self._rows)
        if faults:
            return faults[0]
        self._record.append(entries)
        self._left = {(n, key) for n, key in self._left if key not in keys}
        return ""

    def _entry(self, key: tuple[str, str], verdict: str, reason: str) -> Entry:
        left, right = map(self._signing.seal, key)
        return self._signing.pair_entry((left, right), pair_code(*key), verdict, reason)

    def outcome(self) -> Outcome:
        """How far it came."""
        left = len({n for n, _ in self._left})
        pairs = sum(len({pair.key for pair in question.pairs}) for question in self.questions)
        figures = {Band.OPEN: len(self.questions), OPEN_PAIRS: pairs, "本次裁定": len(self.questions) - left}
        left_over = (f"还有{left}处没有裁定，再运行 rescue review 接着来",) if left else ()
        notes = ("已记入 裁定.jsonl，下次运行起照此办理",) if len(self._left) < pairs else ()
        return Outcome("review", figures, left=left_over, notes=notes)


def _questions(stage: Stage, *, parked: bool) -> list[ReviewQuestion]:
    asked = household_questions(stage["pairs"])
    known = values_compared(stage["mentions"], [line for question in asked for line in question.lines])
    shown_questions = [_question(question, known, parked=parked) for question in asked]
    return [question for question in shown_questions if question.pairs]


def _question(question: HouseholdQuestion, known: Known, *, parked: bool) -> ReviewQuestion:
    lines = [line for line in question.lines if parked or line[c.PAIR_RULE] != Verdict.LATER]
    return ReviewQuestion(tuple(_pair(line, known) for line in lines), question.stake, question.situation)


def _pair(line: Mapping[str, Any], known: Known) -> PairQuestion:
    return PairQuestion(
        line[c.LEFT_DIGEST],
        line[c.RIGHT_DIGEST],
        tuple(_fields(*(known.get(source(line, side), {}) for side in (c.LEFT, c.RIGHT)))),
        (place(line, *c.LEFT[:3]), place(line, *c.RIGHT[:3])),
        line[c.EVIDENCE],
        line[c.SCORE],
    )


def _fields(left: Mapping[str, Any], right: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name in COMPARED:
        values = shown(left.get(name)), shown(right.get(name))
        if any(values):
            yield (name, *values)


__all__ = ["PairQuestion", "Review", "ReviewQuestion"]
