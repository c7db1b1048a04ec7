"""Our own blank forms, filled in and sent: one row is read, the example and the instructions are not."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from rescue_cli.core.hit_codes import HIT_FORM
from rescue_cli.workbooks.writing.blank_forms import write_blank_form
from support.reading import read_here, xixia

HEAD = 4


# Those that only hand-outs of ours answer have no blank form.
@pytest.mark.parametrize(
    "form", sorted(n for n, form in xixia().forms.items() if form.role != "answer" and n != HIT_FORM)
)
def test_a_filled_form_gives_its_row_and_its_instructions_are_no_roster(form: str, tmp_path: Path) -> None:
    pack, path = xixia(), tmp_path / f"{form}.xlsx"
    write_blank_form(path, pack.forms[form], pack.vocabulary, pack.codes, dt.date(2019, 4, 1), "西夏区")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    fields = [column.field for column in pack.forms[form].column if column.ask]
    first = HEAD + max(len(column.head) or 1 for column in pack.forms[form].column)
    if pack.forms[form].role == "unlinked":
        figure = next(number for number, name in enumerate(fields, 1) if name not in ("序号", "镇街", "村居"))
        sheet.cell(first + any("示例" in str(cell.value) for cell in sheet[first]), figure).value = "13900000000"
    for number, name in enumerate(fields, 1):
        if name in ("户主姓名", "姓名"):
            sheet.cell(first + 1, number).value = "示范甲"
    book.save(path)
    intake = read_here({f"兴泾镇/{form}.xlsx": path.read_bytes()})
    assert intake.mentions.num_rows == 1
    assert {row["工作表"] for row in intake.rows.to_pylist() if row["类别"] in ("数据", "拒收")} == {form}
    assert "INTAKE-SHEET-UNKNOWN" not in [finding.code for finding in intake.findings]
