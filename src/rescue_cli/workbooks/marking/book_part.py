"""The workbook part of a package: its sheets, their order, and names that count on it."""

from lxml import etree

from rescue_cli.workbooks.marking.fault_marks import ISSUES_NAME
from rescue_cli.workbooks.marking.findings_sheet import quoted
from rescue_cli.workbooks.marking.opc import (
    RELATIONS,
    Element,
    Package,
    insert_in_order,
    local_name,
    namespace,
    xml_bytes,
)

STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
FILTER_NAME = "_xlnm._FilterDatabase"
BOOK_ORDER = (
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
)


class BookPart:
    """The workbook part: its sheets, their order, and names that count on it."""

    def __init__(self, package: Package) -> None:
        book = package.relations("").first("officeDocument")
        self.part = package.name_of(book or "xl/workbook.xml")
        self.root = package.read(self.part)
        self.space = namespace(self.root)
        self.type_base = STRICT_RELATIONS if self.space == STRICT else RELATIONS
        self._relations = package.relations(self.part)
        self._listed = self._child("sheets")
        self.sheets = {
            entry.get("name"): self._relations.target(entry.get(f"{{{self.type_base}}}id")) for entry in self._entries()
        }
        self.styles = self._relations.first("styles") or self._new_styles(package)

    def put_last(self, part: str, name: str) -> None:
        """List the new sheet last and very hidden: neither seen nor offered to be shown."""
        entry = self._entry(part, name)
        entry.set("state", "veryHidden")
        self._listed.append(entry)

    def put_first(self, part: str) -> str:
        """List the new sheet first, and let everything that counts sheets count one more; its name."""
        name = self._free_name()
        self._listed.insert(0, self._entry(part, name))
        for defined in self.root.iter(f"{{{self.space}}}definedName"):
            if defined.get("localSheetId"):
                defined.set("localSheetId", str(int(defined.get("localSheetId")) + 1))
        self._keep_in_front()
        return name

    def _entry(self, part: str, name: str) -> Element:
        entry = etree.Element(f"{{{self.space}}}sheet", nsmap={"r": self.type_base})
        entry.set("name", name)
        entry.set("sheetId", str(max(int(other.get("sheetId")) for other in self._entries()) + 1))
        entry.set(f"{{{self.type_base}}}id", self._relations.add(self.type_base, "worksheet", part))
        return entry

    def name_filter(self, sheet: str, area: str) -> None:
        """Excel keeps the range of a sheet's filter as a hidden name too."""
        place = str([entry.get("name") for entry in self._entries()].index(sheet))
        names = self._child("definedNames")
        for old in list(names):
            if old.get("name") == FILTER_NAME and old.get("localSheetId") == place:
                names.remove(old)
        name = etree.SubElement(names, f"{{{self.space}}}definedName", name=FILTER_NAME, localSheetId=place, hidden="1")
        name.text = f"{quoted(sheet)}!{area}"

    def _keep_in_front(self) -> None:
        """The sheet that was open stays open: two sheets chosen at once would be edited together."""
        views = self._child("bookViews")
        if not len(views):
            etree.SubElement(views, f"{{{self.space}}}workbookView")
        for view in views:
            view.set("activeTab", str(int(view.get("activeTab") or 0) + 1))
            view.attrib.pop("firstSheet", None)

    def _free_name(self) -> str:
        taken = {(entry.get("name") or "").casefold() for entry in self._entries()}
        name, number = ISSUES_NAME, 1
        while name.casefold() in taken:
            number += 1
            name = f"{ISSUES_NAME}（{number}）"
        return name

    def _entries(self) -> list[Element]:
        return [entry for entry in self._listed if local_name(entry) == "sheet"]

    def _child(self, name: str) -> Element:
        child = self.root.find(f"{{{self.space}}}{name}")
        if child is None:
            child = etree.Element(f"{{{self.space}}}{name}", nsmap={None: self.space})
            insert_in_order(self.root, child, BOOK_ORDER)
        return child

    def _new_styles(self, package: Package) -> str:
        root = etree.Element(f"{{{self.space}}}styleSheet", nsmap={None: self.space})
        part = package.add("xl/styles", ".xml", xml_bytes(root), STYLES_TYPE)
        self._relations.add(self.type_base, "styles", part)
        return part
