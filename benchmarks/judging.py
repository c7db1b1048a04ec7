"""What judging costs, per case and as a ratio between two sizes in one run: `python benchmarks/judging.py [cases]`.

Generated households of xixia-2019, of each tenth of which something is unknown or held back, and two in a hundred of
which tell their income in two ways that lie on both sides of a line, are judged at a tenth of
the size and at the whole (100,000 cases by default), each in a process of its own. "cpu": user seconds of `judge` alone,
"peak": how far the process grew above what it held before, in MB. Judging grows with the cases if both ratios stay at
about ten; a table that passes through Python objects shows in "peak".
"""

import datetime as dt
import json
import resource
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.tables import CLUSTERS, CONFLICTS, cases_schema, mentions_schema
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.judge import JudgeContext, judge
from rescue_cli.pack.load import load_pack

CASES = 100_000
DAY = dt.date(2019, 9, 30)
ROSTER, PARTIAL, SURVEY = "困难家庭名册", "未整户纳入低保家庭名册", "入户核查评估结果"
SAID: dict[str, Any] = {
    f.TOWNSHIP: "兴泾镇",
    f.HEAD_NAME: "示范甲",
    f.AREA: "农村",
    f.HOUSEHOLD_SIZE: 3,
    "人均月收入": Decimal("250.00"),
    f.HARDSHIP: ["重病"],
    "财产符合规定": True,
}
UNUSUAL: tuple[dict[str, Any], ...] = (  # one household of ten each, beside what is usual
    {},
    {"人均月收入": Decimal("5000.00")},
    {"人均月收入": None},
    {f.HARDSHIP: ["重病", "就学"]},
    {f.AREA: "城市", "人均月收入": Decimal("700.00")},
    {f.HARDSHIP: None, "财产符合规定": None},
    {f.HOUSEHOLD_SIZE: None, "家庭年收入": Decimal("18000.00"), "人均月收入": None},
    {f.AREA: None},
    {"财产符合规定": False},
    {f.HARDSHIP: ["就业困难"], "人均月收入": Decimal("420.00")},
)
OPEN = {"家庭年收入": Decimal("30000.00")}  # beside 250 a head and month: two worlds
EVERY, OPEN_ONE = 50, 13  # of so many cases this one
FORMS = (ROSTER, ROSTER, ROSTER, PARTIAL, ROSTER, ROSTER, PARTIAL, ROSTER, SURVEY, ROSTER, ROSTER)


def tables(count: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """`cases`, `mentions` (one row a case), `clusters` and `conflicts` of `count` households."""
    pack = load_pack("xixia-2019")
    inputs = [(entry.name, entry.type) for entry in pack.input_fields]
    numbers = pa.array([f"640105-{n:06d}" for n in range(count)], pa.string())
    kind = pa.array([len(UNUSUAL) if n % EVERY == OPEN_ONE else n % len(UNUSUAL) for n in range(count)], pa.int64())
    lines = [SAID | unusual for unusual in (*UNUSUAL, OPEN)]
    cases = _of(lines, cases_schema(inputs)).take(kind)
    placed = [
        {**line, f.SOURCE_FILE: "名册.xlsx", f.SHEET: form, f.FORM: form}
        for line, form in zip(lines, FORMS, strict=True)
    ]
    mentions = _of(placed, mentions_schema(inputs)).take(kind)
    mentions = _with(mentions, f.ROW, pa.array(range(1, count + 1), pa.int32()))
    keys = {name: mentions[name] for name in f.MENTION_KEY}
    clusters = pa.table({**keys, f.PERSON: numbers, f.CASE: numbers}).select(CLUSTERS.names).cast(CLUSTERS)
    return _with(cases, f.CASE, numbers), mentions, clusters, _conflicts(mentions, numbers)


def _of(lines: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_pylist([{name: line.get(name) for name in schema.names} for line in lines], schema=schema)


def _with(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, column)


def _conflicts(mentions: pa.Table, numbers: pa.Array) -> pa.Table:
    """Two sources that differ about 家庭人口, in the households that do not carry it."""
    held = pa.array([n for n in range(len(numbers)) if n % len(UNUSUAL) == 6 for _ in range(2)], pa.int64())
    places = mentions.take(held)
    return pa.table(
        {
            f.CASE: numbers.take(held),
            c.FIELD: pa.array([f.HOUSEHOLD_SIZE] * len(held)),
            c.VALUE: pa.array(["3", "4"] * (len(held) // 2)),
            **{name: places[name] for name in (f.SOURCE_FILE, f.SHEET, f.ROW)},
            c.CARRIED: pa.nulls(len(held), pa.string()),
            c.HANDLING: pa.array(["待定"] * len(held)),
        },
        schema=CONFLICTS,
    )


def measured(count: int) -> dict[str, float]:
    """`cpu` and `peak` of judging `count` cases in this process."""
    pack = load_pack("xixia-2019")
    given = tables(count)
    before = resource.getrusage(resource.RUSAGE_SELF)
    with DuckEngine() as engine:
        result, _ = judge(engine, *given, pack, JudgeContext(DAY))
    after = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "cpu": after.ru_utime - before.ru_utime,
        "peak": (after.ru_maxrss - before.ru_maxrss) / 1024,
        "lines": result.determinations.num_rows,
    }


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        sys.stdout.write(json.dumps(measured(int(sys.argv[2]))))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else CASES
    small, whole = (
        json.loads(subprocess.check_output([sys.executable, __file__, "--one", str(size)]))
        for size in (count // 10, count)
    )
    for name in ("cpu", "peak", "lines"):
        ratio = whole[name] / small[name] if small[name] else float("nan")
        sys.stdout.write(f"{name:6} {small[name]:12,.2f} {whole[name]:12,.2f}  ×{ratio:.1f}\n")


if __name__ == "__main__":
    main()
