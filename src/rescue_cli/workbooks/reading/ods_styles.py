"""What the styles of an ods say of how a cell, a row or a column is seen."""

import re
from typing import TYPE_CHECKING

from rescue_cli.workbooks.reading.colours import BLACK, WHITE, as_colour, is_faint
from rescue_cli.workbooks.reading.symbol_fonts import is_symbol_font

if TYPE_CHECKING:
    from lxml.etree import _Element

_ODF = "{urn:oasis:names:tc:opendocument:xmlns:"
_STYLE = f"{_ODF}style:1.0}}"
_SVG, _FO = f"{_ODF}svg-compatible:1.0}}", f"{_ODF}xsl-fo-compatible:1.0}}"
_LENGTH = re.compile(r"(\d*\.?\d+)(pt|in|cm|mm|px)?")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75}
_NO_LINE = ("none", "")


class OdsStyles:
    """`of_style`: style → the symbol font it is of. The styles that strike through (`lined`), whose text has the colour of
    its ground (`faint`), and of rows and columns less than a point high or wide (`flat`)."""

    def __init__(self) -> None:
        self._families: dict[str, str] = {}
        self.of_style: dict[str, str] = {}
        self.lined: set[str] = set()
        self.faint: set[str] = set()
        self.flat: set[str] = set()

    def take(self, element: "_Element") -> None:
        """A font, or a style, which names it."""
        name = element.get(f"{_STYLE}name", "")
        if element.tag == f"{_STYLE}font-face":
            self._families[name] = element.get(f"{_SVG}font-family", name).strip("'\"")
            return
        text_colour, ground = BLACK, WHITE
        for part in element.iterchildren():
            if part.tag == f"{_STYLE}text-properties":
                self._take_text(name, part)
                text_colour = as_colour(part.get(f"{_FO}color", ""), BLACK)
            elif part.tag == f"{_STYLE}table-cell-properties":
                ground = as_colour(part.get(f"{_FO}background-color", ""), WHITE)
            elif _is_flat(part.get(f"{_STYLE}row-height", "")) or _is_flat(part.get(f"{_STYLE}column-width", "")):
                self.flat.add(name)
        if is_faint(text_colour, ground):
            self.faint.add(name)

    def _take_text(self, name: str, text: "_Element") -> None:
        lines = (text.get(f"{_STYLE}text-line-through-{part}", "none") for part in ("style", "type"))
        if any(line not in _NO_LINE for line in lines):
            self.lined.add(name)
        own = text.get(f"{_STYLE}font-name", "")
        family = text.get(f"{_FO}font-family", self._families.get(own, own)).strip("'\"")
        if is_symbol_font(family):
            self.of_style[name] = family


def _is_flat(length: str) -> bool:
    """Less than a point."""
    size = _LENGTH.fullmatch(length.strip())
    return size is not None and float(size[1]) * _POINTS.get(size[2] or "pt", 1.0) < 1
