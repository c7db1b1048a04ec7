"""The cases of a pack as tables: their rows checked, settled and judged by the stages a run uses."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa

from rescue_cli.check.finding_places import TABLE, Sheets
from rescue_cli.check.form_checks import form_checks
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.linkage import Linked
from rescue_cli.core.tables import FILES, GROUPS, PAIRS, ROWS, mentions_schema
from rescue_cli.judge import JudgeContext, Judged, build_tasks, judge
from rescue_cli.pack import model as m
from rescue_cli.pack.inherited_facts import with_standards
from rescue_cli.pipeline.stages import engine
from rescue_cli.pipeline.world_tables import possible_tables, with_worlds
from rescue_cli.settle import Remembered, Unanswered, counted, possible_cases, settle


@dataclass(frozen=True)
class Batch:
    """Cases of one day and one set of standards, judged together. The file and the number of a household are the id of
    its case. `mentions`, `facts`, `determinations`, `worlds`, `tasks`: as the stages give them, all cases in one table;
    `findings`: of the `[[check]]` of the forms."""

    pack: m.Pack
    as_of: dt.date
    cases: tuple[m.TestCase, ...]
    mentions: pa.Table
    facts: pa.Table
    determinations: pa.Table
    worlds: pa.Table
    tasks: pa.Table
    findings: tuple[Finding, ...]


def run_batches(pack: m.Pack, cases: Sequence[m.TestCase]) -> list[Batch]:
    """Every case run once; `pack` of a batch has the batch's own standards in it."""
    together: dict[tuple[dt.date, tuple[m.Standard, ...]], list[m.TestCase]] = {}
    for case in cases:
        together.setdefault((case.as_of or default_day(pack), case.standard), []).append(case)
    return [
        _run(with_standards(pack, with_own(pack.standards, standards)), as_of, tuple(batch))
        for (as_of, standards), batch in together.items()
    ]


def determine(pack: m.Pack, households: Sequence[tuple[str, Any]], as_of: dt.date) -> dict[str, list[dict[str, Any]]]:
    """Determination lines of each household: (id, form → rows). The rows of one id are one household."""
    determinations = _decided(pack, _mentions(pack, households), [name for name, _ in households], as_of)[
        0
    ].determinations
    lines: dict[str, list[dict[str, Any]]] = {name: [] for name, _ in households}
    for line in determinations.to_pylist():
        lines[line[f.CASE]].append(line)
    return lines


def with_own(standards: Sequence[m.Standard], own: Sequence[m.Standard]) -> tuple[m.Standard, ...]:
    """The pack's standards with a case's own in their place, whatever day the pack's begin."""
    areas = {(entry.name, area) for entry in own for area in ([entry.area] if entry.area else f.AREAS)}
    kept = [
        entry.model_copy(update={"area": area})
        for entry in standards
        for area in ([entry.area] if entry.area else f.AREAS)
        if (entry.name, area) not in areas
    ]
    return (*kept, *own) if own else tuple(standards)


def _run(pack: m.Pack, as_of: dt.date, cases: tuple[m.TestCase, ...]) -> Batch:
    mentions = _mentions(pack, [(case.id, case.given) for case in cases])
    judged, tasks = _decided(pack, mentions, [case.id for case in cases], as_of)
    findings = tuple(_findings(pack, mentions, as_of))
    return Batch(pack, as_of, cases, mentions, judged.facts, judged.determinations, judged.worlds, tasks, findings)


