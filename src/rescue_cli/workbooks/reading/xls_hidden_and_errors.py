"""Hidden rows and error cells of an xls or et (BIFF8), which calamine does not tell ([MS-XLS] 2.4)."""

import io
import struct
from collections.abc import Iterator

from rescue_cli.workbooks.reading.sheet import Marks

ROW, FORMULA, ERROR_OR_BOOL, FILTERED, SHEET, START, END = 0x208, 0x06, 0x205, 0x9B, 0x85, 0x809, 0x0A
BIFF8 = 0x600
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_HEAD, _PLACE = struct.Struct("<HH"), struct.Struct("<HH")
HIDDEN = 0x20  # of a row's flags


def xls_marks_of(data: bytes) -> dict[str, Marks]:
    """Sheet name → its marks. Nothing where the container or its records are broken: calamine may still read it."""
    stream = _stream(data)
    try:
        if _PLACE.unpack_from(stream, 0)[0] != START or _PLACE.unpack_from(stream, 4)[0] != BIFF8:
            return {}
        return {name: _scan(stream, start) for name, start in _sheets(stream)}
    except struct.error:
        return {}


def _stream(data: bytes) -> bytes:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            name = next((name for name in ("Workbook", "Book") if container.exists(name)), None)
            return bytes(container.openstream(name).read()) if name else b""
    except Exception:  # noqa: BLE001 – on broken containers the library lets through whatever its parts raise
        return b""


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, int, int]]:
    """(kind, where its data start, their size) of the records up to the end of this part of the stream."""
    depth, end = 0, len(stream)
    while offset + 4 <= end:
        kind, size = _HEAD.unpack_from(stream, offset)
        offset += 4
        if kind == START:
            depth += 1
        elif kind == END:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1 and offset + size <= end:  # deeper: charts within a sheet
            yield kind, offset, size
        offset += size


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    for kind, offset, size in _records(stream, 0):
        if kind == SHEET and size >= 8 and stream[offset + 5] == 0:
            start, wide = int.from_bytes(stream[offset : offset + 4], "little"), stream[offset + 7] & 1
            text = stream[offset + 8 : offset + 8 + stream[offset + 6] * (2 if wide else 1)]
            yield text.decode("utf-16-le" if wide else "latin-1", "replace"), start


def _scan(stream: bytes, start: int) -> Marks:
    hidden, errors, filtered = set(), set(), False
    for kind, offset, size in _records(stream, start):
        if kind == ROW and size >= 16:
            if stream[offset + 12] & HIDDEN:
                hidden.add(_PLACE.unpack_from(stream, offset)[0] + 1)
        elif kind == FORMULA and size >= 14:
            if stream[offset + 12 : offset + 14] == b"\xff\xff" and stream[offset + 6] == 2:
                errors.add(_error(stream, offset, stream[offset + 8]))
        elif kind == ERROR_OR_BOOL and size >= 8:
            if stream[offset + 7]:
                errors.add(_error(stream, offset, stream[offset + 6]))
        elif kind == FILTERED:
            filtered = True
    return Marks(tuple(sorted(hidden)), filtered, tuple(sorted(errors)))


def _error(stream: bytes, offset: int, code: int) -> tuple[int, int, str]:
    row, column = _PLACE.unpack_from(stream, offset)
    return row + 1, column + 1, _ERRORS.get(code, "#ERR")
