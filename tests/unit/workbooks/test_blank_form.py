"""Blank forms: the form's own columns, dropdowns, text cells for identifiers, an example that cannot be mistaken."""

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from rescue_cli.pack.blank_version import form_digest
from rescue_cli.workbooks.writing.blank_forms import PREPARED_ROWS, write_blank_form
from support.packs import shipped

FORM = "困难家庭名册"
HEAD, EXAMPLE = 4, 5


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pack = shipped("xixia-2019")
    path = tmp_path_factory.mktemp("forms") / f"{FORM}.xlsx"
    write_blank_form(
        path,
        pack.forms[FORM],
        pack.vocabulary,
        pack.codes,
        dt.date(2019, 4, 1),
        "西夏区",
        pack=pack.head.id,
        version=form_digest(pack.forms[FORM]),
    )
    return path


@pytest.fixture(scope="module")
def book(form: Path) -> Workbook:
    return load_workbook(form)


def heads(book: Workbook) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in book.worksheets[0][HEAD]}


def test_the_header_is_the_forms_columns_with_required_ones_starred(book: Workbook) -> None:
    columns = [column for column in shipped("xixia-2019").forms[FORM].column if column.ask]
    assert list(heads(book)) == [f"{column.field}*" if column.required else column.field for column in columns]
    assert book.worksheets[0]["A1"].value == "西夏区困难家庭名册"


def test_the_example_row_is_named_so_and_grey(book: Workbook) -> None:
    sheet = book.worksheets[0]
    assert sheet.cell(EXAMPLE, 1).value == "示例"
    assert sheet.cell(EXAMPLE, 1).fill.fgColor.rgb == "FFEDEDED"
    assert sheet.cell(EXAMPLE, heads(book)["家庭困难类别*"]).value == "重病、就学"


def test_identifiers_are_text_cells_down_to_the_last_prepared_row(book: Workbook) -> None:
    sheet = book.worksheets[0]
    for name in ("身份证号", "联系方式*"):
        assert sheet.cell(EXAMPLE + PREPARED_ROWS, heads(book)[name]).number_format == "@"


def test_single_choices_have_dropdowns_and_amounts_and_dates_are_checked(book: Workbook) -> None:
    sheet = book.worksheets[0]
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}

    def rule(name: str) -> tuple[str | None, str | None]:
        validation = rules[sheet.cell(EXAMPLE, heads(book)[name]).coordinate]
        return validation.type, validation.formula1

    assert rule("城乡") == ("list", '"城市,农村"')
    assert rule("财产符合规定") == ("list", '"是,否"')
    assert rule("家庭年收入")[0] == "decimal"
    assert rule("家庭人口")[0] == "whole"


def test_several_choices_are_listed_in_the_prompt_because_a_dropdown_takes_one_only(book: Workbook) -> None:
    sheet = book.worksheets[0]
    place = sheet.cell(EXAMPLE, heads(book)["家庭困难类别*"]).coordinate
    rule = next(r for r in sheet.data_validations.dataValidation if str(r.sqref).startswith(f"{place}:"))
    assert rule.type is None or rule.type == "none"
    assert "重病" in str(rule.prompt)
    assert len(str(rule.prompt)) <= 255


def test_the_guide_explains_every_column_and_that_blank_is_not_zero(book: Workbook) -> None:
    sheet = book["填表说明"]
    text = "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    assert all(column.field in text for column in shipped("xixia-2019").forms[FORM].column if column.ask)
    assert "空白不等于0" in text


def test_the_header_is_locked_and_rows_can_be_filled_added_sorted_and_filtered(book: Workbook) -> None:
    sheet = book.worksheets[0]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    forbidden = {name for name in ("insertRows", "deleteRows", "sort", "autoFilter") if getattr(sheet.protection, name)}
    assert forbidden == set()
    last = len(heads(book))
    assert all(sheet.cell(HEAD, column).protection.locked for column in range(1, last + 1))
    assert sheet.cell(1, 1).protection.locked
    for row in (EXAMPLE, EXAMPLE + 1, EXAMPLE + PREPARED_ROWS):
        assert not any(sheet.cell(row, column).protection.locked for column in range(1, last + 1))
    assert not sheet.cell(3, 1).protection.locked  # 填报单位
    assert not sheet.cell(EXAMPLE + PREPARED_ROWS + 1, 1).protection.locked  # 负责人
    assert sheet.auto_filter.ref is not None


def test_rows_beyond_the_prepared_ones_are_text_too_and_open(book: Workbook) -> None:
    dimension = book.worksheets[0].column_dimensions["F"]
    assert (dimension.number_format, dimension.protection.locked) == ("@", False)


def test_only_the_forms_own_columns_count_as_used(form: Path) -> None:
    """XlsxWriter walks every column it thinks used for every row: with all 16,384 a form took a second."""
    columns = sum(column.ask for column in shipped("xixia-2019").forms[FORM].column)
    assert load_workbook(form, read_only=True).worksheets[0].max_column == columns


def test_the_version_stands_in_the_properties_and_under_the_title(book: Workbook) -> None:
    version = form_digest(shipped("xixia-2019").forms[FORM])
    properties = {entry.name: entry.value for entry in book.custom_doc_props.props}
    assert {"表样": FORM, "方案包": "xixia-2019", "版本": version}.items() <= properties.items()
    assert f"版本：{version}" in str(book.worksheets[0]["A2"].value)


def test_another_set_of_columns_is_another_version() -> None:
    forms = shipped("xixia-2019").forms
    form = forms[FORM]
    assert form_digest(form) == form_digest(form.model_copy(update={"clause": "别处"}))
    assert form_digest(form) != form_digest(form.model_copy(update={"column": form.column[:-1]}))
    assert len({form_digest(entry) for entry in forms.values()}) == len(forms)
