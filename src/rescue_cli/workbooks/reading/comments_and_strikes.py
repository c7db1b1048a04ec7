"""What a sender wrote beside or across the values of an xlsx: comments on cells, and text struck through.

Only whole cells that are struck through count here; texts struck in part are read with the looks (xlsx_looks).
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from rescue_cli.workbooks.reading.senders_comments import AUTHOR, senders_words
from rescue_cli.workbooks.reading.sheet import column_number
from rescue_cli.workbooks.reading.xlsx_parts import is_struck, local_name, sheet_parts, small_tree
from rescue_cli.workbooks.reading.zip_parts import blocks, cut

_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_CELL = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d{1,7})"([^>]*)(?<!/)>'
)  # not self-closed: something may stand in it
_STYLE = re.compile(rb'\bs="(\d{1,6})"')

Comments = tuple[tuple[int, int, str], ...]
Places = tuple[tuple[int, int], ...]


def asides_of(package: zipfile.ZipFile) -> dict[str, tuple[Comments, Places]]:
    """Sheet name → its comments (row, column, text) and the cells that are struck through, both sorted.

    Sheets without either are left out.
    """
    struck = _struck_styles(package)
    noted = any("comments" in name.lower() for name in package.namelist())
    asides = {}
    for name, part in sheet_parts(package).items() if struck or noted else ():
        comments = tuple(sorted(_comments(package, part))) if noted else ()
        places = tuple(sorted(_struck(package, part, struck))) if struck else ()
        if comments or places:
            asides[name] = (comments, places)
    return asides


def _comments(package: zipfile.ZipFile, part: str) -> Iterator[tuple[int, int, str]]:
    folder, base = posixpath.split(part)
    relations = small_tree(package, f"{folder}/_rels/{base}.rels")
    for entry in () if relations is None else relations:
        if entry.get("Type", "").endswith("/relationships/comments"):
            target = posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/")
            root = small_tree(package, target)
            if root is not None:
                yield from _of_sender(root)


def _of_sender(root: Element) -> Iterator[tuple[int, int, str]]:
    authors = ["".join(entry.itertext()) for entry in root.iter() if local_name(entry) == "author"]
    for entry in root.iter():
        place = _PLACE.fullmatch(entry.get("ref", "")) if local_name(entry) == "comment" else None
        by = entry.get("authorId", "")
        if place is None or (by.isdigit() and int(by) < len(authors) and authors[int(by)] == AUTHOR):
            continue
        text = "".join(run.text or "" for run in entry.iter() if local_name(run) == "t")
        if own := senders_words(text):
            yield int(place[2]), column_number(place[1].encode()), own


def _struck_styles(package: zipfile.ZipFile) -> frozenset[bytes]:
    """The numbers of the cell styles whose font is struck through."""
    root = small_tree(package, "xl/styles.xml")
    if root is None:
        return frozenset()
    lists = {local_name(entry): entry for entry in root}
    fonts = [is_struck(font) for font in lists.get("fonts", ())]
    styles = enumerate(lists.get("cellXfs", ()))
    return frozenset(str(number).encode() for number, style in styles if _has_struck(fonts, style.get("fontId", "")))


def _has_struck(fonts: list[bool], number: str) -> bool:
    """Whether the font of this number is struck through."""
    return number.isdigit() and int(number) < len(fonts) and fonts[int(number)]


def _struck(package: zipfile.ZipFile, part: str, styles: frozenset[bytes]) -> Iterator[tuple[int, int]]:
    rest = b""
    for block in (*blocks(package, package.getinfo(part)), b""):
        window, rest = cut(rest + block) if block else (rest, b"")
        for letters, row, attributes in _CELL.findall(window):
            style = _STYLE.search(attributes)
            if style and style[1] in styles:
                yield int(row), column_number(letters)
