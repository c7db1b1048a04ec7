"""Hand-outs filled in, and returned copies mended, where they were written, under 输出/: they stay as they are, and the clerk is
told."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from rescue_cli.core.answer_states import ToDo
from rescue_cli.core.book_stamp import BookStamp, SheetStamp
from rescue_cli.core.errors import InputError
from rescue_cli.core.hit_codes import HIT
from rescue_cli.core.states import BookKind
from rescue_cli.intake.own_books import stamp_of_book
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.source_bytes import bytes_of
from rescue_cli.pipeline.to_do_list import Left
from rescue_cli.values.parsed import compact
from rescue_cli.workbooks.marking.returned_marks import senders_sheets
from rescue_cli.workbooks.reading.sheet import Cell, Sheet
from rescue_cli.workbooks.reading.sheet_content import content_digest, file_digest
from rescue_cli.workbooks.reading.workbook_reader import read_workbook

FILES_SHOWN = 3
Answer = tuple[str, str, str]  # 编号 or code of the hit, heading, what stands there


def keep_filled(session: Session) -> list[Left]:
    """Plan nothing over hand-outs that hold answers which the new one does not show, and over returned copies that were
    mended, where 收件/ does not have the very same file."""
    opens = tuple(session.passwords.values())  # a returned copy is protected as its file came
    kept = [path for path, draft in session.plan.otherwise() if _is_filled(path, draft, opens)]
    if not kept:
        return []
    came = _digests(session)
    kept = [path for path in kept if file_digest(path.read_bytes()) not in came]
    for path in kept:
        session.plan.keep(path)
    if not kept:
        return []
    named = "、".join(path.relative_to(session.output).as_posix() for path in kept[:FILES_SHOWN]) + (
        "等" if len(kept) > FILES_SHOWN else ""
    )
    words = f"{len(kept)}份分发件、退回件在输出里填改过，没有覆盖，也还没有收：{named}"
    return [Left(ToDo.UNCLAIMED, len(kept), words, how="填完请移到 收件/ 再运行")]


def _digests(session: Session) -> set[str]:
    digests = set()
    for source in session.sources:
        with suppress(InputError):  # what cannot be read is told where it is read
            digests.add(file_digest(bytes_of(source)))
    return digests


def _is_filled(path: Path, draft: Path | None, opens: Sequence[str]) -> bool:
    stamp, sheets = _book(path, opens)
    if stamp is None:
        return False
    if stamp.kind == BookKind.RETURN:
        return bool(stamp.content) and content_digest(senders_sheets(sheets)) != stamp.content
    return bool(_answers(stamp, sheets) - (_answers(*_book(draft)) if draft is not None else set()))


def _book(path: Path, opens: Sequence[str] = ()) -> tuple[BookStamp | None, list[Sheet]]:
    """Nothing of a file that is no workbook or cannot be read: it is written over like any other."""
    if path.suffix not in (".xlsx", ".xlsm"):
        return None, []
    try:
        return stamp_of_book(read_workbook(path.read_bytes(), opens))
    except InputError:
        return None, []


def _answers(stamp: BookStamp | None, sheets: Sequence[Sheet]) -> set[Answer]:
    if stamp is None or stamp.kind != BookKind.HANDOUT:
        return set()
    listed = {entry.name: entry for entry in stamp.sheets if entry.answers}
    return {answer for sheet in sheets if sheet.name in listed for answer in _of_sheet(sheet, listed[sheet.name])}


def _of_sheet(sheet: Sheet, stamp: SheetStamp) -> Iterator[Answer]:
    wanted, keys = {compact(head) for head in stamp.answers}, (HIT, compact(stamp.key))
    heads: list[str] = []
    for cells in sheet.rows:
        texts = [compact(str(cell)) for cell in cells]
        if set(keys) & set(texts) and wanted & set(texts):
            heads = texts
        elif heads:
            yield from _of_row(cells, heads, keys, wanted)


def _of_row(cells: list[Cell], heads: list[str], keys: Sequence[str], wanted: set[str]) -> Iterator[Answer]:
    """A hit of a comparison has a code of its own, and perhaps no household."""
    row = dict(zip(heads, (str(cell).strip() for cell in cells), strict=False))
    key = next((row[name] for name in keys if row.get(name)), "")
    if key:
        yield from ((key, head, row[head]) for head in sorted(wanted) if row.get(head))
