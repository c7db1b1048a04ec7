"""Names of files: those that come, as they are shown; those we give, so that every system they go to can bear them."""

import re
import unicodedata
from pathlib import PurePosixPath

LONGEST_PATH = 200  # characters of a path below 输出/; Windows takes 260 with all that stands before it
LONGEST_NAME = 80  # characters of one name
MOST_BYTES = 255  # of one name in UTF-8 on Linux; a Han character is three, a rare one four
LONGEST_VALUE = 60  # characters of a value that is part of a name
RESERVED = frozenset(
    {
        "con",
        "prn",
        "aux",
        "nul",
        "conin$",
        "conout$",
        *(f"{device}{n}" for device in ("com", "lpt") for n in "0123456789¹²³"),
    }
)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_RAW = re.compile("[\udc80-\udcff]")  # bytes that are no UTF-8
_HALVES = re.compile("[\ud800-\udc7f\udd00-\udfff]")  # halves of pairs, as Windows lets names hold
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_AT_THE_ENDS = re.compile(r"^[. ]+|[. ]+$")


def shown_name(path: str) -> str:
    """A path as it came, as text a person can read and any file and screen can hold.

    Names that are no UTF-8 – Python hands their bytes on as lone surrogates – are read as GBK, as old Windows and old
    archives write them. What cannot be seen (escape sequences, line ends, marks that turn text around) becomes "_".

    >>> shown_name(bytes.fromhex("c3fbb2e1").decode("utf-8", "surrogateescape")), shown_name("名册\\x1b[31m.csv")
    ('名册', '名册_[31m.csv')
    """
    parts = (_decoded(part) if _RAW.search(part) else part for part in path.split("/"))
    return _UNSEEN.sub("_", "/".join(parts))


def _decoded(name: str) -> str:
    raw = _HALVES.sub("_", name).encode("utf-8", "surrogateescape")
    return raw.decode("gb18030", "replace").replace("/", "_")


def safe_name(text: str) -> str:
    """A value as part of a file's name: no sign Windows refuses, no dots or spaces at the ends, at most 60 characters,
    no device's name; 未名 where nothing is left.

    >>> safe_name("../../收件/名册"), safe_name("CON"), safe_name("兴泾镇"), safe_name("//")
    ('收件名册', 'CON_', '兴泾镇', '未名')
    """
    kept = _NOT_IN_NAMES.sub("", unicodedata.normalize("NFC", text))
    name = _AT_THE_ENDS.sub("", _AT_THE_ENDS.sub("", kept)[:LONGEST_VALUE])
    head, dot, rest = name.partition(".")
    return f"{head}_{dot}{rest}" if _is_reserved(name) else name or "未名"


def path_key(path: str) -> str:
    """Equal for two paths that are one file on some system: case and composed or decomposed letters do not count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def path_fault(path: str) -> str:
    """What is wrong with a path below 输出/, with "/" between its parts; "" where nothing is.

    >>> path_fault("报表/统计表.xlsx"), path_fault("../收件/名册.xlsx")
    ('', '不能用“..”，只能写在“输出”里面')
    """
    if "\\" in path:
        return "文件夹之间要用“/”，不用“\\”"
    if path.startswith("/") or re.match(r"[A-Za-z]:", path):
        return "要从“输出”里面写起，不能是整个路径，也不能带盘符"
    if len(path) > LONGEST_PATH:
        return f"太长（{len(path)}个字符），最多{LONGEST_PATH}个"
    faults = (name_fault(part) for part in path.split("/"))
    return next((fault for fault in faults if fault), "")


def name_fault(name: str) -> str:
    """What is wrong with the name of one file or folder; "" where nothing is."""
    if name in (".", ".."):
        return f"不能用“{name}”，只能写在“输出”里面"
    if not name:
        return "文件夹或文件的名称是空的"
    if bad := _NOT_IN_NAMES.search(name):
        sign = bad[0] if bad[0].isprintable() else f"U+{ord(bad[0]):04X}"
        return f"名称里不能有“{sign}”"
    if _AT_THE_ENDS.search(name):
        return f"名称前后不能是句点或空格：“{name}”"
    if _is_reserved(name):
        return f"“{PurePosixPath(name).stem}”是Windows的设备名，不能作文件名"
    return _too_long(name)


def _too_long(name: str) -> str:
    if len(name) > LONGEST_NAME:
        return f"名称太长（{len(name)}个字），最多{LONGEST_NAME}个"
    size = len(name.encode())
    return f"名称太长（{size}个字节，生僻字每个算4个），最多{MOST_BYTES}个字节" if size > MOST_BYTES else ""


def _is_reserved(name: str) -> bool:
    return name.partition(".")[0].rstrip(" ").casefold() in RESERVED
