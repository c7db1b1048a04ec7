"""What kind of file is this really, and is it safe to hand to a parser? Runs before a spreadsheet library sees a byte.

Never trusts the extension or the sizes a zip directory claims. Every limit stands here. Raises InputError, one plain
sentence a file; says nothing of what is in it.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rescue_cli.core.errors import InputError

Kind = Literal["xlsx", "xls", "text"]

CHUNK = 1 << 20
MAX_FILE = 100 << 20
MAX_PARTS = 3000
MAX_PART = 512 << 20  # one part, inflated (a ledger of 100,000 rows: about 110 MB)
MAX_TOTAL = 1 << 30
MAX_SHARED_STRINGS = 128 << 20
MAX_UNIQUE = 5_000_000  # declared uniqueCount: the parser reserves that many slots at once
MAX_RATIO, RATIO_FROM = 500, 8 << 20
MAX_BOX = 20_000_000  # cells of the box around everything filled in
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
MAX_MERGES, MAX_MERGED_AREA = 100_000, 5_000_000

EMPTY, ENCRYPTED, NOT_WORKBOOK, FORMAT, DAMAGED, UNSAFE, TOO_LARGE = (
    "INTAKE-FILE-EMPTY",
    "INTAKE-FILE-ENCRYPTED",
    "INTAKE-FILE-NOT-WORKBOOK",
    "INTAKE-FILE-FORMAT",
    "INTAKE-FILE-DAMAGED",
    "INTAKE-FILE-UNSAFE",
    "INTAKE-FILE-TOO-LARGE",
)

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FILES = (
    (b"%PDF", "PDF文件"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89PNG", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"{\\rtf", "Word文档"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,9})"')
_CELL_COLUMN = re.compile(rb'\br="([A-Z]{1,4})\d{1,8}"')
_FILLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,4})(\d{1,9})"[^>]*(?<!/)>')  # not self-closed: has a value
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,4})(\d{1,8}):([A-Z]{1,4})(\d{1,8})"')
_UNIQUE = re.compile(rb'uniqueCount="(\d+)"')


def inspect(data: bytes) -> Kind:
    """The kind of file, once it is known to be safe to parse. Raises InputError."""
    if not data.strip(b"\x00 \t\r\n"):
        raise InputError(EMPTY, "文件是空的，没有任何内容")
    if len(data) > MAX_FILE:
        raise InputError(TOO_LARGE, f"文件超过{MAX_FILE >> 20}MB，请分成几个文件")
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        _inspect_zip(data)
        return "xlsx"
    if data[:8] == _OLE2:
        _inspect_ole2(data)
        return "xls"
    if data[:2] == b"\x09\x08":
        return "xls"
    _inspect_text(data)
    return "text"


def _inspect_ole2(data: bytes) -> None:
    """xls and et are OLE2; so are encrypted xlsx (a stream EncryptedPackage) and old Word and PowerPoint files."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _encrypted()
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return
    if any(stream.encode("utf-16-le") in data for stream in ("WordDocument", "PowerPoint Document")):
        raise _not_workbook("Word或演示文档")
    raise InputError(DAMAGED, "文件已损坏或不完整，打不开")


def _inspect_text(data: bytes) -> None:
    for magic, name in _OTHER_FILES:
        if data.startswith(magic):
            raise _not_workbook(name)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        raise InputError(FORMAT, "这是改了后缀的网页表格，请用Excel或WPS打开后另存为xlsx")
    if head.startswith(b"<?xml"):
        raise InputError(FORMAT, "这是XML格式的表格，请用Excel或WPS打开后另存为xlsx")
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff") and _CONTROL.search(data):
        raise _not_workbook("认不出的文件")


