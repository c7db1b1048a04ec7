"""`rescue pack list | show | check | test`."""

from typing import Annotated

import typer

from rescue_cli.cli import help as chinese
from rescue_cli.cli.options import Json
from rescue_cli.cli.render import finish

Name = Annotated[str, typer.Argument(metavar="方案包", help="如 xixia-2019", show_default=False)]
app = chinese.new_app("方案包：列出、查看、检查、跑判例。", no_args_is_help=True)


@app.command("list", cls=chinese.ChineseCommand)
def list_packs(json: Json = False) -> None:
    """列出全部方案包。"""
    from rescue_cli import pipeline

    finish(pipeline.list_packs(), json=json)


@app.command("show", cls=chinese.ChineseCommand)
def show(
    name: Name,
    resolved: Annotated[bool, typer.Option("--resolved", help="连同上级方案包，显示实际运行的全部内容")] = False,
    json: Json = False,
) -> None:
    """查看一个方案包。"""
    from rescue_cli import pipeline

    outcome = pipeline.show_pack(name, resolved=resolved)
    if resolved and not json:
        from json import dumps

        typer.echo(dumps(outcome.summary, ensure_ascii=False, indent=2))
        return
    finish(outcome, json=json)


@app.command("check", cls=chinese.ChineseCommand)
def check(name: Name, json: Json = False) -> None:
    """检查方案包，一次列出全部错误。"""
    from rescue_cli import pipeline

    finish(pipeline.check_pack(name), json=json)


@app.command("test", cls=chinese.ChineseCommand)
def run_cases(name: Name, json: Json = False) -> None:
    """跑方案包的判例。"""
    from rescue_cli import pipeline

    finish(pipeline.test_pack(name), json=json)
