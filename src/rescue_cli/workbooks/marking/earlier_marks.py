"""Marks of an earlier return, in a file that was mended and sent again: taken out before it is marked anew.

Ours are the notes of our author or in our words (LibreOffice drops authors and cuts texts into other runs), the fills under
them, and the column 错误原因. A sender's own note, to which ours was appended, stays without our part. The fill a cell had before it was first marked is not known any more: it gets none.
"""

import re

from rescue_cli.workbooks.marking.fault_marks import Place, place_of
from rescue_cli.workbooks.marking.opc import Element, Package, local_name, namespace, xml_bytes
from rescue_cli.workbooks.marking.sheet_rows import SheetText
from rescue_cli.workbooks.reading.senders_comments import AUTHOR, OUR_WORDS
from rescue_cli.workbooks.reading.workbook_reader import column_letter

_APPENDED = re.compile(rf"\r?\n{AUTHOR}：\r?\n")
_SHAPE = re.compile(rb"<v:shape\b(?!type)(?:(?!</v:shape>).)*</v:shape>", re.DOTALL)
_ROW, _COLUMN = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>"), re.compile(rb"<x:Column>\s*(\d+)\s*</x:Column>")


def remove_earlier_notes(package: Package, part: str) -> set[Place]:
    """Take our notes out of the sheet `part`; the cells that had one."""
    relations = package.relations(part)
    comments = relations.first("comments")
    if comments is None:
        return set()
    root = package.read(comments)
    whole, partly = _take_out(root)
    if not whole and not partly:
        return set()
    package.write(comments, xml_bytes(root))
    drawing = relations.first("vmlDrawing")
    if drawing is not None and whole:
        name = package.name_of(drawing)
        package.write(
            name, _SHAPE.sub(lambda shape: b"" if _anchor(shape[0]) in whole else shape[0], package.parts[name])
        )
    return whole | partly


def _take_out(root: Element) -> tuple[set[Place], set[Place]]:
    """(cells whose note was ours alone, cells whose note was the sender's with ours behind it)."""
    space = f"{{{namespace(root)}}}"
    authors = ["".join(entry.itertext()) for entry in root.find(f"{space}authors")]
    ours = {str(index) for index, author in enumerate(authors) if author == AUTHOR}
    listed = root.find(f"{space}commentList")
    whole, partly = set(), set()
    for comment in [entry for entry in listed if local_name(entry) == "comment"]:
        place = place_of(comment.get("ref").replace("$", ""))
        if comment.get("authorId") in ours or "".join(_texts(comment, space)).startswith(OUR_WORDS):
            listed.remove(comment)
            whole.add(place)
        elif _take_runs(comment, space):
            partly.add(place)
    return whole, partly


def _texts(comment: Element, space: str) -> list[str]:
    return [entry.text or "" for entry in comment.iter(f"{space}t")]


def _take_runs(comment: Element, space: str) -> bool:
    """Remove what we appended, over however many runs it is spread; True where there was something."""
    appended = _APPENDED.search("".join(_texts(comment, space)))
    left = appended.start() if appended else 0
    for entry in list(comment.iter(f"{space}t")) if appended else ():
        kept = (entry.text or "")[:left]
        left -= len(kept)
        entry.text = kept
        run = entry.getparent()
        if not kept and local_name(run) == "r":
            run.getparent().remove(run)
    return appended is not None


def _anchor(shape: bytes) -> Place | None:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    return (int(row[1]) + 1, int(column[1]) + 1) if row and column else None


def rows_filled(sheet: SheetText, column: int) -> list[int]:
    """Rows in which the column has a cell."""
    numbers = re.findall(
        rb'<(?:[\w.-]+:)?c\b[^>]*?\br\s*=\s*["\']%s(\d+)["\']' % column_letter(column).encode(), sheet.body
    )
    return sorted(map(int, numbers))
