"""One writer at a time in a working folder: a file in the cache that names the run which holds it."""

import contextlib
import os
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from rescue_cli.core.errors import OutputError, UsageError
from rescue_cli.workspace import CACHE, Workspace

LOCK = "writer.lock"


@contextlib.contextmanager
def writer_lock(workspace: Workspace) -> Iterator[None]:
    """Hold the folder for writing. Raises UsageError where another run holds it; one that died holds nothing."""
    path = workspace.cache / LOCK
    try:
        workspace.cache.mkdir(exist_ok=True)
        taken = _take(path)
        if not taken and not _holder_lives(path):
            path.unlink(missing_ok=True)
            taken = _take(path)
    except OSError as error:
        raise OutputError(f"“{workspace.cache}”无法写入：{error.strerror}。请检查文件夹权限和磁盘空间。") from error
    if not taken:
        raise UsageError(
            f"另一个 rescue 正在这个文件夹里运行，请等它结束再试。如确认没有在运行，请删除 {CACHE}/{LOCK} 后再试。"
        )
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _take(path: Path) -> bool:
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{os.getpid()} {socket.gethostname()}")
    return True


def _holder_lives(path: Path) -> bool:
    """Whether the run that wrote the lock may still be at work; on another computer, nobody here can say: yes."""
    for _ in range(5):
        try:
            pid, _, host = path.read_text(encoding="utf-8").partition(" ")
        except FileNotFoundError:
            return False
        if pid.isdecimal():
            return host != socket.gethostname() or _alive(int(pid))
        time.sleep(0.02)  # created, not yet written
    return False


def _alive(pid: int) -> bool:
    if sys.platform == "win32":  # os.kill would end the process there
        import ctypes

        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
        if not handle:
            return bool(kernel.GetLastError() == 5)  # ERROR_ACCESS_DENIED: it is there, and not ours
        code = ctypes.c_ulong()
        kernel.GetExitCodeProcess(handle, ctypes.byref(code))
        kernel.CloseHandle(handle)
        return code.value == 259  # STILL_ACTIVE
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
