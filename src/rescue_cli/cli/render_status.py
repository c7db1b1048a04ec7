"""What `status` shows: one window, what is to be done last."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer

from rescue_cli.cli.console import out
from rescue_cli.cli.render import finish
from rescue_cli.cli.render_left import print_left_within
from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.answer_states import ToDo
from rescue_cli.core.states import OwedState

if TYPE_CHECKING:
    from rescue_cli.pipeline import Outcome

SCREEN = 24  # lines of the smallest window, one of them for what is typed next
SENDERS_SHOWN, DUE_SHOWN = 6, 2
FEWEST = 3  # of what is left to do, however long the rest
ALL = "全部见 总览.html"


def finish_status(outcome: "Outcome", *, json: bool) -> None:
    """Print what stands and what is to be done. Leaves with the exit code."""
    if json:
        finish(outcome, json=True)
    console, height = out(), 0
    for line in (*outcome.notes, *status_lines(outcome.summary), *_written(outcome.outputs)):
        height += len(console.render_lines(line, pad=False))
        console.print(line)
    if outcome.left:
        print_left_within(console, outcome.left, max(SCREEN - 1 - height, FEWEST), more=ALL)
    raise typer.Exit(outcome.exit_code)


def status_lines(summary: Mapping[str, Any]) -> list[str]:
    """One line a matter; nothing of what there is none of."""
    lines = [
        f"{summary['区县']} · {summary['方案包']} · 截至 {summary['所看的一天']}",
        "户：" + "，".join(f"{group}{count}" for group, count in summary[f.GROUP].items()),
        _not_sent(summary),
        *_due(summary[c.BY_DAY]),
        _news(summary[c.CHANGE]),
        _open(summary["未答"]),
    ]
    return [line for line in lines if line]


def _not_sent(summary: Mapping[str, Any]) -> str:
    senders = summary["应报未报"]
    if not senders:
        silent = any(line[c.ITEM] == ToDo.OWED for line in summary["待办"])
        return "没报：到期应报的都报来了" if summary["到期应报"] and not silent else ""
    shown = "，".join(
        f"{line[c.SENDER]}{line[OwedState.MISSING]}份"
        + (f"（逾期{line[c.DAYS_OVERDUE]}天）" if line[c.DAYS_OVERDUE] else "")
        for line in senders[:SENDERS_SHOWN]
    )
    more = f"……共{len(senders)}家" if len(senders) > SENDERS_SHOWN else ""
    return f"没报：{shown}{more}"


def _due(ahead: Sequence[Mapping[str, Any]]) -> list[str]:
    return [
        f"期限：{line[c.BY_DAY]} {line[c.OWED]}{line[c.PERIOD] or ''}（{line[c.WHO]}）" for line in ahead[:DUE_SHOWN]
    ]


def _news(news: Mapping[str, Any]) -> str:
    counts: dict[str, int] = {}
    for line in news["各项"]:
        counts[line[c.CHANGE]] = counts.get(line[c.CHANGE], 0) + line[c.HOUSEHOLDS]
    came = [f"新来文件{news['新来文件']}份"] if news["新来文件"] else []
    words = "，".join([*(f"{change}{count}户" for change, count in counts.items()), *came])
    return f"变化（与{news['对照']}相比）：{words}" if words else ""


def _open(questions: Sequence[Mapping[str, Any]]) -> str:
    words = "，".join(f"{line[c.QUESTION_KIND]}{line[c.COUNT]}处" for line in questions)
    return f"未答：{words}" if words else ""


def _written(outputs: Sequence[str]) -> list[str]:
    return [f"打开看：{outputs[0]}"] if outputs else []
