"""What is left for a person, at the end of the screen: the most harmful first, each with the workbook that answers it."""

from collections.abc import Sequence

from rich.console import Console

SHOWN = 20  # on screen; all of them are in the workbooks


def print_left(console: Console, left: Sequence[str]) -> None:
    """One line a sentence, of many the first."""
    console.print("还需要您处理：", style="bold")
    for sentence in left[:SHOWN]:
        console.print(f"  {sentence}", markup=False)
    if len(left) > SHOWN:
        console.print(f"  ……另有{len(left) - SHOWN}条")


def print_left_within(console: Console, left: Sequence[str], lines: int, more: str = "rescue run -v 全部列出") -> None:
    """As many of them as `lines` lines hold, the heading among them; at least the first. `more`: where all of them are."""
    console.print("还需要您处理：", style="bold")
    room = lines - 1
    for number, sentence in enumerate(left):
        height = len(console.render_lines(f"  {sentence}", pad=False))
        others = number + 1 < len(left)
        if number and height + others > room:
            console.print(f"  ……另有{len(left) - number}条：{more}")
            return
        console.print(f"  {sentence}", markup=False)
        room -= height
