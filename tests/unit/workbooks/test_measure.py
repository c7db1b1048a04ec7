"""Widths and heights in Chinese fonts."""

from decimal import Decimal

from rescue_cli.workbooks.writing.measure import (
    WIDEST,
    cell_points,
    column_widths,
    head_points,
    line_count,
    split_columns,
    text_width,
)
from rescue_cli.workbooks.writing.sheet_layout import LayoutColumn, SheetLayout


def test_a_han_character_is_two_narrow_ones_wide() -> None:
    assert (text_width("户主A1"), text_width("（1）")) == (6, 5)


def test_columns_follow_their_contents_but_one_long_cell_in_fifty_does_not_widen_them() -> None:
    rows = [("短文字",)] * 99 + [("很长的文字" * 30,)]
    assert column_widths(SheetLayout("表", "表", (LayoutColumn(("列",)),), rows)) == [6.5]


def test_a_column_is_never_wider_than_a_page_can_bear_and_a_given_width_rules() -> None:
    rows = [("很长的文字" * 30, "很长的文字" * 30)]
    columns = (LayoutColumn(("列",)), LayoutColumn(("列",), width=12))
    assert column_widths(SheetLayout("表", "表", columns, rows)) == [WIDEST, 12]


def test_an_identifier_fits_its_column_on_one_line() -> None:
    layout = SheetLayout("表", "表", (LayoutColumn(("身份证号",), width=19.5),), [("990101196001010019",)])
    assert line_count("990101196001010019", column_widths(layout)[0]) == 1


def test_long_reasons_make_high_rows_within_excels_limit() -> None:
    assert (
        cell_points("短", 40)
        < cell_points("人均年收入7000.00元低于低保标准" * 5, 40)
        < cell_points("长" * 30_000, 40)
        <= 409
    )


def test_a_header_merged_down_gets_height_enough() -> None:
    columns = [LayoutColumn(("权益受侵害或存隐患的情况",)), LayoutColumn(("甲", "户"))]
    assert sum(head_points(columns, [4.0, 6.0])) >= line_count("权益受侵害或存隐患的情况", 4.0) * 14


def test_runs_of_columns_cover_all_columns_once() -> None:
    for widths in ([5.0, 40.0, 5.0], [10.0] * 17, [60.0, 5, 5, 5, 5]):
        runs = split_columns(widths, [1, 1, 1])
        assert [place for first, last in runs for place in range(first, last + 1)] == list(range(len(widths)))
    assert split_columns([10.0, 10.0], [1, 1, 1]) == [(0, 1)]


def test_no_run_of_columns_is_narrower_than_its_text() -> None:
    widths = [5.0, 50.0, 10.0, 10.0, 10.0, 10.0]
    assert split_columns(widths, [20, 18, 9]) == [(0, 1), (2, 3), (4, 5)]
    assert split_columns(widths, [90, 18, 9]) == [(0, 5)]


def test_a_number_never_needs_more_than_its_column() -> None:
    rows = [(99_999, Decimal("1234567.5")), (99_999, None)]
    columns = (LayoutColumn(("户",), "count", 4, total=True), LayoutColumn(("元",), "money", 5))
    assert column_widths(SheetLayout("表", "表", columns, rows)) == [len("199998") + 0.5, len("1,234,567.50") + 0.5]
