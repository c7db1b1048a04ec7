"""Before a run: answers that stand in 输出/ and were not taken back, offered to be taken back to whoever sits at a terminal."""

import sys
from typing import TYPE_CHECKING

from rescue_cli.cli.console import Advance, err
from rescue_cli.cli.options import operator, signed_now

if TYPE_CHECKING:
    from rescue_cli.pipeline import Session

NO = ("n", "no", "否", "不")


def with_offered_answers(opened: "Session") -> "Session":
    """The session, with the answers she let be taken back. One question; elsewhere than at a terminal none: there the run
    ends by saying how."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return opened
    from rescue_cli import pipeline
    from rescue_cli.core.errors import RescueError

    books = pipeline.waiting_answers(opened)
    if not books or not _agreed(opened, [(book.title, book.count) for book in books]):
        return opened
    for book in books:
        try:
            pipeline.apply(opened, [book.path], pipeline.Who(operator(), signed_now()))
        except RescueError as error:  # the others are taken back all the same, and what she typed stays where it is
            err().print(f"{book.title} 没有收回：{error}", markup=False)
    return pipeline.with_new_decisions(opened)


def _agreed(opened: "Session", counts: list[tuple[str, int]]) -> bool:
    """Enter is yes; whoever ends the input says no."""
    total = sum(count for _, count in counts)
    listed = "，".join(f"{title} {count}" for title, count in counts)
    bar = opened.progress.bar if isinstance(opened.progress, Advance) else None
    if bar is not None:
        bar.stop()
    try:
        err().print(
            f"输出/ 里有 {total} 条您填写、还没有收回的回答（{listed}），现在收回吗？[Y/n] ", markup=False, end=""
        )
        typed = sys.stdin.readline()
        return bool(typed) and typed.strip().lower() not in NO
    finally:
        if bar is not None:
            bar.start()
