"""`rescue validate`."""

import typer

from rescue_cli.cli.options import AsOf, Files, Json, Output, PackName, Strict, session
from rescue_cli.cli.render import finish


def validate(
    context: typer.Context,
    files: Files = None,
    pack: PackName = None,
    output: Output = None,
    as_of: AsOf = None,
    strict: Strict = False,
    json: Json = False,
) -> None:
    """校验每个文件：问题写到 校验/校验汇总.xlsx，退回件和退回函写到 校验/退回/，没有读入的行写到 校验/退回行/。"""
    from rescue_cli import pipeline

    with session(context, json=json, files=files, pack=pack, output=output, as_of=as_of, strict=strict) as opened:
        outcome = pipeline.validate(opened)
    finish(outcome, json=json)
