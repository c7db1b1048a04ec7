"""校验汇总.xlsx: the townships compared, the kinds of fault, the files, and every finding on a line of its own, to be filtered,
mended, or let stand with a reason."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import Change, FindingAnswer, Level
from rescue_cli.record.digests import question_code
from rescue_cli.record.waivers import BY, REASON, WHEN, finding_keys, is_waivable
from rescue_cli.report.check_results import LEVELS, Checked, counted
from rescue_cli.report.corrections_sheet import corrections_sheet
from rescue_cli.report.dictionary_columns import NUMBER, numbered, rows_of, text_columns
from rescue_cli.report.report_types import TOTAL, ReportContext
from rescue_cli.report.scoreboard import by_kind, scoreboard
from rescue_cli.workbooks.writing.sheet_layout import Cell, Colour, InputRule, LayoutColumn, Mark, SheetLayout

KIND = "findings"  # by which `apply` knows the workbook
LIST = "问题清单"
NOT_WAIVABLE = "不能认可"  # stands where the code of the question would
COLOURS: Mapping[str, Colour] = {Level.MUST: "red", Level.VERIFY: "amber", Level.HINT: "grey"}
CHANGE_COLOURS: Mapping[str, Colour] = {Change.MISSING_ROW: "red", Change.FRESH: "red", Change.CHANGED: "amber"}
WHOLE = "（整批）"
COLUMNS: Mapping[str, float] = {
    c.LEVEL: 8,
    f.TOWNSHIP: 12,
    f.SOURCE_FILE: 24,
    f.SHEET: 12,
    f.ROW: 6,
    c.CELL: 8,
    f.HEAD_NAME: 10,
    c.FIELD: 13,
    c.VALUE: 18,
    c.PROBLEM: 40,
    c.MEND: 34,
    f.BASIS: 18,
    c.CODE: 22,
}
WAIVED: Mapping[str, float] = {
    **{name: width for name, width in COLUMNS.items() if name != c.MEND},
    REASON: 30,
    BY: 12,
    WHEN: 20,
}
COMPARED: Mapping[str, float] = {
    c.CHANGE: 12,
    f.TOWNSHIP: 12,
    c.OLD_FILE: 24,
    c.NEW_FILE: 24,
    f.SHEET: 12,
    f.ROW: 6,
    f.HEAD_NAME: 10,
    c.LEVEL: 8,
    c.FIELD: 13,
    c.WRITTEN: 21,
    c.NEW_VALUE: 21,
    c.PROBLEM: 40,
}


def findings_book(checked: Checked, context: ReportContext, owed: pa.Table | None = None) -> list[SheetLayout]:
    """All sheets (`owed`: see `scoreboard`); where nothing was found, or read otherwise than written, they say so. 更正对照 and 已认可 only where there
    is something in them."""
    return [
        scoreboard(checked, context, owed),
        by_kind(checked, context),
        _files(checked.findings, context),
        _list(checked, context),
        corrections_sheet(checked.raw, checked.borrowed, checked.mentions, checked.catalogue, context),
        *([_corrections(checked.corrections, context)] if checked.corrections.num_rows else []),
        *([_waived(checked, context)] if checked.waived.num_rows else []),
    ]


def _files(findings: pa.Table, context: ReportContext) -> SheetLayout:
    """按文件: one line a file, its findings by level; those of no file together."""
    counts: dict[str, Counter[str]] = {}
    groups = findings.group_by([f.SOURCE_FILE, c.LEVEL]).aggregate([([], "count_all")])
    for file, level, count in zip(*(column.to_pylist() for column in groups.columns), strict=True):
        counts.setdefault(file or WHOLE, Counter())[level] += count
    rows: list[tuple[Cell, ...]] = [
        (file, *(of_file[level] for level in LEVELS), of_file.total()) for file, of_file in sorted(counts.items())
    ]
    levels = tuple(LayoutColumn((level,), "count", 10, total=True) for level in (*LEVELS, TOTAL))
    return SheetLayout(
        name="按文件",
        title=f"{context.district}收件校验汇总表",
        columns=(NUMBER, LayoutColumn((f.SOURCE_FILE,), "text", 50), *levels),
        rows=numbered(rows),
        lead=context.lead("单位：处"),
        total_label=TOTAL,
        notes=(f"必须改：不改不能上报；请核实：可能有误，核对后改或不改；提示：只作告知。逐条见“{LIST}”。",),
        empty="没有发现问题",
    )


def _list(checked: Checked, context: ReportContext) -> SheetLayout:
    """问题清单: every finding, with a cell to let it stand."""
    findings = _worst_first(checked.findings)
    codes = _codes(findings, checked)
    rows: list[tuple[Cell, ...]] = [
        (*row, None, None, code)
        for row, code in zip(rows_of(checked.with_heads(findings), list(COLUMNS)), codes, strict=True)
    ]
    columns = (
        NUMBER,
        *text_columns(COLUMNS, [f.ROW]),
        *text_columns({c.ANSWER: 9, c.ANSWER_REASON: 26, c.QUESTION_CODE: 18}),
    )
    prompt = "核对无误、不必改的选“认可”，并在右边写明理由。必须改的，和在别的表里作答的，不能认可。"
    return SheetLayout(
        name=LIST,
        title=f"{context.district}收件问题清单",
        columns=columns,
        rows=rows,
        lead=context.lead(f"共{len(rows)}处"),
        notes=(
            f"“请核实”和“提示”核对无误的，可在“{c.ANSWER}”选“{FindingAnswer.ACCEPT}”并写明理由，存盘后 rescue apply 本文件；值不变就不再问。",
            "“户主姓名”供打电话核对时用；整行没有读入的和只读了一部分的行，另按报送单位列在 校验/退回行/。",
        ),
        empty="没有发现问题",
        rules=(InputRule(len(COLUMNS) + 1, "list", (FindingAnswer.ACCEPT,), prompt),) if rows else (),
        marks=_marks(findings.column(c.LEVEL).to_pylist(), COLOURS),
    )


def _worst_first(findings: pa.Table) -> pa.Table:
    """By level, then by whom it is about; of one township in the order they have."""
    levels = list(COLOURS)
    keys = zip(findings[c.LEVEL].to_pylist(), findings[f.TOWNSHIP].to_pylist(), strict=True)
    ranked = [(levels.index(level), township is None, township or "") for level, township in keys]
    return findings.take(pa.array(sorted(range(len(ranked)), key=ranked.__getitem__), pa.int64()))  # also of none


def _codes(findings: pa.Table, checked: Checked) -> list[str]:
    """识别码 of every finding, or that it cannot be let stand."""
    lines = findings.select([c.LEVEL, c.CODE]).to_pylist()
    keys = finding_keys(findings, checked.mentions)
    return [
        question_code(of_line) if is_waivable(line) else NOT_WAIVABLE for line, of_line in zip(lines, keys, strict=True)
    ]


def _marks(words: Sequence[str], colours: Mapping[str, Colour]) -> tuple[Mark, ...]:
    """The first column after the number coloured by its word."""
    return tuple(Mark(row, 1, colours[word]) for row, word in enumerate(words) if word in colours)


def _corrections(table: pa.Table, context: ReportContext) -> SheetLayout:
    """更正对照: what became of the faults of replaced files, and what else changed in them."""
    counts = counted(table[c.CHANGE])
    return SheetLayout(
        name="更正对照",
        title=f"{context.district}更正件对照表",
        columns=(NUMBER, *text_columns(COMPARED, [f.ROW])),
        rows=rows_of(table, list(COMPARED)),
        lead=context.lead("，".join(f"{change}{counts[change]}" for change in Change if change in counts)),
        notes=(
            "“已接收有变动”是原来没有问题的格子在更正件里变了，“少了的户”是原表有、更正件没有的户：请与报送单位核实，不要漏户。",
        ),
        marks=_marks(table[c.CHANGE].to_pylist(), CHANGE_COLOURS),
    )


def _waived(checked: Checked, context: ReportContext) -> SheetLayout:
    """已认可: findings let stand, by whom and why, with a cell to take that back."""
    table = checked.waived
    minutes = pc.utf8_slice_codeunits(pc.replace_substring(table[WHEN], "T", " "), 0, 16)
    shown = checked.with_heads(table).set_column(table.column_names.index(WHEN), WHEN, minutes)
    codes = [question_code(keys) for keys in finding_keys(table, checked.mentions)]
    rows: list[tuple[Cell, ...]] = [
        (*row, None, code) for row, code in zip(rows_of(shown, list(WAIVED)), codes, strict=True)
    ]
    return SheetLayout(
        name="已认可",
        title=f"{context.district}已认可问题清单",
        columns=(NUMBER, *text_columns(WAIVED, [f.ROW]), *text_columns({c.ANSWER: 10, c.QUESTION_CODE: 18})),
        rows=rows,
        lead=context.lead(f"共{table.num_rows}处"),
        notes=(
            "经核对认可、不再要求改正的问题；值变了会重新列入问题清单。",
            f"认可错了的，在“{c.ANSWER}”选“{FindingAnswer.WITHDRAW}”，存盘后 rescue apply 本文件。",
        ),
        rules=(InputRule(len(WAIVED) + 1, "list", (FindingAnswer.WITHDRAW,), "认可错了、要重新追问的选“取消认可”。"),),
    )
