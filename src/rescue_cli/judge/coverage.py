"""Who owes rows of a form and has not sent them: a township, a village, a department, or a case (table `coverage`)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.periods import Span, month_days, spans
from rescue_cli.core.states import CoverageState
from rescue_cli.core.tables import COVERAGE
from rescue_cli.engine.base import Engine
from rescue_cli.judge.case_rows import ALL_ROWS, WHO
from rescue_cli.judge.facts import JudgeContext
from rescue_cli.pack import model as m
from rescue_cli.pack.language.sql import literal, quoted

GAPS = (CoverageState.SHORT, CoverageState.UNREPORTED)
Key = tuple[str | None, ...]


@dataclass(frozen=True)
class _Owner:
    """Who owes. `key`: as rows name it; `start`: the day from which, where it is not the period's first."""

    key: Key
    name: str
    township: str | None = None
    case: str | None = None
    start: dt.date | None = None


def build_coverage(engine: Engine, pack: m.Pack, context: JudgeContext) -> tuple[pa.Table, list[Finding]]:
    """All that is owed; a finding for everyone who owes something still, where cases owe it one a township."""
    lines: list[dict[str, Any]] = []
    found: list[Finding] = []
    for entry in pack.head.coverage:
        told = list(_lines(engine, pack, entry, context))
        lines += told
        found += _findings(pack, entry, told)
    return pa.Table.from_pylist(lines, schema=COVERAGE), found


def _lines(engine: Engine, pack: m.Pack, entry: m.Coverage, context: JudgeContext) -> Iterator[dict[str, Any]]:
    names = _key_names(entry)
    day = quoted(entry.day) if entry.day else "CAST(NULL AS DATE)"
    rows = engine.sql(
        f"SELECT {', '.join(map(quoted, names))}, {day} AS 日 FROM {ALL_ROWS}"
        f" WHERE {quoted(f.FORM)} = {literal(entry.form)} AND {quoted(f.MEMBER)} IS NULL"
    ).to_pylist()
    sent: dict[Key, list[dt.date | None]] = defaultdict(list)
    for row in rows:
        sent[tuple(row[name] for name in names)].append(row["日"])
    for owner in _owners(engine, pack, entry, context, sorted(key for key in sent if None not in key)):
        days = sent.get(owner.key, [])
        for span in _owed(pack, entry, context, owner, days):
            count = (
                len(days) if span is None else sum(day is not None and span.first <= day <= span.last for day in days)
            )
            yield _line(pack, entry, context, owner, span, count)


def _key_names(entry: m.Coverage) -> list[str]:
    """What tells one owner from another; of a village also its township."""
    if entry.each == f.VILLAGE:
        return [f.TOWNSHIP, f.VILLAGE]
    return [WHO] if entry.each == f.CASE else [entry.each]


def _owners(
    engine: Engine, pack: m.Pack, entry: m.Coverage, context: JudgeContext, seen: Sequence[Key]
) -> list[_Owner]:
    """Those the workspace and the pack know, then those only rows name."""
    if entry.each == f.CASE:
        return _cases(engine, entry)
    if entry.each == f.TOWNSHIP:
        known: list[Key] = [(township.name,) for township in context.townships]
    elif entry.each == f.VILLAGE:
        known = [(township.name, village) for township in context.townships for village in township.villages]
        named = engine.sql(f"SELECT DISTINCT {quoted(f.TOWNSHIP)} AS t, {quoted(f.VILLAGE)} AS v FROM {ALL_ROWS}")
        seen = sorted({*seen, *((r["t"], r["v"]) for r in named.to_pylist() if r["t"] and r["v"])})
    else:
        codes = pack.codes.get(pack.vocabulary[entry.each].codes or "")
        known = [(item.value,) for item in codes.item] if codes else []
    keys = [*known, *(key for key in seen if key not in set(known))]
    of_place = entry.each in (f.TOWNSHIP, f.VILLAGE)
    return [_Owner(key, str(key[-1]), key[0] if of_place else None) for key in keys]


