"""Exit codes of every command (design §6), and the sentence for one that was cut short. Loads nothing: `__main__` begins here."""

from enum import IntEnum

INTERRUPTED = "已中断，没有写完的文件不会留下"


class ExitCode(IntEnum):
    """DONE; LEFT_OVER: done, and something is left for a person; COULD_NOT run; BUG."""

    DONE = 0
    LEFT_OVER = 1
    COULD_NOT = 2
    BUG = 70
