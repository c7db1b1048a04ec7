"""`rescue template`."""

from typing import Annotated

import typer

from rescue_cli.cli.options import Json, Output, PackName, session
from rescue_cli.cli.render import finish


def template(
    context: typer.Context,
    form: Annotated[
        str | None, typer.Argument(metavar="[表]", help="只要这一种表，如 困难家庭名册", show_default=False)
    ] = None,
    pack: PackName = None,
    output: Output = None,
    json: Json = False,
) -> None:
    """发给镇街的空白表：下拉选项、录入校验、示例行、填表说明；写到 空白表/。"""
    from rescue_cli.pipeline import template as make

    with session(context, json=json, pack=pack, output=output) as opened:
        outcome = make(opened, form)
    finish(outcome, json=json)
