"""`rescue run`."""

import typer

from rescue_cli.cli.commands.report import Month
from rescue_cli.cli.console import out
from rescue_cli.cli.offer_answers import with_offered_answers
from rescue_cli.cli.options import AsOf, Json, NewRecord, Output, Strict, session
from rescue_cli.cli.render import finish
from rescue_cli.cli.render_run import run_table


def run(
    context: typer.Context,
    month: Month = None,
    output: Output = None,
    as_of: AsOf = None,
    strict: Strict = False,
    new_record: NewRecord = False,
    json: Json = False,
) -> None:
    """一步到底：校验、合并、判定、台账、统计表，最后给出平账。"""
    from dataclasses import replace

    from rescue_cli import pipeline

    with session(context, json=json, output=output, as_of=as_of, strict=strict) as opened:
        outcome = pipeline.run(opened if json else with_offered_answers(opened), month)
    if not json:
        out().print(run_table(outcome.summary))
        outcome = replace(outcome, summary={})
    finish(outcome, json=json)
