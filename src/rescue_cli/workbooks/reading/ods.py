"""What calamine does not tell of an ods: merged ranges, hidden rows and columns, errors, what numbers are shown as, signs of
symbol fonts, and how much its repeated cells would unfold to."""

import io
import re
import zipfile
from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING

from rescue_cli.workbooks.reading.by_calamine import read_fast
from rescue_cli.workbooks.reading.limits import (
    MAX_BOX,
    MAX_COLUMNS,
    MAX_LOOSE_CELLS,
    MAX_MERGED_AREA,
    MAX_MERGES,
    MAX_ROWS,
    damaged,
    encrypted,
    not_workbook,
    too_far,
    unsafe,
)
from rescue_cli.workbooks.reading.number_format import dress_of_text
from rescue_cli.workbooks.reading.ods_styles import OdsStyles
from rescue_cli.workbooks.reading.senders_comments import AUTHOR, senders_words
from rescue_cli.workbooks.reading.sheet import Marks, Merge, Sheet, blank, put
from rescue_cli.workbooks.reading.shown_texts import month_shown, says_otherwise
from rescue_cli.workbooks.reading.symbol_fonts import as_seen

if TYPE_CHECKING:
    from lxml.etree import _Element

_ODF = "{urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _STYLE = f"{_ODF}text:1.0}}", f"{_ODF}style:1.0}}"
_LONGEST = 9  # digits of a number that count: more are never honest
_MOST_ALIKE = 10_000  # repeated cells that are looked at
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ERROR = re.compile(r"#(?:N/A|DIV/0!|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:\d{3}")
_PARTS = frozenset({f"{_TABLE}table", f"{_TABLE}table-row", f"{_TABLE}table-column"})
_UNIT_ALONE = re.compile(r"-?[\d.,]+(?:[万千百][元圆]?|[元圆])(?:/[人户月年·/]+)?")  # read from the number itself
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