def _cases(engine: Engine, entry: m.Coverage) -> list[_Owner]:
    """The cases, and people without one, that rows of `among` speak of."""
    since = f"min({quoted(entry.since)})" if entry.since else "CAST(NULL AS DATE)"
    among = ", ".join(literal(form) for form in entry.among)
    rows = engine.sql(
        f"SELECT {WHO}, any_value({quoted(f.CASE)}) AS c, min({quoted(f.TOWNSHIP)}) AS t,"
        f" min(coalesce({quoted(f.HEAD_NAME)}, {quoted(f.NAME)})) AS n, {since} AS s FROM {ALL_ROWS}"
        f" WHERE {quoted(f.FORM)} IN ({among}) AND {quoted(f.MEMBER)} IS NULL GROUP BY {WHO} ORDER BY {WHO}"
    ).to_pylist()
    return [_Owner((row[WHO],), row["n"] or "", row["t"], row["c"], row["s"]) for row in rows]


def _owed(
    pack: m.Pack, entry: m.Coverage, context: JudgeContext, owner: _Owner, days: Sequence[dt.date | None]
) -> list[Span | None]:
    """The months (quarters, years) up to the as-of date for which something is owed; [None] for what is owed once."""
    if entry.day is None:
        return [None]
    period = pack.head.period
    told = [day for day in days if day is not None]
    start = owner.start or (period.start if period else min(told, default=None))
    end = min(context.as_of, period.end) if period else context.as_of
    if start is None or start > end:
        return []
    return list(spans(start, end, entry.every, pack.head.settlement_day))


def _line(
    pack: m.Pack, entry: m.Coverage, context: JudgeContext, owner: _Owner, span: Span | None, count: int
) -> dict[str, Any]:
    due = _due(pack, entry, span)
    if count >= entry.least:
        state = CoverageState.REPORTED
    elif due is not None and context.as_of < due:
        state = CoverageState.AHEAD
    else:
        state = CoverageState.SHORT if count else CoverageState.UNREPORTED
    return {
        "名称": entry.name,
        f.TOWNSHIP: owner.township,
        "对象": owner.name,
        f.CASE: owner.case,
        "月份": span.label if span else None,
        "应报": entry.least,
        "已报": count,
        "状态": state,
        "责任单位": entry.who.replace("{镇街}", owner.township or "镇街不明"),
        f.BASIS: f"{pack.head.short} {entry.clause}",
    }


def _due(pack: m.Pack, entry: m.Coverage, span: Span | None) -> dt.date | None:
    """The day by which it must have come: of the deadline `by`, else the last of the month or of the whole period."""
    deadline = next((one for one in pack.head.deadline if one.id == entry.by), None)
    if deadline is not None and deadline.on is not None:
        return deadline.on
    if deadline is not None and deadline.monthly_day is not None and span is not None:
        year, month = (span.last.year, span.last.month + 1) if span.last.month < 12 else (span.last.year + 1, 1)
        last = month_days(year, month)[1]
        return last.replace(day=min(deadline.monthly_day, last.day))
    if span is not None:
        return span.last
    return pack.head.period.end if pack.head.period else None


def _findings(pack: m.Pack, entry: m.Coverage, lines: Sequence[dict[str, Any]]) -> Iterator[Finding]:
    gaps: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        if line[c.STATE] in GAPS:
            key = (line[f.TOWNSHIP] or "",) if entry.each == f.CASE else (line[f.TOWNSHIP] or "", line[c.OWNER])
            gaps[key].append(line)
    for (township, *name), told in sorted(gaps.items()):
        facts = {
            "名称": entry.name,
            "对象": _called(township, name),
            "缺口": _gap(entry, told),
            "单位": told[0][c.WHO],
            "表": entry.form,
            "依据": told[0][f.BASIS],
        }
        yield Finding("JUDGE-COVERAGE-SHORT", township=township, value=str(len(told)), facts=facts)


def _gap(entry: m.Coverage, told: Sequence[dict[str, Any]]) -> str:
    """What is missing, in words: months where it is owed monthly, households where they owe it."""
    months = "、".join(sorted({line[c.SPAN] for line in told if line[c.SPAN]}))
    if entry.each == f.CASE:
        homes = len({(line[f.CASE], line[c.OWNER]) for line in told})
        return f"有{homes}户应有而没有" + (f"（{months}）" if months else "")
    if months:
        return f"每{entry.every}应有{entry.least}条，缺{months}"
    return f"应有{entry.least}条，实有{told[0][c.SENT]}条"


def _called(township: str, name: Sequence[str]) -> str:
    """The owner as a clerk calls it: a village after its township."""
    if not name:
        return township or "镇街不明的"
    return name[0] if name[0] == township else f"{township}{name[0]}"
