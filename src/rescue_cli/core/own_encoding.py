"""The program sees to its own UTF-8: begun where names of files would be read in another encoding, it begins again.

`__main__` begins here, so nothing heavy is imported.
"""

import os
import sys
from collections.abc import Mapping

AGAIN = "RESCUE_UTF8"  # begun once again already: never twice
UNKNOWN = ("ascii", "us-ascii", "ansi_x3.4-1968")  # what a system says that was told nothing about its language


def ensure_utf8() -> None:
    """Return where names of files are UTF-8; else replace this process by one of the same words for which they are.

    LC_ALL=C with UTF-8 mode forbidden makes Python read names as ASCII, and no name of ours could be written; a system
    in GBK would read one folder under two names. The terminal keeps its own encoding.
    """
    if sys.getfilesystemencoding().lower() == "utf-8" or AGAIN in os.environ or not sys.executable:
        return
    words = [sys.executable, "-X", "utf8", *sys.orig_argv[1:]]
    os.execve(sys.executable, words, dict(os.environ) | in_utf8(os.environ, sys.stdout.encoding))


def in_utf8(environment: Mapping[str, str], terminal: str) -> dict[str, str]:
    """What the environment of the second beginning has beside: UTF-8 for it and its workers, the terminal as it was.

    >>> in_utf8({}, "ascii")
    {'RESCUE_UTF8': '1', 'PYTHONUTF8': '1'}
    >>> in_utf8({}, "gb18030")["PYTHONIOENCODING"], "PYTHONIOENCODING" in in_utf8({"PYTHONIOENCODING": "gbk"}, "gbk")
    ('gb18030', False)
    """
    added = {AGAIN: "1", "PYTHONUTF8": "1"}
    if terminal.lower() not in UNKNOWN and "PYTHONIOENCODING" not in environment:
        added["PYTHONIOENCODING"] = terminal
    return added
