"""Custom properties of a document: xlsx has them in a part of their own, ods in meta.xml. What cannot be read has none."""

import io
import zipfile
from collections.abc import Mapping

from rescue_cli.core.book_stamp import OWN_CALENDAR, OWN_DOCUMENT, OWN_PAGE
from rescue_cli.workbooks.reading.archive import BROKEN

CUSTOM, META = "docProps/custom.xml", "meta.xml"
CORE, WORD = "docProps/core.xml", "word/document.xml"
LONGEST = 1 << 20  # bytes of such a part; ours has a few thousand
SPACE_OR_MARK = b"\xef\xbb\xbf \t\r\n"
HEAD = 4096  # bytes of a page in which it says what made it
USER_DEFINED = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"


def custom_properties(data: bytes) -> Mapping[str, str]:
    """Name → text; empty where the file has none, or no such part."""
    name, written = _part(data)
    if not written:
        return {}
    from lxml import etree  # few files have such a part, and every process that reads would wait for it

    try:
        root = etree.fromstring(written, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.LxmlError, ValueError):
        return {}
    if name == CUSTOM:
        return {entry.get("name") or "": "".join(entry.itertext()).strip() for entry in root}
    own = root.iter(f"{USER_DEFINED}user-defined")
    return {entry.get(f"{USER_DEFINED}name") or "": "".join(entry.itertext()).strip() for entry in own}


def _part(data: bytes) -> tuple[str, bytes]:
    """The part that holds them, its name and its bytes; nothing where there is none, or one beyond all bounds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            name = next((name for name in (CUSTOM, META) if name in package.namelist()), "")
            if name and package.getinfo(name).file_size <= LONGEST:
                return name, package.read(name)
    except BROKEN:
        pass
    return "", b""


def is_own_document(data: bytes) -> bool:
    """Whether this is a Word document we wrote: the keyword of its properties outlives saving it again; or our calendar,
    or our page."""
    if data.startswith(b"BEGIN:VCALENDAR"):
        return OWN_CALENDAR.encode() in data[:LONGEST]
    if data[:HEAD].lstrip(SPACE_OR_MARK).lower().startswith((b"<!doctype", b"<html")):
        return f'content="{OWN_PAGE}"'.encode() in data[:HEAD]
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if not {CORE, WORD} <= set(package.namelist()) or package.getinfo(CORE).file_size > LONGEST:
                return False
            return OWN_DOCUMENT.encode() in package.read(CORE)
    except BROKEN:
        return False
