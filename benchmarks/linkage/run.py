"""Prints the table of docs/查重模型.md: the tool beside exact keys and bare Splink, on the same rows in the same run.

    python benchmarks/linkage/run.py                       # 500, 2,000, 10,000 and 100,000 rows
    python benchmarks/linkage/run.py --rows 500 --seeds 5  # one size, several seeds
    python benchmarks/linkage/run.py --rows 10000 --failures
    python benchmarks/linkage/run.py --views --seeds 3     # other rosters: without numbers, telephones, …; twice the slips

Rosters are of style `REPORT` with seeds 1 and up; the weights were fitted on style `TUNE`, seeds 101 and up.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean
from typing import Any

from bench import Measured, Pairs, as_mentions, closed, linking_pack, measure, pairs_within, tally, true_pairs
from generate import roster
from peers import bare_splink, exact_id, exact_name_address
from people import REPORT

from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.link import link

SIZES = (500, 2000, 10000, 100000)
FIRST_ROW = 2  # of the generated file
HEADS = ("行数", "方法", "自动 精度", "自动 召回", "裁定后 F1", "问到的行", "秒")
VIEW_HEADS = ("名册", "自动 精度", "自动 召回", "裁定后 F1", "问到的行", "按户 精度", "按户 召回")
VIEW_ROWS = 5000
VIEWS: dict[str, tuple[tuple[str, ...], float]] = {  # columns taken away, noise
    "照常": ((), 1.0),
    "错误加倍": ((), 2.0),
    "没有身份证号": (("身份证号",), 1.0),
    "没有身份证号、出生、性别": (("身份证号", "出生日期", "年龄", "性别"), 1.0),
    "没有身份证号、电话": (("身份证号", "联系方式"), 1.0),
    "没有身份证号、住址": (("身份证号", "详细住址"), 1.0),
    "没有电话": (("联系方式",), 1.0),
    "没有住址": (("详细住址",), 1.0),
    "没有镇街、村居": (("镇街", "村居"), 1.0),
}


@dataclass(frozen=True)
class Outcome:
    """`taken`: pairs of the automatic clusters; `asked`: pairs left to a person; `homes`: pairs of one household."""

    method: str
    taken: Pairs
    asked: Pairs
    seconds: float
    homes: Pairs = frozenset()


def ours(rows: list[dict[str, Any]]) -> Outcome:
    """The tool's own linking."""
    pack = linking_pack()
    mentions = as_mentions(rows, pack)
    started = time.perf_counter()
    with DuckEngine() as engine:
        linked, _ = link(engine, mentions, pack)
    seconds = time.perf_counter() - started
    groups = linked.groups.sort_by("行号")
    homes = [home or f"?{n}" for n, home in enumerate(groups["户组"].to_pylist())]
    bands = zip(*(linked.pairs[name].to_pylist() for name in ("左行", "右行", "档")), strict=True)
    asked = {(min(a, b) - FIRST_ROW, max(a, b) - FIRST_ROW) for a, b, band in bands if band == "待裁定"}
    return Outcome("rescue", pairs_within(groups["人员组"].to_pylist()), asked, seconds, pairs_within(homes))


def others(rows: list[dict[str, Any]]) -> Iterator[Outcome]:
    """The peers, each timed."""
    for method, found in (("身份证号相同", exact_id), ("姓名＋住址相同", exact_name_address)):
        started = time.perf_counter()
        pairs = found(rows)
        yield Outcome(method, pairs, set(), time.perf_counter() - started)
    started = time.perf_counter()
    sure, asked = bare_splink(rows)
    taken = pairs_within(closed(len(rows), sure))
    yield Outcome("Splink（自带比较＋EM）", taken, asked - taken, time.perf_counter() - started)


