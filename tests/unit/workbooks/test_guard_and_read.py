"""The guard refuses what would hang or burst a parser; reading keeps physical places and plain values."""

import datetime as dt
import io
import os
import signal
import zipfile
from pathlib import Path

import pytest
from pebble import ProcessExpired

from rescue_cli.core.errors import InputError
from rescue_cli.workbooks.reading import guard, workbook_reader, zip_parts
from rescue_cli.workbooks.reading.workbook_reader import (
    Merge,
    Unreadable,
    Wanted,
    column_letter,
    read_all,
    read_workbook,
)
from rescue_cli.workbooks.worker_pool import workers
from support.workbooks import LEFT, UP, save, text_table, xls, xlsx

SHEET = '<worksheet><sheetData><row r="{row}"><c r="{column}{row}"><v>1</v></c></row></sheetData>{rest}</worksheet>'


def package(**parts: bytes | str) -> bytes:
    """A zip of XML parts: sheet= and strings= go where Excel puts them."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml"}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for name, text in parts.items():
            archive.writestr(names[name], text)
    return data.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        package(sheet=SHEET.format(row=1048576, column="XFD", rest="")),
        package(sheet=SHEET.format(row=1, column="A", rest='<mergeCell ref="A1:XFD1048576"/>')),
        package(sheet=SHEET.format(row=1, column="A", rest='<mergeCell ref="A1:B1"/>' * 100_001)),
        package(sheet=b"<worksheet>" + b" " * (9 << 20)),
        package(strings='<sst uniqueCount="4294967295"><si/></sst>'),
        package(strings='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst/>'),
    ],
)
def test_hostile_packages_are_refused_before_a_parser_sees_them(data, monkeypatch):
    monkeypatch.setattr(zip_parts, "MAX_SPARSE_CELLS", 0)  # as if the far cell were one of very many
    with pytest.raises(InputError) as refused:
        guard.inspect(data)
    assert refused.value.finding == guard.UNSAFE


def test_a_far_cell_that_is_only_coloured_is_no_harm():
    far = '<worksheet><sheetData><row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData></worksheet>'
    assert guard.inspect(package(sheet=far)) == "xlsx"


def test_too_large_a_file_is_refused(monkeypatch):
    monkeypatch.setattr(guard, "MAX_FILE", 10)
    with pytest.raises(InputError) as refused:
        guard.inspect(b"a,b,c,d,e,f,g")
    assert refused.value.finding == guard.TOO_LARGE


def test_kinds_are_told_by_content_not_by_name():
    assert guard.inspect(xlsx({"a": [["x"]]})) == "xlsx"
    assert guard.inspect(xls({"a": [["x"]]})) == "xls"
    assert guard.inspect("户主,住址\n".encode("gb18030")) == "text"
    assert guard.inspect("户主,住址\n".encode("utf-16")) == "text"


def test_sheets_keep_their_place_merges_and_plain_values():
    day = dt.date(2019, 4, 20)
    rows = [[], [None, "标题", LEFT], [None, 5, 2.5], [None, True, day], [None, "甲", "x"], [None, UP]]
    first, empty = read_workbook(xlsx({"甲": rows, "空": []}))
    assert (first.name, first.first_row, first.first_column) == ("甲", 2, 2)
    assert first.rows == [["标题", ""], [5, 2.5], [True, day], ["甲", "x"], ["", ""]][: len(first.rows)]
    assert isinstance(first.rows[1][0], int)
    assert Merge(2, 2, 2, 3) in first.merged
    assert Merge(5, 2, 6, 2) in first.merged
    assert empty.rows == []


def test_text_tables_keep_blank_lines_and_protected_digits():
    data = '户主;证号\r\n\r\n示范甲;="990101199003070015"\r\n'.encode("gb18030")
    (sheet,) = read_workbook(data)
    assert sheet.rows == [["户主", "证号"], [], ["示范甲", "990101199003070015"]]
    assert sheet.name == ""


def test_files_come_back_in_the_order_asked(tmp_path):
    files = {f"{name}.csv": text_table([[name]]) for name in "丙甲乙"} | {"坏.xlsx": b"PK\x03\x04"}
    paths = [path for path, _ in save(tmp_path, files)]
    outcomes = list(read_all([Wanted(path) for path in paths]))
    assert [file.path for file, _ in outcomes] == paths
    assert [sheets[0].rows for _, sheets in outcomes[:3]] == [[["丙"]], [["甲"]], [["乙"]]]
    assert outcomes[3][1] == Unreadable(guard.DAMAGED, "文件已损坏或不完整，打不开")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_file_that_takes_too_long_costs_only_itself(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook_reader, "MAX_SECONDS", 3600)
    endless = tmp_path / "没有尽头.csv"
    os.mkfifo(endless)  # nobody writes into it: whoever reads it waits for ever, however fast the machine
    sound = tmp_path / "名册.csv"
    sound.write_bytes(b"a,b\n" * 262_144)  # 1 MB: it is given an hour
    files = [Wanted(endless), Wanted(sound)]
    outcomes = dict(read_all(files, seconds=0.1, seconds_per_mb=3600))
    assert outcomes[Wanted(endless)].code == workbook_reader.CRASHED
    assert outcomes[Wanted(sound)][0].rows[0] == ["a", "b"]


def test_a_dead_worker_is_one_finding():
    class Dead:
        def result(self):
            raise ProcessExpired("gone")

    assert workbook_reader._outcome(Dead()).code == workbook_reader.CRASHED


def test_a_folder_in_place_of_a_file_is_unreadable(tmp_path: Path):
    ((_, outcome),) = read_all([Wanted(tmp_path)])
    assert outcome.code == workbook_reader.UNREADABLE


def test_column_letters():
    assert [column_letter(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


CELL = '<worksheet><sheetData><row r="1">{}</row></sheetData></worksheet>'


@pytest.mark.parametrize(
    "sheet",
    [
        "<worksheet><sheetData><row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData></worksheet>",
        '<worksheet><sheetData><row><c r = "xfd1048576"><v>1</v></c></row></sheetData></worksheet>',
        '<x:worksheet><x:sheetData><x:row><x:c s="1" r="XFD1048576"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>',
        '<worksheet><sheetData><row r="1048576">' + "<c><v>1</v></c>" * 30 + "</row></sheetData></worksheet>",
        CELL.format('<c r="ZZZZZ1"><v>1</v></c>'),
        CELL.format('<c r="A4294967297"><v>1</v></c>'),
        CELL.format("<c><v>1</v></c>" * 16_385),
        CELL.format("") + "<mergeCell x='1' ref='A1:XFD1048576'/>",
        "<!--" + "x" * 9000 + '--><!DOCTYPE x [<!ENTITY a "b">]>' + CELL.format(""),
    ],
)
def test_places_written_in_an_unusual_way_are_measured_too(sheet, monkeypatch):
    monkeypatch.setattr(zip_parts, "MAX_SPARSE_CELLS", 0)
    with pytest.raises(InputError) as refused:
        guard.inspect(package(sheet=sheet))
    assert refused.value.finding == guard.UNSAFE


@pytest.mark.parametrize(
    "strings", ["<sst uniqueCount='4294967295'/>", "<!--" + "x" * 5000 + '--><x:sst uniqueCount = "4294967295"/>']
)
def test_a_text_count_written_in_an_unusual_way_is_seen(strings):
    with pytest.raises(InputError):
        guard.inspect(package(strings=strings))


@pytest.mark.parametrize("last", ["Z9", "AA999", "AB1000", "AZ100001", "CV99999", "ZZ20000", "AAA1000", "S1048576"])
def test_tables_as_large_as_rosters_are_pass(last):
    row = "".join(filter(str.isdigit, last))
    rows = "".join(
        f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in (1, 5, 1000) if number < int(row)
    )
    sheet = f'<worksheet><sheetData>{rows}<row r="{row}"><c r="{last}"><v>1</v></c></row></sheetData></worksheet>'
    assert guard.inspect(package(sheet=sheet)) == "xlsx"


@pytest.mark.parametrize(
    ("data", "finding", "named"),
    [
        (b'ID;PWXL;N;E\r\nC;Y1;X1;K"a"\r\nE\r\n', guard.FORMAT, "SYLK"),
        (b'TABLE\r\n0,1\r\n"EXCEL"\r\n', guard.FORMAT, "DIF"),
        (b"\x09\x04\x06\x00\x00\x00\x10\x00" + b"\0" * 20, guard.FORMAT, "95"),
        (b"\x00\x00\x1a\x00\x00\x10\x04\x00", guard.FORMAT, "Lotus"),
        (b"\x03\x6e\x09\x1e\x0c\0\0\0\x41\0\x0a\0" + b"\0" * 60, guard.FORMAT, "dbf"),
        (b"{\\rtf1 x}", guard.NOT_WORKBOOK, "rtf"),
        (b"MZ" + bytes(range(32)) * 9, guard.NOT_WORKBOOK, "认不出"),
    ],
)
def test_other_formats_are_named(data, finding, named):
    with pytest.raises(InputError, match=named) as refused:
        guard.inspect(data)
    assert refused.value.finding == finding


def test_text_with_stray_control_characters_or_without_a_mark_is_read():
    text = "户主姓名,家庭人口\r\n" + "示范甲,3\r\n" * 9 + "示范一,4\r\n"
    wanted = [["户主姓名", "家庭人口"], *[["示范甲", "3"]] * 9, ["示范一", "4"]]
    for data in (text.replace("一", "\x00一\x1f").encode(), text.encode("utf-16-le"), text.encode("utf-16-be")):
        assert read_workbook(data)[0].rows == wanted


def test_an_unpaired_quotation_mark_does_not_swallow_the_next_household():
    data = '户主姓名,家庭人口\n"示范甲,3\n示范乙,4\n"示范丙",5\n'.encode()
    assert [row[0] for row in read_workbook(data)[0].rows] == ["户主姓名", '"示范甲', "示范乙", "示范丙"]
    kept = '户主姓名,备注\n示范甲,"第一行\n第二行"\n'.encode()
    assert read_workbook(kept)[0].rows[1] == ["示范甲", "第一行\n第二行"]


def test_text_no_sheet_could_hold_is_refused(monkeypatch):
    for data in (b"a," * 16_384, b"a\n" * 1_048_577):
        with pytest.raises(InputError) as refused:
            read_workbook(data)
        assert refused.value.finding == guard.TOO_LARGE


def test_a_letter_that_holds_a_workbook_is_a_letter(monkeypatch):
    monkeypatch.setattr(guard, "_streams", lambda data: {"worddocument", "1table"})
    with pytest.raises(InputError, match="doc"):
        guard.inspect(xls({"a": [["x"]]}))


def test_a_parser_that_gives_up_says_nothing_on_the_terminal(tmp_path, capfd):
    file = tmp_path / "坏.xls"
    broken = bytearray(xls({"a": [["x"]]}))
    broken[512:1024] = b"\xff" * 512
    file.write_bytes(broken)
    ((_, outcome),) = read_all([Wanted(file)])
    assert isinstance(outcome, Unreadable)
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows knows no mask")
def test_workers_leave_ctrl_c_to_the_command() -> None:
    blocked = workers().schedule(signal.pthread_sigmask, args=[signal.SIG_BLOCK, ()]).result()
    assert signal.SIGINT in blocked
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
