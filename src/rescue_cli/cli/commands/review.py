"""`rescue review`."""

from typing import Annotated

import typer

from rescue_cli.cli.commands.apply import By
from rescue_cli.cli.options import Json, operator, session, signed_now
from rescue_cli.cli.render import finish
from rescue_cli.cli.render_review import ask_questions

Parked = Annotated[bool, typer.Option("--parked", help="以前选“待查”的也再问一遍")]


def review(context: typer.Context, by: By = None, parked: Parked = False, json: Json = False) -> None:
    """在终端里逐处裁定疑似重复：一屏一户的两处登记，按键作答，随时退出，下次接着来。"""
    from rescue_cli import pipeline

    with session(context, json=True) as opened:  # no progress bar: it would draw over the questions
        started = pipeline.Review(opened, pipeline.Who(by or operator(), signed_now()), parked=parked)
        if not json:
            ask_questions(started)
    finish(started.outcome(), json=json)
