"""Blank forms check themselves at entry: the formulas behind input rules and behind cells that change colour.

Only functions that Excel from 2007 on, WPS and LibreOffice know; no array constants and no other sheet, which conditional
formats refuse. An error inside counts as "not in order". A formula of an input rule holds 255 characters at most.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from rescue_cli.core import fields as f
from rescue_cli.workbooks.writing.paint import SheetPainter
from rescue_cli.workbooks.writing.sheet_layout import Alarm, Colour
from rescue_cli.workbooks.writing.style import FILLS

Kind = Literal["id_number", "phone", "required", "repeated"]
_PLACES = 'ROW(INDIRECT("A1:A17"))'  # 1 … 17, whatever rows are inserted or deleted
COLOURS: Mapping[Kind, Colour] = {"id_number": "red", "phone": "amber", "required": "amber", "repeated": "amber"}
LEGEND = "红底：身份证号不对；黄底：漏填、重复或电话不像"


def is_id_number(cell: str) -> str:
    """Whether a cell holds 18 characters with the right check digit (2 to the power of the place is its weight, modulo 11)."""
    check = f"MOD(SUMPRODUCT(MID({cell},{_PLACES},1)*2^(18-{_PLACES})),11)+1"
    return f'AND(LEN({cell})=18,MID("10X98765432",{check},1)=UPPER(RIGHT({cell},1)))'


def is_telephone(cell: str) -> str:
    """Whether it holds a mobile number, a landline with or without area code, or several numbers joined by 、."""
    digits = f'SUBSTITUTE({cell},"-","")'
    sizes = f'IF(LEFT({cell})="0"," 10 11 12 ",IF(LEFT({cell})="1"," 11 "," 7 8 "))'
    single = f'AND(ISNUMBER(--{digits}),ISNUMBER(FIND(" "&LEN({digits})&" ",{sizes})))'
    return f'OR(ISNUMBER(FIND("、",{cell})),{single})'


def draw_alarms(painter: SheetPainter, alarms: Sequence[Alarm]) -> None:
    """Conditional formats on the rows to be filled in; the example above them is left alone."""
    first, last = painter.body_row + len(painter.layout.rows), painter.body_end
    for alarm in alarms:
        look = painter.styles({"bg_color": FILLS[COLOURS[alarm.kind]]})
        formula = _FORMULAS[alarm.kind](painter, first, alarm.column)
        options = {"type": "formula", "criteria": f"={formula}", "format": look}
        painter.sheet.conditional_format(first, alarm.column, last, alarm.column, options)


def _not(holds: Callable[[str], str]) -> Callable[[SheetPainter, int, int], str]:
    def formula(_: SheetPainter, row: int, column: int) -> str:
        cell = _cell(row, column)
        return f"AND(LEN(TRIM({cell}))>0,NOT(IFERROR({holds(cell)},FALSE)))"

    return formula


def _missing(painter: SheetPainter, row: int, column: int) -> str:
    """Nothing here, and something elsewhere in the row; the numbering alone begins no row."""
    columns = painter.layout.columns
    begins = int(columns[0].head[-1].rstrip("*") == f.SERIAL)
    return f"AND(LEN(TRIM({_cell(row, column)}))=0,COUNTA({_cell(row, begins)}:{_cell(row, len(columns) - 1)})>0)"


def _repeated(painter: SheetPainter, row: int, column: int) -> str:
    """As text: eighteen digits compared as a number lose the last three."""
    cell, letter = _cell(row, column), xl_col_to_name(column, col_abs=True)
    listed = f"{letter}${row + 1}:{letter}${painter.body_end + 1}"
    return f'AND(LEN(TRIM({cell}))>0,COUNTIF({listed},{cell}&"*")>1)'


def _cell(row: int, column: int) -> str:
    return xl_rowcol_to_cell(row, column, col_abs=True)


_FORMULAS: Mapping[Kind, Callable[[SheetPainter, int, int], str]] = {
    "id_number": _not(is_id_number),
    "phone": _not(is_telephone),
    "required": _missing,
    "repeated": _repeated,
}
