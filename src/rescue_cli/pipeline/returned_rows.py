"""校验/退回行/: one workbook a sender with the rows that were not taken, or taken in part, whole as they were sent."""

from collections.abc import Iterable, Mapping
from functools import cache

import pyarrow as pa

from rescue_cli.core.errors import InputError
from rescue_cli.core.file_names import safe_name
from rescue_cli.core.output_books import ROWS_FOLDER
from rescue_cli.core.states import BookKind
from rescue_cli.intake.unpack import Source, passwords_for, unpack
from rescue_cli.pipeline.output_places import shown_path
from rescue_cli.pipeline.outputs import book_stamp, output_path, remove_book, report_context, write_book
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.source_bytes import bytes_of
from rescue_cli.report import Checked
from rescue_cli.report.rows_going_back import Cells, RowsOfSheet, rows_sheet, rows_to_return
from rescue_cli.values.parsed import cell_text
from rescue_cli.workbooks.reading.sheet import Sheet
from rescue_cli.workbooks.reading.workbook_reader import read_workbook


def write_returned_rows(session: Session, results: Checked, columns: pa.Table) -> list[str]:
    """Write them, and take those of earlier runs away that nobody needs any more; one line that tells of them, or none.

    Raises:
        OutputError: a target is open elsewhere, cannot be written, or would not stand inside 输出/.
    """
    sources = {source.name: source for source in unpack(session.sources)}

    @cache
    def sheets_of(file: str) -> Mapping[str, Sheet]:
        return _read(session, sources[file])

    written, context = set(), report_context(session)
    for sender, asked in rows_to_return(results, columns).items():
        sheets = [rows_sheet(rows, _cells(sheets_of(rows.file), rows), context) for rows in asked]
        name = f"{safe_name(sender)}.xlsx"
        write_book(
            session, f"{ROWS_FOLDER}/{name}", sheets, stamp=book_stamp(session, BookKind.OTHER, "退回行", sender)
        )
        written.add(name)
    folder = output_path(session, ROWS_FOLDER)
    for left in sorted({path.name for path in folder.glob("*.xlsx")} - written):
        remove_book(session, f"{ROWS_FOLDER}/{left}")
    return [f"{shown_path(folder)}/（{len(written)} 个文件）"] if written else []


def _read(session: Session, source: Source) -> Mapping[str, Sheet]:
    """The sheets of a file by name; none where it cannot be read: then its rows stand with the reason alone."""
    try:
        sheets = read_workbook(bytes_of(source), passwords_for(source.name, session.passwords))
    except InputError:
        return {}
    return {sheet.name: sheet for sheet in sheets}


def _cells(sheets: Mapping[str, Sheet], rows: RowsOfSheet) -> Cells:
    """What stands in the rows asked, as it is seen: a merged value in every row it stands for."""
    sheet = sheets.get(rows.sheet)
    if sheet is None:
        return {}
    seen = {(row, column): text for row, column, text in sheet.marks.dressed}
    cells = {place: text for place, text in _written(sheet, rows.reasons) if text.strip()}
    for merge in sheet.merged:
        above = dict(_written(sheet, [merge.top])).get((merge.top, merge.left), "")
        for row in set(range(merge.top, merge.bottom + 1)).intersection(rows.reasons):
            if above.strip():
                cells.setdefault((row, merge.left), above)
    return {place: seen.get(place, text) for place, text in cells.items()}


def _written(sheet: Sheet, rows: Iterable[int]) -> Iterable[tuple[tuple[int, int], str]]:
    for row in rows:
        if 0 <= row - sheet.first_row < len(sheet.rows):
            for column, cell in enumerate(sheet.rows[row - sheet.first_row], sheet.first_column):
                yield (row, column), cell_text(cell)
