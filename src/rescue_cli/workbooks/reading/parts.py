"""The parts of a zip package, inflated block by block and measured: no part is ever held whole, no size is believed."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from rescue_cli.workbooks.reading.limits import (
    CHUNK,
    MAX_BOX,
    MAX_COLUMNS,
    MAX_MERGED_AREA,
    MAX_MERGES,
    MAX_PART,
    MAX_RATIO,
    MAX_ROWS,
    MAX_SHARED_STRINGS,
    MAX_TOTAL,
    MAX_UNIQUE,
    RATIO_FROM,
    too_far,
    unsafe,
)
from rescue_cli.workbooks.reading.sheet import column_number

_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,9})"')
_CELL_COLUMN = re.compile(rb'\br="([A-Z]{1,4})\d{1,8}"')
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,4})(\d{1,9})"[^>]*(?<!/)>')  # not self-closed: has a value
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,4})(\d{1,8}):([A-Z]{1,4})(\d{1,8})"')
_SHEET = re.compile(rb"<(?:\w+:)?worksheet\b")
_STRINGS = re.compile(rb"<(?:\w+:)?sst\b")
_UNIQUE = re.compile(rb'uniqueCount="(\d+)"')
_UNVALUED = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<v></v>)?\s*</(?:\w+:)?c>")


def measure_parts(package: zipfile.ZipFile, endings: tuple[str, ...]) -> tuple[str, ...]:
    """Inflate all parts with these endings. Raises InputError where one is beyond a limit.

    Gives back the sheets in which something is hidden, in error or without its result: `marks` looks closer at those.
    """
    total = 0
    marked = []
    for info in package.infolist():
        name = info.filename.replace("\\", "/").lower()
        if not name.endswith(endings):
            continue
        part = _Part("/worksheets/" in name and name.endswith(".xml"), name.endswith("/sharedstrings.xml"))
        for block in blocks(package, info):
            part.see(block)
            total += len(block)
            if total > MAX_TOTAL or (part.size > RATIO_FROM and part.size > MAX_RATIO * max(info.compress_size, 1)):
                raise unsafe("展开后异常庞大")
        if part.is_sheet and part.rows * max(part.columns, 1) > MAX_BOX:
            _measure_box(package, info)
        if part.marked:
            marked.append(info.filename)
    return tuple(marked)


def blocks(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a part, a megabyte at a time."""
    with package.open(info) as part:
        while block := part.read(CHUNK):
            yield block


@dataclass
class _Part:
    """Figures of one part, gathered block by block."""

    is_sheet: bool
    is_strings: bool
    size: int = 0
    rows: int = 0
    columns: int = 0
    merges: int = 0
    merged_area: int = 0
    tail: bytes = b""
    marked: bool = False

    def see(self, block: bytes) -> None:
        if self.size == 0:
            self._see_start(block)
        self.size += len(block)
        if self.size > MAX_PART or (self.is_strings and self.size > MAX_SHARED_STRINGS):
            raise unsafe("展开后异常庞大")
        if self.is_sheet:
            self._see_cells(self.tail + block)
            self.tail = block[-256:]

    def _see_start(self, block: bytes) -> None:
        if b"<!DOCTYPE" in block[:8192] or b"<!ENTITY" in block[:8192]:
            raise unsafe("含有外部实体声明")
        self.is_sheet = self.is_sheet or _SHEET.search(block) is not None  # such parts may stand anywhere
        self.is_strings = self.is_strings or _STRINGS.search(block[:4096]) is not None
        if self.is_strings:
            found = _UNIQUE.search(block[:4096])
            if found and int(found[1]) > MAX_UNIQUE:
                raise unsafe("声明的文字条数异常")

    def _see_cells(self, window: bytes) -> None:
        self.rows = max(self.rows, max((int(row) for row in _ROW.findall(window)), default=0))
        self.columns = max(self.columns, max(map(column_number, set(_CELL_COLUMN.findall(window))), default=0))
        for left, top, right, bottom in _MERGE.findall(window) if b"mergeCell" in window else ():
            self.merges += 1
            self.merged_area += (int(bottom) - int(top) + 1) * (column_number(right) - column_number(left) + 1)
        if self.merges > MAX_MERGES or self.merged_area > MAX_MERGED_AREA:
            raise unsafe("合并单元格过多")
        self.marked = self.marked or _says_more(window)


def _says_more(window: bytes) -> bool:
    """Plain searches first: a sheet without formulas, as most are, costs next to nothing."""
    if b'hidden="' in window or b't="e"' in window:
        return True
    has_formula = b"f>" in window or b"<f" in window or b":f " in window
    return has_formula and _UNVALUED.search(window) is not None


def _measure_box(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Far cells that are only coloured do no harm; far cells with something in them would ask for gigabytes."""
    rows = columns = 0
    tail = b""
    for block in blocks(package, info):
        for column, row in _FILLED.findall(tail + block):
            rows, columns = max(rows, int(row)), max(columns, column_number(column))
        tail = block[-512:]
    if rows * columns > MAX_BOX or rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise too_far(rows)
