"""What stands among the files and is none: folders, links, pipes, devices. Only regular files are ever opened: others may
keep whoever opens them waiting for ever, or have no end.
"""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from rescue_cli.core.states import FileState, Level

SPECIAL = "INTAKE-FILE-SPECIAL"


_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})  # of folders: thumbnails and settings


@dataclass(frozen=True)
class OddEntry:
    """Why it is not read, as far as it is to be read at all; `state`: what stands of it in the list of files."""

    why: str
    state: FileState
    level: Level


def odd_entry(path: Path) -> OddEntry | None:
    """What is odd about an entry; None for a file, also one that is not there or may not be read: that shows on opening.

    A link to a file is read as the file it leads to, and told: what is read stands elsewhere.
    """
    linked = path.is_symlink()
    try:
        mode = path.stat().st_mode
    except OSError:
        return _unreadable("这是链接，它所指的文件不在或绕成了圈") if linked else None
    if stat.S_ISREG(mode):
        return OddEntry("这是链接，读的是它所指的文件", FileState.READ, Level.HINT) if linked else None
    if not stat.S_ISDIR(mode):
        return _unreadable("这是管道、套接字或设备，不是文件，没有打开")
    if linked:
        return _unreadable("这是通到别的文件夹的链接，里面的文件没有读")
    return _folder(path)


def is_regular(path: Path) -> bool:
    """May it be opened?"""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def _folder(path: Path) -> OddEntry:
    try:
        filled = bool(os.listdir(path))
    except OSError:
        return _unreadable("文件夹打不开，没有权限，里面的文件没有读")
    if filled:
        return OddEntry("这是文件夹，不是表格，里面的文件已另外读取", FileState.SKIPPED, Level.HINT)
    return _unreadable("这是空文件夹，不是表格")


def _unreadable(why: str) -> OddEntry:
    return OddEntry(why, FileState.UNREADABLE, Level.MUST)


def is_system_file(name: str) -> bool:
    """Lock files of Excel, WPS and LibreOffice, hidden files, folder thumbnails."""
    return name.startswith(("~$", "~WRL", ".")) or name.lower() in _SYSTEM_FILES or name.lower().endswith(".tmp")
