"""A sender's workbook comes back with marks and nothing else changed."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from rescue_cli.workbooks.marking.annotate import annotate_workbook
from rescue_cli.workbooks.marking.fault_marks import (
    ISSUES_NAME,
    REASON_HEAD,
    REASON_WIDTH,
    CellMark,
    Issue,
    IssueSheet,
    RowMark,
    SheetMarks,
    place_of,
)
from rescue_cli.workbooks.marking.opc import OddPackageError
from rescue_cli.workbooks.reading.workbook_reader import read_workbook

NAME = "名册"
RED, AMBER, BLUE = "FFF8CBAD", "FFFFE699", "FFD9E1F2"
TOUCHED = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "[Content_Types].xml")
MARKS = SheetMarks(
    NAME,
    2,
    4,
    1,
    4,
    (
        CellMark("B3", "必须改", "没有填“户主姓名”；补填"),
        CellMark("C4", "请核实", "校验码不对；核对"),
        CellMark("B9", "提示", "只作提示"),
    ),
    (RowMark(3, "必须改", "B3：没有填；补填。"), RowMark(4, "请核实", "=1+1")),
)
ISSUES = IssueSheet(
    (
        Issue("必须改", NAME, "B3", "B3", "户主姓名", "", "没有填“户主姓名”", "补填"),
        Issue("请核实", NAME, "C4", "C4", "身份证号", '=HYPERLINK("x")', "校验码不对", "核对"),
    )
)


def sender(**more: bool) -> bytes:
    """A small roster with a title, two data rows, a formula with its value, a picture-like part and a second sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = NAME
    sheet.append(["测试名册"])
    sheet.append(["序号", "户主姓名", "身份证号", "家庭人口"])
    sheet.append([1, None, "990101196001010019", 3])
    sheet.append([2, "李四", "990101196002020022", "=1+2"])
    sheet["C4"].font = Font(name="楷体", bold=True)
    sheet["C4"].number_format = "@"
    sheet.freeze_panes = "A3"
    if more.get("comment"):
        sheet["B3"].comment = Comment("请张三补", "镇里")
    if more.get("filter"):
        sheet.auto_filter.ref = "A2:D4"
    if more.get("merged"):
        sheet["B3"] = "张三"
        sheet.merge_cells("B3:B4")
    book.create_sheet("其他").append(["不动"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def marked(data: bytes, marks: SheetMarks = MARKS) -> tuple[bytes, Worksheet]:
    result = annotate_workbook(data, [marks], ISSUES)
    return result, openpyxl.load_workbook(io.BytesIO(result))[NAME]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def repacked(data: bytes, **changed: bytes) -> bytes:
    """`data` with parts replaced, by their last name; b"" takes a part away."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, part in parts(data).items():
            new = changed.get(name.rsplit("/", 1)[-1].split(".")[0], part)
            if new:
                package.writestr(name, new)
    return target.getvalue()


def test_faulty_cells_get_colour_and_note_and_keep_their_own_look() -> None:
    _, sheet = marked(sender())
    assert [sheet[cell].fill.fgColor.rgb for cell in ("B3", "C4", "B9")] == [RED, AMBER, BLUE]
    assert sheet["B3"].comment is not None
    assert sheet["B3"].comment.text == "【必须改】没有填“户主姓名”；补填"
    assert (sheet["C4"].font.name, sheet["C4"].font.bold, sheet["C4"].number_format) == ("楷体", True, "@")
    assert sheet["A3"].fill.patternType is None


def test_every_row_with_a_fault_says_why_in_a_column_that_can_be_filtered() -> None:
    _, sheet = marked(sender())
    assert [sheet.cell(row, 5).value for row in (1, 2, 3, 4)] == [None, REASON_HEAD, "B3：没有填；补填。", "=1+1"]
    assert sheet.auto_filter.ref == "A2:E4"
    assert sheet.freeze_panes == "A3"


def test_reasons_are_wrapped_and_only_heights_the_sender_fixed_stay() -> None:
    """Printed to the width of a page, a text running on to the right shrank the whole sheet."""
    raw = parts(sender())["xl/worksheets/sheet1.xml"]
    data = repacked(
        sender(),
        sheet1=raw.replace(b'<row r="3"', b'<row ht="15" r="3"').replace(
            b'<row r="4"', b'<row ht="15" customHeight="1" r="4"'
        ),
    )
    _, sheet = marked(data)
    assert [sheet["E3"].alignment.wrap_text, sheet["E3"].alignment.vertical] == [True, "top"]
    assert sheet.column_dimensions["E"].width == REASON_WIDTH
    assert [sheet.row_dimensions[row].height for row in (3, 4)] == [None, 15]


def test_text_of_findings_is_never_a_formula() -> None:
    data, sheet = marked(sender())
    assert sheet["E4"].data_type != "f"
    listed = openpyxl.load_workbook(io.BytesIO(data))[ISSUES_NAME]
    assert (listed["E5"].value, listed["E5"].data_type) == ('=HYPERLINK("x")', "s")


def test_the_list_of_faults_comes_first_and_links_to_the_cells() -> None:
    data, _ = marked(sender())
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == [ISSUES_NAME, NAME, "其他"]
    assert book.active is not None
    assert book.active.title == NAME
    listed = book[ISSUES_NAME]
    assert [cell.value for cell in listed[4]][:4] == ["必须改", NAME, "B3", "户主姓名"]
    assert listed["C4"].hyperlink is not None
    assert listed["C4"].hyperlink.location == "'名册'!B3"
    assert listed["A1"].value == "本文件有2处问题：必须改1处，请核实1处"


def test_all_parts_without_marks_keep_their_bytes() -> None:
    source = sender()
    before, after = parts(source), parts(annotate_workbook(source, [MARKS], ISSUES))
    marked_sheet = "xl/worksheets/sheet1.xml"
    assert {name for name in before if after[name] != before[name]} == {*TOUCHED, marked_sheet}
    row = re.compile(rb'<row r="1".*?</row>')
    assert row.search(after[marked_sheet])[0] == row.search(before[marked_sheet])[0]  # type: ignore[index]


def test_formulas_keep_their_cached_values() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet(NAME)
        sheet.write_formula("D4", "=1+2", None, 3)
        sheet.write_formula("C4", "=2*21", None, 42)
    data, _ = marked(target.getvalue())
    cells = openpyxl.load_workbook(io.BytesIO(data), data_only=True)[NAME]
    assert (cells["D4"].value, cells["C4"].value, cells["C4"].fill.fgColor.rgb) == (3, 42, AMBER)


def test_a_note_of_the_sender_stays_and_ours_is_appended() -> None:
    _, sheet = marked(sender(comment=True))
    assert sheet["B3"].comment is not None
    assert sheet["B3"].comment.text.startswith("请张三补")
    assert "没有填“户主姓名”" in sheet["B3"].comment.text
    assert sheet["C4"].comment is not None


def test_a_filter_of_the_sender_is_left_alone() -> None:
    _, sheet = marked(sender(filter=True))
    assert sheet.auto_filter.ref == "A2:D4"


def test_a_mark_inside_a_merged_range_is_shown_on_the_cell_that_shows() -> None:
    _, sheet = marked(sender(merged=True), SheetMarks(NAME, 2, 4, 1, 4, (CellMark("B4", "必须改", "错"),)))
    assert sheet["B3"].fill.fgColor.rgb == RED
    assert sheet["B3"].comment is not None


def test_several_findings_of_one_cell_share_a_note_and_the_worst_colour() -> None:
    cells = (CellMark("B3", "提示", "甲"), CellMark("B3", "请核实", "乙"), CellMark("B3", "提示", "甲"))
    _, sheet = marked(sender(), SheetMarks(NAME, 2, 4, 1, 4, cells))
    assert sheet["B3"].fill.fgColor.rgb == AMBER
    assert sheet["B3"].comment is not None
    assert sheet["B3"].comment.text == "【提示】甲\n【请核实】乙"


def test_same_input_same_bytes() -> None:
    source = sender(comment=True)
    assert annotate_workbook(source, [MARKS], ISSUES) == annotate_workbook(source, [MARKS], ISSUES)


def test_names_that_belong_to_a_sheet_follow_it_behind_the_new_first_one() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet("甲").print_area("A1:B2")
        book.add_worksheet(NAME).print_area("A1:D4")
    data, sheet = marked(target.getvalue())
    assert sheet.print_area == "'名册'!$A$1:$D$4"
    assert openpyxl.load_workbook(io.BytesIO(data))["甲"].print_area == "'甲'!$A$1:$B$2"


def test_prefixed_cells_without_references_and_a_missing_fill_list_are_understood() -> None:
    sheet = (
        '<?xml version="1.0" encoding="utf-8"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row><x:row/>"
        "<x:row><x:c><x:v>2</x:v></x:c><x:c/><x:c><x:v>4</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    styles = (
        '<x:styleSheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:cellXfs count="1">'
        '<x:xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></x:cellXfs></x:styleSheet>'
    )
    data = annotate_workbook(repacked(sender(), sheet1=sheet.encode(), styles=styles.encode()), [MARKS], ISSUES)
    read = next(sheet for sheet in read_workbook(data) if sheet.name == NAME)
    assert [read.rows[0][0], *read.rows[2 - (read.first_row - 1)][:3]] == [1, 2, "", 4]
    part = parts(data)["xl/worksheets/sheet1.xml"]
    assert b'<x:c r="B3" s="' in part
    assert b'<x:c r="C4" s="' in part
    assert openpyxl.load_workbook(io.BytesIO(data))[NAME]["B3"].fill.fgColor.rgb == RED
    assert b'patternType="gray125"' in parts(data)["xl/styles.xml"]


def test_a_package_without_styles_gets_them() -> None:
    bare = parts(sender())["xl/_rels/workbook.xml.rels"]
    relations = re.sub(rb"<Relationship [^>]*styles[^>]*/>", b"", bare)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, part in parts(sender()).items():
            if name != "xl/styles.xml":
                package.writestr(name, relations if name == "xl/_rels/workbook.xml.rels" else part)
    data = annotate_workbook(target.getvalue(), [MARKS], ISSUES)
    assert any(name.startswith("xl/styles") for name in parts(data))
    assert b"FFF8CBAD" in next(part for name, part in parts(data).items() if name.startswith("xl/styles"))


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 not a zip",
        repacked(sender(), sheet1=b"<worksheet>"),
        repacked(sender(), workbook=b""),
        repacked(sender(), styles=b"<a"),
    ],
)
def test_an_odd_package_is_told_by_one_exception(data: bytes) -> None:
    with pytest.raises(OddPackageError):
        annotate_workbook(data, [MARKS], ISSUES)


def test_a_sheet_that_is_not_there_is_an_odd_package() -> None:
    with pytest.raises(OddPackageError):
        annotate_workbook(sender(), [SheetMarks("没有", 1, 2, 1, 2)], ISSUES)


def test_control_characters_and_escapes_come_out_as_written() -> None:
    rows = (RowMark(3, "提示", "甲\x0b乙 _x0041_"),)
    data, _ = marked(sender(), SheetMarks(NAME, 2, 4, 1, 4, (), rows))
    assert "甲乙 _x005F_x0041_<".encode() in parts(data)["xl/worksheets/sheet1.xml"]


def test_a_width_set_for_a_run_of_columns_stays_for_the_others() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet(NAME).set_column("A:H", 23)
    data, _ = marked(target.getvalue())
    columns = re.findall(rb'<col [^>]*min="(\d+)"[^>]*max="(\d+)"', _reordered(parts(data)["xl/worksheets/sheet1.xml"]))
    assert columns == [(b"1", b"4"), (b"5", b"5"), (b"6", b"8")]


def _reordered(part: bytes) -> bytes:
    return re.sub(rb'<col ([^>]*?)\s?(max="\d+")\s?([^>]*?)(min="\d+")', rb"<col \4 \2 \1\3", part)


def test_a_coloured_table_keeps_colour_where_nothing_is_wrong() -> None:
    book = openpyxl.load_workbook(io.BytesIO(sender()))
    book[NAME]["A3"].fill = PatternFill("solid", fgColor="FF00FF00")
    target = io.BytesIO()
    book.save(target)
    _, sheet = marked(target.getvalue())
    assert sheet["A3"].fill.fgColor.rgb == "FF00FF00"


def test_names_of_cells() -> None:
    assert place_of("XFD1048576") == (1_048_576, 16_384)
    with pytest.raises(ValueError, match="name of a cell"):
        place_of("五行")


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_with_values_and_notes(tmp_path: Path) -> None:
    source = tmp_path / "a.xlsx"
    source.write_bytes(annotate_workbook(sender(comment=True), [MARKS], ISSUES))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    content = zipfile.ZipFile(tmp_path / "a.ods").read("content.xml").decode()
    assert content.index('table:name="问题清单"') < content.index('table:name="名册"')
    assert content.count("<office:annotation ") == 3
    assert "没有填“户主姓名”" in content


@pytest.mark.parametrize("own", [False, True])
def test_a_returned_copy_prints_one_page_wide_with_the_reasons_on_it(own: bool):
    book = openpyxl.load_workbook(io.BytesIO(sender()))
    if own:
        book[NAME].page_setup.scale, book[NAME].page_setup.paperSize = 70, 8
    sent = io.BytesIO()
    book.save(sent)
    sheet = openpyxl.load_workbook(io.BytesIO(annotate_workbook(sent.getvalue(), [MARKS], ISSUES)))[NAME]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (int(sheet.page_setup.fitToWidth or 1), int(sheet.page_setup.fitToHeight)) == (1, 0)
    assert (sheet.page_setup.scale, int(sheet.page_setup.paperSize)) == (None, 8 if own else 9)
