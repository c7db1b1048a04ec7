"""A workbook as text, for golden comparison: what a reader would notice, nothing that merely differs in bytes."""

from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

WIDTH_CLASSES = ((6, "很窄"), (10, "窄"), (16, "中"), (26, "宽"))


def dump_workbook(path: Path) -> str:
    """Cells (value, type, number format), merged ranges, width classes, freeze, filter, validations, print set-up."""
    formulas, values = load_workbook(path), load_workbook(path, data_only=True)
    created = formulas.properties.created
    parts = [f"created {created:%Y-%m-%d}" if created else "created -"]
    for sheet in formulas.worksheets:
        parts += _sheet(sheet, values[sheet.title])
    return "\n".join(parts) + "\n"


def _sheet(sheet: Worksheet, values: Worksheet) -> list[str]:
    lines = ["", f"## {sheet.title}" + ("" if sheet.sheet_state == "visible" else f" ({sheet.sheet_state})")]
    lines += [
        _cell(cell, values[cell.coordinate].value)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    lines += [f"merged {area}" for area in sorted(str(area) for area in sheet.merged_cells.ranges)]
    lines += [
        f"width {letter} {_width_class(dimension.width)}"
        for letter, dimension in sorted(sheet.column_dimensions.items())
    ]
    lines += [f"freeze {sheet.freeze_panes}", f"filter {sheet.auto_filter.ref}"]
    for rule in sheet.data_validations.dataValidation:
        lines.append(f"validation {rule.sqref} {rule.type} {rule.formula1} {rule.prompt or ''}")
    page = sheet.page_setup
    lines.append(f"page {page.orientation} paper={page.paperSize} wide={page.fitToWidth} high={page.fitToHeight}")
    lines.append(f"titles {sheet.print_title_rows} footer {sheet.oddFooter.center.text}")
    lines += [f"chart {type(chart).__name__} series={len(chart.series)}" for chart in sheet._charts]
    return lines


def _cell(cell: Cell, value: object) -> str:
    shown = f"{cell.value} -> {value}" if cell.data_type == "f" else repr(cell.value)
    return f"{cell.coordinate} {cell.data_type} {shown} [{cell.number_format}] {cell.font.name}"


def _width_class(width: float) -> str:
    return next((name for limit, name in WIDTH_CLASSES if width <= limit), "很宽")
