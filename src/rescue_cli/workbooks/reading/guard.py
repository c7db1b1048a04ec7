"""What kind of file is this really, and is it safe to hand to a parser? Runs before a spreadsheet library sees a byte.

Never trusts the extension or the sizes a zip directory claims; the limits stand in `limits`. Raises InputError, one
plain sentence a file; says nothing of what is in it.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rescue_cli.core.errors import InputError
from rescue_cli.workbooks.reading.delimited_text import wide_encoding
from rescue_cli.workbooks.reading.limits import (
    ARCHIVE,
    CHUNK,
    DAMAGED,
    EMPTY,
    ENCRYPTED,
    FORMAT,
    MAX_COLUMNS,
    MAX_FILE,
    MAX_MARKUP,
    MAX_MEMBERS,
    MAX_PARTS,
    MAX_ROWS,
    MAX_TOTAL,
    NOT_WORKBOOK,
    TOO_LARGE,
    UNSAFE,
    damaged,
    encrypted,
    not_workbook,
    too_large,
    unpacked,
    unsafe,
)
from rescue_cli.workbooks.reading.zip_parts import measure_parts

__all__ = [
    "ARCHIVE",
    "DAMAGED",
    "EMPTY",
    "ENCRYPTED",
    "FORMAT",
    "MAX_COLUMNS",
    "MAX_ROWS",
    "NOT_WORKBOOK",
    "TOO_LARGE",
    "UNSAFE",
    "Examined",
    "Kind",
    "examine",
    "inspect",
    "package_kind",
]

Kind = Literal["xlsx", "xlsb", "ods", "docx", "xls", "locked", "xml", "html", "text"]
PackageKind = Literal["xlsx", "xlsb", "ods", "docx", "zip"]

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLDEST_XLS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")  # Excel 2, 3, 4: no OLE2 around it
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_OTHER_FILES = (
    (b"%PDF", "PDF文件"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89PNG", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"{\\rtf", "Word文档（rtf），请用Word或WPS另存为docx"),
)
_OTHER_TABLES = (
    (b"ID;P", "SYLK（slk）"),
    (b"TABLE\r\n0,1", "DIF"),
    (b"TABLE\n0,1", "DIF"),
    *((magic, "很旧的Excel（95版以前）") for magic in _OLDEST_XLS),
    (b"\x00\x00\x02\x00", "Lotus 1-2-3"),
    (b"\x00\x00\x1a\x00", "Lotus 1-2-3"),
)
_MAIN_PARTS: tuple[tuple[str, PackageKind], ...] = (
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("content.xml", "ods"),
    ("word/document.xml", "docx"),
)
_ENDINGS = {"xlsb": (".xml", ".rels", ".bin")}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
MOST_CONTROLS = 50  # of so many bytes one may be a control character: old systems leave some in their texts
_DBF = (0x02, 0x03, 0x04, 0x30, 0x31, 0x43, 0x83, 0x8B, 0xF5)
_PAGE = (b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<body", b"<style", b"<div", b"<!--")


@dataclass(frozen=True, slots=True)
class Examined:
    """`marked`: the parts of an xlsx in which `marks` will find something. `far_row`: where its few cells lie too far
    apart for the first reader, the last one's row. `is_padded`: blanks stand around its values, and that reader would
    take text 7 for text 0."""

    kind: Kind
    marked: tuple[str, ...] = ()
    far_row: int = 0
    is_padded: bool = False


def inspect(data: bytes) -> Kind:
    """The kind of file, once it is known to be safe to parse. Raises InputError."""
    return examine(data).kind


def examine(data: bytes) -> Examined:
    """The same, with what else the guard saw on its way. Raises InputError."""
    if not data.strip(b"\x00 \t\r\n"):
        raise InputError(EMPTY, "文件是空的，没有任何内容")
    if len(data) > MAX_FILE:
        raise too_large(f"文件超过{MAX_FILE >> 20}MB，请分成几个文件")
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _examine_zip(data)
    if data[:8] == _OLE2:
        return Examined(_ole2_kind(data))
    if data[:2] == b"\x09\x08":
        return Examined("xls")
    return Examined(_text_kind(data))


def package_kind(names: Iterable[str]) -> PackageKind:
    """What a zip with parts of these names is. Raises InputError for packages that hold no tables."""
    present = set(names)
    for part, kind in _MAIN_PARTS:
        if part in present:
            return kind
    if "ppt/presentation.xml" in present:
        raise not_workbook("演示文档")
    if any(name.endswith((".iwa", "buildVersionHistory.plist")) for name in present):
        raise InputError(FORMAT, "这是苹果Numbers格式，请导出为xlsx")
    plain = {name.replace("\\", "/").lower() for name in present}  # as some systems write their parts
    if "ofd.xml" in plain:
        raise not_workbook("版式文件（OFD）")
    if "uof.xml" in plain or "_meta/meta.xml" in plain:
        raise InputError(FORMAT, "这是标文通（UOF）格式，请用WPS打开后另存为xlsx")
    if "[content_types].xml" in plain:
        if any(name.rpartition("/")[2] == "workbook.xml" for name in plain):
            return "xlsx"
        raise damaged()
    return "zip"


def _ole2_kind(data: bytes) -> Kind:
    """xls and et are OLE2; so are encrypted xlsx (a stream EncryptedPackage) and old Word and PowerPoint files."""
    names = _streams(data)
    if "encryptedpackage" in names:
        return "locked"
    if "workbook" in names or "book" in names:
        return "xls"
    if "worddocument" in names:
        raise not_workbook("旧版Word文档（doc），请用Word或WPS另存为docx，或把表格复制到Excel里")
    if "powerpoint document" in names:
        raise not_workbook("演示文档")
    raise damaged()


def _streams(data: bytes) -> set[str]:
    """Streams of the outermost folder, lower case: a letter may hold a workbook, and a workbook a letter.

    Where the directory is broken, all names that occur: the parser may still make something of the file.
    """
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            return {path[0].lower() for path in container.listdir() if len(path) == 1}
    except Exception:  # noqa: BLE001 – on broken containers the library lets through whatever its parts raise
        known = ("EncryptedPackage", "Workbook", "Book", "WordDocument", "PowerPoint Document")
        return {name.lower() for name in known if name.encode("utf-16-le") in data}


def _text_kind(data: bytes) -> Kind:
    if data.startswith(_ARCHIVES):
        raise unpacked()
    _refuse_other_formats(data)
    wide = wide_encoding(data)
    head = data[:4096].decode(wide, "ignore").encode() if wide else data[:4096]
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"mime-version:"):
        raise InputError(FORMAT, "这是网页归档（mht），请用Excel或WPS打开后另存为xlsx")
    if head.startswith((b"<?xml", b"<workbook", b"<ss:workbook")):
        return _markup_kind(data, head)
    if head.startswith(_PAGE) or (head.startswith(b"<") and b"<table" in head):
        return _bounded(data, "html")
    if not wide and len(_CONTROL.findall(data[:CHUNK])) * MOST_CONTROLS > min(len(data), CHUNK):
        raise not_workbook("认不出的文件")
    return "text"


def _refuse_other_formats(data: bytes) -> None:
    """Formats that are told by their first bytes, and named rather than read."""
    for magic, name in _OTHER_FILES:
        if data.startswith(magic):
            raise not_workbook(name)
    for magic, name in _OTHER_TABLES:
        if data.startswith(magic):
            raise InputError(FORMAT, f"这是{name}格式，请用Excel或WPS打开后另存为xlsx")
    if _is_dbf(data):
        raise InputError(FORMAT, "这是dbf数据库文件，请用Excel或WPS打开后另存为xlsx")


def _is_dbf(data: bytes) -> bool:
    """A dBase table: its version, the day it was changed (month 1–12, day 1–31), and field records of 32 bytes."""
    if len(data) < 33 or data[0] not in _DBF or not (1 <= data[2] <= 12 and 1 <= data[3] <= 31):
        return False
    return int.from_bytes(data[8:10], "little") % 32 in (1, 8, 9) and data[30:32] == b"\0\0"


def _markup_kind(data: bytes, head: bytes) -> Kind:
    """XML: a table of Excel 2003, a web page, or something that only its own program can open."""
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head or b'progid="excel.sheet"' in head:
        return "xml"
    if b"<html" in head or b"<!doctype html" in head:
        return _bounded(data, "html")
    raise InputError(FORMAT, "这是XML格式的文件，请用Excel或WPS打开后另存为xlsx")


def _bounded(data: bytes, kind: Kind) -> Kind:
    if len(data) > MAX_MARKUP:
        raise too_large(f"网页表格超过{MAX_MARKUP >> 20}MB，请分成几个文件")
    return kind


def _examine_zip(data: bytes) -> Examined:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _examine_package(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError, OSError) as error:
        raise damaged() from error
    except RuntimeError as error:  # zipfile's way of asking for a password
        raise encrypted() from error


def _examine_package(package: zipfile.ZipFile) -> Examined:
    infos = package.infolist()
    kind = package_kind(info.filename for info in infos)
    if kind == "zip":
        raise _refused_archive(infos)
    if len(infos) > MAX_PARTS:
        raise unsafe("内部零件过多")
    if any(info.flag_bits & 1 for info in infos):
        raise encrypted()
    if kind == "docx" and package.getinfo("word/document.xml").file_size > MAX_MARKUP:
        raise too_large(f"Word文档的文字超过{MAX_MARKUP >> 20}MB，请分成几个文件")
    measured = measure_parts(package, _ENDINGS.get(kind, (".xml", ".rels", ".vml")))
    if kind != "xlsx":
        return Examined(kind)
    return Examined(kind, measured.marked, measured.far_row, measured.is_padded)


def _refused_archive(infos: list[zipfile.ZipInfo]) -> InputError:
    """An archive comes this far only inside another one, or where it could not be taken apart (see `archive`)."""
    if len(infos) > MAX_MEMBERS:
        return unsafe(f"压缩包里的文件超过{MAX_MEMBERS}个")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        return unsafe("压缩包展开后异常庞大")
    return unpacked()
