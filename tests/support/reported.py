"""One report over small tables, as the stages would leave them on the engine."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.pack import model as m
from rescue_cli.report import BuiltReport, CheckResult, ReportContext, build_reports
from support.judged import CONTEXT, OVERSEEN, engine_with
from support.mentions import mentions_table, said
from support.packs import shipped


def report_of(sheet: Mapping[str, Any], **given: Any) -> m.Report:
    """A report of one sheet; statistics over determinations unless `given` says otherwise."""
    own = {"name": "表", "title": "表", **sheet}
    usual = {"title": "表", "kind": "statistics", "source": "determinations", "file": "报表/表.xlsx", "clause": "一"}
    return m.Report.model_validate({**usual, **given, "sheet": (own,)})


def with_report(report: m.Report, pack: m.Pack | None = None, name: str = "表") -> m.Pack:
    return (pack or shipped("xixia-2019")).model_copy(update={"reports": {name: report}})


@contextmanager
def stages_left(
    pack: m.Pack,
    judged: Sequence[Mapping[str, object]] = (),
    rows: Sequence[Mapping[str, Any]] = (),
    **overseen: Sequence[Mapping[str, object]],
) -> Iterator[DuckEngine]:
    """`rows`: mentions, each with the 编号 of its case if it has one; `overseen`: lines of events, tasks, coverage."""
    with engine_with(pack, judged) as engine:
        mentions = mentions_table([{k: v for k, v in row.items() if k != f.CASE} for row in rows], pack)
        cases = [row.get(f.CASE) for row in rows]
        keys = {key: mentions[key] for key in f.MENTION_KEY}
        persons = pa.nulls(len(cases), pa.string())
        engine.register("mentions", mentions)
        engine.register("mentions_added_up", mentions)
        engine.register("clusters", pa.table({**keys, f.PERSON: persons, f.CASE: pa.array(cases, pa.string())}))
        for name, schema in OVERSEEN.items():
            filled = [{**dict.fromkeys(schema.names), **line} for line in overseen.get(name, ())]
            engine.register(name, pa.Table.from_pylist(filled, schema=schema))
        yield engine


def built(
    report: m.Report, pack: m.Pack | None = None, context: ReportContext = CONTEXT, **tables_left: Any
) -> tuple[list[BuiltReport], list[Finding], list[CheckResult]]:
    """The report's workbooks, findings and checks. `tables_left`: as `stages_left` takes them."""
    whole = with_report(report, pack)
    with stages_left(whole, **tables_left) as engine:
        return build_reports(engine, whole, context, names=["表"])


def body(book: BuiltReport, sheet: int = 0) -> list[tuple[object, ...]]:
    return [tuple(row) for row in book.sheets[sheet].layout.rows]


__all__ = ["body", "built", "report_of", "said", "stages_left", "with_report"]
