"""累计核对: 上期累计（已上报）＋本期＋更正＝本期累计, figure by figure, beside a monthly table (design §4 "Periods")."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rescue_cli.core.answer_states import FiledChange
from rescue_cli.report.filed_changes import Difference
from rescue_cli.report.filed_figures import FiledColumn
from rescue_cli.report.report_types import TOTAL, CheckResult, Figure, as_figure

Figures = Mapping[tuple[str, str, str], Decimal | None]
SAY = "上期累计（已上报）＋本期＋更正＝本期累计"
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Standing:
    """Figures of one report: `filed`, as the last period handed in has them; that period, and everything up to the month
    before, as they would be now; the month `reported`."""

    filed: Figures
    filed_now: Figures
    before_now: Figures
    reported: Figures


@dataclass(frozen=True)
class Account:
    """One figure carried forward. `between`: of months after the last one handed in that were never handed in; `open`: of
    households that stay as handed in until somebody answers; `printed`: what the table says."""

    sheet: str
    words: str
    line: str
    before: Figure
    between: Figure
    month: Figure
    corrected: Figure
    open: Figure
    printed: Figure

    @property
    def total(self) -> Figure:
        """本期累计: what the parts come to; unknown where one of them is."""
        parts = (self.before, self.between, self.month, self.corrected)
        return None if None in parts else as_figure(sum(Decimal(part) for part in parts if part is not None))

    @property
    def less_open(self) -> Figure:
        """The same without households that are open again: what the table counts."""
        return None if self.total is None or self.open is None else as_figure(Decimal(self.total) - Decimal(self.open))

    @property
    def holds(self) -> bool:
        """Whether the table says what the parts come to."""
        return self.less_open == self.printed

    @property
    def is_news(self) -> bool:
        """Whether there is anything to say, and more than the total says."""
        if self.line != TOTAL:
            return not self.holds or bool(self.corrected or self.open)
        return not self.holds or any((self.before, self.between, self.month, self.corrected, self.open, self.printed))


def accounts(columns: Sequence[FiledColumn], standing: Standing, differing: Sequence[Difference]) -> list[Account]:
    """All figures of everything so far, by column and line. `differing`: who counts otherwise than in the period handed in."""
    lost = _open_figures(differing)
    made = []
    for column in columns:
        if column.reach == "累计":
            lines = [line for sheet, line, name in standing.reported if (sheet, name) == (column.sheet, column.id)]
            gone = [line for sheet, line, name in standing.filed if (sheet, name) == (column.sheet, column.id)]
            made += [_account(column, line, standing, lost) for line in dict.fromkeys([*lines, *gone])]
    return made


def _account(column: FiledColumn, line: str, standing: Standing, lost: Figures) -> Account:
    place = (column.sheet, line, column.id)
    filed, filed_now, before_now, printed = (
        figures.get(place, NOTHING)
        for figures in (standing.filed, standing.filed_now, standing.before_now, standing.reported)
    )
    open_now = lost.get(place, NOTHING)
    between = _difference(before_now, filed_now)
    if column.month is not None:
        month = standing.reported.get((column.month[0], line, column.month[1]), NOTHING)
    else:
        month = _difference(printed, before_now)
    risen = _difference(filed_now, filed)
    corrected = None if risen is None or open_now is None else risen + open_now
    parts = (filed, between, month, corrected, open_now, printed)
    return Account(column.sheet, column.words, line, *(as_figure(part) for part in parts))


def _difference(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    return None if left is None or right is None else left - right


def _open_figures(differing: Sequence[Difference]) -> dict[tuple[str, str, str], Decimal | None]:
    """By how much figures fall by households that are open again; also in the total of all lines."""
    lost: dict[tuple[str, str, str], Decimal | None] = {}
    for entry in differing:
        for line in (entry.line, TOTAL) if entry.state == FiledChange.OPEN else ():
            place = (entry.sheet, line, entry.column)
            before = lost.get(place, NOTHING)
            lost[place] = None if before is None or entry.lost is None else before + entry.lost
    return lost


def account_check(report: str, sheet: str, made: Sequence[Account]) -> list[CheckResult]:
    """One 勾稽: of the first figure that does not come out, else of the first."""
    chosen = next((account for account in made if not account.holds), made[0] if made else None)
    if chosen is None:
        return []
    row = f"{chosen.words}·{chosen.line}"
    return [CheckResult(report, sheet, SAY, row, chosen.less_open, chosen.printed)]
