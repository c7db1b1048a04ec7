"""`rescue classify`."""

import typer

from rescue_cli.cli.options import AsOf, Json, Output, session
from rescue_cli.cli.render import finish


def classify(context: typer.Context, output: Output = None, as_of: AsOf = None, json: Json = False) -> None:
    """按方案判定每一户：写 台账/ 下的新增救助、救助观察、待核实、不予列入。"""
    from rescue_cli import pipeline

    with session(context, json=json, output=output, as_of=as_of) as opened:
        outcome = pipeline.classify(opened)
    finish(outcome, json=json)
