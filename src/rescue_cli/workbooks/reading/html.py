"""Tables of a web page, which many systems export under the suffix .xls."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rescue_cli.core.errors import InputError
from rescue_cli.workbooks.reading.grid import Grid
from rescue_cli.workbooks.reading.html_colours import is_faint_cell
from rescue_cli.workbooks.reading.limits import MAX_COLUMNS, NOT_WORKBOOK, not_workbook, unsafe
from rescue_cli.workbooks.reading.senders_comments import senders_words
from rescue_cli.workbooks.reading.sheet import Marks, Sheet
from rescue_cli.workbooks.reading.symbol_fonts import as_seen
from rescue_cli.workbooks.reading.text_encoding import mostly_decoded

if TYPE_CHECKING:
    from lxml.etree import _Element

LINES_ABOVE = 6  # lines of text over a table that may be its title and unit line
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_HAN = re.compile("[㐀-鿿]")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_SILENT = {"script", "style", "xml", "noscript", "comment"}  # comment: what LibreOffice makes of a note on a cell
_LINES = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "title", "center", "caption", "table", "body"}
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_FLAT = re.compile(r"(?<![\w-])(?:height|width)\s*:\s*0(?:\.\d*)?(?:pt|px|cm|mm|in)?\s*(?:;|$)", re.IGNORECASE)
_LINED = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_STRUCK = {"s", "strike", "del"}
_FAMILY = re.compile(r"""font-family\s*:\s*["']?\s*([\w -]+)""", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS = re.compile(r"\.([\w-]+)\s*$")


def read_html(data: bytes) -> list[Sheet]:
    """Each table that holds something, the first nameless, further and nested ones 表2, 表3 … Raises InputError."""
    root = _parsed(_decoded(data))
    above = _lines_above(root)
    styles = _styles(root)
    sheets: list[Sheet] = []
    for table in root.iter("table"):
        grid, marks = _grid(table, styles)
        if not grid.is_blank:
            name = f"表{len(sheets) + 1}" if sheets else ""
            sheets.append(grid.sheet(name, above=above.get(table, ()) + _caption(table), marks=marks))
    if not sheets:
        raise not_workbook("没有表格的网页")
    return sheets


def _decoded(data: bytes) -> str:
    """By mark, else by trial; what a page says of itself is believed only where UTF-8 makes no Chinese of it."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    charset = _CHARSET.search(data[:4096])
    chinese = charset is not None and charset[1].lower() in (b"gb2312", b"gbk", b"gb18030", b"gb_2312-80")
    for name in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if name == "gb18030" or not chinese or text.isascii() or _HAN.search(text):
            return text
    if (sound := mostly_decoded(data, ("utf-8-sig", "gb18030"))) is not None:
        return sound
    raise InputError(NOT_WORKBOOK, "认不出文字编码，不是电子表格或文本表格")


def _parsed(text: str) -> "_Element":
    from lxml import etree

    content = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\x00", ""), count=1)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(content.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise not_workbook("没有表格的网页") from error
    if root is None:
        raise not_workbook("没有表格的网页")
    if any(entry.type_name in ("ERR_INTERNAL_ERROR", "ERR_RESOURCE_LIMIT") for entry in parser.error_log):
        raise unsafe("网页嵌套过深，读不完整")  # the parser would go on without the rest
    return root


def _styles(root: "_Element") -> dict[str, str]:
    """Class → what the page's style sheet says of it."""
    styles: dict[str, str] = {}
    for sheet in root.iter("style"):
        for names, text in _RULE.findall("".join(sheet.itertext())):
            for name in names.split(","):
                if match := _CLASS.search(name):
                    styles[match[1]] = styles.get(match[1], "") + ";" + text
    return styles


def _style_of(element: "_Element", styles: Mapping[str, str]) -> str:
    """Of its classes and its own."""
    return ";".join(
        [*(styles.get(name, "") for name in (element.get("class") or "").split()), element.get("style", "")]
    )


def _hidden_by_columns(table: "_Element", styles: Mapping[str, str]) -> set[int]:
    """Numbers of the columns whose `col` is not shown."""
    hidden: set[int] = set()
    number = 1
    for column in table.iter("col"):
        if next(column.iterancestors("table")) is table:
            across = _span(column, "span", 1000)
            if _NOT_SHOWN.search(_style_of(column, styles)) or _is_flat(column, styles):
                hidden.update(range(number, number + across))
            number += across
    return hidden


def _is_flat(element: "_Element", styles: Mapping[str, str]) -> bool:
    """A row without height, a column without width."""
    own = element.get("width" if element.tag == "col" else "height", "")
    return own.strip() == "0" or _FLAT.search(_style_of(element, styles)) is not None


def _grid(table: "_Element", styles: Mapping[str, str]) -> tuple[Grid, Marks]:
    """The cells of one table where they stand once colspan and rowspan have pushed them aside; its hidden rows and columns.
    A column of which no cell is shown is hidden."""
    grid = Grid()
    taken: dict[int, int] = {}  # column → last row that a cell from above still covers
    hidden, unseen, struck, parts, placed = [], [], [], [], []
    shown: set[int] = set()
    unshown: set[int] = set()
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    for number, row in enumerate(rows, 1):
        if _NOT_SHOWN.search(_style_of(row, styles)) or _is_flat(row, styles):
            hidden.append(number)
        lined = _LINED.search(_style_of(row, styles)) is not None
        column = 1
        for cell in row.iter("td", "th"):
            if next(cell.iterancestors("tr")) is not row:
                continue
            while taken.get(column, 0) >= number:
                column += 1
            across, down = _span(cell, "colspan", 1000), min(_span(cell, "rowspan", 65534), len(rows) - number + 1)
            (unshown if _NOT_SHOWN.search(_style_of(cell, styles)) else shown).add(column)
            text, concealed = _seen_and_hidden(cell, styles)
            text, cut = _standing_and_struck(cell, styles, text)
            grid.put(number, column, text)
            placed.append((number, column, cell))
            if concealed:
                unseen.append((number, column, concealed))
            if text and (lined or cut == text):
                struck.append((number, column))
            elif cut:
                parts.append((number, column, cut))
            grid.merge(number, column, number + down - 1, column + across - 1)
            taken.update(dict.fromkeys(range(column, column + across), number + down - 1))
            column += across
            if column > MAX_COLUMNS:
                raise unsafe("列数过多")
    columns = (unshown - shown) | _hidden_by_columns(table, styles)
    apart = [entry for entry in unseen if entry[0] not in hidden and entry[1] not in columns]
    marks = Marks(tuple(hidden), hidden_columns=tuple(sorted(columns)), unseen=tuple(apart))
    marks = replace(marks, comments=_comments(placed), faint=_faint(placed, styles))
    return grid, replace(marks, struck=tuple(struck), struck_parts=tuple(parts))


def _comments(placed: Sequence[tuple[int, int, "_Element"]]) -> tuple[tuple[int, int, str], ...]:
    texts = (
        (row, column, "".join("".join(note.itertext()) for note in cell.iter("comment")))
        for row, column, cell in placed
    )
    return tuple((row, column, own) for row, column, text in texts if (own := senders_words(text)))


def _faint(placed: Sequence[tuple[int, int, "_Element"]], styles: Mapping[str, str]) -> tuple[tuple[int, int], ...]:
    """(row, column) of the cells whose text has the colour of its ground. Plain cells of one look are looked at once."""
    known: dict[tuple[object, ...], bool] = {}
    faint = []
    for row, column, cell in placed:
        line = next(cell.iterancestors("tr"))
        plain = len(cell) == 0 and (cell.text or "").strip() != ""
        look = (*cell.items(), None, *line.items()) if plain else (row, column)
        if look not in known:
            known[look] = is_faint_cell(cell, lambda part: _style_of(part, styles))
        if known[look]:
            faint.append((row, column))
    return tuple(faint)


def _span(cell: "_Element", name: str, most: int) -> int:
    """Limits as HTML has them (§ 4.9.11)."""
    text = (cell.get(name) or "").strip()
    return max(1, min(int(text), most)) if text.isascii() and text.isdecimal() and len(text) < 9 else 1


def _seen_and_hidden(cell: "_Element", styles: Mapping[str, str]) -> tuple[str, str]:
    """What is read of a cell, and what of it is not shown; that is read too where the cell shows nothing else."""
    style = _style_of(cell, styles)
    if _NOT_SHOWN.search(style):
        text = _text(cell, style)
        return text, text
    own = (part for part in cell.iterdescendants() if next(part.iterancestors("td", "th")) is cell)
    hidden = [part for part in own if _NOT_SHOWN.search(_style_of(part, styles))]
    if not hidden:
        return _text(cell, style), ""
    concealed = " ".join(text for text in map(_text, hidden) if text)
    return _text(cell, style, frozenset(hidden)) or concealed, concealed


def _standing_and_struck(cell: "_Element", styles: Mapping[str, str], text: str) -> tuple[str, str]:
    """What is read of a cell, and what is struck through in it; that is read too where nothing else stands."""
    if _LINED.search(_style_of(cell, styles)):
        return text, text
    own = [part for part in cell.iterdescendants() if next(part.iterancestors("td", "th"), None) is cell]
    hidden = {part for part in own if _NOT_SHOWN.search(_style_of(part, styles))}
    lined = {part for part in own if part.tag in _STRUCK or _LINED.search(_style_of(part, styles))} - hidden
    if not lined:
        return text, ""
    standing = _text(cell, _style_of(cell, styles), frozenset(lined | hidden))
    outer = [part for part in own if part in lined and not lined & set(part.iterancestors())]
    cut = " ".join(piece for piece in map(_text, outer) if piece)
    return (standing, cut) if standing else (text, text)


def _text(element: "_Element", style: str = "", without: frozenset["_Element"] = frozenset()) -> str:
    """What the cell shows, without tables nested in it: those are read as tables of their own."""
    text = "".join(_pieces(element, _family(style), without))
    return "\n".join(line for line in (line.strip() for line in text.split("\n")) if line)


def _family(style: str) -> str:
    family = _FAMILY.search(style)
    return family[1].strip() if family else ""


def _pieces(element: "_Element", font: str, without: frozenset["_Element"] = frozenset()) -> Iterator[str]:
    """`font`: that the text is in, as far as it is said."""
    font = element.get("face") or _family(element.get("style", "")) or font
    yield as_seen(_SPACE.sub(" ", element.text or ""), font)
    for child in element:
        if child.tag in _LINES or child.tag == "br":
            yield "\n"
        if isinstance(child.tag, str) and child.tag != "table" and child.tag not in _SILENT and child not in without:
            yield from _pieces(child, font, without)
        if child.tag in _LINES:
            yield "\n"
        yield as_seen(_SPACE.sub(" ", child.tail or ""), font)


def _caption(table: "_Element") -> tuple[str, ...]:
    captions = [_text(child) for child in table.iterchildren("caption")]
    return tuple(text for text in captions if text)


def _lines_above(root: "_Element") -> dict["_Element", tuple[str, ...]]:
    """Outermost table → the last lines of text between the table before it and itself."""
    from lxml import etree

    above: dict[_Element, tuple[str, ...]] = {}
    text: list[str] = []
    outside = True
    for event, element in etree.iterwalk(root, events=("start", "end")):
        start = event == "start"
        if element.tag == "table" and next(element.iterancestors("table"), None) is None:
            outside = not start
            if start:
                lines = [line.strip() for line in "".join(text).split("\n") if line.strip()]
                above[element] = tuple(lines[-LINES_ABOVE:])
                text = []
        if outside and (element.tag in _LINES or element.tag == "br"):
            text.append("\n")
        if outside and start and element.tag not in _SILENT:
            text.append(_SPACE.sub(" ", element.text or ""))
        if outside and not start:
            text.append(_SPACE.sub(" ", element.tail or ""))
    return above
