"""What stands in a workbook, as one digest: the same whatever program saved it, and however its rows were sorted."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence

from rescue_cli.workbooks.reading.sheet import Cell, Sheet

LENGTH = 16  # characters of a digest


def file_digest(data: bytes) -> str:
    """Of a file's bytes."""
    return hashlib.sha256(data).hexdigest()[:LENGTH]


def content_digest(sheets: Iterable[Sheet]) -> str:
    """Of all cells that hold something, by column and row; the order of rows and the names of sheets do not count."""
    rows = sorted(row for sheet in sheets for cells in sheet.rows if (row := _row(sheet.first_column, cells)))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:LENGTH]


def _row(first: int, cells: Sequence[Cell]) -> str:
    places = ((place, plain_text(cell)) for place, cell in enumerate(cells, first))
    return "\x1f".join(f"{place}:{text}" for place, text in places if text)


def plain_text(cell: Cell) -> str:
    """A cell's text, the same for a number or a day however it is stored.

    >>> [plain_text(cell) for cell in (5, 5.0, " a b ", dt.datetime(2019, 4, 25), True)]
    ['5', '5', 'ab', '2019-04-25', '1']
    """
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, int | float):
        return f"{cell:.12g}"
    return "".join(str(cell).split())
