"""Ledgers on paper: few lines a row, letters that can be read, nothing that only the bureau works with."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from rescue_cli.workbooks.writing import measure
from rescue_cli.workbooks.writing.page_fit import LEAST_POINTS, drawn_widths
from rescue_cli.workbooks.writing.sheet_layout import BookLayout, LayoutColumn, SheetLayout
from rescue_cli.workbooks.writing.workbook_writer import write_workbook

HEADS = {"镇街": 9, "户主姓名": 8, "身份证号": 19, "详细住址": 17, "理由": 36, "来源": 22}
ROW = ("西花园路街道", "示范甲", "990101194903132717", "兴安路280号丁香小区7号楼3单元101室", "2019-06-21审批纳入低保")
SOURCE = (
    "局机关/低保在保名单2019年8月.xlsx › 在保名单 › 第4行；局机关/审批结果/审核审批结果2019年6月.xlsx › 6月 › 第3行"
)


def _ledger(*, folded: bool = True, lined: bool = True, row: tuple[str, ...] = ROW) -> SheetLayout:
    columns = tuple(
        LayoutColumn((head,), "text", width, folded=folded and head == "来源") for head, width in HEADS.items()
    )
    return SheetLayout("台账", "台账", columns, [(*row, SOURCE)] * 30, lined=lined)


def _letters(layout: SheetLayout) -> float:
    pixels = sum(map(measure.column_pixels, measure.printed_widths(layout.columns, drawn_widths(layout))))
    return measure.BODY_POINTS * min(1.0, measure.PAGE_PIXELS[0] / pixels)


def test_short_rows_take_one_line_each() -> None:
    layout = _ledger()
    widths = drawn_widths(layout)
    printed = [
        text
        for text, column in zip((*ROW, SOURCE), zip(widths, layout.columns, strict=True), strict=True)
        if not column[1].folded and measure.cell_points(text, column[0]) > measure.ROW_POINTS
    ]
    assert printed == []
    assert _letters(layout) >= LEAST_POINTS


@pytest.mark.parametrize("length", [40, 100, 300])
def test_letters_stay_readable_however_long_the_reasons_are(length: int) -> None:
    layout = _ledger(folded=False, row=(*ROW[:4], "人均年收入不高" * (length // 7)))
    assert _letters(layout) >= LEAST_POINTS
    widths = drawn_widths(layout)
    assert all(measure.line_count(text, width) == 1 for text, width in zip(ROW[1:3], widths[1:3], strict=True))


def test_a_table_that_fits_keeps_the_widths_it_was_given_unless_it_is_a_ledger() -> None:
    assert drawn_widths(_ledger(lined=False)) == [*map(float, HEADS.values())]
    assert drawn_widths(_ledger(lined=True)) != [*map(float, HEADS.values())]


def test_cells_to_be_filled_in_keep_their_width() -> None:
    columns = (
        *(LayoutColumn((f"栏{n}",), "text", 30) for n in range(12)),
        LayoutColumn(("核实说明",), "text", 24, role="answer"),
    )
    layout = SheetLayout("表", "表", columns, [(*("很长的内容" * 3,) * 12, None)])
    assert drawn_widths(layout)[-1] == 24
    assert sum(drawn_widths(layout)) < 12 * 30 + 24


def test_a_folded_column_holds_its_cells_and_is_not_printed(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    write_workbook(path, BookLayout((_ledger(),)), dt.date(2019, 9, 30))
    sheet = openpyxl.load_workbook(path)["台账"]
    shut = sheet.column_dimensions["F"]
    assert (shut.hidden, shut.outlineLevel) == (True, 1)
    assert sheet["F3"].value == SOURCE
    assert sheet.row_dimensions[3].height == measure.ROW_POINTS
    assert "A1:E1" in {str(area) for area in sheet.merged_cells.ranges}