class OdsTable:
    """What one table says beside its values."""

    def __init__(self, styles: "OdsStyles | None" = None) -> None:
        self._styles = styles or OdsStyles()
        self._fonts, self._lined = self._styles.of_style, self._styles.lined
        self._defaults: dict[int, str] = {}  # column → the style of its cells without one
        self.struck: list[tuple[int, int]] = []
        self.struck_parts: list[tuple[int, int, str]] = []
        self.faint: list[tuple[int, int]] = []
        self.comments: list[tuple[int, int, str]] = []
        self._columns_before = 0
        self.hidden_columns: list[int] = []
        self.dressed: list[tuple[int, int, str]] = []
        self.worded: list[tuple[int, int, str]] = []
        self.unseen: list[tuple[int, int, str]] = []
        self.signs: list[tuple[int, int, str]] = []
        self.merges: list[Merge] = []
        self.hidden: list[int] = []
        self.errors: list[tuple[int, int, str]] = []
        self.filtered = False
        self._row = self._column = 1
        self._rows = self._columns = self._unfolded = self._area = 0

    @property
    def marks(self) -> Marks:
        """Its hidden rows and error cells; formulas without a result an ods does not tell."""
        return Marks(
            tuple(self.hidden),
            self.filtered,
            tuple(self.errors),
            hidden_columns=tuple(self.hidden_columns),
            dressed=tuple(self.dressed),
            worded=tuple(self.worded),
            unseen=tuple(self.unseen),
            struck=tuple(self.struck),
            struck_parts=tuple(self.struck_parts),
            faint=tuple(self.faint),
            comments=tuple(self.comments),
        )

    def take_column(self, column: "_Element") -> None:
        """A column, or several alike."""
        first = self._columns_before + 1
        self._columns_before = min(first - 1 + _number(column, "number-columns-repeated"), MAX_COLUMNS)
        own = range(first, self._columns_before + 1)
        flat = column.get(f"{_TABLE}style-name", "") in self._styles.flat
        if flat or column.get(f"{_TABLE}visibility", "visible") != "visible":
            self.hidden_columns += own
        style = column.get(f"{_TABLE}default-cell-style-name", "")
        if style in self._fonts or style in self._lined or style in self._styles.faint:
            self._defaults |= dict.fromkeys(own, style)

    def take_row(self, row: "_Element") -> None:
        """The row at the end of its element. Raises InputError where a limit is passed."""
        times = _number(row, "number-rows-repeated")
        self._column = 1
        filled = False
        for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            filled = self._take_cell(cell, times) or filled
        shown = row.get(f"{_TABLE}visibility", "visible")
        if filled and (shown != "visible" or row.get(f"{_TABLE}style-name", "") in self._styles.flat):
            self.hidden += range(self._row, self._row + min(times, MAX_ROWS))
            self.filtered = self.filtered or shown == "filter"
        self._row += times
        self._check()

    def _take_cell(self, cell: "_Element", times: int) -> bool:
        repeated = _number(cell, "number-columns-repeated")
        across, down = _number(cell, "number-columns-spanned"), _number(cell, "number-rows-spanned")
        if across > 1 or down > 1:
            self.merges.append(Merge(self._row, self._column, self._row + down - 1, self._column + across - 1))
            self._area += across * down
        note = cell.find(f"{_OFFICE}annotation")
        if note is not None and (own := senders_words(_noted(note))):
            self.comments.append((self._row, self._column, own))
        filled = cell.get(f"{_OFFICE}value-type") is not None or len(cell) > (note is not None)
        if filled and cell.get(f"{_TABLE}formula") is not None:
            self._see_result(cell)
        if filled and repeated * times < _MOST_ALIKE:
            self._see_look(cell, repeated, times)
        self._column += repeated
        if filled:
            self._unfolded += repeated * times
            self._rows, self._columns = self._row + times - 1, max(self._columns, self._column - 1)
        return filled

    def _see_look(self, cell: "_Element", repeated: int, times: int) -> None:
        """What the cell is seen as, where that differs from its value."""
        text = "\n".join("".join(part.itertext()) for part in cell.iterchildren(f"{_TEXT}p"))
        places = [(self._row + down, self._column + right) for down in range(times) for right in range(repeated)]
        style = cell.get(f"{_TABLE}style-name", self._defaults.get(self._column, ""))
        if style in self._lined:
            self.struck += places
        if style in self._styles.faint and text.strip():
            self.faint += places
        if cell.get(f"{_OFFICE}value-type") in ("float", "currency"):
            value = _float(cell.get(f"{_OFFICE}value", ""))
            if value is not None:
                self._see_number(value, text.strip() if cell.find(f"{_TEXT}p") is not None else None, places)
            return
        stored = cell.get(f"{_OFFICE}string-value", text)
        part = month_shown(text, cell.get(f"{_OFFICE}date-value", ""))
        if part or (text.strip() and stored.strip() and text != stored):
            self.worded += [(*place, part or text) for place in places]
            return
        spans = {part.get(f"{_TEXT}style-name", "") for part in cell.iter(f"{_TEXT}span")}
        if spans & self._lined and style not in self._lined:
            self._see_struck(cell, text, places)
            return
        sign = as_seen(
            text, max((self._fonts.get(span, "") for span in spans), default="") or self._fonts.get(style, "")
        )
        if sign != text:
            self.signs += [(*place, sign) for place in places]

    def _see_struck(self, cell: "_Element", text: str, places: list[tuple[int, int]]) -> None:
        """A text of which a part is struck through: what stands is read, all of it where nothing does."""
        standing, cut = [], []
        for paragraph in cell.iterchildren(f"{_TEXT}p"):
            pieces = [
                (piece, self._is_lined(piece.getparent(), piece.is_tail)) for piece in paragraph.xpath(".//text()")
            ]
            standing.append("".join(piece for piece, is_lined in pieces if not is_lined))
            cut += [piece for piece, is_lined in pieces if is_lined]
        kept = "\n".join(line for line in standing if line.strip())
        if kept:
            self.signs += [(*place, kept) for place in places]
            self.struck_parts += [(*place, "".join(cut).strip()) for place in places]
        elif text.strip():
            self.struck += places

    def _is_lined(self, element: "_Element", is_tail: bool) -> bool:
        around = [element, *element.iterancestors(f"{_TEXT}span")][1 if is_tail else 0 :]
        return any(part.get(f"{_TEXT}style-name", "") in self._lined for part in around if part.tag == f"{_TEXT}span")

    def _see_number(self, value: float, text: str | None, places: list[tuple[int, int]]) -> None:
        """A number and what is seen of it; None where that is not said."""
        if text == "":
            self.unseen += [(*place, f"{value:g}") for place in places]
        elif text is not None and (dress := dress_of_text(text, value)) is not None:
            self.dressed += [(*place, dress.shown(value)) for place in places]
        elif text is not None and not _UNIT_ALONE.fullmatch(text) and says_otherwise(text, value):
            self.worded += [(*place, text) for place in places]

    def _see_result(self, cell: "_Element") -> None:
        """A formula in error says so only in its text; as its value old programs write 0."""
        text = "".join(cell[0].itertext()).strip() if len(cell) else ""
        if _ERROR.fullmatch(text):
            self.errors.append((self._row, self._column, text))

    def _check(self) -> None:
        if self._unfolded > MAX_LOOSE_CELLS or self._rows * self._columns > MAX_BOX or self._rows > MAX_ROWS:
            raise too_far(self._rows)
        if self._columns > MAX_COLUMNS:
            raise unsafe("列数过多")
        if len(self.merges) > MAX_MERGES or self._area > MAX_MERGED_AREA:
            raise unsafe("合并单元格过多")


