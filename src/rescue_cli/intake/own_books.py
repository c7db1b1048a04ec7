"""Workbooks of ours among what came: read as what they are, or set aside with one sentence; never taken for a roster."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from rescue_cli.core import columns as c
from rescue_cli.core.book_stamp import DICTIONARY_SHEET, BookStamp
from rescue_cli.core.findings import Finding
from rescue_cli.core.hit_codes import HIT_FORM
from rescue_cli.core.states import BookKind, Level
from rescue_cli.intake.reading_context import ReadingContext
from rescue_cli.intake.recognition.own_sheets import is_listed, own_sheet, stamped_sheet
from rescue_cli.intake.replies import WHY_NO_CASE, Reply, Sent, as_reply
from rescue_cli.workbooks.marking.fault_marks import is_issue_list, source_of
from rescue_cli.workbooks.reading.sheet import Sheet
from rescue_cli.workbooks.reading.stamped_sheets import taken_apart
from rescue_cli.workbooks.writing.guide import is_guide
from rescue_cli.workbooks.writing.proof_stamp import proof_mark

OURS, ANSWERS, ELSEWHERE = "INTAKE-BOOK-OURS", "INTAKE-BOOK-ANSWERS", "INTAKE-BOOK-ELSEWHERE"
TYPED = "INTAKE-BOOK-TYPED"
WHY_OURS, WHY_ELSEWHERE = "本工具写出的表，不是报来的表", "别的工作区的表，没有读"
A_YEAR = 366  # days; what was written so long before or after is of another year's work
ANSWER_HEADS = (
    c.VERDICT,
    c.OWN_VERDICT,
    c.CHOSEN,
    c.CHOSEN_NUMBER,
    c.ANSWER,
    c.ARRIVED_TOLD,
    c.READ_AS,
    c.CORRECT_TO,
)  # taken back by `apply`


@dataclass(frozen=True)
class OwnBook:
    """A workbook that came: its `stamp` (None where it has none), its `sheets` without it, and of each why it is no data
    ("" where it is to be read)."""

    stamp: BookStamp | None
    sheets: list[Sheet]
    why: list[str]
    replies: dict[str, Reply] = field(default_factory=dict)  # sheet → its answers

    @property
    def known_as(self) -> str:
        """What the file it copies is called: a returned copy is from where that file is."""
        return self.stamp.source if self.stamp and self.stamp.kind == BookKind.RETURN else ""

    @property
    def answered(self) -> int:
        """How many rows of it are answers."""
        return sum(len(reply.cases) for reply in self.replies.values())

    @property
    def recipient(self) -> str:
        """Whom the hand-out was for: as its stamp says, else the title of what was answered; "" where it was not split."""
        parts = (reply.part for reply in self.replies.values())
        return (self.stamp.part if self.stamp else "") or next(filter(None, parts), "")

    @property
    def unit(self) -> str:
        """What its answers are about: households, or hits of comparisons."""
        return "条" if any(reply.form == HIT_FORM for reply in self.replies.values()) else "户"

    @property
    def aside(self) -> bool:
        """Whether nothing of it is to be read."""
        reasons = [why for why, sheet in zip(self.why, self.sheets, strict=True) if sheet.rows]
        return bool(reasons) and all(reasons)


def stamp_of_book(sheets: Sequence[Sheet]) -> tuple[BookStamp | None, list[Sheet]]:
    """The stamp and the other sheets; of a returned copy that lost it, as its 问题清单 tells it."""
    stamp, rest = taken_apart(sheets)
    if stamp is not None:
        return stamp, rest
    lists = (sheet.rows for sheet in rest if is_issue_list(sheet.name, sheet.rows))
    source = next((origin for rows in lists if (origin := source_of(rows))), None)
    return (BookStamp(BookKind.RETURN, "", source=source[0], digest=source[1]) if source else None), rest


def is_elsewhere(context: ReadingContext, stamp: BookStamp) -> bool:
    """Whether another district, pack, campaign or year wrote it. A blank form is anybody's, and told when it is read."""
    if stamp.kind == BookKind.BLANK:
        return False
    pairs = (
        (stamp.pack, context.pack.head.id),
        (stamp.district, context.district),
        (stamp.period, context.pack.head.campaign),
    )
    return any(theirs and own and theirs != own for theirs, own in pairs) or _is_another_year(context, stamp)


def _is_another_year(context: ReadingContext, stamp: BookStamp) -> bool:
    if not stamp.as_of or context.as_of == dt.date.max:
        return False
    try:
        written = dt.date.fromisoformat(stamp.as_of)
    except ValueError:
        return False
    return abs((context.as_of - written).days) > A_YEAR


