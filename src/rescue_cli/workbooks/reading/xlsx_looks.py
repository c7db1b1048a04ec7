"""How the cells of an xlsx are drawn: their number formats and fonts where those say something, and columns that are hidden."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from rescue_cli.workbooks.reading.built_in_formats import BUILT_IN
from rescue_cli.workbooks.reading.colours import BLACK, WHITE, as_colour, is_faint
from rescue_cli.workbooks.reading.limits import MAX_COLUMNS
from rescue_cli.workbooks.reading.looks import Look
from rescue_cli.workbooks.reading.number_format import adds_something
from rescue_cli.workbooks.reading.sheet import column_number
from rescue_cli.workbooks.reading.symbol_fonts import as_seen, is_symbol_font
from rescue_cli.workbooks.reading.xlsx_parts import MAX_BOOK_PART, is_struck, local_name, small_tree
from rescue_cli.workbooks.reading.zip_parts import blocks, cut

STRINGS = "xl/sharedStrings.xml"
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_UNSEEN = re.compile(rb'\bhidden="(?:1|true)"|\bwidth="0(?:\.\d*)?"')  # or less than a character wide
_NO_ZEROS = re.compile(rb'<(?:\w+:)?sheetView\b[^>]*\bshowZeros="(?:0|false)"')
_FROM, _TO = re.compile(rb'\bmin="(\d{1,5})"'), re.compile(rb'\bmax="(\d{1,5})"')
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE, _STYLE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"'), re.compile(rb'\bs="(\d{1,6})"')
_INDEX = re.compile(rb"<(?:\w+:)?v>(\d{1,9})</")
_SHARED = b't="s"'
_OF_THEME = {"0": WHITE, "1": BLACK}  # the window and its text
_OF_PALETTE = {"0": BLACK, "8": BLACK, "64": BLACK, "1": WHITE, "9": WHITE, "65": WHITE}


def head_of(package: zipfile.ZipFile, part: str) -> bytes:
    """What a sheet says before its rows: its view and its columns."""
    head = b""
    for block in blocks(package, package.getinfo(part)):
        head += block
        if b"sheetData" in head:
            break
    return head.partition(b"sheetData")[0]


def shows_zeros(head: bytes) -> bool:
    """Whether the view of the sheet shows cells of the value 0."""
    return _NO_ZEROS.search(head) is None


def hidden_columns(head: bytes) -> tuple[int, ...]:
    """Numbers of the columns that are hidden, or have no width."""
    hidden: set[int] = set()
    for entry in _COLUMN.findall(head):
        first, last = _FROM.search(entry), _TO.search(entry)
        if _UNSEEN.search(entry) and first and last:
            hidden.update(range(int(first[1]), min(int(last[1]), MAX_COLUMNS) + 1))
    return tuple(sorted(hidden))


@dataclass(frozen=True)
class Drawing:
    """What the styles and texts of a workbook say; asked sheet by sheet."""

    package: zipfile.ZipFile

    def looks(self, part: str) -> Iterator[Look]:
        """The look of every cell of a sheet whose style says something."""
        if not self._styles:
            return
        for attributes, _, row, column in self._cells(part):
            style = _STYLE.search(attributes)
            if style and (drawn := self._styles.get(int(style[1]))):
                yield Look(row, column, *drawn)

    def faint(self, part: str) -> Iterator[tuple[int, int]]:
        """(row, column) of cells whose text has the colour of its ground."""
        if not self._faint_styles:
            return
        marks = tuple(b's="%d"' % number for number in self._faint_styles)
        for attributes, _, row, column in self._cells(part, marks):
            style = _STYLE.search(attributes)
            if style and int(style[1]) in self._faint_styles:
                yield row, column

    @cached_property
    def _faint_styles(self) -> frozenset[int]:
        """The numbers of the cell styles of such text."""
        root = small_tree(self.package, "xl/styles.xml")
        lists = {local_name(entry): entry for entry in root} if root is not None else {}
        texts = [_colour(font, "color", BLACK) for font in lists.get("fonts", ())]
        grounds = [_ground(fill) for fill in lists.get("fills", ())]
        return frozenset(
            number
            for number, style in enumerate(lists.get("cellXfs", ()))
            if is_faint(
                _listed(texts, style.get("fontId", ""), BLACK), _listed(grounds, style.get("fillId", ""), WHITE)
            )
        )

    def signs(self, part: str) -> Iterator[tuple[int, int, str]]:
        """(row, column, what is seen) of cells in whose text a run is of a symbol font."""
        if not self._signs:
            return
        for attributes, content, row, column in self._cells(part):
            index = _INDEX.search(content) if _SHARED in attributes else None
            if index and int(index[1]) in self._signs:
                yield row, column, self._signs[int(index[1])]

    def _cells(self, part: str, marks: tuple[bytes, ...] = ()) -> Iterator[tuple[bytes, bytes, int, int]]:
        """`marks`: of which one at least must stand in a stretch of the sheet for its cells to be of interest."""
        rest = b""
        for block in (*blocks(self.package, self.package.getinfo(part)), b""):
            window, rest = cut(rest + block) if block else (rest, b"")
            if marks and not any(mark in window for mark in marks):
                continue
            for attributes, content in _CELL.findall(window):
                place = _PLACE.search(attributes)
                if place:
                    yield attributes, content, int(place[2]), column_number(place[1])

    @cached_property
    def _styles(self) -> dict[int, tuple[str, str]]:
        """Number of a cell style → its number format and its font, where one of them says something."""
        root = small_tree(self.package, "xl/styles.xml")
        lists = {local_name(entry): entry for entry in root} if root is not None else {}
        codes = {entry.get("numFmtId", ""): entry.get("formatCode", "") for entry in lists.get("numFmts", ())}
        codes = {str(number): code for number, code in BUILT_IN.items()} | codes
        codes = {number: code for number, code in codes.items() if adds_something(code)}
        fonts = [_name(font) for font in lists.get("fonts", ())]
        drawn = (
            (codes.get(style.get("numFmtId", ""), ""), _font_of(fonts, style.get("fontId", "")))
            for style in lists.get("cellXfs", ())
        )
        return {number: entry for number, entry in enumerate(drawn) if any(entry)}

    def struck_texts(self, part: str) -> Iterator[tuple[int, int, str, str]]:
        """(row, column, what stands, what is struck through) of cells in whose text a run is struck through."""
        if not self._struck_texts and self.package.getinfo(part).file_size > MAX_BOOK_PART:
            return
        for attributes, content, row, column in self._cells(part):
            if _SHARED in attributes:
                index = _INDEX.search(content)
                text = self._struck_texts.get(int(index[1])) if index else None
            else:
                text = _struck_text(_inline_runs(content)) if b"strike" in content else None
            if text:
                yield row, column, *text

    @cached_property
    def _texts(self) -> list[list[Element]]:
        """The runs of every shared text that has some."""
        root = small_tree(self.package, STRINGS)
        return [[run for run in entry if local_name(run) == "r"] for entry in (root if root is not None else ())]

    @cached_property
    def _signs(self) -> dict[int, str]:
        """Number of a shared text → what is seen of it, where some run of it is of a symbol font."""
        return {
            number: "".join(as_seen(_run_text(run), _run_font(run)) for run in runs)
            for number, runs in enumerate(self._texts)
            if any(is_symbol_font(_run_font(run)) for run in runs)
        }

    @cached_property
    def _struck_texts(self) -> dict[int, tuple[str, str]]:
        """Number of a shared text → what of it stands and what is struck through, where some run is."""
        texts = ((number, _struck_text(runs)) for number, runs in enumerate(self._texts))
        return {number: text for number, text in texts if text}


def _colour(holder: Element, name: str, default: str) -> str:
    """A colour by its digits, its number in the old palette, or as the theme has it."""
    entry = next((entry for entry in holder.iter() if local_name(entry) == name), None)
    if entry is None:
        return default
    own, theme, tint = entry.get("rgb", ""), entry.get("theme", ""), entry.get("tint", "0")
    if theme in _OF_THEME and float(tint or 0) == 0:
        return _OF_THEME[theme]
    number = entry.get("indexed", "")
    return as_colour(own, "") or _OF_PALETTE.get(number) or (f"theme:{theme}:{tint}" if theme else f"indexed:{number}")


def _ground(fill: Element) -> str:
    pattern = next((entry for entry in fill if local_name(entry) == "patternFill"), None)
    kind = "gradient" if pattern is None else pattern.get("patternType", "none")
    return WHITE if kind == "none" else _colour(fill, "fgColor", BLACK) if kind == "solid" else kind


def _listed(colours: list[str], number: str, default: str) -> str:
    return colours[int(number)] if number.isdigit() and int(number) < len(colours) else default


def _name(font: Element) -> str:
    """The name of a symbol font, else ""."""
    name = next((entry.get("val", "") for entry in font if local_name(entry) == "name"), "")
    return name if is_symbol_font(name) else ""


def _inline_runs(content: bytes) -> list[Element]:
    """The runs of a text that stands in its cell."""
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError:  # prefixes that are declared elsewhere
        return []
    return [run for run in root if local_name(run) == "r"]


def _struck_text(runs: list[Element]) -> tuple[str, str] | None:
    """What of a text stands and what of it is struck through; None where no run is."""
    lined = [any(local_name(entry) == "rPr" and is_struck(entry) for entry in run) for run in runs]
    if not any(lined):
        return None
    pairs = list(zip(map(_run_text, runs), lined, strict=True))
    return "".join(text for text, cut in pairs if not cut), "".join(text for text, cut in pairs if cut)


def _run_font(run: Element) -> str:
    return next((entry.get("val", "") for entry in run.iter() if local_name(entry) == "rFont"), "")


def _run_text(run: Element) -> str:
    return "".join(entry.text or "" for entry in run if local_name(entry) == "t")


def _font_of(fonts: list[str], number: str) -> str:
    return fonts[int(number)] if number.isdigit() and int(number) < len(fonts) else ""
