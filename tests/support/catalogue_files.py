"""Files as they come, for examples of the catalogue that rows of cells cannot express. `sample` names the maker."""

import datetime as dt
import io
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import openpyxl
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from rescue_cli.core.book_stamp import BookStamp
from rescue_cli.core.states import BookKind
from rescue_cli.pack.blank_version import form_digest
from rescue_cli.workbooks.marking.stamped_package import stamped
from rescue_cli.workbooks.reading.sheet_content import content_digest, file_digest
from rescue_cli.workbooks.reading.workbook_reader import read_workbook
from rescue_cli.workbooks.writing.sheet_layout import BookLayout, LayoutColumn, SheetLayout
from rescue_cli.workbooks.writing.workbook_writer import write_workbook
from support.formats import package, paragraph, unzipped, word, word_cell
from support.reading import HEAD, household, xixia
from support.workbooks import text_table, xlsx

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "困难家庭名册"
PASSWORD = "口令"
ROSTERS = count(1)  # examples are read together, and a copy is of exactly one file


@dataclass(frozen=True)
class Delivery:
    """What was sent. `replaced`: old file → new; `password` opens all of it; `missing`: listed, and not there;
    `folders`: empty ones."""

    files: Mapping[str, bytes] = field(default_factory=dict)
    replaced: Mapping[str, str] = field(default_factory=dict)
    password: str = ""
    missing: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


def roster(*numbers: int) -> bytes:
    """A sound workbook of these households."""
    return xlsx({SHEET: [HEAD, *map(household, numbers or (1,))]})


def sound() -> Delivery:
    return Delivery({"兴泾镇.xlsx": roster()})


def changed(change: Callable[[Worksheet], None]) -> Delivery:
    """The sound workbook with something done to its sheet."""
    book = openpyxl.load_workbook(io.BytesIO(roster(1, 2, 3)))
    change(book[SHEET])
    data = io.BytesIO()
    book.save(data)
    return Delivery({"兴泾镇.xlsx": data.getvalue()})


def locked(password: str) -> Delivery:
    data = io.BytesIO()
    OOXMLFile(io.BytesIO(roster())).encrypt(PASSWORD, data)
    return Delivery({"兴泾镇.xlsx": data.getvalue()}, password=password)


def twice() -> Delivery:
    data = roster(5)
    return Delivery({"甲.xlsx": data, "乙.xlsx": data})


def archive() -> Delivery:
    return Delivery({"包.zip": package({"兴泾镇.xlsx": roster(4)})})


def template(stamp: str) -> Delivery:
    """A blank form filled in, with the grey line that says which form, pack and version it is."""
    return Delivery({"名册.xlsx": xlsx({"Sheet1": [[SHEET], [stamp], HEAD, household(1)]})})


def ours(report: str, kind: BookKind = BookKind.OTHER, pack: str = "xixia-2019") -> Delivery:
    """A workbook of ours among what came, with an answer in it where it asks for one."""
    columns = tuple(LayoutColumn((head,)) for head in ("编号", "户主姓名", "裁定"))
    sheet = SheetLayout(report, f"示范区{report}", columns, [("990101-00001", "示范甲", "同一户")])
    if kind != BookKind.ANSWERS:
        sheet = replace(sheet, columns=columns[:2], rows=[("990101-00001", "示范甲")])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        write_workbook(path, BookLayout((sheet,), BookStamp(kind, report, pack=pack)), dt.date(2019, 9, 30))
        return Delivery({"甲/放回.xlsx": path.read_bytes(), "兴泾镇.xlsx": roster()})


def handed_out(number: str = "990101-00001", *, keyed: bool = True, changed: str = "") -> Delivery:
    """A hand-out of the Xixia pack that came back with one row answered; without its column of numbers where it is not
    `keyed`; its address as we wrote it, or `changed`."""
    asked, report = xixia().reports["农村核查对象名单"].sheet[0], "农村核查对象名单"
    roles = {"编号": "key", **{column.head[-1]: "answer" for column in asked.column if column.answers}}
    columns = tuple(
        LayoutColumn(column.head, role=roles.get(column.head[-1], "shown"))  # type: ignore[arg-type]
        for column in asked.column
        if keyed or column.value != "编号"
    )
    told = {"编号": number, "户主姓名": "示范甲", "详细住址": "泾华村1组1号", "评估建议": "建议按程序审核"}
    sheet = SheetLayout(asked.name, asked.title, columns, [tuple(told.get(column.head[-1]) for column in columns)])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        stamp = BookStamp(BookKind.HANDOUT, report, pack="xixia-2019")
        write_workbook(path, BookLayout((sheet,), stamp), dt.date(2019, 9, 30))
        if changed:
            _replace_text(path, told["详细住址"], changed)
        return Delivery({"填好.xlsx": path.read_bytes(), "兴泾镇.xlsx": roster()})


