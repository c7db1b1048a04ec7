"""The parts of a zip package, inflated block by block and measured: no part is ever held whole, no size is believed.

Most sheets are passed by plain searches: the last cells of a table tell how far it reaches, and one search finds none
beyond. Only a sheet that could be too large, or is written in an odd way, is gone through cell by cell.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

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
    MAX_SPARSE,
    MAX_SPARSE_CELLS,
    MAX_TOTAL,
    MAX_UNIQUE,
    RATIO_FROM,
    too_far,
    unsafe,
)
from rescue_cli.workbooks.reading.sheet import column_number

_TAG = re.compile(rb"<(?:[\w.-]+:)?(row|c)\b([^>]*)>")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)(\d*)["']""")
_MERGE = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*["']([A-Za-z]{1,4})(\d{1,8}):([A-Za-z]{1,4})(\d{1,8})["']"""
)
_ROOT = re.compile(rb"<([\w.-]+:)?(\w+)[^>]*>")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_UNIQUE = re.compile(rb"""\buniqueCount\s*=\s*["'](\d+)["']""")
_PADDED = re.compile(rb"<(?:\w+:)?v>\s")
_PADDINGS = tuple(b"v>%c" % space for space in b" \t\n\r\v\f")
_ENTITIES = re.compile(rb"<!ENTITY|<!DOCTYPE[^>]*\[")
_UNVALUED = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<v></v>)?\s*</(?:\w+:)?c>")
_FILLED = re.compile(rb'<(?:\w+:)?c r="([A-Za-z]{1,10})(\d{1,10})"[^>]*(?<!/)>')  # not self-closed: has a value
_FIRST = re.compile(rb' r="([A-Za-z]{1,10})(\d{1,10})"')  # the place of a cell, right behind the name of its tag
MAX_WINDOW = 2 * CHUNK
LONGEST = 10  # letters or digits of a place that count: more say only that it is too far
ALPHABET, TWO_LETTERS, SIX = 26, 702, 6


@dataclass(frozen=True, slots=True)
class Measured:
    """`marked`: the sheets in which something is hidden, in error or without its result: `marks` looks closer at those.
    `far_row`: the last row of a sheet whose filled cells span too large a box, in a workbook that is small; else 0.
    `is_padded`: blanks or line ends stand around the values of its cells."""

    marked: tuple[str, ...]
    far_row: int
    is_padded: bool


def measure_parts(package: zipfile.ZipFile, endings: tuple[str, ...]) -> Measured:
    """Inflate all parts with these endings. Raises InputError where one is beyond a limit."""
    total = 0
    marked = []
    far = 0  # a row that lies far off
    padded = False
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
        part.see_end()
        if part.is_sheet and part.reach.is_doubtful:
            far = _measure_box(package, info, is_odd=part.reach.is_odd) or far
        padded = padded or part.padded
        if part.marked:
            marked.append(info.filename)
    if far and total > MAX_SPARSE:
        raise too_far(far)
    return Measured(tuple(marked), far_row=far, is_padded=padded)


