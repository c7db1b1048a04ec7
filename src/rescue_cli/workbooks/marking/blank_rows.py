"""More rows in a blank form than it has prepared: copies of its last prepared row, and everything below moved down."""

import copy
import re
from collections.abc import Callable
from typing import Any

from rescue_cli.workbooks.marking.fault_marks import place_of
from rescue_cli.workbooks.marking.opc import Element, namespace
from rescue_cli.workbooks.reading.workbook_reader import column_letter

_QUOTED = re.compile(r'("[^"]*")')
_CELLS = re.compile(
    r"(?<![\w.!'$])((?:'[^']+'|[\w.]+)!)?(\$?[A-Z]{1,3}\$?)(\d+)(?::(\$?[A-Z]{1,3}\$?)(\d+))?(?![\w.(!])"
)
_RANGED = (
    "mergeCell",
    "dataValidation",
    "conditionalFormatting",
    "hyperlink",
    "autoFilter",
    "dimension",
    "ignoredError",
)


class RowsError(ValueError):
    """The sheet is made in a way that rows cannot be put in without harm; says which."""


def insert_copies(root: Element, first: int, last: int, count: int) -> None:
    """Put `count` copies of row `last` below it; `first` to `last` are the rows prepared. Merged cells, input rules,
    filters and formulas below move along; ranges that reach the last prepared row grow.

    Raises:
        RowsError: a formula counts the prepared rows one by one, or spreads over them in a way that cannot grow.
    """
    space = f"{{{namespace(root)}}}"
    data = root.find(f"{space}sheetData")
    if root.find(f"{space}tableParts") is not None:
        raise RowsError("空白表里用了“表格”（超级表），行数不够时不能加行")
    _check_formulas(data, first, last)
    rows = {int(row.get("r")): row for row in data}
    for number, row in sorted(rows.items(), reverse=True):
        if number > last:
            _renumber(row, number + count)
    last_place = list(data).index(rows[last])
    for place in range(1, count + 1):
        data.insert(last_place + place, _copied(rows[last], rows.get(last - 1), last + place, place))
    for cell in data.iter(f"{space}f"):
        cell.text = moved_formula(cell.text or "", last, count) or None
    _move_ranges(root, space, last, count)
    _copy_merges(root, space, last, count)


def moved_formula(text: str, last: int, count: int, sheet: str | None = None) -> str:
    """A formula after `count` rows came below row `last`; only references to its own sheet (or, in other places, to
    `sheet`) move.

    >>> moved_formula("SUM(B5:B14)+B20", 14, 3)
    'SUM(B5:B17)+B23'
    """

    def moved(reference: re.Match[str]) -> str:
        owner, column, row, end_column, end_row = reference.groups()
        if (owner or "").rstrip("!").strip("'") != (sheet or ""):
            return reference[0]
        top = int(row) + (count if int(row) > last else 0)
        if end_column is None:
            return f"{owner or ''}{column}{top}"
        bottom = int(end_row) + (count if int(end_row) >= last else 0)
        return f"{owner or ''}{column}{top}:{end_column}{bottom}"

    pieces = _QUOTED.split(text)
    return "".join(piece if place % 2 else _CELLS.sub(moved, piece) for place, piece in enumerate(pieces))


def rows_named(formula: str) -> set[int]:
    """The rows a formula refers to, first and last of each range.

    >>> sorted(rows_named('SUM(B5:B14)&"A9"'))
    [5, 14]
    """
    references = [match for piece in _QUOTED.split(formula)[::2] for match in _CELLS.finditer(piece)]
    return {int(row) for match in references for row in (match[3], match[5]) if row}


