"""Facts gathered over all rows of a township: what a list that came says of those who are not on it."""

import datetime as dt

import pytest

from rescue_cli.core import fields as f
from rescue_cli.pipeline.case_runs import determine
from support.packs import shipped

DAY = dt.date(2019, 9, 30)
ROSTER = {
    f.HEAD_NAME: "示范甲",
    f.TOWNSHIP: "兴泾镇",
    f.AREA: "城市",
    "家庭人口": 2,
    "低保人数": 2,
    "人均月收入": 500,
    "家庭困难类别": ["年老体弱"],
}


def group(**listed: object) -> str:
    """How a household wholly covered by its own word is grouped, where a list came with this other household on it."""
    other = {"另一户": True, f.HEAD_NAME: "示范乙", "保障人数": 1, "名单日期": dt.date(2019, 3, 31), **listed}
    given = {"困难家庭名册": [ROSTER], "低保在保名单": [other]}
    (line,) = [line for line in determine(shipped("xixia-2019"), [("户", given)], DAY)["户"] if line[f.GROUP]]
    return line[f.GROUP]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ({f.TOWNSHIP: "兴泾镇"}, "待核实"),
        ({f.TOWNSHIP: None}, "待核实"),  # a list of nowhere may be of there
        ({f.TOWNSHIP: "镇北堡镇"}, "已享受救助"),
        ({f.TOWNSHIP: "兴泾镇", f.AREA: "城市"}, "待核实"),
        ({f.TOWNSHIP: "兴泾镇", f.AREA: "农村"}, "已享受救助"),
    ],
)
def test_a_list_speaks_for_its_township_and_area(listed: dict[str, object], expected: str) -> None:
    assert group(**listed) == expected
