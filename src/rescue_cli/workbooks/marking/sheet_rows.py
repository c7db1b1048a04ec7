"""The rows of a sheet part, edited as text: only rows with a mark are parsed, all others keep their bytes."""

import math
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from rescue_cli.workbooks.marking.fault_marks import clean, place_of
from rescue_cli.workbooks.marking.opc import Element, local_name, namespace, parse_xml
from rescue_cli.workbooks.reading.workbook_reader import column_letter

_ROOT = re.compile(rb"<(?:[\w.-]+:)?worksheet\b[^>]*>")
_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData\b([^>]*?)(/?)>")
_NUMBER = re.compile(rb"""(?<![\w:.-])r\s*=\s*["'](\d+)["']""")
_OTHER_CODE = re.compile(rb"""\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-8["'])""", re.IGNORECASE)
_UNPLACED = re.compile(rb"""<(?:[\w.-]+:)?(?:row|c)(?=[\s/>])(?![^>]*(?<![\w:.-])r\s*=\s*["'])""")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class CellEdit:
    """`restyle`: the cell's format → the one it gets. `text` replaces what is in it. `like`: take the format of this column's cell."""

    restyle: Callable[[int], int]
    text: str | None = None
    like: int | None = None


Edits = Mapping[int, Mapping[int, CellEdit]]  # row → column → edit


@dataclass
class SheetText:
    """A sheet part cut in three: `frame` is the part without its rows, `body` the rows as text."""

    frame: Element
    body: bytes
    prefix: bytes
    opening: bytes

    def to_bytes(self) -> bytes:
        """The whole part again."""
        data = bytes(etree.tostring(self.frame, xml_declaration=True, encoding="UTF-8", standalone=True))
        data_tag = _DATA.search(data)
        if data_tag is None:
            raise ValueError("a sheet without rows")
        tag = data_tag[1] + b"sheetData"
        return b"".join(
            (
                data[: data_tag.start()],
                b"<",
                tag,
                data_tag[2],
                b">",
                self.body,
                b"</",
                tag,
                b">",
                data[data_tag.end() :],
            )
        )


def cut_sheet(data: bytes) -> SheetText:
    """Take a worksheet part apart. Every row and cell left says where it stands."""
    data = _plain(data)
    root, data_tag = _ROOT.search(data), _DATA.search(data)
    if root is None or data_tag is None:
        raise ValueError("not a worksheet")
    tag = data_tag[1] + b"sheetData"
    if data_tag[3]:
        start = end = stop = data_tag.end()
    else:
        start = data_tag.end()
        end = data.index(b"</" + tag + b">", start)
        stop = end + len(tag) + 3
    frame = parse_xml(data[: data_tag.start()] + b"<" + tag + data_tag[2] + b"/>" + data[stop:])
    opening = root[0] + b"<" + tag + data_tag[2] + b">"
    return SheetText(frame, data[start:end], data_tag[1], opening)


def _plain(data: bytes) -> bytes:
    """UTF-8 without comments or CDATA, all rows and cells with their references: most writers' parts as they are."""
    coded = data.startswith((b"\xff\xfe", b"\xfe\xff")) or _OTHER_CODE.match(data)
    if coded or b"<!--" in data or b"<![CDATA[" in data:
        data = bytes(etree.tostring(parse_xml(data), encoding="UTF-8"))
    if not _UNPLACED.search(data):
        return data
    root = parse_xml(data)
    number_rows(root)
    return bytes(etree.tostring(root, encoding="UTF-8"))


def number_rows(root: Element) -> None:
    """Let every row and cell say where it stands."""
    number = 0
    for row in root.iter(f"{{{namespace(root)}}}row"):
        number = int(row.get("r") or number + 1)
        row.set("r", str(number))
        column = 0
        for cell in row:
            if local_name(cell) == "c":
                column = place_of(cell.get("r"))[1] if cell.get("r") else column + 1
                cell.set("r", f"{column_letter(column)}{number}")


def has_content(sheet: SheetText, column: int) -> bool:
    """True where any cell of the column holds something."""
    letters = column_letter(column).encode()
    filled = rb'r="%s\d+"[^>]*(?<!/)>(?!</)' % letters  # begins with what is rare: a sheet may have millions of cells
    return re.search(filled, sheet.body) is not None


def edit_rows(sheet: SheetText, edits: Edits, column_format: Callable[[int], int]) -> None:
    """Carry out the edits in `sheet.body`; rows and cells that are not there are made.

    `column_format`: the format of a column's cells that are not there.
    """
    pieces, rows = _pick(sheet, sorted(edits))
    edited = _edited(sheet, rows, edits, column_format)
    sheet.body = b"".join(edited[piece] if isinstance(piece, int) else piece for piece in pieces)


