"""`explain 报表!列@行`: the households behind one figure of a statistics table; and the figures one household counts in."""

import re
from dataclasses import dataclass
from typing import Any

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.errors import UsageError
from rescue_cli.pipeline.outputs import report_context
from rescue_cli.pipeline.report_engine import report_engine
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import judged, merged
from rescue_cli.report.counted_lines import counted_lines
from rescue_cli.report.figure_lines import FigureLines, figure_lines
from rescue_cli.report.figure_places import CELL, FigurePlace, figure_in_cell, figure_places
from rescue_cli.report.report_tables import is_statistics
from rescue_cli.report.report_types import TOTAL, figure

SHEET, ROW = "!", "@"
GRAMMAR = (
    "写成 报表!格，例：城市统计表!F6（印出来的那一格；有几页的写 报表!页名!F6）；或 报表!列@行，"
    "例：城市统计表!整户纳入低保户数@兴泾镇（不写行＝合计；列也可以照表头写，如 新增救助群体·合计·户，有几页的写 累计·…）"
)
_AS_WRITTEN = str.maketrans("！＠", SHEET + ROW)
_MONTH = re.compile(r"（(\d{4})年(\d{1,2})月）")
_VALUE = re.compile(r"：[^：›]*$")  # “…兴泾镇：5”, as `explain` itself prints it
_FILE = re.compile(r"^.*[/\\]|\.xlsx$")


@dataclass(frozen=True)
class FigureExplanation:
    """What `explain` tells of a figure."""

    lines: FigureLines

    @property
    def value(self) -> str:
        return figure(self.lines.value)

    def as_json(self) -> dict[str, Any]:
        """Ready for the summary of the JSON envelope."""
        figure_lines = self.lines
        return {
            "报表": figure_lines.report,
            "工作表": figure_lines.sheet,
            "列": figure_lines.column,
            "行": figure_lines.row,
            "数": self.value,
            "取数": figure_lines.reckoned,
            **({"期初": figure(figure_lines.opening)} if figure_lines.opening else {}),
            "对象": [dict(line) for line in figure_lines.lines],
        }


def names_figure(subject: str) -> bool:
    """Whether `explain` is asked for a figure: a table and a place in it."""
    return any(mark in subject for mark in (SHEET, "！", " › "))


def explain_figure(session: Session, subject: str, month: str | None = None) -> FigureExplanation:
    """`subject`: 报表!格, 报表!列@行, or the line `explain` itself prints; `month`: YYYY-MM, of a monthly report, else the one
    in the file's name. UsageError with the nearest name for what there is not."""
    report, parts, named_month = _parts(subject)
    if not report or not parts or not parts[-1]:
        raise UsageError(f"看不懂“{subject}”：{GRAMMAR}")
    merge_stage = merged(session)
    judge_stage = judged(session, merge_stage)
    with report_engine(session, merge_stage, judge_stage) as engine:
        context = report_context(session, month or named_month)
        if CELL.fullmatch(parts[-1]) and report in session.pack.reports:
            places = figure_places(engine, session.pack, context, report)
            place = figure_in_cell(places, parts[-1], parts[0] if len(parts) > 1 else "")
            column, row = f"{place.sheet}·{place.column}", place.line
        else:
            column, _, row = parts[-1].partition(ROW)
            column = "·".join([*parts[:-1], column])
        return FigureExplanation(figure_lines(engine, session.pack, context, report, column, row))


def _parts(subject: str) -> tuple[str, list[str], str | None]:
    """The table, the sheet (where named) and the place; the month of the file's name."""
    text = subject.strip().translate(_AS_WRITTEN)
    if " › " in text:
        table, *others = (part.strip() for part in _VALUE.sub("", text).split(" › "))
        text = (
            table
            + SHEET
            + (ROW.join(others) if len(others) < 3 else SHEET.join(others[:-2]) + SHEET + ROW.join(others[-2:]))
        )
    table, *others = (part.strip() for part in text.split(SHEET))
    table = _FILE.sub("", table)
    month = _MONTH.search(table)
    return _MONTH.sub("", table), others, f"{month[1]}-{int(month[2]):02}" if month else None


def figures_of(session: Session, case: str, month: str | None = None) -> list[dict[str, str]]:
    """The figures of all statistics tables that a household counts in: 报表, 工作表, 行, 列, 单元格 (as printed), 计入."""
    merge_stage = merged(session)
    judge_stage = judged(session, merge_stage)
    with report_engine(session, merge_stage, judge_stage) as engine:
        context = report_context(session, month)
        counted = []
        for name, report in sorted(session.pack.reports.items()):
            if any(map(is_statistics, report.sheet)):
                own = [
                    line
                    for line in counted_lines(engine, session.pack, context, name).to_pylist()
                    if line[f.CASE] == case
                ]
                places = figure_places(engine, session.pack, context, name) if own else []
                counted += [_counted(name, line, places) for line in own]
    return counted


def _counted(report: str, line: dict[str, Any], places: list[FigurePlace]) -> dict[str, str]:
    key = (line[f.SHEET], line[c.COUNTED_IN], line[c.LINE])
    cells = {(place.sheet, place.column, place.line): place.cell for place in places}
    return {
        c.REPORT: report,
        f.SHEET: line[f.SHEET],
        c.LINE: line[c.LINE] or TOTAL,
        c.COUNTED_IN: line[c.COUNTED_IN],
        c.CELL: cells.get(key, ""),
        c.COUNTED_AS: line[c.COUNTED_AS],
    }
