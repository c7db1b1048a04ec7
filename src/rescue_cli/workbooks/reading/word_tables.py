"""Tables of a Word document (docx), read from the package: ECMA-376 Part 1 § 17.4."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from rescue_cli.workbooks.reading.colours import BLACK, WHITE, as_colour, is_faint
from rescue_cli.workbooks.reading.grid import Grid
from rescue_cli.workbooks.reading.limits import MAX_COLUMNS, damaged, not_workbook, unsafe
from rescue_cli.workbooks.reading.senders_comments import AUTHOR, senders_words
from rescue_cli.workbooks.reading.sheet import Marks, Sheet
from rescue_cli.workbooks.reading.symbol_fonts import as_seen, is_symbol_font

if TYPE_CHECKING:
    from lxml.etree import _Element

LINES_ABOVE = 6
COMMENTS = "word/comments.xml"
POINT = 20  # in which heights are counted
# A nested table is read as one of its own; rt is how to say the words under it.
_NOT_SHOWN = {"tbl", "Fallback", "del", "moveFrom", "pPr", "rPr", "rt"}
_TAKEN_OUT = {"del", "moveFrom"}
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
    notes = _notes(data)
    grids = [(_grid(table, notes), above[table]) for table in above]
    sheets = [
        grid.sheet(f"表格{number}", above=lines, marks=marks) for number, ((grid, marks), lines) in enumerate(grids, 1)
    ]
    if not sheets:
        raise not_workbook("没有表格的Word文档")
    return sheets


def _notes(data: bytes) -> dict[str, str]:
    """Number of a comment → its sender's words."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = package.read(COMMENTS) if COMMENTS in package.namelist() else b"<none/>"
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError:
        return {}
    notes = (child for child in root if _name(child) == "comment" and AUTHOR not in child.attrib.values())
    texts = ((_of(note, "id"), "\n".join(_text(part) for part in note if _name(part) == "p")) for note in notes)
    return {number: own for number, text in texts if (own := senders_words(text))}


def _comments(cell: "_Element", notes: Mapping[str, str]) -> Iterator[str]:
    for part in cell.iter() if notes else ():
        if _name(part) == "commentReference" and (text := notes.get(_of(part, "id"))):
            yield text


def _of(element: "_Element", name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.endswith(f"}}{name}")), "")


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


def _grid(table: "_Element", notes: Mapping[str, str]) -> tuple[Grid, Marks]:
    """Its cells. A row that a tracked change deletes is read like any other and told as struck through; in other cells the
    text after the change is read, and the one before it told. Hidden text is read where a cell shows nothing else."""
    grid = Grid()
    open_merges: dict[int, tuple[int, int]] = {}  # left column → its top row and right column
    number = 0
    hidden, struck, revised, unseen, parts, placed = [], [], [], [], [], []
    for number, row in enumerate(_own(table, "tr"), 1):
        deleted = _has(row, "trPr", "del")
        if _has(row, "trPr", "hidden") or _is_flat(row):
            hidden.append(number)
        column = 1 + _property(row, "trPr", "gridBefore", 0)
        for cell in _own(row, "tc"):
            right = column + max(1, _property(cell, "tcPr", "gridSpan", 1)) - 1
            if right > MAX_COLUMNS:
                raise unsafe("列数过多")
            if not _continues(cell) or column not in open_merges:
                _close(grid, open_merges, column, right, number - 1)
                text, old = _cell_text(cell), _cell_text(cell, old=True)
                if concealed := _cell_text(cell, hidden=True):
                    unseen.append((number, column, concealed))
                    text, old = text or concealed, old or concealed
                text, cut = (old, old) if deleted else _standing_and_struck(cell, text)
                grid.put(number, column, text)
                placed.append((number, column, cell))
                if cut and cut == text:
                    struck.append((number, column))
                elif cut:
                    parts.append((number, column, cut))
                elif old != text:
                    revised.append((number, column, old))
                open_merges[column] = (number, right)
            column = right + 1
    _close(grid, open_merges, 1, MAX_COLUMNS, number)
    faint = tuple((row, column) for row, column, cell in placed if _is_faint(cell))
    comments = tuple((*place[:2], text) for place in placed for text in _comments(place[2], notes))
    marks = Marks(tuple(hidden), comments=comments, struck=tuple(struck), struck_parts=tuple(parts))
    return grid, replace(marks, revised=tuple(revised), unseen=tuple(unseen), faint=faint)


