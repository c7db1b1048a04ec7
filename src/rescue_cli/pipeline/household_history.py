"""`history 编号`: one household over the recorded states, the answers about it and the reports that counted it."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.errors import UsageError
from rescue_cli.core.periods import to_the_minute
from rescue_cli.core.states import StateChange
from rescue_cli.pipeline.apply_answers import NAMES_OF_KINDS
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.past_states import state_named, workspace_of
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.workspace_history import WHEN, done_line
from rescue_cli.record.cache import load_tables
from rescue_cli.record.filings import filings, kept_figures
from rescue_cli.record.kinds import CONFLICT, CORRECTED
from rescue_cli.record.recorded_states import day_of, state_names
from rescue_cli.report.state_changes import UNTOLD

NEEDED = ("cases", "determinations", "clusters", "mentions")
KEPT_ONLY = "状态只留最近三次、30天内每天最后一次和上报时的；再早的没有留。分发件给过谁没有记录"
Tables = Mapping[str, pa.Table]


def history_of(session: Session, subject: str, until: str | None = None) -> Outcome:
    """What the kept states, answers and reports say of a household (编号, or somebody's name or number), the oldest first.

    UsageError where no state knows it, or several households are meant.
    """
    workspace = workspace_of(session)
    names = state_names(workspace.states)
    if until is not None:
        names = names[: names.index(state_named(session, until)) + 1]
    loaded = {name: load_tables(workspace.states / name, of_any_format=True, only=NEEDED) for name in names}
    states = {name: tables[0] for name, tables in loaded.items() if tables and set(NEEDED) <= set(tables[0])}
    case = _case_of(states, subject)
    lines = [*_of_states(states, case), *_of_answers(session, case), *_of_filings(session, case)]
    last = day_of(names[-1]).isoformat()
    lines = [line for line in lines if until is None or line[WHEN][: len(last)] <= last]
    lines.sort(key=lambda line: line[WHEN])
    return Outcome("history", {"编号": case, "经过": lines}, notes=(KEPT_ONLY,))


def _case_of(states: Mapping[str, Tables], subject: str) -> str:
    wanted = subject.strip().upper()
    for tables in reversed(list(states.values())):
        if wanted in tables["cases"][f.CASE].to_pylist():
            return wanted
        mentions = tables["mentions"]
        met = [pc.equal(mentions[name], wanted) for name in (f.HEAD_NAME, f.NAME, f.ID_NUMBER)]
        rows = mentions.filter(pc.or_kleene(pc.or_kleene(met[0], met[1]), met[2])).select(f.MENTION_KEY).to_pylist()
        places = {tuple(row.values()) for row in rows}
        cases = {
            line[f.CASE]
            for line in tables["clusters"].to_pylist()
            if places and tuple(line[name] for name in f.MENTION_KEY) in places and line[f.CASE]
        }
        if len(cases) > 1:
            raise UsageError(f"有{len(cases)}户有人是这个姓名、号码，请写编号：{'、'.join(sorted(cases)[:20])}")
        if cases:
            return str(cases.pop())
    raise UsageError(f"留着的状态里没有“{subject}”：请核对编号、姓名或身份证号；还没有运行过的先 rescue run")


def _of_states(states: Mapping[str, Tables], case: str) -> list[dict[str, Any]]:
    """What each state tells otherwise than the one before it."""
    lines, before = [], None
    for name, tables in states.items():
        now = _facts(tables, case)
        files = _files(tables, case)
        day, state = day_of(name).isoformat(), f"状态{name.partition('_')[0]}"
        if now is None:
            if before is not None:
                into = _part_of(tables, case)
                lines.append(done_line(day, state, "不再有", f"并入{into}" if into else "收件里没有这一户了"))
            before = None
            continue
        if before is None:
            lines.append(done_line(day, state, "报来", "、".join(files)))
            lines.append(done_line(day, state, "判定", now[1]))
        else:
            lines += [
                done_line(day, state, StateChange.EDITED.value, words) for words in _differences(before[0], now[0])
            ]
            if files != before[2]:
                lines.append(done_line(day, state, "来源", "、".join(files)))
            if now[1] != before[1]:
                lines.append(done_line(day, state, StateChange.JUDGED.value, f"{before[1]} → {now[1]}"))
        before = (*now, files)
    return lines


def _of(table: pa.Table, case: str) -> list[dict[str, Any]]:
    return list(table.filter(pc.equal(table[f.CASE], case)).to_pylist())


def _facts(tables: Tables, case: str) -> tuple[dict[str, Any], str] | None:
    rows = _of(tables["cases"], case)
    if not rows:
        return None
    decided = [line for line in _of(tables["determinations"], case) if line[f.GROUP]]
    words = "；".join(f"{line[f.GROUP]}·{line[f.OUTCOME]}（{line[f.PHASE]}）" for line in decided)
    return rows[0], words or "没有判定"


def _files(tables: Tables, case: str) -> list[str]:
    rows = _of(tables["clusters"], case)
    return sorted({" › ".join(filter(None, (row[f.SOURCE_FILE], row[f.SHEET]))) + f" 第{row[f.ROW]}行" for row in rows})


def _part_of(tables: Tables, case: str) -> str:
    pairs = zip(tables["cases"][f.CASE].to_pylist(), tables["cases"][f.FORMER].to_pylist(), strict=True)
    return next((str(number) for number, former in pairs if case in (former or ())), "")


def _differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    names = [name for name in now if name not in UNTOLD and before.get(name) != now[name]]
    return [f"{name}：{_words(before.get(name))} → {_words(now[name])}" for name in names]


def _words(value: object) -> str:
    if value is None or value == []:
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _of_answers(session: Session, case: str) -> list[dict[str, Any]]:
    """Values chosen and put right; answers about rows are known by digests alone, and told by what they changed."""
    assert session.record is not None
    journal = session.record.journal
    return [
        done_line(
            to_the_minute(entry.body["when"]),
            entry.body["by"],
            NAMES_OF_KINDS[entry.kind],
            entry.body["field"] + ("（已取消）" if place in journal.undone else ""),
        )
        for place, entry in enumerate(journal.entries)
        if entry.kind in (CONFLICT, CORRECTED) and entry.body["case"] == case
    ]


def _of_filings(session: Session, case: str) -> list[dict[str, Any]]:
    assert session.record is not None
    lines = []
    for filing in filings(session.record.journal):
        kept = kept_figures(workspace_of(session).archive, filing)
        counted = _of(kept.counted, case) if kept is not None else []
        where = list(dict.fromkeys(f"{line[f.SHEET]}·{line[c.LINE]}·{line[c.COUNTED_IN]}" for line in counted))
        if kept is None:
            where = ["存档与上报时不一样，不能核对"]
        if where:
            what = f"{filing.report} {filing.period} 第{filing.time}次（{filing.state}）：{'；'.join(where)}"
            lines.append(done_line(filing.day.isoformat(), filing.by, "上报计入", what))
    return lines
