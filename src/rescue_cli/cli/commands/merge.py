"""`rescue merge`."""

import typer

from rescue_cli.cli.options import AsOf, Files, Json, NewRecord, Output, PackName, Strict, session
from rescue_cli.cli.render import finish


def merge(
    context: typer.Context,
    files: Files = None,
    pack: PackName = None,
    output: Output = None,
    as_of: AsOf = None,
    strict: Strict = False,
    new_record: NewRecord = False,
    json: Json = False,
) -> None:
    """读取、校验、查重、归户：写 合并名册.xlsx、疑似重复.xlsx。"""
    from rescue_cli import pipeline

    with session(context, json=json, files=files, pack=pack, output=output, as_of=as_of, strict=strict) as opened:
        outcome = pipeline.merge(opened)
    finish(outcome, json=json)
