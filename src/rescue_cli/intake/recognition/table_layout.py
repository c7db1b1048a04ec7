"""Where the table stands in a sheet: rows above it, heading rows (one to three), the rest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from rescue_cli.intake.recognition.heading_fields import Heading, Headings, key_of
from rescue_cli.values.parsed import cell_text, compact, is_blank
from rescue_cli.workbooks.reading.sheet import Cell, Merge, Sheet

LOOK_AT = 15  # heading rows are looked for in the first rows only
DEEPEST = 3
# …名册, …名单, …表 (with a year, brackets); 填报单位：…; 单位：元; a bare village or community.
_TITLE = re.compile(
    r".*(?:名册|名单|台账|[总计细览]表)(?:\(.*\))?|(?:填报|编制|制表|单位|时间).*|[㐀-鿿]{1,8}(?:村|社区|居委会|村委会)"
)
_FURTHER_PAGE = re.compile(r"\(?(?:续[表页]?[0-9一二三四五六七八九十]{0,2}|接上页|第\d+页(?:[,，]?共\d+页)?)\)?$")
_INTEGER = re.compile(r"\d{1,3}")
_FIGURES = re.compile(r"(?!(?:19|20)\d\d$)\d+(?:\.\d+)?|\d{17}[Xx]")  # a year may stand over a column
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_NUMBERS_CALLED = frozenset(
    {"栏次", "栏号", "栏目", "列次", "列号", "行次", "序号", "编号", "项目", "指标", "—", "——", "-", "--", "/"}
)
FEWEST_NUMBERS = 3
_UNIT = re.compile(
    r"\(?(?:(?:计量)?单位:)?(?:人|户|口|岁|周岁|亩|%|平方米|[㎡次套]|[万千百]?元(?:/[人户月年·/]+)?)\)?|\(?是/否\)?|\(?√\)?"
)


@dataclass(slots=True)
class Line:
    """A row: its physical number, its cells from the sheet's first column on, and which of them are filled in."""

    number: int
    cells: list[Cell]
    filled: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.filled = [
            index
            for index, cell in enumerate(self.cells)
            if cell != "" and not (cell.__class__ is str and cell.isspace())
        ]

    @property
    def contents(self) -> list[Cell]:
        """The filled cells."""
        return [self.cells[index] for index in self.filled]


@dataclass(frozen=True)
class Layout:
    """`above`: rows over the headings. `heads`: the heading rows. `below`: the rest, to be told apart by `steps.row_kinds`.

    A sheet that goes on from the one before has the headings of that sheet, and no heading rows of its own."""

    above: tuple[Line, ...]
    heads: tuple[Line, ...]
    below: tuple[Line, ...]
    headings: tuple[Heading, ...]

    @property
    def last_head(self) -> int:
        """Number of the last heading row; 0 where the sheet has none of its own."""
        return self.heads[-1].number if self.heads else 0


def lines_of(sheet: Sheet) -> list[Line]:
    """All rows with something in them."""
    numbered = (Line(sheet.first_row + index, cells) for index, cells in enumerate(sheet.rows))
    return [line for line in numbered if line.filled]


def find_layout(sheet: Sheet, lines: Sequence[Line], known: Headings) -> Layout | None:
    """The layout whose headings are known best; None where no row has two known headings."""
    best: tuple[int, int, int] | None = None
    for start in range(min(LOOK_AT, len(lines))):
        for depth in range(1, min(DEEPEST, len(lines) - start) + 1):
            block = lines[start : start + depth]
            if not all(map(_may_be_heading, block)):
                break
            score = known.recognised(_headings(sheet, block))
            if score >= 2 and (best is None or (score, -depth, -start) > best):
                best = (score, -depth, -start)
    if best is None:
        return None
    start, depth = -best[2], -best[1]
    depth += _more_heads(sheet, lines, start, depth)
    stop = start + depth
    end, block = stop, list(lines[start:stop])
    while end < len(lines) and end < stop + 2 and (is_numbering(lines[end]) or _is_units(lines[end])):
        block += [lines[end]] if _is_units(lines[end]) else []
        end += 1
    headings = tuple(_headings(sheet, block))
    return Layout(tuple(lines[:start]), tuple(lines[start:end]), tuple(lines[end:]), headings)


def _may_be_heading(line: Line) -> bool:
    """Text, but for a few cells that hold a number (a year over a column)."""
    filled = [cell for cell in line.cells if not is_blank(cell)]
    odd = [cell for cell in filled if not isinstance(cell, str)]
    return all(isinstance(cell, int) and not isinstance(cell, bool) for cell in odd) and 4 * len(odd) <= len(filled)


