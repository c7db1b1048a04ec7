"""`rescue dedupe`."""

from pathlib import Path
from typing import Annotated

import typer

from rescue_cli.cli.options import AsOf, Files, Json, Output, PackName, below, session
from rescue_cli.cli.render import finish

NATIONAL = "national"
Answers = Annotated[
    list[Path] | None,
    typer.Option(
        "--answers",
        metavar="疑似重复.xlsx",
        help="收回以前 dedupe 写出、已经填好的 疑似重复.xlsx，可写几次",
        show_default=False,
    ),
]


def dedupe(
    context: typer.Context,
    files: Files = None,
    pack: PackName = None,
    output: Output = None,
    as_of: AsOf = None,
    answers: Answers = None,
    json: Json = False,
) -> None:
    """只查重，任何名册都行，不要工作区：写 疑似重复.xlsx；写明 -o 的另有 clusters.csv、pairs.csv。"""
    from rescue_cli import pipeline

    with session(
        context, json=json, files=files, pack=pack, output=output, as_of=as_of, without_workspace=NATIONAL
    ) as opened:
        given = [below(context.obj.folder, path) for path in answers or []]
        outcome = pipeline.dedupe(opened, tables=output is not None, answers=given)
    finish(outcome, json=json)
