"""The stamp put into a workbook somebody else made: a sender's file that goes back, the bureau's own blank filled in."""

from lxml import etree

from rescue_cli.core.book_stamp import PROPERTY, STAMP_SHEET, BookStamp
from rescue_cli.workbooks.marking.book_part import BookPart
from rescue_cli.workbooks.marking.findings_sheet import WORKSHEET_TYPE
from rescue_cli.workbooks.marking.opc import (
    CONTENT_TYPES,
    RELATIONS,
    TYPES_PART,
    OddPackageError,
    Package,
    xml_bytes,
)
from rescue_cli.workbooks.marking.sheet_rows import fill_text
from rescue_cli.workbooks.reading.workbook_reader import column_letter

CUSTOM_PART = "docProps/custom.xml"
CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
CUSTOM_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
TYPED_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of all custom properties, by the standard
FIRST_NUMBER = 2  # of a custom property; 0 and 1 are taken by the standard


def stamped(data: bytes, stamp: BookStamp) -> bytes:
    """The workbook with the stamp in its properties and on a very hidden sheet, in the place of one it had; same input,
    same bytes.

    Raises:
        OddPackageError: something in the package is not as the format wants it.
    """
    try:
        package = Package(data)
        _put_sheet(package, stamp)
        _put_properties(package, stamp)
        return package.to_bytes()
    except OddPackageError:
        raise
    except Exception as error:  # somebody else's package: its zip, its markup, its numbers may be anything
        raise OddPackageError(type(error).__name__) from error


def _put_sheet(package: Package, stamp: BookStamp) -> None:
    book = BookPart(package)
    written = _stamp_part(stamp, book.space)
    if STAMP_SHEET in book.sheets:
        package.replace(book.sheets[STAMP_SHEET], written)
        return
    book.put_last(package.add("xl/worksheets/sheet", ".xml", written, WORKSHEET_TYPE), STAMP_SHEET)
    package.write(book.part, xml_bytes(book.root))


def _stamp_part(stamp: BookStamp, space: str) -> bytes:
    root = etree.Element(f"{{{space}}}worksheet", nsmap={None: space})
    rows = etree.SubElement(root, f"{{{space}}}sheetData")
    for number, texts in enumerate(stamp.lines(), 1):
        row = etree.SubElement(rows, f"{{{space}}}row", r=str(number))
        for column, text in enumerate(texts, 1):
            fill_text(etree.SubElement(row, f"{{{space}}}c", r=f"{column_letter(column)}{number}"), text)
    return xml_bytes(root)


def _put_properties(package: Package, stamp: BookStamp) -> None:
    part = package.relations("").first("custom-properties")
    root = package.read(part) if part else _new_properties(package)
    for entry in [entry for entry in root if (entry.get("name") or "").startswith(PROPERTY)]:
        root.remove(entry)
    taken = max((int(entry.get("pid") or 0) for entry in root), default=FIRST_NUMBER - 1)
    for number, (name, value) in enumerate(sorted(stamp.properties().items()), taken + 1):
        entry = etree.SubElement(root, f"{{{CUSTOM_SPACE}}}property", fmtid=FORMAT, pid=str(number), name=name)
        etree.SubElement(entry, f"{{{TYPED_SPACE}}}lpwstr").text = value
    package.write(part or CUSTOM_PART, xml_bytes(root))


def _new_properties(package: Package) -> etree._Element:
    types = package.read(TYPES_PART)
    etree.SubElement(types, f"{{{CONTENT_TYPES}}}Override", PartName=f"/{CUSTOM_PART}", ContentType=CUSTOM_TYPE)
    package.write(TYPES_PART, xml_bytes(types))
    package.relations("").add(RELATIONS, "custom-properties", CUSTOM_PART)
    return etree.Element(f"{{{CUSTOM_SPACE}}}Properties", nsmap={None: CUSTOM_SPACE, "vt": TYPED_SPACE})
