"""Hand-outs that came back: the answers of each row as a row of the form they answer, known by its case number.

Of the sheet only the answers and who the row is about are left; everything else on it we wrote ourselves, and what of it
was changed is told and not taken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from rescue_cli.core import fields as f
from rescue_cli.core.book_stamp import SheetStamp, cell_mark
from rescue_cli.core.findings import Finding
from rescue_cli.core.hit_codes import HIT, HIT_FORM
from rescue_cli.core.states import RowKind
from rescue_cli.intake.reading_context import ReadingContext
from rescue_cli.pack.model import ReportSheet
from rescue_cli.values.parsed import compact
from rescue_cli.workbooks.reading.sheet import NO_MARKS, Cell, Sheet, column_letter

NO_CASE, CHANGED = "INTAKE-REPLY-NO-CASE", "INTAKE-REPLY-CHANGED"
WHY_SENT, WHY_BLANK, WHY_NO_CASE = "分发件上原有的内容", "分发件上没有填的行", "分发件上没有编号的行"
WHO = (f.HEAD_NAME, f.ID_NUMBER)
WHO_HIT = (HIT, f.NAME, f.ID_NUMBER)  # on a sheet about hits of a comparison, whose rows are known by their code
HEAD_WITHIN = 12


@dataclass(frozen=True)
class Reply:
    """A sheet as the form it answers: `form` its id, `sheet` with what is to be read, `cases`: physical row → 编号 (or the code
    of its hit), `asked`: see ReplyRow, `left`: the other rows, each with why it is no data, `part`: whom the hand-out was for."""

    form: str
    sheet: Sheet
    cases: dict[int, str]
    asked: frozenset[str]
    left: dict[int, str]
    part: str = ""


@dataclass(frozen=True)
class Sent:
    """What is known of the hand-out beside its pack's words: `adds` (field → value of every row of it), `stamp` of its sheet,
    `part`: whom it was for."""

    adds: Mapping[str, str] = field(default_factory=dict)
    stamp: SheetStamp | None = None
    part: str = ""


def as_reply(context: ReadingContext, file: str, sheet: Sheet, asked: ReportSheet, sent: Sent) -> Reply | None:
    """What was answered on a sheet of ours; None where its headings are gone."""
    head = _head_row(sheet, asked)
    if head is None or asked.reply is None:
        return None
    places, width = _places(sheet.rows[head], asked), max(map(len, sheet.rows))
    kept: list[list[Cell]] = []
    cases, left = dict[int, str](), dict[int, str]()
    for index, cells in enumerate(sheet.rows):
        number = sheet.first_row + index
        case, typed = (_case(cells, places), _typed(cells, places)) if index > head else ("", [])
        if index == head:
            kept.append([*_filled_up(_heads(cells, places), width), *sent.adds])
        elif case and typed:
            cases[number] = case
            kept.append([*_filled_up(_answers(cells, places), width), *sent.adds.values()])
        else:
            kept.append([""] * (width + len(sent.adds)))
            left |= {number: _why_left(index > head, case, typed)} if any(cell != "" for cell in cells) else {}
        if typed and not case:
            context.report(Finding(NO_CASE, file, sheet.name, number, column_letter(sheet.first_column + typed[0])))
        if case and sent.stamp is not None:
            _tell_changed(context, file, sheet, number, (sheet.rows[head], cells), case, sent.stamp)
    read = replace(sheet, rows=kept, merged=(), marks=NO_MARKS, above=())
    fields = frozenset({name for name in places.values() if name not in (f.CASE, HIT)} | sent.adds.keys())
    return Reply(asked.reply, read, cases, fields, left, sent.part)


def leave_others(context: ReadingContext, file: str, reply: Reply) -> None:
    """Account for the rows that hold no answer."""
    for number, why in reply.left.items():
        kind = RowKind.REJECTED if why == WHY_NO_CASE else RowKind.NOTE
        context.out.row(file, reply.sheet.name, number, kind, None, why)


def _why_left(below: bool, case: str, typed: Sequence[int]) -> str:
    if below and typed:
        return WHY_NO_CASE
    return WHY_BLANK if below and case else WHY_SENT


def _head_row(sheet: Sheet, asked: ReportSheet) -> int | None:
    """The row of the headings: that of the key and of an answer at least; columns nobody needed may be gone."""
    key = {compact(column.head[-1]) for column in asked.column if column.value == _key(asked)}
    answers = {compact(column.head[-1]) for column in asked.column if column.answers}
    for index, cells in enumerate(sheet.rows[:HEAD_WITHIN]):
        texts = {compact(str(cell)) for cell in cells}
        if key & texts and answers & texts:
            return index
    return None


def _key(asked: ReportSheet) -> str:
    """By what a row is known: 编号, or the code of a hit."""
    return HIT if asked.reply == HIT_FORM else f.CASE


def _who(asked: ReportSheet) -> dict[str, str]:
    """What a sheet shows of who a row is about → the field it is of the form it comes back as."""
    if asked.reply == HIT_FORM:
        return {name: name for name in WHO_HIT} | {f.HEAD_NAME: f.NAME}
    return {name: name for name in WHO}


def _places(heads: Sequence[Cell], asked: ReportSheet) -> dict[int, str]:
    """Place of a column → the field it is: 编号, who the row is about, and the answers."""
    who = _who(asked) | {_key(asked): _key(asked)}
    meant = {
        compact(column.head[-1]): column.answers or who[column.value]
        for column in asked.column
        if column.answers or column.value in who
    }
    return {place: meant[key] for place, cell in enumerate(heads) if (key := compact(str(cell))) in meant}


def _tell_changed(
    context: ReadingContext,
    file: str,
    sheet: Sheet,
    number: int,
    rows: tuple[Sequence[Cell], Sequence[Cell]],
    case: str,
    stamp: SheetStamp,
) -> None:
    """Name what stands otherwise than we wrote it in the columns that nobody was asked to fill in. `rows`: headings, cells."""
    heads = {compact(str(cell)): place for place, cell in enumerate(rows[0])}
    sent = stamp.rows.get(case, ())
    for order, head in enumerate(stamp.shown if sent else ()):
        place = heads.get(compact(head))
        if place is None:
            continue
        cell = rows[1][place] if place < len(rows[1]) else ""
        if all(order < len(marks) and marks[order] != cell_mark(cell) for marks in sent):
            letter = column_letter(sheet.first_column + place)
            facts = {f.CASE: case, "栏": head}
            context.report(Finding(CHANGED, file, sheet.name, number, letter, value=str(cell), facts=facts))


def _case(cells: Sequence[Cell], places: dict[int, str]) -> str:
    keys = (place for place, name in places.items() if name in (f.CASE, HIT) and place < len(cells))
    return next((compact(str(cells[place])) for place in keys), "")


def _typed(cells: Sequence[Cell], places: dict[int, str]) -> list[int]:
    answers = (place for place, name in places.items() if name not in (f.CASE, *WHO, *WHO_HIT))
    return [place for place in answers if place < len(cells) and str(cells[place]).strip()]


def _heads(cells: Sequence[Cell], places: dict[int, str]) -> list[Cell]:
    return [places[place] if places.get(place, f.CASE) != f.CASE else "" for place in range(len(cells))]


def _answers(cells: Sequence[Cell], places: dict[int, str]) -> list[Cell]:
    return [cell if places.get(place, f.CASE) != f.CASE else "" for place, cell in enumerate(cells)]


def _filled_up(cells: list[Cell], width: int) -> list[Cell]:
    return [*cells, *[""] * (width - len(cells))]
