"""Every row of a table into `rows` with what it is; the rows that name a household or person are taken."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.states import RowKind
from rescue_cli.intake.recognition.table_layout import Line, handed_down
from rescue_cli.intake.steps.row_kinds import CONTINUES, PAGE, SECTION, Rows
from rescue_cli.intake.table import Section, SumLine, Table
from rescue_cli.values.parsed import cell_text, is_blank
from rescue_cli.workbooks.reading.sheet import Cell, Sheet

NOWHERE: Section = (None, None)
NO_FACTS: Mapping[str, str] = MappingProxyType({})
ALONE, NO_EXAMPLE = "INTAKE-ROW-ALONE", "INTAKE-ROW-EXAMPLE"


def take_rows(table: Table) -> None:
    """Fill what a table knows of its data rows (`numbers`, `cells`, `sections`, the lists of gaps) and its `sums`."""
    out, layout, file, sheet = table.context.out, table.layout, table.file, table.name
    for line in layout.above:
        out.row(file, sheet, line.number, RowKind.TITLE, table.form, "表头以上的文字")
    for line in layout.heads:
        out.row(file, sheet, line.number, RowKind.HEAD, table.form, "")
    rows = _rows(table)
    section = NOWHERE
    merged = handed_down(table.sheet, layout.last_head + 1)
    for line, is_plain in zip(layout.below, rows.plainly_data(layout.below), strict=True):
        cells = _with_merged(table.sheet, line, merged[line.number]) if line.number in merged else line.cells
        kind, reason = (RowKind.DATA, "") if is_plain else rows.kind(line, cells)
        out.row(file, sheet, line.number, kind, table.form, reason)
        if kind is RowKind.DATA:
            table.sections.append(section)
            table.numbers.append(line.number)
            table.cells.append(cells)
            if reason:
                table.context.report(_of_row(NO_EXAMPLE, table, line))
        else:
            section = _section_after(table, line, kind, reason, section)
    table.unread = [[] for _ in table.numbers]
    table.cleared = [[] for _ in table.numbers]


def _rows(table: Table) -> Rows:
    """What tells the rows of this table apart."""
    spans = {merge.top for merge in table.sheet.merged if merge.right > merge.left}
    places = table.context.places
    return Rows(
        {table.cell_index(column): column.field for column in table.columns if column.field} | _member_fields(table),
        table.layout.heads,
        table.around.titles,
        spans,
        lambda text: places.place_in_line(text) is not None,
        names_nobody=table.names_nobody,
        answers=lambda index, text: _is_answer(table, index, text),
        examples=frozenset(
            column.example for form in table.context.pack.forms.values() for column in form.column if column.example
        ),
    )


def _is_answer(table: Table, index: int, text: str) -> bool:
    """A word of the list of the column at that place: it says something of somebody."""
    column = next((column for column in table.columns if table.cell_index(column) == index and column.field), None)
    entry = table.context.pack.vocabulary[column.field] if column is not None and column.field else None
    if column is None or entry is None or entry.codes is None:
        return False
    listed = {code.value for code in table.context.pack.codes[entry.codes].item}
    read = table.read_text(column, text)
    return bool(read) and set([read] if isinstance(read, str) else read) <= listed


def _member_fields(table: Table) -> dict[int, str]:
    """Index of a cell → 姓名 or 身份证号, for the columns of further members: they name a household too."""
    return {
        table.cell_index(column): column.field
        for column in table.member_columns
        if column.field in (f.NAME, f.ID_NUMBER)
    }


def _section_after(table: Table, line: Line, kind: RowKind, reason: str, section: Section) -> Section:
    """The section of the rows below a row that is no data; a total is kept, a rejected row is a finding."""
    if reason == SECTION:
        return table.context.places.place_in_line(cell_text(line.contents[0])) or section
    if kind in (RowKind.TOTAL, RowKind.SUBTOTAL):
        table.sums.append(SumLine(line, len(table.numbers)))
        return section if PAGE in cell_text(line.contents[0]) else NOWHERE
    if kind is RowKind.REJECTED:
        table.context.report(_of_row("INTAKE-ROW-REJECTED", table, line, {c.WHY: reason}))
    if reason == CONTINUES and table.numbers:
        table.context.report(_of_row(ALONE, table, line, {"上一行": str(table.numbers[-1])}))
    return section


def _with_merged(sheet: Sheet, line: Line, merged: Sequence[tuple[int, int]]) -> list[Cell]:
    """The line's cells, blank ones inside a vertical merge with the value of the merge."""
    cells = list(line.cells)
    for index, top in merged:
        above = sheet.rows[top - sheet.first_row]
        if 0 <= index < len(cells) and is_blank(cells[index]) and index < len(above):
            cells[index] = above[index]
    return cells


def _of_row(code: str, table: Table, line: Line, facts: Mapping[str, str] = NO_FACTS) -> Finding:
    text = "、".join(cell_text(cell).strip() for cell in line.cells if not is_blank(cell))
    return Finding(code, table.file, table.name, line.number, township=table.township or "", value=text, facts=facts)