def _replace_text(path: Path, before: str, after: str) -> None:
    book = openpyxl.load_workbook(path)
    for cell in (cell for line in book.worksheets[0].iter_rows() for cell in line if cell.value == before):
        cell.value = after
    book.save(path)


def returned(*mended: str, now: str = "") -> Delivery:
    """The copy we sent back of a roster like no other, once for each text that was put into its notes since; as it was, where none
    was. `now`: what the roster says by then."""
    which = f"第{next(ROSTERS)}份"
    sent = _noted(which)
    digest, content = file_digest(sent), content_digest(read_workbook(sent))
    stamp = BookStamp(
        BookKind.RETURN, "退回件", pack="xixia-2019", source=f"{which}/兴泾镇.xlsx", digest=digest, content=content
    )
    copies = {f"{which}/改{number}.xlsx": _noted(f"{which}{text}") for number, text in enumerate(mended or ("",))}
    return Delivery(
        {
            f"{which}/兴泾镇.xlsx": _noted(f"{which}{now}") if now else sent,
            **{name: stamped(data, stamp) for name, data in copies.items()},
        }
    )


def _noted(text: str) -> bytes:
    return xlsx({SHEET: [[*HEAD, "备注"], [*household(1), text]]})


def _hide(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


def _strike(sheet: Worksheet) -> None:
    sheet["B3"].font = Font(strike=True)


def _comment(sheet: Worksheet) -> None:
    sheet["B2"].comment = Comment("已迁往外地", "经办人")


def _error(sheet: Worksheet) -> None:
    sheet["E3"] = "#REF!"
    sheet["E3"].data_type = "e"


def _formula(sheet: Worksheet) -> None:
    sheet["F3"] = "=1+1"


def _whiten(sheet: Worksheet) -> None:
    sheet["E2"].font = Font(color="FFFFFFFF")


def _hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["E"].hidden = True


def shared_figure() -> Delivery:
    """Of three households the first two have one income in one merged cell."""

    def change(sheet: Worksheet) -> None:
        column = len(HEAD) + 1
        sheet.cell(1, column, "家庭年收入")
        sheet.cell(2, column, 60000)
        sheet.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)

    return changed(change)


def covered() -> Delivery:
    """A roster whose first two addresses are merged though each cell holds its own, as WPS can leave it."""
    parts = dict(unzipped(roster(1, 2, 3)))
    part = "xl/worksheets/sheet1.xml"
    merge = b'</sheetData><mergeCells count="1"><mergeCell ref="D2:D3"/></mergeCells>'
    return Delivery({"兴泾镇.xlsx": package({**parts, part: parts[part].replace(b"</sheetData>", merge)})})


def _dress(sheet: Worksheet) -> None:
    sheet["G1"], sheet["G2"] = "家庭年收入", 1.2
    sheet["G2"].number_format = '0.00"万元"'


def _date(sheet: Worksheet) -> None:
    sheet["G1"], sheet["G2"] = "备注", dt.date(2019, 5, 2)


def revised() -> Delivery:
    """A Word table in which a telephone number was changed, and nobody accepted the change."""
    cells = "".join(word_cell(paragraph(str(cell or ""))) for cell in household(1)[:4])
    run = "<w:p><w:del><w:r><w:delText>19900000009</w:delText></w:r></w:del><w:ins><w:r><w:t>19900000001</w:t></w:r></w:ins></w:p>"
    heads = "".join(word_cell(paragraph(head)) for head in HEAD)
    row = cells + word_cell(run) + word_cell(paragraph("重病"))
    return Delivery({"兴泾镇困难家庭名册.docx": word(f"<w:tbl><w:tr>{heads}</w:tr><w:tr>{row}</w:tr></w:tbl>")})


def struck_in_part() -> Delivery:
    """A Word table in which an old address is struck through, and the new one stands behind it."""
    cells = [word_cell(paragraph(str(cell or ""))) for cell in household(1)]
    run = "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>泾华村1组1号</w:t></w:r><w:r><w:t>泾华村2组2号</w:t></w:r></w:p>"
    cells[3] = word_cell(run)
    heads = "".join(word_cell(paragraph(head)) for head in HEAD)
    return Delivery(
        {"兴泾镇困难家庭名册.docx": word(f"<w:tbl><w:tr>{heads}</w:tr><w:tr>{''.join(cells)}</w:tr></w:tbl>")}
    )


