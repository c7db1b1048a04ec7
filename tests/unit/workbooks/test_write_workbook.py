"""What is written is what was laid out: text stays text, sums are live and cached, bytes are the same each time."""

import datetime as dt
import os
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from rescue_cli.core.errors import OutputError
from rescue_cli.workbooks.writing import workbook_writer
from rescue_cli.workbooks.writing.sheet_layout import (
    BookLayout,
    Cell,
    ChartLayout,
    InputRule,
    LayoutColumn,
    Mark,
    SheetLayout,
    Span,
    head_cells,
)
from rescue_cli.workbooks.writing.workbook_writer import legal_names, write_workbook

DAY = dt.date(2019, 9, 30)
COLUMNS = (
    LayoutColumn(("序号",), "count", 5),
    LayoutColumn(("对象", "户主姓名")),
    LayoutColumn(("对象", "身份证号")),
    LayoutColumn(("金额",), "money", total=True),
    LayoutColumn(("日期",), "date"),
)
ROWS: list[tuple[Cell, ...]] = [
    (1, "=1+1", "990101196001010019", Decimal("12.30"), dt.date(2019, 7, 15)),
    (2, "+86", "99010119600101002x", Decimal("0.70"), None),
    (3, "@SUM(A1)", "-1", None, dt.date(2019, 8, 1)),
]


def layout(rows: list[tuple[Cell, ...]] = ROWS, **given: object) -> SheetLayout:
    return SheetLayout("名册", "测试名册", COLUMNS, rows, total_label="合计", **given)  # type: ignore[arg-type]


def written(path: Path, *sheets: SheetLayout, values: bool = False) -> Worksheet:
    write_workbook(path, BookLayout(tuple(sheets)), DAY)
    return load_workbook(path, data_only=values).worksheets[0]


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", layout())
    assert [sheet.cell(row, 2).value for row in (4, 5, 6)] == ["=1+1", "+86", "@SUM(A1)"]
    assert {sheet.cell(row, 2).data_type for row in (4, 5, 6)} == {"s"}


