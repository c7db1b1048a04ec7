"""`pack test`: the cases of a pack, run through settle and judge as real rows would be."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.linkage import Linked
from rescue_cli.core.tables import FILES, GROUPS, PAIRS, ROWS, mentions_schema
from rescue_cli.judge import JudgeContext, build_tasks, judge
from rescue_cli.pack import model as m
from rescue_cli.pack.load import load_pack
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.stages import engine
from rescue_cli.settle import settle


@dataclass(frozen=True)
class CaseResult:
    """`wrong`: what differs from the expectation, one sentence each. `rules`: those that decided, or stand beside."""

    id: str
    wrong: tuple[str, ...]
    rules: frozenset[str] = frozenset()


def test_pack(name: str, own: Path | None) -> Outcome:
    """Run every case; what is wrong is left for a person. `own`: the folder of the user's own packs."""
    pack = load_pack(name, own=own)
    results = run_cases(pack)
    wrong = [f"{result.id}：{'；'.join(result.wrong)}" for result in results if result.wrong]
    summary = {
        "方案包": name,
        "判例": len(results),
        "通过": len(results) - len(wrong),
        "不符": len(wrong),
        "规则": len(pack.rules.rule),
    }
    return Outcome("pack test", summary, left=tuple(wrong))


def run_cases(pack: m.Pack, cases: Sequence[m.TestCase] | None = None) -> list[CaseResult]:
    """Results in the order of the cases. Cases of one day and one set of standards are judged together."""
    chosen = list(pack.cases if cases is None else cases)
    batches: dict[tuple[dt.date, tuple[m.Standard, ...]], list[m.TestCase]] = {}
    for case in chosen:
        batches.setdefault((case.as_of or _default_day(pack), case.standard), []).append(case)
    found: dict[str, CaseResult] = {}
    for (as_of, standards), batch in batches.items():
        adapted = pack.model_copy(update={"standards": with_own(pack.standards, standards)})
        lines, tasks = _decide(adapted, [(case.id, case.given) for case in batch], as_of)
        for case in batch:
            wrong = [*_differences(case, lines[case.id]), *_task_differences(case, tasks[case.id])]
            found[case.id] = CaseResult(case.id, tuple(wrong), frozenset(line[f.RULE] for line in lines[case.id]))
    return [found[case.id] for case in chosen]


def determine(pack: m.Pack, households: Sequence[tuple[str, Any]], as_of: dt.date) -> dict[str, list[dict[str, Any]]]:
    """Determination lines of each household: (id, form → rows). The rows of one id are one household."""
    return _decide(pack, households, as_of)[0]


Lines = dict[str, list[dict[str, Any]]]


def _decide(pack: m.Pack, households: Sequence[tuple[str, Any]], as_of: dt.date) -> tuple[Lines, Lines]:
    """Determination lines and tasks of each household."""
    mentions = _mentions(pack, households)
    groups = pa.Table.from_arrays(
        [*(mentions[key] for key in f.MENTION_KEY), _people(mentions), mentions[f.SOURCE_FILE]], schema=GROUPS
    )
    numbers = {name: name for name, _ in households}
    with engine() as opened:
        linked = Linked(groups, PAIRS.empty_table())
        settled, _ = settle(opened, mentions, ROWS.empty_table(), FILES.empty_table(), linked, numbers, pack)
        judged, _ = judge(
            opened, settled.cases, mentions, settled.clusters, settled.conflicts, pack, JudgeContext(as_of)
        )
        tasks = build_tasks(opened, judged.facts, pack, JudgeContext(as_of))
    return _by_case(judged.determinations, households), _by_case(tasks, households)


def _by_case(table: pa.Table, households: Sequence[tuple[str, Any]]) -> Lines:
    lines: Lines = {name: [] for name, _ in households}
    for line in table.to_pylist():
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


def _default_day(pack: m.Pack) -> dt.date:
    return pack.head.period.end if pack.head.period else dt.date(2020, 1, 1)


def _mentions(pack: m.Pack, households: Sequence[tuple[str, Any]]) -> pa.Table:
    schema = mentions_schema([(entry.name, entry.type) for entry in pack.input_fields])
    rows = []
    for name, given in households:
        for form, entries in given.items():
            for index, entry in enumerate(entries, start=1):
                place = {f.SOURCE_FILE: name, f.SHEET: form, f.ROW: index, f.FORM: form}
                typed = {
                    field: value if field in f.OF_ROW else _typed(value, pack.vocabulary[field].type)
                    for field, value in entry.items()
                }
                rows.append({column: {**place, **typed}.get(column) for column in schema.names})
    return pa.Table.from_pylist(rows, schema=schema)


def _people(mentions: pa.Table) -> pa.Array:
    """人员组 of each row: the household's head but where the row is a person of its own (户首行, 成员序)."""
    return pa.array([_person(row) for row in mentions.to_pylist()], pa.string())


def _person(row: dict[str, Any]) -> str:
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


def _task_differences(case: m.TestCase, tasks: Sequence[dict[str, Any]]) -> list[str]:
    wanted = case.expect.tasks
    if wanted is None:
        return []
    actual = {
        task["事项"]: task["应办日" if isinstance(wanted.get(task["事项"]), dt.date) else "状态"] for task in tasks
    }
    return [] if actual == wanted else [f"时限应为{_told(wanted)}，实为{_told(actual)}"]


def _told(tasks: Mapping[str, object]) -> str:
    return "、".join(f"{name}={value}" for name, value in sorted(tasks.items())) or "（无）"


def _differences(case: m.TestCase, lines: Sequence[dict[str, Any]]) -> list[str]:
    deciding = [line for line in lines if line[f.GROUP] is not None]
    if len(deciding) != 1:
        return [f"应恰有一条分类，实有{len(deciding)}条"]
    line, expect = deciding[0], case.expect
    wrong = []
    for label, wanted, actual in (
        (f.GROUP, expect.group, line[f.GROUP]),
        (f.OUTCOME, expect.outcome, line[f.OUTCOME]),
        (f.PHASE, expect.phase, line[f.PHASE]),
        (f.RULE, expect.rule, line[f.RULE]),
        (f.MISSING, None if expect.missing is None else sorted(expect.missing), sorted(line[f.MISSING] or [])),
        (
            "另有",
            None if expect.also is None else sorted(expect.also),
            sorted(row[f.OUTCOME] for row in lines if row[f.GROUP] is None),
        ),
    ):
        if wanted is not None and wanted != actual:
            wrong.append(f"{label}应为{wanted}，实为{actual}（{line[f.REASON]}）")
    wrong += [f"理由应含“{words}”，实为“{line[f.REASON]}”" for words in expect.says if words not in line[f.REASON]]
    return wrong
