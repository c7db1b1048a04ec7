"""`rescue history`."""

from typing import Annotated

import typer

from rescue_cli.cli.options import Json, PastState, session
from rescue_cli.cli.render import finish


def history(
    context: typer.Context,
    subject: Annotated[
        str | None,
        typer.Argument(
            metavar="[编号]", help="一户的编号、姓名或身份证号；不写则列全部运行、收回、上报", show_default=False
        ),
    ] = None,
    until: PastState = None,
    json: Json = False,
) -> None:
    """谁什么时候做了什么：运行、收回、取消、上报；写编号则是这一户历次的来源、判定、改动、上报计入。"""
    from rescue_cli import pipeline

    with session(context, json=json) as opened:
        outcome = pipeline.history(opened, until) if subject is None else pipeline.history_of(opened, subject, until)
    finish(outcome, json=json)
