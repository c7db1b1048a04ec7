"""Why a file or folder could not be read or written, in words for the clerk: the system's own may be in another language."""

import errno
from collections.abc import Mapping

CAUSES: Mapping[int | None, str] = {
    errno.ENOSPC: "磁盘已满",
    getattr(errno, "EDQUOT", errno.ENOSPC): "磁盘已满",  # Windows has no quota of this name
    errno.EFBIG: "文件太大，磁盘放不下",
    errno.EACCES: "没有权限，或正被别的程序打开",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOENT: "文件或文件夹不见了",
    errno.EEXIST: "那里有同名的文件",
    errno.EISDIR: "那里是一个文件夹",
    errno.ENOTDIR: "路径里有一段是文件，不是文件夹",
    errno.ENAMETOOLONG: "名称太长",
    errno.EIO: "磁盘读写出错",
    errno.EPIPE: "接收输出的程序已经关了",
}
# Faults of the machine and never of the program, wherever they come up.
OF_THE_DISK = frozenset(
    {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG, errno.EROFS, errno.EIO, errno.EPIPE}
)


def cause_of(error: OSError) -> str:
    """A few words that stand in a sentence.

    >>> cause_of(OSError(28, "No space left on device"))
    '磁盘已满'
    """
    return CAUSES.get(error.errno, "磁盘或文件夹不可用")
