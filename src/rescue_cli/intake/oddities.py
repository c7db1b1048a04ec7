"""What a table shows only to the eye: hidden rows, text struck through, comments, cells in error or without result."""

from collections.abc import Sequence

from rescue_cli.core import columns as c
from rescue_cli.core.findings import Finding
from rescue_cli.intake.reading_context import ReadingContext
from rescue_cli.intake.recognition.table_layout import Line
from rescue_cli.intake.surroundings import Surroundings
from rescue_cli.workbooks.reading.sheet import Sheet, column_letter

RANGES_SHOWN = 20
LONGEST_COMMENT = 60


def report_oddities(context: ReadingContext, sheet: Sheet, lines: Sequence[Line], around: Surroundings) -> None:
    """Findings for a table that was read: hidden rows and struck text once a sheet, the others cell by cell."""
    marks = sheet.marks
    township = context.places.township_around(around) or ""
    filled = {line.number for line in lines}
    hidden = [row for row in marks.hidden_rows if row in filled]
    if hidden:
        facts = {
            "行": _ranges(hidden),
            c.ROW_COUNT: str(len(hidden)),
            "怎样": "被筛选隐藏" if marks.filtered else "隐藏",
        }
        context.report(Finding("INTAKE-ROW-HIDDEN", around.file, sheet.name, township=township, facts=facts))
    struck = [row for row, _ in marks.struck if row in filled]
    if struck:
        facts = {"行": _ranges(sorted(set(struck))), "处数": str(len(struck))}
        context.report(Finding("INTAKE-CELL-STRUCK", around.file, sheet.name, township=township, facts=facts))
    for row, column, text in marks.comments:
        comment = " ".join(text.split())
        short = comment if len(comment) <= LONGEST_COMMENT else comment[:LONGEST_COMMENT] + "…"
        place = (around.file, sheet.name, row, column_letter(column), township)
        context.report(Finding("INTAKE-CELL-COMMENT", *place, value=short))
    for row, column, text in marks.errors:
        place = (around.file, sheet.name, row, column_letter(column), township)
        context.report(Finding("INTAKE-CELL-ERROR", *place, value=text))
    for row, column in marks.unvalued:
        place = (around.file, sheet.name, row, column_letter(column), township)
        context.report(Finding("INTAKE-FORMULA-NO-VALUE", *place))


def _ranges(numbers: Sequence[int]) -> str:
    """3、5—8 … of ascending numbers, the first twenty ranges."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    shown = [str(first) if first == last else f"{first}—{last}" for first, last in ranges[:RANGES_SHOWN]]
    return "、".join(shown) + ("等" if len(ranges) > RANGES_SHOWN else "")
