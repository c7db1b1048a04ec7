"""`rescue reopen`."""

import datetime as dt
from typing import Annotated

import typer

from rescue_cli.cli.commands.report import Month
from rescue_cli.cli.commands.submit import By, Reviewer
from rescue_cli.cli.options import Json, operator, session
from rescue_cli.cli.render import finish


def reopen(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="报表", help="重开哪张已上报的表", show_default=False)],
    reason: Annotated[
        str, typer.Option("--reason", metavar="原因", help="为什么重开，如 市局退回", show_default=False)
    ],
    reviewer: Reviewer,
    month: Month = None,
    by: By = None,
    json: Json = False,
) -> None:
    """重开一次已登记的上报：原来的留在 存档/，改好后再 submit 记为下一次。"""
    from rescue_cli import pipeline

    now = dt.datetime.now(tz=dt.UTC).astimezone().isoformat(timespec="seconds")
    with session(context, json=json) as opened:
        outcome = pipeline.reopen(opened, name, month, reason, pipeline.Signing(by or operator(), reviewer, now))
    finish(outcome, json=json)
