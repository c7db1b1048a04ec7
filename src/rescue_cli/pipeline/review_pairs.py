"""`review`: the pairs of 疑似重复.xlsx one after the other, each answer recorded as it is given."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.errors import UsageError
from rescue_cli.core.states import Band, Verdict
from rescue_cli.pipeline.answers.answer_kinds import Who
from rescue_cli.pipeline.answers.answered_rows import SeenRows
from rescue_cli.pipeline.answers.contradictions import contradicting
from rescue_cli.pipeline.answers.pair_answers import pair_entry
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import Stage, merged
from rescue_cli.record.decisions import decisions, pair_key
from rescue_cli.record.journal import append, read_journal
from rescue_cli.report.dictionary_columns import place
from rescue_cli.report.pair_sheets import COMPARED, open_pairs, values_compared
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


class Review:
    """The pairs nobody has answered yet. Whatever is answered stands in the record at once, so a review can be left and
    taken up again; pairs put off (待查) come again only with `parked`."""

    def __init__(self, session: Session, who: Who, *, parked: bool = False) -> None:
        if session.workspace is None:
            raise UsageError("逐对裁定要在工作区里进行（有 rescue.toml 的文件夹）")
        stage = merged(session)
        self._path, self._who = session.workspace.record_file, who
        self._rows = SeenRows(stage["mentions"])
        lines = [line for line in open_pairs(stage["pairs"]) if parked or line[f.RULE] != Verdict.LATER]
        self.questions = _questions(lines, stage)
        self.answered = 0

    def answer(self, question: PairQuestion, verdict: str, reason: str = "") -> str:
        """Record a Verdict; instead, a sentence where it contradicts what was decided before."""
        journal = read_journal(self._path)
        entry = pair_entry(*pair_key(question.left, question.right), verdict, reason, self._who)
        faults = contradicting([("这一对", entry)], decisions(journal).pairs, self._rows)
        if faults:
            return faults[0]
        append(self._path, journal, [entry])
        self.answered += 1
        return ""

    def outcome(self) -> Outcome:
        """How far it came."""
        left = len(self.questions) - self.answered
        left_over = (f"还有{left}对没有裁定，再运行 rescue review 接着来",) if left else ()
        notes = ("已记入 裁定.jsonl，下次运行起照此办理",) if self.answered else ()
        return Outcome(
            "review", {Band.OPEN: len(self.questions), "本次裁定": self.answered}, left=left_over, notes=notes
        )


def _questions(lines: Sequence[Mapping[str, Any]], stage: Stage) -> list[PairQuestion]:
    known = values_compared(stage["mentions"], lines)
    return [
        _question(line, [known.get(tuple(line[name] for name in side), {}) for side in (c.LEFT, c.RIGHT)])
        for line in lines
    ]


def _question(line: Mapping[str, Any], sides: Sequence[Mapping[str, Any]]) -> PairQuestion:
    return PairQuestion(
        line[c.LEFT_DIGEST],
        line[c.RIGHT_DIGEST],
        tuple(_fields(*sides)),
        (place(line, *c.LEFT[:3]), place(line, *c.RIGHT[:3])),
        line[c.EVIDENCE],
        line[c.SCORE],
    )


def _fields(left: Mapping[str, Any], right: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for name in COMPARED:
        values = shown(left.get(name)), shown(right.get(name))
        if any(values):
            yield (name, *values)


__all__ = ["PairQuestion", "Review"]
