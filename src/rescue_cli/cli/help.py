"""Chinese help: typer's own words (usage, options, types, --help) said in Chinese, commands in the clerk's order."""

import re
from difflib import get_close_matches
from typing import Any

import typer
from rich.table import Table
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

rich_utils.OPTIONS_PANEL_TITLE = "选项"
rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
rich_utils.COMMANDS_PANEL_TITLE = "命令"
rich_utils.REQUIRED_LONG_STRING = "[必填]"
rich_utils.DEFAULT_STRING = "[默认：{}]"

PREPARE, RECEIVE, DECIDE, HAND_IN, DAILY = "准备", "收件", "判定", "上报", "日常"


BRACKETED_TWICE = re.compile(r"\[\[(.*?)\](\.\.\.)?\](\.\.\.)?")
EXTRA_ARGUMENT = re.compile(r"unexpected extra argument(?:\(s\)|s)? \((.*)\)")
USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]  # click's UsageError, wherever this typer keeps it
USAGE_WORDS = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]..."}


class _FoldedTable(Table):
    """Chinese has no spaces to break a line at: rich would cut a long sentence off with an ellipsis."""

    def add_row(self, *cells: Any, **settings: Any) -> None:
        super().add_row(*cells, **settings)
        for column in self.columns:
            column.overflow = "fold"


setattr(rich_utils, "Table", _FoldedTable)  # noqa: B010 – typer offers no setting for it


class _Chinese:
    """What a command and a group of commands have in common."""

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示帮助并退出"
        return option

    def get_params(self, ctx: Any) -> Any:
        return [_untyped(parameter) for parameter in super().get_params(ctx)]  # type: ignore[misc]

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        bare = not args
        try:
            return super().parse_args(ctx, args)  # type: ignore[misc]
        except USAGE_ERROR as error:
            if bare and getattr(self, "no_args_is_help", False):
                raise typer.Exit(2) from error  # the help has been shown, there is nothing to add
            raise _in_chinese(error) from error

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return [_usage_piece(piece) for piece in super().collect_usage_pieces(ctx)]  # type: ignore[misc]

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")


class ChineseCommand(_Chinese, TyperCommand):
    """A command whose help speaks Chinese."""


class ChineseGroup(_Chinese, TyperGroup):
    """A group whose help speaks Chinese and whose commands keep the order they were added in."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except USAGE_ERROR as error:
            close = get_close_matches(args[0], self.commands, 1)
            hint = f"，是否想写 {close[0]}" if close else ""
            raise typer.BadParameter(f"没有命令“{args[0]}”{hint}") from error


def _untyped(parameter: Any) -> Any:
    """Without <bool>, <str> or <path>: the parameter's name and its sentence say what is meant."""
    if parameter.param_type_name == "argument":
        parameter.display_type_rich = lambda ctx: None
    elif parameter.metavar is None:
        parameter.metavar = ""
    return parameter


def _in_chinese(error: Exception) -> Exception:
    """Mistakes of the command line that typer words in English; what it words by a name only is left to `app`."""
    kind, parameter = type(error).__name__, getattr(error, "param", None)
    if kind == "MissingParameter" and parameter is not None:
        shown = parameter.metavar if parameter.param_type_name == "argument" else parameter.opts[-1]
        return typer.BadParameter(f"缺少参数：{shown}")
    if kind == "BadOptionUsage":
        return typer.BadParameter(f"选项 {getattr(error, 'option_name', '')} 写法不对，多半是后面少写了内容")
    extra = EXTRA_ARGUMENT.search(str(getattr(error, "message", "")))
    return typer.BadParameter(f"多写了：{extra[1]}") if extra else error


def _usage_piece(piece: str) -> str:
    """
    >>> [_usage_piece(piece) for piece in ("[OPTIONS]", "{编号}", "[[表]]", "[[文件]...]...")]
    ['[选项]', '编号', '[表]', '[文件]...']
    """
    for english, chinese in USAGE_WORDS.items():
        piece = piece.replace(english, chinese)
    return BRACKETED_TWICE.sub(r"[\1]\2", piece).strip("{}")


def new_app(help_text: str, **settings: Any) -> typer.Typer:
    """A Typer with Chinese help and no rich tracebacks (they could show personal data)."""
    return typer.Typer(
        cls=ChineseGroup,
        help=help_text,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        **settings,
    )
