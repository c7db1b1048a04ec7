"""`apply`: takes our own workbooks back, checks every answer, and records them all or none."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rescue_cli.core import columns as c
from rescue_cli.core.errors import InputError, RescueError, UsageError
from rescue_cli.pipeline.answers.answer_books import AnswerBooks, answer_books
from rescue_cli.pipeline.answers.answer_kinds import Contradiction, Filled, Kind, Outdated, Taken, Who, unreadable
from rescue_cli.pipeline.answers.arrival_answers import ARRIVALS
from rescue_cli.pipeline.answers.correction_answers import CORRECTIONS_KIND
from rescue_cli.pipeline.answers.heading_answers import HEADINGS_KIND
from rescue_cli.pipeline.answers.pair_answers import PAIRS_KIND
from rescue_cli.pipeline.answers.replacement_answers import REPLACEMENTS
from rescue_cli.pipeline.answers.waiver_answers import WAIVERS
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.session import Session
from rescue_cli.record.kinds import ARRIVAL, CONFLICT, CORRECTED, HEADER, ID, PAIR, REPLACE, SEEN, SIGNED, WAIVER
from rescue_cli.record.lines import Entry

KINDS: tuple[Kind, ...] = (
    HEADINGS_KIND,
    WAIVERS,
    REPLACEMENTS,
    PAIRS_KIND,
    ARRIVALS,
    CORRECTIONS_KIND,
)  # another kind of workbook is one more line here
NAMES_OF_KINDS = {
    HEADER: "表头",
    WAIVER: "认可",
    REPLACE: "更正",
    PAIR: "疑似重复",
    CONFLICT: "值冲突",
    ID: "身份证会诊",
    ARRIVAL: c.ARRIVED,
    CORRECTED: "值更正",
}
FAULTS_TOLD = 30
RECORDED, NOTHING_NEW = "已记入 裁定.jsonl，下次运行起照此办理", "没有新的回答，裁定.jsonl 没有变"
REHEARSED = "只是试收：什么都没有记录。去掉 --dry-run 再运行一次才收回"

Question = tuple[str, object]


class AnswerError(RescueError):
    """Answers that cannot be taken; nothing was recorded."""

    code = "ANSWER"


@dataclass(frozen=True)
class _Book:
    """What came of one workbook: `fresh` answers nothing is recorded of, `changed` ones another is, the `same` as recorded."""

    name: str
    answers: Taken
    fresh: int
    changed: int
    same: int

    def figures(self) -> dict[str, object]:
        contradicting = sum(isinstance(fault, Contradiction) for fault in self.answers.faults)
        gone = sum(isinstance(fault, Outdated) for fault in self.answers.faults)
        return {
            "工作簿": self.name,
            "新": self.fresh,
            "改": self.changed,
            "同": self.same,
            "矛盾": contradicting,
            "不再问": gone,
            "不能收": len(self.answers.faults) - contradicting - gone,
            "留空": self.answers.blank,
        }


def apply(session: Session, files: Sequence[Path], who: Who, *, dry_run: bool = False) -> Outcome:
    """Record what `files` – workbooks, or folders of them – answer; with `dry_run` only say what would come of it.

    Raises AnswerError with every fault at once, UsageError outside a workspace.
    """
    if session.record is None:
        raise UsageError("收回填好的表要在工作区里进行（有 rescue.toml 的文件夹）")
    session.record.rehearsing = dry_run
    given = answer_books(files, KINDS)
    if given.left_out and not given.filled:
        raise AnswerError(_sentence(given.left_out))
    taken = [_read(session, filled, kind, who) for filled, kind in given.filled]
    _name_across(taken)
    faults = sorted((fault for answers in taken for fault in answers.faults), key=_harm)
    if faults and not dry_run:
        raise AnswerError(_sentence(faults))
    last = {_question(entry): _content(entry) for entry in session.record.journal.standing}
    books = [_counted(filled.name, answers, last) for (filled, _), answers in zip(given.filled, taken, strict=True)]
    fresh = _fresh([entry for answers in taken for entry in answers.entries], last)
    if not dry_run:
        session.record.append(fresh)
    left = (*faults, *given.left_out) if dry_run else tuple(given.left_out)
    return Outcome(
        "apply",
        _figures(books, fresh, dry_run=dry_run),
        left=left,
        notes=_notes(given, fresh, len(faults), dry_run=dry_run),
    )


def _figures(books: Sequence[_Book], fresh: Sequence[Entry], *, dry_run: bool) -> dict[str, object]:
    counts = Counter(NAMES_OF_KINDS[entry.kind] for entry in fresh)
    return {
        "文件": len(books),
        "可记录" if dry_run else "记录": len(fresh),
        **{name: counts[name] for name in NAMES_OF_KINDS.values() if counts[name]},
        "留空": sum(book.answers.blank for book in books),
        "逐本": [book.figures() for book in books],
    }


def _notes(given: AnswerBooks, fresh: Sequence[Entry], faults: int, *, dry_run: bool) -> tuple[str, ...]:
    beside = (
        (f"另有{given.passed_over}本不是要收回的表（台账、统计表、分发件等），没有看",) if given.passed_over else ()
    )
    if dry_run and faults:
        return (*beside, f"只是试收：有{faults}处不能收，改好（或清空）以前，正式收回时一处都不会记录")
    return (*beside, REHEARSED if dry_run else RECORDED if fresh else NOTHING_NEW)


def _sentence(faults: Sequence[str]) -> str:
    more = f"\n  ……另有{len(faults) - FAULTS_TOLD}处" if len(faults) > FAULTS_TOLD else ""
    lines = "".join(f"\n  {fault}" for fault in faults[:FAULTS_TOLD])
    return f"填写有{len(faults)}处不能收，全部没有记录：{lines}{more}"


def _harm(fault: str) -> int:
    """Contradictions are told first, what is no longer asked last."""
    return 0 if isinstance(fault, Contradiction) else 2 if isinstance(fault, Outdated) else 1


def _read(session: Session, filled: Filled, kind: Kind, who: Who) -> Taken:
    try:
        if filled.rows(kind.headings) is None:
            return Taken(faults=[f"{filled.name}：“{kind.title}”的表头被改动，找不到{'、'.join(kind.headings)}各列"])
        return kind.reader(session, filled, who)
    except InputError as error:
        return Taken(faults=[unreadable(filled, error)])


def _name_across(taken: Sequence[Taken]) -> None:
    """The same question answered otherwise in another of the files: a fault of the later one."""
    first: dict[Question, tuple[int, Entry]] = {}
    for number, answers in enumerate(taken):
        for entry in answers.entries:
            owner, other = first.setdefault(_question(entry), (number, entry))
            if owner != number and _content(other) != _content(entry):
                kind = NAMES_OF_KINDS[entry.kind]
                answers.faults.append(Contradiction(f"两个文件对同一问的回答矛盾（{kind}）：请只留一种"))


def _counted(name: str, answers: Taken, last: Mapping[Question, tuple[str, str]]) -> _Book:
    different = {_question(entry): _content(entry) for entry in answers.entries}
    fresh = sum(question not in last for question in different)
    same = sum(last.get(question) == content for question, content in different.items())
    return _Book(name, answers, fresh, len(different) - fresh - same, same)


def _fresh(entries: Sequence[Entry], last: Mapping[Question, tuple[str, str]]) -> list[Entry]:
    """Those that say something else than the journal's last word on the same question (who and when apart)."""
    return list({_content(entry): entry for entry in entries if last.get(_question(entry)) != _content(entry)}.values())


def _question(entry: Entry) -> Question:
    return entry.kind, entry.body.get(SEEN) or tuple(entry.body.get("keys", ()))


def _content(entry: Entry) -> tuple[str, str]:
    return entry.kind, repr(sorted((name, value) for name, value in entry.body.items() if name not in SIGNED))
