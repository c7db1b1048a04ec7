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
