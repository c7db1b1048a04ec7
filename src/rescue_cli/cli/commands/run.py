"""`rescue run`."""

from typing import Annotated

import typer

from rescue_cli.cli.commands.report import Month
from rescue_cli.cli.offer_answers import with_offered_answers
from rescue_cli.cli.options import AsOf, Json, NewRecord, Output, Strict, session
from rescue_cli.cli.render_run import finish_run

Whole = Annotated[bool, typer.Option("-v", "--verbose", help="逐个列出写出的文件和全部待办")]


def run(
    context: typer.Context,
    month: Month = None,
    output: Output = None,
    as_of: AsOf = None,
    strict: Strict = False,
    new_record: NewRecord = False,
    verbose: Whole = False,
    json: Json = False,
) -> None:
    """一步到底：校验、合并、判定、台账、统计表，最后给出平账。"""
    from rescue_cli import pipeline

    with session(context, json=json, output=output, as_of=as_of, strict=strict) as opened:
        outcome = pipeline.run(opened if json else with_offered_answers(opened), month)
    finish_run(outcome, json=json, whole=verbose)
