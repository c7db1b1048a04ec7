"""Tables in the XML of Excel 2003 (SpreadsheetML, `<?mso-application progid="Excel.Sheet"?>`), often saved as .xls."""

import datetime as dt
import io
import re
from typing import TYPE_CHECKING

from rescue_cli.core.errors import InputError
from rescue_cli.workbooks.reading.colours import BLACK, WHITE, as_colour, is_faint
from rescue_cli.workbooks.reading.grid import Grid
from rescue_cli.workbooks.reading.limits import DAMAGED, MAX_COLUMNS, MAX_ROWS, damaged, unsafe
from rescue_cli.workbooks.reading.looks import Look, with_looks
from rescue_cli.workbooks.reading.number_format import adds_something
from rescue_cli.workbooks.reading.senders_comments import AUTHOR, senders_words
from rescue_cli.workbooks.reading.sheet import Cell, Marks, Sheet, plain
from rescue_cli.workbooks.reading.symbol_fonts import is_symbol_font
from rescue_cli.workbooks.reading.text_encoding import mostly_decoded

if TYPE_CHECKING:
    from lxml.etree import _Element

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_DECLARED = re.compile(r"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["'][^>]*\?>""")
_NO_CHARACTER = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:x0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2\d|3[01]));"
)
_STRUCK = ("}S", "}Del")  # of the text within a cell
_CHINESE = {"gb2312", "gbk", "gb18030", "cp936", "936"}