def split_tables(sheet: Sheet, lines: Sequence[Line], known: Headings) -> list[list[Line]]:
    """The lines of each table of a sheet: a later row of other headings, or the same ones under a title of their own,
    begins a new table, and the titles right above it belong to it."""
    starts = [place for place, line in enumerate(lines) if _says_headings(line, known)]
    for start in starts[1:]:
        first = starts[0]
        titles = _titles_above(lines[first + 1 :], start - first - 1)
        moved = start > first + 1 and in_other_order(lines[start], lines[first])
        heads = list(takewhile(lambda line: not _is_filled_in(line), lines[first : first + DEEPEST]))
        again = repeats(lines[start], heads or lines[first : first + 1]) and not moved
        between = start - first > DEEPEST or any(map(_is_filled_in, lines[first + 1 : start]))
        new = _says_new(titles, lines[:first]) if again else moved or between
        if new or (titles and not again):
            cut = start - len(titles)
            return [list(lines[:cut]), *split_tables(sheet, lines[cut:], known)]
    return [list(lines)]


def _says_headings(line: Line, known: Headings) -> bool:
    """Whether the row holds enough known headings, or two with one that says who: 户主姓名 is nobody's name."""
    plainly = known.plainly(line.cells)
    if plainly != HEADINGS_ENOUGH - 1:
        return plainly >= HEADINGS_ENOUGH
    texts = [cell for cell in line.contents if isinstance(cell, str)]
    return len(texts) == len(line.filled) and not _is_filled_in(line) and known.say_who(texts)


def _is_filled_in(line: Line) -> bool:
    """A row with a figure, or a number of somebody, in it: no heading, no numbers of columns, no units."""
    figures = any(_FIGURES.fullmatch(compact(cell_text(cell))) for cell in line.contents)
    return figures and not is_numbering(line) and not _is_units(line)


def title_of_the_same(part: Sequence[Line], first: Sequence[Line], known: Headings) -> tuple[str, ...]:
    """What stands over the headings of the `first` table of a sheet, for a later `part` that has no title of its own and
    says the same headings in another order; else nothing."""
    place = next((place for place, line in enumerate(first) if known.plainly(line.cells) >= HEADINGS_ENOUGH), None)
    if place is None or part is first or not in_other_order(part[0], first[place]):
        return ()
    return titles_over(first, known)


def titles_over(first: Sequence[Line], known: Headings) -> tuple[str, ...]:
    """What stands over the headings of the `first` table of a sheet."""
    place = next((place for place, line in enumerate(first) if _says_headings(line, known)), 0)
    return tuple(cell_text(cell).strip() for line in first[:place] for cell in line.contents)


def in_other_order(line: Line, head: Line) -> bool:
    """Whether the row says headings of the row above again, and one of them over another column than before."""
    places: dict[str, set[int]] = {}
    for index in head.filled:
        places.setdefault(key_of(cell_text(head.cells[index])), set()).add(index)
    texts = {index: key_of(cell_text(line.cells[index])) for index in line.filled}
    again = sum(text in places for text in texts.values())
    return again >= 0.8 * len(texts) and any(index not in places.get(text, {index}) for index, text in texts.items())


HEADINGS_ENOUGH = 3  # known headings a row must hold to begin a further table
TITLE_CELLS = 2  # a title row holds no more: the title, or 填报单位 and a date


def _titles_above(below: Sequence[Line], stop: int) -> list[Line]:
    """The rows right above the one at `stop` that read as titles. A household of which only name or address is given must not
    be taken for one, nor a subtotal."""
    titles: list[Line] = []
    for line in reversed(below[:stop]):
        filled = [cell for cell in line.cells if not is_blank(cell)]
        if len(filled) > TITLE_CELLS or not _TITLE.fullmatch(compact(cell_text(filled[0]))):
            break
        titles.insert(0, line)
    return titles


def first_page(title: str) -> str:
    """A title as it is compared, without what a further page adds to it: 名册（续）, 名册（第2页）."""
    return _FURTHER_PAGE.sub("", key_of(title))


def _says_new(titles: Sequence[Line], above: Sequence[Line]) -> bool:
    """Some text that did not stand over the table before (a page number and the same title do not count)."""
    known = {first_page(cell_text(cell)) for line in above for cell in line.cells}
    texts = {first_page(cell_text(cell)) for line in titles for cell in line.cells if not is_blank(cell)}
    return any(text not in known and any(word in text for word in TITLE_WORDS) for text in texts)


TITLE_WORDS = ("名册", "花名册", "名单", "台账", "汇总表", "统计表", "明细表", "一览表", "村", "社区", "居委会")


