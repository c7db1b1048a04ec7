"""Cell formats for marks: each derived from the cell's own, so that nothing but what is meant changes."""

import copy
from collections.abc import Callable

from lxml import etree

from rescue_cli.workbooks.marking.fault_marks import FILLS, HEAD_FILL
from rescue_cli.workbooks.marking.opc import Element, insert_in_order, local_name, namespace

ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
    "colors",
    "extLst",
)
OURS = {f"FF{colour}" for colour in (*FILLS.values(), HEAD_FILL)}
TEXT_FORMAT = "49"  # "@"
_FONT, _BORDER, _COLOUR = "宋体", "BFBFBF", "0563C1"


class StyleBook:
    """The styles part of a workbook; formats are added to its end, equal ones once."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self._space = f"{{{namespace(root)}}}"
        for section, item in (("fonts", "font"), ("fills", "fill"), ("borders", "border")):
            self._section(section, item)
        self._formats = self._section("cellXfs", "xf")
        self._made: dict[tuple[int, str, str], int] = {}
        self._fills: dict[str, str] = {}
        self._parts: dict[str, str] = {}

    def filled(self, base: int, colour: str) -> int:
        """Format `base` with another fill."""
        return self._derived(base, colour, "fill", lambda made: None)

    def cleared(self, base: int) -> int:
        """Format `base` without the fill of an earlier mark; unchanged where its fill is not one of ours."""
        if not self._is_marked(base):
            return base
        return self._derived(base, "", "cleared", lambda made: made.set("fillId", "0"))

    def _is_marked(self, base: int) -> bool:
        known = [entry for entry in self._formats if local_name(entry) == "xf"]
        fills = [entry for entry in self._section("fills", "fill") if local_name(entry) == "fill"]
        fill = int(known[base].get("fillId") or 0) if base < len(known) else 0
        colours = (
            {entry.get("rgb") for entry in fills[fill].iter(f"{self._space}fgColor")} if fill < len(fills) else set()
        )
        return bool(colours & OURS)

    def reason(self, base: int, colour: str) -> int:
        """Format `base` for text to the left in as many lines as it takes, in text format.

        From the top, so that a row of fixed height shows where it begins.
        """
        return self._derived(base, colour, "reason", self._as_reason)

    def listed(self, kind: str, colour: str = "") -> int:
        """A format of our own sheet: title, note, head, text or link."""
        return self._derived(-1, colour, kind, lambda made: self._as_listed(made, kind))

    def _derived(self, base: int, colour: str, kind: str, change: Callable[[Element], None]) -> int:
        key = (base, colour, kind)
        if key not in self._made:
            made = self._copied(base)
            if colour:
                made.set("fillId", self._fill(colour))
                made.set("applyFill", "1")
            change(made)
            self._formats.append(made)
            self._made[key] = self._counted(self._formats) - 1
        return self._made[key]

    def _copied(self, base: int) -> Element:
        known = [entry for entry in self._formats if local_name(entry) == "xf"] if base >= 0 else []
        if base < len(known) and known:
            return copy.deepcopy(known[base])
        return self._element("xf", numFmtId="0", fontId="0", fillId="0", borderId="0")

    def _as_reason(self, made: Element) -> None:
        made.set("numFmtId", TEXT_FORMAT)
        made.set("applyNumberFormat", "1")
        self._align(made, vertical="top", horizontal="left", wrapText="1")

    def _as_listed(self, made: Element, kind: str) -> None:
        made.set("fontId", self._font(kind))
        made.set("applyFont", "1")
        made.set("numFmtId", TEXT_FORMAT)
        made.set("applyNumberFormat", "1")
        if kind in ("title", "note"):
            self._align(made, vertical="center", horizontal="left")
            return
        made.set("borderId", self._border())
        made.set("applyBorder", "1")
        self._align(made, vertical="center", horizontal="center" if kind == "head" else "left", wrapText="1")

    def _align(self, made: Element, **how: str) -> None:
        for old in [child for child in made if local_name(child) == "alignment"]:
            made.remove(old)
        made.insert(0, self._element("alignment", **how))
        made.set("applyAlignment", "1")

    def _fill(self, colour: str) -> str:
        if colour not in self._fills:
            fill = self._element("fill")
            pattern = self._element("patternFill", patternType="solid")
            pattern.append(self._element("fgColor", rgb=f"FF{colour}"))
            pattern.append(self._element("bgColor", indexed="64"))
            fill.append(pattern)
            self._fills[colour] = self._appended("fills", "fill", fill)
        return self._fills[colour]

    def _font(self, kind: str) -> str:
        if kind not in self._parts:
            font = self._element("font")
            if kind in ("title", "head"):
                font.append(self._element("b"))
            if kind == "link":
                font.append(self._element("u"))
            font.append(self._element("sz", val="14" if kind == "title" else "11"))
            font.append(self._element("color", rgb=f"FF{_COLOUR}" if kind == "link" else "FF000000"))
            font.append(self._element("name", val=_FONT))
            font.append(self._element("charset", val="134"))
            self._parts[kind] = self._appended("fonts", "font", font)
        return self._parts[kind]

    def _border(self) -> str:
        if "border" not in self._parts:
            border = self._element("border")
            for side in ("left", "right", "top", "bottom"):
                line = self._element(side, style="thin")
                line.append(self._element("color", rgb=f"FF{_BORDER}"))
                border.append(line)
            border.append(self._element("diagonal"))
            self._parts["border"] = self._appended("borders", "border", border)
        return self._parts["border"]

    def _appended(self, section: str, item: str, made: Element) -> str:
        parent = self._section(section, item)
        parent.append(made)
        return str(self._counted(parent) - 1)

    def _counted(self, section: Element) -> int:
        count = sum(1 for child in section if local_name(child))
        section.set("count", str(count))
        return count

    def _section(self, name: str, item: str) -> Element:
        """A list of the part, made with what format 0 refers to where the writer left it out."""
        section = next((child for child in self.root if local_name(child) == name), None)
        if section is None:
            section = self._element(name)
            insert_in_order(self.root, section, ORDER)
        if not len(section):
            section.extend(self._first_items(item))
            self._counted(section)
        return section

    def _first_items(self, item: str) -> list[Element]:
        if item == "fill":  # Excel takes the first two fills for none and gray125, whatever they say
            fills = [self._element("fill"), self._element("fill")]
            for fill, pattern in zip(fills, ("none", "gray125"), strict=True):
                fill.append(self._element("patternFill", patternType=pattern))
            return fills
        if item == "xf":
            return [self._element("xf", numFmtId="0", fontId="0", fillId="0", borderId="0")]
        return [self._element(item)]

    def _element(self, name: str, **attributes: str) -> Element:
        return etree.Element(self._space + name, nsmap={None: self._space[1:-1]}, **attributes)
