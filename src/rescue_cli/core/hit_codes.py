"""By what a hit of a comparison is known again: in the next list of the department, and when its answer comes back.

The code is made of who the list names and of what it says he has (`item`, e.g. the number plate), not of where the row stands:
a list sent again with its rows in another order asks nothing twice.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from rescue_cli.core import fields as f

HIT_FORM = "比对核实回复"  # the form as whose rows answers come back
HIT, VERIFIED, VERIFIED_WORDS, VERIFIED_DAY = "命中编号", "比对核实结果", "比对核实说明", "比对核实日期"
VERIFIED_HEADS = {VERIFIED: "核实结果", VERIFIED_WORDS: "核实说明", VERIFIED_DAY: "核实日期"}  # as they are printed
RIGHT = "属实"
WRONG = "不属实"  # the answer by which a row of a list is not about the person it hit
SHEET_TITLE = "比对核实表"  # how the title of a sheet ends that asks about hits
_LENGTH = 10


def hit_code(row: Mapping[str, Any], item: Sequence[str], about: str = "") -> str:
    """`row`: of `mentions`; `item`: the fields that tell one thing of the person from another; `about`: the comparison, where
    the row is of no department's list.

    >>> hit_code({"表种": "机动车登记名单", "姓名": "示范甲", "身份证号": None, "车牌号": "宁A00001"}, ["车牌号"])
    'H99D0A2E6AA'
    """
    who = row.get(f.ID_NUMBER) or row.get(f.SHOWN_DIGITS) or ""
    name = row.get(f.NAME) or row.get(f.HEAD_NAME) or ""
    words = [about, row[f.FORM], who, "".join(str(name).split()), *(str(row.get(field) or "") for field in item)]
    return "H" + hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:_LENGTH].upper()
