"""Passwords are tried and never shown; archives are taken apart within limits; marks tell what values do not."""

import io
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile

from rescue_cli.core.errors import InputError
from rescue_cli.workbooks.reading import archive, guard
from rescue_cli.workbooks.reading.sheet import Marks
from rescue_cli.workbooks.reading.unlock import BUILT_IN, is_locked
from rescue_cli.workbooks.reading.workbook_reader import Unreadable, Wanted, read_all, read_workbook
from support.formats import gbk_package, package, unzipped
from support.workbooks import text_table, xls, xlsx

PLAIN = xlsx({"名册": [["示范甲"]]})


def locked(password: str) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(PLAIN)).encrypt(password, out)
    return out.getvalue()


def test_the_password_excel_sets_by_itself_is_tried():
    assert read_workbook(locked(BUILT_IN))[0].rows == [["示范甲"]]


def test_passwords_given_are_tried_in_turn_and_never_shown():
    data = locked("口令一二三")
    assert read_workbook(data, ["错的", "口令一二三"])[0].rows == [["示范甲"]]
    for passwords in ([], ["错的口令"]):
        with pytest.raises(InputError) as refused:
            read_workbook(data, passwords)
        assert refused.value.finding == guard.ENCRYPTED
        assert "[passwords]" in str(refused.value)
        assert "错的口令" not in str(refused.value)
    assert "口令" not in repr(Wanted(Path("a.xlsx"), None, ("口令",)))


def test_a_damaged_lock_is_locked_and_never_raises_anything_else():
    data = locked("口令")
    for place in range(0, len(data), len(data) // 4):
        broken = data[:place] + b"\xff" * 64 + data[place + 64 :]
        with pytest.raises(InputError):
            read_workbook(broken)


def test_a_plain_xls_is_not_locked():
    assert not is_locked(xls({"a": [["x"]]}))
    assert not is_locked(b"x")


def test_names_in_archives_are_read_as_their_maker_wrote_them(tmp_path):
    made = tmp_path / "gbk.zip"
    made.write_bytes(gbk_package({"兴泾镇/名册.xlsx": b"1", "联通.csv": b"2"}))
    assert [member.name for member in archive.members(made)] == ["兴泾镇/名册.xlsx", "联通.csv"]
    made.write_bytes(package({"兴泾镇/名册.xlsx": b"1", "兴泾镇/": b"", "a.csv": b""}))
    assert [(member.place, member.name) for member in archive.members(made)] == [(0, "兴泾镇/名册.xlsx"), (2, "a.csv")]


def test_names_in_archives_lead_nowhere_and_are_distinct(tmp_path):
    made = tmp_path / "a.zip"
    made.write_bytes(package(dict.fromkeys(("../../x.csv", "/x.csv", "a\\b.csv", "a\nb.csv", "a\rb.csv"), b"1")))
    names = [member.name for member in archive.members(made)]
    assert names == ["x.csv", "x.csv（2）", "a/b.csv", "a_b.csv", "a_b.csv（2）"]


def test_what_is_no_archive_of_files(tmp_path, monkeypatch):
    made = tmp_path / "a.zip"
    for data in (PLAIN, b"PK\x05\x06", b"PK", b"", package({}), package({"[Content_Types].xml": b""})):
        made.write_bytes(data)
        assert archive.members(made) is None
    monkeypatch.setattr(archive, "MAX_MEMBERS", 1)
    made.write_bytes(package({"a.csv": b"1", "b.csv": b"2"}))
    assert archive.members(made) is None
    monkeypatch.setattr(archive, "MAX_DIRECTORY", 10)
    assert archive.members(made) is None
    assert archive.members(tmp_path / "none.zip") is None


def test_members_are_read_in_workers_and_bounded(tmp_path, monkeypatch):
    made = tmp_path / "a.zip"
    parts = {"a.csv": text_table([["示范甲"]]), "b.zip": package({"x.csv": b"1"}), "c.csv": b"1" * (9 << 20)}
    made.write_bytes(package(parts))
    wanted = [Wanted(made, member.place) for member in archive.members(made)]
    first, nested, bomb = (outcome for _, outcome in read_all(wanted))
    assert first[0].rows == [["示范甲"]]
    assert (nested.code, bomb.code) == (guard.ARCHIVE, guard.UNSAFE)
    monkeypatch.setattr(archive, "MAX_FILE", 5)
    with pytest.raises(InputError) as refused:
        list(archive.contents(made, 0))
    assert refused.value.finding == guard.TOO_LARGE


def test_locked_and_damaged_members_are_told(tmp_path):
    made = tmp_path / "a.zip"
    data = bytearray(package({"a.csv": b"1,2,3\n" * 50}))
    directory = data.rfind(b"PK\x01\x02")
    data[directory + 8] |= 1
    made.write_bytes(bytes(data))
    ((_, outcome),) = read_all([Wanted(made, 0)])
    assert isinstance(outcome, Unreadable)
    assert outcome.code == guard.ENCRYPTED
    data[directory + 8] &= ~1
    data[36] ^= 255
    made.write_bytes(bytes(data))
    with pytest.raises(InputError) as refused:
        list(archive.contents(made, 0))
    assert refused.value.finding == guard.DAMAGED


def test_hidden_rows_errors_and_formulas_without_result_of_an_xlsx():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名册 & 甲"
    for row in (["户主", "人口"], ["甲", "=1+1"], ["乙", "#N/A"], ["丙", 2]):
        sheet.append(row)
    sheet["B3"].data_type = "e"
    sheet.row_dimensions[4].hidden = True
    sheet.auto_filter.ref = "A1:B4"
    book.create_sheet("净")
    data = io.BytesIO()
    book.save(data)
    first, clean = read_workbook(data.getvalue())
    assert first.marks == Marks((4,), True, ((3, 2, "#N/A"),), ((2, 2),))
    assert first.rows[3] == ["丙", 2]
    assert clean.marks == Marks()


def test_formulas_with_results_even_empty_ones_are_in_order():
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet()
        sheet.write_formula(0, 0, '="x"', None, "x")
        sheet.write_formula(1, 0, "=1", None, 1)
        sheet.set_column(2, 2, None, None, {"hidden": True})
    (sheet,) = read_workbook(data.getvalue())
    assert sheet.marks == Marks(hidden_columns=(3,))
    cell = '<c r="A1" t="str"><f>IF(1,"","")</f><v></v></c>'
    parts = dict(unzipped(data.getvalue()))
    text = parts["xl/worksheets/sheet1.xml"].decode()
    parts["xl/worksheets/sheet1.xml"] = text.replace(text[text.index("<c ") : text.index("</c>") + 4], cell)
    assert read_workbook(package(parts))[0].marks == Marks(hidden_columns=(3,))
