"""One sheet of a sender's workbook: cells coloured, noted, and told in a column 错误原因 that can be filtered."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from rescue_cli.core.states import Level
from rescue_cli.workbooks.marking.cell_formats import StyleBook
from rescue_cli.workbooks.marking.comments import add_comments
from rescue_cli.workbooks.marking.earlier_marks import remove_earlier_notes, rows_filled
from rescue_cli.workbooks.marking.fault_marks import (
    FILLS,
    HEAD_FILL,
    REASON_HEAD,
    REASON_WIDTH,
    Place,
    SheetMarks,
    gather,
    place_of,
)
from rescue_cli.workbooks.marking.opc import Element, OddPackageError, Package, insert_in_order, local_name, namespace
from rescue_cli.workbooks.marking.page_set_up import print_one_page_wide
from rescue_cli.workbooks.marking.sheet_rows import CellEdit, SheetText, cut_sheet, edit_rows, has_content
from rescue_cli.workbooks.reading.guard import MAX_COLUMNS
from rescue_cli.workbooks.reading.workbook_reader import column_letter

SHEET_ORDER = (
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
Edits = dict[int, dict[int, CellEdit]]


@dataclass(frozen=True)
class Box:
    """A range of cells, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def of(cls, reference: str) -> "Box":
        """The range a reference names: A1:C5, $A$1 …; ValueError for what is none."""
        first, _, last = reference.replace("$", "").partition(":")
        (top, left), (bottom, right) = place_of(first), place_of(last or first)
        return cls(top, left, bottom, right)

    def __contains__(self, place: Place) -> bool:
        return self.top <= place[0] <= self.bottom and self.left <= place[1] <= self.right

    def __str__(self) -> str:
        return f"{column_letter(self.left)}{self.top}:{column_letter(self.right)}{self.bottom}"


def mark_sheet(package: Package, part: str, marks: SheetMarks, styles: StyleBook, type_base: str) -> str | None:
    """Draw the marks into the sheet `part`. The range of a filter that was added, as $A$3:$M$90, else None."""
    sheet = cut_sheet(package.parts[package.name_of(part)])
    merged = _merged(sheet.frame)
    gathered = gather(marks.cells, lambda place: _anchor(merged, place))
    column = marks.earlier_column or _free_column(sheet, marks, merged)
    edits = _without_earlier(package, part, sheet, marks, styles)
    for row, cells in _edits(marks, column, {place: level for place, (level, _) in gathered.items()}, styles).items():
        edits.setdefault(row, {}).update(cells)
    edit_rows(sheet, edits, _column_formats(sheet.frame).__getitem__)
    _widen(sheet.frame, column)
    _extend_dimension(sheet.frame, max(edits), column)
    print_one_page_wide(sheet.frame, SHEET_ORDER)
    filtered = _add_filter(sheet.frame, marks, column)
    _add_comments(package, part, sheet, {place: text for place, (_, text) in gathered.items()}, type_base)
    package.write(part, sheet.to_bytes())
    return filtered


def _without_earlier(package: Package, part: str, sheet: SheetText, marks: SheetMarks, styles: StyleBook) -> Edits:
    """What takes the marks of an earlier return off the sheet."""
    edits: Edits = {}
    for row, column in sorted(remove_earlier_notes(package, part)):
        edits.setdefault(row, {})[column] = CellEdit(styles.cleared)
    if marks.earlier_column:
        for row in rows_filled(sheet, marks.earlier_column):
            edits.setdefault(row, {})[marks.earlier_column] = CellEdit(styles.cleared, "")
    return edits


def _edits(marks: SheetMarks, column: int, levels: Mapping[Place, Level], styles: StyleBook) -> Edits:
    edits: Edits = {}
    for (row, cell_column), level in levels.items():
        colour = FILLS[level]
        edits.setdefault(row, {})[cell_column] = CellEdit(lambda base, colour=colour: styles.filled(base, colour))  # type: ignore[misc]
    head = CellEdit(lambda base: styles.filled(base, HEAD_FILL), REASON_HEAD, marks.last_column)
    edits.setdefault(marks.head_row, {})[column] = head
    for mark in marks.rows:
        colour = FILLS[mark.level]
        edit = CellEdit(lambda base, colour=colour: styles.reason(base, colour), mark.text, marks.last_column)  # type: ignore[misc]
        edits.setdefault(mark.row, {})[column] = edit
    return edits


def _merged(frame: Element) -> list[Box]:
    return [Box.of(entry.get("ref")) for entry in frame.iter(f"{{{namespace(frame)}}}mergeCell")]


