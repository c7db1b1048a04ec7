"""来件登记.xlsx: every file that came, with a cell to say when it really did."""

from collections.abc import Mapping

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import ReceiptState
from rescue_cli.record.receipts import arrival_question
from rescue_cli.report.dictionary_columns import NUMBER, rows_of, text_columns
from rescue_cli.report.question_blocks import shown_code
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import Colour, InputRule, LayoutColumn, Mark, SheetLayout

KIND = "receipts"  # by which `apply` knows the workbook
COLOURS: Mapping[str, Colour] = {ReceiptState.HELD: "amber", ReceiptState.UNREAD: "red", ReceiptState.REPLACED: "grey"}
BEFORE: Mapping[str, float] = {f.SOURCE_FILE: 40, c.SENDER: 16, f.FORM: 20}
VERSIONS_SHEET = "版本变动"
VERSION_WIDTHS: Mapping[str, float] = {
    f.SOURCE_FILE: 28,
    c.AGAINST: 28,
    f.TOWNSHIP: 12,
    f.CASE: 15,
    f.HEAD_NAME: 10,
    f.SHEET: 12,
    f.ROW: 6,
    c.CHANGE: 12,
    c.FIELD: 13,
    c.WRITTEN: 20,
    c.NEW_VALUE: 20,
    c.DECIDED_BEFORE: 22,
    c.DECIDED_AFTER: 22,
    c.NOTE: 22,
}
AFTER: Mapping[str, float] = {c.COPY: 8, c.STATE: 9, c.REPLACED_BY: 30}


def receipts_book(receipts: pa.Table, versions: pa.Table, context: ReportContext) -> list[SheetLayout]:
    """来件登记, in the order of the table (RECEIPTS): as the files came; and 版本变动 (VERSIONS) where there is some."""
    return [_receipts(receipts, context), *([_versions(versions, context)] if versions.num_rows else [])]


def _versions(versions: pa.Table, context: ReportContext) -> SheetLayout:
    lines = versions.to_pylist()
    changed = [row for row, line in enumerate(lines) if _changes_decision(line)]
    place = 1 + list(VERSION_WIDTHS).index(c.DECIDED_AFTER)
    return SheetLayout(
        name=VERSIONS_SHEET,
        title=f"{context.district}来件版本变动表",
        columns=(NUMBER, *text_columns(VERSION_WIDTHS, [f.ROW])),
        rows=rows_of(versions, list(VERSION_WIDTHS)),
        lead=context.lead(f"共{len(lines)}处"),
        notes=(
            f"后来的一份和“{c.AGAINST}”逐户比对：覆盖的文件与上次记下的比，待定的更正件与现在计入的比（新判定是照它替换以后的）。",
            f"“{c.DECIDED_AFTER}”标红的，判定因此不同；说明里写“改回”的，是接收过的改动又改了回去，请核实。",
        ),
        marks=tuple(Mark(row, place, "red") for row in changed),
    )


def _changes_decision(line: Mapping[str, object]) -> bool:
    return bool(line[c.DECIDED_AFTER]) and line[c.DECIDED_BEFORE] != line[c.DECIDED_AFTER]


def _receipts(receipts: pa.Table, context: ReportContext) -> SheetLayout:
    names = [*BEFORE, c.ARRIVED, *AFTER]
    codes = [shown_code(arrival_question(digest or "")) for digest in receipts[c.DIGEST].to_pylist()]
    rows = [(*row, None, code) for row, code in zip(rows_of(receipts, names), codes, strict=True)]
    columns = (
        NUMBER,
        *text_columns(BEFORE),
        LayoutColumn((c.ARRIVED,), "date", 12),
        *text_columns(AFTER),
        LayoutColumn((c.ARRIVED_TOLD,), "date", 14),
        *text_columns({c.QUESTION_CODE: 18}),
    )
    typed = len(names) + 1
    return SheetLayout(
        name="来件登记",
        title=f"{context.district}来件登记表",
        columns=columns,
        rows=rows,
        lead=context.lead(f"共{len(rows)}份"),
        notes=(
            f"“{c.ARRIVED}”是第一次运行到这份文件的日子，文件夹或文件名写着“4月25日收到”的按它；第一次运行时已在的日期不明，空着。"
            f"不对的在“{c.ARRIVED_TOLD}”填写，存盘后 rescue apply 本文件。",
            f"“{ReceiptState.HELD}”：像更正件，在“更正确认.xlsx”答复以前不计入；“{ReceiptState.UNREAD}”：没有读进来，原因见“校验汇总.xlsx”。",
        ),
        empty="还没有来件",
        rules=(InputRule(typed, "date", (), "这份文件实际哪天到的？"),) if rows else (),
        marks=tuple(
            Mark(row, names.index(c.STATE) + 1, COLOURS[state])
            for row, state in enumerate(receipts[c.STATE].to_pylist())
            if state in COLOURS
        ),
    )
