"""Numbers of disability certificates (第二代残疾人证): the holder's 18-character ID number, a digit for the category
(1 视力 … 7 多重), a digit for the level (1–4), and B1, B2 … where the certificate was issued again."""

import re

from rescue_cli.values.id_number import NUMERIC, is_valid_id
from rescue_cli.values.parsed import Cell, Parsed, cell_text, compact, none_given, not_given

ODD = "INTAKE-CERTIFICATE-ODD"
CATEGORIES = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")
LEVELS = ("一级", "二级", "三级", "四级")
_WHOLE = re.compile(r"([0-9]{17}[0-9X])([1-7])([1-4])(?:B[0-9]{0,2})?")
_LABEL = re.compile(r"^(?:第二代)?(?:残疾人?证)?(?:号码?|编号)?[:：]?")
_NOISE = str.maketrans("", "", "'’‘`\"“”·.。,，;；-—–_=")


def parse_certificate(cell: Cell) -> Parsed[str]:
    """The number as 20 characters (22 where issued again); another one is kept as written, with a finding."""
    written = cell_text(cell)
    if not_given(written, zero=True):
        return none_given(written)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Parsed(note=NUMERIC, changed=True)  # 20 digits never survive in a number cell
    shown = compact(written).upper()
    if re.fullmatch(r"[0-9](\.[0-9]+)?E\+?[0-9]{2}", shown):
        return Parsed(note=NUMERIC, changed=True)
    text = _LABEL.sub("", shown).translate(_NOISE)
    if not any(c.isdigit() for c in text):
        return Parsed(note=ODD, changed=True)
    whole = _WHOLE.fullmatch(text)
    known = whole is not None and is_valid_id(whole[1])
    return Parsed(text, "" if known else ODD, changed=text != written)
