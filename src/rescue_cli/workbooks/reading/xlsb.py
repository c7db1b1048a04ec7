"""How far the cells of a binary workbook (xlsb) reach, before a parser reserves room for them ([MS-XLSB] 2.1.4)."""

import io
import zipfile
from collections.abc import Iterator

from rescue_cli.workbooks.reading.limits import MAX_BOX, MAX_COLUMNS, MAX_ROWS, damaged, too_far

ROW_HEADER = 0
FILLED_CELLS = range(2, 12)  # BrtCellRk … BrtFmlaError; BrtCellBlank (1) is only coloured


def measure_binary_sheets(data: bytes) -> None:
    """Raises InputError where filled cells span too large a box, or the records of a sheet are broken."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".bin"):
                _measure(package.read(name))


def _measure(content: bytes) -> None:
    row = rows = columns = 0
    for kind, start, size in binary_records(content):
        if size < 4 or kind > FILLED_CELLS.stop:
            continue
        number = int.from_bytes(content[start : start + 4], "little") + 1
        if kind == ROW_HEADER:
            row = number
        elif kind in FILLED_CELLS:
            rows, columns = max(rows, row), max(columns, number)
    if rows * columns > MAX_BOX or rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise too_far(rows)


def binary_records(content: bytes) -> Iterator[tuple[int, int, int]]:
    """(kind, where its data start, their size) of each record."""
    offset, end = 0, len(content)
    while offset < end:
        kind = content[offset]
        offset += 1
        if kind & 0x80 and offset < end:
            kind = (kind & 0x7F) | (content[offset] & 0x7F) << 7
            offset += 1
        size = shift = 0
        while offset < end and shift < 28:
            byte = content[offset]
            offset += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if offset + size > end:
            raise damaged()
        yield kind, offset, size
        offset += size
