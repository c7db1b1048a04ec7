"""Hand-outs that came back: the answers of each row as a row of the form they answer, known by its case number.

Of the sheet only the answers and who the row is about are left; everything else on it we wrote ourselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.hit_codes import HIT, HIT_FORM
from rescue_cli.core.states import RowKind
from rescue_cli.intake.reading_context import ReadingContext
from rescue_cli.pack.model import ReportSheet
from rescue_cli.values.parsed import compact
from rescue_cli.workbooks.reading.sheet import NO_MARKS, Cell, Sheet, column_letter

NO_CASE = "INTAKE-REPLY-NO-CASE"
WHY_SENT, WHY_BLANK, WHY_NO_CASE = "分发件上原有的内容", "分发件上没有填的行", "分发件上没有编号的行"
WHO = (f.HEAD_NAME, f.ID_NUMBER)
WHO_HIT = (HIT, f.NAME, f.ID_NUMBER)  # on a sheet about hits of a comparison, whose rows are known by their code
HEAD_WITHIN = 12
Row = tuple[str, str, int]  # file, sheet, physical row


@dataclass(frozen=True)
class Reply:
    """A sheet as the form it answers: `form` its id, `sheet` with what is to be read, `cases`: physical row → 编号 (or the code
    of its hit), `left`: the other rows, each with why it is no data."""

    form: str
    sheet: Sheet
    cases: dict[int, str]
    left: dict[int, str]


def as_reply(context: ReadingContext, file: str, sheet: Sheet, asked: ReportSheet) -> Reply | None:
    """What was answered on a sheet of ours; None where its headings are gone."""
    head = _head_row(sheet, asked)
    if head is None or asked.reply is None:
        return None
    places = _places(sheet.rows[head], asked)
    kept: list[list[Cell]] = []
    cases, left = dict[int, str](), dict[int, str]()
    for index, cells in enumerate(sheet.rows):
        number = sheet.first_row + index
        if index <= head:
            kept.append(_heads(cells, places) if index == head else [""] * len(cells))
            left |= {number: WHY_SENT} if index < head and any(cell != "" for cell in cells) else {}
            continue
        case, typed = _case(cells, places), _typed(cells, places)
        if typed and not case:
            context.report(Finding(NO_CASE, file, sheet.name, number, column_letter(sheet.first_column + typed[0])))
        answered = bool(case and typed)
        kept.append(_answers(cells, places) if answered else [""] * len(cells))
        if answered:
            cases[number] = case
        elif any(cell != "" for cell in cells):
            left[number] = WHY_NO_CASE if typed else WHY_BLANK if case else WHY_SENT
    read = replace(sheet, rows=kept, merged=(), marks=NO_MARKS, above=())
    return Reply(asked.reply, read, cases, left)


def leave_others(context: ReadingContext, file: str, reply: Reply) -> None:
    """Account for the rows that hold no answer."""
    for number, why in reply.left.items():
        kind = RowKind.REJECTED if why == WHY_NO_CASE else RowKind.NOTE
        context.out.row(file, reply.sheet.name, number, kind, None, why)


def _head_row(sheet: Sheet, asked: ReportSheet) -> int | None:
    wanted = {compact(column.head[-1]) for column in asked.column if column.value == _key(asked) or column.answers}
    for index, cells in enumerate(sheet.rows[:HEAD_WITHIN]):
        if wanted <= {compact(str(cell)) for cell in cells}:
            return index
    return None


def _key(asked: ReportSheet) -> str:
    """By what a row is known: 编号, or the code of a hit."""
    return HIT if asked.reply == HIT_FORM else f.CASE


def _who(asked: ReportSheet) -> tuple[str, ...]:
    return WHO_HIT if asked.reply == HIT_FORM else WHO


def _places(heads: Sequence[Cell], asked: ReportSheet) -> dict[int, str]:
    """Place of a column → the field it is: 编号, who the row is about, and the answers."""
    meant = {
        compact(column.head[-1]): column.answers or column.value
        for column in asked.column
        if column.answers or column.value in (_key(asked), *_who(asked))
    }
    return {place: meant[key] for place, cell in enumerate(heads) if (key := compact(str(cell))) in meant}


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
