"""One sheet of the bureau's own blank workbook while it is filled: which rows are free or named, values, plain sums."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from rescue_cli.core.errors import RescueError
from rescue_cli.workbooks.marking.blank_rows import insert_copies, moved_formula, rows_named
from rescue_cli.workbooks.marking.fault_marks import place_of
from rescue_cli.workbooks.marking.opc import Element, Package, local_name, namespace
from rescue_cli.workbooks.marking.sheet_marks import Box
from rescue_cli.workbooks.marking.sheet_rows import insert_cell, number_rows, set_text
from rescue_cli.workbooks.reading.workbook_reader import column_letter
from rescue_cli.workbooks.writing.sheet_layout import Cell, shown

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
        """How many lines there are to fill in."""
        return max((len(values) for values in self.columns.values()), default=0)


class BlankSheet:
    """The sheet `root` of a blank while it is filled; `book`: its workbook part.

    `moved`: (last prepared row, rows put in below it), once that was needed; `by_name`: lines went to the rows of their
    names.
    """

    def __init__(self, package: Package, root: Element, book: str) -> None:
        self.root = root
        number_rows(root)
        self._space = f"{{{namespace(root)}}}"
        self._strings = _shared_strings(package, book)
        self.moved: tuple[int, int] | None = None
        self.by_name = False

    def rows_for(self, layout: FillLayout) -> tuple[list[int | None], tuple[str, ...]]:
        """The row of every line (None: it has none), and the names of those without: by the names printed in the blank,
        else one after the other, rows added where it has too few.

        Raises:
            BlankError: nothing is free where the lines should go.
            RowsError: rows cannot be added without harm.
        """
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
        text = "" if number is not None or value is None else _text_of(value)
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
            column_sum = _SUM.fullmatch((formula.text or "").strip())
            if column_sum and column_sum[1] == column_sum[3]:
                total = self._sum(column_sum[1], int(column_sum[2]), int(column_sum[4]))
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
        rows: dict[str, int] = {}
        for row in self._rows():
            number = int(row.get("r"))
            text = _compact(self._text(row, column))
            if number >= first and text:
                rows.setdefault(text, number)
        return rows

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
        line = next((entry for entry in data if int(entry.get("r")) == row), None)
        if line is None:
            line = data.makeelement(f"{self._space}row", r=str(row))
            below = next((place for place, entry in enumerate(data) if int(entry.get("r")) > row), len(data))
            data.insert(below, line)
        wanted = f"{column_letter(column)}{row}"
        cell = next((entry for entry in line if entry.get("r") == wanted), None)
        return cell if cell is not None else insert_cell(line, column)

    def _rows(self) -> Sequence[Element]:
        return list(self.root.find(f"{self._space}sheetData"))

    def _merges(self) -> list[Box]:
        return [Box.of(entry.get("ref")) for entry in self.root.iter(f"{self._space}mergeCell")]


def _shared_strings(package: Package, book: str) -> list[str]:
    """The texts of the workbook that cells refer to by number."""
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


def _text_of(value: Cell) -> str:
    return value.isoformat() if isinstance(value, dt.date) and not isinstance(value, dt.datetime) else shown(value)


def _plain(number: float | Decimal) -> str:
    exact = Decimal(str(number))
    return str(int(exact)) if exact == exact.to_integral_value() else format(exact.normalize(), "f")


def _compact(text: str) -> str:
    return _SPACES.sub("", text)
