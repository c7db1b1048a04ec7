"""`undo`: the last answers taken back, as one more line of the record."""

from collections import Counter

from rescue_cli.core import columns as c
from rescue_cli.core.errors import UsageError
from rescue_cli.core.periods import to_the_minute
from rescue_cli.pipeline.answers.answer_kinds import Who
from rescue_cli.pipeline.apply_answers import NAMES_OF_KINDS
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.session import Session
from rescue_cli.record.filings import standing_filings
from rescue_cli.record.journal import Journal
from rescue_cli.record.kinds import ANSWERS, FILING, UNDONE
from rescue_cli.record.lines import Entry

NOT_YET = "什么都没有改。确实要取消，请加 --yes"
DONE = "已在 裁定.jsonl 里记为取消，原来的各行还在；下次运行起照没有这些回答时办理，问题会重新列出。填过的字还在那本表里：改好再 apply，不要了的清空"
FILED = "在那以后登记过上报，已上报的不变，现在的数与它不同的列入“更正”；要退回上报用 rescue reopen"


def undo(session: Session, who: Who, *, confirmed: bool) -> Outcome:
    """Take back all answers of the last writing (one apply, one answer of review) that still count; without `confirmed` only
    say which. Raises UsageError where there is none."""
    if session.record is None:
        raise UsageError("取消回答要在工作区里进行（有 rescue.toml 的文件夹）")
    journal = session.record.journal
    places = last_answers(journal)
    if places is None:
        raise UsageError("没有可以取消的回答：裁定.jsonl 里没有，或都取消了。上报用 rescue reopen 重开")
    entries = journal.entries[places.start : places.stop]
    figures = {"条数": len(entries), **_kinds(entries), c.OFFICER: _text(entries[0], "by"), "时间": _when(entries[0])}
    later = [entry for entry in journal.entries[places.stop :] if entry.kind == FILING]
    filed = (FILED,) if later and standing_filings(journal) else ()
    if not confirmed:
        asked = f"要取消的是{figures[c.OFFICER]}在{figures['时间']}收回的{len(entries)}条回答：{NOT_YET}"
        return Outcome("undo", figures, left=(asked,), notes=filed)
    session.record.append([Entry(UNDONE, {"first": places.start, "count": len(entries), **who.signature()})])
    return Outcome("undo", figures, notes=(DONE, *filed))


def last_answers(journal: Journal) -> range | None:
    """The places of the entries of the last writing of answers that was not taken back."""
    for places in reversed(journal.writings()):
        kinds = {journal.entries[place].kind for place in places}
        if kinds and kinds <= ANSWERS and places.start not in journal.undone:
            return places
    return None


def _kinds(entries: tuple[Entry, ...]) -> dict[str, int]:
    counts = Counter(NAMES_OF_KINDS[entry.kind] for entry in entries)
    return {name: counts[name] for name in NAMES_OF_KINDS.values() if counts[name]}


def _text(entry: Entry, name: str) -> str:
    return str(entry.body.get(name) or "不明")


def _when(entry: Entry) -> str:
    return to_the_minute(_text(entry, "when"))
