"""Chinese help: typer's own words (options, commands, --help) said in Chinese, commands in the clerk's order."""

from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

rich_utils.OPTIONS_PANEL_TITLE = "选项"
rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
rich_utils.COMMANDS_PANEL_TITLE = "命令"
rich_utils.REQUIRED_LONG_STRING = "[必填]"
rich_utils.DEFAULT_STRING = "[默认：{}]"

PREPARE, RECEIVE, DECIDE, HAND_IN, DAILY = "准备", "收件", "判定", "上报", "日常"


class ChineseCommand(TyperCommand):
    """A command whose --help option speaks Chinese."""

    def get_help_option(self, ctx: Any) -> Any:
        return _chinese(super().get_help_option(ctx))

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return [piece.replace("[OPTIONS]", "[选项]") for piece in super().collect_usage_pieces(ctx)]


class ChineseGroup(TyperGroup):
    """A group whose --help option speaks Chinese and whose commands keep the order they were added in."""

    def get_help_option(self, ctx: Any) -> Any:
        return _chinese(super().get_help_option(ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.commands)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        pieces = super().collect_usage_pieces(ctx)
        return [piece.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 [参数]...") for piece in pieces]


def _chinese(option: Any) -> Any:
    if option is not None:
        option.help = "显示帮助并退出"
    return option


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
