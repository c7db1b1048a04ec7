"""What a sender noted on a cell, without the notes of ours that stand in the copies we send back."""

import re

from rescue_cli.core.states import Level

AUTHOR = "rescue 校验"  # of the notes in the copies we send back: they are not the sender's
OUR_WORDS = tuple(f"【{level}】" for level in Level)  # how they begin
_APPENDED = re.compile(rf"(?:^|\r?\n){AUTHOR}[:：](?:\r?\n.*|$)", re.DOTALL)
_THREADED = re.compile(r"^\[.*?(?:Comment|注释|批注)[:：]\s*", re.DOTALL)  # what Excel 365 puts before a threaded one


def senders_words(text: str) -> str:
    """The sender's own words of a note; "" where there are none.

    >>> senders_words("收入包括打工"), senders_words("rescue 校验：\\n【请核实】住址"), senders_words("另租\\nrescue 校验：\\n【请核实】住址")
    ('收入包括打工', '', '另租')
    """
    own = _THREADED.sub("", _APPENDED.sub("", text)).strip()
    return "" if own.startswith(OUR_WORDS) else own
