"""The table a run ends with: files in, rows, households, duplicates, groups, the balance."""

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.table import Table

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import Band, FileState, Phase


def run_table(summary: Mapping[str, Any]) -> Table:
    """One table of the run's figures."""
    table = Table(
        title=f"{summary['方案包']} · 基准日 {summary[f.AS_OF]}",
        box=box.SIMPLE_HEAD,
        title_justify="left",
        pad_edge=False,
    )
    table.add_column("项目", no_wrap=True)
    table.add_column("数", justify="right", no_wrap=True)
    table.add_column("说明", overflow="fold")
    for row in [*_intake(summary), *_households(summary), *_checks(summary)]:
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


def _households(summary: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    rows = [
        ("户", str(summary["户"]), f"有{summary['值冲突']}处值不一致"),
        ("  判为同一", str(summary["判为同一"]), f"对：{_by_situation(summary, '判为同一')}"),
        (f"  {Band.OPEN}", str(summary[Band.OPEN]), f"处{_pairs_beside(summary)}：{_by_situation(summary, Band.OPEN)}"),
    ]
    for group, count in summary[f.GROUP].items():
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
