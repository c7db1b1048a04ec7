"""更正确认.xlsx: pairs of files that look like a roster and its corrected version, or repeat each other; a person says which of them counts."""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import Change
from rescue_cli.record.decisions import KEEP_BOTH, REPLACED, TURNED, file_digests, pair_digest
from rescue_cli.report.check_results import Checked
from rescue_cli.report.dictionary_columns import NUMBER, numbered, rows_of, text_columns
from rescue_cli.report.question_blocks import shown_code
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import InputRule, SheetLayout

KIND = "replacements"  # by which `apply` knows the workbook
CODE_OF_PROPOSAL = "CHECK-FILE-CORRECTED"
CODE_OF_HELD = "CHECK-FILE-HELD"
CODE_OF_REPEAT = "LINK-FILE-REPEATS"
ANSWERS = (REPLACED, TURNED, KEEP_BOTH)
CHANGED_SHEET = "更正变动"
OF_ROWS = (Change.MISSING_ROW, Change.ADDED, Change.CHANGED)
CHANGED_COLUMNS: Mapping[str, float] = {
    c.CHANGE: 12,
    f.TOWNSHIP: 12,
    c.OLD_FILE: 24,
    c.NEW_FILE: 24,
    f.SHEET: 12,
    f.ROW: 6,
    f.HEAD_NAME: 10,
    c.FIELD: 13,
    c.WRITTEN: 22,
    c.NEW_VALUE: 22,
}
WIDTHS: Mapping[str, float] = {
    f.TOWNSHIP: 12,
    c.OLD_FILE: 28,
    c.CORRECTED_FILE: 28,
    f.BASIS: 40,
    c.ANSWER: 12,
    c.QUESTION_CODE: 18,
}


@dataclass(frozen=True)
class FileQuestion:
    """Which of two files counts: the sender's township, both files, and what speaks for it."""

    township: str
    older: str
    newer: str
    reason: str

    def digest(self, digests: Mapping[str, str]) -> str:
        """What the record keeps of the question; `digests`: file → digest of its bytes."""
        return pair_digest(digests, self.older, self.newer)


def file_questions(findings: pa.Table) -> list[FileQuestion]:
    """The questions which of two files counts, in the order of the findings (FINDINGS) that ask them."""
    codes = pa.array([CODE_OF_PROPOSAL, CODE_OF_HELD, CODE_OF_REPEAT], pa.string())
    asking = findings.filter(pc.is_in(findings[c.CODE], value_set=codes)).to_pylist()
    return [
        FileQuestion(line[f.TOWNSHIP], line[c.VALUE], line[f.SOURCE_FILE], line[c.PROBLEM])
        if line[c.CODE] == CODE_OF_REPEAT
        else FileQuestion(line[f.TOWNSHIP], line[f.SOURCE_FILE], line[c.VALUE], line[c.PROBLEM])
        for line in asking
    ]


def replacements_book(checked: Checked, context: ReportContext) -> list[SheetLayout]:
    """One sheet, or none where no file looks like a corrected one or repeats another; a pair is asked once."""
    digests = file_digests(checked.files)
    asked: dict[str, FileQuestion] = {}
    for question in file_questions(checked.findings):
        asked.setdefault(shown_code(question.digest(digests)), question)
    rows = [(entry.township, entry.older, entry.newer, entry.reason, None, code) for code, entry in asked.items()]
    sheet = SheetLayout(
        name="更正确认",
        title=f"{context.district}更正件确认表",
        columns=(NUMBER, *text_columns(WIDTHS)),
        rows=numbered(rows),
        lead=context.lead(f"共{len(rows)}对"),
        notes=(
            f"“{REPLACED}”：只用更正文件，原文件不再计入；“{TURNED}”：只用原文件，更正文件不再计入；“{KEEP_BOTH}”：两份都计入，不再问。"
            f"依据里写“没有计入”的，答复以前只计原文件；逐处变动见“{CHANGED_SHEET}”。填好存盘后 rescue apply 本文件。",
        ),
        rules=(InputRule(1 + list(WIDTHS).index(c.ANSWER), "list", ANSWERS, "哪一份算数？"),),
        filter=False,
    )
    return [sheet, *([_changed_cells(checked.held, context)] if checked.held.num_rows else [])] if rows else []


def _changed_cells(held: pa.Table, context: ReportContext) -> SheetLayout:
    """更正变动: every cell and row a file that waits says otherwise, so that nothing counts before it was looked at."""
    rows = held.filter(pc.is_in(held[c.CHANGE], value_set=pa.array(OF_ROWS, pa.string())))
    return SheetLayout(
        name=CHANGED_SHEET,
        title=f"{context.district}更正件变动对照表",
        columns=(NUMBER, *text_columns(CHANGED_COLUMNS)),
        rows=rows_of(rows, list(CHANGED_COLUMNS)),
        lead=context.lead(f"共{rows.num_rows}处"),
        notes=("原值是现在计入的，新值是更正件里的。",),
        empty="没有变动",
    )
