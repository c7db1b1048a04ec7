"""Texts of an xls or et (BIFF8) of which a part is struck through: the shared texts with their runs of fonts
([MS-XLS] 2.4.265, 2.5.293)."""

import struct
from collections.abc import Iterator, Sequence

from rescue_cli.workbooks.reading.xls_hidden_and_errors import (
    FONT,
    NO_FONT,
    STRUCK,
    STYLE,
    records,
    sheets_of_stream,
    workbook_stream,
)

TEXTS, GOES_ON, SHARED_TEXT = 0xFC, 0x3C, 0xFD
_WIDE, _EXTENDED, _RICH = 0x01, 0x04, 0x08
Runs = list[tuple[int, int]]  # (first character, number of the font)
Struck = tuple[int, int, str, str]


def xls_struck_texts(data: bytes) -> dict[str, list[Struck]]:
    """Sheet name → (row, column, what stands, what is struck through) of such cells. Nothing where the records are broken."""
    stream = workbook_stream(data)
    try:
        lined, styles = _lined_fonts(stream)
        rich = {number: entry for number, entry in enumerate(_texts(stream)) if entry[1]} if any(lined) else {}
        return {name: list(_cells(stream, start, rich, lined, styles)) for name, start in sheets_of_stream(stream)}
    except (struct.error, IndexError):
        return {}


def _lined_fonts(stream: bytes) -> tuple[list[bool], list[int]]:
    """Which fonts strike through; the font of each cell style."""
    fonts: list[bool] = []
    styles: list[int] = []
    for kind, offset, size in records(stream, 0):
        if kind == FONT and size > 2:
            own = bool(stream[offset + 2] & STRUCK)
            fonts += [own, False] if len(fonts) + 1 == NO_FONT else [own]
        elif kind == STYLE and size > 2:
            styles.append(int.from_bytes(stream[offset : offset + 2], "little"))
    return fonts, styles


def _cells(
    stream: bytes,
    start: int,
    rich: dict[int, tuple[str, Runs]],
    lined: Sequence[bool],
    styles: Sequence[int],
) -> Iterator[Struck]:
    for kind, offset, size in records(stream, start) if rich else ():
        if kind != SHARED_TEXT or size < 10:
            continue
        row, column, style, number = struct.unpack_from("<HHHI", stream, offset)
        if (entry := rich.get(number)) is None:
            continue
        text, runs = entry
        pieces = _pieces(text, [(0, styles[style]), *runs])
        cut = "".join(piece for piece, font in pieces if font < len(lined) and lined[font])
        if cut:
            standing = "".join(piece for piece, font in pieces if font >= len(lined) or not lined[font])
            yield row + 1, column + 1, standing, cut


def _pieces(text: str, runs: Runs) -> list[tuple[str, int]]:
    """The text cut where its font changes; places count the units of UTF-16."""
    units = text.encode("utf-16-le")
    ends = [first for first, _ in runs[1:]] + [len(units) // 2]
    pairs = zip(runs, ends, strict=True)
    return [(units[2 * first : 2 * end].decode("utf-16-le", "replace"), font) for (first, font), end in pairs]


class _Bytes:
    """The shared texts, which go on from record to record."""

    def __init__(self, blocks: Sequence[bytes]) -> None:
        self._blocks = blocks
        self._block, self._place = 0, 8  # behind the two counts

    @property
    def is_over(self) -> bool:
        return self._block >= len(self._blocks) or (
            self._block == len(self._blocks) - 1 and self._place >= len(self._blocks[-1])
        )

    def take(self, size: int) -> bytes:
        """So many bytes, wherever a record ends."""
        taken = b""
        while len(taken) < size and self._block < len(self._blocks):
            piece = self._blocks[self._block][self._place : self._place + size - len(taken)]
            taken += piece
            self._place += len(piece)
            if len(taken) < size:
                self._block, self._place = self._block + 1, 0
        return taken

    def characters(self, count: int, flags: int) -> str:
        """So many characters; a record in which they go on begins with how wide they are there."""
        text = ""
        while count > 0 and self._block < len(self._blocks):
            width = 2 if flags & _WIDE else 1
            left = (len(self._blocks[self._block]) - self._place) // width
            raw = self.take(min(count, left) * width)
            text += raw.decode("utf-16-le" if width > 1 else "latin-1", "replace")
            count -= min(count, left)
            if count > 0:
                self._block, self._place = self._block + 1, 0
                flags = self.take(1)[0]
        return text


def _texts(stream: bytes) -> Iterator[tuple[str, Runs]]:
    """Every shared text with its runs."""
    blocks: list[bytes] = []
    for kind, offset, size in records(stream, 0):
        if kind == TEXTS or (blocks and kind == GOES_ON):
            blocks.append(stream[offset : offset + size])
        elif blocks:
            break
    content = _Bytes(blocks)
    while blocks and not content.is_over:
        count, flags = struct.unpack("<HB", content.take(3))
        runs = int.from_bytes(content.take(2), "little") if flags & _RICH else 0
        further = int.from_bytes(content.take(4), "little") if flags & _EXTENDED else 0
        text = content.characters(count, flags)
        entries = content.take(4 * runs)
        content.take(further)
        yield text, [struct.unpack_from("<HH", entries, 4 * run) for run in range(runs)]
