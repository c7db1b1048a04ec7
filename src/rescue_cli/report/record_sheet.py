"""裁定记录, the last sheet of 合并名册.xlsx: how long 裁定.jsonl was and a digest of it, so that another one is noticed."""

from collections.abc import Sequence

from rescue_cli.record.record_note import Note
from rescue_cli.report.dictionary_columns import text_columns
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.writing.sheet_layout import SheetLayout

SHEET = "裁定记录"
COUNT, DIGEST = "条数", "校对码"
_HEADS = ("项目", "内容")


def record_sheet(note: Note, context: ReportContext) -> SheetLayout:
    """One line a figure."""
    return SheetLayout(
        SHEET,
        f"{context.district}编号与裁定记录",
        text_columns({_HEADS[0]: 14.0, _HEADS[1]: 44.0}),
        [(COUNT, str(note.entries)), (DIGEST, note.digest)],
        context.lead("单位：条"),
        notes=(
            "本册的编号出自 裁定.jsonl。下次运行先核对：那份记录少了、换了，就停下来问，免得旧编号落到别的户上。",
            "校对码按编号、所问和回答算出，不含姓名、证件号和时间。",
        ),
    )


def noted_on(rows: Sequence[Sequence[object]]) -> Note | None:
    """What such a sheet says; None where it does not say both."""
    lines = {str(cells[0]).strip(): str(cells[1]).strip() for cells in rows if len(cells) > 1}
    count, digest = lines.get(COUNT, ""), lines.get(DIGEST, "")
    return Note(int(count), digest) if count.isascii() and count.isdigit() and digest else None
