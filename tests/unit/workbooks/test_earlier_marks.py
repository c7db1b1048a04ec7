"""A returned file that was mended and sent again: old marks go, new ones come, the sender's own things stay."""

import io
import zipfile

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from rescue_cli.workbooks.marking.annotate import annotate_workbook
from rescue_cli.workbooks.marking.fault_marks import CellMark, Issue, IssueSheet, RowMark, SheetMarks, is_issue_list
from rescue_cli.workbooks.marking.returned_copy import returned_copy
from rescue_cli.workbooks.reading.workbook_reader import read_workbook

NAME, LIST = "名册", "问题清单"
FIRST = SheetMarks(
    NAME,
    2,
    4,
    1,
    3,
    (CellMark("B3", "必须改", "没有填"), CellMark("C4", "请核实", "不对"), CellMark("B4", "提示", "看看")),
    (RowMark(3, "必须改", "B3：没有填。"), RowMark(4, "请核实", "C4：不对。")),
)
SECOND = SheetMarks(
    NAME,
    2,
    4,
    1,
    3,
    (CellMark("C4", "请核实", "还是不对"),),
    (RowMark(4, "请核实", "C4：还是不对。"),),
    earlier_column=4,
)


def issues(*cells: str, earlier: str = "") -> IssueSheet:
    return IssueSheet(tuple(Issue("请核实", NAME, cell, cell, "字段", "", "错了", "改") for cell in cells), earlier)


def sender() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = NAME
    for row in (["测试名册"], ["序号", "户主姓名", "身份证号"], [1, None, "x"], [2, "李四", "y"]):
        sheet.append(row)
    sheet["B4"].comment = Comment("镇里写的", "镇里")
    sheet["A4"].fill = PatternFill("solid", fgColor="FFFF0000")
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def mended(data: bytes) -> bytes:
    """As an office program saves it again: other style numbers, shared strings."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    book[NAME]["B3"] = "张三"
    return saved(book)


def test_old_marks_are_replaced_and_not_doubled() -> None:
    first = annotate_workbook(sender(), [FIRST], issues("B3", "C4", "B4"))
    data = annotate_workbook(mended(first), [SECOND], issues("C4", earlier=LIST))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == [LIST, NAME]
    assert [row[2].value for row in book[LIST].iter_rows(min_row=4)] == ["C4"]
    sheet = book[NAME]
    assert [cell.value for cell in sheet["D"]] == [None, "错误原因", None, "C4：还是不对。"]
    assert sheet.max_column == 4
    assert sheet["B3"].fill.fill_type is None
    assert sheet["B3"].comment is None
    assert sheet["C4"].fill.fgColor.rgb == "FFFFE699"
    assert sheet["C4"].comment.text == "【请核实】还是不对"


def test_what_the_sender_wrote_and_coloured_stays() -> None:
    first = annotate_workbook(sender(), [FIRST], issues("B3"))
    sheet = openpyxl.load_workbook(io.BytesIO(annotate_workbook(first, [SECOND], issues("C4", earlier=LIST))))[NAME]
    assert sheet["B4"].comment.text == "镇里写的"
    assert sheet["A4"].fill.fgColor.rgb == "FFFF0000"


def test_boxes_of_notes_taken_out_go_with_them() -> None:
    first = annotate_workbook(sender(), [FIRST], issues("B3"))
    data = annotate_workbook(first, [SECOND], issues("C4", earlier=LIST))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        drawings = b"".join(package.read(name) for name in package.namelist() if name.endswith(".vml"))
    assert drawings.count(b'ObjectType="Note"') == 2  # C4, and the sender's own on B4


def test_marked_again_and_again_it_looks_the_same() -> None:
    def looks(data: bytes) -> list[tuple[object, ...]]:
        sheet = openpyxl.load_workbook(io.BytesIO(data))[NAME]
        return [
            (cell.coordinate, cell.value, cell.fill.fgColor.rgb, cell.comment.text if cell.comment else None)
            for row in sheet.iter_rows()
            for cell in row
        ]

    second = annotate_workbook(annotate_workbook(sender(), [FIRST], issues("C4")), [SECOND], issues("C4", earlier=LIST))
    third = annotate_workbook(second, [SECOND], issues("C4", earlier=LIST))
    assert looks(third) == looks(second)
    assert openpyxl.load_workbook(io.BytesIO(third)).sheetnames == [LIST, NAME]


def test_a_copy_of_a_format_that_cannot_be_edited_loses_the_old_marks_too() -> None:
    import datetime as dt

    first = annotate_workbook(sender(), [FIRST], issues("C4"))
    data = returned_copy(read_workbook(first), [SECOND], issues("C4", earlier=LIST), dt.date(2019, 4, 1))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == [LIST, NAME]
    assert [cell.value for cell in book[NAME]["D"]] == [None, "错误原因", None, "C4：还是不对。"]
    assert book[NAME].max_column == 4
    assert book[NAME].page_setup.orientation == "landscape"


def test_our_list_is_known_by_name_and_headings() -> None:
    listed, roster = read_workbook(annotate_workbook(sender(), [FIRST], issues("C4")))
    assert is_issue_list(listed.name, listed.rows)
    assert not is_issue_list(roster.name, roster.rows)
    assert not is_issue_list(LIST, roster.rows)


def test_threaded_comments_and_their_authors_survive() -> None:
    data = sender()
    extra = {
        "xl/threadedComments/threadedComment1.xml": b"<ThreadedComments/>",
        "xl/persons/person.xml": b"<personList/>",
    }
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(target, "w") as threaded:
        for name in package.namelist():
            part = package.read(name)
            if name == "xl/worksheets/_rels/sheet1.xml.rels":
                part = part.replace(
                    b"</Relationships>",
                    b'<Relationship Id="tc1" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"'
                    b' Target="../threadedComments/threadedComment1.xml"/></Relationships>',
                )
            threaded.writestr(name, part)
        for name, part in extra.items():
            threaded.writestr(name, part)
    with zipfile.ZipFile(io.BytesIO(annotate_workbook(target.getvalue(), [FIRST], issues("C4")))) as marked:
        assert {name: marked.read(name) for name in extra} == extra
        assert b"threadedComment1.xml" in marked.read("xl/worksheets/_rels/sheet1.xml.rels")


def saved_by_libreoffice(data: bytes) -> bytes:
    """As LibreOffice saves the notes: no author any more, one text cut into runs where the script changes."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in source.namelist():
            part = source.read(name).decode("utf-8") if "comments" in name else source.read(name)
            if isinstance(part, str):
                part = part.replace("<author>rescue 校验</author>", "<author> </author>")
                part = part.replace("rescue 校验：", 'rescue </t></r><r><t xml:space="preserve">校验：')
            package.writestr(name, part)
    return target.getvalue()


def test_old_notes_are_known_by_their_words_where_a_program_dropped_the_author() -> None:
    sent = saved_by_libreoffice(annotate_workbook(sender(), [FIRST], issues("B3", "C4", "B4")))
    sheet = openpyxl.load_workbook(io.BytesIO(annotate_workbook(sent, [SECOND], issues("C4", earlier=LIST))))[NAME]
    assert sheet["B3"].comment is None
    assert sheet["B3"].fill.fill_type is None
    assert sheet["B4"].comment.text == "镇里写的"
    assert sheet["C4"].comment.text == "【请核实】还是不对"
