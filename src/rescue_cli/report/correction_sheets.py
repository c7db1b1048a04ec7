"""合并名册.xlsx, the sheets 更正 (rows for values to be put right: which household, what, what instead, why, who) and 已更正
(what was put right so far, what became of it, and where it can be taken back)."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.answer_states import CorrectionAnswer, CorrectionState
from rescue_cli.core.periods import to_the_minute
from rescue_cli.report.dictionary_columns import rows_of, text_columns
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import Cell, Colour, InputRule, Mark, SheetLayout

KIND = "corrections"  # by which `apply` knows the workbook
SHEET, DONE_SHEET = "更正", "已更正"
BLANK_ROWS = 30
WIDTHS: Mapping[str, float] = {
    f.CASE: 15,
    f.NAME: 10,
    c.CORRECTED_FIELD: 18,
    c.WRITTEN: 20,
    c.CORRECT_TO: 20,
    c.ANSWER_REASON: 28,
    c.CORRECTED_BY: 10,
}
DONE_WIDTHS: Mapping[str, float] = {
    f.CASE: 15,
    f.NAME: 10,
    c.CORRECTED_FIELD: 18,
    c.WRITTEN: 20,
    c.CORRECTED_TO: 20,
    c.ANSWER_REASON: 28,
    c.CORRECTED_BY: 10,
    c.CORRECTED_WHEN: 20,
    c.STATE: 10,
    c.TOLD_NOW: 20,
    c.ANSWER: 12,
    c.QUESTION_CODE: 18,
}
KEPT = {c.CORRECTED_FIELD: c.FIELD, c.CORRECTED_TO: c.NEW_VALUE, c.TOLD_NOW: c.VALUE}  # heading → column of CORRECTED
COLOURS: Mapping[str, Colour] = {CorrectionState.LAPSED: "red"}


def correction_sheets(
    corrected: pa.Table,
    typed: Sequence[Mapping[str, str]],
    answers: Mapping[str, str],
    fields: Sequence[str],
    context: ReportContext,
) -> list[SheetLayout]:
    """`corrected`: CORRECTED; `typed`: rows of the sheet 更正 nobody took back (heading → text); `answers`: 识别码 → what was
    typed under 处理 of 已更正; `fields`: those that may be put right."""
    return [
        _blank_sheet(typed, fields, context),
        *([_done_sheet(corrected, answers, context)] if corrected.num_rows else []),
    ]


def _blank_sheet(typed: Sequence[Mapping[str, str]], fields: Sequence[str], context: ReportContext) -> SheetLayout:
    rows = [tuple(row.get(name) or None for name in WIDTHS) for row in typed]
    names = list(WIDTHS)
    return SheetLayout(
        name=SHEET,
        title=f"{context.district}更正表",
        columns=text_columns(WIDTHS),
        rows=rows,
        lead=context.lead("一处一行"),
        blank_rows=BLANK_ROWS,
        notes=(
            f"报来的值错了、又没有第二处可选的，在这里更正：“{f.CASE}”和“{f.NAME}”照户册抄（户主或这一户的成员），“{c.CORRECTED_FIELD}”从下拉列表选，"
            f"填“{c.CORRECT_TO}”“{c.ANSWER_REASON}”“{c.CORRECTED_BY}”，“{c.WRITTEN}”可以不填。存盘后 rescue apply 本文件，以后每次运行都照此取值，收件原件不动。",
            f"报来的值以后变了，更正就不再照办，会在“{DONE_SHEET}”页和屏幕上重新问。",
        ),
        rules=(InputRule(names.index(c.CORRECTED_FIELD), "list", tuple(fields), "哪一项错了？"),),
        filter=False,
    )


def _done_sheet(corrected: pa.Table, answers: Mapping[str, str], context: ReportContext) -> SheetLayout:
    names = list(DONE_WIDTHS)
    minutes = pa.array(map(to_the_minute, corrected[c.CORRECTED_WHEN].to_pylist()), pa.string())
    shown = corrected.set_column(corrected.column_names.index(c.CORRECTED_WHEN), c.CORRECTED_WHEN, minutes)
    lines = rows_of(shown, [KEPT.get(name, name) for name in names if name != c.ANSWER])
    place = names.index(c.ANSWER)
    rows: list[tuple[Cell, ...]] = [
        (*line[1 : place + 1], answers.get(str(line[-1])), *line[place + 1 :]) for line in lines
    ]
    states = corrected[c.STATE].to_pylist()
    return SheetLayout(
        name=DONE_SHEET,
        title=f"{context.district}已更正清单",
        columns=text_columns(DONE_WIDTHS),
        rows=rows,
        lead=context.lead(f"共{len(rows)}处，{states.count(CorrectionState.LAPSED)}处不再成立"),
        notes=(
            f"“{CorrectionState.STANDS}”：照更正取值；“{CorrectionState.MENDED}”：报送单位已照此改好；“{CorrectionState.LAPSED}”：原值不再是更正时的那个，更正没有照办，"
            f"请在“{c.ANSWER}”选“{CorrectionAnswer.WITHDRAW}”，或选“{CorrectionAnswer.AGAIN}”（现在报的也照此更正）。要改成别的值，在“{SHEET}”页另填一行。",
        ),
        rules=(InputRule(place, "list", tuple(CorrectionAnswer), "撤回，还是仍照此更正？不动的留空。"),),
        marks=tuple(
            Mark(row, names.index(c.STATE), COLOURS[state]) for row, state in enumerate(states) if state in COLOURS
        ),
        filter=False,
    )
