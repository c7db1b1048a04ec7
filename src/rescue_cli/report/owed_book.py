"""催报/应报未报.xlsx: who owes what by when, what is missing first; and how each sender stands."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import OwedState
from rescue_cli.report.dictionary_columns import NUMBER, numbered, text_columns
from rescue_cli.report.owed_lines import Line
from rescue_cli.report.report_types import TOTAL, ReportContext
from rescue_cli.workbooks.writing.sheet_layout import Colour, LayoutColumn, Mark, SheetLayout

COLOURS: Mapping[str, Colour] = {
    OwedState.MISSING: "red",
    OwedState.RETURNED: "red",
    OwedState.OPEN: "amber",
    OwedState.LATE: "amber",
    OwedState.ASKED: "amber",
}
COLUMNS = (
    NUMBER,
    *text_columns({c.SENDER: 18, c.OWED: 30, c.PERIOD: 9}),
    LayoutColumn((c.BY_DAY,), "date", 12),
    *text_columns({c.STATE: 15}),
    LayoutColumn((c.ARRIVED,), "date", 12),
    LayoutColumn((c.DAYS_OVERDUE,), "count", 9),
    *text_columns({f.SOURCE_FILE: 40}),
)
NAMES = (c.SENDER, c.OWED, c.PERIOD, c.BY_DAY, c.STATE, c.ARRIVED, c.DAYS_OVERDUE, f.SOURCE_FILE)
Term = tuple[str, str | None, dt.date]  # what is owed, for which month, by when
DUE_STATES = tuple(state for state in OwedState if state != OwedState.AHEAD)
NOT_SENT = (OwedState.MISSING, OwedState.RETURNED, OwedState.ASKED)


def due_by_sender(owed: pa.Table) -> dict[str, Counter[str]]:
    """Sender → how many of the lines of OWED that are due by now stand how."""
    due: dict[str, Counter[str]] = defaultdict(Counter)
    for line in owed.to_pylist():
        if line[c.STATE] in DUE_STATES:
            due[line[c.SENDER]][line[c.STATE]] += 1
    return due


def not_sent(states: Counter[str]) -> int:
    """How many of what is due have not come, or do not count yet."""
    return sum(states[state] for state in NOT_SENT)


def owed_book(owed: pa.Table, beside: Sequence[str], context: ReportContext) -> list[SheetLayout]:
    """Two sheets: every line of OWED, and one line a sender with how many of what is due stand how. `beside`: workbooks with
    what is owed a village, a department, a household (`[[coverage]]`)."""
    return [_lines(owed, beside, context), _senders(owed, context)]


def _lines(owed: pa.Table, beside: Sequence[str], context: ReportContext) -> SheetLayout:
    lines = _brought_together(owed.to_pylist())
    states = [line[c.STATE] for line in lines]
    return SheetLayout(
        name="应报未报",
        title=f"{context.district}应报未报情况表",
        columns=COLUMNS,
        rows=numbered([tuple(line[name] for name in NAMES) for line in lines]),
        lead=context.lead(f"{OwedState.MISSING}{owed[c.STATE].to_pylist().count(OwedState.MISSING)}份"),
        notes=(
            "逾期天数：没有到的，算到基准日；已到的，是到达日期比期限晚的天数。第一次运行时已在的文件到达日期不明，不算逾期，可在“来件登记.xlsx”补填。",
            f"“{OwedState.MISSING}”而写着来源文件的：那些文件没有读进来，或者没有写明是哪个月的，可能就是这一份。",
            f"“{OwedState.ASKED}”：只有表头没有一行数据，没有写明是零报告；在“校验汇总.xlsx”认可的记为{OwedState.NOTHING}。",
            *([f"逐户、逐村、逐部门计数的应报不在此表，见“{'”“'.join(beside)}”。"] if beside else []),
        ),
        empty="方案没有规定谁报什么",
        marks=tuple(
            Mark(row, NAMES.index(c.STATE) + 1, COLOURS[state]) for row, state in enumerate(states) if state in COLOURS
        ),
    )


def _brought_together(lines: list[Line]) -> list[Line]:
    """What nobody sent at all is one line, not one a sender; which they are stands under 按单位."""
    of: dict[Term, list[Line]] = defaultdict(list)
    for line in lines:
        of[_term(line)].append(line)
    kept = []
    for line in lines:
        same = of[_term(line)]
        if len(same) > 1 and all(other[c.STATE] == OwedState.MISSING and not other[f.SOURCE_FILE] for other in same):
            if line is same[0]:
                kept.append({**line, c.SENDER: f"全部{len(same)}个单位"})
        else:
            kept.append(line)
    return kept


def _term(line: Line) -> Term:
    return line[c.OWED], line[c.PERIOD], line[c.BY_DAY]


def _senders(owed: pa.Table, context: ReportContext) -> SheetLayout:
    """No rate and no rank: what is missing stands beside what came."""
    counts = Counter(zip(owed[c.SENDER].to_pylist(), owed[c.STATE].to_pylist(), strict=True))
    senders = list(dict.fromkeys(owed[c.SENDER].to_pylist()))
    senders.sort(key=lambda sender: (-counts[sender, OwedState.MISSING], -counts[sender, OwedState.RETURNED], sender))
    rows = [
        (sender, sum(counts[sender, state] for state in DUE_STATES), *(counts[sender, state] for state in OwedState))
        for sender in senders
    ]
    return SheetLayout(
        name="按单位",
        title=f"{context.district}各单位应报情况表",
        columns=(
            *text_columns({c.SENDER: 24}),
            LayoutColumn(("已到期应报",), "count", 10, total=True),
            *(LayoutColumn((state,), "count", 9, total=True) for state in OwedState),
        ),
        rows=rows,
        lead=context.lead("单位：份"),
        total_label=TOTAL,
        empty="方案没有规定谁报什么",
    )
