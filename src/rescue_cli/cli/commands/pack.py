"""`rescue pack list | show | check | test | new`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rescue_cli.cli import help as chinese
from rescue_cli.cli.options import Json, Output, Settings
from rescue_cli.cli.render import finish

if TYPE_CHECKING:
    from rescue_cli.pipeline import Outcome

Name = Annotated[str, typer.Argument(metavar="方案包", help="如 xixia-2019", show_default=False)]
app = chinese.new_app("方案包：列出、查看、检查、跑判例、新建。", no_args_is_help=True)


@app.command("list", cls=chinese.ChineseCommand)
def list_packs(context: typer.Context, json: Json = False) -> None:
    """列出全部方案包。"""
    from rescue_cli import pipeline

    finish(pipeline.list_packs(_own(context)), json=json)


@app.command("show", cls=chinese.ChineseCommand)
def show(
    context: typer.Context,
    name: Name,
    resolved: Annotated[bool, typer.Option("--resolved", help="连同上级方案包，显示实际运行的全部内容")] = False,
    words: Annotated[bool, typer.Option("--fields", help="只列可用的字段和代码表")] = False,
    book: Annotated[bool, typer.Option("--xlsx", help="写规则校读.xlsx，拿着通知逐条校对")] = False,
    output: Output = None,
    json: Json = False,
) -> None:
    """查看一个方案包。"""
    from rescue_cli import pipeline

    if book:
        finish(_proof_book(context, name, output), json=json)
    outcome = pipeline.show_pack(name, _own(context), resolved=resolved, words=words)
    if resolved and not words and not json:
        from json import dumps

        typer.echo(dumps(outcome.summary, ensure_ascii=False, indent=2))
        return
    finish(outcome, json=json)


@app.command("check", cls=chinese.ChineseCommand)
def check(context: typer.Context, name: Name, json: Json = False) -> None:
    """检查方案包，一次列出全部错误。"""
    from rescue_cli import pipeline

    finish(pipeline.check_pack(name, _own(context)), json=json)


@app.command("test", cls=chinese.ChineseCommand)
def run_cases(context: typer.Context, name: Name, json: Json = False) -> None:
    """跑方案包的判例。"""
    from rescue_cli import pipeline

    finish(pipeline.test_pack(name, _own(context)), json=json)


@app.command("new", cls=chinese.ChineseCommand)
def new(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="名称", help="小写字母、数字、短横，如 xingqing-2026", show_default=False)
    ],
    title: Annotated[str, typer.Option("--title", help="通知标题")] = "",
    issuer: Annotated[str, typer.Option("--issuer", help="发文单位")] = "",
    district: Annotated[str, typer.Option("--district", help="区县名")] = "",
    code: Annotated[str, typer.Option("--code", help="六位区划代码")] = "",
    json: Json = False,
) -> None:
    """新建方案包的骨架，写到 方案包/<名称>/，对照通知改。"""
    from rescue_cli import pipeline

    settings: Settings = context.obj
    answers = {"title": title, "issuer": issuer, "district": district, "code": code}
    finish(pipeline.new_pack(settings.folder, name, answers), json=json)


def _proof_book(context: typer.Context, name: str, output: Path | None) -> "Outcome":
    from rescue_cli import pipeline
    from rescue_cli.core.workspace_folders import INBOX, OUTPUT

    settings: Settings = context.obj
    return pipeline.proof_read(name, _own(context), output or settings.folder / OUTPUT, settings.folder / INBOX)


def _own(context: typer.Context) -> Path:
    """The folder of the bureau's own packs: 方案包/ where the command works."""
    from rescue_cli.core.workspace_folders import OWN_PACKS

    settings: Settings = context.obj
    return settings.folder / OWN_PACKS
