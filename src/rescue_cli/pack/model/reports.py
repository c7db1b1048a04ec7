"""reports/*.toml: ledgers, statistics and lists."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from rescue_cli.pack.model.closed import Closed, HanName, Names, Sql, Text

Mask = Literal["name", "id", "phone", "address"]  # how a value is covered in what is shown in public


class ReportColumn(Closed):
    """`head` from the top level down; equal neighbours are merged. `value` is an expression over the source's fields
    (an aggregate in a statistics sheet). `total = "sum"` puts a live SUM in the total row. `answers`: the field of the
    sheet's `reply` that is filled in here; `lacking`: only where some row lacks that fact (缺少). `folded`: grouped shut, not printed:
    for the bureau's own work (编号, 依据, 来源), not for who is handed the table."""

    id: HanName
    head: tuple[Text, ...] = Field(min_length=1)
    value: Sql
    total: Literal["sum", "none"] = "none"
    width: int | None = None
    format: Literal["auto", "text", "money", "count", "date"] = "auto"
    mask: Mask | None = None
    answers: HanName | None = None
    lacking: bool = False
    folded: bool = False


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


class FixedRow(Closed):
    """A row of statistics that the table itself names; counts what meets `where`."""

    label: Text
    where: Sql | None = None


class Sample(Closed):
    """A drawn sample, repeatable: `size` rows for each value of `per`, by the parameter `seed`, which is printed."""

    size: Annotated[int, Field(ge=1)]
    per: HanName | None = None
    seed: HanName


class Handed(Closed):
    """The same table as townships handed it in (an unlinked form), compared cell by cell: column id → field.
    `where`: which of the form's rows count, over its columns and 月初, 月末."""

    form: HanName
    where: Sql | None = None
    columns: dict[HanName, HanName] = Field(min_length=1)
    clause: Text


class Fill(Closed):
    """A blank workbook of the bureau's own, filled in place: `columns` letter → column id from row `first` on,
    `cells` address → text with {column id} standing for that column's total."""

    file: Text
    sheet: Text
    first: Annotated[int, Field(ge=1)]
    columns: dict[str, HanName] = Field(default_factory=dict)
    cells: dict[str, Text] = Field(default_factory=dict)


class Figure(Closed):
    """One number (or word) a document's words may name: an aggregate over the report's source."""

    id: HanName
    value: Sql
    where: Sql | None = None
    mask: Mask | None = None


Span = Literal["本月", "上月", "累计", "至上月末"]


class ReportSheet(Closed):
    """`rows`: for statistics, the fields that make the rows (townships: all of the workspace's, 0 where nothing; a
    choices field: one row an item, its rows overlap and have no total). `row`: rows the table itself names instead.
    `like`: the columns of an earlier sheet of the report, instead of its own.
    `reply`: the form as whose rows the sheet comes back with its `answers` filled in, each for the case of its 编号; `adds`:
    fields of that form every row then tells beside its answers, a {…} taking the value of a split report's file.
    `spans`: columns whose value names 段始 or 段末 are repeated for each span. `exact`: title, headings and rows as the
    notice prints them, and nothing else."""

    name: Text
    title: Text
    where: Sql | None = None
    rows: HanName | Names | None = None
    row: tuple[FixedRow, ...] = ()
    spans: tuple[Span, ...] = ()
    sample: Sample | None = None
    handed: Handed | None = None
    exact: bool = False
    order: Names = ()
    like: Text | None = None
    reply: HanName | None = None
    adds: dict[HanName, Text] = Field(default_factory=dict)
    column: tuple[ReportColumn, ...] = Field(min_length=1)
    check: tuple[RowCheck, ...] = ()
    ledger_check: tuple[LedgerCheck, ...] = ()
    chart: Chart | None = None
    note: tuple[SheetNote, ...] = ()

    @property
    def row_fields(self) -> Names:
        """The fields that make the rows of statistics; none where the table names its rows itself."""
        return (self.rows,) if isinstance(self.rows, str) else self.rows or ()


def _columns_taken_over(sheets: object) -> object:
    """Sheets as written, those that are `like` an earlier one with its columns; what is not well formed stays as it is."""
    if not isinstance(sheets, list) or not all(isinstance(sheet, dict) for sheet in sheets):
        return sheets
    columns: dict[object, object] = {}
    filled = []
    for sheet in sheets:
        taken = columns.get(sheet.get("like")) if "column" not in sheet else None
        filled.append(sheet if taken is None else {**sheet, "column": taken})
        columns[sheet.get("name")] = filled[-1].get("column")
    return filled


class Report(Closed):
    """`source`: "determinations" = one line per determination with all facts of its case; "cases" = one line a case;
    "rows" = one line per row of `forms`, its own fields first, with its case's facts and 分类 (null where it has no
    case); "events", "tasks" = one line per event or clock of a case, with its case's facts; "coverage" = one line per
    thing owed; "controls" = one line per control total. `month = true`: 月初 and 月末 have a meaning and the file name
    carries the month; `deadline`: the monthly [[deadline]] whose month it is for where none is asked for. `split`: a workbook for each value of the field, whose name the {…} of file and titles take.
    `named_by`: of a split document, the figures whose words stand before that value in the file's name.
    `compare`: the [[compare]] whose questions the rows are: a line then also tells its 命中编号 and what was answered of it.
    `kind = "document"`: Word, from `template` or `paragraph`, whose {…} are figures."""

    title: Text
    kind: Literal["ledger", "statistics", "list", "document"]
    source: Literal["determinations", "cases", "rows", "events", "tasks", "coverage", "controls"]
    forms: Names = ()
    compare: Text | None = None
    where: Sql | None = None  # which lines of the source the whole report is about
    split: HanName | None = None
    named_by: Names = ()
    fill: Fill | None = None
    template: str = ""
    figure: tuple[Figure, ...] = ()
    paragraph: tuple[Text, ...] = ()
    file: Text
    clause: Text
    unit: str = ""
    layout: Text = "本包版式"
    month: bool = False
    deadline: HanName | None = None
    signatures: tuple[Text, ...] = ("负责人", "审核人", "填表人", "填报日期")
    sheet: Annotated[tuple[ReportSheet, ...], BeforeValidator(_columns_taken_over)] = ()