def read_xml2003(data: bytes) -> list[Sheet]:
    """All worksheets of the book. Raises InputError."""
    from lxml import etree

    source = io.BytesIO(_as_utf8(data))
    parts = etree.iterparse(
        source, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    book = _Book()
    try:
        for event, element in parts:
            book.take(event, element)
    except etree.XMLSyntaxError as error:
        raise damaged() from error
    return book.sheets


def _as_utf8(data: bytes) -> bytes:
    """The text without its declaration, which would contradict the new encoding. Declared entities are refused."""
    text = _decoded(data)
    if "<!DOCTYPE" in text[:8192] or "<!ENTITY" in text[:8192]:
        raise unsafe("含有外部实体声明")
    text = _NO_CHARACTER.sub("", text)  # control characters, which XML does not allow and old systems write
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1).lstrip().encode("utf-8", "replace")


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    else:
        declared = _DECLARED.match(data[:200].decode("latin-1").lstrip("ï»¿"))
        name = declared[1].lower() if declared else "utf-8"
        encodings = ["gb18030" if name in _CHINESE else "utf-8-sig", "utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    if (text := mostly_decoded(data, encodings)) is not None:
        return text
    raise InputError(DAMAGED, "认不出文字编码，打不开")


class _Book:
    """The sheets while the parser goes through the file; each row is forgotten once it is taken."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self._styles: dict[str, tuple[str, str, bool, bool]] = {}  # style → number format, font, struck through, faint
        self._start("")

    def _start(self, name: str) -> None:
        self._name = name
        self._grid = Grid()
        self._row = 0
        self._visible = True
        self._hidden: list[int] = []
        self._looks: list[Look] = []
        self._hidden_columns: list[int] = []
        self._last_column = 0
        self._errors: list[tuple[int, int, str]] = []
        self._unvalued: list[tuple[int, int]] = []
        self._struck_parts: list[tuple[int, int, str]] = []
        self._comments: list[tuple[int, int, str]] = []

    def take(self, event: str, element: "_Element") -> None:
        tag = element.tag
        if event == "start":
            if tag == f"{_SS}Worksheet":
                self._start(element.get(f"{_SS}Name", ""))
        elif tag == f"{_SS}Style":
            self._take_style(element)
        elif tag == f"{_SS}Column":
            self._take_column(element)
        elif tag == f"{_SS}Row":
            self._take_row(element)
            element.clear()
        elif tag == f"{_X}Visible":
            self._visible = (element.text or "").strip() == "SheetVisible"
        elif tag == f"{_SS}Worksheet":
            marks = Marks(
                tuple(self._hidden),
                False,
                tuple(sorted(self._errors)),
                tuple(sorted(self._unvalued)),
                hidden_columns=tuple(self._hidden_columns),
                struck_parts=tuple(self._struck_parts),
                comments=tuple(self._comments),
            )
            sheet = self._grid.sheet(self._name, visible=self._visible, marks=marks)
            self.sheets.append(with_looks(sheet, self._looks))
            element.clear()

    def _take_style(self, style: "_Element") -> None:
        formats, fonts = style.find(f"{_SS}NumberFormat"), style.find(f"{_SS}Font")
        code = formats.get(f"{_SS}Format", "") if formats is not None else ""
        font = fonts.get(f"{_SS}FontName", "") if fonts is not None else ""
        struck = fonts is not None and fonts.get(f"{_SS}StrikeThrough") == "1"
        ground = style.find(f"{_SS}Interior")
        solid = ground is not None and ground.get(f"{_SS}Pattern", "None") != "None"
        text = as_colour(fonts.get(f"{_SS}Color", "") if fonts is not None else "", BLACK)
        faint = is_faint(text, as_colour(ground.get(f"{_SS}Color", "") if ground is not None and solid else "", WHITE))
        drawn = (code if adds_something(code) else "", font if is_symbol_font(font) else "", struck, faint)
        if any(drawn):
            self._styles[style.get(f"{_SS}ID", "")] = drawn

    def _take_column(self, column: "_Element") -> None:
        """`Index` skips columns; `Span` says how many further ones are alike."""
        first = _number(column, "Index", self._last_column + 1)
        self._last_column = min(first + _number(column, "Span", 0), MAX_COLUMNS)
        if column.get(f"{_SS}Hidden") == "1" or _is_flat(column.get(f"{_SS}Width")):
            self._hidden_columns += range(first, self._last_column + 1)

    def _take_row(self, row: "_Element") -> None:
        """`Index` skips rows; `Span` says that further rows look the same and are blank."""
        self._row = _number(row, "Index", self._row + 1)
        last = min(self._row + _number(row, "Span", 0), MAX_ROWS)
        if row.get(f"{_SS}Hidden") == "1" or _is_flat(row.get(f"{_SS}Height")):
            self._hidden += range(self._row, last + 1)
        column = 0
        for cell in row.iterchildren(f"{_SS}Cell"):
            column = _number(cell, "Index", column + 1)
            across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
            self._take_cell(cell, column)
            if style := self._styles.get(cell.get(f"{_SS}StyleID", row.get(f"{_SS}StyleID", ""))):
                self._looks.append(Look(self._row, column, *style))
            if across or down:
                self._grid.merge(self._row, column, self._row + down, column + across)
            column += across
        self._row = last

    def _take_cell(self, cell: "_Element", column: int) -> None:
        note = cell.find(f"{_SS}Comment")
        if note is not None and note.get(f"{_SS}Author") != AUTHOR and (own := senders_words("".join(note.itertext()))):
            self._comments.append((self._row, column, own))
        data = cell.find(f"{_SS}Data")
        text, cut = _standing(data)
        if cut and cut == text:
            self._looks.append(Look(self._row, column, "", "", struck=True))
        elif cut:
            self._struck_parts.append((self._row, column, cut.strip()))
        kind = data.get(f"{_SS}Type", "String") if data is not None else ""
        if kind == "Error":
            self._errors.append((self._row, column, text))
            return
        if not text and kind != "String" and cell.get(f"{_SS}Formula"):
            self._unvalued.append((self._row, column))
        self._grid.put(self._row, column, _value(kind, text))


def _is_flat(size: str | None) -> bool:
    """Less than a point high or wide."""
    return size is not None and re.fullmatch(r"0(?:\.\d*)?", size.strip()) is not None


def _standing(data: "_Element | None") -> tuple[str, str]:
    """What is read of a cell, and what is struck through in it; that is read too where nothing else stands."""
    if data is None:
        return "", ""
    texts: list[str] = [data.text or ""]
    cut: list[str] = []
    for part in data.iterdescendants():
        lines = any(above.tag.endswith(_STRUCK) for above in (part, *part.iterancestors()) if above is not data)
        (cut if lines else texts).append(part.text or "")
        outer = any(above.tag.endswith(_STRUCK) for above in part.iterancestors() if above is not data)
        (cut if outer else texts).append(part.tail or "")
    kept = "".join(texts)
    return (kept if kept.strip() else "".join(data.itertext())), "".join(cut)


def _number(element: "_Element", name: str, default: int) -> int:
    text = element.get(f"{_SS}{name}", "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else default


def _value(kind: str, text: str) -> Cell:
    """A cell as its declared type says; one that does not keep to its type stays text."""
    try:
        if kind == "Number":
            return plain(float(text))
        if kind == "DateTime":
            return _moment(dt.datetime.fromisoformat(text.strip()))
    except ValueError:
        return text
    if kind == "Boolean":
        return text.strip() == "1"
    return text


def _moment(value: dt.datetime) -> Cell:
    """A day is a date; the day Excel counts from (1899-12-30/31) means a time alone."""
    if value.year < 1900:
        return value.time()
    return value.date() if value.time() == dt.time() else value
