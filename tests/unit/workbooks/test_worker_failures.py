"""Whatever a parser raises, and however its process ends, costs one file."""

import os
import signal
import time
import zipfile
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from rescue_cli.core.errors import InputError
from rescue_cli.workbooks.reading import reader_by_kind, workbook_reader
from rescue_cli.workbooks.reading.limits import CRASHED, DAMAGED
from rescue_cli.workbooks.reading.sheet import Sheet
from rescue_cli.workbooks.reading.workbook_reader import Unreadable, Wanted, read_workbook
from rescue_cli.workbooks.worker_pool import Asked, ask, workers
from support.damaged_files import sound
from support.hostile_files import changed
from support.workbooks import text_table


class _Panic(BaseException):
    """As a parser written in Rust ends."""


@pytest.mark.parametrize(
    "raised",
    [
        ValueError(),
        KeyError("x"),
        RecursionError(),
        ZeroDivisionError(),
        AssertionError(),
        MemoryError(),
        SystemExit(),
        _Panic(),
    ],
)
def test_an_exception_of_a_parser_is_a_sentence_about_its_file(raised, tmp_path: Path, monkeypatch):
    def give_up(*_: object) -> None:
        raise raised

    monkeypatch.setattr(workbook_reader, "read_kind", give_up)
    path = tmp_path / "名册.csv"
    path.write_bytes(text_table([["户主姓名"], ["示范甲"]]))
    outcome = workbook_reader._unpacked(workbook_reader._read_packed(Wanted(path)))
    assert isinstance(outcome, Unreadable)
    assert outcome.code == CRASHED


def test_in_the_command_itself_it_is_an_input_error(monkeypatch):
    """Workbooks that come back filled in are read there."""
    monkeypatch.setattr(workbook_reader, "read_kind", lambda *_: 1 // 0)
    with pytest.raises(InputError) as refused:
        read_workbook(text_table([["户主姓名"], ["示范甲"]]))
    assert refused.value.finding == CRASHED


def test_an_answer_too_large_to_be_packed_is_a_sentence(tmp_path: Path, monkeypatch):
    path = tmp_path / "名册.csv"
    path.write_bytes(text_table([["户主姓名"], ["示范甲"]]))
    packed = workbook_reader._packed

    def no_room(outcome):
        if isinstance(outcome, list):
            raise MemoryError
        return packed(outcome)

    monkeypatch.setattr(workbook_reader, "_packed", no_room)
    assert workbook_reader._unpacked(workbook_reader._read_packed(Wanted(path))) == workbook_reader.TOO_MUCH


@pytest.mark.parametrize("raised", [RuntimeError("pool"), EOFError(), AttributeError(), MemoryError()])
def test_whatever_comes_instead_of_an_answer_is_a_sentence(raised):
    class Failed:
        def answer(self) -> bytes:
            raise raised

    assert workbook_reader._outcome(Failed()).code == CRASHED


def test_a_part_that_only_its_reader_opens_may_be_broken_too():
    """The guard measures the parts with a table in them; of an ods the reader opens `mimetype` first."""
    data = bytearray(sound()["ods"])
    assert data[30:38] == b"mimetype"
    directory = data.find(b"PK\x01\x02")
    data[directory + 42] ^= 1  # the directory leads one byte beside the part
    with pytest.raises((InputError, zipfile.BadZipFile)) as refused:
        read_workbook(bytes(data))
    assert refused.value.finding == DAMAGED


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows kills otherwise")
def test_a_worker_that_is_killed_costs_the_file_it_was_reading(tmp_path: Path):
    """And the next file is read by another."""
    assert workbook_reader._outcome(ask(_die, [], 30)).code == CRASHED
    assert _read(tmp_path)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows kills otherwise")
def test_workers_that_end_unasked_cost_nothing(tmp_path: Path):
    """Nobody knows what a process was doing that ends at once: the pool gives up, and another takes its place."""
    pool = workers()
    for worker in list(pool._pool_manager.worker_manager.workers):
        os.kill(worker, signal.SIGKILL)
    while pool.active:
        time.sleep(0.01)
    assert _read(tmp_path)
    assert workers() is not pool


@pytest.mark.parametrize("times", [1, 2])
def test_a_pool_that_breaks_is_asked_once_more(times, tmp_path: Path):
    """What it was doing for others is done by another; what breaks that one too gives up."""
    broken = Future()
    broken.set_exception(BrokenProcessPool())
    path = tmp_path / "名册.csv"
    path.write_bytes(text_table([["户主姓名"], ["示范甲"]]))
    task, args = (workbook_reader._read_packed, [Wanted(path)]) if times == 1 else (_die, [])
    outcome = workbook_reader._outcome(Asked(task, args, 30, broken))
    assert outcome == workbook_reader.GAVE_UP if times == 2 else outcome[0].rows[1] == ["示范甲"]


def _read(folder: Path) -> bool:
    path = folder / "名册.csv"
    path.write_bytes(text_table([["户主姓名", "家庭人口"], ["示范甲", "3"]]))
    ((_, outcome),) = workbook_reader.read_all([Wanted(path)])
    return outcome[0].rows[1] == ["示范甲", "3"]


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("times", ["200000", "1048576", "1000000000000"])
def test_a_row_said_to_come_a_million_times_is_refused(times):
    from support.formats import ods, ods_cell

    cells = "".join(map(ods_cell, ["户主姓名", *"甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳"]))
    with pytest.raises(InputError, match="零星内容"):
        read_workbook(ods(f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'))


@pytest.mark.parametrize(("column", "row", "fits"), [(16_384, 1, True), (16_385, 1, False), (1, 1_048_577, False)])
def test_a_table_beyond_the_last_column_or_row_is_damaged(column, row, fits, monkeypatch):
    """As an xls can claim whose records lie; such columns have no letters."""
    sheet = Sheet("名册", True, row, column, [["x"]], ())
    monkeypatch.setattr(reader_by_kind, "_read", lambda *_: [sheet])
    if fits:
        assert read_workbook(text_table([["a"]])) == [sheet]
    else:
        with pytest.raises(InputError) as refused:
            read_workbook(text_table([["a"]]))
        assert refused.value.finding == DAMAGED


def test_sheets_of_one_name_are_read_each_and_told_apart():
    one = changed("xl/workbook.xml", ('name="说明"'.encode(), 'name="困难家庭名册"'.encode()))
    first, second = read_workbook(one)
    assert (first.rows[0][3], second.rows) == ("户主姓名", [["填表说明"]])
    assert first.name != second.name
