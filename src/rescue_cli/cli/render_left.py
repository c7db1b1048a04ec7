"""What is left for a person, at the end of the screen: the most harmful first, each with the workbook that answers it."""

import re
from collections.abc import Sequence

from rich.console import Console

_WHERE = re.compile("：(?=见 |先 )")
_BRACKETS = re.compile("（[^（）]*）")
SHOWN = 20  # on screen; all of them are in the workbooks


def print_left(console: Console, left: Sequence[str]) -> None:
    """One line a sentence, of many the first."""
    console.print("还需要您处理：", style="bold")
    for sentence in left[:SHOWN]:
        console.print(f"  {sentence}", markup=False)
    if len(left) > SHOWN:
        console.print(f"  ……另有{len(left) - SHOWN}条")


def print_left_within(console: Console, left: Sequence[str], lines: int, more: str = "rescue run -v 全部列出") -> None:
    """As many of them as `lines` lines hold, the heading among them; at least the first. Where not all fit as they are, each
    is said in brief: what is left matters more than where each is answered. `more`: where all of them are."""
    console.print("还需要您处理：", style="bold")
    if sum(_height(console, sentence) for sentence in left) > lines - 1:
        left = [_brief(console, sentence) for sentence in left]
    room = lines - 1
    for number, sentence in enumerate(left):
        others = number + 1 < len(left)
        if number and _height(console, sentence) + others > room:
            console.print(f"  ……另有{len(left) - number}条；在哪里办：{more}")
            return
        console.print(f"  {sentence}", markup=False)
        room -= _height(console, sentence)


def _height(console: Console, sentence: str) -> int:
    return len(console.render_lines(f"  {sentence}", pad=False))


def _brief(console: Console, sentence: str) -> str:
    """Without where it is answered, and without what stands in brackets if that is longer than a line."""
    words = _WHERE.split(sentence, maxsplit=1)[0]
    return words if _height(console, words) == 1 else _BRACKETS.sub("", words)
