"""Tables of a pack's report → sheet layouts: columns, title, lead line, notes and 勾稽 lines, chart."""

from collections.abc import Sequence

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.pack import model as m
from rescue_cli.report.dictionary_columns import NUMBER, role_of
from rescue_cli.report.report_tables import SheetTable, as_cells
from rescue_cli.report.report_types import TOTAL, CheckResult, ReportContext
from rescue_cli.workbooks.writing.blank_forms import rule_for
from rescue_cli.workbooks.writing.sheet_layout import (
    Cell,
    ChartLayout,
    Format,
    InputRule,
    LayoutColumn,
    SheetLayout,
)

REMARK_COLUMN = LayoutColumn((f.REMARK,), "text", 28)
LABEL_WIDTH = 15.5
FIGURE_WIDTH = 5.5
NOTHING_YET = "null"  # the value of a column left for who gets the workbook


def lay_out(
    pack: m.Pack,
    report: m.Report,
    table: SheetTable,
    context: ReportContext,
    checks: Sequence[CheckResult],
    notes: Sequence[str],
) -> SheetLayout:
    """The sheet as it is handed in; `checks` and `notes` are printed under the table. A sheet that is to be exactly as
    the notice prints it carries its title, headings, rows and the notice's own notes, and nothing else."""
    columns = tuple(_column(pack, column, table) for column in table.sheet.column)
    if table.sheet.exact:
        bare = (*_lead_columns(table)[1:], *columns)
        return SheetLayout(
            table.sheet.name, table.sheet.title, bare, _rows(table), notes=tuple(notes), empty="", filter=False
        )
    middle = f"统计月份：{context.month_line}" if report.month else f"截至：{context.as_of_text}"
    middle = f"{middle}（{context.filed}）" if context.filed else middle
    return SheetLayout(
        name=table.sheet.name,
        title=table.sheet.title,
        columns=(*_lead_columns(table), *columns, *_remark_column(table)),
        rows=_rows(table),
        lead=(f"填报单位：{context.bureau}", middle, f"单位：{report.unit}" if report.unit else ""),
        total_label=TOTAL if any(column.total for column in columns) else "",
        notes=(
            *_check_lines(checks),
            *_blank_lines(table),
            *table.footnotes,
            *notes,
            f"依据：{pack.head.short} {report.clause}；版式：{report.layout}",
        ),
        signatures=report.signatures,
        empty="本表没有对象",
        lined=report.kind in ("ledger", "list") and table.sheet.reply is None,
        chart=_chart(table),
        rules=_rules(pack, table),
    )


def _rules(pack: m.Pack, table: SheetTable) -> tuple[InputRule, ...]:
    """What may be typed into the columns that ask for an answer: dropdowns and types, as on the blank form it comes back as."""
    sheet = table.sheet
    if sheet.reply is None or not table.rows.num_rows:
        return ()
    first, form = len(_lead_columns(table)), {column.field: column for column in pack.forms[sheet.reply].column}
    asked = [(place, column.answers) for place, column in enumerate(sheet.column, first) if column.answers]
    return tuple(rule_for(place, form[name], pack.vocabulary[name], pack.codes) for place, name in asked)


def _check_lines(checks: Sequence[CheckResult]) -> list[str]:
    """What does not hold stands alone; what holds shares one paragraph."""
    holding = "；".join(check.line for check in checks if check.holds)
    failing = [f"勾稽：{check.line}" for check in checks if not check.holds]
    return [*failing, *([f"勾稽：{holding}"] if holding else [])]


def _blank_lines(table: SheetTable) -> list[str]:
    """Which totals of a ledger leave rows out because nothing is filled in; in statistics the remarks say so."""
    if table.label_names:
        return []
    blanks = {column.head[-1]: table.rows.column(column.id).null_count for column in _summed(table)}
    return [f"“{name}”有{blank}行未填，合计未计入。" for name, blank in blanks.items() if blank]


def _summed(table: SheetTable) -> list[m.ReportColumn]:
    return [column for column in table.sheet.column if column.total == "sum"]


def _lead_columns(table: SheetTable) -> tuple[LayoutColumn, ...]:
    """序号, and what names the lines of statistics unless the sheet has columns of its own for that."""
    return (NUMBER, *(LayoutColumn((name,), "text", LABEL_WIDTH) for name in _added_labels(table)))


def _added_labels(table: SheetTable) -> list[str]:
    own = {column.value for column in table.sheet.column}
    return [name for name in table.label_names if name not in own]


def _remark_column(table: SheetTable) -> tuple[LayoutColumn, ...]:
    return () if table.remarks is None else (REMARK_COLUMN,)


def _column(pack: m.Pack, column: m.ReportColumn, table: SheetTable) -> LayoutColumn:
    kind = column_format(column, table.rows.schema.field(column.id).type)
    known = pack.vocabulary.get(column.id)
    width: float | None = column.width or (known.width if known else None)
    if table.label_names and width is None and kind == "count":
        width = FIGURE_WIDTH
    asked = column.answers is not None or column.value == NOTHING_YET
    role = "answer" if asked else role_of(column.value)
    return LayoutColumn(column.head, kind, width, column.total == "sum", role, column.folded)


def column_format(column: m.ReportColumn, kind: pa.DataType) -> Format:
    """As the pack says, else by the kind of value."""
    if column.format != "auto":
        return column.format
    if pa.types.is_decimal(kind) and kind.scale:
        return "money"
    if pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        return "count"
    return "date" if pa.types.is_date(kind) else "text"


def _rows(table: SheetTable) -> list[tuple[Cell, ...]]:
    numbers = [] if table.sheet.exact else [list(range(1, table.rows.num_rows + 1))]
    labels = [table.rows.column(name).to_pylist() for name in _added_labels(table)]
    values = [as_cells(table.rows.column(column.id)) for column in table.sheet.column]
    remarks = [] if table.remarks is None or table.sheet.exact else [list(table.remarks)]
    return list(zip(*numbers, *labels, *values, *remarks, strict=True))


def _chart(table: SheetTable) -> ChartLayout | None:
    chart = table.sheet.chart
    if chart is None:
        return None
    ids = [column.id for column in table.sheet.column]
    first = len(_lead_columns(table))
    return ChartLayout(chart.title, chart.kind, tuple(first + ids.index(name) for name in chart.columns), first - 1)
