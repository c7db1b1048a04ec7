"""The lines of a statistics table and their figures: one a township, a cause, a pair of both, or those it names itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from rescue_cli.pack import model as m
from rescue_cli.pack.language.scope import ITEM
from rescue_cli.pack.language.sql import quoted
from rescue_cli.report.report_source import Source, exploded

Key = tuple[str | None, ...]
NOTHING = "（无）"


@dataclass(frozen=True)
class Line:
    """`labels`: what the line is called, one word for each of the table's label columns; `key`: the values behind them
    (None for a fixed row); `figures`: as the engine gives them, null where there is nothing."""

    labels: tuple[str, ...]
    key: Key | None
    figures: tuple[object, ...]


def label_names(sheet: m.ReportSheet) -> tuple[str, ...]:
    """The fields (or 项目) that name the lines."""
    return sheet.row_fields or (ITEM,)


def overlapping(sheet: m.ReportSheet, source: Source) -> list[str]:
    """The row fields of which one household may hold several items: their lines have no total."""
    return [name for name in sheet.row_fields if source.scope.types[name] == "choices"]


def lines(sheet: m.ReportSheet, source: Source, figures: Sequence[str]) -> list[Line]:
    """`figures`: SQL aggregates. Every township (or value of a code list) has a line, also where nothing is; what has none,
    or one that nobody listed, has a line of its own."""
    if sheet.row:
        return [_fixed(sheet, row, source, figures) for row in sheet.row]
    figures_by_key = _grouped(sheet, source, figures)
    nothing: tuple[object, ...] = (None,) * len(figures)
    present = {key for key, counted in figures_by_key.items() if any(counted)}
    names = sheet.row_fields
    keys = _keys(names, source, present)
    return [Line(_labels(names, key), key, tuple(figures_by_key.get(key, nothing))) for key in keys]


def key_columns(sheet: m.ReportSheet, source: Source) -> list[str]:
    """SQL of the row fields as text; of a field with several items, each item in turn."""
    columns = []
    for name in sheet.row_fields:
        column = f"s.{quoted(name)}"
        kind = source.scope.types[name]
        if kind == "choices":
            columns.append(f"UNNEST({exploded(column)})")
        elif kind == "yes_no":
            columns.append(f"CASE WHEN {column} THEN '是' WHEN NOT {column} THEN '否' END")
        else:
            columns.append(f"CAST({column} AS VARCHAR)")
    return columns


def _fixed(sheet: m.ReportSheet, row: m.FixedRow, source: Source, figures: Sequence[str]) -> Line:
    columns = ", ".join(f"{sql} AS c{place}" for place, sql in enumerate(figures))
    table = source.engine.sql(f"SELECT {columns} FROM {source.query} {source.where(sheet.where, row.where)}")
    return Line((row.label,), None, tuple(table.to_pylist()[0].values()))


def _grouped(sheet: m.ReportSheet, source: Source, figures: Sequence[str]) -> dict[Key, list[object]]:
    keys = [f"k{place}" for place in range(len(sheet.row_fields))]
    key_sql = ", ".join(f"{sql} AS {key}" for key, sql in zip(keys, key_columns(sheet, source), strict=True))
    columns = ", ".join(f"{sql} AS c{place}" for place, sql in enumerate(figures))
    rows = source.engine.sql(
        f"SELECT {', '.join(keys)}, {columns} FROM (SELECT s.*, {key_sql} FROM {source.query} {source.where(sheet.where)}) s"
        f" GROUP BY {', '.join(keys)}"
    ).to_pylist()
    return {tuple(row[key] for key in keys): [row[f"c{n}"] for n in range(len(figures))] for row in rows}


def _keys(names: Sequence[str], source: Source, present: set[Key]) -> list[Key]:
    """By the first field's order, within it by the second's, and so on; later fields only where there is something."""
    first = source.in_order(names[0], {key[0] for key in present})
    if len(names) == 1:
        return [(value,) for value in first]
    keys: list[Key] = []
    for value in first:
        below = _keys_present(names[1:], source, {key[1:] for key in present if key[0] == value})
        keys += [(value, *key) for key in below] or [(value, *([NOTHING] * (len(names) - 1)))]
    return keys


def _keys_present(names: Sequence[str], source: Source, present: set[Key]) -> list[Key]:
    if not names:
        return [()] if present else []
    return [
        (value, *key)
        for value in source.in_order(names[0], {key[0] for key in present})
        for key in _keys_present(names[1:], source, {key[1:] for key in present if key[0] == value})
    ]


def _labels(names: Sequence[str], key: Key) -> tuple[str, ...]:
    return tuple(value if value is not None else f"{name}未明" for name, value in zip(names, key, strict=True))
