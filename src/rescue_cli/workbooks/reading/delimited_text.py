"""Delimited text (csv, tsv, whatever its suffix): its encoding, its separator, its cells."""

import csv
import io
import re
from collections.abc import Iterator

from rescue_cli.core.errors import InputError
from rescue_cli.workbooks.reading.limits import (
    DAMAGED,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TEXT_CELLS,
    NOT_WORKBOOK,
    too_large,
)
from rescue_cli.workbooks.reading.sheet import Cell, Sheet

HEAD = 4096
_PROTECTED = re.compile(r'="(.*)"', re.DOTALL)  # how some systems keep digits as text in a csv
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def read_text(data: bytes) -> Sheet:
    """The one table of a text, nameless. Raises InputError."""
    text = _CONTROL.sub("", _decode(data))
    mark = _delimiter(text)
    rows = _rows(text, mark)
    if any(_has_swallowed(row, mark) for row in rows):
        rows = _rows(text, mark, quoted=False)
    return Sheet("", True, 1, 1, rows, ())


def wide_encoding(data: bytes) -> str | None:
    """UTF-16 by its mark, or without one by the zero bytes that its ASCII characters have on one side only."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    left, right = data[:HEAD:2].count(0), data[1:HEAD:2].count(0)
    if max(left, right) * 20 <= min(len(data), HEAD) or min(left, right) * 5 > max(left, right):
        return None
    return "utf-16-le" if right > left else "utf-16-be"


def _rows(text: str, mark: str, *, quoted: bool = True) -> list[list[Cell]]:
    source = io.StringIO(text, newline="")
    lines = csv.reader(source, delimiter=mark, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)
    try:
        return list(_bounded(lines))
    except csv.Error as error:
        raise InputError(DAMAGED, "文本表格的引号不成对，读不下去") from error


def _bounded(lines: Iterator[list[str]]) -> Iterator[list[Cell]]:
    cells = 0
    for number, line in enumerate(lines, 1):
        cells += len(line)
        if number > MAX_ROWS or len(line) > MAX_COLUMNS or cells > MAX_TEXT_CELLS:
            raise too_large("文本表格太大，一张工作表放不下，请按村分成几个文件")
        yield [_unprotected(cell) for cell in line]


def _has_swallowed(row: list[Cell], mark: str) -> bool:
    """True where an unpaired quotation mark has drawn the next line, with all its cells, into one cell."""
    return any(
        isinstance(cell, str) and "\n" in cell and cell.count(mark) >= max(1, len(row) - 1) * cell.count("\n")
        for cell in row
    )


def _unprotected(cell: str) -> str:
    if not cell.startswith("="):
        return cell
    protected = _PROTECTED.fullmatch(cell)
    return protected[1] if protected else cell


def _decode(data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16, else GB18030, which is what Chinese Excel writes."""
    for name in (wide_encoding(data) or "utf-8-sig", "gb18030"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise InputError(NOT_WORKBOOK, "认不出文字编码，不是电子表格或文本表格")


def _delimiter(text: str) -> str:
    """The separator that cuts the first lines into most columns; a comma where there is none."""
    lines = [line for line in text[:65536].splitlines()[:20] if line.strip()]
    return max(",\t;|", key=lambda mark: sum(line.count(mark) for line in lines))
