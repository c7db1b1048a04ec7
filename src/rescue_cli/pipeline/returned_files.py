"""校验/退回/: the senders' own files with every fault marked, one for each file that has some."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath

import pyarrow as pa

from rescue_cli.core.book_stamp import BookStamp
from rescue_cli.core.errors import InputError
from rescue_cli.core.file_names import safe_name
from rescue_cli.core.output_books import RETURNS_FOLDER
from rescue_cli.core.states import BookKind
from rescue_cli.intake.own_books import stamp_of_book
from rescue_cli.intake.unpack import Source, passwords_for, unpack
from rescue_cli.pipeline.made_from import content_of
from rescue_cli.pipeline.output_places import shown_path
from rescue_cli.pipeline.outputs import book_stamp, output_path, report_context
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.source_bytes import bytes_of
from rescue_cli.report import Checked
from rescue_cli.report.return_letter import Contact, letters
from rescue_cli.report.return_marks import Return, returns
from rescue_cli.workbooks.marking.annotate import annotate_workbook
from rescue_cli.workbooks.marking.opc import OddPackageError
from rescue_cli.workbooks.marking.returned_copy import returned_copy
from rescue_cli.workbooks.marking.returned_marks import senders_sheets
from rescue_cli.workbooks.marking.stamped_package import stamped
from rescue_cli.workbooks.reading.guard import examine
from rescue_cli.workbooks.reading.sheet import Sheet
from rescue_cli.workbooks.reading.sheet_content import content_digest, file_digest
from rescue_cli.workbooks.reading.unlock import is_locked, unlocked
from rescue_cli.workbooks.reading.workbook_reader import GAVE_UP, read_workbook
from rescue_cli.workbooks.reading.xls_dress import xls_dress_of
from rescue_cli.workbooks.writing.letter_document import write_letter
from rescue_cli.workbooks.writing.package import place_file, sealed_bytes
from rescue_cli.workbooks.writing.protection import protected, protects

LETTER = "退回函.docx"
EDITABLE = (".xlsx", ".xlsm")
ZIP = b"PK\x03\x04"


def write_returns(session: Session, results: Checked, columns: pa.Table) -> list[str]:
    """Write every file that has to go back, and a letter to each sender; one line that tells of them all, or none.

    A file that was returned by an earlier run and is in order now loses its returned copy, its sender the letter.

    Raises:
        OutputError: a target is open elsewhere, cannot be written, or would not stand inside 输出/.
    """
    entries = returns(results.findings, columns, results.rows)
    sources = {source.name: source for source in unpack(session.sources)}
    names = return_names(list(sources))
    folder = output_path(session, RETURNS_FOLDER)
    for name in names.values():
        output_path(session, f"{RETURNS_FOLDER}/{name}")
    written, failed = set(), []
    for number, entry in enumerate(entries, 1):
        session.progress(BookKind.RETURN, number, len(entries))
        try:
            data, password = _marked(session, entry, sources[entry.file])
        except InputError:
            failed.append(entry.file)
            continue
        _place(session, folder / names[entry.file], data, password)
        written.add(names[entry.file])
    _remove_settled(session, folder, set(names.values()) - written)
    letter_count = _write_letters(session, results, folder)
    if not entries and not letter_count:
        return []
    left_out = f"；{'、'.join(failed)}不能做退回件，问题见校验汇总" if failed else ""
    return [f"{shown_path(folder)}/（{len(written)} 个文件，{letter_count} 份退回函{left_out}）"]


def _write_letters(session: Session, results: Checked, folder: Path) -> int:
    """One letter a sender; letters of earlier runs to others go. How many were written."""
    contact = Contact(session.contact.name or "", session.contact.phone or "")
    written = letters(results, session.pack, report_context(session), contact)
    names = {sender: f"{safe_name(sender)}{LETTER}" for sender in written}
    for sender, letter in written.items():
        if not session.plan.stands(folder / names[sender], content_of(letter)):
            write_letter(session.plan.draft(folder / names[sender]), letter)
    left = {path.name for path in folder.glob(f"*{LETTER}")} - set(names.values())
    _remove_settled(session, folder, left)
    return len(written)


def return_names(files: list[str]) -> dict[str, str]:
    """File of 收件/ → its name under 退回/: the same, with the suffix of what is written; two files never share one.

    >>> return_names(["甲/名册.xls", "甲/名册.xlsx", "乙.csv"])
    {'甲/名册.xlsx': '甲/名册.xlsx', '乙.csv': '乙.xlsx', '甲/名册.xls': '甲/名册（2）.xlsx'}
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for file in sorted(files, key=lambda name: (not name.lower().endswith(EDITABLE), name)):
        path = PurePosixPath(*(part for part in PurePosixPath(file).parts if part not in ("..", "/")))
        suffix = path.suffix if path.suffix.lower() in EDITABLE else ".xlsx"
        name, number = str(path.with_suffix(suffix)), 1
        while name.casefold() in taken:
            number += 1
            name = str(path.with_name(f"{path.stem}（{number}）{suffix}"))
        taken.add(name.casefold())
        names[file] = name
    return names


def _place(session: Session, path: Path, data: bytes, password: str) -> None:
    """Plan the copy at `path`; with the password its file came with, if it came with one."""
    data = sealed_bytes(data)
    same = partial(protects, password=password, data=data) if password else None
    place_file(session.plan.draft(path, same), protected(data, password) if password else data)


def _marked(session: Session, entry: Return, source: Source) -> tuple[bytes, str]:
    """The file's own package with marks, or a marked copy where it is of another kind or oddly made, stamped as the copy of
    exactly this file; and the password that opens the file, "" where it needs none. Raises InputError."""
    sent = bytes_of(source)
    passwords = passwords_for(source.name, session.passwords)
    kind = "" if sent.startswith(ZIP) else examine(sent).kind
    locked = kind == "locked" or (kind == "xls" and is_locked(sent))
    data, password = unlocked(sent, passwords) if locked else (sent, "")
    sheets = read_workbook(data, passwords)
    stamp = _stamp(session, entry.file, sent, sheets)
    issues = replace(entry.issues, source=stamp.source, digest=stamp.digest)
    if data.startswith(ZIP):
        with suppress(OddPackageError):
            return _stamped(annotate_workbook(data, entry.marks, issues), stamp), password
    try:
        copy = returned_copy(sheets, entry.marks, issues, session.as_of, xls_dress_of(data))
        return _stamped(copy, stamp), password
    except Exception as error:  # what somebody else's workbook makes the libraries that draw it raise
        raise InputError(GAVE_UP.code, GAVE_UP.sentence) from error


def _stamp(session: Session, file: str, sent: bytes, sheets: Sequence[Sheet]) -> BookStamp:
    """A file that mends another goes back as the copy of both: whichever of them still stands in 收件/ is mended by it."""
    earlier, _ = stamp_of_book(sheets)
    mended = earlier if earlier and earlier.kind == BookKind.RETURN else None
    digest = " ".join([file_digest(sent), *([mended.digest] if mended else [])])
    stamp = book_stamp(session, BookKind.RETURN, BookKind.RETURN)
    return replace(stamp, source=mended.source if mended else file, digest=digest)


def _stamped(data: bytes, stamp: BookStamp) -> bytes:
    content = content_digest(senders_sheets(read_workbook(data)))
    return stamped(data, replace(stamp, content=content))


def _remove_settled(session: Session, folder: Path, names: set[str]) -> None:
    for name in sorted(names):
        session.plan.remove(folder / name)
