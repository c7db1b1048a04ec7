"""What a run ends with: files in, rows, households, duplicates, groups, the balance; what was written; what is left to do."""

from collections import Counter
from collections.abc import Mapping, Sequence
from os.path import commonpath
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from rescue_cli.cli.console import err, out
from rescue_cli.cli.render import files_in, finish
from rescue_cli.cli.render_left import print_left_within
from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.output_books import OVERVIEW_PAGE
from rescue_cli.core.states import Band, FileState, Phase

if TYPE_CHECKING:
    from rescue_cli.pipeline import Outcome

SCREEN = 24  # lines of the smallest window, one of them for what is typed next
OTHERS = "其他"
FEWEST = 3  # of what is left to do, however long the rest


def finish_run(outcome: "Outcome", *, json: bool, whole: bool) -> None:
    """Print the outcome so that it stands in one window, what is left to do last; `whole`: file by file, and all that is
    left. Leaves with the exit code."""
    if json:
        finish(outcome, json=True)
    console, lines = out(), 0
    parts: list[Table | str] = [run_table(outcome.summary, whole=whole), *([] if whole else _written(outcome.outputs))]
    for part in parts:
        lines += _height(console, part)
        console.print(part)
    if whole:
        finish(_without_figures(outcome), json=False)
    notes = sum(_height(console, note) for note in outcome.notes)
    if outcome.left:
        print_left_within(console, outcome.left, max(SCREEN - 1 - lines - notes, FEWEST))
    for note in outcome.notes:
        err().print(note, markup=False)
    raise typer.Exit(outcome.exit_code)


def _without_figures(outcome: "Outcome") -> "Outcome":
    from dataclasses import replace

    return replace(outcome, summary={})


def _height(console: Console, part: Table | str) -> int:
    return len(console.render_lines(part, pad=False))


def _written(outputs: Sequence[str]) -> list[str]:
    """How many files went where; nothing where none was written."""
    if not outputs:
        return []
    home = commonpath([PurePath(path).parent for path in outputs])
    folders = Counter[str]()
    for path in outputs:
        inside, *deeper = PurePath(path).relative_to(home).parts
        folders[inside if deeper else OTHERS] += files_in(path)
    others = folders.pop(OTHERS, 0)
    named = "，".join(f"{folder}{files}" for folder, files in [*folders.items(), (OTHERS, others)] if files)
    return [
        f"写出{folders.total() + others}个文件到“{PurePath(home).name}”：{named}（先看{OVERVIEW_PAGE}，-v逐个列出）"
    ]


def run_table(summary: Mapping[str, Any], *, whole: bool) -> Table:
    """The run's figures; `whole`: with the situations of the duplicates."""
    table = Table(
        title=f"{summary['方案包']} · 基准日 {summary[f.AS_OF]}",
        box=box.SIMPLE_HEAD if whole else None,
        show_header=whole,
        title_justify="left",
        pad_edge=False,
    )
    table.add_column("项目", no_wrap=True)
    table.add_column("数", justify="right", no_wrap=True)
    table.add_column("说明", overflow="fold")
    for row in [*_intake(summary), *_households(summary, whole=whole), *_checks(summary)]:
        table.add_row(*row)
    return table


def _intake(summary: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    balance = summary["平账"]
    states = "，".join(f"{state}{summary[state]}" for state in FileState if summary[state])
    shown = [name for name in c.BALANCE_PARTS if name not in c.SELDOM or balance[name]]
    parts = "，".join(f"{name}{balance[name]}" for name in shown)
    return [
        ("收件文件", str(summary["文件"]), states or "收件/ 里还没有文件，放进来再运行"),
        ("平账（非空行）", str(balance[c.ROW_COUNT]), f"{parts}；{'平' if balance['平'] else '不平'}"),
    ]


def _households(summary: Mapping[str, Any], *, whole: bool) -> list[tuple[str, str, str]]:
    rows = [("户", str(summary["户"]), f"有{summary['值冲突']}处值不一致")]
    if whole:
        rows += [
            ("  判为同一", str(summary["判为同一"]), f"对：{_by_situation(summary, '判为同一')}"),
            (
                f"  {Band.OPEN}",
                str(summary[Band.OPEN]),
                f"处{_pairs_beside(summary)}：{_by_situation(summary, Band.OPEN)}",
            ),
        ]
    else:
        same, asked = f"判为同一{summary['判为同一']}对", f"{Band.OPEN}{summary[Band.OPEN]}处{_pairs_beside(summary)}"
        rows = [("户", str(summary["户"]), f"{same}，{asked}，值不一致{summary['值冲突']}处")]
    for group, count in summary[f.GROUP].items():
        if not whole and not count:
            continue
        phases = summary[f.PHASE][group]
        rows.append(
            (f"  {group}", str(count), "，".join(f"{phase}{phases[phase]}" for phase in Phase) if count else "")
        )
    return rows


def _pairs_beside(summary: Mapping[str, Any]) -> str:
    """How many pairs the questions are about, where it is not one each."""
    pairs = summary["待裁定对数"]
    return f"（{pairs}对）" if pairs != summary[Band.OPEN] else ""


def _by_situation(summary: Mapping[str, Any], name: str) -> str:
    """Where duplicates stand to each other, those situations there are."""
    return _counts(summary[f"{name}按情形"])


def _counts(counts: Mapping[str, int]) -> str:
    return "，".join(f"{word}{count}" for word, count in counts.items() if count) or "无"


def _checks(summary: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    levels = summary[c.PROBLEM]
    checks = summary["勾稽"]
    due = summary.get("时限", {})
    changes = dict(summary.get("变化", {}))
    since, households = changes.pop("对照", ""), changes.pop("户", 0)
    return [
        ("问题", str(sum(levels.values())), "，".join(f"{level}{count}" for level, count in levels.items())),
        ("勾稽", str(sum(checks.values())), f"平{checks['平']}，不平{checks['不平']}"),
        *([("变化", str(households), f"户（与{since}相比）：{_counts(changes)}")] if changes else []),
        *([("时限", str(sum(due.values())), "，".join(f"{state}{n}" for state, n in due.items()))] if due else []),
    ]
