"""Examples of the catalogue: what raises a finding and what does not, as data that a test runs and `explain` shows in words.

An example is a table of one of three kinds:
    rows    rows of forms, field (or heading) → value; a row that does not say its 表种 is of 困难家庭名册
    cells   sheets, name of the sheet → rows of cells
    sample  what rows cannot express: the name of a function of the tests, with `words` that say it
and may name the pack, the as-of day and the file it is read from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Self

from rescue_cli.core import fields as f

Row = Mapping[str, Any]
KINDS = ("rows", "cells", "sample")
SHOWN_ROWS = 3  # of an example of many rows; the last one is shown too
ROW_FORM = "困难家庭名册"
_PLACE_ONLY = frozenset({f.SOURCE_FILE, f.SHEET, f.ROW, f.MEMBER, f.FIRST_ROW, f.FORM})


@dataclass(frozen=True)
class Example:
    """Exactly one of `rows`, `cells` and `sample` is given; `words` go with `sample`."""

    pack: str = "xixia-2019"
    as_of: Any = None
    file: str = ""
    rows: Sequence[Row] = ()
    cells: Mapping[str, Sequence[Sequence[Any]]] = field(default_factory=dict)
    sample: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        given = [kind for kind in KINDS if getattr(self, kind)]
        if len(given) != 1 or bool(self.words) != bool(self.sample):
            raise ValueError("例子要有 rows、cells、sample 中的一种；写 sample 的还要写 words，其他的不写")

    @classmethod
    def of_table(cls, table: Mapping[str, Any]) -> Self:
        """The example a TOML table writes down; ValueError where it is none."""
        known = [entry.name for entry in fields(cls)]
        unknown = sorted(set(table) - set(known))
        if unknown:
            raise ValueError(f"例子里没有“{unknown[0]}”这一项，只能写 {'、'.join(known)}")
        return cls(**table)

    def in_words(self) -> str:
        """One line for a reader: 户主姓名＝示范甲，身份证号＝…；户主姓名＝…"""
        setting = [f"基准日{self.as_of}" if self.as_of else "", f"文件“{self.file}”" if self.file else ""]
        content = self.words or (rows_in_words(self.rows) if self.rows else _sheets_in_words(self.cells))
        return "：".join(filter(None, ["，".join(filter(None, setting)), content]))


def rows_in_words(rows: Sequence[Row]) -> str:
    """Rows one after the other, of many the first ones and the last."""
    lines = [_row_in_words(row) for row in rows]
    if len(lines) <= SHOWN_ROWS + 1:
        return "；".join(lines)
    return "；".join([*lines[:SHOWN_ROWS], f"……（共{len(lines)}行）", lines[-1]])


def _row_in_words(row: Row) -> str:
    cells = "，".join(f"{name}＝{_value(value)}" for name, value in row.items() if name not in _PLACE_ONLY)
    form = row.get(f.FORM, ROW_FORM)
    return cells if form == ROW_FORM else f"{form}：{cells}"


def _sheets_in_words(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> str:
    return "；".join(f"工作表“{name}”：{_cells_in_words(rows)}" for name, rows in sheets.items())


def _cells_in_words(rows: Sequence[Sequence[Any]]) -> str:
    lines = ["｜".join(_value(cell) for cell in row if cell not in (None, "")) for row in rows]
    return " / ".join(line for line in lines if line) or "空白"


def _value(value: object) -> str:
    if value is None or value == "":
        return "空白"
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
