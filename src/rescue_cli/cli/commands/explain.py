"""`rescue explain`."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from rescue_cli.cli.envelope import envelope
from rescue_cli.cli.options import Json, session
from rescue_cli.cli.render_explain import print_entry, print_explanation


def explain(
    context: typer.Context,
    subject: Annotated[str, typer.Argument(metavar="编号或代码", help="户的编号，或问题代码", show_default=False)],
    json: Json = False,
) -> None:
    """为什么这样判：事实、每个条件的数字与真假、条款、来源单元格；或某个问题代码的意思。"""
    from dataclasses import asdict

    from rescue_cli import pipeline

    entry = pipeline.explain_code(subject)
    if entry is not None:
        _tell(json, asdict(entry), lambda: print_entry(entry))
        return
    with session(context, json=json) as opened:
        found = pipeline.explain(opened, subject)
    _tell(json, found.as_json(), lambda: print_explanation(found))


def _tell(json: bool, shown: dict[str, Any], on_screen: Callable[[], None]) -> None:
    if json:
        typer.echo(envelope("explain", 0, summary=shown))
    else:
        on_screen()
