"""Hand-outs somebody filled in where they were written, under 输出/: they stay as they are, and the clerk is told."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from rescue_cli.core.answer_states import ToDo
from rescue_cli.core.book_stamp import SheetStamp
from rescue_cli.core.errors import InputError
from rescue_cli.core.states import BookKind
from rescue_cli.intake.own_books import stamp_of_book
from rescue_cli.pipeline.output_places import shown_path
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.source_bytes import bytes_of
from rescue_cli.pipeline.to_do_list import Left
from rescue_cli.values.parsed import compact
from rescue_cli.workbooks.reading.sheet import Cell, Sheet
from rescue_cli.workbooks.reading.sheet_content import file_digest
from rescue_cli.workbooks.reading.workbook_reader import read_workbook

FILES_SHOWN = 3
Answer = tuple[str, str, str]  # 编号, heading, what stands there


def keep_filled(session: Session) -> list[Left]:
    """Plan nothing over hand-outs that hold answers which neither the new one shows nor 收件/ has as the same file."""
    kept = [path for path, draft in session.plan.otherwise() if _answers(path) - (_answers(draft) if draft else set())]
    if not kept:
        return []
    came = _digests(session)
    kept = [path for path in kept if file_digest(path.read_bytes()) not in came]
    for path in kept:
        session.plan.keep(path)
    if not kept:
        return []
    named = "、".join(shown_path(path) for path in kept[:FILES_SHOWN]) + ("等" if len(kept) > FILES_SHOWN else "")
    words = f"{len(kept)}份分发件在输出里填了回答，没有覆盖，回答也还没有收：{named}"
    return [Left(ToDo.UNCLAIMED, len(kept), words, how="填完请移到 收件/ 再运行")]


def _digests(session: Session) -> set[str]:
    digests = set()
    for source in session.sources:
        with suppress(InputError):  # what cannot be read is told where it is read
            digests.add(file_digest(bytes_of(source)))
    return digests


def _answers(path: Path) -> set[Answer]:
    """Of a hand-out; nothing of another file, or of one that cannot be read: it is written over like any other."""
    if path.suffix != ".xlsx":
        return set()
    try:
        stamp, sheets = stamp_of_book(read_workbook(path.read_bytes()))
    except InputError:
        return set()
    if stamp is None or stamp.kind != BookKind.HANDOUT:
        return set()
    listed = {entry.name: entry for entry in stamp.sheets if entry.answers}
    return {answer for sheet in sheets if sheet.name in listed for answer in _of_sheet(sheet, listed[sheet.name])}


def _of_sheet(sheet: Sheet, stamp: SheetStamp) -> Iterator[Answer]:
    wanted = {compact(head) for head in stamp.answers}
    heads: list[str] = []
    for cells in sheet.rows:
        texts = [compact(str(cell)) for cell in cells]
        if compact(stamp.key) in texts and wanted & set(texts):
            heads = texts
        elif heads:
            yield from _of_row(cells, heads, compact(stamp.key), wanted)


def _of_row(cells: list[Cell], heads: list[str], key: str, wanted: set[str]) -> Iterator[Answer]:
    row = dict(zip(heads, (str(cell).strip() for cell in cells), strict=False))
    if row.get(key):
        yield from ((row[key], head, row[head]) for head in sorted(wanted) if row.get(head))
