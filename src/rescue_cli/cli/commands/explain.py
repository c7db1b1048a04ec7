"""`rescue explain`."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from rescue_cli.cli.commands.report import Month
from rescue_cli.cli.envelope import envelope
from rescue_cli.cli.options import Json, PastState, Settings, session
from rescue_cli.cli.render_explain import print_entry, print_explanation, print_figure


def explain(
    context: typer.Context,
    subject: Annotated[
        str,
        typer.Argument(
            metavar="编号、代码或数",
            help="户的编号、姓名或身份证号，问题代码，或 报表!格（城市统计表!F6）、报表!列@行",
            show_default=False,
        ),
    ],
    month: Month = None,
    figures: Annotated[bool, typer.Option("--figures", help="也列出这一户计入了哪些统计数")] = False,
    until: PastState = None,
    json: Json = False,
) -> None:
    """为什么这样判：事实、每个条件的数字与真假、条款、来源单元格；某个问题代码的意思；或统计表的一个数由哪些户得来。"""
    from dataclasses import asdict

    from rescue_cli import pipeline

    settings: Settings = context.obj
    if until is not None:
        raise typer.BadParameter(
            "以前的状态没有留下逐条的判定经过；当时的来源、判定和改动看 rescue history 编号 --at 状态，整表看 rescue export determinations --at 状态"
        )
    entry = pipeline.explain_code(subject) or pipeline.explain_pack_code(subject, settings.folder)
    if entry is not None:
        _tell(json, asdict(entry), lambda: print_entry(entry))
        return
    with session(context, json=json) as opened:
        if pipeline.names_figure(subject):
            figure = pipeline.explain_figure(opened, subject, month)
            _tell(json, figure.as_json(), lambda: print_figure(figure))
            return
        explanation = pipeline.explain(opened, subject)
        counted = pipeline.figures_of(opened, explanation.case, month) if figures else None
    shown = explanation.as_json() | ({} if counted is None else {"计入": counted})
    _tell(json, shown, lambda: print_explanation(explanation, counted))


def _tell(json: bool, shown: dict[str, Any], on_screen: Callable[[], None]) -> None:
    if json:
        typer.echo(envelope("explain", 0, summary=shown))
    else:
        on_screen()
