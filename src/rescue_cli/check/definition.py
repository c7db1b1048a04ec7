"""What a check written in Python is: one object that holds its code, what it needs, its SQL and its two examples."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from rescue_cli.core.townships import Township
from rescue_cli.pack.model import Pack

Row = Mapping[str, Any]
Columns = tuple[str | tuple[str, ...], ...]


@dataclass(frozen=True)
class Run:
    """What a query is written for: the pack, the day, the townships of the workspace, and what came in.

    `forms`: the forms of the pack that were handed in, in the pack's order. `filled`: fields that some mention gives.
    """

    pack: Pack
    as_of: dt.date
    townships: Sequence[Township]
    forms: tuple[str, ...]
    filled: frozenset[str]

    def gives(self, columns: Columns) -> bool:
        """Whether some mention gives every one of `columns`; of alternatives (a tuple) one will do."""
        return all(self.filled.intersection((entry,) if isinstance(entry, str) else entry) for entry in columns)


@dataclass(frozen=True)
class Source:
    """A table that checks read instead of the mentions themselves; made once a run, only if one of them can speak."""

    name: str
    query: Callable[[Run], str]


@dataclass(frozen=True)
class Check:
    """One check over the mentions. Its text stands in `schemas/findings.toml` under the same code.

    `field`: where it is told – the cell of this field's column; None where each row of the query says it (字段).
    `columns`: fields without which it cannot say anything; of a tuple of fields one will do. Where nobody gives them the
    check is silent and its query is not run.
    `query` gives a row a fault: 来源文件, 工作表, 行号 (null: the sheet as a whole), 镇街, then 值 (what stands in the cell,
    may be left out), and every further column is a fact of the finding under its own name. In any order.
    `fires`, `silent`: mentions by which a test proves it, and `rescue explain` shows it: one row a mention, field → value.
    What a row does not say of 表种, 镇街, 村居, 来源文件, 工作表 and 行号 is filled in: rows one below the other in
    困难家庭名册. A field that is there with None is a column of the sheet left empty.
    """

    code: str
    field: str | None
    columns: Columns
    query: Callable[[Run], str]
    fires: tuple[Row, ...]
    silent: tuple[Row, ...]
    source: Source | None = None


def filled_fields(mentions: pa.Table) -> frozenset[str]:
    """Columns in which some mention says something."""
    return frozenset(name for name in mentions.column_names if mentions[name].null_count < mentions.num_rows)
