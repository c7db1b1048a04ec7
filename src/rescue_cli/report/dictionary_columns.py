"""Columns of the data dictionary as columns of a sheet, and rows out of arrow tables."""

from collections.abc import Iterable, Mapping, Sequence

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.field_types import FieldType
from rescue_cli.core.hit_codes import HIT
from rescue_cli.pack import model as m
from rescue_cli.workbooks.writing.sheet_layout import Cell, Format, LayoutColumn, Role

FORMATS: dict[FieldType, Format] = {"money": "money", "quotient": "money", "count": "count", "date": "date"}
SOURCE_WIDTHS = {f.SOURCE_FILE: 26.0, f.SHEET: 14.0}
NUMBER = LayoutColumn((f.SERIAL,), "count", 5)
CODES = (c.CODE, c.QUESTION_CODE, c.BLOCK_CODE, c.SCORE)  # by which a row is known again, looked up, or ranked
COMPACT = 20.0  # widest a dictionary column gets on a roster sheet with many columns


def field_column(pack: m.Pack, name: str, *, widest: float = COMPACT) -> LayoutColumn:
    """The column of a dictionary field; a field nobody described is plain text."""
    entry = pack.vocabulary.get(name)
    if entry is None:
        return LayoutColumn((name,), "text", SOURCE_WIDTHS.get(name), role=role_of(name))
    width = min(entry.width, widest) if entry.width else None
    return LayoutColumn((name,), FORMATS.get(entry.type, "text"), width, role=role_of(name))


def role_of(name: str) -> Role:
    """What the column of a field is for when the workbook comes back: 编号 names the row's case, 命中编号 the row itself."""
    return "key" if name in (f.CASE, HIT) else "shown"


def text_columns(widths: Mapping[str, float], counts: Sequence[str] = ()) -> tuple[LayoutColumn, ...]:
    """Columns of text by heading and width (in characters of half an em); those of `counts` hold whole numbers, those only the
    program reads are folded."""
    return tuple(
        LayoutColumn((name,), "count" if name in counts else "text", width, role=role_of(name), folded=name in CODES)
        for name, width in widths.items()
    )


def filled(table: pa.Table, names: Iterable[str]) -> list[str]:
    """Those of `names` that are columns of the table and hold at least one value."""
    return [name for name in names if name in table.column_names and table.column(name).null_count < table.num_rows]


def rows_of(table: pa.Table, names: Sequence[str]) -> list[tuple[Cell, ...]]:
    """The rows of these columns as tuples, numbered from 1 in front."""
    values: list[list[Cell]] = [table.column(name).to_pylist() for name in names]
    return list(zip(range(1, table.num_rows + 1), *values, strict=True))


def numbered(rows: Iterable[Sequence[Cell]]) -> list[tuple[Cell, ...]]:
    """The rows, numbered from 1 in front."""
    return [(number, *row) for number, row in enumerate(rows, 1)]


def place(row: Mapping[str, object], file: str = f.SOURCE_FILE, sheet: str = f.SHEET, line: str = f.ROW) -> str:
    """Where a row stands, in the clerk's own words; `file`, `sheet` and `line` name the columns that say it.

    >>> place({"来源文件": "兴泾镇/名册.xlsx", "工作表": "Sheet1", "行号": 5})
    '兴泾镇/名册.xlsx › Sheet1 › 第5行'
    """
    return place_text(row[file], row[sheet], row[line])


def place_text(file: object, sheet: object, row: object) -> str:
    """The same of the values themselves; delimited text has no sheet."""
    return " › ".join(part for part in (str(file), str(sheet or ""), f"第{row}行") if part)
