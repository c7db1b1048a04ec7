"""One writer at a time in a working folder: a file in the cache, locked by the system for as long as a run is at work.

The lock is the kernel's (`FileLock`: flock, on Windows LockFileEx), not the file's being there (`SoftFileLock`): it ends
with the process that holds it, however that ends, so none is ever left behind and no file ever has to be deleted. The
file itself stays; one written by an earlier version, with a process number in it, is locked like any other.
Network drives: SMB and NFS 4 hand both calls on to the server, so two computers exclude each other. A drive that knows no
locks is refused – a soft lock in its place would stand for ever after a power cut.
"""

import contextlib
import errno
from collections.abc import Iterator

from filelock import FileLock, Timeout

from rescue_cli.core.disk_faults import cause_of
from rescue_cli.core.errors import OutputError, UsageError
from rescue_cli.record.private_folder import make_private
from rescue_cli.workspace import Workspace

LOCK = "writer.lock"
_NO_LOCKS = (errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK)


@contextlib.contextmanager
def writer_lock(workspace: Workspace) -> Iterator[None]:
    """Hold the folder for writing. UsageError where another run holds it, OutputError where its cache is not to be
    written or lies on a drive without locks."""
    lock = FileLock(workspace.cache / LOCK, timeout=0, fallback_to_soft=False)
    try:
        make_private(workspace.cache)
        lock.acquire()
    except Timeout as error:
        raise UsageError("另一个 rescue 正在这个文件夹里运行，请等它结束再试。") from error
    except OSError as error:
        raise OutputError(_refusal(workspace, error)) from error
    try:
        yield
    finally:
        lock.release()


def _refusal(workspace: Workspace, error: OSError) -> str:
    if error.errno in _NO_LOCKS:
        return f"“{workspace.folder}”所在的网络盘不支持文件锁，不能防止两个人同时写。请把工作区放到本机硬盘再运行。"
    return f"“{workspace.cache}”无法写入：{cause_of(error)}。请检查文件夹权限和磁盘空间。"
