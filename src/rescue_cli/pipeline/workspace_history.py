"""`history`: runs, answers, reports handed in – who, when, what – in the order of their time."""

from collections import Counter
from itertools import pairwise
from typing import Any

from rescue_cli.core.errors import RecordError
from rescue_cli.core.periods import to_the_minute
from rescue_cli.pipeline.apply_answers import NAMES_OF_KINDS
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.past_states import state_named, workspace_of
from rescue_cli.pipeline.session import Session
from rescue_cli.record.journal import Journal
from rescue_cli.record.kinds import ANSWERS, FILING, REOPENED, RUN, UNDONE
from rescue_cli.record.lines import Entry
from rescue_cli.record.recorded_states import day_of
from rescue_cli.record.run_log import LOG, run_log

WHEN, WHO, WHAT, HOW = "时间", "谁", "做了什么", "内容"
NOTHING = "还没有运行、收回和上报的记录"
RUNS_ONLY = "结果没有变化的运行不另记"


def history(session: Session, until: str | None = None) -> Outcome:
    """Everything that was done, the oldest first; `until`: up to a state (`--at`)."""
    workspace = workspace_of(session)
    assert session.record is not None
    notes = [RUNS_ONLY]
    try:
        runs = run_log(workspace.cache).of_kind(RUN)
    except RecordError:
        runs = ()
        notes.append(f".rescue/{LOG} 读不出来，运行没有列出：rescue verify 说明怎么办")
    lines = [*map(_run_line, runs), *_record_lines(session.record.journal)]
    lines.sort(key=lambda line: line[WHEN])
    if until is not None:
        state = state_named(session, until)
        end_of_day = f"{day_of(state).isoformat()}T24"  # where the log no longer says when
        last = next((entry.body["when"] for entry in runs if entry.body["state"] == state), end_of_day)
        lines = [line for line in lines if line[WHEN] <= last]
    shown = [{**line, WHEN: to_the_minute(line[WHEN])} for line in lines]
    return Outcome("history", {"经过": shown} if shown else {"经过": NOTHING}, notes=tuple(notes))


def done_line(when: str, who: str, what: str, how: str) -> dict[str, Any]:
    """One line of what was done."""
    return {WHEN: when, WHO: who, WHAT: what, HOW: how}


def _run_line(entry: Entry) -> dict[str, Any]:
    body = entry.body
    results = "，".join(part for part in body["results"] if not part.endswith(" 0"))
    how = (
        f"状态{body['state'].partition('_')[0]}：收件{body['inputs']}个，{results or '没有户'}；基准日{body['as_of']}，"
        f"{body['pack']} {body['pack_digest'][:8]}"
    )
    return done_line(body["when"], body["by"], "运行", how)


def _record_lines(journal: Journal) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    for first, last in pairwise((0, *journal.ends)):
        entries = journal.entries[first:last]
        answers = [entry for entry in entries if entry.kind in ANSWERS]
        if answers:
            back = "（已取消）" if first in journal.undone else ""
            lines.append(done_line(answers[0].body["when"], answers[0].body["by"], "收回回答", _counts(answers) + back))
        lines += [_other(journal, entry) for entry in entries if entry.kind in (FILING, REOPENED, UNDONE)]
    return lines


def _other(journal: Journal, entry: Entry) -> dict[str, Any]:
    body = entry.body
    signed = (body["when"], body["by"])
    if entry.kind == UNDONE:
        first = body["first"]
        return done_line(*signed, "取消回答", _counts(journal.entries[first : first + body["count"]]))
    if entry.kind == FILING:
        return done_line(*signed, "上报", f"{body['report']} {body['period']}，复核{body['reviewer']}")
    return done_line(
        *signed, "重开上报", f"{body['report']} {body['period']}：{body['reason']}，复核{body['reviewer']}"
    )


def _counts(entries: tuple[Entry, ...] | list[Entry]) -> str:
    counts = Counter(NAMES_OF_KINDS[entry.kind] for entry in entries if entry.kind in ANSWERS)
    return "，".join(f"{name} {count}" for name, count in sorted(counts.items()))
