"""Small slips of the programs that wrote an xlsx, put right in a copy, so that one cell does not cost a whole sheet."""

import io
import re
import zipfile
from collections.abc import Callable

from rescue_cli.workbooks.reading.limits import MAX_MARKUP

_CELL = re.compile(rb"<((?:\w+:)?)c\b([^>]*)(?<!/)>(.*?)</\1c>", re.DOTALL)
_TYPE = re.compile(rb"""\s*\bt\s*=\s*["'](\w+)["']""")
_VALUE = re.compile(rb"(<(?:\w+:)?v\b[^>]*(?<!/)>)([^<]*)(</)")
_NUMBER = re.compile(rb"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_STRICT = (  # the namespaces of ISO 29500 Strict and those of the usual, transitional kind
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)


def mended(data: bytes) -> bytes:
    """A copy in which a number cell that holds no number (`None`, `1,234`) is a text, blanks around values are gone,
    and the namespaces are the usual ones. The guard has passed the package; sheets over the bound are left as they are.
    """
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as target:
        for info in package.infolist():
            content = package.read(info)
            if info.filename.lower().endswith((".xml", ".rels")) and len(content) <= MAX_MARKUP:
                content = _usual(content)
            target.writestr(info.filename, content)
    return copy.getvalue()


def _usual(content: bytes) -> bytes:
    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    return _CELL.sub(_mended_cell, content) if b"worksheet" in content[:4096] else content


def _mended_cell(cell: re.Match[bytes]) -> bytes:
    declared = _TYPE.search(cell[2])
    kind = declared[1] if declared else b"n"
    value = _VALUE.search(cell[3])
    if value is None or kind == b"inlineStr":
        return cell[0]
    attributes, text = cell[2], value[2]
    if kind != b"str":
        text = text.strip()
    if kind == b"n" and text and not _NUMBER.fullmatch(text):
        attributes = _TYPE.sub(b"", attributes) + b' t="str"'
    content = _VALUE.sub(_with(text), cell[3], count=1)
    return b"<%bc%b>%b</%bc>" % (cell[1], attributes, content, cell[1])


def _with(text: bytes) -> Callable[[re.Match[bytes]], bytes]:
    return lambda value: value[1] + text + value[3]
