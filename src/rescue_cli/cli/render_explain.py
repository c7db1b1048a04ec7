"""An explanation on screen: the determination, the rules tried with their figures, the cells they rest on."""

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from rescue_cli.cli.console import out
from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.periods import to_the_minute
from rescue_cli.core.text_in_sight import in_sight

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rescue_cli.core.findings import Entry
    from rescue_cli.judge import Trace
    from rescue_cli.pipeline import Explanation, FigureExplanation

TRUTH = {True: "成立", False: "不成立", None: "不能判断"}


def print_explanation(explanation: "Explanation", counted: "Sequence[Mapping[str, str]] | None" = None) -> None:
    """Everything about one household; `counted`: the figures it counts in, where they are asked for."""
    console = out()
    for line in explanation.lines:
        group = f"{line[f.GROUP]} · " if line[f.GROUP] else "另列 · "
        console.print(f"{explanation.case}  {group}{line[f.OUTCOME]}（{line[f.PHASE]}）", style="bold", markup=False)
        _say(2, f"理由：{line[f.REASON]}")
        _say(2, f"依据：{line[f.BASIS]}")
        if line[f.MISSING]:
            _say(2, f"缺少：{'、'.join(line[f.MISSING])}")
    _print_worlds(explanation)
    first = "；按第一种答案" if len(explanation.worlds) > 1 else ""
    console.print(f"判定经过（按顺序，到第一条不是“不成立”的为止{first}）", style="bold")
    for trace in explanation.traces:
        _print_trace(trace)
    for source in explanation.sources:
        console.print(f"来源：{source.place} 第{source.row}行（{source.form}）", style="bold", markup=False)
        for cell in source.cells:
            where = f"{cell.cell:>8}" if cell.cell else "由标题等"
            unused = "" if cell.used else "（不用：大小不像，见校验汇总.xlsx）"
            _say(2, f"{where}  {cell.field}＝{cell.value}{unused}")
    for line in explanation.corrected:
        now = f"，现在报的是“{line[c.VALUE]}”" if line[c.VALUE] else ""
        _say(
            2,
            f"更正（{line[c.STATE]}{now}）：{line[f.NAME]} {line[c.FIELD]} {line[c.WRITTEN] or '（未填）'} → {line[c.NEW_VALUE]}"
            f"；理由：{line[c.ANSWER_REASON]}；更正人：{line[c.CORRECTED_BY]}，{to_the_minute(line[c.CORRECTED_WHEN])}",
        )
    for conflict in explanation.conflicts:
        _say(
            2, f"不一致：{conflict[c.FIELD]}＝{conflict[c.VALUE]}　〔{conflict[f.SOURCE_FILE]} 第{conflict[f.ROW]}行〕"
        )

    if counted is not None:
        _print_counted(counted)


def _print_counted(counted: "Sequence[Mapping[str, str]]") -> None:
    """One line a row of a sheet: the cells and what the household counts for in each."""
    out().print("计入的统计数" if counted else "没有计入任何统计数", style="bold")
    rows: dict[tuple[str, str, str], list[str]] = {}
    for line in counted:
        where = (line[c.REPORT], line[f.SHEET], line[c.LINE])
        rows.setdefault(where, []).append(f"{line[c.CELL] or line[c.COUNTED_IN]} 计{line[c.COUNTED_AS]}")
    for where, cells in rows.items():
        _say(2, f"{' › '.join(where)}：{'，'.join(cells)}")


def _print_worlds(explanation: "Explanation") -> None:
    """What each way of answering what is open would give; of many, the first few that differ."""
    if len(explanation.worlds) < 2:
        return
    out().print("有问题没有定，各种答案的判定：", style="bold")
    shown = explanation.worlds_that_differ()
    for world in shown:
        _say(2, f"若{world[c.ANSWER_WORDS]}：{world[f.OUTCOME]}〔{world[f.RULE]}〕{world[f.REASON]}")
    if more := len(explanation.worlds) - len(shown):
        _say(2, f"另有{more}种答案没有列出")


def print_figure(figure: "FigureExplanation") -> None:
    """A figure of a statistics table and who is in it."""
    figure_lines, console = figure.lines, out()
    console.print(
        f"{figure_lines.report} › {figure_lines.column} › {figure_lines.row}：{figure.value}",
        style="bold",
        markup=False,
    )
    _say(2, f"取数：{figure_lines.reckoned}")
    if figure_lines.opening:
        _say(2, f"其中期初（照旧表登记，没有逐户名单）：{figure_lines.opening}")
    for line in figure_lines.lines:
        row = "  ".join(str(line[name]) for name in (f.CASE, f.TOWNSHIP, f.HEAD_NAME, f.OUTCOME) if line.get(name))
        _say(2, f"{row}  计{line[c.COUNTED_AS]}" + (f"  〔{line[f.SOURCES]}〕" if line.get(f.SOURCES) else ""))
    if not figure_lines.lines:
        _say(2, "没有对象")


def _say(indent: int, text: str) -> None:
    """A line of the explanation; where it is broken it goes on under its own beginning."""
    out().print(Padding(Text(in_sight(text), overflow="fold"), (0, 0, 0, indent), expand=False))


def _print_trace(trace: "Trace") -> None:
    """A rule that its first condition already excludes (no such form, say) takes one line; the others show everything."""
    first = trace.conjuncts[0]
    if trace.truth is False and first.truth is False and len(trace.conjuncts) > 1 and not first.figures:
        _say(2, f"不成立  {trace.rule}：没有{first.text.removeprefix('有（').removesuffix('）')}")
        return
    _say(2, f"{TRUTH[trace.truth]}  {trace.rule} → {trace.outcome}  〔{trace.clause}〕")
    for part in trace.conjuncts:
        _say(6, f"{TRUTH[part.truth]}：{part.text}")
        for figure in part.figures:
            assumed = f"（未填，按表意：{figure.clause}）" if figure.clause else ""
            _say(10, f"{figure.name}＝{figure.value}{assumed}")
            if figure.derived and trace.truth is not False:
                _say(12, f"算法：{figure.derived}")


def print_entry(entry: "Entry") -> None:
    """What a finding code means."""
    console = out()
    console.print(f"{entry.code}  {entry.level}  {entry.title}", style="bold", markup=False)
    for name, text in (
        ("问题", entry.text),
        ("怎么改", entry.mend),
        ("依据", entry.basis),
        ("会报", entry.fires),
        ("不报", entry.silent),
    ):
        if text:
            _say(2, f"{name}：{text}")
