"""`rescue status`."""

import datetime as dt
from typing import Annotated

import typer

from rescue_cli.cli.options import Json, Settings, day, session
from rescue_cli.cli.render_status import finish_status


def status(
    context: typer.Context,
    on: Annotated[
        str | None,
        typer.Option("--date", metavar="日期", help="照另一天看应报和期限，什么都不写；默认今天", show_default=False),
    ] = None,
    json: Json = False,
) -> None:
    """现在怎样、接下来办什么：谁还没报、哪张表到期、又有什么变化；重写 总览.html 和 催报/。"""
    from rescue_cli import pipeline

    settings: Settings = context.obj
    wanted = day(on)
    outcome = None
    if wanted is None:
        outcome = pipeline.status_unmoved(settings.folder, dt.datetime.now(tz=dt.UTC).astimezone().date())
    if outcome is None:
        with session(context, json=json) as opened:
            outcome = pipeline.status(opened, wanted)
    finish_status(outcome, json=json)