def blocks(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a part, a megabyte at a time."""
    with package.open(info) as part:
        while block := part.read(CHUNK):
            yield block


@dataclass(slots=True)
class _Reach:
    """No cell seen so far lies beyond these bounds; they are rounded up, so that few cells push them.

    `is_odd`: some cell does not begin with its place, as those of Excel and WPS do, and nothing is known of it.
    """

    row: int = 999
    column: int = 26
    is_odd: bool = False

    @property
    def is_doubtful(self) -> bool:
        return self.is_odd or self.row * self.column > MAX_BOX

    def see(self, window: bytes, *, prefixed: bool) -> None:
        start = 0
        while not self.is_doubtful and (cell := _beyond(self.row, self.column, prefixed).search(window, start)):
            place = _FIRST.match(window, cell.end())
            if place is None:
                self.is_odd = True
            else:
                self.column = max(self.column, _rounded_column(place[1]))
                self.row = max(self.row, _rounded(place[2]))
            start = cell.end()


def _rounded(digits: bytes) -> int:
    """1000 → 9999, 123456 → 199999: the largest with as many digits and, from six digits on, the same first one."""
    if len(digits) < SIX:
        return int(b"9" * len(digits))
    return int(digits[:1] + b"9" * (len(digits) - 1))


def _rounded_column(letters: bytes) -> int:
    """A → 26, AB → 52, AAA → 18278: the last column of as many letters, of two letters with the same first one."""
    if len(letters) > 2:
        return column_number(b"Z" * len(letters))
    return -(-column_number(letters.upper()) // ALPHABET) * ALPHABET


@cache
def _beyond(row: int, column: int, prefixed: bool) -> re.Pattern[bytes]:
    """The beginning of a cell whose place (its first attribute, r) is missing or not within these rounded bounds."""
    letters = rb"[A-Za-z]"
    if column > ALPHABET:
        first = column // ALPHABET - 1
        leading = b"A-Za-z" if first > ALPHABET else b"A-%ca-%c" % (64 + first, 96 + first)
        letters = b"[%s]%s[A-Za-z]" % (leading, b"{0,2}" if column > TWO_LETTERS else b"?")
    digits = str(row)
    rows = rb"\d{1,%d}" % len(digits) if digits[0] == "9" else rb"[0-%c]?\d{1,%d}" % (ord(digits[0]), len(digits) - 1)
    tag = rb"<(?:\w+:)?c" if prefixed else b"<c"
    return re.compile(tag + rb'(?! r="%s%s")(?=[ />\s])' % (letters, rows))


@dataclass(slots=True)
class _Part:
    """Figures of one part, gathered block by block."""

    is_sheet: bool
    is_strings: bool
    size: int = 0
    reach: _Reach = field(default_factory=_Reach)
    prefixed: bool = False  # its tags have a prefix, as those of some libraries do: <x:c r="A1">
    merges: int = 0
    merged_area: int = 0
    rest: bytes = b""
    marked: bool = False
    padded: bool = False

    def see(self, block: bytes) -> None:
        if self.size == 0:
            self._see_start(block)
        self.size += len(block)
        if self.size > MAX_PART or (self.is_strings and self.size > MAX_SHARED_STRINGS):
            raise unsafe("展开后异常庞大")
        if self.is_sheet:
            window, self.rest = cut(self.rest + block)
            self._see_cells(window)

    def see_end(self) -> None:
        if self.is_sheet:
            self._see_cells(self.rest)

    def _see_start(self, block: bytes) -> None:
        """What the part is tells its root element: such parts may stand anywhere."""
        if b"<!" in block:
            block = _COMMENT.sub(b"", block)
            if _ENTITIES.search(block):
                raise unsafe("含有外部实体声明")
        root = _ROOT.search(block)
        if root is None:
            return
        self.is_sheet = self.is_sheet or root[2] == b"worksheet"
        self.is_strings = self.is_strings or root[2] == b"sst"
        self.prefixed = root[1] is not None
        self.padded = self.is_sheet and _is_padded(block)  # a program does so everywhere or nowhere
        unique = _UNIQUE.search(root[0]) if self.is_strings else None
        if unique and int(unique[1][:LONGEST]) > MAX_UNIQUE:
            raise unsafe("声明的文字条数异常")

    def _see_cells(self, window: bytes) -> None:
        self.reach.see(window, prefixed=self.prefixed)
        for left, top, right, bottom in _MERGE.findall(window) if b"mergeCell" in window else ():
            self.merges += 1
            across = column_number(right.upper()) - column_number(left.upper()) + 1
            self.merged_area += (int(bottom) - int(top) + 1) * across
        if self.merges > MAX_MERGES or self.merged_area > MAX_MERGED_AREA:
            raise unsafe("合并单元格过多")
        self.marked = self.marked or _says_more(window, prefixed=self.prefixed)


def _is_padded(block: bytes) -> bool:
    """Plain searches first, here too."""
    return any(padding in block for padding in _PADDINGS) and _PADDED.search(block) is not None


def cut(content: bytes) -> tuple[bytes, bytes]:
    """What can be looked at, up to the end of a row (or of a tag), and the rest, to be put before the next block."""
    end = content.rfind(b"row>") + 4
    if end < 4:
        end = content.rfind(b">") + 1
    if end == 0 and len(content) > MAX_WINDOW:
        end = len(content)
    return content[:end], content[end:]


def _says_more(window: bytes, *, prefixed: bool) -> bool:
    """Plain searches first: a sheet without formulas, as most are, costs next to nothing."""
    if b'hidden="' in window or b't="e"' in window or b' ht="0' in window:
        return True
    return (prefixed or b"<f" in window) and _UNVALUED.search(window) is not None


def _measure_box(package: zipfile.ZipFile, info: zipfile.ZipInfo, *, is_odd: bool) -> int:
    """Far cells that are only coloured do no harm; far cells with something in them would ask for gigabytes. The last
    row, where these are few enough to be gathered one by one; 0 where none is far."""
    rows = columns = cells = 0
    for row, column in (_odd_places if is_odd else _places)(blocks(package, info)):
        rows, columns, cells = max(rows, row), max(columns, column), cells + 1
    if rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise too_far(rows)
    if rows * columns <= MAX_BOX:
        return 0
    if cells > MAX_SPARSE_CELLS:
        raise too_far(rows)
    return rows


def _places(content: Iterator[bytes]) -> Iterator[tuple[int, int]]:
    """Row and column of the cells with something in them, where each begins with its place."""
    for window in _windows(content):
        for letters, row in _FILLED.findall(window):
            yield int(row), column_number(letters.upper())


def _odd_places(content: Iterator[bytes]) -> Iterator[tuple[int, int]]:
    """The same for cells that do not all say their place: it then follows from the one before."""
    row = column = 0
    for kind, attributes in (tag for window in _windows(content) for tag in _TAG.findall(window)):
        place = _PLACE.search(attributes)
        number = int(place[2][:LONGEST] or 0) if place else 0
        if kind == b"row":
            row, column = number or row + 1, 0
            continue
        row = number or row
        column = column_number(place[1][:LONGEST].upper()) if place and place[1] else column + 1
        if not attributes.endswith(b"/"):
            yield row, column


def _windows(content: Iterator[bytes]) -> Iterator[bytes]:
    """The content, cut so that no tag is torn apart."""
    rest = b""
    for block in content:
        window, rest = cut(rest + block)
        yield window
    yield rest
