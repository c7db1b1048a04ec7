"""One pair a screen: both rows side by side, what differs marked, and the keys."""

import sys
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

from rescue_cli.cli.console import out
from rescue_cli.core.states import Verdict

if TYPE_CHECKING:
    from rescue_cli.pipeline import PairQuestion, Review

KEYS = {str(key): verdict for key, verdict in enumerate(Verdict, start=1)}
NEXT, QUIT = "", "q"
PROMPT = "".join(f"{key} {verdict}  " for key, verdict in KEYS.items()) + "回车 跳过  q 退出 ＞ "
REASON = "理由（可不写，回车）＞ "


def ask_pairs(review: "Review") -> None:
    """Ask about every pair until there are no more, or the person leaves."""
    console = out()
    for number, question in enumerate(review.questions, 1):
        console.clear()
        _show(console, question, f"第{number}对，共{len(review.questions)}对")
        if not _answered(console, review, question):
            return


def _answered(console: Console, review: "Review", question: "PairQuestion") -> bool:
    """Take keys until one makes sense; False to leave."""
    while True:
        key = _line(console, PROMPT)
        if key is None or key.lower() == QUIT:
            return False
        if key == NEXT:
            return True
        if key in KEYS:
            reason = _line(console, REASON)
            refused = review.answer(question, KEYS[key], reason or "")
            if not refused:
                return reason is not None
            console.print(refused, markup=False, style="red")
        else:
            console.print("请按 1、2、3、4、回车 或 q", markup=False)


def _line(console: Console, prompt: str) -> str | None:
    """What was typed; None at the end of input."""
    console.print(prompt, end="", markup=False)
    text = sys.stdin.readline()
    return text.strip() if text else None


def _show(console: Console, question: "PairQuestion", title: str) -> None:
    table = Table(box=box.SIMPLE_HEAD, title=title, pad_edge=False, title_justify="left")
    table.add_column("", no_wrap=True)
    table.add_column("甲", overflow="fold")
    table.add_column("乙", overflow="fold")
    table.add_column("", no_wrap=True)
    for name, left, right in question.fields:
        table.add_row(
            name, left or "—", right or "—", "" if left == right else "≠", style="" if left == right else "yellow"
        )
    table.add_row("来源", *question.sources, "")
    console.print(table)
    console.print(f"证据：{question.evidence}（{question.score}分）", markup=False)
