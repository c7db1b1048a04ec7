"""Fonts, fills and number formats, each made once per workbook.

Only fonts of a plain Windows or 麒麟/UOS desktop: 宋体, 黑体, 仿宋 (方正小标宋 and 仿宋_GB2312 are not on all of them).
"""

from typing import Any

from rescue_cli.workbooks.writing.sheet_layout import Colour, Format

Properties = dict[str, Any]

SONG, HEI, FANG = "宋体", "黑体", "仿宋"
GB_CHARSET = 134  # tells Excel to substitute another Chinese font where the named one is missing
FILLS: dict[Colour, str] = {"red": "#F8CBAD", "amber": "#FFE699", "green": "#E2EFDA", "grey": "#EDEDED"}
DEFAULT: Properties = {"font_name": SONG, "font_size": 11, "font_charset": GB_CHARSET, "font_scheme": "none"}
DEFAULT_COLUMN_PIXELS = 72  # Excel's standard column under 宋体 11: it measures all widths in digits of that font
HEAD_FILL = "#DDEBF7"
NUMBER_FORMATS: dict[Format, str] = {"text": "@", "money": "#,##0.00", "count": "0", "date": "yyyy-mm-dd"}


def font(name: str, size: float, *, bold: bool = False) -> Properties:
    """Free of the theme's fonts, which would put Calibri in place of 宋体 on some machines."""
    return {
        "font_name": name,
        "font_size": size,
        "font_charset": GB_CHARSET,
        "font_scheme": "none",
        "bold": bold,
        "valign": "vcenter",
    }


TITLE: Properties = {**font(SONG, 18, bold=True), "align": "center", "text_wrap": True}
STAMP: Properties = {**font(SONG, 8), "align": "right", "font_color": "#808080"}
HEAD: Properties = {**font(HEI, 10.5), "align": "center", "text_wrap": True, "border": 1, "bg_color": HEAD_FILL}
NOTE: Properties = {**font(FANG, 10.5), "align": "left", "text_wrap": True}
EMPTY: Properties = {**font(SONG, 10.5), "align": "center", "border": 1, "font_color": "#808080"}
LEAD_ALIGN = ("left", "center", "right")


def lead(place: int) -> Properties:
    """A part of the line under the title: 0 left, 1 middle, 2 right."""
    return {**font(FANG, 10.5), "align": LEAD_ALIGN[place]}


def body(kind: Format, *, centred: bool, fill: Colour | None = None, grey: bool = False) -> Properties:
    """A cell of the table: money to the right; counts, dates and short texts centred; long texts to the left."""
    align = "right" if kind == "money" else "center" if centred or kind != "text" else "left"
    properties = {
        **font(SONG, 10.5),
        "align": align,
        "border": 1,
        "num_format": NUMBER_FORMATS[kind],
        "text_wrap": kind == "text",
    }
    if fill:
        properties["bg_color"] = FILLS[fill]
    if grey:
        properties["font_color"] = "#808080"
    return properties


def total(kind: Format) -> Properties:
    """A cell of the line of totals."""
    align = "right" if kind == "money" else "center"
    return {
        **font(SONG, 10.5, bold=True),
        "align": align,
        "border": 1,
        "num_format": NUMBER_FORMATS[kind],
        "text_wrap": True,
    }


class Styles:
    """Hands out the workbook's formats; equal properties are one format."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, properties: Properties) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]
