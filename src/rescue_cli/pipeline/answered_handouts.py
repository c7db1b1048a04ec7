"""Answers on hand-outs joined to the household they are about: by its case number, where the row names it; never a new one."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.states import NO_HEAD, RowKind
from rescue_cli.core.tables import GROUPS
from rescue_cli.intake import ReplyRow
from rescue_cli.link import Linked
from rescue_cli.values.parsed import compact

UNKNOWN, DIFFERENT, CHANGED = "LINK-REPLY-NO-CASE", "LINK-REPLY-OTHER", "LINK-REPLY-CHANGED"
WHY = "分发件上的编号与姓名、号码对不上，没有收"
WHO = (f.HEAD_NAME, f.NAME, f.ID_NUMBER)
WHERE = (f.TOWNSHIP, f.VILLAGE, f.VILLAGE_GROUP, f.AREA, f.ADDRESS)
Row = tuple[str, str, int]


@dataclass(frozen=True)
class Joined:
    """Mentions with the answers that count, the households with them, `rows` with the others rejected, and findings."""

    mentions: pa.Table
    linked: Linked
    rows: pa.Table
    findings: list[Finding]


def without_replies(mentions: pa.Table, replies: Mapping[Row, ReplyRow]) -> pa.Table:
    """The mentions that are linked by what they say."""
    return mentions.filter(pa.array([key not in replies for key in _keys(mentions)])) if replies else mentions


def with_replies(
    mentions: pa.Table,
    rows: pa.Table,
    linked: Linked,
    replies: Mapping[Row, ReplyRow],
    numbers: Mapping[str, str],
    former: Mapping[str, Sequence[str]],
) -> Joined:
    """`mentions`: all of them; `linked`: without the replies; `numbers`: 户组 → 编号; `former`: 编号 → those merged into it."""
    if not replies:
        return Joined(mentions, linked, rows, [])
    households = {number: group for group, number in numbers.items()}
    households |= {old: households[new] for new, merged in former.items() if new in households for old in merged}
    people = _people(mentions, linked.groups, replies)
    lines, joined, findings, refused = [], list[dict[str, Any]](), list[Finding](), set[Row]()
    for line in mentions.to_pylist():
        key = (line[f.SOURCE_FILE], line[f.SHEET], line[f.ROW])
        if key in replies:
            number, asked = replies[key]
            home = households.get(number)
            known = _whom(line, people.get(home or "", ()))
            findings += _findings_of(line, number, known, home)
            if known is None:
                refused.add(key)
                continue
            joined.append(
                {name: line.get(name) for name in GROUPS.names} | {f.PERSON: known[f.PERSON], f.HOUSEHOLD: home}
            )
            lines.append(line | _not_asked(line, known, asked))
        else:
            lines.append(line)
    groups = pa.concat_tables([linked.groups, pa.Table.from_pylist(joined, schema=GROUPS)])
    order = [(name, "ascending") for name in f.MENTION_KEY]
    kept = pa.Table.from_pylist(lines, schema=mentions.schema)
    return Joined(kept, replace(linked, groups=groups.sort_by(order)), _rejected(rows, refused), findings)


def _not_asked(line: Mapping[str, Any], known: Mapping[str, Any], asked: Collection[str]) -> dict[str, Any]:
    """What the row does not answer: who it is about is as known, and where he lives the file it came in does not say. Of a
    household nobody had named, the name and number written there are an answer."""
    elsewhere = {name: None for name in WHERE if name in line and name not in asked}
    name = None if line[f.HEAD_NAME] == NO_HEAD else line[f.HEAD_NAME]
    as_filled = {f.HEAD_NAME: name, f.ID_NUMBER: line[f.ID_NUMBER]}
    return elsewhere | {key: known[key] or (own if _is_nobody(known) else None) for key, own in as_filled.items()}


def _is_nobody(other: Mapping[str, Any]) -> bool:
    return not any(other[name] for name in WHO)


def _people(mentions: pa.Table, groups: pa.Table, replies: Mapping[Row, ReplyRow]) -> dict[str, list[dict[str, Any]]]:
    """户组 → who is named in it."""
    order = [(name, "ascending") for name in f.MENTION_KEY]
    named = without_replies(mentions, replies).sort_by(order).select([*f.MENTION_KEY, *WHO]).to_pylist()
    people = defaultdict(list)
    for line, group in zip(named, groups.sort_by(order).to_pylist(), strict=True):
        if group[f.HOUSEHOLD] is not None:
            people[group[f.HOUSEHOLD]].append({**line, f.PERSON: group[f.PERSON]})
    return people


def _whom(line: Mapping[str, Any], people: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The one of the household whom the row names; where nobody ever named it, whoever is there – but for a row whose number
    is another than theirs."""
    known = next((other for other in people if _agree(line, other)), None)
    if known is not None or not people:
        return known
    nameless = line[f.HEAD_NAME] == NO_HEAD and not any(other[f.HEAD_NAME] for other in people)
    headless = nameless and not (line[f.ID_NUMBER] and any(other[f.ID_NUMBER] for other in people))
    return people[0] if headless or all(map(_is_nobody, people)) else None


def _agree(line: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """The row names the household if its name or its number is the household's."""
    names = {compact(str(other[name])) for name in (f.HEAD_NAME, f.NAME) if other[name]}
    return compact(str(line[f.HEAD_NAME] or "")) in names or bool(
        line[f.ID_NUMBER] and line[f.ID_NUMBER] == other[f.ID_NUMBER]
    )


def _findings_of(
    line: Mapping[str, Any], number: str, known: Mapping[str, Any] | None, home: str | None
) -> list[Finding]:
    place = (line[f.SOURCE_FILE], line[f.SHEET], line[f.ROW])
    if known is None:
        return [Finding(DIFFERENT if home else UNKNOWN, *place, value=number)]
    changed = [name for name in (f.HEAD_NAME, f.ID_NUMBER) if line[name] and known[name] and line[name] != known[name]]
    return [Finding(CHANGED, *place, field=name, value=str(line[name]), facts={f.CASE: number}) for name in changed]


def _rejected(rows: pa.Table, refused: set[Row]) -> pa.Table:
    lines = rows.to_pylist() if refused else []
    for line in lines:
        if (line[f.SOURCE_FILE], line[f.SHEET], line[f.ROW]) in refused:
            line |= {c.KIND: RowKind.REJECTED, c.WHY: WHY}
    return pa.Table.from_pylist(lines, schema=rows.schema) if refused else rows


def _keys(mentions: pa.Table) -> list[Row]:
    names = (f.SOURCE_FILE, f.SHEET, f.ROW)
    return list(zip(*(mentions[name].to_pylist() for name in names), strict=True))