def judged(outcome: Outcome, rows: list[dict[str, Any]]) -> tuple[Measured, Measured, float]:
    """What was taken; what stands once every asked pair is answered by the truth; share of rows asked about."""
    persons = [row["_person"] for row in rows]
    true = true_pairs(persons)
    yes = [pair for pair in outcome.asked if persons[pair[0]] == persons[pair[1]]]
    final = pairs_within(closed(len(rows), [*sorted(outcome.taken), *yes]))
    asked = {row for pair in outcome.asked for row in pair}
    return measure(outcome.taken, true), measure(final, true), len(asked) / len(rows)


def failures(outcome: Outcome, rows: list[dict[str, Any]]) -> Iterator[str]:
    """What is still wrong: wrongly taken, and never asked about."""
    persons = [row["_person"] for row in rows]
    true = true_pairs(persons)
    for title, pairs in (("错并", outcome.taken - true), ("漏掉", true - outcome.taken - outcome.asked)):
        yield f"{title} {len(pairs)}"
        yield from (
            f"  {times}  {words}" for words, times in tally(_difference(rows[a], rows[b]) for a, b in pairs)[:12]
        )


def _difference(left: dict[str, Any], right: dict[str, Any]) -> str:
    said = []
    for name in ("身份证号", "姓名", "联系方式", "详细住址"):
        a, b = (row.get(name) or (row.get("户主姓名") if name == "姓名" else None) for row in (left, right))
        missing = a in (None, "", "无", "不详") or b in (None, "", "无", "不详")
        said.append(f"{name}{'缺' if missing else '同' if a == b else '异'}")
    return " ".join(said)


def views(seeds: int) -> Iterator[str]:
    """One line a kind of roster, by the tool alone."""
    for name, (without, noise) in VIEWS.items():
        lines, homes = [], []
        for seed in range(1, seeds + 1):
            rows = [{**row, **dict.fromkeys(without)} for row in roster(VIEW_ROWS, REPORT, seed, noise)]
            outcome = ours(rows)
            lines.append(judged(outcome, rows))
            homes.append(measure(outcome.homes, pairs_within([row["_home"] for row in rows])))
        auto, final, asked = zip(*lines, strict=True)
        yield _row(
            name,
            f"{mean(one.precision for one in auto):.4f}",
            f"{mean(one.recall for one in auto):.3f}",
            f"{mean(one.f1 for one in final):.4f}",
            f"{mean(asked):.1%}",
            f"{mean(one.precision for one in homes):.4f}",
            f"{mean(one.recall for one in homes):.3f}",
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, action="append")
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--noise", type=float, default=1.0)
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    parser.add_argument("--views", action="store_true", help="other kinds of rosters")
    options = parser.parse_args()
    heads = VIEW_HEADS if options.views else HEADS
    sys.stdout.write(_row(*heads) + "\n|" + "---|" * len(heads) + "\n")
    if options.views:
        for line in views(options.seeds):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        return
    for size in options.rows or SIZES:
        told: dict[str, list[tuple[Measured, Measured, float, float]]] = {}
        for seed in range(1, options.seeds + 1):
            rows = roster(size, REPORT, seed, options.noise)
            for outcome in [ours(rows), *([] if options.alone else others(rows))]:
                told.setdefault(outcome.method, []).append((*judged(outcome, rows), outcome.seconds))
                if options.failures and outcome.method == "rescue":
                    sys.stderr.write("\n".join(failures(outcome, rows)) + "\n")
        for method, lines in told.items():
            sys.stdout.write(_line(size, method, lines) + "\n")
            sys.stdout.flush()


def _line(size: int, method: str, lines: list[tuple[Measured, Measured, float, float]]) -> str:
    auto, final, asked, seconds = zip(*lines, strict=True)
    return _row(
        f"{size:,}",
        method,
        f"{mean(one.precision for one in auto):.4f}",
        f"{mean(one.recall for one in auto):.3f}",
        f"{mean(one.f1 for one in final):.4f}",
        f"{mean(asked):.1%}",
        f"{mean(seconds):.1f}",
    )


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    main()
