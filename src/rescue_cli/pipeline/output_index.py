"""What a run wrote under 输出/, file by file or folder by folder: what each is, for whom, how many rows (table BOOKS)."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.output_books import BOOK_NOTES, SENDERS, US
from rescue_cli.core.overview_tables import BOOKS
from rescue_cli.pack.model import Pack, Report
from rescue_cli.report import BuiltReport

TO_FILL = "，填好送回"
READERS = {"ledger": "存档、上报", "statistics": "上级、领导", "list": US, "document": "上级、领导"}
NAMED_PARTS = (f.TOWNSHIP, f.VILLAGE, f.OUTCOME, "部门")  # of which a part's name names no household
Size = tuple[int | None, int | None]  # sheets and rows
Line = dict[str, Any]


def books_table(
    files: Sequence[str], sizes: Mapping[str, Size], reports: Iterable[BuiltReport], pack: Pack
) -> pa.Table:
    """BOOKS of `files` (paths below 输出/), sorted by what it is for: every file is in one line. `sizes`: of the workbooks
    that say theirs."""
    built = {book.file: book for book in reports}
    lines: dict[str, list[str]] = {}
    for file in files:
        lines.setdefault(_line_of(file, built), []).append(file)
    rows = [_line(key, of, sizes, built, pack) for key, of in lines.items()]
    rows.sort(key=lambda row: ("/" in row[c.OUTPUT_FILE], row[c.OUTPUT_FILE]))
    return pa.Table.from_pylist(rows, schema=BOOKS)


def _line_of(file: str, built: Mapping[str, BuiltReport]) -> str:
    """The file that stands for itself, or the folder (with "/") whose line it is part of."""
    book = built.get(file)
    if book is not None:
        return f"{PurePosixPath(file).parent}/" if book.split else file
    if file in BOOK_NOTES:
        return file
    folders = [str(folder) for folder in PurePosixPath(file).parents]
    home = next((folder for folder in folders if folder in BOOK_NOTES), None)
    return f"{home}/" if home else file


def _line(
    key: str, files: Sequence[str], sizes: Mapping[str, Size], built: Mapping[str, BuiltReport], pack: Pack
) -> Line:
    book = built.get(files[0])
    if book is not None:
        report = pack.reports[book.id]
        name, note, reader = book.id, _title(report), reader_of(report, pack)
        named = report.split in NAMED_PARTS
    else:
        path = PurePosixPath(key)
        note, reader = BOOK_NOTES.get(key.rstrip("/"), ("", SENDERS if key.endswith("/") else US))
        name, named = path.stem, key.endswith("/")
    sheets, rows = (_summed(sizes.get(file, (None, None))[place] for file in files) for place in (0, 1))
    return {
        c.OUTPUT_FILE: key,
        c.NAME: name,
        c.NOTE: note,
        c.READER: reader,
        c.SHEETS: sheets if len(files) == 1 else None,
        c.ROW_COUNT: rows,
        c.PARTS: list(files) if key.endswith("/") and named else [""] * len(files) if key.endswith("/") else [],
    }


def _title(report: Report) -> str:
    """What it is; of a report whose title names the part, without that."""
    return report.title.replace(f"{{{report.split}}}", "") if report.split else report.title


def _summed(numbers: Iterable[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def reader_of(report: Report, pack: Pack) -> str:
    """For whom a report of the pack is: by its deadline, by what it is split into, by its kind."""
    asks = TO_FILL if any(column.answers for sheet in report.sheet for column in sheet.column) else ""
    if report.split is not None:
        whom = {f.TOWNSHIP: "各镇街", f.VILLAGE: "各村居", f.CASE: "各户"}.get(report.split, "各受理单位")
        return f"{whom}{asks}"
    deadline = next((entry for entry in pack.head.deadline if entry.id == report.deadline), None)
    if deadline is not None and deadline.to_whom:
        return deadline.to_whom
    return f"经办人{asks}" if asks else READERS[report.kind]
