"""How a returned copy is printed: the reasons stand right of the sender's table, and would go to a page of their own."""

from lxml import etree

from rescue_cli.workbooks.marking.opc import Element, insert_in_order, local_name, namespace

SHEET_PROPERTIES, PAGE_SET_UP = ("sheetPr", "pageSetUpPr"), "pageSetup"
A4 = "9"


def print_one_page_wide(frame: Element, order: tuple[str, ...]) -> None:
    """Set the sheet to be printed one page wide, as many pages long as it takes, across; paper and margins stay the sender's.
    `order`: of a sheet's elements."""
    properties = _child(frame, SHEET_PROPERTIES[0], order)
    fit = next((child for child in properties if local_name(child) == SHEET_PROPERTIES[1]), None)
    if fit is None:
        fit = etree.SubElement(properties, f"{{{namespace(frame)}}}{SHEET_PROPERTIES[1]}")  # the last of its siblings
    fit.set("fitToPage", "1")
    page = _child(frame, PAGE_SET_UP, order)
    page.attrib.pop("scale", None)
    if page.get("paperSize") is None:
        page.set("paperSize", A4)
    page.set("orientation", "landscape")
    page.set("fitToWidth", "1")
    page.set("fitToHeight", "0")


def _child(frame: Element, name: str, order: tuple[str, ...]) -> Element:
    element = next((child for child in frame if local_name(child) == name), None)
    if element is None:
        element = etree.Element(f"{{{namespace(frame)}}}{name}", nsmap={None: namespace(frame)})
        insert_in_order(frame, element, order)
    return element
