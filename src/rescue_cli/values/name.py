"""Names of people: kept as written but for spaces, width and the separator of minority names (U+00B7)."""

import re

from rescue_cli.values.parsed import Cell, Parsed, cell_text, half_width, none_given, not_given

ODD = "INTAKE-NAME-ODD"
_HAN = "㐀-鿿豈-﫿\U00020000-\U000323af"
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_SEPARATOR = re.compile(rf"(?<=[{_HAN}])\s*[·•・‧∙⋅●‑﹒.．。]\s*(?=[{_HAN}])")
_PLAUSIBLE = re.compile(rf"[{_HAN}·〇○]{{2,20}}|[A-Za-z][A-Za-z .·'-]{{1,40}}")


def parse_name(cell: Cell) -> Parsed[str]:
    """张 三 → 张三. A name with digits, brackets or two people in it is kept as it is, with a finding."""
    written = cell_text(cell)
    if not_given(written, zero=True):
        return none_given(written)
    text = _BETWEEN_HAN.sub("", " ".join(half_width(written).split()))
    text = _SEPARATOR.sub("·", text)
    return Parsed(text, "" if _PLAUSIBLE.fullmatch(text) else ODD, changed=text != written)
