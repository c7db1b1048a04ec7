"""Two households of rosters of which nobody has said whether they are one: both keep their decision, both reasons say so."""

import datetime as dt
from pathlib import Path

import pytest

from rescue_cli.core import fields as f
from support.county import run_of, sheet

HEAD = "王建国"
CITY = {"户主姓名": HEAD, "城乡": "城市", "家庭人口": 3, "家庭困难类别": "重病", "财产符合规定": "是"}


@pytest.mark.parametrize(("second", "outcome"), [(400, "拟低保"), (900, "拟低收入")])
def test_neither_loses_its_help_and_both_say_that_they_may_be_one(tmp_path: Path, second: int, outcome: str) -> None:
    files = {
        "兴泾镇/甲.xlsx": sheet("困难家庭名册", CITY | {"人均月收入": 300, "村居": "泾华村"}),
        "兴泾镇/乙.xlsx": sheet("困难家庭名册", CITY | {"人均月收入": second}),
    }
    done = run_of(tmp_path, "xixia-2019", files, dt.date(2019, 6, 30))
    assert done.merge["pairs"]["档"].to_pylist() == ["待裁定"]
    lines = [line for line in done.judge["determinations"].to_pylist() if line[f.GROUP] is not None]
    assert sorted(line[f.OUTCOME] for line in lines) == sorted(["拟低保", outcome])
    numbers = [line[f.CASE] for line in lines]
    assert [line[f.REASON].partition("；与")[2] for line in lines] == [
        f"编号{other}疑似同一户，尚未裁定" for other in reversed(numbers)
    ]


def test_a_pair_with_a_list_is_no_such_pair(tmp_path: Path) -> None:
    files = {
        "兴泾镇/甲.xlsx": sheet("困难家庭名册", CITY | {"人均月收入": 300, "村居": "泾华村"}),
        "局机关/名单.xlsx": sheet("低保在保名单（2019年3月31日）", {"户主姓名": HEAD, "镇街": "兴泾镇", "家庭人口": 3}),
    }
    done = run_of(tmp_path, "xixia-2019", files, dt.date(2019, 6, 30))
    assert done.merge["doubled"].num_rows == 0
