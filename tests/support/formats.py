"""Files of other formats, written by hand: web page, XML of Excel 2003, Word, OpenDocument, compressed folder."""

import io
import zipfile
from collections.abc import Mapping

SS = "urn:schemas-microsoft-com:office:spreadsheet"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip of these parts, names as given."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def unzipped(data: bytes) -> list[tuple[str, bytes]]:
    """The parts of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return [(name, source.read(name)) for name in source.namelist()]


def gbk_package(parts: Mapping[str, bytes]) -> bytes:
    """A zip as Windows in Chinese writes it: names in GBK, and no flag that says so."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for number, (name, content) in enumerate(parts.items()):
            info = _RawName(str(number))
            info.raw = name.encode("gbk")
            archive.writestr(info, content)
    return data.getvalue()


class _RawName(zipfile.ZipInfo):
    """A member whose name is written byte for byte."""

    raw = b""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.raw, self.flag_bits & ~0x800


def xml2003(body: str, *, name: str = "名册", encoding: str = "UTF-8", hidden: bool = False) -> bytes:
    """SpreadsheetML with one sheet; `body` is the inside of its Table."""
    options = (
        '<x:WorksheetOptions xmlns:x="urn:schemas-microsoft-com:office:excel"><x:Visible>SheetHidden</x:Visible>'
        "</x:WorksheetOptions>"
    )
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{SS}" xmlns:ss="{SS}"><Worksheet ss:Name="{name}"><Table>{body}</Table>'
        f"{options if hidden else ''}</Worksheet></Workbook>"
    )
    return text.encode("gb18030" if encoding.startswith("GB") else encoding)


def word(body: str) -> bytes:
    """A docx; `body` is the inside of w:body."""
    return package({"word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def word_cell(content: str, properties: str = "") -> str:
    """A table cell; `content` is text, or markup."""
    inside = content if content.startswith("<") else paragraph(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def word_table(*rows: list[str]) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(cells)}</w:tr>" for cells in rows) + "</w:tbl>"


def ods(rows: str, name: str = "名册") -> bytes:
    """An ods with one table; `rows` is its inside."""
    content = (
        f'<office:document-content xmlns:office="{ODF}:office:1.0" xmlns:table="{ODF}:table:1.0" '
        f'xmlns:text="{ODF}:text:1.0"><office:body><office:spreadsheet><table:table table:name="{name}">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return package({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def ods_cell(text: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'
