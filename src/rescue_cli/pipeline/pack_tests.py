"""`pack test`: the cases of a pack, run through settle and judge as real rows would be."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.linked import Linked
from rescue_cli.core.tables import FILES, GROUPS, PAIRS, ROWS, mentions_schema
from rescue_cli.judge import JudgeContext, judge
from rescue_cli.pack import model as m
from rescue_cli.pack.load import load_pack, overlay
from rescue_cli.pipeline.results import Outcome
from rescue_cli.pipeline.stages import engine
from rescue_cli.settle import settle


@dataclass(frozen=True)
class CaseResult:
    """`wrong`: what differs from the expectation, one sentence each."""

    id: str
    wrong: tuple[str, ...]


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
        adapted = pack.model_copy(update={"standards": overlay(pack.standards, standards)})
        lines = determine(adapted, [(case.id, case.given) for case in batch], as_of)
        found.update({case.id: CaseResult(case.id, tuple(_differences(case, lines[case.id]))) for case in batch})
    return [found[case.id] for case in chosen]


def determine(pack: m.Pack, households: Sequence[tuple[str, Any]], as_of: dt.date) -> dict[str, list[dict[str, Any]]]:
    """Determination lines of each household: (id, form → rows). The rows of one id are one household."""
    mentions = _mentions(pack, households)
    groups = pa.Table.from_arrays(
        [*(mentions[key] for key in f.MENTION_KEY), mentions[f.SOURCE_FILE], mentions[f.SOURCE_FILE]], schema=GROUPS
    )
    numbers = {name: name for name, _ in households}
    with engine() as opened:
        linked = Linked(groups, PAIRS.empty_table())
        settled, _ = settle(opened, mentions, ROWS.empty_table(), FILES.empty_table(), linked, numbers, pack)
        judged, _ = judge(
            opened, settled.cases, mentions, settled.clusters, settled.conflicts, pack, JudgeContext(as_of)
        )
    lines: dict[str, list[dict[str, Any]]] = {name: [] for name, _ in households}
    for line in judged.determinations.to_pylist():
        lines[line[f.CASE]].append(line)
    return lines


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
                    field: value if field == f.UNREAD else _typed(value, pack.vocabulary[field].type)
                    for field, value in entry.items()
                }
                rows.append({column: {**place, **typed}.get(column) for column in schema.names})
    return pa.Table.from_pylist(rows, schema=schema)


def _typed(value: Any, kind: str) -> Any:
    if kind in ("money", "quotient", "ratio"):
        return Decimal(str(value)).quantize(Decimal("0.01") if kind == "money" else Decimal("0.000001"))
    return value


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
