"""更正确认.xlsx: pairs of files that look like a roster and its corrected version, or repeat each other; a person says which of them counts."""

from collections.abc import Mapping
from typing import Any

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.record.decisions import KEEP_BOTH, REPLACED, TURNED, file_digests, pair_digest
from rescue_cli.report.check_results import Checked
from rescue_cli.report.dictionary_columns import NUMBER
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import InputRule, LayoutColumn, SheetLayout

KIND = "replacements"  # by which `apply` knows the workbook
CODE_OF_PROPOSAL = "CHECK-FILE-CORRECTED"
CODE_OF_REPEAT = "LINK-FILE-REPEATS"
OLD, NEW, ANSWER, CODE = "原文件", "更正文件", "处理", "识别码"
ANSWERS = (REPLACED, TURNED, KEEP_BOTH)


def files_asked_about(line: Mapping[str, Any]) -> tuple[str, str] | None:
    """(older, newer) of a finding that asks which of two files counts; None for every other finding."""
    if line[c.CODE] == CODE_OF_PROPOSAL:
        return line[f.SOURCE_FILE], line[c.VALUE]
    return (line[c.VALUE], line[f.SOURCE_FILE]) if line[c.CODE] == CODE_OF_REPEAT else None


def question_of_files(digests: Mapping[str, str], one: str, other: str) -> str:
    """识别码 of the question which of two files counts."""
    return pair_digest(digests, one, other).partition(":")[2][:16]


def replacements_book(checked: Checked, context: ReportContext) -> list[SheetLayout]:
    """One sheet, or none where no file looks like a corrected one or repeats another."""
    digests = file_digests(checked.files)
    lines: dict[str, tuple[str, str, str, str]] = {}
    for line in checked.findings.to_pylist():
        pair = files_asked_about(line)
        if pair is not None:
            lines.setdefault(question_of_files(digests, *pair), (line[f.TOWNSHIP], *pair, line[c.PROBLEM]))
    rows = [(number, *told, None, code) for number, (code, told) in enumerate(lines.items(), 1)]
    sheet = SheetLayout(
        name="更正确认",
        title=f"{context.district}更正件确认表",
        columns=(
            NUMBER,
            LayoutColumn((f.TOWNSHIP,), "text", 12),
            LayoutColumn((OLD,), "text", 28),
            LayoutColumn((NEW,), "text", 28),
            LayoutColumn(("依据",), "text", 40),
            LayoutColumn((ANSWER,), "text", 12),
            LayoutColumn((CODE,), "text", 18),
        ),
        rows=rows,
        lead=(f"填报单位：{context.bureau}", f"截至：{context.as_of_text}", f"共{len(rows)}对"),
        notes=(
            f"“{REPLACED}”：只用更正文件，原文件不再计入；“{TURNED}”：只用原文件，更正文件不再计入；“{KEEP_BOTH}”：两份都计入，不再问。"
            "填好存盘后 rescue apply 本文件。",
        ),
        rules=(InputRule(5, "list", ANSWERS, "哪一份算数？"),),
        filter=False,
    )
    return [sheet] if rows else []
