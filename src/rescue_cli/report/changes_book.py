"""变化.xlsx: what became otherwise since the recorded state before, the households that vanished first."""

from collections import Counter
from collections.abc import Mapping

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import StateChange
from rescue_cli.report.dictionary_columns import NUMBER, numbered, rows_of, text_columns
from rescue_cli.report.report_types import TOTAL, ReportContext
from rescue_cli.workbooks.writing.sheet_layout import Colour, LayoutColumn, Mark, SheetLayout

COLOURS: Mapping[str, Colour] = {StateChange.GONE: "red", StateChange.JUDGED: "amber"}
COLUMNS: Mapping[str, float] = {
    c.CHANGE: 8,
    f.CASE: 15,
    f.HEAD_NAME: 10,
    f.TOWNSHIP: 12,
    c.FIELD: 13,
    c.WRITTEN: 24,
    c.NEW_VALUE: 30,
    c.WHY: 10,
    f.SOURCE_FILE: 30,
}
GONE_SHEET, GONE_DAY = "以前消失的户", "消失日期"
BEFORE: Mapping[str, float] = {f.CASE: 15, f.HEAD_NAME: 10, f.TOWNSHIP: 12}
GONE_COLUMNS = (c.WRITTEN, c.NEW_VALUE, f.SOURCE_FILE)
AFTER: Mapping[str, float] = {c.DECIDED_BEFORE: 24, "去向": 40, f.SOURCE_FILE: 30}
UNPLACED = "（镇街未填）"


def changes_book(changes: pa.Table, since: str, gone_before: pa.Table, context: ReportContext) -> list[SheetLayout]:
    """按镇街 and 变化清单, where there is some change; `since`: the state compared with, in words. `gone_before`: GONE."""
    news = [_by_township(changes, since, context), _list(changes, since, context)] if changes.num_rows else []
    return [*news, *([_gone_before(gone_before, context)] if gone_before.num_rows else [])]


def _gone_before(gone: pa.Table, context: ReportContext) -> SheetLayout:
    return SheetLayout(
        name=GONE_SHEET,
        title=f"{context.district}以前消失、至今没有再报来的户",
        columns=(NUMBER, *text_columns(BEFORE), LayoutColumn((GONE_DAY,), "date", 12), *text_columns(AFTER)),
        rows=rows_of(gone, [*BEFORE, c.DAY, *GONE_COLUMNS]),
        lead=context.lead(f"共{gone.num_rows}户"),
        notes=("前几次运行时不见的户，一直列到它又报来为止，最多30天。确应去掉的不必处理；漏报、误删的请镇街补报。",),
    )


def _by_township(changes: pa.Table, since: str, context: ReportContext) -> SheetLayout:
    """Households, not lines: one with three facts changed counts once under 改动."""
    lines = zip(*(changes[name].to_pylist() for name in (f.TOWNSHIP, c.CHANGE, f.CASE)), strict=True)
    counts = Counter((township or UNPLACED, change) for township, change, _ in set(lines))
    known = [name for name in (*context.townships, UNPLACED) if any(of == name for of, _ in counts)]
    others = sorted({of for of, _ in counts} - set(known))
    rows = [(name, *(counts[name, change] for change in StateChange)) for name in (*known, *others)]
    figures = tuple(LayoutColumn((change,), "count", 10, total=True) for change in StateChange)
    return SheetLayout(
        name="按镇街",
        title=f"{context.district}变化情况表",
        columns=(NUMBER, LayoutColumn((f.TOWNSHIP,), "text", 20), *figures),
        rows=numbered(rows),
        lead=context.lead("单位：户"),
        total_label=TOTAL,
        notes=(f"与{since}相比。一户既改判又改动的，两栏都计。",),
        filter=False,
    )


def _list(changes: pa.Table, since: str, context: ReportContext) -> SheetLayout:
    words = changes[c.CHANGE].to_pylist()
    return SheetLayout(
        name="变化清单",
        title=f"{context.district}变化清单",
        columns=(NUMBER, *text_columns(COLUMNS)),
        rows=rows_of(changes, list(COLUMNS)),
        lead=context.lead(f"共{len(words)}条"),
        notes=(
            f"与{since}相比。“{StateChange.GONE}”：这一户这次没有了，请核对是不是真的该去掉；"
            f"“{StateChange.JUDGED}”：判定变了；“{StateChange.EDITED}”：判定所据的内容变了。",
        ),
        marks=tuple(Mark(row, 1, COLOURS[word]) for row, word in enumerate(words) if word in COLOURS),
    )
