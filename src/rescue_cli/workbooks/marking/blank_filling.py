"""The bureau's own blank workbook filled in place: values go into its cells, every look, width, merge and print set-up
stays as it is. Edited inside the package, so that what no library knows (text boxes, pictures of WPS) stays too.
"""

from pathlib import Path

from rescue_cli.core.book_stamp import BookStamp
from rescue_cli.workbooks.marking.blank_rows import RowsError, moved_formula
from rescue_cli.workbooks.marking.blank_sheet import BlankError, BlankSheet, FillLayout
from rescue_cli.workbooks.marking.opc import (
    RELATIONS,
    Element,
    OddPackageError,
    Package,
    local_name,
    namespace,
    xml_bytes,
)
from rescue_cli.workbooks.marking.stamped_package import stamped
from rescue_cli.workbooks.writing.package import place_package

NO_PACKAGE = "空白表不是能填写的 Excel 工作簿（xlsx）"


def write_blank(path: Path, data: bytes, layout: FillLayout, stamp: BookStamp | None = None) -> tuple[str, ...]:
    """Write the filled blank to `path`, with the stamp it is told by; the lines whose name the blank has no row for.

    Raises:
        OutputError: it is open elsewhere, or cannot be written.
        BlankError: the blank is not made so that it can be filled.
    """
    filled, unplaced = fill_blank(data, layout)
    if stamp is not None:
        try:
            filled = stamped(filled, stamp)
        except OddPackageError as error:
            raise BlankError(NO_PACKAGE) from error
    place_package(path, lambda target: _put(target, filled))
    return unplaced


def _put(target: Path, data: bytes) -> None:
    target.write_bytes(data)


def fill_blank(data: bytes, layout: FillLayout) -> tuple[bytes, tuple[str, ...]]:
    """The filled workbook, and the lines without a row. Raises BlankError."""
    try:
        return _filled(data, layout)
    except RowsError as error:
        raise BlankError(str(error)) from error
    except BlankError:
        raise
    except Exception as error:  # the package may be made in any way
        raise BlankError(NO_PACKAGE) from error


def _filled(data: bytes, layout: FillLayout) -> tuple[bytes, tuple[str, ...]]:
    package = Package(data)
    book = package.name_of(package.relations("").first("officeDocument") or "xl/workbook.xml")
    root = package.read(book)
    part = _sheet_part(package, book, root, layout.sheet)
    form = BlankSheet(package, package.read(part), book)
    rows, unplaced = form.rows_for(layout)
    if form.moved:
        _move_names(package, root, book, layout.sheet, form)
    for letter, values in layout.columns.items():
        for row, value in zip(rows, values, strict=True):
            if row is not None and not (form.by_name and layout.labels and letter == layout.labels[0]):
                form.put(f"{letter}{row}", value)
    for address, value in layout.cells.items():
        form.put(form.now_at(address), value)
    form.reckon()
    package.write(part, xml_bytes(form.root))
    _reckon_on_load(package, book, root)
    return package.to_bytes(), unplaced


def _sheet_part(package: Package, book: str, root: Element, name: str) -> str:
    relations = package.relations(book)
    entries = {entry.get("name"): entry for entry in root.iter(f"{{{namespace(root)}}}sheet")}
    if name not in entries:
        raise BlankError(f"空白表里没有名为“{name}”的工作表，只有{'、'.join(map(str, entries))}")
    return package.name_of(relations.target(entries[name].get(f"{{{RELATIONS}}}id")))


def _move_names(package: Package, root: Element, book: str, sheet: str, form: BlankSheet) -> None:
    """Print areas and other names, and what other sheets count of this one."""
    assert form.moved is not None
    for name in root.iter(f"{{{namespace(root)}}}definedName"):
        name.text = moved_formula(name.text or "", *form.moved, sheet=sheet)
    for part in [name for name in package.parts if name.startswith("xl/worksheets/") and name.endswith(".xml")]:
        other = package.read(part)
        formulas = (cell.text or "" for cell in other.iter(f"{{{namespace(other)}}}f"))
        if any(f"{sheet}!" in text or f"'{sheet}'!" in text for text in formulas):
            raise BlankError(f"空白表的其他工作表引用了“{sheet}”，行数不够时加行会算错")


def _reckon_on_load(package: Package, book: str, root: Element) -> None:
    """Excel works everything out anew on opening; the old order of calculation is not true any more."""
    space = f"{{{namespace(root)}}}"
    calculation = root.find(f"{space}calcPr")
    if calculation is None:
        names = [child for child in root if local_name(child) in ("definedNames", "externalReferences", "sheets")]
        calculation = root.makeelement(f"{space}calcPr")
        names[-1].addnext(calculation)
    calculation.set("fullCalcOnLoad", "1")
    package.write(book, xml_bytes(root))
    chain = package.relations(book).first("calcChain")
    if chain is None:
        return
    package.remove(chain, book)
