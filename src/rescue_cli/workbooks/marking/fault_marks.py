"""What is wrong in a sender's workbook, as marks to be drawn into it; no spreadsheet library here.

`annotate` draws them into the workbook itself, `returned_copy` into a copy of a format that cannot be edited.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import Level

Place = tuple[int, int]  # row and column, 1-based
REASON_HEAD, ISSUES_NAME = "错误原因", "问题清单"
OWN_LIST = "退回件里本工具加的问题清单"  # why the rows of such a sheet are no data
FILLS: Mapping[Level, str] = {Level.MUST: "F8CBAD", Level.VERIFY: "FFE699", Level.HINT: "D9E1F2"}
HEAD_FILL = "FCE4D6"
REASON_WIDTH = 50.0  # texts are wrapped: one that ran on to the right would shrink all the page when it is printed
ISSUE_HEADS = (c.LEVEL, f.SHEET, c.CELL, c.FIELD, c.VALUE, c.PROBLEM, c.MEND)
ISSUE_WIDTHS = (9.0, 16.0, 10.0, 18.0, 22.0, 48.0, 42.0)
ISSUE_HEAD_ROW = 3
LINKS = 60_000  # Excel drops the hyperlinks of a sheet with more than 65,530
LONGEST = 32_000  # characters of a cell; Excel stops at 32,767
CUT = "（超过单元格上限，后文略）"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_SOURCE = re.compile("原件“(.+)”（([0-9a-f ]+)）")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class CellMark:
    """A faulty cell ("C5"): its colour and what its comment says."""

    cell: str
    level: Level
    text: str


@dataclass(frozen=True)
class RowMark:
    """What stands in the column 错误原因 of a row."""

    row: int
    level: Level
    text: str


@dataclass(frozen=True)
class SheetMarks:
    """The marks of one sheet (`name` as read; empty for delimited text).

    Its table has its last heading row at `head_row`, its columns from `first_column` to `last_column` (1-based) and its
    last data row at `last_row`. `earlier_column`: where an earlier return put its 错误原因, in a file that came back.
    """

    name: str
    head_row: int
    last_row: int
    first_column: int
    last_column: int
    cells: tuple[CellMark, ...] = ()
    rows: tuple[RowMark, ...] = ()
    earlier_column: int | None = None


@dataclass(frozen=True)
class Issue:
    """One line of 问题清单. `cell` is where its link leads, `place` what is shown for it (C5, 第5行, or nothing)."""

    level: Level
    sheet: str
    cell: str
    place: str
    field: str
    value: str
    problem: str
    mend: str

    @property
    def line(self) -> tuple[str, ...]:
        """The cells of the line under ISSUE_HEADS."""
        return (self.level, self.sheet, self.place, self.field, self.value, self.problem, self.mend)


@dataclass(frozen=True)
class IssueSheet:
    """The sheet 问题清单, put first, or in the place of `earlier`, the one an earlier return put into the file. `source`: the
    sender's file and `digest` what its bytes were: by these it is known whose copy it is where its stamp is lost."""

    issues: tuple[Issue, ...]
    earlier: str = ""
    source: str = ""
    digest: str = ""

    @property
    def title(self) -> str:
        """How many faults of each level the file has."""
        counts = "，".join(f"{level}{self._count(level)}处" for level in Level if self._count(level))
        return f"本文件有{len(self.issues)}处问题：{counts}"

    @property
    def note(self) -> str:
        """What the colours mean, and what to do."""
        return (
            "红色必须改，黄色请核实（确认无误可不改），蓝灰色只作提示。点“单元格”一列可跳到那一格；"
            f"各表右边的“{REASON_HEAD}”列可以筛选。请在原表里改好后发回。"
            + (f"原件“{self.source}”（{self.digest}）" if self.source else "")
        )

    def _count(self, level: Level) -> int:
        return sum(issue.level == level for issue in self.issues)


def place_of(reference: str) -> Place:
    """Row and column of a cell's name; ValueError for what is none.

    >>> place_of("AB12")
    (12, 28)
    """
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        raise ValueError("not the name of a cell")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def worst(levels: Iterable[Level]) -> Level:
    """Of at least one level the gravest: 必须改 before 请核实 before 提示."""
    return min(levels, key=list(Level).index)


def gather(marks: Iterable[CellMark], anchor: Callable[[Place], Place]) -> dict[Place, tuple[Level, str]]:
    """One level and one comment a cell; `anchor` leads from a cell to the one that shows it (merged ranges)."""
    by_place: dict[Place, list[CellMark]] = {}
    for mark in marks:
        by_place.setdefault(anchor(place_of(mark.cell)), []).append(mark)
    return {
        place: (worst(m.level for m in here), "\n".join(dict.fromkeys(f"【{m.level}】{m.text}" for m in here)))
        for place, here in sorted(by_place.items())
    }


def is_issue_list(name: str, rows: Sequence[Sequence[object]]) -> bool:
    """Whether a sheet is the 问题清单 an earlier return put into the file: by its name and its headings."""
    heads = (tuple(str(cell) for cell in row if cell != "") for row in rows[: ISSUE_HEAD_ROW + 2])
    return name.startswith(ISSUES_NAME) and ISSUE_HEADS in heads


def source_of(rows: Sequence[Sequence[object]]) -> tuple[str, str] | None:
    """The sender's file and its digest as the 问题清单 says them; None where it does not."""
    texts = (str(cell) for row in rows[:ISSUE_HEAD_ROW] for cell in row)
    match = next((match for text in texts if (match := _SOURCE.search(text))), None)
    return (match[1], match[2]) if match else None


def is_reason_head(heading: str) -> bool:
    """Whether a heading (levels joined by "/") is that of the column an earlier return added.

    >>> is_reason_head("错误原因"), is_reason_head("附/错误原因"), is_reason_head("原因")
    (True, True, False)
    """
    return heading.rpartition("/")[2] == REASON_HEAD


def clean(text: str) -> str:
    """Without characters XML cannot hold, and no longer than a cell: where something is left out it says so."""
    legal = _ILLEGAL.sub("", text)
    return legal if len(legal) <= LONGEST else legal[:LONGEST] + CUT
