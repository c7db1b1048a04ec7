"""`rescue undo`."""

from typing import Annotated

import typer

from rescue_cli.cli.commands.submit import By
from rescue_cli.cli.options import Json, operator, session, signed_now
from rescue_cli.cli.render import finish


def undo(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="确认取消；不写只说要取消的是哪些")] = False,
    by: By = None,
    json: Json = False,
) -> None:
    """取消最后一次收回的回答（一次 apply，或 review 里的一答）；再用一次取消前一次。上报只能 reopen。"""
    from rescue_cli import pipeline

    with session(context, json=json) as opened:
        outcome = pipeline.undo(opened, pipeline.Who(by or operator(), signed_now()), confirmed=yes)
    finish(outcome, json=json)