def _standing_and_struck(cell: "_Element", text: str) -> tuple[str, str]:
    """What is read of a cell, and what is struck through in it; that is read too where nothing else stands."""
    cut = _cell_text(cell, struck=True)
    standing = _cell_text(cell, struck=False) if cut else ""
    return (standing, cut) if standing else (text, text if cut else "")


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


def _has(element: "_Element", holder: str, name: str) -> bool:
    """Whether a property is there and not turned off."""
    entries = (entry for properties in element if _name(properties) == holder for entry in properties)
    return any(_name(entry) == name and _value(entry) not in ("0", "false", "off") for entry in entries)


def _value(entry: "_Element") -> str:
    return _of(entry, "val")


def _cell_text(cell: "_Element", **which: bool) -> str:
    """`which`: see `_pieces`."""
    texts = (_text(child, **which) for child in _blocks(cell) if _name(child) == "p")
    return "\n".join(text for text in (text.strip() for text in texts) if text)


def _text(element: "_Element", **which: bool) -> str:
    return "".join(_pieces(element, **which))


def _pieces(
    element: "_Element", *, old: bool = False, hidden: bool = False, struck: bool | None = None
) -> Iterator[str]:
    """`old`: before tracked changes. `hidden`: only what is hidden; else all but that. `struck`: only what is struck
    through, or only what is not."""
    if _name(element) == "r" and _has(element, "rPr", "vanish") != hidden:
        return
    if _name(element) == "r" and struck is not None and _is_struck(element) != struck:
        return
    font = _font(element)
    for child in element:
        name = _name(child)
        if name == "t" or (name == "delText" and old):
            yield as_seen(child.text or "", font)
        elif name == "sym":
            yield _symbol(child)
        elif old and name in ("ins", "moveTo"):
            continue
        elif old and name in _TAKEN_OUT:
            yield from _pieces(child, old=old, hidden=hidden, struck=struck)
        elif name in _MARKS:
            yield _MARKS[name]
        elif name not in _NOT_SHOWN:
            yield from _pieces(child, old=old, hidden=hidden, struck=struck)


def _is_struck(run: "_Element") -> bool:
    return _has(run, "rPr", "strike") or _has(run, "rPr", "dstrike")


def _is_flat(row: "_Element") -> bool:
    """Less than a point high, and not to be stretched."""
    for entry in (entry for properties in row if _name(properties) == "trPr" for entry in properties):
        rule = next((value for key, value in entry.attrib.items() if key.endswith("}hRule")), "")
        if _name(entry) == "trHeight" and rule == "exact":
            return _value(entry).isdecimal() and int(_value(entry)) < POINT
    return False


def _is_faint(cell: "_Element") -> bool:
    """Whether every run of a cell has the colour of the cell's ground."""
    grounds = (e for p in cell if _name(p) == "tcPr" for e in p if _name(e) == "shd")
    ground = as_colour(next((v for e in grounds for k, v in e.attrib.items() if k.endswith("}fill")), ""), WHITE)
    runs = [run for run in cell.iter() if _name(run) == "r" and _text(run).strip()]
    return bool(runs) and all(is_faint(_run_colour(run), ground) for run in runs)


def _run_colour(run: "_Element") -> str:
    entries = (entry for properties in run if _name(properties) == "rPr" for entry in properties)
    return as_colour(next((_value(entry) for entry in entries if _name(entry) == "color"), ""), BLACK)


def _symbol(element: "_Element") -> str:
    """A sign by its font and code (§ 17.3.3.30)."""
    values = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
    try:
        return as_seen(chr(int(values.get("char", ""), 16)), values.get("font", ""))
    except (ValueError, OverflowError):
        return ""


def _font(run: "_Element") -> str:
    """The symbol font of a run, else ""."""
    for entry in (entry for properties in run if _name(properties) == "rPr" for entry in properties):
        if _name(entry) == "rFonts":
            fonts = [value for key, value in sorted(entry.attrib.items()) if is_symbol_font(value)]
            return fonts[0] if fonts else ""
    return ""


def _name(element: "_Element") -> str:
    """The tag without its namespace, which differs between transitional and strict documents."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
