"""`rescue dedupe`."""

import typer

from rescue_cli.cli.options import AsOf, Files, Json, Output, PackName, session
from rescue_cli.cli.render import finish

NATIONAL = "national"


def dedupe(
    context: typer.Context,
    files: Files = None,
    pack: PackName = None,
    output: Output = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """只查重，任何名册都行，不要工作区：写 疑似重复.xlsx；写明 -o 的另有 clusters.csv、pairs.csv。"""
    from rescue_cli import pipeline

    with session(
        context, json=json, files=files, pack=pack, output=output, as_of=as_of, without_workspace=NATIONAL
    ) as opened:
        outcome = pipeline.dedupe(opened, tables=output is not None)
    finish(outcome, json=json)
