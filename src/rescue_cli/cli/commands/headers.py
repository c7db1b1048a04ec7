"""`rescue headers`."""

import typer

from rescue_cli.cli.options import Json, Output, session
from rescue_cli.cli.render import finish


def headers(context: typer.Context, output: Output = None, json: Json = False) -> None:
    """列出不认识的表头，供选填：写 表头确认.xlsx；填好后 rescue apply。"""
    from rescue_cli import pipeline

    with session(context, json=json, output=output) as opened:
        outcome = pipeline.headings(opened)
    finish(outcome, json=json)
