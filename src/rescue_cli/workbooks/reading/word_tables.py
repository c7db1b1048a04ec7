"""Tables of a Word document (docx), read from the package: ECMA-376 Part 1 § 17.4."""

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rescue_cli.workbooks.reading.grid import Grid
from rescue_cli.workbooks.reading.limits import MAX_COLUMNS, damaged, not_workbook, unsafe
from rescue_cli.workbooks.reading.sheet import Sheet

if TYPE_CHECKING:
    from lxml.etree import _Element

LINES_ABOVE = 6
_NOT_SHOWN = {"tbl", "Fallback", "del", "moveFrom", "pPr", "rPr"}  # a nested table is read as one of its own
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_word(data: bytes) -> list[Sheet]:
    """Each table as a sheet 表格1, 表格2 …, with the paragraphs that stand over it. Raises InputError."""
    above: dict[_Element, tuple[str, ...]] = {}
    paragraphs: list[str] = []
    for element in _body(data):
        if _name(element) == "p":
            paragraphs += [text.strip() for text in _text(element).split("\n") if text.strip()]
        else:
            above[element] = tuple(paragraphs[-LINES_ABOVE:])
            paragraphs = []
            above |= dict.fromkeys(
                (inner for inner in element.iter() if _name(inner) == "tbl" and inner is not element), ()
            )
    sheets = [_grid(table).sheet(f"表格{number}", above=above[table]) for number, table in enumerate(above, 1)]
    if not sheets:
        raise not_workbook("没有表格的Word文档")
    return sheets


def _body(data: bytes) -> Iterator["_Element"]:
    """Paragraphs and tables in their order."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = package.read("word/document.xml")
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise damaged() from error
    body = next((child for child in root if _name(child) == "body"), None)
    if body is not None:
        yield from _blocks(body)


def _blocks(parent: "_Element") -> Iterator["_Element"]:
    """`p` and `tbl` children, also those wrapped in content controls."""
    for child in parent:
        if _name(child) in ("p", "tbl"):
            yield child
        elif _name(child) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _blocks(child)


def _grid(table: "_Element") -> Grid:
    grid = Grid()
    open_merges: dict[int, tuple[int, int]] = {}  # left column → its top row and right column
    number = 0
    for number, row in enumerate(_own(table, "tr"), 1):
        column = 1 + _property(row, "trPr", "gridBefore", 0)
        for cell in _own(row, "tc"):
            right = column + max(1, _property(cell, "tcPr", "gridSpan", 1)) - 1
            if right > MAX_COLUMNS:
                raise unsafe("列数过多")
            if not _continues(cell) or column not in open_merges:
                _close(grid, open_merges, column, right, number - 1)
                grid.put(number, column, _cell_text(cell))
                open_merges[column] = (number, right)
            column = right + 1
    _close(grid, open_merges, 1, MAX_COLUMNS, number)
    return grid


def _close(grid: Grid, open_merges: dict[int, tuple[int, int]], left: int, right: int, bottom: int) -> None:
    """End the cells that began between these columns: `bottom` is the last row they reach."""
    for column in [column for column, (_, end) in open_merges.items() if column <= right and end >= left]:
        top, end = open_merges.pop(column)
        grid.merge(top, column, bottom, end)


def _own(parent: "_Element", name: str) -> Iterator["_Element"]:
    """Rows of a table or cells of a row, also those wrapped in content controls; never those of a nested table."""
    for child in parent:
        if _name(child) == name:
            yield child
        elif _name(child) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _own(child, name)


def _property(element: "_Element", holder: str, name: str, default: int) -> int:
    for properties in element:
        for entry in properties if _name(properties) == holder else ():
            if _name(entry) == name:
                text = _value(entry)
                return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else default
    return default


def _continues(cell: "_Element") -> bool:
    """True where the cell belongs to the one above it: vMerge without a value means "continue" (§ 17.4.84)."""
    for properties in cell:
        for entry in properties if _name(properties) == "tcPr" else ():
            if _name(entry) == "vMerge":
                return _value(entry) in ("", "continue")
    return False


def _value(entry: "_Element") -> str:
    return next((value for key, value in entry.attrib.items() if key.endswith("}val")), "")


def _cell_text(cell: "_Element") -> str:
    texts = (_text(child) for child in _blocks(cell) if _name(child) == "p")
    return "\n".join(text for text in (text.strip() for text in texts) if text)


def _text(element: "_Element") -> str:
    return "".join(_pieces(element))


def _pieces(element: "_Element") -> Iterator[str]:
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in _MARKS:
            yield _MARKS[name]
        elif name not in _NOT_SHOWN:
            yield from _pieces(child)


def _name(element: "_Element") -> str:
    """The tag without its namespace, which differs between transitional and strict documents."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
