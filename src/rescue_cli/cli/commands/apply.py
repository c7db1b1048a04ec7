"""`rescue apply`."""

from pathlib import Path
from typing import Annotated

import typer

from rescue_cli.cli.options import Json, Settings, below, operator, session, signed_now
from rescue_cli.cli.render import finish

Answers = Annotated[
    list[Path],
    typer.Argument(
        metavar="文件",
        help="填好的表头确认、校验汇总、更正确认、疑似重复、来件登记；也可以是放着它们的文件夹，如 输出",
        show_default=False,
    ),
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="经办人", help="记在裁定里的经办人；默认本机登录名", show_default=False),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="只看收回会怎样，什么都不记录")]


def apply(context: typer.Context, files: Answers, by: By = None, dry_run: DryRun = False, json: Json = False) -> None:
    """收回填好的表：核对后记入 裁定.jsonl，有一处不对就全部不记。"""
    from rescue_cli import pipeline

    settings: Settings = context.obj
    with session(context, json=json) as opened:
        who = pipeline.Who(by or operator(), signed_now())
        outcome = pipeline.apply(opened, [below(settings.folder, path) for path in files], who, dry_run=dry_run)
    finish(outcome, json=json)
