"""What stands around a table instead of in it: the department, the month, and townships in addresses."""

import datetime as dt

import pytest

from rescue_cli.core.townships import Township
from support.packs import shipped
from support.reading import column, read_here
from support.workbooks import xlsx

PACK = shipped("chengbei-2022")
TOWNSHIPS = (Township("大堡子镇", ("大堡子",), ("青石村", "白杨村")), Township("朝阳街道", ("朝阳",), ("柳林社区",)))
HEAD = ["序号", "户主姓名", "家庭住址", "疑点内容", "联系电话"]


def sent(title, address="大堡子镇青石村1号", name="疑点.xlsx", head=HEAD, row=None):
    rows = [[title], head, row or [1, "示范甲", address, "自付医疗费用较大", "19900000001"]]
    return read_here({name: xlsx({"Sheet1": rows})}, TOWNSHIPS, PACK).mentions


@pytest.mark.parametrize(
    ("title", "name", "department"),
    [
        ("（区残联）困难群众疑点信息反馈表", "疑点.xlsx", "残联"),
        ("城北区医疗保障局困难群众疑点信息反馈表", "疑点.xlsx", "医保局"),
        ("（部门）困难群众疑点信息反馈表", "区教育局5月.xlsx", "教育局"),
        ("（部门）困难群众疑点信息反馈表", "人社局/5月.xlsx", "人社局"),
        ("教育局、残联困难群众疑点信息反馈表", "疑点.xlsx", None),
        ("困难群众疑点信息反馈表", "疑点.xlsx", None),
    ],
)
def test_department_stands_in_title_file_or_folder(title, name, department):
    assert column(sent(title, name=name), "部门") == [department]


def test_a_cell_goes_before_the_title():
    mentions = sent("残联困难群众疑点信息反馈表", head=[*HEAD, "部门"], row=[1, "示范甲", "", "失业", "", "人社局"])
    assert column(mentions, "部门") == ["人社局"]


@pytest.mark.parametrize(
    ("title", "name", "day"),
    [
        ("残联2022年5月困难群众疑点信息反馈表", "疑点.xlsx", dt.date(2022, 5, 31)),
        ("残联困难群众疑点信息反馈表", "残联2022年6月疑点.xlsx", dt.date(2022, 6, 30)),
        ("残联困难群众疑点信息反馈表\n报送日期：2022年7月29日", "疑点.xlsx", dt.date(2022, 7, 29)),
        ("残联5月份困难群众疑点信息反馈表", "疑点.xlsx", dt.date(2022, 5, 31)),  # the pack's period has one May
        ("残联困难群众疑点信息反馈表", "残联2月.xlsx", None),  # before the period
        ("残联困难群众疑点信息反馈表\n报送日期：5月8日", "疑点.xlsx", None),
        ("残联困难群众疑点信息反馈表", "疑点.xlsx", None),
    ],
)
def test_month_stands_in_title_or_file_name(title, name, day):
    assert column(sent(title, name=name), "名单日期") == [day]


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("西宁市城北区大堡子镇青石村1号", ("大堡子镇", "青石村")),
        ("大堡子镇某某路1号", ("大堡子镇", None)),
        ("柳林社区3号楼", ("朝阳街道", "柳林社区")),
        ("朝阳东路1号", (None, None)),  # a short name in a road is no township
        ("大堡子镇，现住朝阳街道柳林社区", (None, None)),
        ("", (None, None)),
    ],
)
def test_address_names_the_township_in_full(address, place):
    mentions = sent("残联困难群众疑点信息反馈表", address=address)
    assert (column(mentions, "镇街"), column(mentions, "村居")) == ([place[0]], [place[1]])


def test_township_from_an_address_is_listed():
    rows = [["残联困难群众疑点信息反馈表"], HEAD, [1, "示范甲", "大堡子镇青石村1号", "失业", ""]]
    raw = read_here({"疑点.xlsx": xlsx({"Sheet1": rows})}, TOWNSHIPS, PACK).raw.to_pylist()
    assert {(line["字段"], line["读作"]) for line in raw} >= {("镇街", "大堡子镇"), ("村居", "青石村")}


def test_title_of_a_township_goes_before_addresses():
    assert column(sent("朝阳街道残联困难群众疑点信息反馈表"), "镇街") == ["朝阳街道"]
