"""`rescue verify`."""

import typer

from rescue_cli.cli.options import Json, session
from rescue_cli.cli.render import finish


def verify(context: typer.Context, json: Json = False) -> None:
    """核验：裁定.jsonl、存档/、输出/ 是否还是写下时的样子，被改动、增减的逐个列出。"""
    from rescue_cli import pipeline

    with session(context, json=json) as opened:
        outcome = pipeline.verify(opened)
    finish(outcome, json=json)
