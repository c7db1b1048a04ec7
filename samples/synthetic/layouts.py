"""How the townships lay out their tables: headers, words, titles, totals. `fill` makes a sheet of one layout."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from synthetic.files import Cell, Grid

SYNONYMS = {
    "重病": "因病",
    "就学": "因学",
    "下岗失业": "失业",
    "就业困难": "零就业家庭",
    "突发事件": "意外事故",
    "缺乏劳动力": "缺劳力",
    "单亲家庭": "单亲",
    "年老体弱": "年老",
    "重度残疾": "重残",
}
AREA_WORDS = {"农业": {"城市": "非农业", "农村": "农业"}, "城镇": {"城市": "城镇", "农村": "农村"}}


@dataclass(frozen=True)
class Col:
    """One column. `head` has two levels where the header has two rows. `unit` 10000 = written in 万元."""

    field: str
    head: tuple[str, ...]
    unit: int = 1
    words: str = ""  # 勾 = √/×, 愿 = 愿意/不愿意, 合 = 符合/不符合, 同义 = synonyms, 农业/城镇 = words of 城乡


@dataclass(frozen=True)
class Layout:
    """`lead`: the 填报单位 row. `by`: one sheet a village or a 城乡. `notes`: what stands below, signatures too."""

    columns: tuple[Col, ...]
    title: str = ""
    lead: tuple[str, ...] = ()
    by: str = ""
    merge_village: bool = False
    subtotals: bool = False
    total: str = ""
    notes: tuple[str, ...] = ()
    repeat_header_every: int = 0
    phone_number: bool = False

    @property
    def fields(self) -> set[str]:
        return {column.field for column in self.columns}


@dataclass
class Line:
    """One data row: typed `values` by field, `raw` cells written as they are, `mark` to find the row again."""

    values: dict[str, Any]
    raw: dict[str, Cell] = field(default_factory=dict)
    mark: Any = None


@dataclass
class Placed:
    """Where a line came to stand."""

    sheet: str
    row: int  # 1-based, as the clerk sees it


def cols(*specs: str) -> tuple[Col, ...]:
    """Columns from words: `村居=社区` (header), `a=b>c` (two levels), `a#勾` (words of the cells), `a*10000` (万元)."""
    return tuple(_column(spec) for text in specs for spec in text.split())


def _column(spec: str) -> Col:
    spec, _, unit = spec.partition("*")
    spec, _, words = spec.partition("#")
    name, _, head = spec.partition("=")
    return Col(name, tuple((head or name).split(">")), int(unit or 1), words)


def fill(layout: Layout, sheet: str, lines: list[Line], placed: dict[int, Placed]) -> Grid:
    """The sheet with every line; `placed` learns the row of each line by `id(line)`."""
    grid = Grid(sheet)
    _top(layout, grid)
    head = _header(layout, grid)
    group_start = len(grid.rows)
    for index, line in enumerate(lines):
        if layout.repeat_header_every and index and index % layout.repeat_header_every == 0:
            grid.rows.extend([list(row) for row in head])
        grid.rows.append([_cell(layout, column, line, index) for column in layout.columns])
        placed[id(line)] = Placed(sheet, len(grid.rows))
        last_of_village = index + 1 == len(lines) or lines[index + 1].values.get("村居") != line.values.get("村居")
        if last_of_village:
            _close_village(layout, grid, group_start, line)
            group_start = len(grid.rows)
    _bottom(layout, grid, len(lines))
    return grid


def _top(layout: Layout, grid: Grid) -> None:
    width = len(layout.columns)
    if layout.title:
        grid.title_rows = frozenset({0})
        grid.merges.append((0, 0, 0, width - 1))
        grid.rows.append([layout.title, *[None] * (width - 1)])
    if layout.lead:
        row: list[Cell] = [None] * width
        for position, text in zip((0, width // 2, width - 2), layout.lead, strict=False):
            row[position] = text
        grid.rows.append(row)


def _header(layout: Layout, grid: Grid) -> list[list[Cell]]:
    """One header row, or two with the upper level merged over equal neighbours and single heads merged downwards."""
    depth = max(len(column.head) for column in layout.columns)
    first = len(grid.rows)
    rows: list[list[Cell]] = [[None] * len(layout.columns) for _ in range(depth)]
    for c, column in enumerate(layout.columns):
        rows[0][c] = column.head[0]
        if len(column.head) > 1:
            rows[1][c] = column.head[1]
        elif depth > 1:
            grid.merges.append((first, c, first + 1, c))
    if depth > 1:
        _merge_equal_heads(layout, grid, first)
    grid.rows.extend(rows)
    grid.header_rows = frozenset(range(first, first + depth))
    return rows


def _merge_equal_heads(layout: Layout, grid: Grid, first: int) -> None:
    c = 0
    while c < len(layout.columns):
        end = c
        while (
            end + 1 < len(layout.columns)
            and len(layout.columns[c].head) > 1
            and layout.columns[end + 1].head[0] == layout.columns[c].head[0]
        ):
            end += 1
        if end > c:
            grid.merges.append((first, c, first, end))
        c = end + 1


def _close_village(layout: Layout, grid: Grid, start: int, line: Line) -> None:
    """Merge the village's cells, or put its 小计 row, where the layout has them."""
    end = len(grid.rows) - 1
    if layout.merge_village and end > start:
        c = [column.field for column in layout.columns].index("村居")
        grid.merges.append((start, c, end, c))
        for r in range(start + 1, end + 1):
            grid.rows[r][c] = None
    if layout.subtotals:
        grid.rows.append(["小计", f"{line.values['村居']}{end - start + 1}户", *[None] * (len(layout.columns) - 2)])


def _bottom(layout: Layout, grid: Grid, count: int) -> None:
    width = len(layout.columns)
    if layout.total:
        grid.rows.append([layout.total, f"{count}户", *[None] * (width - 2)])
    for note in layout.notes:
        grid.rows.append([note, *[None] * (width - 1)])


def _cell(layout: Layout, column: Col, line: Line, index: int) -> Any:
    if column.field == "序号":
        return index + 1
    if column.field in line.raw:
        return line.raw[column.field]
    value = line.values.get(column.field)
    if column.field == "联系方式" and layout.phone_number and isinstance(value, str):
        return float(value)
    return _said(column, value)


def _said(column: Col, value: Any) -> Any:
    """A typed value in the words of this table."""
    if isinstance(value, bool):
        yes, no = {"勾": ("√", "×"), "愿": ("愿意", "不愿意"), "合": ("符合", "不符合")}.get(column.words, ("是", "否"))
        return yes if value else no
    if isinstance(value, tuple):
        return _joined(column, value)
    if isinstance(value, Decimal | int) and column.unit != 1:
        return Decimal(value) / column.unit
    if column.words in AREA_WORDS and value:
        return AREA_WORDS[column.words][value]
    return value


def _joined(column: Col, items: Iterable[str]) -> str:
    if column.words == "同义":
        return "，".join(SYNONYMS.get(item, item) for item in items)
    return "、".join(items)