def open_book(context: ReadingContext, file: str, sheets: Sequence[Sheet]) -> OwnBook:
    """What of the workbook is to be read; what is not is told."""
    stamp, rest = stamp_of_book(sheets)
    if stamp is not None and stamp.kind == BookKind.BLANK:
        return OwnBook(stamp, rest, [""] * len(rest))
    if stamp is not None and is_elsewhere(context, stamp):
        why = [WHY_ELSEWHERE if _is_ours(context, stamp, sheet) else "" for sheet in rest]
        context.report(_elsewhere(context, file, stamp))
        return OwnBook(stamp, rest, why)
    replies = {sheet.name: reply for sheet in rest if (reply := _reply(context, file, sheet, stamp)) is not None}
    if stamp is not None and stamp.kind == BookKind.RETURN:
        return OwnBook(stamp, rest, [""] * len(rest), replies)
    why = [WHY_OURS if sheet.name not in replies and _is_ours(context, stamp, sheet) else "" for sheet in rest]
    if any(why) or replies:
        why = [reason or (WHY_OURS if _is_dictionary(sheet) else "") for reason, sheet in zip(why, rest, strict=True)]
    ours = [
        sheet
        for sheet, reason in zip(rest, why, strict=True)
        if reason and not (replies and (_sent_along(context, stamp, sheet) or _is_dictionary(sheet)))
    ]
    if ours:
        context.report(_ours(context, file, stamp, ours, whole=len(ours) == len([s for s in rest if s.rows])))
    return OwnBook(stamp, rest, why, replies)


def _reply(context: ReadingContext, file: str, sheet: Sheet, stamp: BookStamp | None) -> Reply | None:
    """The answers on a sheet that asks for some; None where nothing is answered: it is what we sent."""
    listed = [entry for entry in stamp.sheets if is_listed(sheet, entry)] if stamp is not None else []
    own = own_sheet(context.ours, sheet) or (
        stamped_sheet(context.ours, stamp.report, sheet) if stamp and listed else None
    )
    if own is None or own.reply is None:
        return None
    part = own.part(sheet) or (stamp.part if stamp is not None else "")
    adds = {name: text.replace(f"{{{own.split}}}", part) for name, text in own.reply.adds.items()}
    same = next((entry for entry in listed if entry.name == sheet.name), listed[0] if listed else None)
    reply = as_reply(context, file, sheet, own.reply, Sent(adds, same, part))
    return reply if reply is not None and (reply.cases or WHY_NO_CASE in reply.left.values()) else None


def _is_dictionary(sheet: Sheet) -> bool:
    """What dropdowns of a sheet of ours read from: it has neither title nor headings."""
    return not sheet.visible and sheet.name.startswith(DICTIONARY_SHEET)


def _sent_along(context: ReadingContext, stamp: BookStamp | None, sheet: Sheet) -> bool:
    """A sheet nobody answered anything on, beside others of its workbook that came back filled in, is nothing to tell of."""
    own = own_sheet(context.ours, sheet)
    asks = own is not None and own.reply is not None
    handed_out = stamp is not None and stamp.kind == BookKind.HANDOUT
    return asks or (handed_out and not answers_in(sheet, _answer_heads(sheet)))


def _is_ours(context: ReadingContext, stamp: BookStamp | None, sheet: Sheet) -> bool:
    """A stamped workbook may hold a sheet that somebody added: that one is hers."""
    if not sheet.rows or proof_mark(sheet.rows) is not None or is_guide(sheet.rows):
        return False  # told in their own way
    if stamp is not None and not stamp.sheets:
        return True
    listed = stamp.sheets if stamp is not None else ()
    return any(is_listed(sheet, entry) for entry in listed) or own_sheet(context.ours, sheet) is not None


def _ours(
    context: ReadingContext, file: str, stamp: BookStamp | None, sheets: Sequence[Sheet], *, whole: bool
) -> Finding:
    known = next((own.report for sheet in sheets if (own := own_sheet(context.ours, sheet))), "")
    facts = {"报表": (stamp.report if stamp else "") or known or sheets[0].name}
    typed = sum(answers_in(sheet, _answer_heads(sheet)) for sheet in sheets)
    asked = {head for entry in (stamp.sheets if stamp else ()) for head in entry.answers}
    filled = sum(answers_in(sheet, asked) for sheet in sheets)
    if filled and not typed:
        return Finding(TYPED, file, facts={**facts, "回答数": str(filled)})
    if typed:
        return Finding(ANSWERS, file, facts={**facts, "回答数": str(typed)})
    if not whole:
        facts |= {c.LEVEL: Level.VERIFY, "部分": f"其中{len(sheets)}张工作表"}
    return Finding(OURS, file, facts={"部分": "", **facts})


def _elsewhere(context: ReadingContext, file: str, stamp: BookStamp) -> Finding:
    words = (stamp.district, stamp.pack, stamp.period, stamp.as_of and f"截至{stamp.as_of}")
    return Finding(ELSEWHERE, file, facts={"报表": stamp.report, "来处": "，".join(filter(None, words))})


def _answer_heads(sheet: Sheet) -> Collection[str]:
    """读作 is an answer where each row carries the code of its question; a list of corrections has it filled in by us."""
    coded = any(str(cell).strip() == c.QUESTION_CODE for row in sheet.rows for cell in row)
    return ANSWER_HEADS if coded else [head for head in ANSWER_HEADS if head != c.READ_AS]


def answers_in(sheet: Sheet, heads: Collection[str]) -> int:
    """How many cells under these headings hold something."""
    for number, row in enumerate(sheet.rows):
        places = [place for place, cell in enumerate(row) if str(cell).strip() in heads]
        if places:
            below = sheet.rows[number + 1 :]
            return sum(1 for cells in below for place in places if place < len(cells) and str(cells[place]).strip())
    return 0