def _inspect_zip(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _inspect_names(package)
            _inspect_parts(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError, ValueError, OSError) as error:
        raise InputError(DAMAGED, "文件已损坏或不完整，打不开") from error
    except RuntimeError as error:  # zipfile's way of asking for a password
        raise _encrypted() from error


def _inspect_names(package: zipfile.ZipFile) -> None:
    names = {info.filename for info in package.infolist()}
    if len(package.infolist()) > MAX_PARTS:
        raise _unsafe("内部零件过多")
    if any(info.flag_bits & 1 for info in package.infolist()):
        raise _encrypted()
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise InputError(FORMAT, "这是xlsb格式，请另存为xlsx")
    if "content.xml" in names:
        raise InputError(FORMAT, "这是ods等开放文档格式，请另存为xlsx")
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise _not_workbook("Word或演示文档")
    if any(name.startswith("xl/") for name in names):
        raise InputError(DAMAGED, "文件已损坏或不完整，打不开")
    raise _not_workbook("压缩包")


def _inspect_parts(package: zipfile.ZipFile) -> None:
    total = 0
    for info in package.infolist():
        if not info.filename.endswith((".xml", ".rels", ".vml")):
            continue
        part = _Part(info.filename)
        for block in _blocks(package, info):
            part.see(block)
            total += len(block)
            if total > MAX_TOTAL or (part.size > RATIO_FROM and part.size > MAX_RATIO * max(info.compress_size, 1)):
                raise _unsafe("展开后异常庞大")
        if part.is_sheet and part.rows * max(part.columns, 1) > MAX_BOX:
            _inspect_box(package, info)


@dataclass
class _Part:
    """Figures of one XML part, gathered block by block so that no part is ever held whole."""

    name: str
    size: int = 0
    rows: int = 0
    columns: int = 0
    merges: int = 0
    merged_area: int = 0
    tail: bytes = b""

    @property
    def is_sheet(self) -> bool:
        return "worksheets/" in self.name

    def see(self, block: bytes) -> None:
        if self.size == 0:
            self._see_start(block)
        self.size += len(block)
        if self.size > MAX_PART or (self.name.endswith("sharedStrings.xml") and self.size > MAX_SHARED_STRINGS):
            raise _unsafe("展开后异常庞大")
        if self.is_sheet:
            self._see_cells(self.tail + block)
            self.tail = block[-256:]

    def _see_start(self, block: bytes) -> None:
        if b"<!DOCTYPE" in block[:8192] or b"<!ENTITY" in block[:8192]:
            raise _unsafe("含有外部实体声明")
        if self.name.endswith("sharedStrings.xml"):
            found = _UNIQUE.search(block[:4096])
            if found and int(found[1]) > MAX_UNIQUE:
                raise _unsafe("声明的文字条数异常")

    def _see_cells(self, window: bytes) -> None:
        self.rows = max(self.rows, max((int(row) for row in _ROW.findall(window)), default=0))
        self.columns = max(self.columns, max(map(_column_number, set(_CELL_COLUMN.findall(window))), default=0))
        for left, top, right, bottom in _MERGE.findall(window) if b"mergeCell" in window else ():
            self.merges += 1
            self.merged_area += (int(bottom) - int(top) + 1) * (_column_number(right) - _column_number(left) + 1)
        if self.merges > MAX_MERGES or self.merged_area > MAX_MERGED_AREA:
            raise _unsafe("合并单元格过多")


def _inspect_box(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Far cells that are only coloured do no harm; far cells with something in them would ask for gigabytes."""
    rows = columns = 0
    tail = b""
    for block in _blocks(package, info):
        for column, row in _FILLED.findall(tail + block):
            rows, columns = max(rows, int(row)), max(columns, _column_number(column))
        tail = block[-512:]
    if rows * columns > MAX_BOX or rows > MAX_ROWS or columns > MAX_COLUMNS:
        raise InputError(UNSAFE, f"工作表在第{rows}行附近还有零星内容，请删除下方和右侧的空白行列后重新保存")


def _blocks(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(info) as part:
        while block := part.read(CHUNK):
            yield block


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _encrypted() -> InputError:
    return InputError(ENCRYPTED, "文件设有打开密码，请取消密码后重新保存")


def _not_workbook(what: str) -> InputError:
    return InputError(NOT_WORKBOOK, f"这是{what}，不是电子表格")


def _unsafe(why: str) -> InputError:
    return InputError(UNSAFE, f"文件结构异常（{why}），为安全起见没有读")
