"""`apply`: takes our own workbooks back, checks every answer, and records them all or none."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rescue_cli.core import columns as c
from rescue_cli.core.errors import InputError, RescueError, UsageError
from rescue_cli.core.file_names import shown_name
from rescue_cli.intake.odd_entries import is_regular
from rescue_cli.pipeline.answers.answer_kinds import Filled, Kind, Taken, Who, unreadable
from rescue_cli.pipeline.answers.arrival_answers import ARRIVALS
from rescue_cli.pipeline.answers.heading_answers import HEADINGS_KIND
from rescue_cli.pipeline.answers.pair_answers import PAIRS_KIND
from rescue_cli.pipeline.answers.replacement_answers import REPLACEMENTS
from rescue_cli.pipeline.answers.waiver_answers import WAIVERS
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.session import Session
from rescue_cli.record.kinds import ARRIVAL, CONFLICT, HEADER, ID, PAIR, REPLACE, SEEN, SIGNED, WAIVER
from rescue_cli.record.lines import Entry
from rescue_cli.workbooks.reading.answered_book import kind_of
from rescue_cli.workbooks.writing.proof_stamp import PROOF_KIND, proof_mark

KINDS: tuple[Kind, ...] = (
    HEADINGS_KIND,
    WAIVERS,
    REPLACEMENTS,
    PAIRS_KIND,
    ARRIVALS,
)  # another kind of workbook is one more line here
NAMES_OF_KINDS = {
    HEADER: "表头",
    WAIVER: "认可",
    REPLACE: "更正",
    PAIR: "疑似重复",
    CONFLICT: "值冲突",
    ID: "身份证会诊",
    ARRIVAL: c.ARRIVED,
}
FAULTS_TOLD = 30
PROOF_READ = (
    "规则校读里的意见不是裁定，不用收回：请交给改方案包的人，改后 rescue pack check、rescue pack test；"
    "留在 输出/规则校读.xlsx 里的意见，再写一遍时还在"
)


class AnswerError(RescueError):
    """Answers that cannot be taken; nothing was recorded."""

    code = "ANSWER"


def apply(session: Session, files: Sequence[Path], who: Who) -> Outcome:
    """Record what `files` answer. Raises AnswerError with every fault at once, UsageError outside a workspace."""
    if session.record is None:
        raise UsageError("收回填好的表要在工作区里进行（有 rescue.toml 的文件夹）")
    filled = [_filled(path) for path in files]
    taken = [_read(session, workbook, who) for workbook in filled]
    faults = [fault for answers in taken for fault in answers.faults] + _across(taken)
    if faults:
        more = f"\n  ……另有{len(faults) - FAULTS_TOLD}处" if len(faults) > FAULTS_TOLD else ""
        lines = "".join(f"\n  {fault}" for fault in faults[:FAULTS_TOLD])
        raise AnswerError(f"填写有{len(faults)}处不能收，全部没有记录：{lines}{more}")
    fresh = _fresh([entry for answers in taken for entry in answers.entries], session.record.journal.entries)
    session.record.append(fresh)
    counts = Counter(NAMES_OF_KINDS[entry.kind] for entry in fresh)
    blank = sum(answers.blank for answers in taken)
    figures = {
        "文件": len(files),
        "记录": len(fresh),
        **{name: counts[name] for name in NAMES_OF_KINDS.values() if counts[name]},
    }
    notes = ("已记入 裁定.jsonl，下次运行起照此办理",) if fresh else ("没有新的回答，裁定.jsonl 没有变",)
    return Outcome("apply", {**figures, "留空": blank}, notes=notes)


def _filled(path: Path) -> Filled:
    name = shown_name(path.name)
    try:
        if not is_regular(path):
            raise FileNotFoundError
        return Filled(name, path.read_bytes())
    except OSError as error:
        raise UsageError(f"读不出文件：{name}，可能不存在或正被占用") from error


def _read(session: Session, filled: Filled, who: Who) -> Taken:
    try:
        if _is_proof_book(filled):
            return Taken(faults=[f"{filled.name}：{PROOF_READ}"])
        kind = _kind(filled)
        if kind is None:
            known = "、".join(workbook.title for workbook in KINDS)
            return Taken(faults=[f"{filled.name}：不是本工具发出的可填写的表（{known}）"])
        if filled.rows(kind.headings) is None:
            return Taken(faults=[f"{filled.name}：“{kind.title}”的表头被改动，找不到{'、'.join(kind.headings)}各列"])
        return kind.reader(session, filled, who)
    except InputError as error:
        return Taken(faults=[unreadable(filled, error)])


def _is_proof_book(filled: Filled) -> bool:
    return kind_of(filled.data) == PROOF_KIND or any(proof_mark(sheet.rows) is not None for sheet in filled.sheets)


def _kind(filled: Filled) -> Kind | None:
    """By the mark in the document's properties; some programs drop it, then by the headings."""
    name = kind_of(filled.data)
    if name:
        return next((kind for kind in KINDS if kind.name == name), None)
    return next((kind for kind in KINDS if filled.rows(kind.headings) is not None), None)


def _across(taken: Sequence[Taken]) -> list[str]:
    """The same question answered otherwise in another of the files."""
    first: dict[tuple[str, object], Entry] = {}
    faults = []
    for answers in taken:
        for entry in answers.entries:
            other = first.setdefault(_question(entry), entry)
            if _content(other) != _content(entry):
                faults.append(f"两个文件对同一问的回答矛盾（{NAMES_OF_KINDS[entry.kind]}）：请只留一种")
    return faults


def _fresh(entries: Sequence[Entry], known: Sequence[Entry]) -> list[Entry]:
    """Those that say something else than the journal's last word on the same question (who and when apart)."""
    last = {_question(entry): _content(entry) for entry in known}
    return list({_content(entry): entry for entry in entries if last.get(_question(entry)) != _content(entry)}.values())


def _question(entry: Entry) -> tuple[str, object]:
    return entry.kind, entry.body.get(SEEN) or tuple(entry.body.get("keys", ()))


def _content(entry: Entry) -> tuple[str, str]:
    return entry.kind, repr(sorted((name, value) for name, value in entry.body.items() if name not in SIGNED))
