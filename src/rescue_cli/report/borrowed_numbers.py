"""ID numbers a household goes by although its own row holds none that is whole: which row, what stands there, and the row
of another sheet the number is taken from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import fields as f
from rescue_cli.report.row_lookup import looked_up
from rescue_cli.values.id_number import is_valid_id

UNREADABLE = "（读不出）"
_READ = (*f.MENTION_KEY, f.TOWNSHIP, f.HEAD_NAME, f.NAME, f.ID_NUMBER, f.UNREAD, f.SHOWN_DIGITS)


@dataclass(frozen=True)
class Borrowed:
    """`written`: what the row itself shows of the number; `source`: file, sheet and row that hold it whole."""

    case: str
    file: str
    sheet: str
    row: int
    township: str
    head: str
    written: str
    number: str
    source: tuple[str, str, int]


def borrowed_numbers(mentions: pa.Table, clusters: pa.Table, cases: pa.Table) -> list[Borrowed]:
    """One a damaged row of a case's head, in the order of case and row; tables as in core.tables."""
    numbers = looked_up(mentions, clusters, f.MENTION_KEY, f.CASE)
    rows = mentions.select([name for name in _READ if name in mentions.column_names]).append_column(f.CASE, numbers)
    rows = rows.filter(pc.is_valid(rows[f.CASE])).sort_by([(key, "ascending") for key in (f.CASE, *f.MENTION_KEY)])
    known = {
        case: (head, number)
        for case, head, number in zip(
            *(cases[name].to_pylist() for name in (f.CASE, f.HEAD_NAME, f.ID_NUMBER)), strict=True
        )
        if is_valid_id(number)
    }
    damaged = [row for row in _damaged(rows) if row[f.CASE] in known]
    wholes = _wholes(rows, {row[f.CASE]: known[row[f.CASE]][1] for row in damaged})
    return [
        _borrowed(row, *known[row[f.CASE]], wholes[row[f.CASE]])
        for row in damaged
        if row[f.CASE] in wholes and (row[f.NAME] or row[f.HEAD_NAME]) == known[row[f.CASE]][0]
    ]


def _damaged(rows: pa.Table) -> list[dict[str, Any]]:
    """The rows that show something of a number and hold none that is whole."""
    own = rows[f.ID_NUMBER]
    different = [number for number in own.unique().to_pylist() if number is not None and not is_valid_id(number)]
    wrong = pc.is_in(own, value_set=pa.array(different, pa.string()))
    silent = pc.is_null(own)
    lines = rows.filter(pc.or_(wrong, silent)).to_pylist()
    return [
        line for line in lines if line[f.ID_NUMBER] or line[f.SHOWN_DIGITS] or f.ID_NUMBER in (line[f.UNREAD] or ())
    ]


def _wholes(rows: pa.Table, wanted: Mapping[str, str]) -> dict[str, tuple[str, str, int]]:
    """Case → the first of its rows that holds its number."""
    holding = rows.filter(pc.is_in(rows[f.ID_NUMBER], value_set=pa.array(sorted({*wanted.values()}), pa.string())))
    first: dict[str, tuple[str, str, int]] = {}
    for row in holding.to_pylist():
        if wanted.get(row[f.CASE]) == row[f.ID_NUMBER]:
            first.setdefault(row[f.CASE], (row[f.SOURCE_FILE], row[f.SHEET] or "", row[f.ROW]))
    return first


def _borrowed(row: Mapping[str, Any], head: str, number: str, source: tuple[str, str, int]) -> Borrowed:
    return Borrowed(
        row[f.CASE],
        row[f.SOURCE_FILE],
        row[f.SHEET] or "",
        row[f.ROW],
        row[f.TOWNSHIP] or "",
        head,
        row[f.ID_NUMBER] or row[f.SHOWN_DIGITS] or UNREADABLE,
        number,
        source,
    )
