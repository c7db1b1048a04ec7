"""Which files go back to their senders, and with which marks: findings, columns and rows → marks a sheet.

Only what reading and checking the file itself found goes back. What linking found names other senders' households, and
conflicts are for the bureau to settle.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import LEVELS, Level
from rescue_cli.core.townships import sheet_as_sent
from rescue_cli.report.return_letter import NOT_FOR_SENDERS
from rescue_cli.workbooks.marking.fault_marks import (
    OWN_LIST,
    CellMark,
    Issue,
    IssueSheet,
    RowMark,
    SheetMarks,
    is_reason_head,
    place_of,
    worst,
)

STAGES = ("INTAKE-", "CHECK-")
RETURNED: tuple[Level, ...] = ("必须改", "请核实")
WHOLE_FILE = "（整个文件）"
HEADS, TAKEN = ("表头",), ("数据", "拒收")
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Return:
    """A file to be sent back (`file` relative to 收件/), its marks a sheet, and everything said of it."""

    file: str
    marks: tuple[SheetMarks, ...]
    issues: IssueSheet


def returns(findings: pa.Table, columns: pa.Table, rows: pa.Table) -> list[Return]:
    """The files with at least one 必须改 or 请核实 in a row, by name; tables as in core (FINDINGS, COLUMNS, ROWS)."""
    frames = _Frames(columns, rows)
    found: dict[str, list[Row]] = {}
    for row in findings.to_pylist():
        if row[f.SOURCE_FILE] and row[c.CODE].startswith(STAGES) and not _is_ours(row):
            found.setdefault(row[f.SOURCE_FILE], []).append(row)
    return [
        _return(file, lines, frames)
        for file, lines in sorted(found.items())
        if any(line[f.ROW] and line[c.LEVEL] in RETURNED for line in lines)
    ]


def _is_ours(row: Row) -> bool:
    """A question to the bureau: nothing the sender could mend."""
    return row[c.CODE] in NOT_FOR_SENDERS


def _return(file: str, lines: Sequence[Row], frames: "_Frames") -> Return:
    by_sheet: dict[str, list[Row]] = {}
    for line in lines:
        if line[f.ROW]:
            by_sheet.setdefault(line[f.SHEET], []).append(line)
    for sheet in frames.returned_before(file):  # also a sheet that is in order now loses its old marks
        by_sheet.setdefault(sheet, [])
    marks = tuple(_sheet_marks(file, sheet, here, frames) for sheet, here in sorted(by_sheet.items()))
    ordered = sorted(lines, key=lambda line: (LEVELS.index(line[c.LEVEL]), line[f.SHEET] or "", line[f.ROW] or 0))
    return Return(file, marks, IssueSheet(tuple(map(_issue, ordered)), frames.earlier_list(file)))


def _sheet_marks(file: str, sheet: str, lines: Sequence[Row], frames: "_Frames") -> SheetMarks:
    cells = [CellMark(line[c.CELL], line[c.LEVEL], _said(line)) for line in lines if line[c.CELL]]
    head, last = frames.rows_of(file, sheet)
    first_column, last_column = frames.columns_of(file, sheet)
    by_row: dict[int, list[Row]] = {}
    for line in lines:
        if line[f.ROW] > head:
            by_row.setdefault(line[f.ROW], []).append(line)
    reasons = [
        RowMark(row, worst(line[c.LEVEL] for line in here), "　".join(_distinct(map(_reason, here))))
        for row, here in sorted(by_row.items())
    ]
    return SheetMarks(
        sheet,
        head,
        max([last, *by_row]),
        first_column,
        last_column,
        tuple(cells),
        tuple(reasons),
        frames.earlier_column(file, sheet),
    )


def _issue(line: Row) -> Issue:
    sheet, row = line[f.SHEET] or "", line[f.ROW]
    place = line[c.CELL] or (f"第{row}行" if row else "")
    cell = line[c.CELL] or (f"A{row}" if row else "")
    return Issue(
        line[c.LEVEL],
        sheet or ("" if row else WHOLE_FILE),
        cell,
        place,
        line[c.FIELD] or "",
        line[c.VALUE] or "",
        line[c.PROBLEM],
        line[c.MEND] or "",
    )


def _said(line: Row) -> str:
    """What is wrong and how to mend it, as one sentence."""
    return "；".join(part for part in (line[c.PROBLEM], line[c.MEND]) if part)


def _reason(line: Row) -> str:
    place = line[c.CELL]
    return f"{place}：{_said(line)}。" if place else f"{_said(line)}。"


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


class _Frames:
    """Where the table of a sheet stands, from what intake said of its rows and columns."""

    def __init__(self, columns: pa.Table, rows: pa.Table) -> None:
        self._columns: dict[tuple[str, str], list[int]] = {}
        self._earlier: dict[str, dict[str, int]] = {}
        for row in columns.select([f.SOURCE_FILE, f.SHEET, "列", "表头"]).to_pylist():
            number = place_of(f"{row[c.LETTER]}1")[1]
            if is_reason_head(row[c.HEADING] or ""):
                self._earlier.setdefault(row[f.SOURCE_FILE], {})[sheet_as_sent(row[f.SHEET])] = number
            else:
                self._columns.setdefault((row[f.SOURCE_FILE], sheet_as_sent(row[f.SHEET])), []).append(number)
        self._rows: dict[tuple[str, str], dict[str, list[int]]] = {}
        self._lists: dict[str, str] = {}
        for row in rows.select([f.SOURCE_FILE, f.SHEET, f.ROW, "类别", "原因"]).to_pylist():
            kinds = self._rows.setdefault((row[f.SOURCE_FILE], sheet_as_sent(row[f.SHEET])), {})
            kinds.setdefault(row[c.KIND], []).append(row[f.ROW])
            if row[c.WHY] == OWN_LIST:
                self._lists.setdefault(row[f.SOURCE_FILE], row[f.SHEET])

    def earlier_list(self, file: str) -> str:
        """The sheet an earlier return put into the file; "" where it never came back."""
        return self._lists.get(file, "")

    def earlier_column(self, file: str, sheet: str) -> int | None:
        return self._earlier.get(file, {}).get(sheet)

    def returned_before(self, file: str) -> list[str]:
        """Sheets with the column 错误原因 of an earlier return."""
        return sorted(self._earlier.get(file, {}))

    def rows_of(self, file: str, sheet: str) -> tuple[int, int]:
        """The last heading row, and the last row of data; (1, 1) where the sheet has none."""
        kinds = self._rows.get((file, sheet), {})
        heads = [row for kind in HEADS for row in kinds.get(kind, ())]
        taken = [row for kind in TAKEN for row in kinds.get(kind, ())]
        head = max(heads, default=1)
        return head, max(taken, default=head)

    def columns_of(self, file: str, sheet: str) -> tuple[int, int]:
        """First and last column of the table; (1, 1) where it has none."""
        numbers = self._columns.get((file, sheet), [1])
        return min(numbers), max(numbers)
