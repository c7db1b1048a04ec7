"""Standards by area, relations between them, and what a form means firmly."""

import datetime as dt

import pytest

from support.small import book, small_pack, through

STANDARDS = """
[[standard]]
name = "低保标准"
area = "城市"
amount = 600
unit = "元/人·月"
from = 2022-01-01
source = "测试"
[[standard]]
name = "低保标准"
area = "农村"
amount = 4000
unit = "元/人·年"
from = 2022-01-01
source = "测试"
[[standard]]
name = "特困标准"
area = "城市"
amount = {urban}
unit = "元/人·月"
from = 2022-01-01
source = "测试"
[[standard]]
name = "特困标准"
area = "农村"
{rural}
unit = "元/人·年"
from = 2022-01-01
source = "测试"
[[relation]]
name = "特困标准不低于低保标准的1.3倍"
holds = "特困年标准 >= 低保年标准 * 1.3"
clause = "二（一）4"
"""
FIELDS = "".join(
    f'[[field]]\nname = "{name}"\ntype = "money"\nkind = "derived"\nunit = "元"\ngloss = "standard"\nsource = "测试"\n'
    for name in ("特困月标准", "特困年标准")
)
FLOOR = (
    '[[field]]\nname = "救助下限"\ntype = "money"\nkind = "derived"\nunit = "元"\ngloss = "floor"\nsource = "测试"\n'
)
DAY = dt.date(2022, 6, 30)
RELATION = ("JUDGE-STANDARD-RELATION", "JUDGE-STANDARD-UNVERIFIED")


@pytest.mark.parametrize(
    ("urban", "rural", "said"),
    [
        (780, "amount = 5200", []),  # exactly 1.3 times
        (779.99, "amount = 5200", [("JUDGE-STANDARD-RELATION", "城市", "特困年标准9359.88，低保年标准7200.00")]),
        (780, "amount = 5199.99", [("JUDGE-STANDARD-RELATION", "农村", "特困年标准5199.99，低保年标准4000.00")]),
        (780, "", [("JUDGE-STANDARD-UNVERIFIED", "农村", "农村特困标准")]),
    ],
)
def test_relations_are_verified_for_each_area(tmp_path, urban, rural, said):
    pack = small_pack(tmp_path, standards=STANDARDS.format(urban=urban, rural=rural), vocabulary=FIELDS)
    found = [finding for finding in through(pack, {}, DAY).findings if finding.code in RELATION]
    assert [(finding.code, finding.facts["区域"], finding.facts["数"]) for finding in found] == said


def test_a_standard_is_read_by_its_area_whatever_the_households_is(tmp_path):
    rules = '[[derive]]\nfield = "救助下限"\nvalue = "城市低保月标准 * 2"\nclause = "二（一）4"\n'
    pack = small_pack(tmp_path, standards=STANDARDS.format(urban=780, rural=""), vocabulary=FIELDS + FLOOR, rules=rules)
    (facts,) = through(pack, {"名册.xlsx": book((1, "甲镇", "东村", "示范甲", "", "东村1号", 3, ""))}, DAY).facts
    assert facts["城乡"] is None
    assert facts["救助下限"] == 1200
    assert facts["农村低保年标准"] == 4000


@pytest.mark.parametrize(("firm", "area"), [(True, "农村"), (False, None)])
def test_a_firm_assumption_holds_beside_a_roster_that_asks(tmp_path, firm, area):
    poor = """
title = "未脱贫户名册"
grain = "household"
role = "roster"
clause = "一"
names = ["未脱贫户名册"]
column = [{ field = "镇街" }, { field = "户主姓名", required = true }, { field = "身份证号" }, { field = "城乡", ask = false }]
[[assume]]
field = "城乡"
value = "农村"
clause = "建档立卡户都是农村户"
"""
    asks = poor.partition("[[assume]]")[0].replace("未脱贫户", "低保对象")
    pack = small_pack(tmp_path, 未脱贫户名册=poor + f"firm = {str(firm).lower()}\n", 低保对象名册=asks)
    heads = ("镇街", "户主姓名", "身份证号", "城乡")
    sent = {
        "一.xlsx": book(("甲镇", "示范甲", "990101196001010019", ""), title="未脱贫户名册", heads=heads),
        "二.xlsx": book(("甲镇", "示范甲", "990101196001010019", ""), title="低保对象名册", heads=heads),
    }
    (facts,) = through(pack, sent, DAY).facts
    assert facts["城乡"] == area
