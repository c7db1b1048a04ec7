"""Who owes what and has not sent it: 催报/应报未报.xlsx, a line on the screen."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.answer_states import ToDo
from rescue_cli.core.file_names import safe_name
from rescue_cli.core.output_books import CALENDAR, CIRCULAR, FINDINGS_BOOK, OWED_BOOK, URGE_FOLDER
from rescue_cli.core.states import OwedState
from rescue_cli.pipeline.made_from import content_of
from rescue_cli.pipeline.output_places import shown_path
from rescue_cli.pipeline.outputs import remove_book, report_context, write_book
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import Stage
from rescue_cli.pipeline.to_do_list import Left
from rescue_cli.report import Checked
from rescue_cli.report.circular import circular
from rescue_cli.report.deadline_calendar import deadline_calendar
from rescue_cli.report.owed_book import owed_book
from rescue_cli.report.owed_lines import offices_of
from rescue_cli.report.return_letter import Contact
from rescue_cli.report.urge_letter import urge_letters
from rescue_cli.workbooks.writing.letter_document import write_letter

NAMED_ON_SCREEN = 5
LETTER = "催报单.docx"


def write_owed(session: Session, stage: Mapping[str, pa.Table], results: Checked) -> list[str]:
    """Paths written; nothing where nobody owes anything."""
    if session.ad_hoc:
        return []
    letters = [
        *_write_calendar(session),
        *_write_letters(session, stage["owed"]),
        *_write_circular(session, stage["owed"], results),
    ]
    if not stage["owed"].num_rows:
        remove_book(session, OWED_BOOK)
        return letters
    reports = session.pack.reports.values()
    beside = sorted(report.file for report in reports if report.source == "coverage" and not report.split)
    return [write_book(session, OWED_BOOK, owed_book(stage["owed"], beside, report_context(session))), *letters]


def _write_calendar(session: Session) -> list[str]:
    """期限.ics, where the notice has deadlines."""
    if session.workspace is None:
        return []
    path = session.output / CALENDAR
    reasons = {(entry.deadline, entry.month): entry.reason for entry in session.workspace.config.owes if entry.moves}
    data = deadline_calendar(session.pack, reasons, session.as_of)
    if not data:
        session.plan.remove(path)
        return []
    session.plan.draft(path).write_bytes(data)
    return [shown_path(path)]


def _write_letters(session: Session, owed: pa.Table) -> list[str]:
    """催报单, one a sender that is known by name; those of earlier runs to others go."""
    folder = session.output / URGE_FOLDER
    contact = Contact(session.contact.name or "", session.contact.phone or "")
    named = {township.name for township in session.townships}
    if session.workspace is not None:
        named |= {name for entry in session.workspace.config.owes for name in entry.who}
    offices = {name for of in offices_of(session.pack).values() for name in of}
    named |= {
        name for name in offices if not (session.bureau or "").endswith(name)
    }  # the bureau does not write to itself
    letters = urge_letters(owed, named, report_context(session), contact)
    names = {f"{safe_name(sender)}{LETTER}": letter for sender, letter in letters.items()}
    for name, letter in names.items():
        if not session.plan.stands(folder / name, content_of(letter)):
            write_letter(session.plan.draft(folder / name), letter)
    for path in sorted(folder.glob(f"*{LETTER}")):
        if path.name not in names:
            session.plan.remove(path)
    return [f"{shown_path(folder)}/（{len(names)} 份催报单）"] if names else []


def _write_circular(session: Session, owed: pa.Table, results: Checked) -> list[str]:
    """报送情况通报, once something is due."""
    path, letter = session.output / CIRCULAR, circular(owed, results, report_context(session))
    if letter is None:
        session.plan.remove(path)
        return []
    write_letter(session.plan.draft(path), letter)
    return [shown_path(path)]


def not_come(session: Session, stage: Stage) -> list[Left]:
    """Where something due has not come, or could not be read: who, and since when at most; and the townships that sent
    nothing though others did, of which no deadline asks anything."""
    owed = stage["owed"]
    return [
        *_due(owed, session.due_today),
        *_empty(owed),
        *_silent(session, stage["receipts"], stage["mentions"], owed[c.SENDER].to_pylist()),
    ]


def _empty(owed: pa.Table) -> list[Left]:
    """Headings without rows of which nobody said that there is nothing to report."""
    senders = [line[c.SENDER] for line in owed.to_pylist() if line[c.STATE] == OwedState.ASKED]
    if not senders:
        return []
    words = f"{len(senders)}份应报的只有表头、没有一行（{_named(list(dict.fromkeys(senders)))}），是不是零报告"
    return [Left(ToDo.OWED, len(senders), words, FINDINGS_BOOK)]


def _silent(session: Session, receipts: pa.Table, mentions: pa.Table, asked: Collection[str]) -> list[Left]:
    silent = silent_townships(session, receipts, mentions, asked)
    if not silent:
        return []
    words = f"{len(silent)}个镇街没有报来任何文件（{_named(silent)}）"
    return [Left(ToDo.OWED, len(silent), words, FINDINGS_BOOK, f"见 {FINDINGS_BOOK} 的“镇街评比”")]


def silent_townships(session: Session, receipts: pa.Table, mentions: pa.Table, asked: Collection[str]) -> list[str]:
    """Those that sent nothing though others did; but for the senders `asked` by a deadline, of whom that is told apart."""
    if session.ad_hoc or session.workspace is None:
        return []
    townships = [township.name for township in session.townships]
    sender_of = {line[f.SOURCE_FILE]: line[c.SENDER] for line in receipts.to_pylist()}
    forms, named = session.pack.forms, [f.SOURCE_FILE, f.FORM, f.TOWNSHIP]
    # A county's roster in one file is sent by all whose rows it holds; a department's list is nobody's report.
    spoken_for = {
        row[f.TOWNSHIP]
        for row in mentions.group_by(named).aggregate([]).to_pylist()
        if row[f.FORM] in forms
        and forms[row[f.FORM]].role == "roster"
        and sender_of.get(row[f.SOURCE_FILE]) not in townships
    }
    silent = [name for name in townships if name not in {*sender_of.values(), *spoken_for, *asked}]
    return [] if len(silent) == len(townships) else silent


def _named(senders: Sequence[str]) -> str:
    return "、".join(senders[:NAMED_ON_SCREEN]) + ("等" if len(senders) > NAMED_ON_SCREEN else "")


def _due(owed: pa.Table, today: str) -> list[Left]:
    lines = [line for line in owed.to_pylist() if line[c.STATE] in (OwedState.MISSING, OwedState.RETURNED)]
    if not lines:
        return []
    senders = [sender for sender, _ in Counter(line[c.SENDER] for line in lines).most_common()]  # who owes most first
    longest = max(line[c.DAYS_OVERDUE] or 0 for line in lines)
    late = f"，最久逾期{longest}天" if longest else f"，{today}"
    words = f"{len(senders)}个单位有{len(lines)}份应报的没有报来（{_named(senders)}{late}）"
    return [Left(ToDo.OWED, len(lines), words, OWED_BOOK)]
