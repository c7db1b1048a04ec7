"""The stamp of a workbook of ours among what was read of it. Where only the document's properties are left, they make its sheet
again, so that whoever reads has one place to look."""

import io
import zipfile
from collections.abc import Sequence

from rescue_cli.core.book_stamp import (
    PROPERTY,
    STAMP_SHEET,
    BookStamp,
    stamp_of_properties,
    stamp_of_sheet,
)
from rescue_cli.workbooks.reading.archive import BROKEN
from rescue_cli.workbooks.reading.document_properties import custom_properties
from rescue_cli.workbooks.reading.sheet import Sheet

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
TELLING = ("xl/workbook.xml", "docProps/custom.xml", "content.xml", "meta.xml")
LOCKED = "EncryptedPackage".encode("utf-16-le")
MOST = 1 << 26  # bytes looked at of one part


def with_stamp(data: bytes, sheets: list[Sheet]) -> list[Sheet]:
    """The sheets, and that of the stamp where it is gone and the properties still tell it."""
    if any(stamp_of_sheet(sheet.name, sheet.rows) for sheet in sheets):
        return sheets
    stamp = stamp_of_properties(custom_properties(data))
    if stamp is None:
        return sheets
    return [*sheets, Sheet(STAMP_SHEET, False, 1, 1, [list(line) for line in stamp.lines()], ())]


def taken_apart(sheets: Sequence[Sheet]) -> tuple[BookStamp | None, list[Sheet]]:
    """The stamp, and the sheets without it."""
    stamps = {sheet.name: stamp_of_sheet(sheet.name, sheet.rows) for sheet in sheets}
    stamp = next((stamp for stamp in stamps.values() if stamp is not None), None)
    return stamp, [sheet for sheet in sheets if stamps[sheet.name] is None]


def may_be_ours(data: bytes, words: Sequence[str] = ()) -> bool:
    """Whether the file may hold a stamp, or a sheet of one of these names: told without reading it. One with a password may."""
    wanted = (STAMP_SHEET, PROPERTY, *words)
    if data.startswith(OLE):
        return LOCKED in data or any(word.encode("utf-16-le") in data for word in wanted)
    if not data.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            texts = [package.open(name).read(MOST) for name in TELLING if name in package.namelist()]
    except BROKEN:
        return False
    return any(word.encode() in text for word in wanted for text in texts)
