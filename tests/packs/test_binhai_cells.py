"""滨海新区2018: what a township writes as the result of a visit, read from the workbook and decided as the notice says."""

import datetime as dt

import pytest

from rescue_cli.core.townships import Township
from support.packs import shipped
from support.small import through
from support.workbooks import xlsx

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
HEADS_COVERED = [
    "序号",
    "申请人",
    "身份证号",
    "家庭人口",
    "乡镇（街道）",
    "村（居委会）",
    "家庭收入",
    "家庭财产",
    "救助类别",
    "保障金额",
    "致困原因",
    "入户核查结果",
    "备注",
]
HEADS_REFUSED = [
    "序号",
    "申请人",
    "身份证号",
    "家庭人口",
    "乡镇（街道）",
    "村（居委会）",
    "家庭收入",
    "家庭财产",
    "申请救助时间",
    "申请救助类别",
    "未批准救助原因",
    "核查结果（是否达到救助条件、并注明享受何种救助）",
    "调查人",
]
NO_VISIT, UNCLEAR, UNREAD, AGAINST = "不是入户复核", "复核符合条件", "核查结果未读懂", "核查与收入不符"
COVERED = [
    ("符合条件", "继续享受"),
    ("2018年12月5日入户，符合条件", "继续享受"),
    ("没有违规享受", "继续享受"),
    ("符合条件，但救助后仍有困难", "救助后仍有突出困难"),
    ("收入超标，不符合低保条件", "违规享受"),
    ("达不到低保条件", "违规享受"),
    ("未达到低保条件", "违规享受"),
    ("疑似违规享受", NO_VISIT),
    ("涉嫌违规享受", NO_VISIT),
    ("可能不符合条件", NO_VISIT),
    ("电话核实符合条件", NO_VISIT),
    ("去年核查符合条件", NO_VISIT),
    ("未入户，符合条件", NO_VISIT),
    ("2018年3月入户，符合条件", "复核不在会战期间"),
    ("2018年11月5日入户，符合条件", "复核不在会战期间"),
    ("应该符合条件", NO_VISIT),
    ("待核对后符合条件", NO_VISIT),
    ("其子不符合条件", NO_VISIT),
    ("符合条件？", NO_VISIT),
    ("是否符合条件待定", UNCLEAR),
    ("搬走", UNCLEAR),
]
REFUSED = [
    ("达到低保条件", 2000, "拟低保"),
    ("达到", 2000, "拟低保"),
    ("达到低收入条件", 3000, "拟低收入"),
    ("达到医疗救助条件", 6000, "拟专项救助"),
    ("未达到救助条件", 6000, "收入超标准"),
    ("达不到救助条件", 6000, "收入超标准"),
    ("不能达到", 6000, "收入超标准"),
    ("达不到救助条件", 2000, AGAINST),
    ("达到低保条件", 3000, AGAINST),
    ("", 2000, "拟低保"),
    ("", 6000, "收入超标准"),
    ("不达到低保，达到医疗救助条件", 6000, UNREAD),
    ("未达到低保条件，可享受临时救助", 6000, UNREAD),
    ("达到救助条件，已享受低保", 2000, UNREAD),
    ("可能达到", 2000, UNREAD),
    ("即将达到低保条件", 2000, UNREAD),
    ("难以达到", 6000, UNREAD),
    ("基本达到", 2000, UNREAD),
    ("达到低保条件？", 2000, UNREAD),
    ("邻居称达到低保条件", 2000, UNREAD),
    ("是否达到待核", 2000, UNREAD),
    ("拒绝核查", 2000, UNREAD),
    ("未入户", 6000, UNREAD),
    ("如财产核实后可达到救助条件，低保", 2000, UNREAD),
    ("原达到救助条件", 2000, UNREAD),
    ("应该达到救助条件，低保", 2000, UNREAD),
    ("其子达到救助条件", 2000, UNREAD),
]
CELLS = [*COVERED, *((cell, rule) for cell, _, rule in REFUSED)]


def number(n: int) -> str:
    body = f"12011619800101{n:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(a) * b for a, b in zip(body, weights, strict=True)) % 11]


@pytest.fixture(scope="module")
def decided() -> list[dict[str, object]]:
    """One determination a cell, in their order."""
    place, remark = ("塘沽街道", "甲社区"), "1.无；2.没有困难；3.无近亲属享受"
    people = [(n + 1, f"{SURNAMES[n]}一", number(n), 3, *place) for n in range(len(CELLS))]
    covered = [
        [*who, 1500, "无", "低保", 1260, "重病", cell, remark] for who, (cell, _) in zip(people, COVERED, strict=False)
    ]
    refused = [
        [*who, income, "无", "2018年5月", "低保", "收入超标", cell, "王某"]
        for who, (cell, income, _) in zip(people[len(COVERED) :], REFUSED, strict=True)
    ]
    title = "滨海新区社会救助家庭排查情况统计表"
    files = {
        "塘沽街道附件1.xlsx": xlsx({"Sheet1": [[f"{title}（在保）"], HEADS_COVERED, *covered]}),
        "塘沽街道附件2.xlsx": xlsx({"Sheet1": [[f"{title}（2018年申请社会救助审批未通过）"], HEADS_REFUSED, *refused]}),
    }
    done = through(shipped("binhai-2018"), files, dt.date(2019, 2, 28), (Township("塘沽街道", ("塘沽",)),))
    heads = {line["编号"]: line["户主姓名"] for line in done.facts}
    by_head = {heads[line["编号"]]: line for line in done.determinations if line["分类"]}
    return [by_head[who[1]] for who in people]


@pytest.mark.parametrize("place", range(len(CELLS)), ids=[f"{cell}→{rule}" for cell, rule in CELLS])
def test_a_result_of_a_visit_is_read_as_it_is_meant_or_asked_about(decided, place):
    assert decided[place]["规则"] == CELLS[place][1], decided[place]["理由"]
