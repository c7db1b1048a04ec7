"""Sheets of ours that lost their stamp – a copy in another workbook –, known by title and headings, or by title and the line
that says the notice under the table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from rescue_cli.core import fields as f
from rescue_cli.core.book_stamp import SheetStamp
from rescue_cli.core.hit_codes import HIT, HIT_FORM, SHEET_TITLE, VERIFIED_HEADS
from rescue_cli.core.output_books import COMPARISONS_FOLDER, OWN_SHEETS
from rescue_cli.pack.model import Pack, Report, ReportSheet
from rescue_cli.values.parsed import compact
from rescue_cli.workbooks.reading.sheet import Sheet

TOP = 12  # rows in which title and headings stand
MOST_HEADS = 0.8  # of its headings, for a sheet whose columns somebody took out a few of
SOURCE_LINE = "依据："


@dataclass(frozen=True)
class OwnSheet:
    """A sheet we write: the report it belongs to, what its title looks like, its headings. `cited`: how the line under the
    table begins; where `heads` is empty, or a township hands in the same table, only that line tells it."""

    report: str
    title: re.Pattern[str]
    heads: frozenset[str]
    cited: str = ""
    reply: ReportSheet | None = None  # as the pack says it, of a sheet that asks for answers it can take
    split: str = ""  # the field by which its report is split

    def part(self, sheet: Sheet) -> str:
        """What its title says it is for."""
        texts = (compact(str(cell)) for row in sheet.rows[:TOP] for cell in row if cell != "")
        return next((match[1] for text in texts if (match := self.title.fullmatch(text)) and match.groups()), "")


def own_sheet(known: Sequence[OwnSheet], sheet: Sheet) -> OwnSheet | None:
    """Which of our sheets it is a copy of; None where it is another's."""
    texts = [compact(str(cell)) for row in sheet.rows[:TOP] for cell in row if cell != ""]
    if not texts:
        return None
    below = [compact(str(cell)) for row in sheet.rows for cell in row[:1] if str(cell).startswith(SOURCE_LINE)]
    return next((own for own in known if _is(own, texts, below)), None)


def stamped_sheet(known: Sequence[OwnSheet], report: str, sheet: Sheet) -> OwnSheet | None:
    """Which of the sheets of a report it is, by its headings alone: the stamp says whose it is, its title may be gone."""
    texts = {compact(str(cell)) for row in sheet.rows[:TOP] for cell in row if cell != ""}
    return next((own for own in known if own.report == report and _has_heads(own.heads, texts)), None)


def is_listed(sheet: Sheet, listed: SheetStamp) -> bool:
    """Whether it is this sheet of the stamped workbook it stands in, renamed or with another title perhaps."""
    texts = {compact(str(cell)) for row in sheet.rows[:TOP] for cell in row}
    return compact(listed.title) in texts or _has_heads(frozenset(map(compact, listed.heads)), texts)


def _is(own: OwnSheet, texts: Sequence[str], below: Sequence[str]) -> bool:
    if not any(own.title.fullmatch(text) for text in texts):
        return False
    if own.cited and any(line.startswith(own.cited) for line in below):
        return True
    return bool(own.heads) and _has_heads(own.heads, set(texts))


def _has_heads(heads: frozenset[str], texts: set[str]) -> bool:
    return bool(heads) and len(heads & texts) >= MOST_HEADS * len(heads)


def own_sheets(pack: Pack) -> tuple[OwnSheet, ...]:
    """All sheets the pack's reports and the program itself write; those a form of the pack has printed the same are left out."""
    of_pack = (_of_report(pack, name, report) for name, report in sorted(pack.reports.items()))
    hits = [_hits()] if HIT_FORM in pack.forms else []
    return (*(own for sheets in of_pack for own in sheets), *hits, *_fixed())


def _hits() -> OwnSheet:
    """The sheet about hits of whatever comparison, with the columns that are read when it comes back."""
    asked = [
        {"id": field, "head": (head,), "value": "null", "answers": field} for field, head in VERIFIED_HEADS.items()
    ]
    who = [{"id": name, "head": (name,), "value": name} for name in (HIT, f.NAME, f.ID_NUMBER)]
    sheet = ReportSheet.model_validate(
        {"name": SHEET_TITLE, "title": SHEET_TITLE, "reply": HIT_FORM, "column": [*who, *asked]}
    )
    heads = frozenset(compact(head) for head in (HIT, *VERIFIED_HEADS.values()))
    return OwnSheet(COMPARISONS_FOLDER, re.compile(f".*{SHEET_TITLE}"), heads, reply=sheet)


def _of_report(pack: Pack, name: str, report: Report) -> Iterator[OwnSheet]:
    for sheet in report.sheet:
        if not sheet.exact:
            fixed = sheet.handed is None and not sheet.row_fields and not sheet.row
            heads = (
                frozenset(compact(text) for column in sheet.column if not column.lacking for text in column.head)
                if fixed
                else frozenset()
            )
            title = _pattern(sheet, report)
            cited = compact(f"{SOURCE_LINE}{pack.head.short}")
            yield OwnSheet(name, title, heads, cited, sheet if sheet.reply else None, report.split or "")


def _pattern(sheet: ReportSheet, report: Report) -> re.Pattern[str]:
    """The title with whatever a split report puts into it."""
    first, *parts = (re.escape(compact(part)) for part in sheet.title.split(f"{{{report.split}}}"))
    return re.compile(first + "".join(f"{'(.+)' if place == 0 else '.+'}{part}" for place, part in enumerate(parts)))


def _fixed() -> Iterator[OwnSheet]:
    for book, ending, heads in OWN_SHEETS:
        title = re.compile(f".*{re.escape(compact(ending))}")
        yield OwnSheet(PurePosixPath(book).stem, title, frozenset(map(compact, heads)))
