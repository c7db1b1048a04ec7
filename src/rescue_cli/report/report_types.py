"""What the report stage takes and gives: the run's context, tables as they will be written, cross-checks (勾稽)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeAlias

import pyarrow as pa

from rescue_cli.core.periods import Days
from rescue_cli.report.opening_figures import Opening
from rescue_cli.workbooks.marking.blank_sheet import FillLayout
from rescue_cli.workbooks.writing.report_document import DocumentLayout
from rescue_cli.workbooks.writing.sheet_layout import SheetLayout

Figure = int | Decimal | None
TOTAL = "合计"  # what the line of totals is called, in sheets, checks and messages


OpenPair: TypeAlias = tuple[str, str]  # numbers of two cases


@dataclass(frozen=True)
class ReportContext:
    """`townships` in the order of the workspace; `month` = first and last day of the month reported, `months`: of the
    reports (by id) that are for another one; `campaign_end`: the last day of the notice's campaign; `open_pairs`: cases
    that may be one household and are asked about; `unsure`: fields of which some value is not believed, so that no total
    counts it; `filing_words`: report → whether its month was handed in, `filed`: the same of the one report; `openings`:
    report → what months handed in before the workspace began count beside its households, `opening`: of the one report."""

    as_of: dt.date
    district: str
    bureau: str
    townships: tuple[str, ...]
    month: Days | None = None
    pack_title: str = ""
    open_pairs: tuple[OpenPair, ...] = ()
    unsure: frozenset[str] = frozenset()
    months: Mapping[str, Days] = field(default_factory=dict)
    campaign_end: dt.date | None = None
    filing_words: Mapping[str, str] = field(default_factory=dict)
    filed: str = ""
    openings: Mapping[str, tuple[Opening, ...]] = field(default_factory=dict)
    opening: tuple[Opening, ...] = ()

    def of_report(self, name: str) -> "ReportContext":
        """The context of one report: of the month it is for."""
        return replace(
            self,
            month=self.months.get(name, self.month),
            filed=self.filing_words.get(name, self.filed),
            opening=self.openings.get(name, self.opening),
        )

    @property
    def as_of_text(self) -> str:
        """The as-of day as official papers write it."""
        return han_date(self.as_of)

    def lead(self, right: str) -> tuple[str, str, str]:
        """The line under a sheet's title: who fills it in, as of when, and what stands to the `right`."""
        return (f"填报单位：{self.bureau}", f"截至：{self.as_of_text}", right)

    @property
    def month_text(self) -> str:
        """A month is called by its last day: with a settlement day it begins in the month before."""
        return f"{self.month[1].year}年{self.month[1].month}月" if self.month else ""

    @property
    def month_over(self) -> bool:
        """The month is over by the as-of day: its last day counts, and so does the last one of the campaign."""
        if self.month is None:
            return True
        last = self.month[1] if self.campaign_end is None else min(self.month[1], self.campaign_end)
        return self.as_of >= last

    @property
    def month_line(self) -> str:
        """The month as a table's head says it: one that is not over says so."""
        return self.month_text if self.month_over else f"{self.month_text}（未完，截至{self.as_of_text}）"


@dataclass(frozen=True)
class BuiltSheet:
    """`table` holds the rows as written, columns by their ids (and the field that makes the rows, in statistics), `totals`
    what stands in the line of totals."""

    report: str
    name: str
    layout: SheetLayout
    table: pa.Table
    totals: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True)
class BuiltReport:
    """`file` is relative to 输出/, `part` the value it is for where the report is split. `blank`: the name of
    the bureau's own workbook or document to fill, and what goes into it: `fill` a workbook, `document` a document."""

    id: str
    file: str
    kind: str
    sheets: tuple[BuiltSheet, ...]
    split: bool = False
    blank: str = ""
    fill: FillLayout | None = None
    document: DocumentLayout | None = None
    part: str = ""


@dataclass(frozen=True)
class CheckResult:
    """One 勾稽 of one sheet. `row` names the row whose figures are shown: the first that fails, else the total."""

    report: str
    sheet: str
    say: str
    row: str
    left: Figure
    right: Figure

    @property
    def holds(self) -> bool:
        """Whether both sides are the same figure; two that are not known are."""
        return self.left == self.right

    @property
    def line(self) -> str:
        """How it is printed under the table."""
        if self.holds:
            return f"{self.say}——平"
        return f"{self.say}——不平（{self.row}：{figure(self.left)}对{figure(self.right)}）"


def figure(value: Figure) -> str:
    """A figure in words; a gap is never shown as zero.

    >>> figure(None), figure(Decimal("12.50")), figure(3)
    ('未知', '12.5', '3')
    """
    if value is None:
        return "未知"
    return str(value) if isinstance(value, int) else format(value.normalize(), "f")


def han_date(day: dt.date) -> str:
    """A day as official papers write it.

    >>> han_date(dt.date(2019, 9, 30))
    '2019年9月30日'
    """
    return f"{day.year}年{day.month}月{day.day}日"


def as_figure(value: object) -> Figure:
    """A number out of a query as an int where it is whole (sums of whole numbers come as decimals), else as it is."""
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return int(exact) if exact == exact.to_integral_value() else exact
