"""疑似重复.xlsx: pairs a person must decide, both sources one above the other with their differences marked."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.report.columns import place
from rescue_cli.report.results import ReportContext
from rescue_cli.workbooks.writing.layout import Cell, InputRule, LayoutColumn, Mark, SheetLayout, Span, shown

VERDICTS = ("同一户", "同一人不同户", "不是", "待查")
COMPARED = (f.TOWNSHIP, f.VILLAGE, f.HEAD_NAME, f.ID_NUMBER, f.PHONE, f.ADDRESS)
WIDTHS = (11.0, 10.0, 9.0, 19.5, 12.5, 22.0)
SIDES = (("左文件", "左表", "左行"), ("右文件", "右表", "右行"))
PENDING, SAME = "待裁定", "同一"
FIRST_COMPARED = 2  # columns before: 组, 侧
SHARED = (0, 9, 10, 11, 12)  # 组, 证据, 分数, 裁定, 理由: one cell for both rows

Source = tuple[object, object, object]


def pairs_book(pairs: pa.Table, mentions: pa.Table, context: ReportContext) -> list[SheetLayout]:
    """The pairs to decide (a sheet that says so where there are none), and what was taken as the same by rule."""
    known = _known(mentions)
    lines = pairs.to_pylist()
    pending = sorted((line for line in lines if line["档"] == PENDING), key=_order)
    same = sorted((line for line in lines if line["档"] == SAME), key=_order)
    return [_pending_sheet(pending, known, context), *([_same_sheet(same, known, context)] if same else [])]


def _order(line: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        -(line["分数"] or 0),
        *(str(line[name]) if name[1:] != "行" else line[name] or 0 for side in SIDES for name in side),
    )


def _known(mentions: pa.Table) -> dict[Source, dict[str, Cell]]:
    """What the first line of each row says of the fields compared; 姓名 stands in where there is no 户主姓名."""
    names = [name for name in (f.SOURCE_FILE, f.SHEET, f.ROW, *COMPARED, f.NAME) if name in mentions.column_names]
    known: dict[Source, dict[str, Cell]] = {}
    for row in mentions.select(names).to_pylist():
        row[f.HEAD_NAME] = row.get(f.HEAD_NAME) or row.get(f.NAME)
        known.setdefault((row[f.SOURCE_FILE], row[f.SHEET], row[f.ROW]), row)
    return known


def _side(
    line: Mapping[str, Any], side: tuple[str, str, str], known: Mapping[Source, Mapping[str, Cell]]
) -> list[Cell]:
    file, sheet, row = (line[name] for name in side)
    said = known.get((file, sheet, row), {})
    return [*(said.get(name) for name in COMPARED), place(line, *side)]


def _pending_sheet(
    lines: list[dict[str, Any]], known: Mapping[Source, Mapping[str, Cell]], context: ReportContext
) -> SheetLayout:
    rows: list[tuple[Cell, ...]] = []
    marks: list[Mark] = []
    for number, line in enumerate(lines, 1):
        sides = [_side(line, side, known) for side in SIDES]
        top = len(rows)
        rows += [
            (number, name, *cells, line["证据"], shown(line["分数"]), None, None)
            for name, cells in zip("甲乙", sides, strict=True)
        ]
        marks += [
            Mark(top + below, FIRST_COMPARED + at, "amber")
            for at in range(len(COMPARED))
            if shown(sides[0][at]) != shown(sides[1][at])
            for below in (0, 1)
        ]
    return SheetLayout(
        name="疑似重复",
        title=f"{context.district}疑似重复对象核对表",
        columns=_columns(),
        rows=rows,
        lead=(f"填报单位：{context.bureau}", f"截至：{context.as_of_text}", f"共{len(lines)}对"),
        notes=(
            "每对两行，不同之处着色。请在“裁定”栏从下拉列表中选择：同一户、同一人不同户、不是、待查，并写明理由；未裁定的不合并。",
        ),
        signatures=("核对人", "复核人", "日期"),
        empty="没有需要裁定的疑似重复",
        filter=False,
        rules=(InputRule(11, "list", VERDICTS, "这两行说的是不是同一户？"),) if lines else (),
        marks=tuple(marks),
        spans=tuple(Span(column, top, top + 1) for top in range(0, len(rows), 2) for column in SHARED),
    )


def _columns() -> tuple[LayoutColumn, ...]:
    compared = (LayoutColumn((name,), "text", width) for name, width in zip(COMPARED, WIDTHS, strict=True))
    return (
        LayoutColumn(("组",), "count", 5),
        LayoutColumn(("侧",), "text", 5),
        *compared,
        LayoutColumn(("来源",), "text", 26),
        LayoutColumn(("证据",), "text", 22),
        LayoutColumn(("分数",), "text", 6),
        LayoutColumn(("裁定",), "text", 13),
        LayoutColumn(("理由",), "text", 18),
    )


def _same_sheet(
    lines: list[dict[str, Any]], known: Mapping[Source, Mapping[str, Cell]], context: ReportContext
) -> SheetLayout:
    """Every pair taken as one without asking: nothing is merged in silence."""
    rows = [
        (number, known.get((line["左文件"], line["左表"], line["左行"]), {}).get(f.HEAD_NAME), *sources, line["证据"])
        for number, line in enumerate(lines, 1)
        for sources in [[place(line, *side) for side in SIDES]]
    ]
    columns = (
        LayoutColumn(("序号",), "count", 6),
        LayoutColumn((f.HEAD_NAME,), "text", 10),
        LayoutColumn(("来源一",), "text", 40),
        LayoutColumn(("来源二",), "text", 40),
        LayoutColumn(("证据",), "text", 34),
    )
    return SheetLayout(
        name="已认定同一",
        title=f"{context.district}按规则认定为同一对象的记录",
        columns=columns,
        rows=rows,
        lead=(f"填报单位：{context.bureau}", f"截至：{context.as_of_text}", f"共{len(lines)}对"),
        notes=("按证据自动认定，供抽查；认定有误的，请改正来源表后重新运行。",),
    )
