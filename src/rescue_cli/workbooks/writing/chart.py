"""The native chart of a sheet: under the table, on the same printed page where there is room, else on the next."""

from decimal import Decimal
from typing import Any

from rescue_cli.workbooks.writing import measure
from rescue_cli.workbooks.writing.paint import SheetPainter
from rescue_cli.workbooks.writing.sheet_layout import ChartLayout, shown
from rescue_cli.workbooks.writing.style import HEI, SONG

EMPTY_ROW_POINTS = 15.0
LEAST_SHARE, MOST_SHARE = 0.32, 0.5  # of a page's height
FEW = 5  # an axis up to here is numbered one by one: half a household is no figure
WIDEST_SHAPE = 4.0
INSIDE = 12  # pixels short of the table's edge, or one more column would be printed
SMALL = {"name": SONG, "size": 9}
GRID = {"visible": True, "line": {"color": "#D9D9D9"}}
KINDS: dict[str, dict[str, str]] = {
    "column": {"type": "column"},
    "stacked": {"type": "column", "subtype": "stacked"},
    "bar": {"type": "bar"},
    "pie": {"type": "pie"},
}


def insert_chart(workbook: Any, painter: SheetPainter, chart: ChartLayout) -> None:
    """Draw `chart` from the rows of the painted sheet (its total is left out)."""
    drawn = workbook.add_chart(dict(KINDS[chart.kind]))
    for place in chart.columns:
        drawn.add_series(_series(painter, chart, place))
    several = len(chart.columns) > 1
    drawn.set_title({"name": chart.title, "name_font": {"name": HEI, "size": 13, "bold": False}})
    drawn.set_legend({"position": "bottom", "font": SMALL} if several or chart.kind == "pie" else {"none": True})
    if chart.kind != "pie":
        drawn.set_x_axis({"num_font": SMALL})
        drawn.set_y_axis({"num_font": SMALL, "major_gridlines": GRID, **_steps(painter, chart)})
    width, height = _size(painter)
    drawn.set_size({"width": width, "height": height})
    if painter.fit_on_one_page(height * 72 / 96 + 2 * EMPTY_ROW_POINTS):
        row = painter.row + 1
    else:
        row = painter.row
        painter.sheet.set_h_pagebreaks([row])
    painter.sheet.insert_chart(row, 0, drawn, {"object_position": 2})


def _series(painter: SheetPainter, chart: ChartLayout, place: int) -> dict[str, Any]:
    first, last, name = painter.body_row, painter.body_end, painter.sheet.get_name()
    return {
        "name": _series_name(painter.layout.columns[place].head),
        "categories": [name, first, chart.category, last, chart.category],
        "values": [name, first, place, last, place],
        "categories_data": [shown(row[chart.category]) for row in painter.layout.rows],
        "values_data": [row[place] for row in painter.layout.rows],
        "gap": 80,
        "data_labels": {"value": True, "font": SMALL},
    }


def _series_name(head: tuple[str, ...]) -> str:
    """The header's words without the last level's 户 or 人: the chart's title says what is counted."""
    words = head[:-1] if len(head) > 1 and len(head[-1]) == 1 else head
    return "".join(words[-2:])


def _steps(painter: SheetPainter, chart: ChartLayout) -> dict[str, int]:
    """The value axis where numbers are small; Excel's own would count 0.2 households."""
    rows = [[Decimal(str(row[place] or 0)) for place in chart.columns] for row in painter.layout.rows]
    heights = [sum(row) if chart.kind == "stacked" else max(row) for row in rows]
    return {"min": 0, "max": FEW, "major_unit": 1} if all(0 <= height < FEW for height in heights) else {}


def _size(painter: SheetPainter) -> tuple[int, int]:
    """Pixels across and down: what the page has left, within reason."""
    table = sum(map(measure.column_pixels, painter.printed)) - INSIDE
    page = measure.page_points(painter.printed)
    left = page - painter.points - 2 * EMPTY_ROW_POINTS
    height = min(max(left, page * LEAST_SHARE), page * MOST_SHARE) * 96 / 72
    return round(min(table, height * WIDEST_SHAPE)), round(height)
