"""Notes on cells: the comments part and the drawing of their boxes. What the sender wrote stays, ours is appended to it."""

import math
import re
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from lxml import etree

from rescue_cli.workbooks.marking.fault_marks import Place
from rescue_cli.workbooks.marking.opc import (
    Element,
    Package,
    Relations,
    declare_suffix,
    local_name,
    namespace,
    xml_bytes,
)
from rescue_cli.workbooks.marking.sheet_rows import XML_SPACE, escaped
from rescue_cli.workbooks.reading.senders_comments import AUTHOR
from rescue_cli.workbooks.reading.workbook_reader import column_letter
from rescue_cli.workbooks.writing.measure import text_width

COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
SHAPES_A_BLOCK = 1024  # numbers of shapes come in blocks, declared in o:idmap
LINE_WIDTH = 34  # narrow characters on a line of a box
_VML = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_SHAPE_TYPE = (
    f'<v:shapetype {_VML} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def add_comments(
    package: Package, part: str, relations: Relations, type_base: str, space: str, comments: Mapping[Place, str]
) -> str | None:
    """Write the notes of one sheet; the relation of a new drawing the sheet must name, or None where it has one."""
    fresh = _write_texts(package, relations, type_base, space, comments)
    drawing = relations.first("vmlDrawing")
    if drawing is not None and _is_of_comments(package, part, drawing):
        _append_shapes(package, drawing, fresh)
        return None
    shapes = "".join(_shapes(package, fresh))
    blocks = ",".join(map(str, _blocks(package, len(fresh))))
    text = (
        f'<xml {_VML}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout>'
        f"{_SHAPE_TYPE}{shapes}</xml>"
    )
    declare_suffix(package, "vml", VML_TYPE)
    name = package.add("xl/drawings/vmlDrawing", ".vml", text.encode())
    return relations.add(type_base, "vmlDrawing", name)


def _is_of_comments(package: Package, part: str, drawing: str) -> bool:
    """A sheet may have a second drawing of this kind, for pictures in its header; the one it names as legacyDrawing is ours."""
    data = package.parts[package.name_of(part)]
    named = re.search(rb"""<(?:[\w.-]+:)?legacyDrawing\b[^>]*?\bid\s*=\s*["']([^"']+)["']""", data)
    return named is not None and package.relations(part).target(named[1].decode()) == drawing


def _write_texts(
    package: Package, relations: Relations, type_base: str, space: str, comments: Mapping[Place, str]
) -> dict[Place, str]:
    """The notes that need a box of their own."""
    part = relations.first("comments")
    if part is None:
        root = etree.Element(f"{{{space}}}comments", nsmap={None: space})
        etree.SubElement(root, f"{{{space}}}authors")
        etree.SubElement(root, f"{{{space}}}commentList")
    else:
        root = package.read(part)
    fresh = _add_texts(root, comments)
    if part is None:
        relations.add(type_base, "comments", package.add("xl/comments", ".xml", xml_bytes(root), COMMENTS_TYPE))
    else:
        package.write(part, xml_bytes(root))
    return fresh


def _add_texts(root: Element, comments: Mapping[Place, str]) -> dict[Place, str]:
    space = f"{{{namespace(root)}}}"
    authors, listed = root.find(f"{space}authors"), root.find(f"{space}commentList")
    names = ["".join(entry.itertext()) for entry in authors if local_name(entry)]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{space}author").text = AUTHOR
    author = str(names.index(AUTHOR) if AUTHOR in names else len(names))
    known = {entry.get("ref"): entry for entry in listed if local_name(entry) == "comment"}
    fresh = {}
    for (row, column), text in sorted(comments.items()):
        reference = f"{column_letter(column)}{row}"
        if reference in known:
            _append_run(known[reference].find(f"{space}text"), f"\n{AUTHOR}：\n{text}")
            continue
        comment = etree.SubElement(listed, f"{space}comment", ref=reference, authorId=author)
        _append_run(etree.SubElement(comment, f"{space}text"), text)
        fresh[row, column] = text
    return fresh


def _append_run(text: Element, words: str) -> None:
    space = text.tag[: text.tag.index("}") + 1]
    run = etree.Element(f"{space}r")
    inner = etree.SubElement(run, f"{space}t")
    inner.text = escaped(words)
    inner.set(XML_SPACE, "preserve")
    place = sum(1 for child in text if local_name(child) in ("t", "r"))
    text.insert(place, run)


def _append_shapes(package: Package, drawing: str, comments: Mapping[Place, str]) -> None:
    """Excel's own drawings are not always well-formed XML, so the boxes go in as text before the end."""
    name = package.name_of(drawing)
    data = package.parts[name]
    end = data.rindex(b"</xml>")
    kind = b"" if b"_x0000_t202" in data else _SHAPE_TYPE.encode()
    package.write(name, data[:end] + kind + "".join(_shapes(package, comments)).encode() + data[end:])


def _blocks(package: Package, count: int) -> range:
    """Blocks of shape numbers no drawing of the workbook uses."""
    used = [0]
    for name, data in package.parts.items():
        if name.lower().endswith(".vml"):
            for numbers in re.findall(rb"""<o:idmap\b[^>]*?\bdata\s*=\s*["']([\d,]+)["']""", data):
                used += [int(number) for number in numbers.split(b",") if number]
    first = max(used) + 1
    return range(first, first + max(1, math.ceil(count / SHAPES_A_BLOCK)))


def _shapes(package: Package, comments: Mapping[Place, str]) -> list[str]:
    first = _blocks(package, len(comments))[0] * SHAPES_A_BLOCK
    return [_shape(first + ahead, place, text) for ahead, (place, text) in enumerate(sorted(comments.items()), 1)]


def _shape(number: int, place: Place, text: str) -> str:
    """A hidden note beside its cell, high enough for its text."""
    row, column = place[0] - 1, place[1] - 1
    lines = sum(max(1, math.ceil(text_width(line) / LINE_WIDTH)) for line in text.split("\n"))
    rows = max(3, min(lines + 1, 20))
    anchor = f"{column + 1}, 12, {max(row - 1, 0)}, 6, {column + 4}, 24, {max(row - 1, 0) + rows}, 6"
    style = f"position:absolute;width:216pt;height:{rows * 15}pt;z-index:1;visibility:hidden"
    return (
        f'<v:shape {_VML} id="_x0000_s{number}" type="#_x0000_t202" style={quoteattr(style)} fillcolor="#ffffe1" '
        'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
        '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
        "</x:ClientData></v:shape>"
    )
