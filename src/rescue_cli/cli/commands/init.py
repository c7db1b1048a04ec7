"""`rescue init`."""

from pathlib import Path
from typing import Annotated

import typer

from rescue_cli.cli.options import Json, Settings
from rescue_cli.cli.render import finish


def init(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="新建或已有的文件夹", show_default=False)],
    pack: Annotated[
        str,
        typer.Option(
            "--pack", metavar="方案包", help="方案包，如 xixia-2019；rescue pack list 可看全部", show_default=False
        ),
    ],
    json: Json = False,
) -> None:
    """建工作区：rescue.toml、收件/、输出/；只补缺的，不覆盖任何文件。"""
    from rescue_cli.pipeline import init as make

    settings: Settings = context.obj
    finish(make(settings.folder / folder, pack), json=json)
