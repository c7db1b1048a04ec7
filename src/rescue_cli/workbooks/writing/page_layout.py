"""A page of HTML as data – sections of steps, tables and charts – and its bytes: whole in itself, no script, nothing loaded."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import Any

from rescue_cli.core.book_stamp import OWN_PAGE

TEMPLATE = "page.html.j2"
WIDE_LABELS = 6  # columns that have room for year and month
_MONTH = re.compile(r"\d{4}-\d{2}")
CHART_WIDTH, CHART_HEIGHT, CHART_TOP, CHART_FOOT = 300, 120, 18, 20


@dataclass(frozen=True)
class Link:
    """`href` is relative to the page; "" where there is nothing to open."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Bar:
    """`share` of the whole width, in a colour of the style sheet (`tone`)."""

    share: float
    tone: str


@dataclass(frozen=True)
class Cell:
    """`number`: it stands to the right; `small`: links in small letters below; `bars` in a row instead of words."""

    text: str = ""
    href: str = ""
    number: bool = False
    strong: bool = False
    tone: str = ""
    small: tuple[Link, ...] = ()
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True)
class PageTable:
    """`wide`: it keeps its columns on a narrow screen and is moved sideways; else its rows become blocks there."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    wide: bool = False
    note: str = ""


@dataclass(frozen=True)
class Column:
    """One column of a chart: `figure` None where nobody knows it; `hollow`: not final yet."""

    label: str
    figure: Decimal | None
    hollow: bool = False


@dataclass(frozen=True)
class ColumnChart:
    """Columns with their figures on top."""

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Step:
    """One thing to be done: what, how, and the file that is opened for it."""

    text: str
    how: str = ""
    link: Link | None = None


@dataclass(frozen=True)
class Section:
    """`lead`: one sentence under the heading; `legend`: tone → what it stands for."""

    id: str
    title: str
    lead: str = ""
    steps: tuple[Step, ...] = ()
    tables: tuple[PageTable, ...] = ()
    charts: tuple[ColumnChart, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    note: str = ""


@dataclass(frozen=True)
class PageLayout:
    """`alerts`: sentences before all; `tiles`: figure and what it counts; `foot`: name and value."""

    title: str
    subtitle: str
    day: str
    alerts: tuple[str, ...]
    tiles: tuple[tuple[str, str, str], ...]
    sections: tuple[Section, ...]
    foot: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Drawn:
    """A column where it stands in its chart."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    label: str
    figure: str
    hollow: bool


def page_bytes(page: PageLayout) -> bytes:
    """The page; everything that is text stands there as text, whatever it says."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(files(__package__).joinpath(TEMPLATE).read_text(encoding="utf-8"))
    size = {"width": CHART_WIDTH, "height": CHART_HEIGHT, "base": CHART_HEIGHT - CHART_FOOT}
    return template.render(page=page, drawn=drawn_columns, size=size, generator=OWN_PAGE).encode("utf-8")


def drawn_columns(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Where the columns of a chart stand; the highest reaches the top, a chart of zeros stays on its line.

    >>> [drawn["height"] for drawn in drawn_columns([Column("1月", Decimal(2)), Column("2月", Decimal(4))])]
    [41.0, 82.0]
    """
    room, pitch = CHART_HEIGHT - CHART_TOP - CHART_FOOT, CHART_WIDTH / max(len(columns), 1)
    width = min(pitch * 0.6, 36)
    highest = max((column.figure for column in columns if column.figure is not None), default=Decimal(0)) or Decimal(1)
    drawn = []
    for place, column in enumerate(columns):
        height = round(float(max(column.figure or Decimal(0), Decimal(0)) / highest) * room, 1)
        middle = round((place + 0.5) * pitch, 1)
        placed = _Drawn(
            round(middle - width / 2, 1),
            round(CHART_HEIGHT - CHART_FOOT - height, 1),
            round(width, 1),
            height,
            middle,
            _short(column.label) if len(columns) > WIDE_LABELS else column.label,
            figure_text(column.figure),
            column.hollow,
        )
        drawn.append(vars(placed))
    return drawn


def _short(label: str) -> str:
    """The month alone of YYYY-MM: of many columns the years would stand in one another's way."""
    return f"{int(label[-2:])}月" if _MONTH.fullmatch(label) else label


def figure_text(figure: Decimal | int | None) -> str:
    """A figure as the page shows it; a gap is never zero.

    >>> figure_text(Decimal("12.500000")), figure_text(3), figure_text(None)
    ('12.5', '3', '未知')
    """
    if figure is None:
        return "未知"
    exact = Decimal(figure)
    return str(int(exact)) if exact == exact.to_integral_value() else format(exact.normalize(), "f")
