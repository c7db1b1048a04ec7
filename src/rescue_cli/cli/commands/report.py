"""`rescue report`."""

from typing import Annotated

import typer

from rescue_cli.cli.options import AsOf, Json, Output, session
from rescue_cli.cli.render import finish

Month = Annotated[
    str | None,
    typer.Option(
        "--month", metavar="年-月", help="月报的月份，如 2019-07；默认是这张表该报的月份（见手册）", show_default=False
    ),
]


def report(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="[报表]", help="只出这一种，如 城市统计表", show_default=False)
    ] = None,
    month: Month = None,
    output: Output = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """方案规定的统计表，带勾稽和图：写到 报表/。"""
    from rescue_cli import pipeline

    with session(context, json=json, output=output, as_of=as_of) as opened:
        outcome = pipeline.report(opened, name, month)
    finish(outcome, json=json)
