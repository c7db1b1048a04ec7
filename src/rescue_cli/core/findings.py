"""Findings (问题): what is wrong or doubtful in the data, as values beside the result.

A finding holds a stable code and raw facts; its text is rendered late, from `schemas/findings.toml`.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

from rescue_cli.core.row_ranges import cell_ranges
from rescue_cli.core.townships import sheet_as_sent

Level = Literal["必须改", "请核实", "提示"]
LEVELS: tuple[Level, ...] = ("必须改", "请核实", "提示")

FINDINGS = pa.schema(
    [
        ("级别", pa.string()),
        ("代码", pa.string()),
        ("来源文件", pa.string()),
        ("工作表", pa.string()),
        ("行号", pa.int32()),
        ("单元格", pa.string()),
        ("镇街", pa.string()),
        ("字段", pa.string()),
        ("值", pa.string()),
        ("问题", pa.string()),
        ("怎么改", pa.string()),
        ("依据", pa.string()),
    ]
)


@dataclass(frozen=True)
class Entry:
    """One entry of the catalogue. `text` and `mend` may use {值}, {字段} and the finding's own facts.

    `distrusted`: the value it is about is unknown to every rule until it is mended or let stand.
    `fold`: told once a column, at its first place, with {处数} saying how many places there are and {各格} which.
    """

    code: str
    level: Level
    title: str
    text: str
    mend: str
    basis: str = ""
    fold: bool = False
    distrusted: bool = False
    fires: str = ""
    silent: str = ""


@dataclass(frozen=True)
class Finding:
    """`column` is a spreadsheet letter ("C"); with `row` it gives the cell. `facts` fill the catalogue's text."""

    code: str
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    township: str = ""
    field: str = ""
    value: str = ""
    facts: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def cell(self) -> str:
        """Where it is in the sheet ("C12"); empty where row or column is not known."""
        return f"{self.column}{self.row}" if self.column and self.row else ""

    def sort_key(self) -> tuple[str, str, int, str, str, str, str]:
        """By place – file, sheet, row, column –, then code, field and value."""
        return (self.file, self.sheet, self.row or 0, self.column.rjust(3), self.code, self.field, self.value)


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "（未注明）"


def render(finding: Finding, entry: Entry) -> dict[str, object]:
    """The finding as one line of the `findings` table."""
    facts = _Facts({"值": finding.value, "字段": finding.field, **finding.facts})
    return {
        "级别": finding.facts.get("级别", entry.level),
        "代码": finding.code,
        "来源文件": finding.file,
        "工作表": sheet_as_sent(finding.sheet),
        "行号": finding.row,
        "单元格": finding.cell,
        "镇街": finding.township,
        "字段": finding.field,
        "值": finding.value,
        "问题": entry.text.format_map(facts),
        "怎么改": entry.mend.format_map(facts),
        "依据": facts.get("依据", entry.basis),
    }


def findings_table(findings: Iterable[Finding], catalogue: Mapping[str, Entry]) -> pa.Table:
    """All findings, each once, in the order file › sheet › row › column › code."""
    unique = {(f.sort_key(), tuple(sorted(f.facts.items()))): f for f in findings}
    shown = _folded((unique[key] for key in sorted(unique)), catalogue)
    return pa.Table.from_pylist([render(finding, catalogue[finding.code]) for finding in shown], schema=FINDINGS)


def _folded(findings: Iterable[Finding], catalogue: Mapping[str, Entry]) -> list[Finding]:
    """Findings that are told once a column, each with the number of its places; the others as they are."""
    shown: list[Finding] = []
    first: dict[tuple[str, str, str, str], int] = {}
    places: dict[tuple[str, str, str, str], list[Finding]] = {}
    for finding in findings:
        if catalogue[finding.code].fold:
            column = (finding.code, finding.file, finding.sheet, finding.field)
            places.setdefault(column, []).append(finding)
            if column in first:
                continue
            first[column] = len(shown)
        shown.append(finding)
    for column, index in first.items():
        cells = cell_ranges((place.column, place.row) for place in places[column] if place.row)
        facts = {**shown[index].facts, "处数": str(len(places[column])), "各格": cells}
        shown[index] = dataclasses.replace(shown[index], facts=facts)
    return shown
