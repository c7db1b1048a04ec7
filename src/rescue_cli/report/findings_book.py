"""校验汇总.xlsx: the townships compared, the kinds of fault, the files, and every finding on a line of its own, to be filtered,
mended, or let stand with a reason."""

from collections import Counter

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import LEVELS
from rescue_cli.core.states import Change
from rescue_cli.record.waivers import BY, REASON, WHEN, finding_keys, is_waivable, question_code
from rescue_cli.report.check_results import Checked
from rescue_cli.report.dictionary_columns import NUMBER, rows_of
from rescue_cli.report.report_types import ReportContext
from rescue_cli.report.scoreboard import by_kind, scoreboard
from rescue_cli.workbooks.writing.sheet_layout import Cell, Colour, InputRule, LayoutColumn, Mark, SheetLayout

KIND = "findings"  # by which `apply` knows the workbook
LIST = "问题清单"
HANDLING, WHY, CODE = "处理", "理由", "识别码"
ACCEPT, WITHDRAW = "认可", "取消认可"
NOT_WAIVABLE = "不能认可"  # stands where the code of the question would
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
WAIVED: dict[str, float] = {
    **{name: width for name, width in COLUMNS.items() if name != "怎么改"},
    REASON: 30,
    BY: 12,
    WHEN: 20,
}
COMPARED: dict[str, float] = {
    "变化": 12,
    f.TOWNSHIP: 12,
    "原文件": 24,
    "新文件": 24,
    f.SHEET: 12,
    f.ROW: 6,
    f.HEAD_NAME: 10,
    "级别": 8,
    "字段": 13,
    "原值": 21,
    "新值": 21,
    "问题": 40,
}


def findings_book(checked: Checked, context: ReportContext) -> list[SheetLayout]:
    """All sheets; where nothing was found they say so. 更正对照 and 已认可 only where there is something in them."""
    return [
        scoreboard(checked, context),
        by_kind(checked, context),
        _files(checked.findings, context),
        _list(checked, context),
        *([_corrections(checked.corrections, context)] if checked.corrections.num_rows else []),
        *([_waived(checked, context)] if checked.waived.num_rows else []),
    ]


def _files(findings: pa.Table, context: ReportContext) -> SheetLayout:
    files = [file or WHOLE for file in findings.column(f.SOURCE_FILE).to_pylist()]
    counts = Counter(zip(files, findings.column("级别").to_pylist(), strict=True))
    rows = [
        (number, file, *(counts[file, level] for level in LEVELS), sum(counts[file, level] for level in LEVELS))
        for number, file in enumerate(sorted(set(files)), 1)
    ]
    levels = tuple(LayoutColumn((level,), "count", 10, total=True) for level in (*LEVELS, "合计"))
    return SheetLayout(
        name="按文件",
        title=f"{context.district}收件校验汇总表",
        columns=(NUMBER, LayoutColumn((f.SOURCE_FILE,), "text", 50), *levels),
        rows=rows,
        lead=_lead(context, "单位：处"),
        total_label="合计",
        notes=(f"必须改：不改不能上报；请核实：可能有误，核对后改或不改；提示：只作告知。逐条见“{LIST}”。",),
        empty="没有发现问题",
    )


def _list(checked: Checked, context: ReportContext) -> SheetLayout:
    lines = checked.findings.to_pylist()
    codes = [question_code(keys) for keys in finding_keys(checked.findings, checked.mentions)]
    marks = tuple(Mark(row, 1, COLOURS[line[c.LEVEL]]) for row, line in enumerate(lines) if line[c.LEVEL] in COLOURS)
    rows: list[tuple[Cell, ...]] = [
        (*row, None, None, code if is_waivable(line) else NOT_WAIVABLE)
        for row, line, code in zip(rows_of(checked.findings, list(COLUMNS)), lines, codes, strict=True)
    ]
    columns = (
        NUMBER,
        *_columns(COLUMNS),
        LayoutColumn((HANDLING,), "text", 9),
        LayoutColumn((WHY,), "text", 26),
        LayoutColumn((CODE,), "text", 18),
    )
    prompt = "核对无误、不必改的选“认可”，并在右边写明理由。必须改的不能认可。"
    return SheetLayout(
        name=LIST,
        title=f"{context.district}收件问题清单",
        columns=columns,
        rows=rows,
        lead=_lead(context, f"共{len(lines)}处"),
        notes=(
            f"“请核实”和“提示”核对无误的，可在“{HANDLING}”选“{ACCEPT}”并写明理由，存盘后 rescue apply 本文件；值不变就不再问。",
        ),
        empty="没有发现问题",
        rules=(InputRule(len(COLUMNS) + 1, "list", (ACCEPT,), prompt),) if lines else (),
        marks=marks,
    )


def _corrections(table: pa.Table, context: ReportContext) -> SheetLayout:
    counts = Counter(table[c.CHANGE].to_pylist())
    told = "，".join(f"{change}{counts[change]}" for change in Change if counts[change])
    red = tuple(
        Mark(row, 1, "red" if change in (Change.MISSING_ROW, Change.FRESH) else "amber")
        for row, change in enumerate(table[c.CHANGE].to_pylist())
        if change in (Change.MISSING_ROW, Change.FRESH, Change.CHANGED)
    )
    return SheetLayout(
        name="更正对照",
        title=f"{context.district}更正件对照表",
        columns=(NUMBER, *_columns(COMPARED)),
        rows=rows_of(table, list(COMPARED)),
        lead=_lead(context, told),
        notes=(
            "“已接收有变动”是原来没有问题的格子在更正件里变了，“少了的户”是原表有、更正件没有的户：请与报送单位核实，不要漏户。",
        ),
        marks=red,
    )


def _waived(checked: Checked, context: ReportContext) -> SheetLayout:
    table = checked.waived
    codes = [question_code(keys) for keys in finding_keys(table, checked.mentions)]
    when = list(WAIVED).index(WHEN)
    rows: list[tuple[Cell, ...]] = [
        (*row[: when + 1], str(row[when + 1]).replace("T", " ")[:16], *row[when + 2 :], None, code)
        for row, code in zip(rows_of(table, list(WAIVED)), codes, strict=True)
    ]
    return SheetLayout(
        name="已认可",
        title=f"{context.district}已认可问题清单",
        columns=(
            NUMBER,
            *_columns(WAIVED),
            LayoutColumn((HANDLING,), "text", 10),
            LayoutColumn((CODE,), "text", 18),
        ),
        rows=rows,
        lead=_lead(context, f"共{table.num_rows}处"),
        notes=(
            "经核对认可、不再要求改正的问题；值变了会重新列入问题清单。",
            f"认可错了的，在“{HANDLING}”选“{WITHDRAW}”，存盘后 rescue apply 本文件。",
        ),
        rules=(InputRule(len(WAIVED) + 1, "list", (WITHDRAW,), "认可错了、要重新追问的选“取消认可”。"),),
    )


def _columns(widths: dict[str, float]) -> tuple[LayoutColumn, ...]:
    return tuple(LayoutColumn((name,), "count" if name == f.ROW else "text", width) for name, width in widths.items())


def _lead(context: ReportContext, right: str) -> tuple[str, str, str]:
    return (f"填报单位：{context.bureau}", f"截至：{context.as_of_text}", right)
