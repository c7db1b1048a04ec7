"""`explain 报表!列@行`: the households behind one figure of a statistics table."""

from dataclasses import dataclass
from typing import Any

from rescue_cli.core.errors import UsageError
from rescue_cli.pipeline.outputs import report_context
from rescue_cli.pipeline.report_engine import report_engine
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import judged, merged
from rescue_cli.report.figure_lines import FigureLines, figure_lines
from rescue_cli.report.report_types import figure

SHEET, ROW = "!", "@"
GRAMMAR = "写成 报表!列@行，例：城市统计表!整户纳入低保户数@兴泾镇（不写行＝合计；列也可以照表头写，如 新增救助群体·合计·户，有几页的写 累计·…）"


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


def explain_figure(session: Session, subject: str, month: str | None = None) -> FigureExplanation:
    """`subject`: 报表!列@行; `month`: YYYY-MM, of a monthly report. UsageError with the nearest name for what there is not."""
    report, _, rest = subject.replace("！", SHEET).replace("＠", ROW).partition(SHEET)
    column, _, row = rest.partition(ROW)
    if not report or not column:
        raise UsageError(f"看不懂“{subject}”：{GRAMMAR}")
    merge_stage = merged(session)
    judge_stage = judged(session, merge_stage)
    with report_engine(session, merge_stage, judge_stage) as engine:
        context = report_context(session, month)
        return FigureExplanation(figure_lines(engine, session.pack, context, report, column, row))
