"""Small `judged` and `facts` tables, as the judge stage would leave them on the engine."""

import datetime as dt
from collections.abc import Mapping, Sequence

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core import tables
from rescue_cli.core.field_types import ARROW_TYPES
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.model import Pack
from rescue_cli.pipeline.hit_answers import row_answers
from rescue_cli.report.report_types import ReportContext

PERIOD = {"基准日": dt.date(2019, 9, 30), "期始": dt.date(2019, 4, 1), "期末": dt.date(2019, 9, 30)}
OVERSEEN = {"events": tables.EVENTS, "tasks": tables.TASKS, "coverage": tables.COVERAGE, "controls": tables.CONTROLS}
TOWNSHIPS = ("文昌路街道", "兴泾镇", "镇北堡镇")
CONTEXT = ReportContext(dt.date(2019, 9, 30), "西夏区", "西夏区民政局", TOWNSHIPS, None, "测试方案")


def judged_table(pack: Pack, rows: Sequence[Mapping[str, object]]) -> pa.Table:
    """`rows` with every field a report may name; what a row does not say is null."""
    types = Scope.for_pack(pack).types
    linked = {f"有_{form}": [bool(row.get(f"有_{form}", False)) for row in rows] for form in pack.forms}
    return pa.table(
        {
            name: pa.array([row.get(name, PERIOD.get(name)) for row in rows], ARROW_TYPES[kind])
            for name, kind in sorted(types.items())
        }
        | {name: pa.array(values, pa.bool_()) for name, values in linked.items()}
        | {f.FORMER: pa.array([row.get(f.FORMER) for row in rows], pa.list_(pa.string()))}
    )


def line(number: int, outcome: str, group: str | None, phase: str = "终判", **facts: object) -> dict[str, object]:
    """One determination of the synthetic household `number`."""
    return {
        "编号": f"990101-{number:05d}",
        "镇街": "兴泾镇",
        "村居": "泾华村",
        "城乡": "城市",
        "户主姓名": f"示例{'甲乙丙丁戊己庚辛壬癸'[number % 10]}",
        "身份证号": f"99010119600101{number:04d}",
        "联系方式": f"1990000{number:04d}",
        "详细住址": f"泾华村{number}组{number}号",
        "认定人口": 3,
        "结果": outcome,
        "规则": outcome,
        "分类": group,
        "阶段": phase,
        "理由": f"理由：{outcome}",
        "依据": "西夏区2019方案 三（三）2",
        "来源": f"兴泾镇/名册.xlsx › 困难家庭名册 › 第{number + 3}行",
        **facts,
    }


def engine_with(pack: Pack, rows: Sequence[Mapping[str, object]]) -> DuckEngine:
    engine = DuckEngine()
    table = judged_table(pack, rows)
    engine.register("judged", table)
    engine.register("facts", table)
    fields = [(entry.name, entry.type) for entry in pack.input_fields]
    empty = {"mentions": tables.mentions_schema(fields), "clusters": tables.CLUSTERS, **OVERSEEN}
    for name, schema in empty.items():
        engine.register(name, schema.empty_table())
    engine.register("row_answers", row_answers(empty["mentions"].empty_table(), pack))
    return engine
