"""Delimited text (csv, tsv, whatever its suffix): its encoding, its separator, its cells."""

import re
from collections.abc import Iterable, Sequence

from rescue_cli.core.errors import InputError
from rescue_cli.core.text_in_sight import neutral_undone
from rescue_cli.workbooks.reading.limits import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TEXT_CELLS,
    NOT_WORKBOOK,
    too_large,
)
from rescue_cli.workbooks.reading.quoted_lines import Record, most_common_width, records
from rescue_cli.workbooks.reading.sheet import Cell, Marks, Sheet
from rescue_cli.workbooks.reading.text_encoding import mostly_decoded

HEAD = 4096
_PROTECTED = re.compile(r'="(.*)"', re.DOTALL)  # how some systems keep digits as text in a csv
TOO_LARGE_TEXT = "文本表格太大，一张工作表放不下，请按村分成几个文件"
SEPARATORS = ",\t;|"  # of equals the first
_LOOKED_AT, _FIRST = 200, 50  # lines, and those of them with something in, by which the separator is known
_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def read_text(data: bytes) -> Sheet:
    """The one table of a text, nameless; its rows are the physical lines. Raises InputError."""
    text = _CONTROL.sub("", _decode(data))
    lines = _LINE_END.split(text)
    if len(lines) > 1 and not lines[-1]:
        lines.pop()  # what ends the last line begins no further one
    if len(lines) > MAX_ROWS:
        raise too_large(TOO_LARGE_TEXT)
    return _sheet(records(lines, _delimiter(lines)), lines)


def wide_encoding(data: bytes) -> str | None:
    """UTF-16 by its mark, or without one by the zero bytes that its ASCII characters have on one side only."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    left, right = data[:HEAD:2].count(0), data[1:HEAD:2].count(0)
    if max(left, right) * 20 <= min(len(data), HEAD) or min(left, right) * 5 > max(left, right):
        return None
    return "utf-16-le" if right > left else "utf-16-be"


def _sheet(read: Iterable[Record], lines: Sequence[str]) -> Sheet:
    """A record stands in the row of its first line; the further lines of a cell are rows in which nothing stands."""
    rows: list[list[Cell]] = []
    stray: list[tuple[int, int, str]] = []
    within: list[int] = []
    suspected: list[int] = []
    cells = 0
    for record in read:
        cells += len(record.cells)
        if len(record.cells) > MAX_COLUMNS or cells > MAX_TEXT_CELLS:
            raise too_large(TOO_LARGE_TEXT)
        rows.append([_unprotected(cell) for cell in record.cells] if record.cells != [""] else [])
        rows += [[] for _ in range(record.line, record.last)]
        stray += [(record.line, place + 1, record.cells[place]) for place in record.stray]
        within += [number for number in range(record.line + 1, record.last + 1) if lines[number - 1].strip()]
        suspected += [record.line] if record.holds_marks else []
    marks = Marks(stray_quotes=tuple(stray), within=tuple(within), suspected=tuple(suspected))
    return Sheet("", True, 1, 1, rows, (), marks=marks)


def _unprotected(cell: str) -> str:
    if not cell.startswith("="):
        return neutral_undone(cell) if cell.startswith("'") else cell
    protected = _PROTECTED.fullmatch(cell)
    return protected[1] if protected else cell


def _decode(data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16, else GB18030, which is what Chinese Excel writes."""
    encodings = (wide_encoding(data) or "utf-8-sig", "gb18030")
    for name in encodings:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    if (text := mostly_decoded(data, encodings)) is not None:
        return text
    raise InputError(NOT_WORKBOOK, "认不出文字编码，不是电子表格或文本表格")


def _delimiter(lines: list[str]) -> str:
    """The separator that cuts most of the first lines into as many cells each; a comma where there is none."""
    first = [line for line in lines[:_LOOKED_AT] if line.strip()][:_FIRST]
    return max(SEPARATORS, key=lambda mark: _cuts_well(first, mark))


def _cuts_well(lines: list[str], mark: str) -> tuple[bool, int, int]:
    width, often = most_common_width(lines, mark)
    return width > 1, often, width
