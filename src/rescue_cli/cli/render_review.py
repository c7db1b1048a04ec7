"""One question a screen: the two listings of a household, every pair with both rows side by side, and the keys."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

from rescue_cli.cli.console import out
from rescue_cli.core.states import Verdict

if TYPE_CHECKING:
    from rescue_cli.pipeline import PairQuestion, Review, ReviewQuestion

KEYS = {str(key): verdict for key, verdict in enumerate(Verdict, start=1)}
NEXT, QUIT, ONE_BY_ONE = "", "q", "p"
VERDICTS = "".join(f"{key} {verdict}  " for key, verdict in KEYS.items())
LEAVING = "回车 跳过  q 退出 ＞ "
REASON = "理由（可不写，回车）＞ "


def ask_questions(review: "Review") -> None:
    """Ask every question until there are no more, or the person leaves."""
    console = out()
    for number, question in enumerate(review.questions, 1):
        console.clear()
        _show(console, question, f"第{number}处，共{len(review.questions)}处")
        if not _answered(console, review, question.pairs, "整户：" if len(question.pairs) > 1 else ""):
            return


def _answered(console: Console, review: "Review", pairs: Sequence["PairQuestion"], about: str) -> bool:
    """Take keys until one makes sense; False to leave. Of several pairs one key answers all, `p` asks one after the other."""
    several = len(pairs) > 1
    if about:
        console.print(about, markup=False)
    while True:
        key = _line(console, VERDICTS + ("p 逐人  " if several else "") + LEAVING)
        if key is None or key.lower() == QUIT:
            return False
        if key == NEXT:
            return True
        if several and key.lower() == ONE_BY_ONE:
            return all(_answered(console, review, [pair], f"第{n}人：") for n, pair in enumerate(pairs, 1))
        if key in KEYS:
            reason = _line(console, REASON)
            refused = review.answer(pairs, KEYS[key], reason or "")
            if not refused:
                return reason is not None
            console.print(refused, markup=False, style="red")
        else:
            console.print(f"请按 1、2、3、4、{'p、' if several else ''}回车 或 q", markup=False)


def _line(console: Console, prompt: str) -> str | None:
    """What was typed; None at the end of input."""
    console.print(prompt, end="", markup=False)
    text = sys.stdin.readline()
    return text.strip() if text else None


def _show(console: Console, question: "ReviewQuestion", title: str) -> None:
    console.print(f"{title}（{question.situation}）", markup=False)
    if question.stake:
        console.print(question.stake, markup=False)
    several = len(question.pairs) > 1
    for number, pair in enumerate(question.pairs, 1):
        _show_pair(console, pair, f"第{number}人" if several else None)


def _show_pair(console: Console, pair: "PairQuestion", title: str | None) -> None:
    table = Table(box=box.SIMPLE_HEAD, title=title, pad_edge=False, title_justify="left")
    table.add_column("", no_wrap=True)
    table.add_column("甲", overflow="fold")
    table.add_column("乙", overflow="fold")
    table.add_column("", no_wrap=True)
    for name, left, right in pair.fields:
        table.add_row(
            name, left or "—", right or "—", "" if left == right else "≠", style="" if left == right else "yellow"
        )
    table.add_row("来源", *pair.sources, "")
    console.print(table)
    console.print(f"证据：{pair.evidence}（{pair.score}分）", markup=False)
