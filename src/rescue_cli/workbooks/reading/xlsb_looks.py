"""Number formats, hidden rows and columns and unshown zeros of a binary workbook (xlsb), which calamine does not tell
([MS-XLSB] 2.4)."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace

from rescue_cli.workbooks.reading.built_in_formats import BUILT_IN
from rescue_cli.workbooks.reading.limits import MAX_COLUMNS
from rescue_cli.workbooks.reading.looks import Look, with_looks, without_zeros
from rescue_cli.workbooks.reading.number_format import adds_something
from rescue_cli.workbooks.reading.sheet import Sheet
from rescue_cli.workbooks.reading.xlsb import FILLED_CELLS, ROW_HEADER, binary_records
from rescue_cli.workbooks.reading.xlsx_parts import local_name, small_tree

BUNDLED_SHEET, FORMAT, STYLE, CELL_STYLES, COLUMNS, VIEW = 156, 44, 47, 617, 60, 137
HIDDEN_ROW, SET_BY_HAND, SHOWS_ZEROS = 0x10, 0x20, 0x10
POINT, CHARACTER = 20, 256  # in which heights and widths are counted: what is smaller is not seen


def binary_drawn(data: bytes, sheets: list[Sheet]) -> list[Sheet]:
    """The sheets as they are seen; as they are where the parts do not say."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = set(package.namelist())
        styles = _styles(package.read("xl/styles.bin")) if "xl/styles.bin" in names else {}
        parts = {name: part for name, part in _parts(package) if part in names}
        return [
            _drawn(sheet, package.read(parts[sheet.name]), styles) if sheet.name in parts else sheet for sheet in sheets
        ]


def _drawn(sheet: Sheet, content: bytes, styles: Mapping[int, str]) -> Sheet:
    looks: list[Look] = []
    rows: set[int] = set()
    columns: set[int] = set()
    row, zeros = 0, True
    for kind, start, size in binary_records(content):
        record = content[start : start + size]
        if kind == ROW_HEADER and size >= 12:
            row = _number(record, 0) + 1
            flat = record[11] & SET_BY_HAND and int.from_bytes(record[8:10], "little") < POINT
            if record[11] & HIDDEN_ROW or flat:
                rows.add(row)
        elif kind in FILLED_CELLS and size >= 7 and (code := styles.get(int.from_bytes(record[4:7], "little"))):
            looks.append(Look(row, _number(record, 0) + 1, code, ""))
        elif kind == COLUMNS and size >= 18 and (record[16] & 1 or _number(record, 8) < CHARACTER):
            columns.update(range(_number(record, 0) + 1, min(_number(record, 4) + 1, MAX_COLUMNS) + 1))
        elif kind == VIEW and size >= 2:
            zeros = bool(record[0] & SHOWS_ZEROS)
    marks = replace(sheet.marks, hidden_rows=tuple(sorted(rows)), hidden_columns=tuple(sorted(columns)))
    seen = with_looks(replace(sheet, marks=marks), looks)
    return seen if zeros else without_zeros(seen)


def _styles(content: bytes) -> dict[int, str]:
    """Number of a cell style → its number format, where that says something."""
    codes: dict[int, str] = dict(BUILT_IN)
    styles: dict[int, str] = {}
    number, of_cells = 0, False
    for kind, start, size in binary_records(content):
        record = content[start : start + size]
        if kind == FORMAT and size >= 6:
            codes[int.from_bytes(record[:2], "little")] = _text(record, 2)[0]
        elif kind in (CELL_STYLES, CELL_STYLES + 1):
            of_cells = kind == CELL_STYLES
        elif kind == STYLE and of_cells and size >= 4:
            code = codes.get(int.from_bytes(record[2:4], "little"), "")
            if code and adds_something(code):
                styles[number] = code
            number += 1
    return styles


def _parts(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name of each sheet and the part it stands in."""
    tree = small_tree(package, "xl/_rels/workbook.bin.rels")
    entries = () if tree is None else tuple(tree)
    targets = {entry.get("Id", ""): entry.get("Target", "") for entry in entries if local_name(entry) == "Relationship"}
    content = package.read("xl/workbook.bin")
    for kind, start, size in binary_records(content):
        if kind == BUNDLED_SHEET and size >= 12:
            relation, end = _text(content[start : start + size], 8)
            name, _ = _text(content[start : start + size], end)
            target = targets.get(relation, "")
            yield name, target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _number(record: bytes, offset: int) -> int:
    return int.from_bytes(record[offset : offset + 4], "little")


def _text(record: bytes, offset: int) -> tuple[str, int]:
    """A text of wide characters, and where it ends."""
    length = _number(record, offset)
    end = min(offset + 4 + 2 * length, len(record)) if length != 0xFFFFFFFF else offset + 4
    return record[offset + 4 : end].decode("utf-16-le", "replace"), end
