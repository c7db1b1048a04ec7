"""A small pack of the tests' own, and households taken through every stage with it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.townships import Township
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.intake import Intake
from rescue_cli.judge import JudgeContext, Overseen, judge, oversee
from rescue_cli.link import link
from rescue_cli.pack.load import load_pack
from rescue_cli.pack.model import Pack
from rescue_cli.settle import Settled, settle
from support.reading import read_here
from support.workbooks import xlsx

HEAD = """
id = "shi"
title = "某县困难家庭排查方案"
short = "某县方案"
issuer = "某县民政局"
parent = "national"
[district]
name = "某县"
code = "990101"
bureau = "某县民政局"
[period]
from = 2022-04-01
to = 2022-12-31
clause = "一"
"""
ROSTER = """
title = "困难家庭名册"
grain = "household"
role = "roster"
main = true
clause = "二"
names = ["困难家庭名册"]
column = [
  { field = "序号" }, { field = "镇街" }, { field = "村居" }, { field = "户主姓名", required = true },
  { field = "姓名" }, { field = "与户主关系" }, { field = "身份证号" }, { field = "详细住址" }, { field = "联系方式" },
  { field = "家庭人口" }, { field = "出生日期" }, { field = "办理日期" }, { field = "办理结果" }, { field = "备注" },
]
"""
TOWNSHIPS = (Township("甲镇", (), ("东村", "西村")), Township("乙镇", (), ("南村",)))
HEADINGS = ("序号", "镇街", "村居", "户主姓名", "身份证号", "详细住址", "家庭人口", "备注")


def small_pack(folder: Path, *, head: str = "", **parts: str) -> Pack:
    """Write the pack under `folder` and load it. `head` is added to pack.toml; `parts`: "rules", "vocabulary", …, and
    forms by their names."""
    home = folder / "shi"
    (home / "forms").mkdir(parents=True, exist_ok=True)
    (home / "pack.toml").write_text(HEAD.replace("[district]", f"{_keys(head)}[district]") + _tables(head), "utf-8")
    for name, text in {"困难家庭名册": ROSTER, **parts}.items():
        beside = name in ("rules", "vocabulary", "standards", "categories", "cases")
        (home / (f"{name}.toml" if beside else f"forms/{name}.toml")).write_text(text, "utf-8")
    return load_pack("shi", own=folder)


def _keys(head: str) -> str:
    """The keys before the first table: they must stand before pack.toml's own tables."""
    return head.partition("[[")[0]


def _tables(head: str) -> str:
    return "\n" + head[len(_keys(head)) :]


@dataclass(frozen=True)
class Done:
    """What every stage gave."""

    intake: Intake
    settled: Settled
    facts: list[dict[str, Any]]
    determinations: list[dict[str, Any]]
    overseen: Overseen
    findings: list[Finding]


def book(*rows: Sequence[Any], title: str = "困难家庭名册", heads: Sequence[str] = HEADINGS) -> bytes:
    """A workbook of one sheet."""
    return xlsx({"Sheet1": [[title], list(heads), *map(list, rows)]})


def through(pack: Pack, files: dict[str, bytes], as_of: dt.date, townships: Sequence[Township] = TOWNSHIPS) -> Done:
    """The files read, linked, settled, judged and overseen."""
    intake = read_here(files, townships, pack)
    with DuckEngine() as engine:
        linked, linking = link(engine, intake.mentions, pack)
        homes = sorted(set(linked.groups[f.HOUSEHOLD].drop_null().to_pylist()))
        numbers = {home: f"990101-{n:05d}" for n, home in enumerate(homes, start=1)}
        settled, settling = settle(engine, intake.mentions, intake.rows, intake.files, linked, numbers, pack)
        context = JudgeContext(as_of, tuple(townships))
        result, judging = judge(
            engine, settled.cases, intake.mentions, settled.clusters, settled.conflicts, pack, context
        )
        overseen, gaps = oversee(engine, result.facts, intake.mentions, settled.clusters, pack, context)
    return Done(
        intake,
        settled,
        sorted(result.facts.to_pylist(), key=lambda line: line[f.CASE]),
        result.determinations.to_pylist(),
        overseen,
        [*intake.findings, *linking, *settling, *judging, *gaps],
    )


def told(table: pa.Table, *names: str) -> list[tuple[Any, ...]]:
    """The rows of some columns."""
    return list(zip(*(table[name].to_pylist() for name in names), strict=True))
