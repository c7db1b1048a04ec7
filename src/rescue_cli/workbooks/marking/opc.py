"""An OPC package (xlsx) as parts in memory: read XML, follow relations, change or add parts, put it together again.

Parts nobody changes keep their bytes.
"""

import io
import posixpath
import re
import zipfile
from typing import Any

from lxml import etree

from rescue_cli.workbooks.reading.limits import MAX_HELD
from rescue_cli.workbooks.writing.package import EPOCH

Element = Any  # lxml ships no types
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
TYPES_PART = "[Content_Types].xml"


class OddPackageError(Exception):
    """The package cannot be edited in place; whoever asked makes a copy instead."""


def parse_xml(data: bytes) -> Element:
    """The root element, comments left out; nothing outside the part is read. etree.XMLSyntaxError for what is no XML."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, strip_cdata=True
    )
    return etree.fromstring(data, parser)


def xml_bytes(root: Element) -> bytes:
    """The part as it is stored: UTF-8 with a declaration."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def namespace(root: Element) -> str:
    """The namespace of an element, "" where it has none."""
    return str(etree.QName(root).namespace or "")


def local_name(element: Element) -> str:
    """The name without its namespace, "" of what is no element (a comment, say)."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


class Package:
    """`parts`: name → bytes, in the order of the file."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = [info for info in package.infolist() if not info.is_dir()]
            if sum(info.file_size for info in infos) > MAX_HELD:  # zipfile inflates no part beyond what it declares
                raise OddPackageError("too large to hold")
            self.parts = {info.filename: package.read(info) for info in infos}
        self._known = {_key(name): name for name in self.parts}

    def name_of(self, part: str) -> str:
        """The name as stored: some writers differ in case or use backslashes. KeyError where there is none."""
        return self._known[_key(part)]

    def read(self, part: str) -> Element:
        """The root of a part. KeyError where there is none."""
        return parse_xml(self.parts[self.name_of(part)])

    def write(self, part: str, data: bytes) -> None:
        """Other content for a part, or a new one."""
        name = self._known.setdefault(_key(part), part)
        self.parts[name] = data

    def replace(self, part: str, data: bytes) -> None:
        """Other content for a part; what the old one led to, it leads to no more."""
        self.write(part, data)
        folder, name = posixpath.split(self.name_of(part))
        relations = self._known.pop(_key(posixpath.join(folder, "_rels", f"{name}.rels")), None)
        if relations is not None:
            del self.parts[relations]

    def remove(self, part: str, owner: str) -> None:
        """Take a part out, with its content type and the relation that leads to it from `owner`."""
        wanted = _key(part)
        types = self.read(TYPES_PART)
        for entry in [entry for entry in types if _key(entry.get("PartName") or "") == wanted]:
            types.remove(entry)
        self.write(TYPES_PART, xml_bytes(types))
        self.relations(owner).drop(part)
        del self.parts[self._known.pop(wanted)]

    def add(self, stem: str, suffix: str, data: bytes, content_type: str = "") -> str:
        """A new part with the first free number, its content type declared unless its suffix does; its name."""
        number = 1
        while _key(f"{stem}{number}{suffix}") in self._known:
            number += 1
        name = f"{stem}{number}{suffix}"
        self.write(name, data)
        if not content_type:
            return name
        types = self.read(TYPES_PART)
        etree.SubElement(types, f"{{{CONTENT_TYPES}}}Override", PartName=f"/{name}", ContentType=content_type)
        self.write(TYPES_PART, xml_bytes(types))
        return name

    def content_type(self, part: str) -> str:
        """As declared for that very part; empty where only its suffix is."""
        wanted = _key(part)
        types = self.read(TYPES_PART)
        declared = (entry.get("ContentType") for entry in types if _key(entry.get("PartName") or "") == wanted)
        return next(declared, None) or ""

    def relations(self, part: str) -> "Relations":
        """The relations of a part ("" for the package)."""
        return Relations(self, part)

    def to_bytes(self) -> bytes:
        """The package, the same bytes for the same parts."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as package:
            for name, data in self.parts.items():
                info = zipfile.ZipInfo(name, EPOCH)
                info.compress_type = zipfile.ZIP_DEFLATED
                info.create_system, info.external_attr = 0, 0
                package.writestr(info, data)
        return target.getvalue()


class Relations:
    """The relations of one part ("" for the package); `add` writes them back at once."""

    def __init__(self, package: Package, part: str) -> None:
        self._package, self._part = package, part
        folder, name = posixpath.split(part)
        self._name = posixpath.join(folder, "_rels", f"{name}.rels")
        try:
            self._root = package.read(self._name)
        except KeyError:
            self._root = etree.Element(f"{{{PACKAGE_RELATIONS}}}Relationships", nsmap={None: PACKAGE_RELATIONS})

    def target(self, identifier: str) -> str:
        """The part a relation leads to. KeyError where there is none."""
        for relation in self._root:
            if relation.get("Id") == identifier:
                return self._resolve(relation.get("Target"))
        raise KeyError(identifier)

    def first(self, kind: str) -> str | None:
        """The part of the first relation of a kind (styles, comments …)."""
        for relation in self._root:
            if (relation.get("Type") or "").rsplit("/", 1)[-1] == kind and relation.get("TargetMode") != "External":
                return self._resolve(relation.get("Target"))
        return None

    def add(self, type_base: str, kind: str, target: str) -> str:
        """The identifier of a new relation to the part `target`."""
        numbers = [int(re.sub(r"\D", "", relation.get("Id") or "") or 0) for relation in self._root]
        identifier = f"rId{max(numbers, default=0) + 1}"
        etree.SubElement(
            self._root,
            f"{{{PACKAGE_RELATIONS}}}Relationship",
            Id=identifier,
            Type=f"{type_base}/{kind}",
            Target=f"/{target}",
        )
        self._package.write(self._name, xml_bytes(self._root))
        return identifier

    def drop(self, part: str) -> None:
        """Take out every relation that leads to `part`."""
        for relation in list(self._root):
            if relation.get("TargetMode") != "External" and _key(self._resolve(relation.get("Target"))) == _key(part):
                self._root.remove(relation)
        self._package.write(self._name, xml_bytes(self._root))

    def _resolve(self, target: str) -> str:
        target = target.replace("\\", "/")
        if target.startswith("/"):
            return target.lstrip("/")
        return posixpath.normpath(posixpath.join(posixpath.dirname(self._part), target))


def declare_suffix(package: Package, suffix: str, content_type: str) -> None:
    """A default content type for a suffix, where there is none."""
    types = package.read(TYPES_PART)
    if any((entry.get("Extension") or "").lower() == suffix for entry in types):
        return
    types.insert(0, etree.Element(f"{{{CONTENT_TYPES}}}Default", Extension=suffix, ContentType=content_type))
    package.write(TYPES_PART, xml_bytes(types))


def insert_in_order(parent: Element, child: Element, order: tuple[str, ...]) -> None:
    """Put `child` where the schema's sequence of elements wants it."""
    rank = order.index(local_name(child))
    for place, sibling in enumerate(parent):
        if _rank(sibling, order) > rank:
            parent.insert(place, child)
            return
    parent.append(child)


def _rank(element: Element, order: tuple[str, ...]) -> int:
    """Of an element, or of what stands inside an mc:AlternateContent; -1 for what the schema does not name."""
    for inner in element.iter():
        if local_name(inner) in order:
            return order.index(local_name(inner))
    return -1


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
