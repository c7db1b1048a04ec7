"""What senders noted on the cells of an xls or et (BIFF8): a NOTE names the cell and an object, whose text stands behind it
([MS-XLS] 2.4.179, 2.4.181, 2.4.329)."""

import struct

from rescue_cli.workbooks.reading.senders_comments import AUTHOR, senders_words
from rescue_cli.workbooks.reading.xls_hidden_and_errors import record_text, records, sheets_of_stream, workbook_stream

NOTE, OBJECT, TEXT, GOES_ON = 0x1C, 0x5D, 0x1B6, 0x3C
_IS_NOTE = 0x19  # kind of an object
_FOUR = struct.Struct("<HHHH")
Comments = tuple[tuple[int, int, str], ...]


def xls_comments_of(data: bytes) -> dict[str, Comments]:
    """Sheet name → (row, column, text) of the senders' notes. Nothing where the records are broken."""
    stream = workbook_stream(data)
    try:
        return {name: tuple(sorted(_comments(stream, start))) for name, start in sheets_of_stream(stream)}
    except (struct.error, IndexError):
        return {}


def _comments(stream: bytes, start: int) -> list[tuple[int, int, str]]:
    texts: dict[int, str] = {}  # number of an object → its text
    places: list[tuple[int, int, int]] = []
    number, missing = 0, 0  # of the object whose text comes next; characters of it still to come
    for kind, offset, size in records(stream, start):
        if kind == OBJECT and size >= 8:
            _, _, sort, own = _FOUR.unpack_from(stream, offset)
            number, missing = (own if sort == _IS_NOTE else 0), 0
        elif kind == TEXT and size >= 12 and number:
            missing = int.from_bytes(stream[offset + 10 : offset + 12], "little")
        elif kind == GOES_ON and missing and size > 1:
            wide = stream[offset] & 1
            length = min(missing, (size - 1) // (2 if wide else 1))
            texts[number] = texts.get(number, "") + record_text(stream, offset + 1, length, wide)
            missing -= length
        elif kind == NOTE and size >= 8:
            row, column, _, own = _FOUR.unpack_from(stream, offset)
            places += [] if _author(stream, offset, size) == AUTHOR else [(row + 1, column + 1, own)]
    worded = ((row, column, senders_words(texts.get(own, ""))) for row, column, own in places)
    return [place for place in worded if place[2]]


def _author(stream: bytes, offset: int, size: int) -> str:
    if size < 11:
        return ""
    return record_text(
        stream, offset + 11, int.from_bytes(stream[offset + 8 : offset + 10], "little"), stream[offset + 10]
    )
