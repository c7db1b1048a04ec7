"""What a cell of a workbook can hold: texts within its limits, numbers of no more digits than it keeps."""

import re
from decimal import Decimal

from rescue_cli.workbooks.writing.sheet_layout import Cell

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
LONGEST_TEXT = 32_000  # a cell holds 32,767 characters; XlsxWriter drops longer ones without a word
CUT = "……（超过单元格上限，后文见 rescue export）"
MOST_DIGITS = 15


def legal_text(text: str) -> str:
    """`text` as a cell can hold it: no control characters, not over the cell's limit."""
    if len(text) <= LONGEST_TEXT and text.isprintable():
        return text
    text = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + CUT


def exact_number(value: Cell) -> int | float | None:
    """The number to write, or None where Excel's 15 digits would not hold it (it is then written as text)."""
    if isinstance(value, int):
        return value if len(str(abs(value))) <= MOST_DIGITS else None
    if isinstance(value, Decimal):
        if value == value.to_integral_value():
            return exact_number(int(value))
        return float(value) if len(value.as_tuple().digits) <= MOST_DIGITS + 6 else None
    return value if isinstance(value, float) else None
