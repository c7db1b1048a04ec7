"""Comments and struck-through text of an xlsx: told, and never taken for values."""

import io

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

from rescue_cli.core.findings import LEVELS
from rescue_cli.workbooks.marking.annotate import annotate_workbook
from rescue_cli.workbooks.marking.fault_marks import CellMark, IssueSheet, RowMark, SheetMarks
from rescue_cli.workbooks.reading.senders_comments import OUR_WORDS
from rescue_cli.workbooks.reading.workbook_reader import read_workbook

ROWS = (("户主姓名", "家庭人口"), ("甲", 3), ("乙", 2), ("丙", None))


def book(notes: dict[str, str] | None = None, struck: tuple[str, ...] = ()) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "名册"
    for row in ROWS:
        sheet.append(row)
    for place, text in (notes or {}).items():
        sheet[place].comment = Comment(text, "张某")
    for place in struck:
        sheet[place].font = Font(strike=True)
    made.create_sheet("另一张")["A1"] = "x"
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def test_comments_and_struck_cells_are_told_with_their_places() -> None:
    first, second = read_workbook(book({"A3": "已迁往外地", "B2": "含\n新生儿"}, ("A3", "B3", "B4")))
    assert first.marks.comments == ((2, 2, "含\n新生儿"), (3, 1, "已迁往外地"))
    assert first.marks.struck == ((3, 1), (3, 2))  # B4 is empty: nothing is struck there
    assert first.rows[2] == ["乙", 2]
    assert second.marks.comments == second.marks.struck == ()


def test_a_plain_book_has_neither() -> None:
    assert read_workbook(book())[0].marks.comments == ()
    assert read_workbook(book())[0].marks.struck == ()


def test_our_own_notes_are_not_the_senders() -> None:
    marks = (
        SheetMarks(
            "名册",
            1,
            4,
            1,
            2,
            (CellMark("A2", "必须改", "缺"), CellMark("A3", "提示", "看")),
            (RowMark(2, "必须改", "缺"),),
        ),
    )
    returned = annotate_workbook(book({"A3": "已迁往外地"}), marks, IssueSheet(()))
    sheet = next(sheet for sheet in read_workbook(returned) if sheet.name == "名册")
    assert sheet.marks.comments == ((3, 1, "已迁往外地"),)


def test_our_words_are_those_of_the_levels() -> None:
    assert tuple(f"【{level}】" for level in LEVELS) == OUR_WORDS


@pytest.mark.parametrize(
    ("written", "comment"),
    [
        ("[Threaded comment]\n\nYour version of Excel allows you to read it.\n\nComment:\n    户主已故", "户主已故"),
        ("[线程批注]\n\n你的Excel版本可读取此线程批注。\n\n注释:\n    户主已故", "户主已故"),
        ("  户主已故 ", "户主已故"),
    ],
)
def test_a_threaded_comment_is_told_in_the_senders_words(written: str, comment: str) -> None:
    assert read_workbook(book({"A2": written}))[0].marks.comments == ((2, 1, comment),)
