"""The guard refuses what would hang or burst a parser; reading keeps physical places and plain values."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from pebble import ProcessExpired

from rescue_cli.core.errors import InputError
from rescue_cli.workbooks.reading import guard, read
from rescue_cli.workbooks.reading.read import Merge, Unreadable, Wanted, column_letter, read_all, read_workbook
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
def test_hostile_packages_are_refused_before_a_parser_sees_them(data):
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


def test_a_file_that_takes_too_long_costs_only_itself(tmp_path):
    big = tmp_path / "大.csv"
    big.write_bytes(b"a,b,c\n" * 3_000_000)
    small = tmp_path / "小.csv"
    small.write_bytes(b"a,b\n")
    files = [Wanted(big), Wanted(small)]
    outcomes = dict(read_all(files, seconds=20, seconds_per_mb=-1.16))  # big: 0.1 s, small: 20 s
    assert outcomes[Wanted(big)].code == read.CRASHED
    assert outcomes[Wanted(small)][0].rows == [["a", "b"]]


def test_a_dead_worker_is_one_finding():
    class Dead:
        def result(self):
            raise ProcessExpired("gone")

    assert read._outcome(Dead()).code == read.CRASHED


def test_a_folder_in_place_of_a_file_is_unreadable(tmp_path: Path):
    ((_, outcome),) = read_all([Wanted(tmp_path)])
    assert outcome.code == read.UNREADABLE


def test_column_letters():
    assert [column_letter(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
