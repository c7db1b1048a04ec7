"""A sender's xlsx or xlsm with every fault marked, edited inside the package.

No spreadsheet library does it: they lose text boxes, sparklines, pictures of WPS and the cached values of formulas. Here
every part that carries no mark keeps its bytes; a marked sheet keeps all its rows but the marked ones.
"""

from collections.abc import Sequence

from rescue_cli.workbooks.marking.book_part import BookPart
from rescue_cli.workbooks.marking.cell_formats import StyleBook
from rescue_cli.workbooks.marking.fault_marks import IssueSheet, SheetMarks
from rescue_cli.workbooks.marking.findings_sheet import WORKSHEET_TYPE, issue_area, issue_part
from rescue_cli.workbooks.marking.opc import OddPackageError, Package, xml_bytes
from rescue_cli.workbooks.marking.sheet_marks import mark_sheet


def annotate_workbook(data: bytes, marks: Sequence[SheetMarks], issues: IssueSheet) -> bytes:
    """The workbook with coloured and noted cells, columns 错误原因 and a first sheet 问题清单; same input, same bytes.

    Raises:
        OddPackageError: something in the package is not as the format wants it; nothing was written.
    """
    try:
        return _annotated(data, marks, issues)
    except OddPackageError:
        raise
    except Exception as error:  # somebody else's package: its zip, its markup, its numbers may be anything
        raise OddPackageError(type(error).__name__) from error


def _annotated(data: bytes, marks: Sequence[SheetMarks], issues: IssueSheet) -> bytes:
    package = Package(data)
    book = BookPart(package)
    styles = StyleBook(package.read(book.styles))
    filters = {
        sheet.name: mark_sheet(package, book.sheets[sheet.name], sheet, styles, book.type_base) for sheet in marks
    }
    listed = issue_part(issues, styles, book.space)
    if issues.earlier in book.sheets:
        name = issues.earlier
        package.replace(book.sheets[name], listed)
    else:
        name = book.put_first(package.add("xl/worksheets/sheet", ".xml", listed, WORKSHEET_TYPE))
    filters[name] = issue_area(issues)
    for sheet_name, filtered in filters.items():
        if filtered:
            book.name_filter(sheet_name, filtered)
    package.write(book.part, xml_bytes(book.root))
    package.write(book.styles, xml_bytes(styles.root))
    return package.to_bytes()
