"""Hidden rows and columns, error cells, number formats and fonts of an xls or et (BIFF8), which calamine does not tell
([MS-XLS] 2.4)."""

import io
import struct
from collections.abc import Iterator, Mapping

from rescue_cli.workbooks.reading.built_in_formats import BUILT_IN
from rescue_cli.workbooks.reading.colours import BLACK, WHITE, is_faint
from rescue_cli.workbooks.reading.looks import Look
from rescue_cli.workbooks.reading.number_format import adds_something
from rescue_cli.workbooks.reading.sheet import Marks
from rescue_cli.workbooks.reading.symbol_fonts import is_symbol_font

ROW, FORMULA, ERROR_OR_BOOL, FILTERED, SHEET, START, END = 0x208, 0x06, 0x205, 0x9B, 0x85, 0x809, 0x0A
COLUMNS, FONT, FORMAT, STYLE = 0x7D, 0x31, 0x41E, 0xE0
CELLS = frozenset({0x06, 0x203, 0x204, 0x27E, 0xFD, 0xD6})  # a number, a text, a formula: row, column, style
SEVERAL_NUMBERS = 0xBD
BIFF8 = 0x600
NO_FONT = 4  # no font has this number
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_HEAD, _PLACE = struct.Struct("<HH"), struct.Struct("<HH")
MOST_COLUMNS = 255  # of a sheet, from 0
VIEW, SHOWS_ZEROS = 0x23E, 0x10  # of a sheet's window
HIDDEN, SET_BY_HAND = 0x20, 0x40  # of a row's flags; its height
STRUCK = 0x08  # of a font's flags
POINT = 20  # in which heights are counted
PALETTE, OWN_COLOURS = 0x92, 8  # the first colour a workbook may change
_COLOURS = {0: BLACK, 8: BLACK, 64: BLACK, 0x7FFF: BLACK, 1: WHITE, 9: WHITE, 65: WHITE}
SOLID = 1  # pattern of a ground


def xls_marks_of(data: bytes) -> dict[str, Marks]:
    """Sheet name → its marks. Nothing where the container or its records are broken: calamine may still read it."""
    stream = workbook_stream(data)
    try:
        if _PLACE.unpack_from(stream, 0)[0] != START or _PLACE.unpack_from(stream, 4)[0] != BIFF8:
            return {}
        return {name: _scan(stream, start) for name, start in sheets_of_stream(stream)}
    except struct.error:
        return {}


def xls_looks_of(data: bytes) -> dict[str, list[Look]]:
    """Sheet name → the cells whose number format or font says something. Nothing where the records are broken."""
    stream = workbook_stream(data)
    try:
        styles = _styles(stream) if _PLACE.unpack_from(stream, 4)[0] == BIFF8 else {}
        return {name: list(_looks(stream, start, styles)) for name, start in sheets_of_stream(stream)} if styles else {}
    except (struct.error, IndexError):
        return {}


def xls_without_zeros(data: bytes) -> frozenset[str]:
    """The names of sheets whose view shows no cell of the value 0."""
    stream = workbook_stream(data)
    try:
        return frozenset(
            name
            for name, start in sheets_of_stream(stream)
            for kind, offset, size in records(stream, start)
            if kind == VIEW and size >= 2 and not _PLACE.unpack_from(stream, offset)[0] & SHOWS_ZEROS
        )
    except (struct.error, IndexError):
        return frozenset()


XlsStyle = tuple[str, str, bool, bool]


def _styles(stream: bytes) -> dict[int, XlsStyle]:
    """Number of a cell style → its number format, its font, whether that strikes through and whether it has the colour of
    its ground, where one of them says something."""
    fonts: list[tuple[str, bool, int]] = []
    codes: dict[int, str] = dict(BUILT_IN)
    styles: dict[int, XlsStyle] = {}
    palette = _palette(stream)
    number = 0
    for kind, offset, size in records(stream, 0):
        if kind == FONT:
            name = record_text(stream, offset + 16, stream[offset + 14], stream[offset + 15])
            colour = _PLACE.unpack_from(stream, offset + 4)[0]
            own_font = (name if is_symbol_font(name) else "", bool(stream[offset + 2] & STRUCK), colour)
            fonts += [own_font, ("", False, 0)] if len(fonts) + 1 == NO_FONT else [own_font]
        elif kind == FORMAT:
            own, length = _PLACE.unpack_from(stream, offset)
            codes[own] = record_text(stream, offset + 5, length, stream[offset + 4])
        elif kind == STYLE:
            font, own = _PLACE.unpack_from(stream, offset)
            name, struck, colour = fonts[font] if font < len(fonts) else ("", False, 0)
            code = codes.get(own, "")
            faint = size >= 20 and is_faint(_colour(palette, colour), _ground(stream, offset, palette))
            if (code and adds_something(code)) or name or struck or faint:
                styles[number] = (code, name, struck, faint)
            number += 1
    return styles


