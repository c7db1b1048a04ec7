"""报表与名册比对: figures townships handed in beside what the rosters say, cell by cell. Nobody's figure is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import compile_condition
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sql import literal, quoted, run_facts
from rescue_cli.report.dictionary_columns import NUMBER
from rescue_cli.report.report_lines import MENTIONS
from rescue_cli.report.report_source import Source
from rescue_cli.report.report_tables import SheetTable
from rescue_cli.report.report_types import BuiltSheet, Figure, as_figure, figure
from rescue_cli.workbooks.writing.sheet_layout import Cell, LayoutColumn, Mark, SheetLayout

DIFFERS_CODE, MISSING_CODE = "REPORT-HANDED-DIFFERS", "REPORT-HANDED-MISSING"
SAME, DIFFERENT, BLANK, NOT_HANDED = "一致", "不一致", "未填", "未报"
SCHEMA = pa.schema(
    [
        ("对象", pa.string()),
        ("列", pa.string()),
        ("名册数", pa.decimal128(38, 6)),
        ("报表数", pa.decimal128(38, 6)),
        ("差", pa.decimal128(38, 6)),
        ("情况", pa.string()),
        (f.SOURCE_FILE, pa.string()),
        (f.SHEET, pa.string()),
        (f.ROW, pa.int32()),
    ]
)


@dataclass(frozen=True)
class _Line:
    """One figure: of whom, which column (its heading), ours and theirs, and where theirs stands."""

    of: str
    column: str
    ours: Figure
    theirs: Figure
    state: str
    place: tuple[str, str, int | None] = ("", "", None)

    @property
    def difference(self) -> Figure:
        return None if self.ours is None or self.theirs is None else as_figure(self.theirs - self.ours)


def compare_handed(report: str, source: Source, table: SheetTable) -> tuple[BuiltSheet, list[Finding]] | None:
    """`report`: its id. The sheet of comparison beside the statistics it is about, and a finding for every figure that differs and every
    township that handed nothing in. None where nobody has handed in yet."""
    handed = table.sheet.handed
    if handed is None:
        return None
    rows = _handed_rows(source, table.sheet, handed)
    if not rows:
        return None
    lines = _lines(table, handed, rows)
    layout = _layout(source, table, lines)
    built = BuiltSheet(report, layout.name, layout, _as_table(lines))
    return built, _findings(lines, handed, source, table)


def _handed_rows(source: Source, sheet: m.ReportSheet, handed: m.Handed) -> list[Mapping[str, object]]:
    """One line a township and sheet it handed in: 谁, 来源文件, 工作表, 行号, and their figures by column id."""
    run = run_facts(source.pack, source.context.as_of)
    if source.context.month:
        days = zip((f.MONTH_START, f.MONTH_END), source.context.month, strict=True)
        run = f"* REPLACE ({', '.join(f'{literal(day)} AS {quoted(name)}' for name, day in days)}) FROM (SELECT {run})"
    where = [f"{quoted(f.FORM)} = {literal(handed.form)}", f"{quoted(f.MEMBER)} IS NULL"]
    if handed.where is not None:
        where.append(f"({compile_condition(handed.where, Scope.for_handed(source.pack, handed.form))})")
    sums = ", ".join(f"SUM({quoted(name)}) AS {quoted(column)}" for column, name in sorted(handed.columns.items()))
    place = f"{quoted(f.SOURCE_FILE)}, {quoted(f.SHEET)}"
    return list(
        source.engine.sql(
            f"SELECT CAST({quoted(sheet.row_fields[0])} AS VARCHAR) AS 谁, {place}, MIN({quoted(f.ROW)}) AS {quoted(f.ROW)},"
            f" {sums} FROM {quoted(MENTIONS)} CROSS JOIN (SELECT {run}) x WHERE {' AND '.join(where)}"
            f" GROUP BY ALL ORDER BY 谁 NULLS LAST, {place}"
        ).to_pylist()
    )


def _lines(table: SheetTable, handed: m.Handed, rows: Sequence[Mapping[str, object]]) -> list[_Line]:
    names = [label[0] for label in table.labels]
    heads = {column.id: "·".join(column.head) for column in table.sheet.column}
    unknown = sorted({str(row["谁"] or f"{table.label_names[0]}未明") for row in rows} - set(names))
    lines = []
    for place, name in enumerate([*names, *unknown]):
        theirs = [row for row in rows if str(row["谁"] or f"{table.label_names[0]}未明") == name]
        if not theirs and place < len(names) and table.keys[place] != (None,):
            lines.append(_Line(name, "", None, None, NOT_HANDED))
        for row in theirs:
            for column in handed.columns:
                ours = as_figure(table.rows.column(column)[place].as_py()) if place < len(names) else 0
                lines.append(_line(name, heads[column], ours, as_figure(row[column]), row))
    return lines


def _line(name: str, head: str, ours: Figure, theirs: Figure, row: Mapping[str, object]) -> _Line:
    state = BLANK if theirs is None else SAME if ours == theirs else DIFFERENT
    line = row[f.ROW]
    place = (str(row[f.SOURCE_FILE]), str(row[f.SHEET] or ""), line if isinstance(line, int) else None)
    return _Line(name, head, ours, theirs, state, place)


def _findings(lines: Sequence[_Line], handed: m.Handed, source: Source, table: SheetTable) -> list[Finding]:
    found = []
    for line in lines:
        facts = {"对象": line.of, "表": table.sheet.title, "列": line.column, "条款": handed.clause}
        if line.state in (DIFFERENT, BLANK):
            told = {**facts, "名册数": figure(line.ours), "差": figure(line.difference)}
            value = figure(line.theirs) if line.theirs is not None else BLANK
            township = line.of if line.of in source.context.townships else ""
            found.append(Finding(DIFFERS_CODE, *line.place, township=township, value=value, facts=told))
        elif line.state == NOT_HANDED and line.of in source.context.townships:
            found.append(Finding(MISSING_CODE, value=line.of, township=line.of, facts=facts))
    return found


def _layout(source: Source, table: SheetTable, lines: Sequence[_Line]) -> SheetLayout:
    columns = (
        NUMBER,
        LayoutColumn((table.label_names[0],), "text", 15.5),
        LayoutColumn(("列",), "text", 30),
        LayoutColumn(("名册数",), "count", 10),
        LayoutColumn(("报表数",), "count", 10),
        LayoutColumn(("差",), "count", 8),
        LayoutColumn(("情况",), "text", 8),
        LayoutColumn(("来源",), "text", 36),
    )
    rows: list[tuple[Cell, ...]] = [
        (number, line.of, line.column, line.ours, line.theirs, line.difference, line.state, _where(line))
        for number, line in enumerate(lines, start=1)
    ]
    marks = tuple(
        Mark(row, None, "red" if line.state == DIFFERENT else "amber")
        for row, line in enumerate(lines)
        if line.state != SAME
    )
    return SheetLayout(
        name=f"{table.sheet.name}比对",
        title=f"{table.sheet.title}（报表与名册比对）",
        columns=columns,
        rows=rows,
        lead=(f"截至：{source.context.as_of_text}", "", f"单位：{source.report.unit}" if source.report.unit else ""),
        notes=("差＝报表数－名册数。名册数是本表按各镇街名册算出的，没有改动任何一方的数。",),
        marks=marks,
    )


def _where(line: _Line) -> str:
    file, sheet, row = line.place
    return " › ".join(part for part in (file, sheet, f"第{row}行" if row else "") if part)


def _as_table(lines: Sequence[_Line]) -> pa.Table:
    def number(value: Figure) -> Decimal | None:
        return None if value is None else Decimal(value)

    rows = [
        (line.of, line.column, number(line.ours), number(line.theirs), number(line.difference), line.state, *line.place)
        for line in lines
    ]
    return pa.Table.from_pylist([dict(zip(SCHEMA.names, row, strict=True)) for row in rows], schema=SCHEMA)
