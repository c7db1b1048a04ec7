"""Outcomes for people: short tables that fit 80 columns, sentences, paths. The only place that prints results."""

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import typer
from rich import box
from rich.table import Table

from rescue_cli.cli.console import err, out
from rescue_cli.cli.envelope import envelope
from rescue_cli.cli.render_left import print_left

if TYPE_CHECKING:
    from rescue_cli.pipeline import Outcome

COUNTED = re.compile(r"(\d+) (?:个文件|份)")
FULL = 6  # files of one folder named one by one


def finish(outcome: "Outcome", *, json: bool) -> None:
    """Print the outcome and leave with its exit code."""
    if json:
        typer.echo(
            envelope(
                outcome.command,
                outcome.exit_code,
                summary=outcome.summary,
                outputs=outcome.outputs,
                left=outcome.left,
                notes=outcome.notes,
            )
        )
    else:
        _print(outcome)
    raise typer.Exit(outcome.exit_code)


def _print(outcome: "Outcome") -> None:
    console = out()
    figures = [(name, value) for name, value in outcome.summary.items() if not _is_listing(value)]
    if figures:
        console.print(_figures(figures))
    for value in outcome.summary.values():
        if _is_listing(value):
            console.print(_listing(value))
    if outcome.outputs:
        console.print("写出：", style="bold")
        for path in _by_folder(outcome.outputs):
            console.print(f"  {path}", markup=False, overflow="fold")
    if outcome.left:
        print_left(console, outcome.left)
    for note in outcome.notes:
        err().print(note, markup=False)


def files_in(path: str) -> int:
    """How many files a line of what was written stands for.

    >>> files_in("输出/校验/退回/（20 个文件，9 份退回函）"), files_in("输出/合并名册.xlsx")
    (29, 1)
    """
    return sum(map(int, COUNTED.findall(path))) or 1


def _by_folder(paths: Sequence[str]) -> list[str]:
    """What stands in one folder together, a full folder in one line; folders in the order they were first written to.

    >>> _by_folder(["台账/甲", "名单/乙", "台账/丙"])
    ['台账/甲', '台账/丙', '名单/乙']
    >>> _by_folder([f"分发/{number}.xlsx" for number in range(40)])
    ['分发/（40 个文件）']
    >>> _by_folder([f"输出/分发/{kind}/{number}.xlsx" for kind in ("名册", "转介") for number in range(5)])
    ['输出/分发/（10 个文件）']
    """
    folders: dict[str, list[str]] = {}
    for path in paths:
        folders.setdefault(_shown_folder(path, paths), []).append(path)
    lines = ([f"{folder}/（{len(held)} 个文件）"] if len(held) > FULL else held for folder, held in folders.items())
    return [line for shown in lines for line in shown]


def _shown_folder(path: str, paths: Sequence[str]) -> str:
    """A path's folder; of folders of parts beside one another (分发/转介单, 分发/名册) the one that holds them."""
    folder = PurePath(path).parent
    beside = {PurePath(other).parent for other in paths if PurePath(other).parent.parent == folder.parent}
    own = any(PurePath(other).parent == folder.parent for other in paths)
    return str(folder.parent if len(beside) > 1 and not own and len(folder.parts) > 2 else folder)


def _is_listing(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str) and bool(value) and isinstance(value[0], Mapping)


def _figures(pairs: Sequence[tuple[str, Any]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in pairs:
        table.add_row(name, in_words(value))
    return table


def _listing(rows: Sequence[Mapping[str, Any]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in rows[0]:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(in_words(value) for value in row.values()))
    return table


def in_words(value: Any) -> str:
    """A value in words: mappings as "甲 1，乙 2", yes and no in Chinese.

    >>> in_words({"新增救助": 3, "平": True})
    '新增救助 3，平 是'
    """
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return "，".join(
            f"{name} {in_words(inner)}" if not isinstance(inner, Mapping) else f"{name}（{in_words(inner)}）"
            for name, inner in value.items()
        )
    if isinstance(value, list | tuple):
        return "；".join(in_words(item) for item in value)
    return str(value)
