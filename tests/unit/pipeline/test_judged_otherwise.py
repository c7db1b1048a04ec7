"""Who is decided otherwise because rules, standards or settings were changed is to be looked at before anything is handed in."""

import pyarrow as pa
import pytest

from rescue_cli.core.change_tables import CHANGES
from rescue_cli.pipeline.changes_since import Changes
from rescue_cli.pipeline.left_to_do import left_of_changes


def left(*lines: tuple[str, str, str]) -> list[str]:
    """`lines`: number, 变化, 原因."""
    rows = [{**dict.fromkeys(CHANGES.names), "编号": case, "变化": change, "原因": why} for case, change, why in lines]
    return [entry.sentence for entry in left_of_changes(Changes(pa.Table.from_pylist(rows, schema=CHANGES), "0001"))]


@pytest.mark.parametrize("cause", ["标准", "设置", "方案包", "程序版本"])
def test_a_changed_rule_is_said_with_how_many_it_decides_otherwise(cause: str) -> None:
    assert left(("1", "改判", cause), ("1", "改判", cause), ("2", "改判", cause), ("3", "改判", "来件")) == [
        f"{cause}改过，2户因此改判：见 变化.xlsx，上报以前请逐户核对；不该这样判的，改回去再运行"
    ]


def test_several_causes_are_one_line_and_each_household_counts_once() -> None:
    (sentence,) = left(("1", "改判", "标准、方案包"), ("2", "改判", "方案包"))
    assert sentence.startswith("方案包、标准改过，2户因此改判")


@pytest.mark.parametrize(
    ("change", "why"), [("改判", "来件"), ("改判", "裁定"), ("改判", "到期"), ("改动", "方案包"), ("新增", "标准")]
)
def test_what_came_is_no_rule_and_an_edit_no_decision(change: str, why: str) -> None:
    assert left(("1", change, why)) == []