def test_identifiers_are_text_cells_in_text_format_without_green_triangles(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", layout())
    assert (sheet["C4"].data_type, sheet["C4"].number_format) == ("s", "@")
    part = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml").decode()
    assert '<ignoredError sqref="A4:E6" numberStoredAsText="1"/>' in part


def test_the_total_is_a_live_sum_with_its_value_and_skips_blanks(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert written(path, layout())["D7"].value == "=SUM(D4:D6)"
    assert written(path, layout(), values=True)["D7"].value == 13
    assert load_workbook(path).worksheets[0]["D6"].value is None


def test_an_empty_table_says_so_and_totals_zero(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", layout([], empty="本表没有对象"))
    assert sheet["A4"].value == "本表没有对象"
    assert sheet["D5"].value == 0


def test_a_total_nobody_filled_in_is_not_zero(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", layout([(1, "甲", None, None, None)]))
    assert sheet["D5"].value == "未填"


def test_a_little_more_than_a_page_is_printed_on_one(tmp_path: Path) -> None:
    heights = {rows: written(tmp_path / "a.xlsx", layout(ROWS * rows)).page_setup.fitToHeight for rows in (2, 4, 30)}
    assert heights == {2: 0, 4: None, 30: 0}, "0 is as many pages as needed, none given is one"


def test_a_chart_is_on_the_tables_page_or_on_the_next_but_never_across(tmp_path: Path) -> None:
    chart = ChartLayout("图", "column", (3,), 1)
    below = written(tmp_path / "a.xlsx", layout(chart=chart))
    assert (below.page_setup.fitToHeight, below.row_breaks.brk) == (None, [])
    after = written(tmp_path / "b.xlsx", layout(ROWS * 15, chart=chart))
    assert [line.id for line in after.row_breaks.brk] == [after.max_row]


def test_header_levels_are_merged_across_and_down(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", layout())
    assert {str(area) for area in sheet.merged_cells.ranges} >= {"A2:A3", "B2:C2", "D2:D3", "E2:E3", "A1:E1"}
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$2:$3"


def test_equal_leaves_side_by_side_are_not_merged() -> None:
    cells = head_cells(
        [LayoutColumn(("户",)), LayoutColumn(("户",)), LayoutColumn(("甲", "户")), LayoutColumn(("乙", "户"))]
    )
    assert [(cell.text, cell.columns) for cell in cells] == [
        ("户", 1),
        ("户", 1),
        ("甲", 1),
        ("乙", 1),
        ("户", 1),
        ("户", 1),
    ]


def test_same_layouts_give_the_same_bytes(tmp_path: Path) -> None:
    chart = ChartLayout("图", "column", (3,), 1)
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(
            tmp_path / name, BookLayout((layout(chart=chart),), properties={"表样": "甲", "方案包": "乙"}), DAY
        )
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_every_part_of_the_package_has_the_same_fixed_date(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", BookLayout((layout(),)), DAY)
    parts = zipfile.ZipFile(tmp_path / "a.xlsx").infolist()
    assert {part.date_time for part in parts} == {(1980, 1, 1, 0, 0, 0)}
    assert parts[0].filename == "[Content_Types].xml"
    created = load_workbook(tmp_path / "a.xlsx").properties.created
    assert created is not None
    assert created.date() == DAY


def test_big_sheets_written_to_disk_hold_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = [[cell.value for cell in row] for row in written(tmp_path / "a.xlsx", layout()).iter_rows()]
    monkeypatch.setattr(workbook_writer, "BIG", 2)
    sheet = written(tmp_path / "b.xlsx", layout())
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == small
    assert "B2:C2" in {str(area) for area in sheet.merged_cells.ranges}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_no_theme_font_replaces_the_chinese_fonts(tmp_path: Path) -> None:
    write_workbook(tmp_path / "a.xlsx", BookLayout((layout(),)), DAY)
    styles = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/styles.xml").decode()
    assert "<scheme" not in styles
    assert 'name val="宋体"' in styles


def test_control_characters_are_dropped_and_overlong_text_says_that_it_was_cut(tmp_path: Path) -> None:
    rows: list[tuple[Cell, ...]] = [(1, "甲\x0b乙\r\n丙", "长" * 40_000, None, None)]
    sheet = written(tmp_path / "a.xlsx", layout(rows))
    assert sheet["B4"].value == "甲乙\n丙"
    assert sheet["C4"].value.startswith("长" * 32_000 + "……")


def test_numbers_excel_cannot_hold_are_written_as_text(tmp_path: Path) -> None:
    sheet = written(tmp_path / "a.xlsx", layout([(1234567890123456789, True, ["重病", "就学"], Decimal("1.00"), None)]))
    assert sheet["A4"].value == "1234567890123456789"
    assert (sheet["B4"].value, sheet["C4"].value) == ("是", "重病、就学")


def test_long_dropdowns_read_from_a_hidden_dictionary_sheet(tmp_path: Path) -> None:
    many = tuple(f"很长的可选项第{n}个" for n in range(40))
    write_workbook(
        tmp_path / "a.xlsx",
        BookLayout((layout(rules=(InputRule(1, "list", many), InputRule(2, "list", ("是", "否")))),)),
        DAY,
    )
    book = load_workbook(tmp_path / "a.xlsx")
    sources = [rule.formula1 for rule in book.worksheets[0].data_validations.dataValidation]
    assert sources == ["字典!$A$1:$A$40", '"是,否"']
    assert (book["字典"].sheet_state, book["字典"]["A40"].value) == ("hidden", many[-1])


def test_marks_and_spans_fill_and_merge_body_cells(tmp_path: Path) -> None:
    sheet = written(
        tmp_path / "a.xlsx", layout(marks=(Mark(0, 1, "amber"), Mark(1, None, "red")), spans=(Span(0, 0, 1),))
    )
    assert sheet["B4"].fill.fgColor.rgb == "FFFFE699"
    assert {sheet.cell(5, column).fill.fgColor.rgb for column in (2, 3, 4)} == {"FFF8CBAD"}
    assert "A4:A5" in {str(area) for area in sheet.merged_cells.ranges}
    assert sheet["A5"].value is None


def test_a_target_that_cannot_be_written_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OutputError, match=r"台账\.xlsx.*Excel或WPS"):
        write_workbook(path, BookLayout((layout(),)), DAY)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["台账.xlsx"]


def test_a_folder_that_is_a_file_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "输出").write_text("")
    with pytest.raises(OutputError):
        write_workbook(tmp_path / "输出" / "a.xlsx", BookLayout((layout(),)), DAY)


def test_sheet_names_are_legal_short_and_unique() -> None:
    names = legal_names(["a/b:c", "ABC", "abc", "很长" * 20, "很长" * 20, "字典"])
    assert names[:3] == ["abc", "ABC（2）", "abc（3）"]
    assert all(len(name) <= 31 for name in names)
    assert len({name.casefold() for name in names}) == len(names)
    assert names[-1] == "字典（2）"


def test_a_very_wide_table_is_printed_on_several_pages_with_its_key_columns_repeated(tmp_path: Path) -> None:
    columns = tuple(LayoutColumn((f"列{n}",), "text", 30) for n in range(24))
    wide = SheetLayout("宽", "很宽的表", columns, [tuple("1234567890123" for _ in range(24))], keys=3)
    sheet = written(tmp_path / "a.xlsx", wide)
    assert sheet.page_setup.fitToWidth == 2
    assert sheet.print_title_cols == "$A:$C"
    assert sheet.freeze_panes == "D3"
    assert "A1:L1" in {str(area) for area in sheet.merged_cells.ranges}  # the title ends with the first page
