"""What each row below the headings is. A row that names a household or person is always taken."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from rescue_cli.core import fields as f
from rescue_cli.core.states import RowKind
from rescue_cli.intake.recognition.heading_fields import NAMING, key_of
from rescue_cli.intake.recognition.table_layout import Line, first_page, is_numbering, may_be_numbering, repeats
from rescue_cli.values.id_number import is_valid_id
from rescue_cli.values.parsed import REMEMBERED, Cell, cell_text, compact, not_given, words

_LONGEST_SERIAL = 6  # 十五、; longer is a sentence
PAGE = "本页"  # a subtotal of a page ends no section
SECTION = "单独一行的村居名，管下面各行"
CODES = "字段代码或填写要求"
NUMBERS = "栏次"
CONTINUES = "单独一格的文字，像是接着上一行"
NO_EXAMPLE = "写着示例，却有真的身份证号"
_FIRST_ROWS = 3  # below the headings, among which such a row is looked for
_FEWEST_CODES = 3
_HEADED = frozenset({"户主姓名", "姓名", "家庭成员姓名", "申请人姓名"})  # nobody is called so
_LONGEST_NAME = 4  # of a usual name; a remark is longer
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]{0,39}")
_HOW_TO_FILL = words(
    "必填 选填 非必填 必录 可选 文本 文本型 字符 字符型 数字 数值 数值型 整数 日期 日期型 下拉 下拉选择 单选 多选"
)
_MOST_STARTS = 20  # columns in which the first cells of the rows stand; where there are more, it is no plain table
_ONLY_PLACE = {f.SERIAL, f.TOWNSHIP, f.VILLAGE, f.AREA}

_TOTAL = re.compile(r"(?:合计|总计|共计|累计|总合计|本表合计)(?![㐀-鿿])|(?:合计|总计|共计)(?:户|人|\d|[:：(（])")
_SUBTOTAL = re.compile(r"(?:小计|本页小计|本页合计)(?![㐀-鿿])|小计(?:户|人|\d|[:：(（])")
_TOTAL_END = re.compile(r"[㐀-鿿]{1,10}(?:合计|总计|小计|共计)[:：]?")
_SIGNATURE = re.compile(
    r"(?:填表人|填报人|填写人|审核人|复核人|负责人|制表人?|经办人|经手人|联系人|统计人|报送人|审批人|录入人|调查人签字|单位负责人"
    r"|主要领导|主管领导|分管领导|领导签[字批名]|村主任|村书记|签字|签名|盖章|公章|填报时间|填报日期|填表时间|填表日期|制表日期"
    r"|制表时间|上报时间|上报日期|报出日期|报送日期|填报单位|单位\(?盖?章?\)?)(?:签字|签名|签章|\(.*?\))?(?:[:：].*|$)"
    r"|[㐀-鿿/()]{1,8}(?:负责人|审核人|领导|经办人|专干|助理员|[镇乡]长|主任|书记|科长|局长|所长)(?:签字|签名|签章|\(.*?\))?[:：].*"
    r"|[㐀-鿿()]{0,8}(?:\(盖章\)|\(公章\)|\(签章\)|\(签字\)|签字|盖章)[:：]?.{0,20}|(?:日期|时间|电话|联系电话)[:：].*"
)
_NOTE = re.compile(
    r"(?:注|备注|说明|附注|填表说明|填报说明|备注说明|注意|注释)\d?[:：.、].*|(?:填表|填报)(?:说明|要求).*"
    r"|\(?(?:以下|下接|下页|此页)(?:空白|无正文|无内容)\)?|\(?(?:续上页|接上页|承上页|承前页|接下页|转下页|过次页|续表?|完|以下略)\)?"
    r"|-?第?\d{1,4}页?[,，/]?共\d{1,4}页-?|-?第\d{1,4}页-?|[-—–]{1,2}\d{1,4}[-—–]{1,2}"
)
_DAY_ALONE = re.compile(
    r"(?:[12]\d{3}|[〇零一二三四五六七八九]{4})?[年.\-/]\d{0,2}(?:[月.\-/]\d{0,2}日?)|\d{4}-\d\d-\d\d"
)
_LONG_PLACE = re.compile(r"(?:社区|村委会|居委会|街道|\d户\)?|[:：])$")
_NUMBER_INSIDE = re.compile(r"(?<!\d)\d{17}[\dX](?![\dX])")
# What only a remark says; with its number before it, it may stand in the column of names.
_REMARK = re.compile(
    r"以上|上述|本表|本册|此表|附表|填表|填写|填报|均已|均为|均由|一式|请[各将按于及认]|核对|如有|不得|按照|根据|经核实|属实|入户|审核|签字"
    r"|盖章|上报|报送|说明|要求|备注"
)
_ITEM = re.compile(r"\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\)?[.、．)]?")
_ITEM_BEFORE = re.compile(
    r"(?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})\)|(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、．)])"
)
_OFFICE = re.compile(r".{2,20}(?:局|政府|办事处|民政办|委员会|村委会|居委会|村委|居委|服务中心|工作站)(?:\(.*\))?")
_EXAMPLE = re.compile(r"例|示例.*|样例.*|例如.*|\(?示例\)?.*|范例.*")
# Every pattern by which a row of some length is known not to be data stands here, or `_is_ordinary` would pass it over.
_TELLING = (_TOTAL, _SUBTOTAL, _TOTAL_END, _SIGNATURE, _NOTE, _EXAMPLE)
_TELLING_CHARACTERS = "".join(sorted({c for pattern in _TELLING for c in pattern.pattern if "一" <= c <= "龥"}))
# Names and the like; NFKC leaves these characters as they are.
_SHORT_HAN = re.compile(rf"(?:(?![{_TELLING_CHARACTERS}])[一-龥]){{1,6}}")


class Rows:
    """Tells the rows of one table apart. `fields`: index of a cell → field, for the columns that are known."""

    def __init__(
        self,
        fields: dict[int, str],
        heads: Sequence[Line],
        titles: Sequence[str],
        spans: set[int],
        is_place: Callable[[str], bool] = lambda _: False,
        *,
        names_nobody: bool = False,
        answers: Callable[[int, str], bool] = lambda _index, _text: False,
        examples: frozenset[str] = frozenset(),
    ) -> None:
        """`names_nobody`: rows need not name a household or person (contact tables, statistics): any figure will do.
        `answers`: whether a text is a word of the list of its column. `examples`: numbers of the example rows of our own
        blank forms."""
        self._fields = fields
        naming = set(fields.values()) - _ONLY_PLACE if names_nobody else set(NAMING)
        self._naming = [index for index, field in sorted(fields.items()) if field in naming]
        self._labels = [index for index, field in sorted(fields.items()) if field in (f.SERIAL, f.HEAD_NAME, f.NAME)]
        self._heads = heads
        self._head_words = {key_of(cell_text(cell)) for line in heads for cell in line.contents}
        self._head_figures = any(word[:1].isdigit() for word in self._head_words)
        self._titles = {first_page(title) for title in titles}
        self._spans = spans  # numbers of rows whose text is merged over several columns
        self._is_place = is_place
        self._answers = answers
        self._examples = examples
        self._given = _is_figure if names_nobody else _is_given

    def plainly_data(self, lines: Sequence[Line]) -> list[bool]:
        """True for nearly every row of data: several cells, someone named, and no word anywhere that could tell that it
        is something else. Where it is not, `kind` looks more closely."""
        starts = {place for filled in {tuple(line.filled[:3]) for line in lines} for place in filled}
        if not self._naming or len(starts) > _MOST_STARTS:
            return [False] * len(lines)
        first = self._naming[0]
        nobody = {cell for cell in _column(lines, first) if not self._given(cell_text(cell))}
        telling: set[Cell] = set()
        for place in starts.union(self._labels):
            telling.update(cell for cell in _column(lines, place) if not self._tells_nothing(cell))
        return [
            len(line.filled) > 3
            and not (order < _FIRST_ROWS and _is_field_codes(line))
            and not (may_be_numbering(line.cells[line.filled[0]]) and is_numbering(line))
            and first < len(line.cells)
            and line.cells[first] not in nobody
            and telling.isdisjoint(line.cells)
            for order, line in enumerate(lines)
        ]

    def kind(self, line: Line, handed: Sequence[Cell]) -> tuple[RowKind, str]:
        """The kind of a row and the reason for it. `handed`: the cells with merged values handed down."""
        if (special := self._special(line)) is not None:
            return special
        formal = self._formal(line)
        if formal is None and self._names_someone(handed) and not self._is_remark(line):
            return RowKind.DATA, ""
        kind, reason = formal or self._nameless(line)
        if kind is RowKind.NOTE and any(map(_names_person, line.contents)):
            return RowKind.REJECTED, "说明里写着身份证号：可能漏了一户"
        return kind, reason

    def _special(self, line: Line) -> tuple[RowKind, str] | None:
        """What a row is by its form, whoever it may name: headings again, codes, an example."""
        if (again := repeats(line, self._heads)) or is_numbering(line):
            return RowKind.HEAD_AGAIN, "重复的表头" if again else NUMBERS
        if _is_field_codes(line):
            return RowKind.NOTE, CODES
        if self._is_example(line):
            return self._of_example(line)
        if any(compact(cell_text(line.cells[index])) in _HEADED for index in self._labels if index < len(line.cells)):
            return RowKind.REJECTED, "像是又一行表头，下面各行可能不在原来的栏目里"
        return None

    def _of_example(self, line: Line) -> tuple[RowKind, str]:
        """With somebody's number in it, and not that of our blank forms, it is a household written over the example."""
        if not any(is_valid_id(text) and text not in self._examples for text in map(_as_number, line.contents)):
            return RowKind.EXAMPLE, "示例行"
        names = [index for index in self._labels if self._fields.get(index) != f.SERIAL and index in line.filled]
        named = [index for index in names if not _EXAMPLE.fullmatch(compact(cell_text(line.cells[index])))]
        return (RowKind.DATA if named else RowKind.REJECTED), NO_EXAMPLE

    def _is_remark(self, line: Line) -> bool:
        """A remark in the column of names, alone or behind its number: 2.|以上各户均已入户核实."""
        place = line.filled[-1]
        if len(line.filled) > 2 or self._fields.get(place) not in (f.HEAD_NAME, f.NAME):
            return False
        text = compact(cell_text(line.cells[place]))
        if len(line.filled) == 2 and not _ITEM.fullmatch(compact(cell_text(line.cells[line.filled[0]]))):
            return False
        bare = _ITEM_BEFORE.sub("", text, count=1)
        return (_REMARK.search(bare) if len(bare) > _LONGEST_NAME else _REMARK.match(bare)) is not None

    def _tells_nothing(self, cell: Cell) -> bool:
        """Neither a word of a total, note … nor one of the headings."""
        if not isinstance(cell, str):
            return cell.__class__ is int and not self._head_figures
        text = cell
        plain = _SHORT_HAN.fullmatch(text) is not None
        return (plain or _is_ordinary(text)) and (text if plain else key_of(text)) not in self._head_words

    def _formal(self, line: Line) -> tuple[RowKind, str] | None:
        """Totals, notes, signatures and repeated titles; never where the row names a household beside these words."""
        texts = [compact(cell_text(line.cells[index])) for index in line.filled[:3]]
        first, start = texts[0], line.filled[0]
        for text, place in zip(texts, line.filled, strict=False):
            named = self._has_identity(line.cells, place) or self._is_name(line.cells, place, text)
            if (kind := _sum_kind(text)) is not None and not named:
                return kind, "合计行"
        if len(texts) == 1 and first_page(first) in self._titles:
            return RowKind.TITLE, "重复的标题"
        if _is_signature(first) and not self._has_identity(line.cells, start):
            return RowKind.SIGNATURE, "签名或填报信息"
        if _is_note(first) and not any(map(_is_id, line.contents[1:])):
            return RowKind.NOTE, "表下说明"
        return self._lone(line.number, start, first) if len(texts) == 1 else None

    def _lone(self, number: int, place: int, text: str) -> tuple[RowKind, str] | None:
        """A text alone in its row that is neither title, total, note nor signature."""
        if self._is_section(number, place, text):
            return RowKind.NOTE, SECTION
        if _DAY_ALONE.fullmatch(text):
            return RowKind.SIGNATURE, "签名或填报信息"
        if number in self._spans or (len(text) > 30 and self._fields.get(place) not in NAMING):
            return RowKind.NOTE, "单独一行的文字"
        return None

    def _is_section(self, number: int, place: int, text: str) -> bool:
        """A village alone in its row. In a column that could hold it, or hold a name, a merged range must say so, or it
        must be a word that is nobody's name."""
        field = self._fields.get(place)
        if number not in self._spans and field in (f.ADDRESS, f.VILLAGE, f.TOWNSHIP):
            return False
        if number not in self._spans and field in (f.HEAD_NAME, f.NAME) and not _LONG_PLACE.search(text):
            return False
        return self._is_place(text)

    def _is_name(self, cells: Sequence[Cell], place: int, text: str) -> bool:
        """合小计 in a column of names, before an address: an odd name, and no total."""
        if self._fields.get(place) not in (f.HEAD_NAME, f.NAME) or _SUBTOTAL.match(text) or _TOTAL.match(text):
            return False
        return any(self._fields.get(index) == f.ADDRESS and _is_naming(cell) for index, cell in enumerate(cells))

    def _nameless(self, line: Line) -> tuple[RowKind, str]:
        texts = [compact(cell_text(cell)) for cell in line.contents]
        filled = {self._fields.get(index, "") for index in line.filled}
        if any(map(_is_signature, texts)):
            return RowKind.SIGNATURE, "签名或填报信息"
        if any(_sum_kind(text) for text in texts):
            return RowKind.TOTAL, "合计行"
        if self._is_remark(line) or (len(texts) == 1 and filled == {f.SERIAL} and len(texts[0]) > _LONGEST_SERIAL):
            return RowKind.NOTE, "单独一行的文字"
        if filled <= _ONLY_PLACE and (f.SERIAL in filled or len(texts) > 1):
            return RowKind.BLANK, "只有序号或镇街村居，没有内容"
        if len(texts) == 1 and not texts[0].replace(".", "").isdigit():
            return self._alone(line.filled[0], texts[0])
        return RowKind.REJECTED, "没有户主姓名、身份证号和住址，不知道是哪一户"

    def _alone(self, index: int, text: str) -> tuple[RowKind, str]:
        if self._answers(index, text):
            return RowKind.REJECTED, "只有这一格，不知道是哪一户的：多半接着上一行"
        beside = index > min(self._naming, default=0) and not _OFFICE.fullmatch(text)
        return RowKind.NOTE, CONTINUES if beside else "单独一行的文字"

    def _names_someone(self, cells: Sequence[Cell]) -> bool:
        given = (cells[index] for index in self._naming if index < len(cells))
        return any(self._given(cell_text(cell)) for cell in given)

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
        labels = [line.cells[index] for index in self._labels if index < len(line.cells)]
        return any(cell.__class__ is str and _EXAMPLE.fullmatch(compact(cell_text(cell))) for cell in labels)


