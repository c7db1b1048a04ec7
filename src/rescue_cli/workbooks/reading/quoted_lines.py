"""The records of a delimited text, read so that no quotation mark can eat a line.

A quoted cell may hold separators, and line breaks too. Where a mark is opened and the lines below look like records of
their own, it is a stray one: it stays in its cell as it is written, the lines stay lines, and the place is told.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

QUOTE = '"'
_LOOKED_AT = 2000  # lines by which it is known how many cells a record has
_MOST_LINES = 200  # that one cell may hold
_MOST_STRAYS = 2  # stray marks of one line that are looked for
_MOST_OPENED = 12  # quoted cells of a line among which they are looked for


@dataclass(frozen=True, slots=True)
class Record:
    """The cells that begin in physical line `line` (1-based) and go on to line `last`. `stray`: the places (0-based) of cells
    whose quotation mark is not paired; `holds_marks`: a cell holds line breaks and separators."""

    line: int
    last: int
    cells: list[str]
    stray: tuple[int, ...] = ()
    holds_marks: bool = False


@dataclass(slots=True)
class _Parsed:
    """Cells of one text. `opened`: places where quoted cells begin; `stray`: places of cells with unpaired marks;
    `is_open`: the last quoted cell never ends."""

    cells: list[str]
    opened: list[int]
    stray: list[int]
    is_open: bool

    @property
    def is_clean(self) -> bool:
        return not self.is_open and not self.stray


def most_common_width(lines: Sequence[str], mark: str) -> tuple[int, int]:
    """(cells a record has, lines that have so many) when cut at `mark`; of widths that are as common, the largest."""
    counts = Counter(
        len(parsed.cells) for line in lines[:_LOOKED_AT] if line.strip() and (parsed := _parse(line, mark)).is_clean
    )
    width, often = max(counts.items(), key=lambda entry: (entry[0] > 1, entry[1], entry[0]), default=(1, 0))
    return width, often


def records(lines: Sequence[str], mark: str) -> Iterator[Record]:
    """Every line as a record of its own, or as a part of the record above it. Blank lines are records of one blank cell."""
    width, _ = most_common_width(lines, mark)
    first = next((line for line in lines if line.strip()), "")
    all_quoted = first.startswith(QUOTE) and first.count(f"{QUOTE}{mark}{QUOTE}") >= width - 1
    reader = _Reader(lines, mark, all_quoted)
    before, index = width, 0
    while index < len(lines):
        record = reader.read(index, {width, before})
        yield record
        index = record.last
        before = len(record.cells) if len(record.cells) > 1 else before


class _Reader:
    def __init__(self, lines: Sequence[str], mark: str, all_quoted: bool) -> None:
        self._lines = lines
        self._mark = mark
        self._all_quoted = all_quoted

    def read(self, index: int, widths: set[int]) -> Record:
        """The record that begins in this line; `widths`: how many cells records have here."""
        line = self._lines[index]
        if QUOTE not in line:
            return Record(index + 1, index + 1, line.split(self._mark))
        parsed = _parse(line, self._mark)
        if parsed.is_clean and len(parsed.cells) in widths:
            return Record(index + 1, index + 1, parsed.cells)
        joined = self._joined(index, widths) if parsed.is_open else None
        if joined is not None:
            return joined
        other = _with_strays(line, self._mark, parsed, widths)
        if other is None:
            other = _literal(line, self._mark) if parsed.is_open else parsed
        return Record(index + 1, index + 1, other.cells, tuple(other.stray))

    def _joined(self, index: int, widths: set[int]) -> Record | None:
        """The record that goes on over the next lines; None where one of those is a record by itself."""
        text = self._lines[index]
        for last in range(index + 1, min(len(self._lines), index + _MOST_LINES)):
            line = self._lines[last]
            if self._is_record(line, widths):
                return None
            text += "\n" + line
            if QUOTE not in line:
                continue
            parsed = _parse(text, self._mark)
            if parsed.is_open:
                continue
            if len(parsed.cells) > max(widths) or parsed.stray or self._all_records(index, last, widths):
                return None
            held = any("\n" in cell and self._mark in cell for cell in parsed.cells)
            return Record(index + 1, last + 1, parsed.cells, (), held)
        return None

    def _is_record(self, line: str, widths: set[int]) -> bool:
        """Whether nothing in the line says that it is a part of a cell. Where every cell is quoted, a record begins so."""
        if max(widths) < 2 or (self._all_quoted and not line.startswith(QUOTE)):
            return False
        parsed = _parse(line, self._mark)
        return parsed.is_clean and len(parsed.cells) in widths

    def _all_records(self, first: int, last: int, widths: set[int]) -> bool:
        """Whether each of these lines is a record, were its unpaired mark taken as it stands."""
        if self._all_quoted or max(widths) < 2:
            return False
        lines = self._lines[first : last + 1]
        return all(_with_strays(line, self._mark, _parse(line, self._mark), widths) is not None for line in lines)


def _with_strays(line: str, mark: str, parsed: _Parsed, widths: set[int]) -> _Parsed | None:
    """The line with as few as possible of its opening marks taken as they stand, so that it has as many cells as a record."""
    if not parsed.is_open and len(parsed.cells) in widths:
        return parsed
    opened = parsed.opened[:_MOST_OPENED]
    for many in range(1, _MOST_STRAYS + 1):
        for places in combinations(_openings(line, mark) if many > 1 else opened or _openings(line, mark), many):
            other = _parse(line, mark, frozenset(places))
            if not other.is_open and len(other.cells) in widths:
                return other
    literal = _literal(line, mark)
    return literal if len(literal.cells) in widths else None


def _openings(line: str, mark: str) -> list[int]:
    """Where in the line a quotation mark stands at the beginning of a cell."""
    return [i for i, sign in enumerate(line) if sign == QUOTE and (i == 0 or line[i - 1] == mark)][:_MOST_OPENED]


def _literal(line: str, mark: str) -> _Parsed:
    """Cut at every separator, whatever is quoted."""
    cells = line.split(mark)
    return _Parsed(cells, [], [place for place, cell in enumerate(cells) if cell.count(QUOTE) % 2], False)


def _parse(text: str, mark: str, taken_as_is: frozenset[int] = frozenset()) -> _Parsed:
    """Cells by the marks; an opening mark at one of the places `taken_as_is` opens nothing. A mark inside a quoted cell that is
    neither doubled nor at its end belongs to the text."""
    parsed = _Parsed([], [], [], False)
    start, end = 0, len(text)
    while start <= end:
        if text.startswith(QUOTE, start) and start not in taken_as_is:
            parsed.opened.append(start)
            start = _take_quoted(text, start + 1, mark, parsed)
        else:
            stop = text.find(mark, start)
            stop = end if stop < 0 else stop
            cell = text[start:stop]
            if cell.count(QUOTE) % 2:
                parsed.stray.append(len(parsed.cells))
            parsed.cells.append(cell)
            start = stop + 1
    return parsed


def _take_quoted(text: str, start: int, mark: str, parsed: _Parsed) -> int:
    """Take the quoted cell whose text begins at `start`; where the next cell begins."""
    pieces: list[str] = []
    inside = 0  # marks that stand alone in the text
    while True:
        stop = text.find(QUOTE, start)
        if stop < 0:
            parsed.is_open = True
            parsed.cells.append("".join(pieces) + text[start:])
            return len(text) + 1
        pieces.append(text[start:stop])
        after = text[stop + 1 : stop + 2]
        if after == QUOTE:
            pieces.append(QUOTE)
            start = stop + 2
            continue
        if after in (mark, ""):
            break
        pieces.append(QUOTE)
        inside += 1
        start = stop + 1
    if inside % 2:
        parsed.stray.append(len(parsed.cells))
    parsed.cells.append("".join(pieces))
    return stop + 2
