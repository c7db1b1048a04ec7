"""报表与名册比对: figures townships handed in beside what the rosters say, cell by cell. Nobody's figure is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.states import HandedState
from rescue_cli.pack import model as m
from rescue_cli.pack.language.expressions import compile_condition
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sql import literal, quoted, run_facts
from rescue_cli.report.dictionary_columns import NUMBER, text_columns
from rescue_cli.report.report_lines import MENTIONS
from rescue_cli.report.report_source import Source
from rescue_cli.report.report_tables import SheetTable
from rescue_cli.report.report_types import BuiltSheet, Figure, as_figure, figure
from rescue_cli.workbooks.writing.sheet_layout import Cell, Mark, SheetLayout

DIFFERS_CODE, MISSING_CODE = "REPORT-HANDED-DIFFERS", "REPORT-HANDED-MISSING"
OF, COLUMN, OURS, THEIRS, DIFFERENCE, STATE = c.OWNER, "列", "名册数", "报表数", c.DIFFERENCE, "情况"
SCHEMA = pa.schema(
    [
        (OF, pa.string()),
        (COLUMN, pa.string()),
        (OURS, pa.decimal128(38, 6)),
        (THEIRS, pa.decimal128(38, 6)),
        (DIFFERENCE, pa.decimal128(38, 6)),
        (STATE, pa.string()),  # HandedState
        (f.SOURCE_FILE, pa.string()),
        (f.SHEET, pa.string()),
        (f.ROW, pa.int32()),
    ]
)
FAULTY = (HandedState.DIFFERENT, HandedState.BLANK)


@dataclass(frozen=True)
class _Line:
    """One figure: of whom, which column (its heading), ours and theirs, and where theirs stands."""

    of: str
    column: str
    ours: Figure
    theirs: Figure
    state: HandedState
    place: tuple[str, str, int | None] = ("", "", None)

    @property
    def difference(self) -> Figure:
        return None if self.ours is None or self.theirs is None else as_figure(self.theirs - self.ours)


def compare_handed(report: str, source: Source, table: SheetTable) -> tuple[BuiltSheet, list[Finding]] | None:
    """The sheet of comparison beside the statistics it is about (`report`: their id; its table has SCHEMA), and a finding
    for every figure that differs and every township that handed nothing in. None where nobody has handed in yet."""
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
    """One line a township and sheet it handed in: 谁, 来源文件, 工作表, 行号, and their figures by column id.

    The rows of a table of several lines are added up: what is compared is a township's figure, not how it came about.
    """
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
    """Every figure handed in, in the order of the table's lines; last those of senders it has no line for."""
    names = [label[0] for label in table.labels]
    heads = {column.id: "·".join(column.head) for column in table.sheet.column}
    senders = [str(row["谁"] or f"{table.label_names[0]}未明") for row in rows]
    unknown = sorted(set(senders) - set(names))
    lines = []
    for place, name in enumerate([*names, *unknown]):
        theirs = [row for row, sender in zip(rows, senders, strict=True) if sender == name]
        if not theirs and place < len(names) and table.keys[place] != (None,):
            lines.append(_Line(name, "", None, None, HandedState.NOT_HANDED))
        for row in theirs:
            for column in handed.columns:
                ours = as_figure(table.rows.column(column)[place].as_py()) if place < len(names) else 0
                lines.append(_line(name, heads[column], ours, as_figure(row[column]), row))
    return lines


def _line(name: str, head: str, ours: Figure, theirs: Figure, row: Mapping[str, object]) -> _Line:
    same = HandedState.SAME if ours == theirs else HandedState.DIFFERENT
    state = HandedState.BLANK if theirs is None else same
    number = row[f.ROW]
    place = (str(row[f.SOURCE_FILE]), str(row[f.SHEET] or ""), number if isinstance(number, int) else None)
    return _Line(name, head, ours, theirs, state, place)


def _findings(lines: Sequence[_Line], handed: m.Handed, source: Source, table: SheetTable) -> list[Finding]:
    findings = []
    for line in lines:
        facts = {OF: line.of, "表": table.sheet.title, COLUMN: line.column, "条款": handed.clause}
        if line.state in FAULTY:
            compared = {**facts, OURS: figure(line.ours), DIFFERENCE: figure(line.difference)}
            value = figure(line.theirs) if line.theirs is not None else HandedState.BLANK
            township = line.of if line.of in source.context.townships else ""
            findings.append(Finding(DIFFERS_CODE, *line.place, township=township, value=value, facts=compared))
        elif line.state == HandedState.NOT_HANDED and line.of in source.context.townships:
            findings.append(Finding(MISSING_CODE, value=line.of, township=line.of, facts=facts))
    return findings


def _layout(source: Source, table: SheetTable, lines: Sequence[_Line]) -> SheetLayout:
    widths = {table.label_names[0]: 15.5, COLUMN: 30, OURS: 10, THEIRS: 10, DIFFERENCE: 8, STATE: 8, f.SOURCES: 36}
    rows: list[tuple[Cell, ...]] = [
        (number, line.of, line.column, line.ours, line.theirs, line.difference, line.state, _where(line))
        for number, line in enumerate(lines, start=1)
    ]
    marks = tuple(
        Mark(row, None, "red" if line.state == HandedState.DIFFERENT else "amber")
        for row, line in enumerate(lines)
        if line.state != HandedState.SAME
    )
    return SheetLayout(
        name=f"{table.sheet.name}比对",
        title=f"{table.sheet.title}（报表与名册比对）",
        columns=(NUMBER, *text_columns(widths, [OURS, THEIRS, DIFFERENCE])),
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