def _is_field_codes(line: Line) -> bool:
    """hzxm, sfzh …, or 必填, 文本 …: what a system calls the columns, or how they are to be filled in."""
    if len(line.filled) < _FEWEST_CODES or any(cell.__class__ is not str for cell in line.contents):
        return False
    texts = [compact(cell_text(cell)) for cell in line.contents]
    if all(text in _HOW_TO_FILL for text in texts):
        return True
    return len(set(texts)) == len(texts) and all(_CODE.fullmatch(text) for text in texts)


def _column(lines: Sequence[Line], place: int) -> set[Cell]:
    """The different cells at one place of the lines; 1 and TRUE, which are equal, as whichever is no whole number."""
    cells: list[Cell] = [line.cells[place] for line in lines if place < len(line.cells)]
    other: set[Cell] = {cell for cell in cells if cell.__class__ is not int}
    return other.union(cells)


def _is_given(text: str) -> bool:
    return not not_given(text, zero=True)


def _is_figure(text: str) -> bool:
    """0 says something in a statistic, as no name or number of a person does."""
    return not not_given(text)


@lru_cache(maxsize=REMEMBERED)
def _is_ordinary(text: str) -> bool:
    plain = compact(text)
    return not any(pattern.match(plain) for pattern in _TELLING)


@lru_cache(maxsize=REMEMBERED)
def _is_signature(text: str) -> bool:
    return _SIGNATURE.fullmatch(text) is not None


