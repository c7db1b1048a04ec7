"""退回行: the rows of a sender that were not taken, or taken in part – each whole as it was sent, with the reason –, for a
workbook of their own."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import RowKind
from rescue_cli.core.townships import sheet_as_sent
from rescue_cli.report.check_results import Checked, for_senders, senders_part
from rescue_cli.report.dictionary_columns import NUMBER, numbered
from rescue_cli.report.report_types import ReportContext
from rescue_cli.workbooks.marking.fault_marks import REASON_HEAD
from rescue_cli.workbooks.reading.sheet import column_letter, column_number
from rescue_cli.workbooks.writing.sheet_layout import Cell, LayoutColumn, SheetLayout

WHOLE, IN_PART = "整行没有读入", "读入了一部分"
ORIGINAL_ROW, STATE = "原行号", "收到的情况"
Cells = Mapping[tuple[int, int], Cell]  # (row, column) of a sender's sheet → what stands there, as it is seen


@dataclass
class RowsOfSheet:
    """The rows of one sheet that go back. `headings`: column → heading; `reasons`: row → (state, why)."""

    file: str
    sheet: str
    headings: dict[int, str] = field(default_factory=dict)
    reasons: dict[int, tuple[str, str]] = field(default_factory=dict)


def rows_to_return(checked: Checked, columns: pa.Table) -> dict[str, list[RowsOfSheet]]:
    """Sender → sheets in the order file, sheet; senders and sheets without such rows are left out."""
    texts = _texts(checked.findings)
    sheets: dict[tuple[str, str], RowsOfSheet] = {}
    for file, sheet, row, why in (*_rejected(checked.rows), *_in_part(checked.mentions)):
        place = file, sheet_as_sent(sheet)
        state, reason = why
        words = "；".join(texts.get((*place, row), ())) or reason
        sheets.setdefault(place, RowsOfSheet(*place)).reasons.setdefault(row, (state, words))
    for line in columns.to_pylist():
        known = sheets.get((line[f.SOURCE_FILE], sheet_as_sent(line[f.SHEET] or "")))
        if known is not None and line[c.HEADING]:
            known.headings.setdefault(column_number(line[c.LETTER].encode()), line[c.HEADING])
    by_sender: dict[str, list[RowsOfSheet]] = defaultdict(list)
    for (file, _), of_sheet in sorted(sheets.items()):
        by_sender[checked.sender(file)].append(of_sheet)
    return dict(sorted(by_sender.items()))


def rows_sheet(rows: RowsOfSheet, cells: Cells, context: ReportContext) -> SheetLayout:
    """`cells`: of the sender's sheet, at least of the rows asked."""
    used = {column for row, column in cells if row in rows.reasons}
    places = sorted({*used, *rows.headings})
    heads = [rows.headings.get(column, f"{column_letter(column)}列") for column in places]
    own = (LayoutColumn((ORIGINAL_ROW,), "count", 7), LayoutColumn((STATE,), "text", 13))
    sent = tuple(LayoutColumn((head,)) for head in heads)
    lines = [
        (row, state, *(cells.get((row, column)) for column in places), why)
        for row, (state, why) in sorted(rows.reasons.items())
    ]
    counts = [sum(state == kind for state, _ in rows.reasons.values()) for kind in (WHOLE, IN_PART)]
    return SheetLayout(
        name="·".join(filter(None, (PurePosixPath(rows.file).stem, rows.sheet))),
        title="没有读入和只读了一部分的行",
        columns=(NUMBER, *own, *sent, LayoutColumn((REASON_HEAD,), "text", 50)),
        rows=numbered(lines),
        lead=context.lead(f"{WHOLE}{counts[0]}，{IN_PART}{counts[1]}"),
        notes=(
            f"原表：{rows.file}{f' › {rows.sheet}' if rows.sheet else ''}。各栏照原样，一字未改；请在原表里改正后重报，不要报这一份。",
        ),
        keys=2,
    )


def _rejected(rows: pa.Table) -> list[tuple[str, str, int, tuple[str, str]]]:
    table = rows.filter(pc.equal(rows[c.KIND], RowKind.REJECTED))
    names = (f.SOURCE_FILE, f.SHEET, f.ROW, c.WHY)
    lines = zip(*(table[name].to_pylist() for name in names), strict=True)
    return [(file, sheet or "", row, (WHOLE, why or "")) for file, sheet, row, why in lines]


def _in_part(mentions: pa.Table) -> list[tuple[str, str, int, tuple[str, str]]]:
    table = mentions.filter(pc.fill_null(pc.greater(pc.list_value_length(mentions[f.UNREAD]), 0), False))
    names = (f.SOURCE_FILE, f.SHEET, f.ROW, f.UNREAD)
    lines = zip(*(table[name].to_pylist() for name in names), strict=True)
    return [(file, sheet or "", row, (IN_PART, f"读不出：{'、'.join(unread)}")) for file, sheet, row, unread in lines]


def _texts(findings: pa.Table) -> Mapping[tuple[str, str, int], Sequence[str]]:
    """Place → what is said of its row, each sentence once, with the cell in front."""
    texts: dict[tuple[str, str, int], dict[str, None]] = defaultdict(dict)
    for line in for_senders(findings).to_pylist():
        if line[f.ROW]:
            words = "；".join(senders_part(part) for part in (line[c.PROBLEM], line[c.MEND]) if part)
            place = line[f.SOURCE_FILE], line[f.SHEET] or "", line[f.ROW]
            texts[place].setdefault(f"{line[c.CELL]}：{words}" if line[c.CELL] else words)
    return {place: tuple(words) for place, words in texts.items()}
