"""What each row below the headings is. A row that names a household or person is always taken."""

import re
from collections.abc import Sequence

from rescue_cli.core import fields as f
from rescue_cli.intake.headers import NAMING
from rescue_cli.intake.layout import Line, repeats
from rescue_cli.values.parsed import Cell, cell_text, compact, is_blank, not_given

TITLE, HEAD, HEAD_AGAIN, DATA, TOTAL, SUBTOTAL = "标题", "表头", "表头续页", "数据", "合计", "小计"
NOTE, SIGNATURE, EXAMPLE, BLANK, REJECTED = "说明", "签名", "示例", "空白", "拒收"
SERIAL = "序号"
_ONLY_PLACE = {SERIAL, f.TOWNSHIP, f.VILLAGE, f.AREA}

_TOTAL = re.compile(r"(?:合计|总计|共计|累计|总合计|本表合计)(?![㐀-鿿])|(?:合计|总计|共计)(?:户|人|\d|[:：(（])")
_SUBTOTAL = re.compile(r"(?:小计|本页小计|本页合计)(?![㐀-鿿])|小计(?:户|人|\d|[:：(（])")
_TOTAL_END = re.compile(r"[㐀-鿿]{1,10}(?:合计|总计|小计|共计)[:：]?")
_SIGNATURE = re.compile(
    r"(?:填表人|填报人|填写人|审核人|复核人|负责人|制表人?|经办人|经手人|联系人|统计人|报送人|审批人|录入人|调查人签字|单位负责人"
    r"|主要领导|主管领导|分管领导|领导签[字批名]|村主任|村书记|签字|签名|盖章|公章|填报时间|填报日期|填表时间|填表日期|制表日期"
    r"|制表时间|上报时间|上报日期|填报单位|单位\(?盖?章?\)?)(?:签字|签名|签章|\(.*?\))?(?:[:：].*|$)"
)
_NOTE = re.compile(
    r"(?:注|备注|说明|附注|填表说明|填报说明|备注说明|注意|注释)\d?[:：.、].*|(?:填表|填报)(?:说明|要求).*"
)
_EXAMPLE = re.compile(r"例|示例.*|样例.*|例如.*|\(?示例\)?.*|范例.*")


class Rows:
    """Tells the rows of one table apart. `fields`: index of a cell → field, for the columns that are known."""

    def __init__(self, fields: dict[int, str], heads: Sequence[Line], titles: Sequence[str], spans: set[int]) -> None:
        self._fields = fields
        self._heads = heads
        self._titles = {compact(title) for title in titles}
        self._spans = spans  # numbers of rows whose text is merged over several columns

    def kind(self, line: Line, handed: Sequence[Cell]) -> tuple[str, str]:
        """The kind of a row and the reason for it. `handed`: the cells with merged values handed down."""
        if repeats(line, self._heads):
            return HEAD_AGAIN, "重复的表头"
        if self._is_example(line):
            return EXAMPLE, "示例行"
        formal = self._formal(line)
        if formal is not None:
            return formal
        if self._names_someone(handed):
            return DATA, ""
        return self._nameless(line)

    def _formal(self, line: Line) -> tuple[str, str] | None:
        """Totals, notes, signatures and repeated titles; never where the row names a household beside these words."""
        filled = [index for index, cell in enumerate(line.cells) if not is_blank(cell)]
        texts = [compact(cell_text(line.cells[index])) for index in filled[:3]]
        first, place = texts[0], filled[0]
        rest = [line.cells[index] for index in filled[1:]]
        if first in self._titles and len(texts) == 1:
            return TITLE, "重复的标题"
        for text, at in zip(texts, filled, strict=False):
            if (kind := _sum_kind(text)) is not None and not self._has_identity(line.cells, at):
                return kind, "合计行"
        if _SIGNATURE.fullmatch(first) and not self._has_identity(line.cells, place):
            return SIGNATURE, "签名或填报信息"
        if _NOTE.fullmatch(first) and not any(map(_is_id, rest)):
            return NOTE, "表下说明"
        if len(texts) == 1 and (
            line.number in self._spans or (len(first) > 30 and self._fields.get(place) not in NAMING)
        ):
            return NOTE, "单独一行的文字"
        return None

    def _nameless(self, line: Line) -> tuple[str, str]:
        texts = [compact(cell_text(cell)) for cell in line.cells if not is_blank(cell)]
        filled = {self._fields.get(index, "") for index, cell in enumerate(line.cells) if not is_blank(cell)}
        if any(_SIGNATURE.fullmatch(text) for text in texts):
            return SIGNATURE, "签名或填报信息"
        if any(_sum_kind(text) for text in texts):
            return TOTAL, "合计行"
        if filled <= _ONLY_PLACE and (SERIAL in filled or len(texts) > 1):
            return BLANK, "只有序号或镇街村居，没有内容"
        if len(texts) == 1 and not texts[0].replace(".", "").isdigit():
            return NOTE, "单独一行的文字"
        return REJECTED, "没有户主姓名、身份证号和住址，不知道是哪一户"

    def _names_someone(self, cells: Sequence[Cell]) -> bool:
        return any(
            not not_given(cell_text(cell), zero=True)
            for index, cell in enumerate(cells)
            if self._fields.get(index) in NAMING
        )

    def _has_identity(self, cells: Sequence[Cell], place: int) -> bool:
        """An ID number, or both a name and an address, beside the words at `place`."""
        named = {
            self._fields[index]
            for index, cell in enumerate(cells)
            if index != place and self._fields.get(index) in NAMING and _is_naming(cell)
        }
        names = named & {f.HEAD_NAME, f.NAME}
        return any(_is_id(cell) for index, cell in enumerate(cells) if index != place) or bool(
            names and f.ADDRESS in named
        )

    def _is_example(self, line: Line) -> bool:
        """A row of the blank form: 例 in 序号 or in the name."""
        texts = [
            compact(cell_text(cell))
            for index, cell in enumerate(line.cells)
            if self._fields.get(index) in (SERIAL, f.HEAD_NAME, f.NAME)
        ]
        return any(_EXAMPLE.fullmatch(text) for text in texts)


def _sum_kind(text: str) -> str | None:
    if _SUBTOTAL.match(text):
        return SUBTOTAL
    if _TOTAL.match(text):
        return TOTAL
    if _TOTAL_END.fullmatch(text):
        return SUBTOTAL if "小计" in text else TOTAL
    return None


def _is_id(cell: Cell) -> bool:
    text = compact(cell_text(cell))
    return len(text) in (15, 18) and text[:14].isdigit()


def _is_naming(cell: Cell) -> bool:
    """Text that may be a name or an address: not a figure with a unit (12户), not a label (审核人：)."""
    text = compact(cell_text(cell))
    return not not_given(text, zero=True) and not re.fullmatch(r"[\d.,]+[户人元口]*|.*[:：].*", text)