@lru_cache(maxsize=REMEMBERED)
def _is_note(text: str) -> bool:
    return _NOTE.fullmatch(text) is not None


@lru_cache(maxsize=REMEMBERED)
def _sum_kind(text: str) -> RowKind | None:
    if _SUBTOTAL.match(text):
        return RowKind.SUBTOTAL
    if _TOTAL.match(text):
        return RowKind.TOTAL
    if _TOTAL_END.fullmatch(text):
        return RowKind.SUBTOTAL if RowKind.SUBTOTAL in text else RowKind.TOTAL
    return None


def _is_id(cell: Cell) -> bool:
    text = compact(cell_text(cell))
    return len(text) in (15, 18) and text[:14].isdigit()


def _as_number(cell: Cell) -> str:
    return compact(cell_text(cell)).upper()


def _names_person(cell: Cell) -> bool:
    """A sentence with somebody's number in it (注：另有王五…1户外出)."""
    return any(map(is_valid_id, _NUMBER_INSIDE.findall(compact(cell_text(cell)).upper())))


def _is_naming(cell: Cell) -> bool:
    """Text that may be a name or an address: not a figure with a unit (12户), not a label (审核人：)."""
    text = compact(cell_text(cell))
    return not not_given(text, zero=True) and not re.fullmatch(r"[\d.,]+[户人元口]*|.*[:：].*", text)
