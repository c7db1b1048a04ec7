"""Who counts otherwise than was handed in: corrected, open again, part of another household now, or sent by nobody."""

from dataclasses import replace

import pyarrow as pa

from rescue_cli.core.periods import month_days
from rescue_cli.report.counted_lines import counted_lines
from rescue_cli.report.filed_changes import all_lines, change_lines, differences
from rescue_cli.report.filed_figures import filed_columns
from support.judged import CONTEXT, line
from support.reported import report_of, stages_left, with_report

VALUE = "count(*) filter (where 分类 = '新增救助' and 首次新增日期 {})"
COLUMNS = [
    {"id": "本月户", "head": ["新增", "户"], "value": VALUE.format("between 月初 and 月末")},
    {"id": "累计户", "head": ["新增", "户"], "value": VALUE.format("<= 月末")},
    {"id": "现有户", "head": ["现有", "户"], "value": "count(*)"},
]
REPORT = report_of({"rows": "镇街", "column": COLUMNS}, month=True)
PACK = with_report(REPORT)
JULY = replace(CONTEXT, month=month_days(2019, 7))
DAY = JULY.month[0]


def household(number: int, group: str = "新增救助", **more: object) -> dict[str, object]:
    return line(number, "纳入低保", group, 首次新增日期=DAY, **more)


def changed(before: list[dict[str, object]], after: list[dict[str, object]], *, every: bool = False) -> list[tuple]:
    """(number, then, now, state)."""
    with stages_left(PACK, before) as engine:
        then: pa.Table = counted_lines(engine, PACK, JULY, "表")
    with stages_left(PACK, after) as engine:
        differing = differences(engine, then, counted_lines(engine, PACK, JULY, "表"))
    columns = filed_columns(REPORT)
    lines = all_lines(differing, columns) if every else change_lines(differing, columns, whole=True)
    return [(entry["编号"][-1], entry["上报时计入"], entry["现在计入"], entry["状态"]) for entry in lines]


def test_a_late_one_is_a_correction_told_in_the_figures_of_the_month() -> None:
    assert changed([household(1)], [household(1), household(2)]) == [("2", "不计入", "新增·户 1", "更正")]


def test_an_open_one_and_one_nobody_sends_are_told_apart() -> None:
    after = [household(1, "待核实")]
    assert changed([household(1), household(2)], after) == [
        ("1", "新增·户 1", "不计入", "已上报待核实"),
        ("2", "新增·户 1", "不计入", "已不在名册"),
    ]


def test_one_that_is_part_of_another_now_is_no_lost_one() -> None:
    after = [household(1, 曾用编号=["990101-00002"])]
    assert changed([household(1), household(2)], after) == [("2", "新增·户 1", "并入 990101-00001", "更正")]


def test_everything_so_far_is_called_so_and_how_things_stand_is_not_compared() -> None:
    early = {**household(2), "首次新增日期": DAY.replace(month=5)}
    assert changed([household(1)], [household(1), early]) == [("2", "不计入", "累计·新增·户 1", "更正")]
    assert changed([household(1)], [household(1), household(2)], every=True) == [
        ("2", "不计入", "新增·户 1；累计·新增·户 1", "更正")
    ]
