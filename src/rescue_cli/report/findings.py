"""校验汇总.xlsx: how many findings each file has, and every finding on a line of its own, to be filtered and mended."""

from collections import Counter

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.findings import LEVELS
from rescue_cli.report.columns import NUMBER, rows_of
from rescue_cli.report.results import ReportContext
from rescue_cli.workbooks.writing.layout import Colour, LayoutColumn, Mark, SheetLayout

COLOURS: dict[str, Colour] = {"必须改": "red", "请核实": "amber", "提示": "grey"}
WHOLE = "（整批）"
COLUMNS: dict[str, float] = {
    "级别": 8,
    f.TOWNSHIP: 12,
    f.SOURCE_FILE: 24,
    f.SHEET: 12,
    f.ROW: 6,
    "单元格": 8,
    "字段": 13,
    "值": 18,
    "问题": 40,
    "怎么改": 34,
    "依据": 18,
    "代码": 22,
}


def findings_book(findings: pa.Table, context: ReportContext) -> list[SheetLayout]:
    """Both sheets, also where nothing was found: then they say so."""
    return [_summary(findings, context), _list(findings, context)]


def _summary(findings: pa.Table, context: ReportContext) -> SheetLayout:
    files = [file or WHOLE for file in findings.column(f.SOURCE_FILE).to_pylist()]
    counts = Counter(zip(files, findings.column("级别").to_pylist(), strict=True))
    rows = [
        (number, file, *(counts[file, level] for level in LEVELS), sum(counts[file, level] for level in LEVELS))
        for number, file in enumerate(sorted(set(files)), 1)
    ]
    levels = tuple(LayoutColumn((level,), "count", 10, total=True) for level in (*LEVELS, "合计"))
    return SheetLayout(
        name="汇总",
        title=f"{context.district}收件校验汇总表",
        columns=(NUMBER, LayoutColumn((f.SOURCE_FILE,), "text", 50), *levels),
        rows=rows,
        lead=(f"填报单位：{context.bureau}", f"截至：{context.as_of_text}", "单位：处"),
        total_label="合计",
        notes=("必须改：不改不能上报；请核实：可能有误，核对后改或不改；提示：只作告知。逐条见“问题清单”。",),
        empty="没有发现问题",
    )


def _list(findings: pa.Table, context: ReportContext) -> SheetLayout:
    levels = findings.column("级别").to_pylist()
    marks = tuple(Mark(row, 1, COLOURS[level]) for row, level in enumerate(levels) if level in COLOURS)
    columns = tuple(
        LayoutColumn((name,), "count" if name == f.ROW else "text", width) for name, width in COLUMNS.items()
    )
    return SheetLayout(
        name="问题清单",
        title=f"{context.district}收件问题清单",
        columns=(NUMBER, *columns),
        rows=rows_of(findings, list(COLUMNS)),
        lead=(f"填报单位：{context.bureau}", f"截至：{context.as_of_text}", f"共{len(levels)}处"),
        empty="没有发现问题",
        marks=marks,
    )
