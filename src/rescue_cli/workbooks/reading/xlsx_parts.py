"""The small parts of an xlsx that say what its other parts are, parsed whole."""

import posixpath
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree

MAX_BOOK_PART = 8 << 20  # the list of sheets, where they are, styles, comments: some kB as a rule


def small_tree(package: zipfile.ZipFile, name: str) -> ElementTree.Element | None:
    """The part, parsed; None where there is none, or it is damaged or huge. The guard has refused declared entities."""
    if name not in package.namelist() or package.getinfo(name).file_size > MAX_BOOK_PART:
        return None
    try:
        return ElementTree.fromstring(package.read(name))
    except ElementTree.ParseError:
        return None  # the reader of values will say that the file is damaged


def local_name(entry: ElementTree.Element) -> str:
    """The name of a tag without its namespace."""
    return entry.tag.rpartition("}")[2]


def is_struck(font: ElementTree.Element) -> bool:
    """Whether a font, or what a run of text says of its own, strikes through."""
    return any(local_name(entry) == "strike" and entry.get("val", "1") in ("1", "true") for entry in font)


def sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → name of its part, for those that are there."""
    book = small_tree(package, "xl/workbook.xml")
    relations = small_tree(package, "xl/_rels/workbook.xml.rels")
    if book is None or relations is None:
        return {}
    targets = {entry.get("Id", ""): entry.get("Target", "") for entry in relations}
    present = set(package.namelist())
    parts = {}
    for entry in book.iter():
        if local_name(entry) == "sheet":
            target = targets.get(_relation(entry.attrib), "")
            part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            if part in present:
                parts[entry.get("name", "")] = part
    return parts


def _relation(attributes: Mapping[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.endswith("}id")), "")