def _pick(sheet: SheetText, wanted: Sequence[int]) -> tuple[list[bytes | int], dict[int, bytes]]:
    """The body as text that stays and numbers of rows to be edited; and these rows, new ones empty."""
    pieces: list[bytes | int] = []
    rows: dict[int, bytes] = {}
    waiting = deque(wanted)
    last = 0

    def make_rows_above(number: float) -> None:
        while waiting and waiting[0] < number:
            rows[waiting[0]] = b'<%srow r="%d"/>' % (sheet.prefix, waiting[0])
            pieces.append(waiting.popleft())

    for number, start, end in _rows(sheet.body, sheet.prefix):
        if not waiting or waiting[0] > number:
            continue
        pieces.append(sheet.body[last:start])
        last = start
        make_rows_above(number)
        if waiting and waiting[0] == number:
            rows[number] = sheet.body[start:end]
            pieces.append(waiting.popleft())
            last = end
    pieces.append(sheet.body[last:])
    make_rows_above(math.inf)
    return pieces, rows


def _rows(body: bytes, prefix: bytes) -> Iterator[tuple[int, int, int]]:
    """Number, start and end of every row."""
    closing = b"</" + prefix + b"row>"
    before = 0
    for opening in re.finditer(rb"<%srow\b([^>]*?)(/?)>" % re.escape(prefix), body):
        number = _NUMBER.search(opening[1])
        if number is None or int(number[1]) <= before:
            raise ValueError("rows out of order")
        before = int(number[1])
        end = opening.end() if opening[2] else body.index(closing, opening.end()) + len(closing)
        yield int(number[1]), opening.start(), end


def _edited(
    sheet: SheetText, rows: Mapping[int, bytes], edits: Edits, column_format: Callable[[int], int]
) -> dict[int, bytes]:
    """The rows as they become, parsed together inside the sheet's own opening tags (for their namespaces)."""
    if not rows:
        return {}
    root_name = sheet.opening.split(b"worksheet", 1)[0][1:] + b"worksheet"
    closing = b"</" + sheet.prefix + b"sheetData></" + root_name + b">"
    root = parse_xml(sheet.opening + b"".join(rows[number] for number in sorted(rows)) + closing)
    for row in root[0]:
        if local_name(row) == "row":
            _edit_row(row, edits[int(row.get("r"))], column_format)
    text = bytes(etree.tostring(root, encoding="UTF-8"))
    return {number: text[start:end] for number, start, end in _rows(text, sheet.prefix)}


def _edit_row(row: Element, edits: Mapping[int, CellEdit], column_format: Callable[[int], int]) -> None:
    cells = {place_of(cell.get("r"))[1]: cell for cell in row if local_name(cell) == "c"}
    row.attrib.pop("spans", None)
    own = int(row.get("s") or 0) if row.get("customFormat") in ("1", "true") else None

    def format_of(column: int) -> int:
        if column in cells:
            return int(cells[column].get("s") or 0)
        return own if own is not None else column_format(column)

    formats = {column: edit.restyle(format_of(edit.like or column)) for column, edit in edits.items()}
    for column, edit in sorted(edits.items()):
        if column not in cells:
            cells[column] = insert_cell(row, column)
        cells[column].set("s", str(formats[column]))
        if edit.text is not None:
            set_text(cells[column], edit.text)
            _fit_height(row)


def _fit_height(row: Element) -> None:
    """A height nobody fixed is worked out anew by whoever opens the file; one the sender fixed stays."""
    if row.get("customHeight") not in ("1", "true"):
        row.attrib.pop("ht", None)


def insert_cell(row: Element, column: int) -> Element:
    """A new empty cell of the row, put where its column belongs."""
    cell = etree.Element(row.tag[: row.tag.index("}") + 1] + "c", r=f"{column_letter(column)}{row.get('r')}")
    for place, sibling in enumerate(row):
        if local_name(sibling) != "c" or place_of(sibling.get("r"))[1] > column:
            row.insert(place, cell)
            return cell
    row.append(cell)
    return cell


def set_text(cell: Element, text: str) -> None:
    """An inline string: never a formula, and the shared strings stay as they are."""
    for child in list(cell):
        cell.remove(child)
    for name in ("t", "cm", "vm"):
        cell.attrib.pop(name, None)
    if text:
        fill_text(cell, text)


def fill_text(cell: Element, text: str) -> None:
    """Put an inline string into an empty cell."""
    space = cell.tag[: cell.tag.index("}") + 1]
    cell.set("t", "inlineStr")
    inner = etree.SubElement(etree.SubElement(cell, space + "is"), space + "t")
    inner.text = escaped(text)
    inner.set(XML_SPACE, "preserve")


def escaped(text: str) -> str:
    """As Excel stores it: "_x0041_" would else be read as a letter."""
    return _ESCAPE.sub("_x005F_", clean(text))
