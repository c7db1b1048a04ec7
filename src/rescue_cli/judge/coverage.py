"""Who owes rows of a form and has not sent them: a township, a village, a department, or a case (table `coverage`)."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.periods import Span, spans
from rescue_cli.core.states import CoverageState
from rescue_cli.core.tables import COVERAGE
from rescue_cli.engine.base import Engine
from rescue_cli.judge.coverage_owners import key_names, lay_down_owners, rows_of_form
from rescue_cli.judge.facts import JudgeContext
from rescue_cli.judge.judge_tables import COUNTED, OWNERS, SPANS
from rescue_cli.pack import model as m
from rescue_cli.pack.language.sql import literal, quoted

GAPS = (CoverageState.SHORT, CoverageState.UNREPORTED)
NO_TOWNSHIP = "镇街不明"
_TOWNSHIP = quoted(f.TOWNSHIP)
_SPANS = pa.schema(
    [
        ("start", pa.date32()),
        ("label", pa.string()),
        ("first", pa.date32()),
        ("last", pa.date32()),
        ("due", pa.date32()),
    ]
)


def build_coverage(engine: Engine, pack: m.Pack, context: JudgeContext) -> tuple[pa.Table, list[Finding]]:
    """`COVERAGE`, as the pack lists what is owed; JUDGE-COVERAGE-SHORT for everyone who owes something still, where cases
    owe it one a township. Reads ALL_ROWS."""
    tables = [COVERAGE.empty_table()]
    findings: list[Finding] = []
    for entry in pack.head.coverage:
        lay_down_owners(engine, pack, entry, context)
        _count(engine, pack, entry, context)
        tables.append(engine.sql(_coverage_query(pack, entry)).cast(COVERAGE))
        findings += _findings(engine, pack, entry)
    return pa.concat_tables(tables), findings


def _count(engine: Engine, pack: m.Pack, entry: m.Coverage, context: JudgeContext) -> None:
    """Lay down COUNTED: a line an owner, or with `day` one an owner and month (quarter, year) up to the as-of day."""
    if entry.day is None:
        once = literal(_due_day(pack, entry, None))
        owed = f"SELECT *, CAST(NULL AS VARCHAR) AS label, CAST(NULL AS DATE) AS first, CAST({once} AS DATE) AS due FROM {OWNERS}"
        within = ""
    else:
        engine.create(OWNERS, _started_query(pack, entry))
        engine.register(SPANS, _spans(engine, pack, entry, context))
        owed = f"SELECT o.*, s.label, s.first, s.last, s.due FROM {OWNERS} o JOIN {SPANS} s ON o.start = s.start"
        within = f" AND r.{quoted(entry.day)} BETWEEN o.first AND o.last"
    columns = f"o.place, o.name, o.{_TOWNSHIP}, o.{quoted(f.CASE)}, o.label, o.first, o.due"
    counted = (
        f"SELECT {columns}, count(r.{quoted(f.FORM)}) AS sent FROM ({owed}) o"
        f" LEFT JOIN (SELECT * FROM {rows_of_form(entry)}) r ON {_same_owner(entry)}{within} GROUP BY ALL"
    )
    state = (
        f"CASE WHEN sent >= {entry.least} THEN '{CoverageState.REPORTED}'"
        f" WHEN due > {literal(context.as_of)} THEN '{CoverageState.AHEAD}'"
        f" WHEN sent > 0 THEN '{CoverageState.SHORT}' ELSE '{CoverageState.UNREPORTED}' END"
    )
    engine.create(COUNTED, f"SELECT *, {state} AS state FROM ({counted})")


def _same_owner(entry: m.Coverage) -> str:
    """The row `r` is of the owner `o`; a village is one of its township."""
    *township, owner = key_names(entry)
    of_township = "".join(f" AND r.{quoted(name)} = o.{quoted(name)}" for name in township)
    return f"r.{quoted(owner)} IS NOT DISTINCT FROM o.owner{of_township}"


def _started_query(pack: m.Pack, entry: m.Coverage) -> str:
    """OWNERS, those without a day of their own owing from the period's first, else from their first row."""
    first = literal(pack.head.period.start if pack.head.period else None)
    day = f"CAST(min(r.{quoted(entry.day or '')}) AS DATE)"
    return (
        f"SELECT o.place, o.owner, o.name, o.{_TOWNSHIP}, o.{quoted(f.CASE)},"
        f" coalesce(o.start, CAST({first} AS DATE), {day}) AS start FROM {OWNERS} o"
        f" LEFT JOIN (SELECT * FROM {rows_of_form(entry)}) r ON {_same_owner(entry)}"
        f" GROUP BY o.place, o.owner, o.name, o.{_TOWNSHIP}, o.{quoted(f.CASE)}, o.start"
    )


