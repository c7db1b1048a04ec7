"""Looking rows up in another table by the columns that name them, without a Python value a row."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

_PLACE = "_place"  # the asked row's own, so that answers come in its order
_NO_NUMBER = -1  # a row without a member is the same row in both tables: null would equal nothing


def looked_up(asked: pa.Table, known: pa.Table, keys: Sequence[str], value: str) -> "pa.Array[Any]":
    """For each row of `asked`, in its order, `value` of the last row of `known` with the same `keys`; null where there is none.

    Both tables have the columns `keys` (text or whole numbers); null and empty keys are equal.
    """
    answers = last_of(known, keys, value)
    numbered = comparable(asked, keys).append_column(_PLACE, pa.array(range(asked.num_rows), pa.int64()))
    joined = numbered.join(answers, list(keys), join_type="left outer").sort_by(_PLACE)
    return joined.column(value).combine_chunks()


def last_of(table: pa.Table, keys: Sequence[str], value: str) -> pa.Table:
    """One line a different `keys`, with `value` of the last row that has them, be it null."""
    narrow = comparable(table, keys).append_column(value, table.column(value))
    last = (value, "last", pc.ScalarAggregateOptions(skip_nulls=False))
    return narrow.group_by(list(keys), use_threads=False).aggregate([last]).rename_columns([*keys, value])


def rows_not_in(table: pa.Table, others: pa.Table, keys: Sequence[str]) -> pa.Table:
    """The `keys` of the rows of `table` that `others` has no row for, in no order."""
    return comparable(table, keys).join(comparable(others, keys), list(keys), join_type="left anti")


def comparable(table: pa.Table, keys: Sequence[str]) -> pa.Table:
    """The columns `keys` with what is null made equal to itself: "" or -1."""
    columns = [table.column(name) for name in keys]
    blanks = ["" if pa.types.is_string(column.type) else _NO_NUMBER for column in columns]
    return pa.table(
        {
            name: pc.fill_null(column, pa.scalar(blank, column.type))
            for name, column, blank in zip(keys, columns, blanks, strict=True)
        }
    )
