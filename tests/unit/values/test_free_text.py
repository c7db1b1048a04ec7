"""Free text is kept word for word: only the spaces around it go, and what the cell shows is what is read."""

import datetime as dt

import pytest

from rescue_cli.values.free_text import parse_text
from rescue_cli.values.parsed import Cell, Parsed


@pytest.mark.parametrize(
    "text", ["妻子 长期\n住院", "无", "-", "０", "（见附页）", "１９９００００００01", "合计", "=1+1"]
)
def test_words_stay_as_they_were_written(text: str) -> None:
    assert parse_text(text) == Parsed(text)


@pytest.mark.parametrize("text", [" 已搬走", "已搬走\n", "\u3000已搬走\u3000", "\t已搬走 "])
def test_spaces_around_go_and_are_told(text: str) -> None:
    assert parse_text(text) == Parsed("已搬走", changed=True)


@pytest.mark.parametrize("cell", [None, "", " ", "\u3000", "\n\t"])
def test_a_cell_in_which_nothing_is_seen_has_no_text(cell: Cell) -> None:
    assert parse_text(cell) == Parsed()


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (3, "3"),
        (3.0, "3"),
        (0.5, "0.5"),
        (0, "0"),
        (19900000001.0, "19900000001"),
        (True, "TRUE"),
        (dt.time(8, 30), "08:30:00"),
    ],
    ids=str,
)
def test_other_cells_are_read_as_they_are_shown(cell: Cell, shown: str) -> None:
    assert parse_text(cell) == Parsed(shown)


@pytest.mark.parametrize("cell", [dt.date(2019, 9, 30), dt.datetime(2019, 9, 30)])  # noqa: DTZ001 – a cell has no zone
def test_a_day_among_words_is_kept_as_it_is_shown_and_told(cell: Cell) -> None:
    assert parse_text(cell) == Parsed("2019-09-30", "INTAKE-TEXT-DATE", changed=True)
