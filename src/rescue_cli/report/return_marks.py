"""Which files go back to their senders, and with which marks: findings, columns and rows → marks a sheet.

Only what reading and checking the file itself found goes back. What linking found names other senders' households, and
conflicts are for the bureau to settle.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import Level, RowKind
from rescue_cli.core.townships import sheet_as_sent
from rescue_cli.report.check_results import FAULTS, LEVELS, for_senders, senders_part
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

WHOLE_FILE = "（整个文件）"
HEADS, TAKEN = (RowKind.HEAD,), (RowKind.DATA, RowKind.REJECTED)
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
    asked = for_senders(findings)
    at_fault = pc.is_in(asked[c.LEVEL], value_set=pa.array(FAULTS, pa.string()))
    in_rows = pc.greater(pc.fill_null(asked[f.ROW], 0), 0)
    files = sorted(asked.filter(pc.and_(at_fault, in_rows))[f.SOURCE_FILE].unique().to_pylist())
    return [_return(file, asked.filter(pc.equal(asked[f.SOURCE_FILE], file)).to_pylist(), frames) for file in files]


def _return(file: str, lines: Sequence[Row], frames: "_Frames") -> Return:
    """`lines`: the findings of the file."""
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
    cells = [CellMark(line[c.CELL], Level(line[c.LEVEL]), _sentence(line)) for line in lines if line[c.CELL]]
    head, last = frames.rows_of(file, sheet)
    first_column, last_column = frames.columns_of(file, sheet)
    by_row: dict[int, list[Row]] = {}
    for line in lines:
        if line[f.ROW] > head:
            by_row.setdefault(line[f.ROW], []).append(line)
    reasons = [
        RowMark(row, worst(Level(line[c.LEVEL]) for line in here), "　".join(_distinct(map(_reason, here))))
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
        Level(line[c.LEVEL]),
        sheet or ("" if row else WHOLE_FILE),
        cell,
        place,
        line[c.FIELD] or "",
        line[c.VALUE] or "",
        senders_part(line[c.PROBLEM]),
        senders_part(line[c.MEND] or ""),
    )


def _sentence(line: Row) -> str:
    """What is wrong and how to mend it, as one sentence."""
    return "；".join(senders_part(part) for part in (line[c.PROBLEM], line[c.MEND]) if part)


def _reason(line: Row) -> str:
    place = line[c.CELL]
    return f"{place}：{_sentence(line)}。" if place else f"{_sentence(line)}。"


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


class _Frames:
    """Where the table of a sheet stands, from what intake said of its rows and columns; sheets called as they were sent."""

    def __init__(self, columns: pa.Table, rows: pa.Table) -> None:
        self._columns: dict[tuple[str, str], list[int]] = {}
        self._earlier: dict[str, dict[str, int]] = {}
        headings = (columns[name].to_pylist() for name in (f.SOURCE_FILE, f.SHEET, c.LETTER, c.HEADING))
        for file, sheet, letter, heading in zip(*headings, strict=True):
            number = place_of(f"{letter}1")[1]
            if is_reason_head(heading or ""):
                self._earlier.setdefault(file, {})[sheet_as_sent(sheet)] = number
            else:
                self._columns.setdefault((file, sheet_as_sent(sheet)), []).append(number)
        self._heads, self._taken = _last_rows(rows, HEADS), _last_rows(rows, TAKEN)
        own = rows.filter(pc.equal(rows[c.WHY], OWN_LIST))
        pairs = list(zip(own[f.SOURCE_FILE].to_pylist(), own[f.SHEET].to_pylist(), strict=True))
        self._lists = dict(reversed(pairs))  # of several the first

    def earlier_list(self, file: str) -> str:
        """The sheet an earlier return put into the file; "" where it never came back."""
        return self._lists.get(file, "")

    def earlier_column(self, file: str, sheet: str) -> int | None:
        """Where an earlier return put its 错误原因."""
        return self._earlier.get(file, {}).get(sheet)

    def returned_before(self, file: str) -> list[str]:
        """Sheets with the column 错误原因 of an earlier return."""
        return sorted(self._earlier.get(file, {}))

    def rows_of(self, file: str, sheet: str) -> tuple[int, int]:
        """The last heading row, and the last row of data; (1, 1) where the sheet has none."""
        head = self._heads.get((file, sheet), 1)
        return head, self._taken.get((file, sheet), head)

    def columns_of(self, file: str, sheet: str) -> tuple[int, int]:
        """First and last column of the table; (1, 1) where it has none."""
        numbers = self._columns.get((file, sheet), [1])
        return min(numbers), max(numbers)


def _last_rows(rows: pa.Table, kinds: Sequence[RowKind]) -> dict[tuple[str, str], int]:
    """(file, sheet as sent) → the last of its rows of these kinds."""
    wanted = rows.filter(pc.is_in(rows[c.KIND], value_set=pa.array(kinds, pa.string())))
    groups = wanted.group_by([f.SOURCE_FILE, f.SHEET]).aggregate([(f.ROW, "max")])
    last: dict[tuple[str, str], int] = {}
    for file, sheet, row in zip(*(column.to_pylist() for column in groups.columns), strict=True):
        place = file, sheet_as_sent(sheet)
        last[place] = max(row, last.get(place, 0))
    return last