def _spans(engine: Engine, pack: m.Pack, entry: m.Coverage, context: JudgeContext) -> pa.Table:
    """What is owed from each day on that some owner starts with: there are as many as days, not as many as owners."""
    period = pack.head.period
    end = min(context.as_of, period.last_day(context.as_of)) if period else context.as_of
    starts = engine.sql(f"SELECT DISTINCT start FROM {OWNERS} WHERE start <= {literal(end)} ORDER BY start")
    lines = [
        (start, span.label, span.first, span.last, _due_day(pack, entry, span))
        for start in starts["start"].to_pylist()
        for span in spans(start, end, entry.every, pack.head.settlement_day)
    ]
    return pa.Table.from_pylist([dict(zip(_SPANS.names, line, strict=True)) for line in lines], schema=_SPANS)


def _coverage_query(pack: m.Pack, entry: m.Coverage) -> str:
    """COUNTED as `COVERAGE`."""
    township = f"coalesce(nullif({_TOWNSHIP}, ''), '{NO_TOWNSHIP}')"
    columns = {
        c.NAME: literal(entry.name),
        c.OWNER: "name",
        c.SPAN: "label",
        c.OWED: str(entry.least),
        c.SENT: "sent",
        c.STATE: "state",
        c.WHO: f"replace({literal(entry.who)}, '{{镇街}}', {township})",
        f.BASIS: literal(_basis(pack, entry)),
    }
    items = [f"{columns.get(name, quoted(name))} AS {quoted(name)}" for name in COVERAGE.names]
    return f"SELECT {', '.join(items)} FROM {COUNTED} ORDER BY place, first"


def _basis(pack: m.Pack, entry: m.Coverage) -> str:
    return f"{pack.head.short} {entry.clause}"


def _due_day(pack: m.Pack, entry: m.Coverage, span: Span | None) -> dt.date | None:
    """The day by which it must have come: of the deadline `by`, else the last of the month or of the whole period."""
    deadline = next((deadline for deadline in pack.head.deadline if deadline.id == entry.by), None)
    if deadline is not None and deadline.once is not None:
        return deadline.once
    if deadline is not None and deadline.monthly and span is not None:
        year, month = (span.last.year, span.last.month + 1) if span.last.month < 12 else (span.last.year + 1, 1)
        return deadline.day_in(year, month)
    if span is not None:
        return span.last
    return pack.head.period.end if pack.head.period else None


def _findings(engine: Engine, pack: m.Pack, entry: m.Coverage) -> Iterator[Finding]:
    by_case = entry.each == f.CASE
    name = "CAST(NULL AS VARCHAR)" if by_case else "name"
    gaps = engine.sql(
        f"SELECT coalesce({_TOWNSHIP}, '') AS township, {name} AS owner, count(*) AS lines, min(sent) AS sent,"
        f" coalesce(string_agg(DISTINCT label, '、' ORDER BY label), '') AS months,"
        f" count(DISTINCT CONCAT(coalesce({quoted(f.CASE)}, ''), '｜', name)) AS homes"
        f" FROM {COUNTED} WHERE state IN ({', '.join(map(literal, GAPS))}) GROUP BY 1, 2 ORDER BY 1, 2"
    ).to_pylist()  # as few as the findings
    for gap in gaps:
        facts = {
            c.NAME: entry.name,
            c.OWNER: _owner_words(gap["township"], gap["owner"]),
            "缺口": _gap_words(entry, gap),
            "单位": entry.who.replace("{镇街}", gap["township"] or NO_TOWNSHIP),
            "表": entry.form,
            f.BASIS: _basis(pack, entry),
        }
        yield Finding("JUDGE-COVERAGE-SHORT", township=gap["township"], value=str(gap["lines"]), facts=facts)


def _gap_words(entry: m.Coverage, gap: dict[str, Any]) -> str:
    """What is missing: months where it is owed monthly, households where they owe it."""
    months = gap["months"]
    if entry.each == f.CASE:
        return f"有{gap['homes']}户应有而没有" + (f"（{months}）" if months else "")
    if months:
        return f"每{entry.every}应有{entry.least}条，缺{months}"
    return f"应有{entry.least}条，实有{gap['sent']}条"


def _owner_words(township: str, name: str | None) -> str:
    """The owner as a clerk calls it: a village after its township."""
    if name is None:
        return township or "镇街不明的"
    return name if name == township else f"{township}{name}"