def _anchor(merged: list[Box], place: Place) -> Place:
    """The cell that shows: of a merged range its upper left one."""
    return next(((box.top, box.left) for box in merged if place in box), place)


def _free_column(sheet: SheetText, marks: SheetMarks, merged: list[Box]) -> int:
    """The first column right of the table with nothing in it; one inside where a stray cell has taken the very last."""
    below = [box for box in merged if box.bottom >= marks.head_row]
    for column in (*range(marks.last_column + 1, MAX_COLUMNS + 1), *range(marks.first_column, marks.last_column)):
        if not any(box.left <= column <= box.right for box in below) and not has_content(sheet, column):
            return column
    raise OddPackageError("no free column")


class _column_formats(dict[int, int]):  # noqa: N801 – a mapping made by reading, used like a function
    """Column → format of its empty cells."""

    def __init__(self, frame: Element) -> None:
        super().__init__()
        self._ranges = [
            (int(entry.get("min")), int(entry.get("max")), int(entry.get("style") or 0))
            for entry in frame.iter(f"{{{namespace(frame)}}}col")
        ]

    def __missing__(self, column: int) -> int:
        return next((style for first, last, style in self._ranges if first <= column <= last), 0)


def _widen(frame: Element, column: int) -> None:
    """Give one column its width; a run of columns it belongs to is cut in three."""
    space = f"{{{namespace(frame)}}}"
    columns = frame.find(f"{space}cols")
    if columns is None:
        columns = etree.Element(f"{space}cols", nsmap={None: space[1:-1]})
        insert_in_order(frame, columns, SHEET_ORDER)
    own = None
    for entry in list(columns):
        first, last = int(entry.get("min")), int(entry.get("max"))
        if first <= column <= last:
            own = _cut_out(columns, entry, column)
    if own is None:
        own = etree.Element(f"{space}col", min=str(column), max=str(column))
        after = [entry for entry in columns if int(entry.get("min")) > column]
        columns.insert(columns.index(after[0]) if after else len(columns), own)
    for name in ("hidden", "bestFit", "collapsed", "outlineLevel"):
        own.attrib.pop(name, None)
    own.set("width", f"{REASON_WIDTH:g}")
    own.set("customWidth", "1")


def _cut_out(columns: Element, entry: Element, column: int) -> Element:
    first, last = int(entry.get("min")), int(entry.get("max"))
    place = columns.index(entry)
    columns.remove(entry)
    own = entry
    for start, end in ((column + 1, last), (column, column), (first, column - 1)):
        if start <= end:
            piece = copy.deepcopy(entry)
            piece.set("min", str(start))
            piece.set("max", str(end))
            columns.insert(place, piece)
            own = piece if start == end == column else own
    return own


def _extend_dimension(frame: Element, row: int, column: int) -> None:
    entry = frame.find(f"{{{namespace(frame)}}}dimension")
    if entry is not None and entry.get("ref"):
        box = Box.of(entry.get("ref"))
        entry.set("ref", str(Box(box.top, box.left, max(box.bottom, row), max(box.right, column))))


def _add_filter(frame: Element, marks: SheetMarks, column: int) -> str | None:
    """A filter over table and reasons, unless the sender set one or made it an Excel table (which has its own)."""
    space = f"{{{namespace(frame)}}}"
    if any(frame.find(f"{space}{name}") is not None for name in ("autoFilter", "tableParts")):
        return None
    first, last = column_letter(marks.first_column), column_letter(column)
    bottom = max(marks.last_row, marks.head_row + 1)
    entry = etree.Element(
        f"{space}autoFilter", nsmap={None: space[1:-1]}, ref=f"{first}{marks.head_row}:{last}{bottom}"
    )
    insert_in_order(frame, entry, SHEET_ORDER)
    return f"${first}${marks.head_row}:${last}${bottom}"


def _add_comments(package: Package, part: str, sheet: SheetText, comments: Mapping[Place, str], type_base: str) -> None:
    if not comments:
        return
    frame = sheet.frame
    space = namespace(frame)
    identifier = add_comments(package, part, package.relations(part), type_base, space, comments)
    if identifier is None:
        return
    entry = etree.Element(f"{{{space}}}legacyDrawing", nsmap={None: space, "r": type_base})
    entry.set(f"{{{type_base}}}id", identifier)
    for old in [child for child in frame if local_name(child) == "legacyDrawing"]:
        frame.remove(old)
    insert_in_order(frame, entry, SHEET_ORDER)