def _palette(stream: bytes) -> dict[int, str]:
    """Number → colour, as far as the workbook says its own."""
    for kind, offset, size in records(stream, 0):
        if kind == PALETTE and size >= 2:
            count = min(_PLACE.unpack_from(stream, offset)[0], (size - 2) // 4)
            starts = (offset + 2 + 4 * place for place in range(count))
            return {OWN_COLOURS + n: stream[start : start + 3].hex().upper() for n, start in enumerate(starts)}
    return {}


def _colour(palette: Mapping[int, str], number: int) -> str:
    return palette.get(number) or _COLOURS.get(number) or f"indexed:{number}"


def _ground(stream: bytes, style: int, palette: Mapping[int, str]) -> str:
    pattern = stream[style + 17] >> 2
    fore = _PLACE.unpack_from(stream, style + 18)[0] & 0x7F
    return WHITE if not pattern else _colour(palette, fore) if pattern == SOLID else "pattern"


def _looks(stream: bytes, start: int, styles: Mapping[int, XlsStyle]) -> Iterator[Look]:
    for kind, offset, size in records(stream, start):
        if kind in CELLS and size >= 6:
            row, column = _PLACE.unpack_from(stream, offset)
            if style := styles.get(int.from_bytes(stream[offset + 4 : offset + 6], "little")):
                yield Look(row + 1, column + 1, *style)
        elif kind == SEVERAL_NUMBERS and size >= 6:
            row, first = _PLACE.unpack_from(stream, offset)
            for place in range((size - 6) // 6):
                if style := styles.get(
                    int.from_bytes(stream[offset + 4 + 6 * place : offset + 6 + 6 * place], "little")
                ):
                    yield Look(row + 1, first + place + 1, *style)


def record_text(stream: bytes, start: int, length: int, wide: int) -> str:
    """`length` characters of one byte or two."""
    text = stream[start : start + length * (2 if wide & 1 else 1)]
    return text.decode("utf-16-le" if wide & 1 else "latin-1", "replace")


def workbook_stream(data: bytes) -> bytes:
    """The part of the container that holds the workbook; empty where it is broken."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            name = next((name for name in ("Workbook", "Book") if container.exists(name)), None)
            return bytes(container.openstream(name).read()) if name else b""
    except Exception:  # noqa: BLE001 – on broken containers the library lets through whatever its parts raise
        return b""


def records(stream: bytes, offset: int) -> Iterator[tuple[int, int, int]]:
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


def sheets_of_stream(stream: bytes) -> Iterator[tuple[str, int]]:
    """Name of each sheet, and where its records begin."""
    for kind, offset, size in records(stream, 0):
        if kind == SHEET and size >= 8 and stream[offset + 5] == 0:
            name = record_text(stream, offset + 8, stream[offset + 6], stream[offset + 7])
            yield name, int.from_bytes(stream[offset : offset + 4], "little")


def _scan(stream: bytes, start: int) -> Marks:
    hidden: set[int] = set()
    columns: set[int] = set()
    errors: set[tuple[int, int, str]] = set()
    filtered = False
    for kind, offset, size in records(stream, start):
        if kind == ROW and size >= 16:
            flags, height = stream[offset + 12], _PLACE.unpack_from(stream, offset + 6)[0]
            if flags & HIDDEN or (flags & SET_BY_HAND and height < POINT):
                hidden.add(_PLACE.unpack_from(stream, offset)[0] + 1)
        elif kind == FORMULA and size >= 14:
            if stream[offset + 12 : offset + 14] == b"\xff\xff" and stream[offset + 6] == 2:
                errors.add(_error(stream, offset, stream[offset + 8]))
        elif kind == ERROR_OR_BOOL and size >= 8:
            if stream[offset + 7]:
                errors.add(_error(stream, offset, stream[offset + 6]))
        elif kind == FILTERED:
            filtered = True
        elif kind == COLUMNS and size >= 10 and (stream[offset + 8] & 1 or stream[offset + 5] == 0):
            first, last = _PLACE.unpack_from(stream, offset)
            columns.update(range(first + 1, min(last, MOST_COLUMNS) + 2))
    return Marks(tuple(sorted(hidden)), filtered, tuple(sorted(errors)), hidden_columns=tuple(sorted(columns)))


def _error(stream: bytes, offset: int, code: int) -> tuple[int, int, str]:
    row, column = _PLACE.unpack_from(stream, offset)
    return row + 1, column + 1, _ERRORS.get(code, "#ERR")
