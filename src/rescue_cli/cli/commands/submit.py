"""`rescue submit`."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from rescue_cli.cli.commands.report import Month
from rescue_cli.cli.options import AsOf, Json, Settings, below, operator, session
from rescue_cli.cli.render import finish

By = Annotated[str | None, typer.Option("--by", metavar="经办人", help="默认本机登录名", show_default=False)]
Reviewer = Annotated[str, typer.Option("--reviewer", metavar="复核人", help="另一个人", show_default=False)]


def submit(  # noqa: PLR0913, PLR0917
    context: typer.Context,
    reviewer: Reviewer,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[报表]...", help="上报哪几张统计表；不写则全部月报", show_default=False),
    ] = None,
    month: Month = None,
    by: By = None,
    as_of: AsOf = None,
    opening: Annotated[
        Path | None,
        typer.Option("--opening", metavar="旧表", help="建工作区以前报上去的表：登记为期初", show_default=False),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="还有没办完的，也照现在的数上报")] = False,
    json: Json = False,
) -> None:
    """上报登记：核对后把报上去的统计表原样存入 存档/，以后不再改。"""
    from rescue_cli import pipeline

    settings: Settings = context.obj
    now = dt.datetime.now(tz=dt.UTC).astimezone().isoformat(timespec="seconds")
    with session(context, json=json, as_of=as_of) as opened:
        signing = pipeline.Signing(by or operator(), reviewer, now)
        if opening is not None:
            book = below(settings.folder, opening)
            outcome = pipeline.submit_opening(opened, names or [], month, book, signing, confirmed=yes)
        else:
            outcome = pipeline.submit(opened, names or [], month, signing, confirmed=yes)
    finish(outcome, json=json)