def handed_down(sheet: Sheet, first_row: int) -> dict[int, list[tuple[int, int]]]:
    """Row → (index of a cell, row that holds its value), for vertically merged ranges at or below `first_row`."""
    held: dict[int, list[tuple[int, int]]] = {}
    for merge in sheet.merged:
        if merge.top >= first_row:
            for row in range(merge.top + 1, merge.bottom + 1):
                held.setdefault(row, []).append((merge.left - sheet.first_column, merge.top))
    return held


def _headings(sheet: Sheet, block: Sequence[Line]) -> list[Heading]:
    """One heading per column, merged parents spread over their columns, the same text taken once."""
    merges = [merge for merge in sheet.merged if block[0].number <= merge.top <= block[-1].number]
    headings = []
    for index in range(max((len(line.cells) for line in block), default=0)):
        number = sheet.first_column + index
        texts = [_heading_text(sheet, line, number, merges) for line in block]
        parts = [text for level, text in enumerate(texts) if text and (level == 0 or text != texts[level - 1])]
        if parts:
            headings.append(Heading(number, tuple(parts)))
    return headings


def _heading_text(sheet: Sheet, line: Line, number: int, merges: Sequence[Merge]) -> str:
    """What stands in this row over column `number`; of a merged range, what stands in its first cell."""
    for merge in merges:
        if merge.top <= line.number <= merge.bottom and merge.left <= number <= merge.right:
            row, column = merge.top - sheet.first_row, merge.left - sheet.first_column
            inside = 0 <= row < len(sheet.rows) and 0 <= column < len(sheet.rows[row])
            return cell_text(sheet.rows[row][column]).strip() if inside else ""
    index = number - sheet.first_column
    return cell_text(line.cells[index]).strip() if index < len(line.cells) else ""


def _more_heads(sheet: Sheet, lines: Sequence[Line], start: int, depth: int) -> int:
    """1 where a further heading row stands only under headings merged over several columns: nobody knew its words."""
    if depth >= DEEPEST or start + depth >= len(lines):
        return 0
    last, below = lines[start + depth - 1], lines[start + depth]
    under = {
        number
        for merge in sheet.merged
        if merge.bottom == last.number and merge.right > merge.left and merge.top >= lines[start].number
        for number in range(merge.left, merge.right + 1)
    }
    filled = {sheet.first_column + index for index, cell in enumerate(below.cells) if not is_blank(cell)}
    return int(bool(filled) and filled <= under and all(isinstance(cell, str) for cell in below.cells))


def is_numbering(line: Line) -> bool:
    """A row 1, 2, 3 … or 甲, 乙, 1, 2 … under the headings, or again further down (栏次)."""
    texts = [compact(cell_text(cell)).strip("()") for cell in line.contents]
    stems = "".join(text for text in texts if text in _STEMS)
    digits = [int(text) for text in texts if _INTEGER.fullmatch(text)]
    rest = [text for text in texts if not _INTEGER.fullmatch(text) and text not in _STEMS]
    runs = digits[:1] in ([], [1]) and all(after - before == 1 for before, after in pairwise(digits))
    enough = len(digits) >= FEWEST_NUMBERS or len(stems) + len(digits) >= FEWEST_NUMBERS
    return enough and set(rest) <= _NUMBERS_CALLED and runs and _STEMS.startswith(stems)


def may_be_numbering(cell: Cell) -> bool:
    """Whether a row whose first cell this is may be one: nearly no row of data is looked at further."""
    first = compact(cell_text(cell)).strip("()")
    return first in ("1", _STEMS[0]) or first in _NUMBERS_CALLED


def _is_units(line: Line) -> bool:
    """A row of units alone under the headings: （人） （元）."""
    return all(isinstance(cell, str) and _UNIT.fullmatch(compact(cell)) for cell in line.contents)


def repeats(line: Line, heads: Sequence[Line]) -> bool:
    """True where the row says again what a heading row says (a new page of the same table)."""
    return len(line.filled) >= 2 and any(_says_again(line, head) for head in heads)


def _says_again(line: Line, head: Line) -> bool:
    """Four fifths of the cells are the heading's. One of the first three must be: data rows are told apart at once."""
    if not any(_same(line.cells[index], index, head) for index in line.filled[:3]):
        return False
    same = sum(_same(line.cells[index], index, head) for index in line.filled)
    return same >= 2 and same >= 0.8 * len(line.filled)


def _same(cell: Cell, index: int, head: Line) -> bool:
    if index >= len(head.cells):
        return False
    above = head.cells[index]
    if cell.__class__ is int and above.__class__ is int:
        return cell == above
    return key_of(cell_text(above)) == key_of(cell_text(cell))
