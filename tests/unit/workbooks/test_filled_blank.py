"""The bureau's own blank workbook, filled in place: its looks stay, rows are added where it has too few, totals still add up."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from rescue_cli.workbooks.marking.blank_filling import fill_blank
from rescue_cli.workbooks.marking.blank_sheet import BlankError, FillLayout

NAMES = ("兴泾镇", "镇北堡镇", "文昌路街道", "朔方路街道", "贺兰山西路街道")
EDGE = Border(*(Side("thin") for _ in range(4)))


def blank(change: Callable[[Worksheet], None] = lambda sheet: None, prepared: int = 3) -> bytes:
    """Title, unit line, header, prepared rows 4…, total row with sums, a merged note, a print area, an input rule."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "统计表"
    sheet["A1"], sheet["A2"] = "西夏区统计表", "填报单位："
    sheet.merge_cells("A1:D1")
    for letter, head in zip("ABCD", ("序号", "镇街", "户数", "人数"), strict=True):
        sheet[f"{letter}3"] = head
    for row in range(4, 4 + prepared):
        sheet[f"A{row}"] = row - 3
        for letter in "ABCD":
            sheet[f"{letter}{row}"].border = EDGE
            sheet[f"{letter}{row}"].fill = PatternFill("solid", fgColor="FFEEEE")
    total = 4 + prepared
    sheet[f"A{total}"] = "合计"
    for letter in "CD":
        sheet[f"{letter}{total}"] = f"=SUM({letter}4:{letter}{total - 1})"
    sheet[f"A{total + 1}"] = "注：本表每月2日前报送。"
    sheet.merge_cells(f"A{total + 1}:D{total + 1}")
    rule = DataValidation(type="whole", sqref=f"C4:D{total - 1}")
    sheet.add_data_validation(rule)
    sheet.print_area = f"A1:D{total + 1}"
    sheet.column_dimensions["B"].width = 33
    change(sheet)
    book.properties.created = dt.datetime(2019, 4, 1)  # noqa: DTZ001 – openpyxl takes no time zone
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def layout(count: int, **more: object) -> FillLayout:
    given = {
        "columns": {"B": NAMES[:count], "C": tuple(range(1, count + 1)), "D": (Decimal("2.50"),) * count},
        "cells": {"A2": "填报单位：西夏区民政局"},
        "labels": ("B", NAMES[:count]),
        **more,
    }
    return FillLayout("月报.xlsx", "统计表", 4, **given)  # type: ignore[arg-type]


def filled(data: bytes, what: FillLayout) -> tuple[Worksheet, Worksheet, tuple[str, ...]]:
    done, unplaced = fill_blank(data, what)
    formulas, values = load_workbook(io.BytesIO(done)), load_workbook(io.BytesIO(done), data_only=True)
    return formulas["统计表"], values["统计表"], unplaced


def test_values_go_in_and_looks_stay() -> None:
    sheet, values, unplaced = filled(blank(), layout(2))
    assert [[cell.value for cell in row] for row in values["A4:D7"]] == [
        [1, "兴泾镇", 1, 2.5],
        [2, "镇北堡镇", 2, 2.5],
        [3, None, None, None],
        ["合计", None, 3, 5],
    ]
    assert (sheet["A1"].value, sheet["A2"].value, unplaced) == ("西夏区统计表", "填报单位：西夏区民政局", ())
    assert sheet["B4"].fill.fgColor.rgb == "00FFEEEE"
    assert sheet.column_dimensions["B"].width == 33
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:D1", "A8:D8"]


def test_rows_are_added_and_everything_below_moves_along() -> None:
    sheet, values, _ = filled(blank(), layout(5))
    assert [values[f"B{row}"].value for row in range(4, 9)] == list(NAMES)
    assert [values[f"A{row}"].value for row in range(4, 10)] == [1, 2, 3, 4, 5, "合计"]
    assert (sheet["C9"].value, values["C9"].value, values["D9"].value) == ("=SUM(C4:C8)", 15, 12.5)
    assert values["A10"].value == "注：本表每月2日前报送。"
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:D1", "A10:D10"}
    assert sheet["D8"].border.left.style == "thin"
    assert str(sheet.data_validations.dataValidation[0].sqref) == "C4:D8"
    assert sheet.print_area == "'统计表'!$A$1:$D$10"


def test_a_cell_below_the_rows_is_found_where_it_has_moved_to() -> None:
    _, values, _ = filled(blank(), layout(5, cells={"A8": "注：{共}"}))
    assert (values["A8"].value, values["A10"].value) == (5, "注：{共}")


def test_names_printed_in_the_blank_decide_the_row_and_what_has_none_is_told() -> None:
    def printed(sheet: Worksheet) -> None:
        for row, name in zip((4, 5, 6), ("文昌路 街道", "镇北堡镇", "宁朔街道"), strict=True):
            sheet[f"B{row}"] = name

    _, values, unplaced = filled(blank(printed), layout(3))
    assert [[values[f"{letter}{row}"].value for letter in "BC"] for row in (4, 5, 6)] == [
        ["文昌路 街道", 3],
        ["镇北堡镇", 2],
        ["宁朔街道", None],
    ]
    assert unplaced == ("兴泾镇",)


def test_what_begins_like_a_formula_stays_text_and_nothing_known_stays_empty() -> None:
    columns = {"B": ("=1+1",), "C": (None,), "D": (["重病", "就学"],)}
    sheet, _, _ = filled(blank(), layout(1, columns=columns, labels=None))
    assert (sheet["B4"].data_type, sheet["B4"].value, sheet["C4"].value, sheet["D4"].value) == (
        "s", "=1+1", None, "重病、就学",
    )  # fmt: skip


def test_the_same_twice_and_no_part_lost() -> None:
    data = blank()
    once, twice = fill_blank(data, layout(5))[0], fill_blank(data, layout(5))[0]
    assert once == twice
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(io.BytesIO(once)) as after:
        assert set(before.namelist()) == set(after.namelist())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda sheet: sheet.__setitem__("C7", "=C4+C5+C6"), "C7 的公式逐格相加"),
        (lambda sheet: sheet.__setitem__("B4", "示例：某某镇"), "第4行不是空行"),
        (lambda sheet: sheet.parent.create_sheet("汇总").__setitem__("A1", "=统计表!C7"), "其他工作表引用"),
        (lambda sheet: setattr(sheet, "title", "表一"), "没有名为“统计表”的工作表，只有表一"),
    ],
)
def test_a_blank_that_would_be_filled_wrongly_is_not_filled(change: Callable[[Worksheet], None], sentence: str) -> None:
    with pytest.raises(BlankError, match=sentence):
        fill_blank(blank(change), layout(5, labels=None))


def test_what_is_no_workbook_is_said_to_be_none() -> None:
    with pytest.raises(BlankError, match="不是能填写的"):
        fill_blank(b"PK nothing", layout(1))
