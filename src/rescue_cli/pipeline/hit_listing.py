"""The lines of comparisons filled in: the list's own columns, the household, whether it is new, and the answers that came back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import fields as f
from rescue_cli.core.answer_states import ToDo
from rescue_cli.core.findings import Finding
from rescue_cli.core.hit_codes import HIT, VERIFIED
from rescue_cli.core.states import ListAnswer, Newness
from rescue_cli.pack.model import Pack
from rescue_cli.pipeline.hit_answers import items_of, reply_rows
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import Tables
from rescue_cli.pipeline.to_do_list import Left
from rescue_cli.record.recorded_states import read_state, state_names
from rescue_cli.report.comparison_book import Comparison
from rescue_cli.report.hit_lines import Lists, ListsBefore, answers_by_code, hit_lines
from rescue_cli.report.list_comparison import Key, Row, key_of

DIFFER, GONE = "LINK-HIT-ANSWERS-DIFFER", "LINK-HIT-ANSWER-GONE"
STATES_SEEN = 6  # recorded states in which the list before is looked for


def item_columns(pack: Pack) -> list[str]:
    """All of them, and what shows of a masked number: what a code is made of beside name and number."""
    return sorted({f.SHOWN_DIGITS, *(name for item in items_of(pack).values() for name in item)})


def with_lines(
    session: Session, comparison: Comparison, listed: Sequence[Row], tables: Tables, new_cases: Set[str]
) -> Comparison:
    """`listed`: the rows the lines are of – of the list, or, where nobody was found, of those looked for."""
    to_see = [answer for answer in comparison.answers if answer.outcome == comparison.tell]
    keys = {key_of(row) for answer in to_see for row in (answer.row, *answer.others)}
    lists = Lists(
        whole=_whole_rows(tables["mentions"], keys),
        cases=_cases(tables["clusters"], keys),
        items=items_of(session.pack),
        about=comparison.name,
    )
    if comparison.tell == ListAnswer.MISS:
        comparison = replace(comparison, codes=frozenset(map(lists.code, listed)))
    if not to_see:
        return comparison
    before = ListsBefore(_codes_before(session, listed, lists), new_cases)
    replies = answers_by_code(reply_rows(tables["mentions"]))
    return replace(comparison, lines=tuple(hit_lines(to_see, lists, listed, replies, before)))


def _whole_rows(mentions: pa.Table, keys: Set[Key]) -> dict[Key, Row]:
    return {key_of(row): row for row in mentions.filter(_standing_in(mentions, keys)).to_pylist()}


def _cases(clusters: pa.Table, keys: Set[Key]) -> dict[Key, str | None]:
    if f.CASE not in clusters.column_names:
        return {}  # of files given by hand: they have no case numbers
    near = clusters.filter(_standing_in(clusters, keys))
    return dict(zip(map(key_of, near.to_pylist()), near[f.CASE].to_pylist(), strict=True))


def _standing_in(table: pa.Table, keys: Set[Key]) -> pa.Array:
    places = zip(*(table[name].to_pylist() for name in f.MENTION_KEY), strict=True)
    return pa.array([place in keys for place in places], pa.bool_())


def _codes_before(session: Session, listed: Sequence[Row], lists: Lists) -> dict[str, Set[str] | None]:
    """Form → codes of its rows in the last recorded state whose list was another; None where no state had one."""
    now: dict[str, set[str]] = {}
    for row in listed:
        now.setdefault(row[f.FORM], set()).add(lists.code(row))
    before: dict[str, Set[str] | None] = dict.fromkeys(now)
    for mentions in _recorded_mentions(session):
        for form in [form for form, codes in before.items() if codes is None]:
            rows = mentions.filter(pc.equal(mentions[f.FORM], form))
            codes = {lists.code(row) for row in rows.select(_own_columns(rows, session.pack)).to_pylist()}
            before[form] = codes if codes and codes != now[form] else None
        if None not in before.values():
            break
    return before


def _own_columns(rows: pa.Table, pack: Pack) -> list[str]:
    names = (f.FORM, f.NAME, f.HEAD_NAME, f.ID_NUMBER, *item_columns(pack))
    return [name for name in names if name in rows.column_names]


def _recorded_mentions(session: Session) -> Iterator[pa.Table]:
    if session.ad_hoc or session.workspace is None:
        return
    folder = session.workspace.states
    for name in reversed(state_names(folder)[-STATES_SEEN:]):
        if (state := read_state(folder, name)) is not None:
            yield state.tables["mentions"]


def answer_findings(comparisons: Iterable[Comparison], mentions: pa.Table) -> list[Finding]:
    """Answers that contradict each other, or that answer no hit of this run. Who was not found and is by now was answered."""
    lines = {line.code: line for comparison in comparisons for line in comparison.lines}
    asked = {code for comparison in comparisons for code in comparison.codes}
    rows = reply_rows(mentions)
    given, findings = answers_by_code(rows), list[Finding]()
    for row in rows:
        at_row, line = partial(_at_row, row), lines.get(row[HIT])
        if line is None and row[HIT] not in asked:
            findings.append(at_row(GONE, field=HIT, value=row[HIT] or ""))
            continue
        replies = given.get(row[HIT], [])
        if len(replies) > 1:
            name = (line.asked[f.NAME] or line.asked[f.HEAD_NAME]) if line is not None else row[f.NAME]
            others = [f"{reply[VERIFIED] or '（未选）'}（{reply[f.SOURCE_FILE]}）" for reply in replies]
            facts = {"各份": "、".join(others), f.NAME: str(name or "")}
            findings.append(at_row(DIFFER, field=VERIFIED, value=row[VERIFIED] or "", facts=facts))
    return findings


def _at_row(row: Row, code: str, field: str, value: str, facts: Mapping[str, str] | None = None) -> Finding:
    return Finding(
        code, row[f.SOURCE_FILE], row[f.SHEET] or "", row[f.ROW], field=field, value=value, facts=facts or {}
    )


def hits_left(comparisons: Iterable[Comparison], folder: str) -> list[Left]:
    """Hits of departments' lists that are not looked into yet."""
    lines = [line for comparison in comparisons if comparison.brief for line in comparison.lines]
    still = [line for line in lines if line.verified is None]
    fresh = sum(line.new in (Newness.NEW, Newness.NEW_PERSON) for line in lines)
    new = f"（其中新增{fresh}条）" if fresh else ""
    words = f"部门名单比对命中{len(lines)}条{new}，{len(still)}条还没有核实"
    return [Left(ToDo.HITS, len(still), words, folder)] if still else []
