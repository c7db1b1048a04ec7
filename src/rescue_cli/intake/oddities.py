"""What a table shows only to the eye: hidden rows, text struck through, comments, cells in error or without result."""

from collections.abc import Sequence

from rescue_cli.core import columns as c
from rescue_cli.core.findings import Finding
from rescue_cli.core.row_ranges import cell_ranges, row_ranges
from rescue_cli.intake.reading_context import ReadingContext
from rescue_cli.intake.recognition.table_layout import Line
from rescue_cli.intake.surroundings import Surroundings
from rescue_cli.workbooks.reading.sheet import Sheet, cell_at, column_letter


def report_oddities(context: ReadingContext, sheet: Sheet, lines: Sequence[Line], around: Surroundings) -> None:
    """Findings for a table that was read: hidden rows and struck text once a sheet, the others cell by cell."""
    marks = sheet.marks
    township = context.places.township_around(around) or ""
    filled = {line.number for line in lines}
    last = lines[-1].number
    hidden = [row for row in marks.hidden_rows if row in filled]
    if hidden:
        facts = {
            "行": row_ranges(hidden),
            c.ROW_COUNT: str(len(hidden)),
            "怎样": "被筛选隐藏" if marks.filtered else "隐藏",
        }
        context.report(Finding("INTAKE-ROW-HIDDEN", around.file, sheet.name, township=township, facts=facts))
    _report_columns(context, sheet, lines, around, township)
    struck = [row for row, _ in marks.struck if row in filled]
    if struck:
        facts = {"行": row_ranges(sorted(set(struck))), "处数": str(len(struck))}
        context.report(Finding("INTAKE-CELL-STRUCK", around.file, sheet.name, township=township, facts=facts))
    _report_faint(context, sheet, lines, around, township)
    for row, column, text in (entry for entry in marks.stray_quotes if entry[0] in filled):
        place = (around.file, sheet.name, row, column_letter(column), township)
        context.report(Finding("INTAKE-TEXT-QUOTE", *place, value=_on_one_line(text), facts={"行": str(row)}))
    if suspected := [row for row in marks.suspected if row in filled]:
        facts = {"行": row_ranges(suspected)}
        context.report(Finding("INTAKE-TEXT-LINES", around.file, sheet.name, township=township, facts=facts))
    for row, column, text in marks.comments:
        place = (around.file, sheet.name, row, column_letter(column), township)
        context.report(Finding("INTAKE-CELL-COMMENT", *place, value=_on_one_line(text)))
    _report_unseen(context, sheet, range(lines[0].number, last + 1), around, township)
    for row, column, text in marks.errors:
        place = (around.file, sheet.name, row, column_letter(column), township)
        context.report(Finding("INTAKE-CELL-ERROR", *place, value=text))
    for row, column in marks.unvalued:
        place = (around.file, sheet.name, row, column_letter(column), township)
        context.report(Finding("INTAKE-FORMULA-NO-VALUE", *place))


def _report_unseen(context: ReadingContext, sheet: Sheet, rows: range, around: Surroundings, township: str) -> None:
    """Cell by cell, within the rows of the table: what a cell holds and does not show."""
    marks = sheet.marks
    hidden = [
        ("INTAKE-ZERO-UNSEEN" if text == "0" else "INTAKE-CELL-UNSEEN", row, column, text)
        for row, column, text in marks.unseen
    ]
    covered = [("INTAKE-CELL-COVERED", *entry) for entry in marks.covered]
    taken = [("INTAKE-CELL-REVISED", *entry) for entry in marks.revised]
    taken += [("INTAKE-CELL-STRUCK-PART", *entry) for entry in marks.struck_parts]
    for code, row, column, text in (*covered, *hidden, *taken):
        if row in rows:
            place = (around.file, sheet.name, row, column_letter(column), township)
            seen = str(cell_at(sheet, row, column))
            facts = {"怎样": "格里只有它，仍然读入" if seen == text else "没有读入", c.READ_AS: _on_one_line(seen)}
            context.report(Finding(code, *place, value=_on_one_line(text), facts=facts))


def _report_faint(
    context: ReadingContext, sheet: Sheet, lines: Sequence[Line], around: Surroundings, township: str
) -> None:
    """Text of the colour of its ground, once a sheet: white headings may stand on a ground that only the program draws."""
    below = {line.number for line in lines if not context.headings.words(line.contents)}
    cells = [(column_letter(column), row) for row, column in sheet.marks.faint if row in below]
    if cells:
        facts = {"各格": cell_ranges(cells), "处数": str(len(cells))}
        context.report(Finding("INTAKE-CELL-FAINT", around.file, sheet.name, township=township, facts=facts))


def _report_columns(
    context: ReadingContext, sheet: Sheet, lines: Sequence[Line], around: Surroundings, township: str
) -> None:
    """Hidden columns in which something stands, once a sheet."""
    first = sheet.first_column
    filled = {first + place for line in lines for place in line.filled} if sheet.marks.hidden_columns else set()
    hidden = [number for number in sheet.marks.hidden_columns if number in filled]
    if hidden:
        facts = {"列": "、".join(map(column_letter, hidden)), "列数": str(len(hidden))}
        context.report(Finding("INTAKE-COLUMN-HIDDEN", around.file, sheet.name, township=township, facts=facts))


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
