"""One sheet: which form is it? Then its table is read, or the sheet is left with a finding."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.hit_codes import HIT_FORM
from rescue_cli.core.states import Level, RowKind
from rescue_cli.core.townships import sheet_as_sent
from rescue_cli.intake.filled_blanks import report_template
from rescue_cli.intake.intake_tables import ReplyRow
from rescue_cli.intake.oddities import report_oddities
from rescue_cli.intake.reading_context import ReadingContext
from rescue_cli.intake.recognition.cards import is_card
from rescue_cli.intake.recognition.continued_sheets import continued, holds_id
from rescue_cli.intake.recognition.form_recognition import Choice
from rescue_cli.intake.recognition.side_by_side import tables_beside
from rescue_cli.intake.recognition.table_layout import (
    Layout,
    Line,
    find_layout,
    lines_of,
    split_tables,
    title_of_the_same,
    titles_over,
)
from rescue_cli.intake.recognition.unread_heads import likely_headings
from rescue_cli.intake.replies import WHO, Reply, leave_others
from rescue_cli.intake.surroundings import Surroundings
from rescue_cli.intake.table import Table
from rescue_cli.intake.table_steps import read_table
from rescue_cli.values.parsed import cell_text, compact, is_blank
from rescue_cli.workbooks.marking.fault_marks import OWN_LIST, is_issue_list
from rescue_cli.workbooks.reading.sheet import Sheet, column_letter
from rescue_cli.workbooks.writing.guide import WHY_NO_DATA, is_guide
from rescue_cli.workbooks.writing.proof_stamp import WHY_NO_ROSTER, proof_mark

Name = tuple[str, str]  # of a file; of the file it mends, else ""
CARD = "INTAKE-SHEET-CARD"
WITHIN = "上一行单元格里的换行，随那一格读入"
_NO_TABLE = re.compile(
    "说明|封面|目录|字典|代码|选项|参数|问题清单"
)  # sheets of our own blank forms and returns, and covers


def take_sheet(
    context: ReadingContext, file: str, sheet: Sheet, before: Sequence[Sheet] = (), own: str = "", known_as: str = ""
) -> bool:
    """Read one sheet into the context's tables. False where the sheet is empty. `before`: the workbook's sheets before it;
    `own`: why a sheet of ours is no data; `known_as`: see Surroundings."""
    lines = lines_of(sheet)
    if not lines:
        return False
    own = own or _own_sheet(sheet)
    if own:
        for line in lines:
            context.out.row(file, sheet.name, line.number, RowKind.NOTE, None, own)
    elif is_card(lines, context.headings):
        _leave_card(context, file, sheet, lines)
    else:
        _take_tables(context, (file, known_as), sheet, lines, before)
    for number in sheet.marks.within:
        context.out.row(file, sheet.name, number, RowKind.NOTE, None, WITHIN)
    return True


def take_reply(context: ReadingContext, file: str, reply: Reply) -> None:
    """Read the answers of a hand-out as rows of the form they answer, each known by its case number."""
    leave_others(context, file, reply)
    lines = lines_of(reply.sheet)
    if reply.cases and lines and (layout := find_layout(reply.sheet, lines, context.headings)) is not None:
        around, before = Surroundings(sheet_as_sent(reply.sheet.name), (), file), len(context.out.findings)
        read_table(Table(context, reply.sheet, layout, around, reply.form, answered=True))
        context.out.findings[before:] = [
            finding for finding in context.out.findings[before:] if finding.field not in WHO
        ]  # who it is about we wrote ourselves: what is wrong with it was told where it came from
        if reply.form == HIT_FORM:
            return  # known by the code of the hit, whatever household that is by now
        context.out.replies |= {
            (file, reply.sheet.name, number): ReplyRow(case, reply.asked) for number, case in reply.cases.items()
        }


def _own_sheet(sheet: Sheet) -> str:
    """Why the rows of a sheet that we wrote are no data; empty for a sender's own."""
    if is_issue_list(sheet.name, sheet.rows):
        return OWN_LIST
    if is_guide(sheet.rows):
        return WHY_NO_DATA
    return WHY_NO_ROSTER if proof_mark(sheet.rows) is not None else ""


def _take_tables(context: ReadingContext, file: Name, sheet: Sheet, lines: list[Line], before: Sequence[Sheet]) -> None:
    """The tables that stand one below another on the sheet, or side by side."""
    tables = split_tables(sheet, lines, context.headings)
    parts = [
        piece
        for part in tables
        for piece in tables_beside(
            _under(sheet, title_of_the_same(part, tables[0], context.headings)), part, context.headings, context.people
        )
    ]
    over = titles_over(tables[0], context.headings)
    for order, (own, part) in enumerate(parts, start=1):
        _take_part(context, file, _Part(own, part, order, over if order > 1 else ()), before)


def _under(sheet: Sheet, titles: tuple[str, ...]) -> Sheet:
    return replace(sheet, above=(*sheet.above, *titles)) if titles else sheet


