"""The `rescue` command: groups, the folder option, and the one place where exceptions become sentences and exit codes."""

import sys
import traceback
import warnings
from pathlib import Path
from typing import Annotated

import typer

from rescue_cli.cli import help as chinese
from rescue_cli.cli.commands import (
    apply,
    classify,
    compare,
    dedupe,
    explain,
    export,
    headers,
    history,
    init,
    merge,
    pack,
    reopen,
    report,
    review,
    run,
    status,
    submit,
    template,
    undo,
    validate,
    verify,
)
from rescue_cli.cli.console import err, tolerant
from rescue_cli.cli.envelope import envelope
from rescue_cli.cli.options import Settings
from rescue_cli.core.disk_faults import OF_THE_DISK, cause_of
from rescue_cli.core.errors import OutputError, PackError, RescueError
from rescue_cli.core.exit_codes import INTERRUPTED, ExitCode
from rescue_cli.core.version import VERSION

CTRL_C = 130  # what typer makes of it
USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]  # click's UsageError, wherever this typer keeps it

app = chinese.new_app(
    "困难群众排查名册工具：收件 → 校验 → 合并 → 判定 → 台账与统计表。\n\n在工作区（有 rescue.toml 的文件夹）里运行；首次请先 rescue init。",
    no_args_is_help=True,
)
for name, function, panel in (
    ("init", init.init, chinese.PREPARE),
    ("template", template.template, chinese.PREPARE),
    ("validate", validate.validate, chinese.RECEIVE),
    ("headers", headers.headers, chinese.RECEIVE),
    ("apply", apply.apply, chinese.RECEIVE),
    ("dedupe", dedupe.dedupe, chinese.RECEIVE),
    ("compare", compare.compare, chinese.RECEIVE),
    ("review", review.review, chinese.RECEIVE),
    ("merge", merge.merge, chinese.RECEIVE),
    ("classify", classify.classify, chinese.DECIDE),
    ("explain", explain.explain, chinese.DECIDE),
    ("report", report.report, chinese.HAND_IN),
    ("run", run.run, chinese.HAND_IN),
    ("submit", submit.submit, chinese.HAND_IN),
    ("reopen", reopen.reopen, chinese.HAND_IN),
    ("status", status.status, chinese.DAILY),
    ("history", history.history, chinese.DAILY),
    ("undo", undo.undo, chinese.DAILY),
    ("verify", verify.verify, chinese.DAILY),
    ("export", export.export, chinese.DAILY),
):
    app.command(name, cls=chinese.ChineseCommand, rich_help_panel=panel)(function)
app.add_typer(pack.app, name="pack", rich_help_panel=chinese.DAILY)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"rescue {VERSION}")
        raise typer.Exit


@app.callback()
def settings(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Option("-C", metavar="文件夹", help="在这个文件夹里运行", show_default=False)
    ] = Path(),
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本并退出")
    ] = False,
) -> None:
    """Remember the folder for the command that follows."""
    context.obj = Settings(folder)


def main(arguments: list[str] | None = None) -> None:
    """Entry point. Exit codes: 0 done; 1 done, something is left for a person; 2 could not run; 70 bug."""
    tolerant(sys.stdout)
    tolerant(sys.stderr)
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # of libraries: English, and some quote the cell they are about
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = app(given, standalone_mode=False)
        if code == CTRL_C:
            code = _tell(given, INTERRUPTED, "ABORTED", None)
    except RescueError as error:
        code = _tell(given, str(error), error.code, error)
    except USAGE_ERROR as error:
        code = _tell(given, _usage(error), "USAGE", error)
    except (typer.Abort, KeyboardInterrupt):
        code = _tell(given, INTERRUPTED, "ABORTED", None)
    except Exception as error:  # noqa: BLE001 – the one boundary: a bug becomes a sentence without personal data
        code = _tell(given, *_unforeseen(error), error)
    sys.exit(code or ExitCode.DONE)


def _tell(given: list[str], sentence: str, code: str, error: BaseException | None) -> int:
    exit_code = ExitCode.BUG if code in ("BUG", "BALANCE") else ExitCode.COULD_NOT
    if "--json" in given and not isinstance(error, OSError):  # which may be of the very place the object would go to
        problems = [vars(problem) for problem in error.problems] if isinstance(error, PackError) else []
        known = [name for name in (command.name for command in app.registered_commands) if name]
        command = next((word for word in given if word in (*known, "pack")), "")
        typer.echo(envelope(command, exit_code, error={"code": code, "text": sentence, "problems": problems}))
    else:
        console = err()  # a line is broken for a reader only: a program looks for codes and paths whole
        console.print(
            sentence,
            markup=False,
            style="red" if exit_code is ExitCode.BUG else "",
            soft_wrap=not console.is_terminal,
        )
    return exit_code


def _unforeseen(error: Exception) -> tuple[str, str]:
    """The sentence and the code for what nobody caught."""
    if _was_interrupted(error):
        return INTERRUPTED, "ABORTED"
    if isinstance(error, OSError) and error.errno in OF_THE_DISK:
        return f"没有做完：{cause_of(error)}。请检查磁盘空间和输出去的地方，再运行一次。", OutputError.code
    return _bug(error), "BUG"


def _was_interrupted(error: BaseException | None) -> bool:
    """True where Ctrl-C stands behind an error: DuckDB tells it as one of its own."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _usage(error: BaseException) -> str:
    """Click's sentences in Chinese."""
    kind = type(error).__name__
    name = (
        getattr(error, "option_name", None) or getattr(getattr(error, "param", None), "human_readable_name", None) or ""
    )
    texts = {
        "NoSuchOption": f"没有选项 {name}",
        "MissingParameter": f"缺少参数 {name}",
        "NoSuchCommand": f"没有命令 {getattr(error, 'command_name', name)}",
    }
    plain = texts.get(kind)
    if plain is None:
        message = str(getattr(error, "message", error))
        plain = (
            message if any("\u4e00" <= character <= "\u9fff" for character in message) else f"命令写法不对：{message}"
        )
    return f"{plain}。用 rescue --help 看有哪些命令，rescue 命令 --help 看用法"


def _bug(error: Exception) -> str:
    """Type and place only: an exception's own text may carry a row's contents."""
    frames = traceback.extract_tb(error.__traceback__)
    place = next(
        (f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames) if "rescue_cli" in frame.filename),
        "",
    )
    return f"程序出错（{type(error).__name__}，{place}）。收件没有改动。请把这一行和版本号 {VERSION} 告知软件维护者"