def _check_formulas(data: Element, first: int, last: int) -> None:
    """Sums cell by cell would silently leave the new rows out."""
    space = f"{{{namespace(data)}}}"
    for cell in data.iter(f"{space}c"):
        formula = cell.find(f"{space}f")
        if formula is None:
            continue
        if formula.get("t") in ("shared", "array", "dataTable"):
            raise RowsError(f"空白表 {cell.get('r')} 的公式是成片填充的，行数不够时不能加行")
        if first <= place_of(cell.get("r"))[0] <= last:
            continue
        for piece in _QUOTED.split(formula.text or "")[::2]:
            for reference in _CELLS.finditer(piece):
                if reference[1] is None and reference[4] is None and first <= int(reference[3]) <= last:
                    raise RowsError(f"空白表 {cell.get('r')} 的公式逐格相加，行数不够时加行会漏算")


def _renumber(row: Element, number: int) -> None:
    row.set("r", str(number))
    for cell in row:
        if cell.get("r"):
            cell.set("r", f"{column_letter(place_of(cell.get('r'))[1])}{number}")


def _copied(row: Element, above: Element | None, number: int, ahead: int) -> Element:
    """A copy with its looks; of what stands in it only a running number goes on, and formulas about their own row."""
    space = f"{{{namespace(row)}}}"
    made = copy.deepcopy(row)
    origin = int(row.get("r"))
    _renumber(made, number)
    for cell, old in zip(made, row, strict=True):
        running = _number(old) is not None and above is not None and _runs_on(old, above)
        formula = cell.find(f"{space}f")
        kept = None
        if formula is not None:
            kept = re.sub(rf"(?<=[A-Z$]){origin}(?!\d)", str(number), formula.text or "")
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if kept:
            _child(cell, space, "f", kept)
        elif running:
            _child(cell, space, "v", str(int(_number(old) or 0) + ahead))
    return made


def _child(cell: Element, space: str, name: str, text: str) -> None:
    made: Any = cell.makeelement(f"{space}{name}")
    made.text = text
    cell.append(made)


def _number(cell: Element) -> float | None:
    """The number in a cell, if that is what stands there."""
    space = f"{{{namespace(cell)}}}"
    value = cell.findtext(f"{space}v")
    if value is None or cell.get("t") not in (None, "n") or cell.find(f"{space}f") is not None:
        return None
    return float(value)


def _runs_on(cell: Element, above: Element) -> bool:
    column = place_of(cell.get("r"))[1]
    number = _number(cell)
    for other in above:
        if other.get("r") and place_of(other.get("r"))[1] == column:
            before = _number(other)
            return number is not None and before is not None and number == before + 1
    return False


def _move_ranges(root: Element, space: str, last: int, count: int) -> None:
    for name in _RANGED:
        for entry in root.iter(f"{space}{name}"):
            for key in ("ref", "sqref"):
                if entry.get(key):
                    entry.set(key, " ".join(moved_formula(part, last, count) for part in entry.get(key).split()))
    for entry in root.iter(f"{space}mergeCell"):  # one that ends on the last prepared row stays: its copies follow
        top, bottom = (place_of(part)[0] for part in entry.get("ref").split(":"))
        if top == last and bottom == last + count:
            entry.set("ref", _with_rows(entry.get("ref"), lambda _: last))
    for entry in root.iter(f"{space}brk"):
        if entry.getparent().tag == f"{space}rowBreaks" and int(entry.get("id")) >= last:
            entry.set("id", str(int(entry.get("id")) + count))


def _copy_merges(root: Element, space: str, last: int, count: int) -> None:
    merges = root.find(f"{space}mergeCells")
    if merges is None:
        return
    own = [entry for entry in merges if {place_of(part)[0] for part in entry.get("ref").split(":")} == {last}]
    for entry in own:
        for ahead in range(1, count + 1):
            made = copy.deepcopy(entry)
            made.set("ref", _with_rows(entry.get("ref"), lambda row, ahead=ahead: row + ahead))  # type: ignore[misc]
            merges.append(made)
    merges.set("count", str(len(merges)))


def _with_rows(reference: str, change: Callable[[int], int]) -> str:
    parts = [place_of(part) for part in reference.split(":")]
    return ":".join(f"{column_letter(column)}{change(row)}" for row, column in parts)
