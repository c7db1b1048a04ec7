"""上期累计（已上报）＋本期＋更正＝本期累计, whatever becomes known later: a model of a dozen households and six months.

Households are approved in some month and known of in the same or a later one; they move, grow, are withdrawn or open again,
and some months are handed in and others are not.
"""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given, settings
from hypothesis import strategies as st

from rescue_cli.core.periods import month_days
from rescue_cli.engine.base import Engine
from rescue_cli.pack import model as m
from rescue_cli.report.carried_forward import Standing, accounts
from rescue_cli.report.counted_lines import counted_lines
from rescue_cli.report.filed_changes import change_lines, differences, with_open
from rescue_cli.report.filed_figures import counted_figures, figures_by_place, filed_columns
from rescue_cli.report.report_types import TOTAL
from support.judged import CONTEXT, line
from support.reported import report_of, stages_left, with_report

MONTHS = range(4, 10)
SPANNED = "分类 <> '待核实' and 首次新增日期 between 段始 and 段末"
REPORT = report_of(
    {
        "rows": "镇街",
        "spans": ["本月", "累计"],
        "column": [
            {"id": "户", "head": ["新增", "户"], "value": f"count(*) filter (where {SPANNED})", "total": "sum"},
            {"id": "人", "head": ["新增", "人"], "value": f"sum(认定人口) filter (where {SPANNED})", "total": "sum"},
        ],
    },
    month=True,
)


@dataclass(frozen=True)
class Household:
    """`approved`: its month; in the months after `moved`, `grown`, `gone` (0: never) it is elsewhere, larger, not there; in
    `open` and in the next it is not decided."""

    approved: int
    known: int
    moved: int
    grown: int
    gone: int
    open: int


MONTH = st.sampled_from(MONTHS)
LATER = st.sampled_from((0, 0, *MONTHS))
HOUSEHOLD = st.builds(Household, MONTH, MONTH, LATER, LATER, LATER, LATER)


def lines_of(households: list[Household], month: int) -> list[dict[str, object]]:
    """What is known at the end of a month."""
    lines = []
    for number, household in enumerate(households, start=1):
        if month < max(household.known, household.approved) or 0 < household.gone < month:
            continue
        lines.append(
            line(
                number,
                "纳入低保",
                "待核实" if household.open <= month <= household.open + 1 else "新增救助",
                镇街="镇北堡镇" if 0 < household.moved <= month else "兴泾镇",
                认定人口=5 if 0 < household.grown <= month else 3,
                首次新增日期=dt.date(2019, household.approved, 15),
            )
        )
    return lines


def figures(engine: Engine, pack: m.Pack, month: int) -> pa.Table:
    return counted_figures(engine, pack, replace(CONTEXT, month=month_days(2019, month)), "表")


@given(st.lists(HOUSEHOLD, min_size=1, max_size=12), st.sets(MONTH))
@settings(max_examples=6, deadline=None)
def test_every_figure_is_carried_forward(households: list[Household], handed_in: set[int]) -> None:
    pack = with_report(REPORT)
    columns = filed_columns(REPORT)
    filed: tuple[int, pa.Table, pa.Table] | None = None
    for month in MONTHS:
        with stages_left(pack, lines_of(households, month)) as engine:
            now = figures(engine, pack, month)
            counted_now = counted_lines(engine, pack, replace(CONTEXT, month=month_days(2019, month)), "表")
            assert _adds_up(counted_now, now)
            kept_now = counted_now, now
            if filed is not None:
                before, counted, kept = filed
                at = replace(CONTEXT, month=month_days(2019, before))
                differing = differences(engine, counted, counted_lines(engine, pack, at, "表"))
                standing = Standing(
                    *(
                        figures_by_place(table)
                        for table in (kept, figures(engine, pack, before), figures(engine, pack, month - 1), now)
                    )
                )
                made = accounts(columns, standing, differing)
                assert all(account.holds for account in made)
                assert any(account.line == TOTAL for account in made)
                changed = change_lines(differing, columns, whole=True)
                assert changed or not any(account.corrected or account.open for account in made)
                kept_now = with_open(counted_now, now, counted, differing, columns)
                reached = figures_by_place(kept_now[1])
                # What is carried on from is what was reckoned: nobody who waits for an answer is lost on the way.
                for account in made:
                    (column,) = {of.id for of in columns if (of.sheet, of.words) == (account.sheet, account.words)}
                    assert reached.get((account.sheet, account.line, column), Decimal(0)) == account.total
            if month in handed_in:
                assert _adds_up(*kept_now)
                filed = (month, *kept_now)


def _adds_up(counted: pa.Table, kept: pa.Table) -> bool:
    """Nobody is counted twice, and the households behind a figure come to it."""
    for (_, row, column), figure in figures_by_place(kept).items():
        of = counted.filter(pc.equal(counted["表中的列"], column))
        of = of if row == TOTAL else of.filter(pc.equal(of["表中的行"], row))
        cases = of["编号"].to_pylist()
        if len(cases) != len(set(cases)) or sum(of["计入数"].to_pylist(), Decimal(0)) != figure:
            return False
    return True
