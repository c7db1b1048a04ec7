"""What a blank cell accepts: dropdowns, whole numbers, amounts, dates, and the words shown when it is chosen."""

import datetime as dt
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from rescue_cli.core.book_stamp import DICTIONARY_SHEET
from rescue_cli.workbooks.writing.entry_checks import is_id_number, is_telephone
from rescue_cli.workbooks.writing.paint import SheetPainter
from rescue_cli.workbooks.writing.sheet_layout import InputRule

LONGEST_LIST = 255  # characters of a dropdown's own list; longer ones go to the dictionary sheet
LONGEST_TITLE = 32
NOT_ZERO = "不清楚的留空，不要填0。"

Dictionary = list[tuple[str, ...]]  # the lists of the hidden sheet, one a column


def add_rule(painter: SheetPainter, rule: InputRule, dictionary: Dictionary) -> None:
    """Put `rule` on its column; a list too long for the cell is added to `dictionary`."""
    first, last = rule.rows or (0, painter.body_end - painter.body_row)
    options = _checked(painter, rule, first) or (
        dict(KINDS[rule.kind]) if rule.kind != "list" else _choices(rule.values, dictionary)
    )
    if rule.prompt:
        title = painter.layout.columns[rule.column].head[-1].rstrip("*")
        options.update(input_title=title[:LONGEST_TITLE], input_message=rule.prompt[:LONGEST_LIST])
    row = painter.body_row
    painter.sheet.data_validation(row + first, rule.column, row + last, rule.column, options)


def _checked(painter: SheetPainter, rule: InputRule, first: int) -> dict[str, Any] | None:
    """The rule of a number or telephone: who types another is warned, and may go on (old numbers have 15 digits)."""
    if rule.kind not in FORMULAS:
        return None
    holds, words = FORMULAS[rule.kind]
    cell = xl_rowcol_to_cell(painter.body_row + first, rule.column)
    warning = {"error_type": "warning", "error_title": "请核对", "error_message": words}
    return {"validate": "custom", "value": f"={holds(cell)}", **warning}


def draw_dictionary(workbook: Any, dictionary: Dictionary) -> None:
    """The hidden sheet long dropdowns read from."""
    worksheet = workbook.add_worksheet(DICTIONARY_SHEET)
    worksheet.hide()
    for row in range(max(map(len, dictionary))):
        for column, values in enumerate(dictionary):
            if row < len(values):
                worksheet.write_string(row, column, values[row])


def _choices(values: tuple[str, ...], dictionary: Dictionary) -> dict[str, Any]:
    source: list[str] | str = list(values)
    if len(",".join(values)) > LONGEST_LIST or any("," in value for value in values):
        if values not in dictionary:
            dictionary.append(values)
        letter = xl_col_to_name(dictionary.index(values))
        source = f"={DICTIONARY_SHEET}!${letter}$1:${letter}${len(values)}"
    return {
        "validate": "list",
        "source": source,
        "error_title": "不是可选的值",
        "error_message": "请从下拉列表中选择。",
    }


FORMULAS = {
    "id_number": (is_id_number, "身份证号应是18位，末位校验码要对得上。请对照证件；证件确实如此的点“是”。"),
    "phone": (is_telephone, "电话应是11位手机号，或座机（区号可带）；两个以上用顿号隔开。确实如此的点“是”。"),
}
KINDS: dict[str, dict[str, Any]] = {
    "any": {"validate": "any"},
    "count": {
        "validate": "integer",
        "criteria": "between",
        "minimum": 0,
        "maximum": 9999,
        "error_title": "应填整数",
        "error_message": f"请填0或正整数；{NOT_ZERO}",
    },
    "money": {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "error_title": "应填金额",
        "error_message": f"请填数字（元），不带单位；{NOT_ZERO}",
    },
    "number": {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "error_title": "应填数字",
        "error_message": f"请填数字，不带单位（单位见表头和填表说明）；{NOT_ZERO}",
    },
    "date": {
        "validate": "date",
        "criteria": "between",
        "minimum": dt.date(1900, 1, 1),
        "maximum": dt.date(2099, 12, 31),
        "error_title": "应填日期",
        "error_message": "请填到日，例：2019-07-15。",
    },
}
