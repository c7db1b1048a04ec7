"""The bureau's own blank workbook filled in place: values go into its cells, every look, width, merge and print set-up
stays as it is. Edited inside the package, so that what no library knows (text boxes, pictures of WPS) stays too.
"""

import datetime as dt
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from lxml import etree

from rescue_cli.core.errors import RescueError
from rescue_cli.workbooks.marking.blank_rows import RowsError, insert_copies, moved_formula, rows_named
from rescue_cli.workbooks.marking.fault_marks import place_of
from rescue_cli.workbooks.marking.opc import (
    Element,
    OddPackageError,
    Package,
    local_name,
    namespace,
    xml_bytes,
)
from rescue_cli.workbooks.marking.sheet_marks import Box
from rescue_cli.workbooks.marking.sheet_rows import insert_cell, number_rows, set_text
from rescue_cli.workbooks.reading.workbook_reader import column_letter
from rescue_cli.workbooks.writing.package import place_package
from rescue_cli.workbooks.writing.sheet_layout import Cell, shown

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SUM = re.compile(r"SUM\(\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)\)", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


class BlankError(RescueError):
    """The blank form cannot be filled; the sentence says why. The report is written in the pack's own layout instead."""

    code = "BLANK"


@dataclass(frozen=True)
class FillLayout:
    """What goes where in the blank `file`: `columns` letter → the lines' values from row `first` down; `cells` address →
    one value. `labels`: the letter of the column that names the lines, and their names: where the blank has names
    printed there, each line goes to the row of its name."""

    file: str
    sheet: str
    first: int
    columns: Mapping[str, tuple[Cell, ...]]
    cells: Mapping[str, Cell]
    labels: tuple[str, tuple[str, ...]] | None = None

    @property
    def lines(self) -> int:
        return max((len(values) for values in self.columns.values()), default=0)


def write_blank(path: Path, data: bytes, layout: FillLayout) -> tuple[str, ...]:
    """Write the filled blank to `path`; the lines whose name the blank has no row for.

    Raises:
        OutputError: it is open elsewhere, or cannot be written.
        BlankError: the blank is not made so that it can be filled.
    """
    filled, unplaced = fill_blank(data, layout)
    place_package(path, lambda target: _put(target, filled))
    return unplaced


def _put(target: Path, data: bytes) -> None:
    target.write_bytes(data)


def fill_blank(data: bytes, layout: FillLayout) -> tuple[bytes, tuple[str, ...]]:
    """The filled workbook, and the lines without a row. Raises BlankError."""
    try:
        return _filled(data, layout)
    except RowsError as error:
        raise BlankError(str(error)) from error
    except (
        OddPackageError,
        etree.LxmlError,
        zipfile.BadZipFile,
        zlib.error,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
    ) as error:  # what lxml, zipfile and a missing element raise
        raise BlankError("空白表不是能填写的 Excel 工作簿（xlsx）") from error


def _filled(data: bytes, layout: FillLayout) -> tuple[bytes, tuple[str, ...]]:
    package = Package(data)
    book = package.name_of(package.relations("").first("officeDocument") or "xl/workbook.xml")
    root = package.read(book)
    part = _sheet_part(package, book, root, layout.sheet)
    form = _Form(package, package.read(part), book)
    rows, unplaced = form.rows_for(layout)
    if form.moved:
        _move_names(package, root, book, layout.sheet, form)
    for letter, values in layout.columns.items():
        for row, value in zip(rows, values, strict=True):
            if row is not None and not (form.by_name and layout.labels and letter == layout.labels[0]):
                form.put(f"{letter}{row}", value)
    for address, value in layout.cells.items():
        form.put(form.now_at(address), value)
    form.reckon()
    package.write(part, xml_bytes(form.root))
    _reckon_on_load(package, book, root)
    return package.to_bytes(), unplaced


def _sheet_part(package: Package, book: str, root: Element, name: str) -> str:
    relations = package.relations(book)
    entries = {entry.get("name"): entry for entry in root.iter(f"{{{namespace(root)}}}sheet")}
    if name not in entries:
        raise BlankError(f"空白表里没有名为“{name}”的工作表，只有{'、'.join(map(str, entries))}")
    return package.name_of(relations.target(entries[name].get(f"{{{RELATIONS}}}id")))


class _Form:
    """The sheet being filled. `moved`: (last prepared row, rows put in below it), once that was needed."""

    def __init__(self, package: Package, root: Element, book: str) -> None:
        self.root = root
        number_rows(root)
        self._space = f"{{{namespace(root)}}}"
        self._strings = _shared_strings(package, book)
        self.moved: tuple[int, int] | None = None
        self.by_name = False

    def rows_for(self, layout: FillLayout) -> tuple[list[int | None], tuple[str, ...]]:
        """The row of every line: by the names printed in the blank, else one after the other, rows added where it has
        too few."""
        if layout.labels is not None:
            letter, names = layout.labels
            printed = self._printed(letter, layout.first)
            rows = [printed.get(_compact(name)) for name in names]
            if any(rows):
                self.by_name = True
                return list(rows), tuple(name for name, row in zip(names, rows, strict=True) if row is None)
        free = self._free(layout)
        if free == 0 and layout.lines:
            raise BlankError(f"空白表“{layout.sheet}”第{layout.first}行不是空行，没有地方填")
        short = layout.lines - free
        if short > 0:
            last = layout.first + free - 1
            insert_copies(self.root, layout.first, last, short)
            self.moved = (last, short)
        return [layout.first + place for place in range(layout.lines)], ()

    def now_at(self, address: str) -> str:
        """Where a cell of the blank stands after rows were put in, the upper left one where it is merged."""
        if self.moved:
            address = moved_formula(address, *self.moved)
        place = place_of(address)
        for box in self._merges():
            if place in box:
                place = (box.top, box.left)
        return f"{column_letter(place[1])}{place[0]}"

    def put(self, address: str, value: Cell) -> None:
        """A value into a cell, its look untouched: numbers as numbers, all else as text; nothing known leaves it empty."""
        row, column = place_of(address)
        cell = self._cell(row, column)
        number = value if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else None
        text = "" if number is not None or value is None else _said(value)
        set_text(cell, text)
        if number is not None:
            etree.SubElement(cell, f"{self._space}v").text = _plain(number)

    def reckon(self) -> None:
        """Formulas get the value they have now where it is a plain sum, and none otherwise: programs work it out."""
        for cell in self.root.iter(f"{self._space}c"):
            formula = cell.find(f"{self._space}f")
            if formula is None:
                continue
            for old in cell.findall(f"{self._space}v"):
                cell.remove(old)
            cell.attrib.pop("t", None)
            found = _SUM.fullmatch((formula.text or "").strip())
            if found and found[1] == found[3]:
                total = self._sum(found[1], int(found[2]), int(found[4]))
                etree.SubElement(cell, f"{self._space}v").text = _plain(total)

    def _sum(self, letter: str, top: int, bottom: int) -> Decimal:
        total = Decimal(0)
        for row in self._rows():
            if top <= int(row.get("r")) <= bottom:
                for cell in row:
                    if cell.get("r") == f"{letter}{row.get('r')}" and cell.get("t") in (None, "n"):
                        total += Decimal(cell.findtext(f"{self._space}v") or 0)
        return total

    def _printed(self, letter: str, first: int) -> dict[str, int]:
        """Names printed in a column from row `first` down → row."""
        column = place_of(f"{letter}1")[1]
        found: dict[str, int] = {}
        for row in self._rows():
            number = int(row.get("r"))
            text = _compact(self._text(row, column))
            if number >= first and text:
                found.setdefault(text, number)
        return found

    def _free(self, layout: FillLayout) -> int:
        """How many rows from the first on are prepared: nothing stands in them but running numbers."""
        rows = {int(row.get("r")): row for row in self._rows()}
        last = max(rows, default=0)
        for number in range(layout.first, last + 1):
            if number in rows and any(self._is_words(cell) for cell in rows[number]):
                return number - layout.first
            if any(box.top <= number <= box.bottom and box.top != box.bottom for box in self._merges()):
                return number - layout.first
        return max(last - layout.first + 1, 0)

    def _is_words(self, cell: Element) -> bool:
        """Something that is not to be written over: words, or a formula about other rows."""
        if local_name(cell) != "c":
            return False
        formula = cell.findtext(f"{self._space}f")
        if formula:
            return bool(rows_named(formula) - {place_of(cell.get("r"))[0]})
        return cell.get("t") not in (None, "n") and bool(self._cell_text(cell).strip())

    def _text(self, row: Element, column: int) -> str:
        wanted = f"{column_letter(column)}{row.get('r')}"
        return next((self._cell_text(cell) for cell in row if cell.get("r") == wanted), "")

    def _cell_text(self, cell: Element) -> str:
        if cell.get("t") == "s":
            return self._strings[int(cell.findtext(f"{self._space}v") or 0)]
        if cell.get("t") == "inlineStr":
            return "".join(text.text or "" for text in cell.iter(f"{self._space}t"))
        return cell.findtext(f"{self._space}v") or ""

    def _cell(self, row: int, column: int) -> Element:
        data = self.root.find(f"{self._space}sheetData")
        found = next((entry for entry in data if int(entry.get("r")) == row), None)
        if found is None:
            found = data.makeelement(f"{self._space}row", r=str(row))
            at = next((place for place, entry in enumerate(data) if int(entry.get("r")) > row), len(data))
            data.insert(at, found)
        wanted = f"{column_letter(column)}{row}"
        cell = next((entry for entry in found if entry.get("r") == wanted), None)
        return cell if cell is not None else insert_cell(found, column)

    def _rows(self) -> Sequence[Element]:
        return list(self.root.find(f"{self._space}sheetData"))

    def _merges(self) -> list[Box]:
        return [Box.of(entry.get("ref")) for entry in self.root.iter(f"{self._space}mergeCell")]


def _shared_strings(package: Package, book: str) -> list[str]:
    part = package.relations(book).first("sharedStrings")
    if part is None:
        return []
    root = package.read(part)
    space = f"{{{namespace(root)}}}"
    return ["".join(text.text or "" for text in _visible(entry, space)) for entry in root.iter(f"{space}si")]


def _visible(entry: Element, space: str) -> Iterable[Element]:
    """The texts of a string, without the sound marks Excel keeps beside some."""
    for text in entry.iter(f"{space}t"):
        if text.getparent().tag != f"{space}rPh":
            yield text


def _move_names(package: Package, root: Element, book: str, sheet: str, form: _Form) -> None:
    """Print areas and other names, and what other sheets count of this one."""
    assert form.moved is not None
    for name in root.iter(f"{{{namespace(root)}}}definedName"):
        name.text = moved_formula(name.text or "", *form.moved, sheet=sheet)
    for part in [name for name in package.parts if name.startswith("xl/worksheets/") and name.endswith(".xml")]:
        other = package.read(part)
        formulas = (cell.text or "" for cell in other.iter(f"{{{namespace(other)}}}f"))
        if any(f"{sheet}!" in text or f"'{sheet}'!" in text for text in formulas):
            raise BlankError(f"空白表的其他工作表引用了“{sheet}”，行数不够时加行会算错")


def _reckon_on_load(package: Package, book: str, root: Element) -> None:
    """Excel works everything out anew on opening; the old order of calculation is not true any more."""
    space = f"{{{namespace(root)}}}"
    calculation = root.find(f"{space}calcPr")
    if calculation is None:
        names = [child for child in root if local_name(child) in ("definedNames", "externalReferences", "sheets")]
        calculation = root.makeelement(f"{space}calcPr")
        names[-1].addnext(calculation)
    calculation.set("fullCalcOnLoad", "1")
    package.write(book, xml_bytes(root))
    chain = package.relations(book).first("calcChain")
    if chain is None:
        return
    package.remove(chain, book)


def _said(value: Cell) -> str:
    return value.isoformat() if isinstance(value, dt.date) and not isinstance(value, dt.datetime) else shown(value)


def _plain(number: float | Decimal) -> str:
    exact = Decimal(str(number))
    return str(int(exact)) if exact == exact.to_integral_value() else format(exact.normalize(), "f")


def _compact(text: str) -> str:
    return _SPACES.sub("", text)