def read_ods(data: bytes) -> list[Sheet]:
    """The values by calamine, the rest by our own survey, which also bounds what unfolds. Raises InputError."""
    surveyed = survey_ods(data)
    tables = [(sheet, surveyed.get(sheet.name, OdsTable())) for sheet in read_fast(data)]
    for sheet, table in tables:
        blank(sheet, table.errors)
        for row, column, text in table.signs:
            put(sheet, row, column, text)
        for row, column, text in table.unseen:
            if text == "0":
                put(sheet, row, column, "")
    return [replace(sheet, merged=tuple(table.merges), marks=table.marks) for sheet, table in tables]


def survey_ods(data: bytes) -> dict[str, OdsTable]:
    """Table name → what it says. Raises InputError."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        _check_kind(package)
        content = io.BytesIO(package.read("content.xml"))
    tables: dict[str, OdsTable] = {}
    try:
        parts = etree.iterparse(
            content,
            events=("start", "end"),
            tag=[*_PARTS, f"{_STYLE}style", f"{_STYLE}font-face"],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        table, styles = OdsTable(), OdsStyles()
        for event, element in parts:
            if event == "start" and element.tag == f"{_TABLE}table":
                table = tables.setdefault(element.get(f"{_TABLE}name", ""), OdsTable(styles))
            elif event == "end" and element.tag not in _PARTS:
                styles.take(element)
            elif event == "end" and element.tag == f"{_TABLE}table-column":
                table.take_column(element)
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                table.take_row(element)
                element.clear()
    except etree.XMLSyntaxError as error:
        raise damaged() from error
    return tables


def _noted(note: "_Element") -> str:
    """The text of an annotation; that of ours has us for its author."""
    if any(part.text == AUTHOR for part in note.iterchildren("{http://purl.org/dc/elements/1.1/}creator")):
        return ""
    return "\n".join("".join(part.itertext()) for part in note.iterchildren(f"{_TEXT}p"))


def _float(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) else None


def _check_kind(package: zipfile.ZipFile) -> None:
    names = package.namelist()
    if "META-INF/manifest.xml" in names and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise encrypted()
    kind = package.read("mimetype") if "mimetype" in names else b""
    if kind.startswith(b"application/vnd.oasis.opendocument.") and b"spreadsheet" not in kind:
        raise not_workbook("文字或演示文档")


def _number(element: "_Element", name: str) -> int:
    """How often, or how far; a number too long to be meant is as large as any that is refused."""
    text = element.get(f"{_TABLE}{name}", "").strip().lstrip("0")
    return int(text[:_LONGEST]) if text.isascii() and text.isdecimal() else 1
