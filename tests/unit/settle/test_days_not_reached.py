"""What is told of a day after the as-of day: the whole row, or the fields a form names, wait for it."""

import datetime as dt

import pyarrow as pa
import pytest

from rescue_cli.core import fields as f
from rescue_cli.pack.model.forms import Dated
from rescue_cli.settle import counted
from support.mentions import ROSTER, linking_pack, mentions_table, said

AS_OF = dt.date(2022, 6, 1)


def seen(*fields: str, day: int) -> list[tuple[str, str | None]]:
    """(name, township) of what counts of a roster's row that speaks of that day of June."""
    pack = linking_pack()
    waits = Dated(day=f.VISIT_DATE, fields=fields, row=not fields, clause="示例")
    forms = {**pack.forms, ROSTER: pack.forms[ROSTER].model_copy(update={"dated": (waits,)})}
    rows: pa.Table = mentions_table(
        [said("示范甲", 镇街="甲镇", 入户日期=dt.date(2022, 6, day)), said("示范乙", 镇街="甲镇")]
    )
    kept = counted(rows, pack.model_copy(update={"forms": forms}), AS_OF)
    return [(row[f.HEAD_NAME], row[f.TOWNSHIP]) for row in kept.to_pylist()]


@pytest.mark.parametrize("fields", [(), (f.TOWNSHIP,)])
def test_what_is_told_of_the_day_itself_counts(fields: tuple[str, ...]) -> None:
    assert seen(*fields, day=1) == [("示范甲", "甲镇"), ("示范乙", "甲镇")]


def test_a_row_waits_as_a_whole_where_no_field_is_named() -> None:
    assert seen(day=2) == [("示范乙", "甲镇")]


def test_only_the_named_fields_wait() -> None:
    assert seen(f.TOWNSHIP, day=2) == [("示范甲", None), ("示范乙", "甲镇")]
