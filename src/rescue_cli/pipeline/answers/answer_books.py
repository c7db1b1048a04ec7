"""The workbooks `apply` is given: files, or those that stand in folders. What is none to be answered is named and left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from rescue_cli.core.errors import InputError, UsageError
from rescue_cli.core.file_names import shown_name
from rescue_cli.core.folder_listing import files_below
from rescue_cli.core.output_books import ALONE_FOLDER
from rescue_cli.core.states import BookKind
from rescue_cli.intake.odd_entries import is_regular
from rescue_cli.intake.own_books import stamp_of_book
from rescue_cli.pipeline.answers.answer_kinds import Filled, Kind, unreadable
from rescue_cli.workbooks.reading.answered_book import kind_of, stamp_of
from rescue_cli.workbooks.writing.proof_stamp import PROOF_KIND, proof_mark

WORKBOOKS = (".xlsx", ".xlsm", ".ods", ".xls", ".et")
PROOF_READ = (
    "规则校读里的意见不是裁定，不用收回：请交给改方案包的人，改后 rescue pack check、rescue pack test；"
    "留在 输出/规则校读.xlsx 里的意见，再写一遍时还在"
)
HANDED_OUT = "是分发给镇街、部门填的表，填好的一份放进 收件/ 再运行，不用收回"


@dataclass
class AnswerBooks:
    """`filled`: workbooks to be answered, each with its kind; `left_out`: sentences about others; `passed_over`: how many
    finished workbooks of ours stood beside them in a folder."""

    filled: list[tuple[Filled, Kind]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    passed_over: int = 0


def answer_books(paths: Sequence[Path], kinds: Sequence[Kind]) -> AnswerBooks:
    """Raises UsageError where a path leads nowhere."""
    books = AnswerBooks()
    for path in paths:
        if path.is_dir():
            for below, name in _workbooks_below(path):
                _take(below, name, kinds, books, in_folder=True)
        else:
            _take(path, shown_name(path.name), kinds, books, in_folder=False)
    return books


def _workbooks_below(folder: Path) -> Iterator[tuple[Path, str]]:
    """Neither what Excel keeps while a file is open, nor drafts of ours, nor what was made of files given by hand."""
    for path, name in files_below(folder):
        parts = PurePosixPath(name).parts
        hidden = any(part.startswith((".", "~$")) for part in parts)
        if is_regular(path) and path.suffix.lower() in WORKBOOKS and not hidden and parts[0] != ALONE_FOLDER:
            yield path, name


def _take(path: Path, name: str, kinds: Sequence[Kind], books: AnswerBooks, *, in_folder: bool) -> None:
    filled = Filled(name, _bytes(path, name))
    try:
        kind, why = _kind(filled, kinds)
    except InputError as error:
        books.left_out.append(unreadable(filled, error))
        return
    if kind is not None:
        books.filled.append((filled, kind))
    elif in_folder and why in (None, HANDED_OUT):
        books.passed_over += 1
    else:
        known = "、".join(workbook.title for workbook in kinds)
        books.left_out.append(f"{name}：{why or f'不是本工具发出的可填写的表（{known}）'}")


def _bytes(path: Path, name: str) -> bytes:
    try:
        if not is_regular(path):
            raise FileNotFoundError
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"读不出文件：{name}，可能不存在或正被占用") from error


def _kind(filled: Filled, kinds: Sequence[Kind]) -> tuple[Kind | None, str | None]:
    """By the mark in the document's properties; some programs drop it, then by the headings. Where it is none, why: None
    for what we wrote to be read only. Raises InputError."""
    name, stamp = kind_of(filled.data), stamp_of(filled.data)
    if name == PROOF_KIND:
        return None, PROOF_READ
    if name:
        return next((kind for kind in kinds if kind.name == name), None), None
    if stamp is None:
        stamp = stamp_of_book(filled.sheets)[0]
    if stamp is not None and stamp.kind != BookKind.ANSWERS:
        return None, HANDED_OUT if stamp.kind == BookKind.HANDOUT else None
    if any(proof_mark(sheet.rows) is not None for sheet in filled.sheets):
        return None, PROOF_READ
    kind = next((kind for kind in kinds if filled.rows(kind.headings) is not None), None)
    return kind, None if kind is not None else ""
