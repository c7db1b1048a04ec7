"""The native chart of a sheet: under the table, on the same printed page where there is room."""

from typing import Any

from rescue_cli.workbooks import measure
from rescue_cli.workbooks.layout import ChartLayout, shown
from rescue_cli.workbooks.paint import SheetPainter
from rescue_cli.workbooks.style import HEI, SONG

PAGE_PIXELS = (1045, 670)  # A4 across, less the margins
EMPTY_ROW_PIXELS = 20
SAFE_ROWS = 8  # Excel, WPS and LibreOffice do not break pages at quite the same row
LEAST_SHARE = 0.25  # of a page: with less room the chart goes to the next
WIDEST_SHAPE = 3.0
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
        drawn.set_y_axis({"num_font": SMALL, "major_gridlines": GRID})
    width, height, skipped = _room(painter)
    drawn.set_size({"width": width, "height": height})
    painter.sheet.insert_chart(painter.row + skipped, 0, drawn, {"object_position": 2})


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


def _room(painter: SheetPainter) -> tuple[int, int, int]:
    """Pixels across, pixels down, and how many empty rows go before (the page is scaled to the table's width)."""
    table = sum(measure.column_pixels(column) for column in painter.widths) - INSIDE
    page = PAGE_PIXELS[1] * max(1.0, table / PAGE_PIXELS[0])
    wanted = min(table * 0.4, page * 0.55)
    left = page - painter.points * 96 / 72 % page - 2 * EMPTY_ROW_PIXELS
    if left >= page * LEAST_SHARE:
        height, skipped = min(wanted, left), 1
    else:
        height, skipped = wanted, int(max(left, 0) / EMPTY_ROW_PIXELS) + SAFE_ROWS
    return round(min(table, height * WIDEST_SHAPE)), round(height), skipped
