"""How an xls or et (BIFF8) is dressed: widths of columns, heights of rows, and of each cell number format and font
([MS-XLS] 2.4) – for the copy that goes back to its sender."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from rescue_cli.workbooks.reading.xls_hidden_and_errors import (
    BIFF8,
    CELLS,
    COLUMNS,
    FONT,
    FORMAT,
    MOST_COLUMNS,
    NO_FONT,
    ROW,
    SEVERAL_NUMBERS,
    STYLE,
    record_text,
    records,
    sheets_of_stream,
    workbook_stream,
)

BLANK, SEVERAL_BLANKS = 0x201, 0xBE
_ONE_CELL = CELLS | {BLANK, 0x205}
_BOLD = 600  # weight from which a font is drawn bold
_ITALIC = 0x02
_PAIR, _WIDE = struct.Struct("<HH"), struct.Struct("<HHHH")
# Number formats every program has by number, without a record of their own.
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "yyyy-mm-dd",
    22: "yyyy-mm-dd hh:mm", 49: "@",
}  # fmt: skip


@dataclass(frozen=True)
class CellDress:
    """`code`: number format, "" for General; `size` of the font in points."""

    code: str
    font: str
    size: float
    bold: bool
    italic: bool


@dataclass
class SheetDress:
    """`widths`: column → characters; `heights`: row → points; `cells`: (row, column) → dress. Places from 1."""

    widths: dict[int, float] = field(default_factory=dict)
    heights: dict[int, float] = field(default_factory=dict)
    cells: dict[tuple[int, int], CellDress] = field(default_factory=dict)


def xls_dress_of(data: bytes) -> dict[str, SheetDress]:
    """Sheet name → its dress. Nothing where the bytes are no BIFF8, or its records are broken."""
    stream = workbook_stream(data)
    try:
        if len(stream) < 8 or _PAIR.unpack_from(stream, 4)[0] != BIFF8:
            return {}
        styles = _styles(stream)
        return {name: _dress(stream, start, styles) for name, start in sheets_of_stream(stream)}
    except (struct.error, IndexError):
        return {}


def _styles(stream: bytes) -> list[CellDress]:
    """The cell styles by number."""
    fonts: list[tuple[str, float, bool, bool]] = []
    codes = dict(_BUILT_IN)
    styles: list[CellDress] = []
    for kind, offset, _size in records(stream, 0):
        if kind == FONT:
            own = _font(stream, offset)
            fonts += [own, own] if len(fonts) + 1 == NO_FONT else [own]
        elif kind == FORMAT:
            number, length = _PAIR.unpack_from(stream, offset)
            code = record_text(stream, offset + 5, length, stream[offset + 4])
            codes[number] = "" if code == "General" else code
        elif kind == STYLE:
            font, number = _PAIR.unpack_from(stream, offset)
            styles.append(CellDress(codes.get(number, ""), *fonts[font]))
    return styles


def _font(stream: bytes, offset: int) -> tuple[str, float, bool, bool]:
    height, flags = _PAIR.unpack_from(stream, offset)
    weight = int.from_bytes(stream[offset + 6 : offset + 8], "little")
    name = record_text(stream, offset + 16, stream[offset + 14], stream[offset + 15])
    return name, height / 20, weight >= _BOLD, bool(flags & _ITALIC)


def _dress(stream: bytes, start: int, styles: list[CellDress]) -> SheetDress:
    dress = SheetDress()
    for kind, offset, size in records(stream, start):
        if kind == COLUMNS and size >= 8:
            first, last, width, _ = _WIDE.unpack_from(stream, offset)
            if width:
                dress.widths |= dict.fromkeys(range(first + 1, min(last, MOST_COLUMNS) + 2), width / 256)
        elif kind == ROW and size >= 16:
            row, height = _PAIR.unpack_from(stream, offset)[0], _PAIR.unpack_from(stream, offset + 6)[0]
            if stream[offset + 12] & 0x40 and height & 0x7FFF:  # set by hand
                dress.heights[row + 1] = (height & 0x7FFF) / 20
        else:
            for row, column, style in _styled(stream, kind, offset, size):
                if style < len(styles):
                    dress.cells[row + 1, column + 1] = styles[style]
    return dress


def _styled(stream: bytes, kind: int, offset: int, size: int) -> Iterator[tuple[int, int, int]]:
    """(row, column, number of the style) of the cells a record is about, from 0."""
    if kind in _ONE_CELL and size >= 6:
        row, column = _PAIR.unpack_from(stream, offset)
        yield row, column, int.from_bytes(stream[offset + 4 : offset + 6], "little")
    elif kind in (SEVERAL_NUMBERS, SEVERAL_BLANKS) and size >= 6:
        row, first = _PAIR.unpack_from(stream, offset)
        step = 6 if kind == SEVERAL_NUMBERS else 2
        for place in range((size - 6) // step):
            start = offset + 4 + step * place
            yield row, first + place, int.from_bytes(stream[start : start + 2], "little")
