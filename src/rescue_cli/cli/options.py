"""Options and arguments that several commands share, and the settings the main command hands down."""

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rescue_cli.cli.console import asker, err, progress_bar

if TYPE_CHECKING:
    from rescue_cli.pipeline import Session

Json = Annotated[bool, typer.Option("--json", help="只在标准输出打印一个JSON对象")]
Files = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[文件]...",
        help="只处理这些文件或文件夹（不动裁定记录）；不写则处理 收件/ 全部",
        show_default=False,
    ),
]
PackName = Annotated[
    str | None, typer.Option("--pack", metavar="方案包", help="方案包；默认按 rescue.toml", show_default=False)
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="文件夹", help="写到哪里；默认 输出/", show_default=False)
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="日期", help="基准日，如 2019-04-25；默认按 rescue.toml", show_default=False),
]

PastState = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="状态",
        help="到哪次状态：状态号、日期，或上报的期间如2019-07",
        show_default=False,
    ),
]

Strict = Annotated[bool, typer.Option("--strict", help="文件里只要有“必须改”就整份不收")]


@dataclass
class Settings:
    """What stands before the command: the folder of `-C`; and whether the record is meant as it is (`--new-record`)."""

    folder: Path
    new_record: bool = False


def _mean_record(context: typer.Context, given: bool) -> bool:
    context.obj.new_record = given
    return given


NewRecord = Annotated[
    bool,
    typer.Option("--new-record", callback=_mean_record, help="裁定.jsonl 没有了或换过也照现在的用"),
]


@contextmanager
def session(
    context: typer.Context,
    *,
    json: bool,
    files: list[Path] | None = None,
    pack: str | None = None,
    output: Path | None = None,
    as_of: str | None = None,
    strict: bool = False,
    without_workspace: str | None = None,
) -> Iterator["Session"]:
    """A pipeline session for one command, under the writer's lock, with a progress bar on stderr; what the record has to
    tell stands there at the end.

    `without_workspace`: the pack for files read where no workspace is.
    Whoever sits at a terminal is asked for the passwords of locked files; with --json nobody is.
    """
    from rescue_cli.core.workspace_folders import CONFIG
    from rescue_cli.pipeline import open_session
    from rescue_cli.pipeline.writer_lock import writer_lock
    from rescue_cli.workspace import Workspace

    settings: Settings = context.obj
    with ExitStack() as stack:
        if not files and (settings.folder / CONFIG).is_file():
            stack.enter_context(writer_lock(Workspace.open(settings.folder)))  # first: nobody else writes what is read
        now = dt.datetime.now(tz=dt.UTC).astimezone()
        progress = stack.enter_context(progress_bar(shown=not json))
        opened = open_session(
            settings.folder,
            today=now.date(),
            files=[below(settings.folder, path) for path in files or []],
            pack=pack or (None if (settings.folder / CONFIG).is_file() else without_workspace),
            output=output,
            as_of=day(as_of),
            ask_password=None if json else asker(progress),
            new_record=settings.new_record,
        )
        yield replace(
            opened, strict=strict, progress=progress, hours_left=23 - now.hour, by=operator(), when=signed_now()
        )
    for note in opened.record.notes if opened.record else ():
        err().print(note, markup=False)


def operator() -> str:
    """The name this computer knows its user by; empty where it knows none."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # what it raises depends on the system and the Python
        return ""


def signed_now() -> str:
    """The time beside an answer that is recorded now."""
    return dt.datetime.now(tz=dt.UTC).astimezone().isoformat(timespec="seconds")


def below(folder: Path, path: Path) -> Path:
    """With -C a file may be named from there or from here."""
    return path if path.exists() or path.is_absolute() else folder / path


def day(text: str | None) -> dt.date | None:
    """A day as it is typed. Raises BadParameter."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"日期“{text}”写法不对，请写成 2019-04-25 这样") from error
