"""Custom properties of a document: xlsx has them in a part of their own, ods in meta.xml. What cannot be read has none."""

import io
import zipfile
from collections.abc import Mapping

from lxml import etree

CUSTOM, META = "docProps/custom.xml", "meta.xml"
LONGEST = 1 << 20  # bytes of such a part; ours has a few thousand
USER_DEFINED = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"


def custom_properties(data: bytes) -> Mapping[str, str]:
    """Name → text; empty where the file has none, or no such part."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            part = next((name for name in (CUSTOM, META) if name in package.namelist()), None)
            if part is None or package.getinfo(part).file_size > LONGEST:
                return {}
            root = etree.fromstring(package.read(part), etree.XMLParser(resolve_entities=False, no_network=True))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, NotImplementedError):
        return {}
    if part == CUSTOM:
        return {entry.get("name") or "": "".join(entry.itertext()).strip() for entry in root}
    told = root.iter(f"{USER_DEFINED}user-defined")
    return {entry.get(f"{USER_DEFINED}name") or "": "".join(entry.itertext()).strip() for entry in told}
