"""The two streams: results on stdout, progress and remarks on stderr. Safe on consoles that cannot show every character."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from rescue_cli.core.text_in_sight import in_sight


def tolerant(stream: TextIO) -> None:
    """A console of code page 936 must not stop the work at a rare character."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


class _PlainConsole(Console):
    """Text of the data is neither markup nor anything a terminal obeys, wherever it stands: in a line, a cell, a title."""

    def render_str(self, text: str, **settings: Any) -> Text:
        return super().render_str(in_sight(text), **{**settings, "markup": False, "emoji": False})


def out() -> Console:
    return _PlainConsole(file=sys.stdout, highlight=False, soft_wrap=False, emoji=False, markup=False)


def err() -> Console:
    return _PlainConsole(file=sys.stderr, highlight=False, emoji=False, markup=False)


def say(text: str) -> None:
    """Print what a program may read as well, as it is; at a terminal in sight."""
    sys.stdout.write(in_sight(text) if sys.stdout.isatty() else text)
    sys.stdout.flush()


class Advance:
    """What `pipeline` tells its progress to. `bar` is None where nobody watches."""

    def __init__(self, bar: Progress | None = None) -> None:
        self.bar = bar
        self._task = bar.add_task("准备", total=None) if bar else None

    def __call__(self, step: str, done: int, total: int) -> None:
        if self.bar is not None and self._task is not None:
            self.bar.update(self._task, description=step, completed=done, total=total or None)


def asker(progress: Advance) -> Callable[[str], str] | None:
    """Asks for the password of a file, unseen; None where nobody sits at a terminal."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None

    def ask(file: str) -> str:
        from getpass import getpass

        if progress.bar is not None:
            progress.bar.stop()
        try:
            return getpass(f"{in_sight(file)} 有打开密码，请输入（不知道的直接回车）：")
        finally:
            if progress.bar is not None:
                progress.bar.start()

    return ask


@contextmanager
def progress_bar(*, shown: bool) -> Iterator[Advance]:
    """A callback for `pipeline`; draws a bar on stderr where that is a terminal."""
    console = err()
    if not shown or not console.is_terminal:
        yield Advance()
        return
    columns = (SpinnerColumn("line"), TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        yield Advance(bar)