def _decided(pack: m.Pack, mentions: pa.Table, names: Sequence[str], as_of: dt.date) -> tuple[Judged, pa.Table]:
    """What the rules say, and `tasks`."""
    mentions = counted(mentions, pack, as_of)
    files = mentions[f.SOURCE_FILE].to_pylist()
    sheets = mentions[f.SHEET].to_pylist()
    linked = [
        pack.forms[form].role != "unlinked" and sheet != m.OTHER_HOUSEHOLD
        for form, sheet in zip(mentions[f.FORM].to_pylist(), sheets, strict=True)
    ]
    homes = pa.array([file if links else None for file, links in zip(files, linked, strict=True)], pa.string())
    people = pa.array(
        [_person(row) if links else None for row, links in zip(mentions.to_pylist(), linked, strict=True)], pa.string()
    )
    groups = pa.Table.from_arrays([*(mentions[key] for key in f.MENTION_KEY), people, homes], schema=GROUPS)
    nothing = (ROWS.empty_table(), FILES.empty_table())
    grouped = Linked(groups, PAIRS.empty_table())
    with engine() as opened:
        settled, _ = settle(opened, mentions, *nothing, grouped, {name: name for name in names}, pack)
        possible = possible_cases(opened, mentions, grouped, settled, pack, Remembered(), Unanswered(grouped.pairs))
        tables = {
            "cases": settled.cases,
            "mentions": mentions,
            "clusters": settled.clusters,
            **possible_tables(possible),
        }
        cases, rows, clusters = (with_worlds(tables, name) for name in ("cases", "mentions", "clusters"))
        judged, _ = judge(opened, cases, rows, clusters, settled.conflicts, pack, JudgeContext(as_of), possible.worlds)
        tasks = build_tasks(opened, judged.facts, mentions, settled.clusters, pack, JudgeContext(as_of))
        return judged, tasks


def _findings(pack: m.Pack, mentions: pa.Table, as_of: dt.date) -> list[Finding]:
    with engine() as opened:
        opened.register(TABLE, mentions)
        return list(form_checks(opened, Sheets({}), pack, as_of))


def default_day(pack: m.Pack) -> dt.date:
    """The day a case is judged on that names none."""
    return pack.head.period.end if pack.head.period else dt.date(2020, 1, 1)


def _mentions(pack: m.Pack, households: Sequence[tuple[str, Any]]) -> pa.Table:
    schema = mentions_schema([(entry.name, entry.type) for entry in pack.input_fields])
    rows = []
    for name, given in households:
        # A household of a test case has a head, though the case be about something else: by its id, where no row says.
        # Where facts of a whole township are gathered, each case has one of its own: no case may see another's rows.
        own = [entry for entries in given.values() for entry in entries if not entry.get(m.OTHER_HOUSEHOLD)]
        nameless = not any({f.HEAD_NAME, f.NAME} & {*entry} for entry in own)
        named = {f.HEAD_NAME: name} if nameless else {}
        named |= {f.TOWNSHIP: name} if any(gather.each == "township" for gather in pack.rules.gather) else {}
        for form, entries in given.items():
            for index, entry in enumerate(entries, start=1):
                sheet = m.OTHER_HOUSEHOLD if entry.get(m.OTHER_HOUSEHOLD) else form
                place = {f.SOURCE_FILE: name, f.SHEET: sheet, f.ROW: index, f.FORM: form}
                typed = {
                    field: value if field in f.OF_ROW else _typed(value, pack.vocabulary[field].type)
                    for field, value in entry.items()
                    if field != m.OTHER_HOUSEHOLD
                }
                rows.append({column: {**named, **place, **typed}.get(column) for column in schema.names})
    return pa.Table.from_pylist(rows, schema=schema)


def _person(row: dict[str, Any]) -> str:
    """人员组 of a row: the household's head but where the row is a person of its own (户首行, 成员序)."""
    name = row.get(f.NAME)
    head = row[f.MEMBER] is None and (
        row[f.FIRST_ROW] is None or (row[f.RELATION] == "户主" if row[f.RELATION] else name in (None, row[f.HEAD_NAME]))
    )
    return row[f.SOURCE_FILE] if head else f"{row[f.SOURCE_FILE]} {row[f.ID_NUMBER] or name or row[f.ROW]}"


def _typed(value: Any, kind: str) -> Any:
    if kind in ("money", "quotient", "ratio"):
        return Decimal(str(value)).quantize(Decimal("0.01") if kind == "money" else Decimal("0.000001"))
    if kind == "datetime" and not isinstance(value, dt.datetime):
        return dt.datetime.combine(value, dt.time())
    return value
