"""What calamine does not tell of an ods: merged ranges, hidden rows, errors, and how much its repeated cells would unfold to."""

import io
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

from rescue_cli.workbooks.reading.by_calamine import read_fast
from rescue_cli.workbooks.reading.limits import (
    MAX_BOX,
    MAX_COLUMNS,
    MAX_MERGED_AREA,
    MAX_MERGES,
    MAX_ROWS,
    damaged,
    encrypted,
    not_workbook,
    too_far,
    unsafe,
)
from rescue_cli.workbooks.reading.sheet import Marks, Merge, Sheet, blank

if TYPE_CHECKING:
    from lxml.etree import _Element

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_ERROR = re.compile(r"#(?:N/A|DIV/0!|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:\d{3}")
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


class OdsTable:
    """What one table says beside its values."""

    def __init__(self) -> None:
        self.merges: list[Merge] = []
        self.hidden: list[int] = []
        self.errors: list[tuple[int, int, str]] = []
        self.filtered = False
        self._row = self._column = 1
        self._rows = self._columns = self._unfolded = self._area = 0

    @property
    def marks(self) -> Marks:
        """Its hidden rows and error cells; formulas without a result an ods does not tell."""
        return Marks(tuple(self.hidden), self.filtered, tuple(self.errors))

    def take_row(self, row: "_Element") -> None:
        """The row at the end of its element. Raises InputError where a limit is passed."""
        times = _number(row, "number-rows-repeated")
        self._column = 1
        filled = False
        for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            filled = self._take_cell(cell, times) or filled
        shown = row.get(f"{_TABLE}visibility", "visible")
        if filled and shown != "visible":
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
        filled = cell.get(f"{_OFFICE}value-type") is not None or len(cell) > 0
        if filled and cell.get(f"{_TABLE}formula") is not None:
            self._see_result(cell)
        self._column += repeated
        if filled:
            self._unfolded += repeated * times
            self._rows, self._columns = self._row + times - 1, max(self._columns, self._column - 1)
        return filled

    def _see_result(self, cell: "_Element") -> None:
        """A formula in error says so only in its text; as its value old programs write 0."""
        text = "".join(cell[0].itertext()).strip() if len(cell) else ""
        if _ERROR.fullmatch(text):
            self.errors.append((self._row, self._column, text))

    def _check(self) -> None:
        if max(self._unfolded, self._rows * self._columns) > MAX_BOX or self._rows > MAX_ROWS:
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
            tag=[f"{_TABLE}table", f"{_TABLE}table-row"],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        table = OdsTable()
        for event, element in parts:
            if event == "start" and element.tag == f"{_TABLE}table":
                table = tables.setdefault(element.get(f"{_TABLE}name", ""), OdsTable())
            elif event == "end" and element.tag == f"{_TABLE}table-row":
                table.take_row(element)
                element.clear()
    except etree.XMLSyntaxError as error:
        raise damaged() from error
    return tables


def _check_kind(package: zipfile.ZipFile) -> None:
    names = package.namelist()
    if "META-INF/manifest.xml" in names and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise encrypted()
    kind = package.read("mimetype") if "mimetype" in names else b""
    if kind.startswith(b"application/vnd.oasis.opendocument.") and b"spreadsheet" not in kind:
        raise not_workbook("文字或演示文档")


def _number(element: "_Element", name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "").strip()
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 10 else 1
