"""The files inside a compressed folder (zip): listed and opened one by one, in memory, within limits."""

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rescue_cli.core.errors import InputError
from rescue_cli.core.file_names import shown_name
from rescue_cli.workbooks.reading.guard import package_kind
from rescue_cli.workbooks.reading.limits import (
    CHUNK,
    ENCRYPTED,
    MAX_DIRECTORY,
    MAX_FILE,
    MAX_MEMBERS,
    MAX_RATIO,
    MAX_TOTAL,
    RATIO_FROM,
    damaged,
    too_large,
    unsafe,
)

BROKEN = (  # what a member that is no sound one raises, by the way it is packed
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, NotImplementedError, RuntimeError, LookupError, ValueError),
    OSError,  # a place before the beginning of the file; a stream bz2 does not know
)
_END = b"PK\x05\x06"
_END64 = b"PK\x06\x07"
_HAN = re.compile("[㐀-鿿]")


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside an archive; `place` is its place in the archive's directory, `name` may hold folders."""

    place: int
    name: str
    size: int


def members(path: Path) -> list[Member] | None:
    """The files inside, in the archive's order; None where this is no archive, or one beyond the limits.

    What is None is read as any other file is, and refused with the reason.
    """
    try:
        with path.open("rb") as file:
            if file.read(2) != b"PK" or not _directory_is_small(file):
                return None
            with zipfile.ZipFile(file) as package:
                return _listed(package.infolist())
    except (*BROKEN, InputError):
        return None


def contents(path: Path, place: int) -> Iterator[bytes]:
    """The bytes of one member, block by block. Raises InputError."""
    try:
        with zipfile.ZipFile(path) as package:
            info = package.infolist()[place]
            if info.flag_bits & 1:
                raise InputError(ENCRYPTED, "压缩包设有密码，请解压后把里面的文件放进收件")
            yield from _inflated(package, info)
    except BROKEN as error:
        raise damaged() from error


def _inflated(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    size = 0
    with package.open(info) as part:
        while block := part.read(CHUNK):
            size += len(block)
            if size > MAX_FILE:
                raise too_large(f"文件超过{MAX_FILE >> 20}MB，请分成几个文件")
            if size > RATIO_FROM and size > MAX_RATIO * max(info.compress_size, 1):
                raise unsafe("展开后异常庞大")
            yield block


def _directory_is_small(file: io.BufferedReader) -> bool:
    """Looks at the end record only: a hostile directory is never unrolled. Archives over 4 GB (zip64) are not read."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    start = tail.rfind(_END)
    file.seek(0)
    if start < 0 or len(tail) - start < 22 or _END64 in tail:
        return False
    return int.from_bytes(tail[start + 12 : start + 16], "little") <= MAX_DIRECTORY


def _listed(infos: list[zipfile.ZipInfo]) -> list[Member] | None:
    if package_kind(info.filename for info in infos) != "zip":
        return None
    files = [(place, info) for place, info in enumerate(infos) if not info.is_dir()]
    if not files or len(files) > MAX_MEMBERS or sum(info.file_size for _, info in files) > MAX_TOTAL:
        return None
    names = _distinct([_safe(_decoded(info)) for _, info in files])
    return [Member(place, name, info.file_size) for (place, info), name in zip(files, names, strict=True)]


def _decoded(info: zipfile.ZipInfo) -> str:
    """The name as its maker wrote it. Without the UTF-8 flag (bit 11) Windows in Chinese writes GBK, macOS UTF-8."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            name = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-8" or name.isascii() or _HAN.search(name):
            return name
    return info.filename


def _safe(name: str) -> str:
    """Folders kept, but nothing that leads out of the archive."""
    parts = [part for part in shown_name(name).replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(parts) or "_"


def _distinct(names: list[str]) -> list[str]:
    """A name that comes again gets a number."""
    seen: dict[str, int] = {}
    distinct = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        distinct.append(name if seen[name] == 1 else f"{name}（{seen[name]}）")
    return distinct