def _entity() -> bytes:
    return package({"xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'})


def _half() -> bytes:
    data = roster()
    return data[: len(data) // 2]


def _wide() -> bytes:
    return text_table([["甲"] * 17_000] * 2)


def _hidden_sheet() -> bytes:
    return xlsx({"说明": [["见名册"]], SHEET: [HEAD, household(1)]}, hidden=[SHEET])


def concealed() -> Delivery:
    """A Word table in which part of the address is hidden text."""
    shown, hidden = "<w:r><w:t>1组1号</w:t></w:r>", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>（空房）</w:t></w:r>"
    head = "".join(word_cell(text) for text in ("户主姓名", "详细住址", "家庭困难类别"))
    row = word_cell("示范甲") + word_cell(f"<w:p>{shown}{hidden}</w:p>") + word_cell("重病")
    return Delivery({"兴泾镇困难家庭名册.docx": word(f"<w:tbl><w:tr>{head}</w:tr><w:tr>{row}</w:tr></w:tbl>")})


def _no_zeros(sheet: Worksheet) -> None:
    sheet.cell(1, 7, "低保人数")
    sheet.cell(2, 7, 0)
    sheet.sheet_view.showZeros = False


def quoted(note: str, address: str = "泾华村1组1号") -> Delivery:
    """A csv of three households, the first of whose notes and addresses are written into the text as they are."""
    lines = ["户主姓名,详细住址,联系方式,家庭困难类别,备注", f"示范甲,{address},19900000001,重病,{note}"]
    lines += [f"示范{name},泾华村2组{number}号,1990000000{number},重病,无" for number, name in enumerate("乙丙", 2)]
    return Delivery({"兴泾镇困难家庭名册.csv": "\r\n".join(lines).encode()})


CURRENT = f"表样：{SHEET}　方案包：xixia-2019　版本：{form_digest(xixia().forms[SHEET])}"
MAKERS: dict[str, Callable[[], Delivery]] = {
    "完好的名册": sound,
    "空文件": lambda: Delivery({"空.xlsx": b""}),
    "有密码": lambda: locked(""),
    "有密码而且说了": lambda: locked(PASSWORD),
    "旧版Word": lambda: Delivery({"旧.doc": OLE2 + b"\0" * 600 + "WordDocument".encode("utf-16-le")}),
    "网页归档": lambda: Delivery({"归档.xls": b"MIME-Version: 1.0\r\n"}),
    "半个文件": lambda: Delivery({"损坏.xlsx": _half()}),
    "有实体声明": lambda: Delivery({"实体.xlsx": _entity()}),
    "太宽的表": lambda: Delivery({"宽.csv": _wide()}),
    "不在的文件": lambda: Delivery(missing=("无.xlsx",)),
    "名叫表格的文件夹": lambda: Delivery(folders=("名册.xlsx",)),
    "锁文件": lambda: Delivery({"~$名册.xlsx": b"lock", "兴泾镇.xlsx": roster()}),
    "两份相同": twice,
    "两份不同": lambda: Delivery({"甲.xlsx": roster(5), "乙.xlsx": roster(6)}),
    "替换件不在": lambda: Delivery({"旧.xlsx": roster()}, replaced={"旧.xlsx": "新.xlsx"}),
    "原件不在": lambda: Delivery({"新.xlsx": roster(2)}, replaced={"旧.xls": "新.xlsx"}),
    "替换件在": lambda: Delivery({"旧.xlsx": roster(), "新.xlsx": roster(2)}, replaced={"旧.xlsx": "新.xlsx"}),
    "放回的台账": lambda: ours("救助观察群体台账"),
    "别区的台账": lambda: ours("救助观察群体台账", pack="binhai-2018"),
    "放回的疑似重复": lambda: ours("疑似重复", BookKind.ANSWERS),
    "rar压缩包": lambda: Delivery({"包.rar": b"Rar!\x1a\x07\0"}),
    "zip压缩包": archive,
    "隐藏的工作表": lambda: Delivery({"兴泾镇.xlsx": _hidden_sheet()}),
    "隐藏的行": lambda: changed(_hide),
    "白底白字": lambda: changed(_whiten),
    "删除线": lambda: changed(_strike),
    "一部分划了删除线": struck_in_part,
    "批注": lambda: changed(_comment),
    "错误值": lambda: changed(_error),
    "没有算过的公式": lambda: changed(_formula),
    "引号不成对": lambda: quoted("无", '"泾华村1组1号'),
    "引号成对": lambda: quoted('"走访两次\n已核对"'),
    "一格几行": lambda: quoted('"走访两次,\n已核对"'),
    "隐藏的列": lambda: changed(_hide_column),
    "压着的内容": covered,
    "几户合用的数": shared_figure,
    "修订的格": revised,
    "隐藏的字": concealed,
    "不显示的零": lambda: changed(_no_zeros),
    "格式里的单位": lambda: changed(_dress),
    "文字栏里的日期": lambda: changed(_date),
    "旧版空白表": lambda: template(f"表样：{SHEET}　方案包：xixia-2019　版本：00000000"),
    "别的空白表": lambda: template("表样：特困名单　方案包：xixia-2019　版本：00000000"),
    "现在的空白表": lambda: template(CURRENT),
}
