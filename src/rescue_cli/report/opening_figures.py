"""期初: what months handed in before the workspace began count beside the households it holds, in every table from then on."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from rescue_cli.core import fields as f
from rescue_cli.core.periods import Days
from rescue_cli.pack.span_columns import SpannedColumn

Reach = Literal["本月", "累计"]
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Opening:
    """`last`: the last day of the month registered; `beside`: by sheet, line and column, the figure of the old table less
    what the households of the workspace came to then."""

    last: dt.date
    beside: Mapping[tuple[str, str, str], Decimal]


def reach_of(spanned: SpannedColumn) -> Reach | None:
    """Whether a column tells of the month or of everything up to its end; None: of neither."""
    if spanned.span is not None:
        return spanned.span if spanned.span in ("本月", "累计") else None
    value = spanned.column.value
    whole, month, end = (name in value for name in (f.PERIOD_START, f.MONTH_START, f.MONTH_END))
    if month:
        return None if whole else "本月"  # from the beginning to the month before
    return "累计" if end else None


def carried_in(
    sheet: str, spanned: SpannedColumn, month: Days | None, openings: Sequence[Opening]
) -> dict[str, Decimal]:
    """Line → what a column of the table of `month` counts beside its households."""
    which = _which(spanned, month, openings) if month is not None else None
    if which is None:
        return {}
    opening, column = which
    return {line: figure for (of, line, name), figure in opening.beside.items() if (of, name) == (sheet, column)}


def _which(spanned: SpannedColumn, month: Days, openings: Sequence[Opening]) -> tuple[Opening, str] | None:
    """The opening that goes for a column, and the column whose figure it is there."""
    column, before = spanned.column.id, month[0] - dt.timedelta(days=1)
    if spanned.span == "上月":
        return _of_month(openings, before, f"{column.removesuffix('_上月')}_本月")
    if spanned.span == "至上月末":
        return _up_to(openings, before, f"{column.removesuffix('_至上月末')}_累计")
    reach = reach_of(spanned)
    if reach == "本月":
        return _of_month(openings, month[1], column)
    return _up_to(openings, month[1], column) if reach == "累计" else None


def _of_month(openings: Sequence[Opening], last: dt.date, column: str) -> tuple[Opening, str] | None:
    return next(((opening, column) for opening in openings if opening.last == last), None)


def _up_to(openings: Sequence[Opening], last: dt.date, column: str) -> tuple[Opening, str] | None:
    over = [opening for opening in openings if opening.last <= last]
    return (max(over, key=lambda opening: opening.last), column) if over else None
