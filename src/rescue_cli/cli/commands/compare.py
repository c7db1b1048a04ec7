"""`rescue compare`."""

from pathlib import Path
from typing import Annotated

import typer

from rescue_cli.cli.options import AsOf, Json, Output, PackName, Settings, below, session
from rescue_cli.cli.render import finish

First = Annotated[
    str | None,
    typer.Argument(
        metavar="[甲]", help="文件、方案包的表、“名册”，或现成比对的名称；不写＝全部现成比对", show_default=False
    ),
]
Other = Annotated[str | None, typer.Argument(metavar="[乙]", help="在哪份名单里查找", show_default=False)]
MaxAge = Annotated[
    int | None,
    typer.Option("--max-age", metavar="天数", min=1, help="名单过了多少天算过期；默认92天", show_default=False),
]


def compare(
    context: typer.Context,
    first: First = None,
    other: Other = None,
    max_age: MaxAge = None,
    pack: PackName = None,
    output: Output = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """比对两份名单：命中、未命中、未比对，写 比对/*.xlsx。名单缺、过期或没读全的，不算“没有问题”。"""
    from rescue_cli import pipeline

    settings: Settings = context.obj
    files = {word: below(settings.folder, Path(word)) for word in (first, other) if word is not None}
    files = {word: path for word, path in files.items() if path.is_file()} if other is not None else {}
    with session(
        context,
        json=json,
        files=list(files.values()),
        pack=pack,
        output=output,
        as_of=as_of,
        without_workspace="national" if files else None,
    ) as opened:
        outcome = pipeline.compare(opened, first, other, files, max_age)
    finish(outcome, json=json)
