"""reports/*.toml: ledgers, statistics and lists."""

from typing import Literal

from pydantic import Field

from rescue_cli.pack.model.base import Closed, HanName, Names, Sql, Text


class ReportColumn(Closed):
    """`head` from the top level down; equal neighbours are merged. `value` is an expression over the source's fields
    (an aggregate in a statistics sheet). `total = "sum"` puts a live SUM in the total row."""

    id: HanName
    head: tuple[Text, ...] = Field(min_length=1)
    value: Sql
    total: Literal["sum", "none"] = "none"
    width: int | None = None
    format: Literal["auto", "text", "money", "count", "date"] = "auto"


class RowCheck(Closed):
    """勾稽 inside a sheet: `left = right` over column ids, in every row and in the total."""

    say: Text
    left: Sql
    right: Sql


class LedgerCheck(Closed):
    """勾稽 across workbooks: the total of `column` equals `value` (an aggregate) over the written rows of `ledger`."""

    say: Text
    column: HanName
    ledger: HanName
    value: Sql
    where: Sql | None = None


class Chart(Closed):
    """One native chart: `columns` (ids) by row."""

    title: Text
    kind: Literal["column", "stacked", "bar", "pie"] = "column"
    columns: Names = Field(min_length=1)


class SheetNote(Closed):
    """A line under the table. {n} is `value` (an aggregate over the report's whole source); left out where it is 0 or null."""

    say: Text
    value: Sql | None = None


class ReportSheet(Closed):
    """`rows`: for statistics, the field that makes the rows (townships: all of the workspace's, 0 where nothing)."""

    name: Text
    title: Text
    where: Sql | None = None
    rows: HanName | None = None
    order: Names = ()
    column: tuple[ReportColumn, ...] = Field(min_length=1)
    check: tuple[RowCheck, ...] = ()
    ledger_check: tuple[LedgerCheck, ...] = ()
    chart: Chart | None = None
    note: tuple[SheetNote, ...] = ()


class Report(Closed):
    """`source`: "determinations" = one line per determination with all facts of its case; "cases" = one line a case.
    `month = true`: 月初 and 月末 have a meaning and the file name carries the month."""

    title: Text
    kind: Literal["ledger", "statistics", "list"]
    source: Literal["determinations", "cases"]
    file: Text
    clause: Text
    unit: str = ""
    layout: Text = "本包版式"
    month: bool = False
    signatures: tuple[Text, ...] = ("负责人", "审核人", "填表人", "填报日期")
    sheet: tuple[ReportSheet, ...] = Field(min_length=1)
