"""Rows looked up in another table by what names them: in order, nulls equal, the last row counts."""

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.report.row_lookup import looked_up, rows_not_in

KEYS = (f.SOURCE_FILE, f.ROW, f.MEMBER)
SCHEMA = pa.schema(
    [(f.SOURCE_FILE, pa.string()), (f.ROW, pa.int32()), (f.MEMBER, pa.int32()), (f.TOWNSHIP, pa.string())]
)


def table(*rows: tuple[str | None, int | None, int | None, str | None]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(SCHEMA.names, row, strict=True)) for row in rows], SCHEMA)


KNOWN = table(
    ("甲.xlsx", 5, None, "兴泾镇"),
    ("甲.xlsx", 6, 1, "镇北堡镇"),
    ("甲.xlsx", 6, 2, "文昌路街道"),
    ("乙.xlsx", 5, None, "兴泾镇"),
    ("乙.xlsx", 5, None, None),
)


def test_answers_come_in_the_order_of_the_asked_rows_and_twice_where_asked_twice() -> None:
    asked = table(("甲.xlsx", 6, 2, ""), ("甲.xlsx", 5, None, ""), ("丙.xlsx", 5, None, ""), ("甲.xlsx", 6, 2, ""))
    assert looked_up(asked, KNOWN, KEYS, f.TOWNSHIP).to_pylist() == ["文昌路街道", "兴泾镇", None, "文昌路街道"]


def test_a_row_without_member_is_itself_and_no_other() -> None:
    asked = table(("甲.xlsx", 6, None, ""), ("甲.xlsx", None, None, ""), ("甲.xlsx", 5, None, ""))
    assert looked_up(asked, KNOWN, KEYS, f.TOWNSHIP).to_pylist() == [None, None, "兴泾镇"]


def test_of_several_the_last_counts_though_it_says_nothing() -> None:
    assert looked_up(table(("乙.xlsx", 5, None, "")), KNOWN, KEYS, f.TOWNSHIP).to_pylist() == [None]


def test_nothing_asked_or_nothing_known() -> None:
    assert looked_up(SCHEMA.empty_table(), KNOWN, KEYS, f.TOWNSHIP).to_pylist() == []
    assert looked_up(KNOWN, SCHEMA.empty_table(), KEYS, f.TOWNSHIP).to_pylist() == [None] * 5


def test_rows_another_table_has_not() -> None:
    others = table(("甲.xlsx", 5, None, ""), ("甲.xlsx", 6, None, ""))
    rows = rows_not_in(KNOWN.slice(0, 3), others, KEYS)
    assert sorted(rows[f.MEMBER].to_pylist()) == [1, 2]