def _leave_card(context: ReadingContext, file: str, sheet: Sheet, lines: list[Line]) -> None:
    """A card is not read: which value stands for which of its words is not sure enough. It names a household, though."""
    for line in lines:
        kind = RowKind.REJECTED if context.headings.words(line.contents) else RowKind.NOTE
        context.out.row(file, sheet.name, line.number, kind, None, "一户一页的表格，未读入")
    context.report(Finding(CARD, file, sheet.name, value=sheet.name))


class _Part(NamedTuple):
    """One table of a sheet: its lines, its place among the tables, and what stands `over` the first of them, where it is a
    later one."""

    sheet: Sheet
    lines: list[Line]
    order: int
    over: tuple[str, ...]


def _take_part(context: ReadingContext, name: Name, part: _Part, before: Sequence[Sheet]) -> None:
    """One table of the sheet."""
    file, known_as = name
    sheet, lines = part.sheet, part.lines
    layout = find_layout(sheet, lines, context.headings)
    goes_on = continued(sheet, lines, before, context.headings) if layout is None else None
    titles = (*sheet.above, *_titles(goes_on[1] if goes_on else layout))
    around = Surroundings(sheet_as_sent(sheet.name), titles, file, known_as)
    if goes_on is not None:
        layout = replace(goes_on[1], above=())
        context.report(
            Finding("INTAKE-SHEET-CONTINUED", file, sheet.name, value=sheet.name, facts={"前表": goes_on[0].name})
        )
    choice = context.choose_form(layout.headings, around) if layout else Choice(None)
    if layout is not None and choice.form is None and part.over and not titles:
        around = replace(around, titles=part.over)  # a table without a title of its own is what the sheet is
        choice = context.choose_form(layout.headings, around)
    if layout is None or choice.form is None:
        _leave(context, file, sheet, lines, layout, choice)
        return
    if choice.assumed:
        context.report(Finding("INTAKE-FORM-ASSUMED", file, sheet.name, facts={f.FORM: choice.form}))
    if choice.file_says:
        facts = {f.FORM: choice.form, "文件名所说": choice.file_says}
        context.report(Finding("INTAKE-FORM-DISAGREES", file, sheet.name, facts=facts))
    _report_places(context, sheet, around)
    report_template(context, sheet, layout, file, choice.form)
    read_table(Table(context, sheet, layout, around, choice.form, part.order))
    report_oddities(context, sheet, lines, around)
    if not sheet.visible:
        context.report(Finding("INTAKE-SHEET-HIDDEN", file, sheet.name, facts={f.FORM: choice.form}))


def _report_places(context: ReadingContext, sheet: Sheet, around: Surroundings) -> None:
    """Sheet name, title, file name and folders that name different townships: the first is believed, and told."""
    named = context.places.townships_around(around)
    other = next(((text, name) for text, name in named if name != named[0][1]), None)
    if other is not None:
        facts = {"一处": named[0][1], "另一处": other[1], "原文": " ".join(other[0].split())}
        context.report(
            Finding(
                "INTAKE-PLACES-DISAGREE", around.file, sheet.name, township=named[0][1], value=named[0][1], facts=facts
            )
        )


def _leave(
    context: ReadingContext, file: str, sheet: Sheet, lines: list[Line], layout: Layout | None, choice: Choice
) -> None:
    """Account for lines nobody could place: rows under a heading that names people are rejected, not explained away."""
    headed = layout is not None and context.headings.names_people(layout.headings)
    explains = layout is None and _NO_TABLE.search(compact(sheet.name)) is not None
    reason = "说明性工作表" if explains else "没有认出是哪种表，未读入"
    below = {line.number for line in layout.below} if layout and headed else set()
    below |= {line.number for line in lines if holds_id(line)}
    for line in lines:
        context.out.row(
            file, sheet.name, line.number, RowKind.REJECTED if line.number in below else RowKind.NOTE, None, reason
        )
    if not explains:
        context.report(_unknown(context, file, sheet, choice, names_people=bool(below) or headed))
        for heading in layout.headings if layout else likely_headings(sheet, lines):
            context.out.column(file, sheet.name, 1, column_letter(heading.number), heading.text, None)


def _titles(layout: Layout | None) -> tuple[str, ...]:
    """Every text above the headings, cell by cell: a title and 填报单位 are apart."""
    if layout is None:
        return ()
    return tuple(cell_text(cell).strip() for line in layout.above for cell in line.cells if not is_blank(cell))


def _unknown(context: ReadingContext, file: str, sheet: Sheet, choice: Choice, *, names_people: bool) -> Finding:
    """A sheet that names people must be mended; another is asked about, a hidden one only mentioned. 表种: of which its headings
    can be taught."""
    near = f"；最像“{choice.nearest}”" if choice.nearest else ""
    main = next((name for name, form in context.pack.forms.items() if form.main), next(iter(context.pack.forms), ""))
    facts = {"最像": near, f.FORM: choice.nearest or main}
    if not names_people:
        facts[c.LEVEL] = Level.VERIFY if sheet.visible else Level.HINT
    return Finding("INTAKE-SHEET-UNKNOWN", file, sheet.name, value=sheet.name, facts=facts)
