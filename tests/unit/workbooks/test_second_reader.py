"""What the first reader refuses is mended or read by the second one, and nothing of it is left out without a word."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from rescue_cli.core.errors import InputError
from rescue_cli.workbooks.reading import guard, zip_parts
from rescue_cli.workbooks.reading.by_openpyxl import read_sparsely
from rescue_cli.workbooks.reading.sheet import Marks, Merge, Sheet
from rescue_cli.workbooks.reading.workbook_reader import read_workbook
from rescue_cli.workbooks.reading.xlsx_repair import mended
from support.workbooks import UP, xlsx

ROSTER = [
    ["户主姓名", "身份证号", "人均月收入", "填报日期"],
    ["示范甲", "990101199003070015", 300, dt.date(2019, 4, 20)],
]


def changed(data: bytes, **texts: tuple[str, str]) -> bytes:
    """The package with a text of one part replaced: sheet1=(old, new)."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(target, "w") as copy:
        for name in package.namelist():
            text = package.read(name).decode()
            for part, (old, new) in texts.items():
                if name.rpartition("/")[2].partition(".")[0] == part:
                    assert old in text
                    text = text.replace(old, new)
            copy.writestr(name, text)
    return target.getvalue()


def filled(data: bytes) -> dict[tuple[int, int], object]:
    """Place → value, of the first sheet."""
    return cells_of(read_workbook(data)[0])


def cells_of(sheet: Sheet) -> dict[tuple[int, int], object]:
    rows = enumerate(sheet.rows, sheet.first_row)
    return {
        (row, column): cell
        for row, cells in rows
        for column, cell in enumerate(cells, sheet.first_column)
        if cell != ""
    }


@pytest.mark.parametrize(
    ("written", "read"),
    [("None", "None"), ("1,234", "1,234"), ("#", "#"), ("\n300 ", 300), ("3e2", 300), ("", None)],
)
def test_a_number_cell_that_holds_no_number_costs_only_itself(written, read):
    odd = filled(changed(xlsx({"名册": ROSTER}), sheet1=('"C2"><v>300</v>', f'"C2" t="n"><v>{written}</v>')))
    sound = filled(xlsx({"名册": ROSTER}))
    assert odd.pop((2, 3), None) == read
    assert sound.pop((2, 3)) == 300
    assert odd == sound


@pytest.mark.parametrize("number", ["NaN", "inf"])
def test_what_is_no_number_is_text(number):
    assert isinstance(filled(changed(xlsx({"名册": ROSTER}), sheet1=("<v>300</v>", f"<v>{number}</v>")))[2, 3], str)


@pytest.mark.parametrize("place", ["XFD1048576", "XFC900000"])
def test_a_far_cell_in_a_small_workbook_is_read_with_the_others(place):
    book = openpyxl.load_workbook(io.BytesIO(xlsx({"名册": [*ROSTER, ["示范乙", UP]]})))
    far = book.active[place]
    far.value = "备注"
    data = io.BytesIO()
    book.save(data)
    cells = filled(data.getvalue())
    assert cells.pop((far.row, far.column)) == "备注"
    assert cells == filled(xlsx({"名册": [*ROSTER, ["示范乙", UP]]}))


def test_many_far_cells_and_large_workbooks_with_one_are_refused(monkeypatch):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = 1, 2
    data = io.BytesIO()
    book.save(data)
    for limit in ("MAX_SPARSE", "MAX_SPARSE_CELLS"):
        with monkeypatch.context() as patch:
            patch.setattr(zip_parts, limit, 1)
            with pytest.raises(InputError) as refused:
                read_workbook(data.getvalue())
        assert refused.value.finding == guard.UNSAFE


def test_a_row_before_the_first_is_refused():
    data = changed(xlsx({"名册": ROSTER}), sheet1=('r="A1"', 'r="A0"'))
    with pytest.raises(InputError):
        read_workbook(data)


def test_both_readers_agree():
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet, hidden = book.add_worksheet("名册"), book.add_worksheet("字典")
        hidden.hide()
        formats = {
            text: book.add_format({"num_format": text})
            for text in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm", "h:mm", "[h]:mm", "0.00%", "@")
        }
        chinese = [book.add_format({"num_format": number}) for number in (27, 31, 57)]
        sheet.merge_range("A1:B2", "标题")
        sheet.write_datetime("A3", dt.date(2019, 4, 20), formats["yyyy-mm-dd"])
        sheet.write_datetime("B3", dt.datetime.fromisoformat("2019-04-20 08:30"), formats["yyyy-mm-dd hh:mm"])
        sheet.write_number("C3", 0.5, formats["h:mm"])
        sheet.write_number("D3", 1.25, formats["[h]:mm"])
        sheet.write_number("E3", 0.15, formats["0.00%"])
        sheet.write_string("F3", "0951", formats["@"])
        for column, look in enumerate(chinese):
            sheet.write_number(3, column, 32939, look)
        sheet.write_row("A5", [True, 5, 2.5, 1e20, "乙\n丙"])
        sheet.write_formula("A6", "=1/0", None, "#DIV/0!")
        sheet.write_formula("B6", '="甲"', None, "甲")
        sheet.write_rich_string("C6", "甲", book.add_format({"bold": True}), "乙")
    first, second = read_workbook(data.getvalue()), read_sparsely(data.getvalue())
    assert [(sheet.name, sheet.visible, cells_of(sheet), sheet.merged) for sheet in second] == [
        (sheet.name, sheet.visible, cells_of(sheet), sheet.merged) for sheet in first
    ]
    assert first[0].merged == (Merge(1, 1, 2, 2),)
    months = ((4, 1, "1990年3月"), (4, 3, "1990年3月"))
    assert first[0].marks == Marks(errors=((6, 1, "#DIV/0!"),), worded=months)


def test_the_strict_kind_of_xlsx_is_read_by_both():
    data = xlsx({"名册": ROSTER})
    usual = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    made = changed(data, sheet1=(usual, strict), sharedStrings=(usual, strict), styles=(usual, strict))
    assert filled(made) == filled(data)
    assert read_sparsely(mended(made))[0].rows == read_workbook(data)[0].rows


def test_what_the_second_reader_does_not_understand_is_damaged_and_not_blank():
    usual = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    beta = changed(xlsx({"名册": ROSTER}), sheet1=(usual, "urn:beta"), sharedStrings=("<si>", "<x>"))
    with pytest.raises(InputError) as refused:
        read_workbook(beta)
    assert refused.value.finding == guard.DAMAGED


def test_blanks_around_values_do_not_turn_every_text_into_the_first_one():
    """As some libraries write for the eye: the first reader takes <v>\\n7</v> for text 0."""
    data = xlsx({"名册": ROSTER})
    assert filled(changed(data, sheet1=("<v>", "<v>\n"))) == filled(data)
