"""The colours of the cells of a web page: its own, or those of what stands around them."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from rescue_cli.workbooks.reading.colours import BLACK, WHITE, as_colour, is_faint

if TYPE_CHECKING:
    from lxml.etree import _Element

_TEXT = re.compile(r"(?<![\w-])color\s*:\s*([^;]+)", re.IGNORECASE)
_GROUND = re.compile(r"(?<![\w-])background(?:-color)?\s*:\s*([^;]+)", re.IGNORECASE)
Styled = Callable[["_Element"], str]


def is_faint_cell(cell: "_Element", styled: Styled) -> bool:
    """Whether all text of a cell has the colour of its ground. `styled`: the style of an element, its classes' and its own."""
    if (
        "olor" not in "".join(map(styled, _around(cell)))
        and cell.find(".//*[@color]") is None
        and not _has_styles(cell)
    ):
        return False
    ground = next(filter(None, (_own(element, styled, _GROUND, "bgcolor") for element in _around(cell))), WHITE)
    texts = [element for element in (cell, *cell.iterdescendants()) if _shows(element)]
    return bool(texts) and all(is_faint(_text_colour(element, cell, styled), ground) for element in texts)


def _has_styles(cell: "_Element") -> bool:
    return cell.find(".//*[@style]") is not None or cell.find(".//*[@class]") is not None


def _around(cell: "_Element") -> Iterator["_Element"]:
    """The cell, its row and its table."""
    yield cell
    for element in cell.iterancestors("tr", "table"):
        yield element
        if element.tag == "table":
            return


def _text_colour(element: "_Element", cell: "_Element", styled: Styled) -> str:
    inside = [element] if element is cell else [element, *element.iterancestors()]
    within = inside[: inside.index(cell)] if element is not cell else []
    chain = (*within, *_around(cell))
    return next(filter(None, (_own(part, styled, _TEXT, "color") for part in chain)), BLACK)


def _own(element: "_Element", styled: Styled, pattern: re.Pattern[str], attribute: str) -> str:
    """The colour an element itself says, last word first; else ""."""
    words = pattern.findall(styled(element))
    return as_colour(words[-1] if words else element.get(attribute, ""), "")


def _shows(element: "_Element") -> bool:
    """Whether text stands directly in it."""
    return bool((element.text or "").strip() or any((child.tail or "").strip() for child in element))
