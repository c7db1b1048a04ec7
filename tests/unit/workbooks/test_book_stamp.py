"""The stamp by which a workbook of ours is known again: in its properties, on a very hidden sheet, through LibreOffice."""

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rescue_cli.core.book_stamp import STAMP_SHEET, BookStamp, SheetStamp, cell_mark
from rescue_cli.core.states import BookKind
from rescue_cli.workbooks.marking.stamped_package import stamped
from rescue_cli.workbooks.reading.sheet_content import content_digest
from rescue_cli.workbooks.reading.stamped_sheets import may_be_ours, taken_apart
from rescue_cli.workbooks.reading.workbook_reader import read_workbook
from rescue_cli.workbooks.writing.sheet_layout import BookLayout, LayoutColumn, SheetLayout
from rescue_cli.workbooks.writing.workbook_writer import write_workbook
from support.office import saved_by_libreoffice
from support.workbooks import text_table, xlsx

DAY = dt.date(2019, 9, 30)
STAMP = BookStamp(
    BookKind.HANDOUT,
    "转介单",
    "拟转介教育",
    "示范区",
    "xixia-2019",
    "0a1b2c3d",
    "2019-04-01—2019-09-30",
    DAY.isoformat(),
)
SHEET = SheetLayout(
    "转介单",
    "示范区转介单",
    (LayoutColumn(("编号",), role="key"), LayoutColumn(("户", "户主姓名")), LayoutColumn(("反馈",), role="answer")),
    [("990101-00001", "示范甲", None), ("990101-00002", "示范乙", None)],
)
TOLD = SheetStamp("转介单", "示范区转介单", ("编号", "户", "户主姓名", "反馈"), "编号", ("反馈",))
ROWS = {"990101-00001": [(cell_mark("示范甲"),)], "990101-00002": [(cell_mark("示范乙"),)]}
TOLD = replace(
    TOLD, shown=("户主姓名",), rows=ROWS
)  # what is shown beside the answers, so that it is seen if it was changed


@pytest.fixture
def sent(tmp_path: Path) -> bytes:
    write_workbook(tmp_path / "a.xlsx", BookLayout((SHEET,), STAMP), DAY)
    return (tmp_path / "a.xlsx").read_bytes()


def test_every_page_says_by_which_pack_and_as_of_which_day_it_was_made(sent: bytes):
    """Also in a copy on paper, and where the properties were lost."""
    sheet = load_workbook(io.BytesIO(sent))["转介单"]
    assert sheet.oddFooter.left.text == "示范区　xixia-2019（0a1b2c3d）　截至2019-09-30"
    assert "页" in sheet.oddFooter.center.text


def without(data: bytes, *, sheet: bool = False, properties: bool = False) -> bytes:
    """The workbook after somebody took the hidden sheet or the properties out."""
    book = load_workbook(io.BytesIO(data))
    if sheet:
        del book[STAMP_SHEET]
    if properties:
        for name in [entry.name for entry in book.custom_doc_props.props]:
            del book.custom_doc_props[name]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def told(data: bytes) -> BookStamp | None:
    assert may_be_ours(data) == (taken_apart(read_workbook(data))[0] is not None)
    return taken_apart(read_workbook(data))[0]


def test_it_is_told_by_the_hidden_sheet_and_by_the_properties_alone(sent: bytes) -> None:
    assert load_workbook(io.BytesIO(sent))[STAMP_SHEET].sheet_state == "veryHidden"
    whole = told(sent)
    assert whole is not None
    assert (whole.words(), whole.sheets) == (STAMP.words(), (TOLD,))
    assert told(without(sent, properties=True)) == whole
    alone = told(without(sent, sheet=True))
    assert alone is not None
    assert (alone.words(), alone.sheets) == (STAMP.words(), ())
    assert told(without(sent, sheet=True, properties=True)) is None


@pytest.mark.office
@pytest.mark.parametrize("suffix", ["xlsx", "xls", "ods"])
def test_it_outlasts_libreoffice(sent: bytes, suffix: str) -> None:
    saved = told(saved_by_libreoffice(sent, suffix))
    assert saved is not None
    assert (saved.words(), saved.sheets) == (STAMP.words(), (TOLD,))


def test_the_same_book_is_the_same_bytes(sent: bytes, tmp_path: Path) -> None:
    write_workbook(tmp_path / "b.xlsx", BookLayout((SHEET,), STAMP), DAY)
    assert (tmp_path / "b.xlsx").read_bytes() == sent


def test_a_senders_own_workbook_is_stamped_once_and_keeps_her_properties() -> None:
    theirs = xlsx({"名册": [["户主姓名"], ["示范甲"]]})
    assert (may_be_ours(theirs), may_be_ours(text_table([["户主姓名"]]))) == (False, False)
    book = load_workbook(io.BytesIO(theirs))
    from openpyxl.packaging.custom import StringProperty

    book.custom_doc_props.append(StringProperty(name="单位", value="示范镇"))
    out = io.BytesIO()
    book.save(out)
    first = stamped(out.getvalue(), BookStamp(BookKind.RETURN, "退回", source="甲.xlsx", digest="aa"))
    second = stamped(first, BookStamp(BookKind.RETURN, "退回", source="乙.xlsx", digest="bb aa"))
    stamp = told(second)
    assert stamp is not None
    assert (stamp.source, stamp.digest) == ("乙.xlsx", "bb aa")
    again = load_workbook(io.BytesIO(second))
    assert again.sheetnames == ["名册", STAMP_SHEET]
    assert {entry.name: entry.value for entry in again.custom_doc_props.props}["单位"] == "示范镇"
    assert content_digest(taken_apart(read_workbook(second))[1]) == content_digest(read_workbook(theirs))
