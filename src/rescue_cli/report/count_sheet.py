"""查重计数, the last sheet of 疑似重复.xlsx: what every file's rows looked like before anything was joined."""

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.tables import COUNTS
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import LayoutColumn, SheetLayout

SHEET = "查重计数"
_WITHIN = (c.SAME_WITHIN, c.ALIKE_WITHIN, c.SINGLE_WITHIN)
_ELSEWHERE = (c.SAME_ELSEWHERE, c.ALIKE_ELSEWHERE, c.SINGLE_ELSEWHERE)


def counts_sheet(counts: pa.Table, context: ReportContext) -> SheetLayout:
    """One line a file (COUNTS): repeated, possible and unique rows, within the file and against all others."""
    rows = list(zip(*(counts[name].to_pylist() for name in COUNTS.names), strict=True))
    return SheetLayout(
        name=SHEET,
        title=f"{context.district}合并前各文件的重复情况",
        columns=(
            LayoutColumn((f.SOURCE_FILE,), "text", 44),
            LayoutColumn((c.ROW_COUNT,), "count", 9),
            *(LayoutColumn(("本表之内", name.removeprefix("本表")), "count", 9) for name in _WITHIN),
            *(LayoutColumn(("与其他文件", name.removeprefix("他表")), "count", 9) for name in _ELSEWHERE),
        ),
        rows=rows,
        lead=context.lead(f"共{len(rows)}个文件"),
        notes=(
            "合并之前先数的：重复＝按规则认定与前面的行（或别的文件的行）是同一人；疑似＝分数够，待裁定；唯一＝都不像。"
            "一行在本表、他表各数一次。名册、在册名单都数；同一人既在名册又在低保在保名单，算他表重复，属正常。",
        ),
    )
