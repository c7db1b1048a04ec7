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
AFTER: Mapping[str, float] = {c.COPY: 8, c.STATE: 9, c.REPLACED_BY: 30}


def receipts_book(receipts: pa.Table, context: ReportContext) -> list[SheetLayout]:
    """One sheet, in the order of the table (RECEIPTS): as the files came."""
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
    return [
        SheetLayout(
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
    ]
