"""`rescue export`."""

from pathlib import Path
from typing import Annotated

import typer

from rescue_cli.cli.console import err, say
from rescue_cli.cli.options import Json, PastState, session
from rescue_cli.cli.render import finish
from rescue_cli.core.exported_tables import EXPORTED_TABLES

Target = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="文件", help="写到文件；默认打印", show_default=False)
]


def export(
    context: typer.Context,
    table: Annotated[
        str,
        typer.Argument(
            metavar="表",
            help=" ".join(f"{name}（{what}）" for name, what in EXPORTED_TABLES.items()),
        ),
    ],
    form: Annotated[str, typer.Option("--format", metavar="格式", help="csv、jsonl 或 parquet")] = "csv",
    output: Target = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="期间", help="changes 与哪次上报时比：2019-07，或 2019-07/报表", show_default=False
        ),
    ] = None,
    until: PastState = None,
    json: Json = False,
) -> None:
    """导出上一次运行的一张表（UTF-8，多值用 | 连接，空为未知）。"""
    from rescue_cli import pipeline
    from rescue_cli.pipeline.export_table import FORMATS

    if form not in FORMATS:
        raise typer.BadParameter(f"格式“{form}”不支持，可用：{'、'.join(FORMATS)}")
    with session(context, json=True) as opened:
        outcome, text = pipeline.export(opened, table, form, output, since, until)
    if text and not json:
        say(text)
        for note in outcome.notes:
            err().print(note, markup=False)
        return
    finish(outcome, json=json)
