"""黔江区2022: what townships write in one cell of the detail list, read from the workbook and decided as the notice says.

Each cell stands in a row of its own; what is expected is the rule that decides about the household.
"""

import datetime as dt

import pytest

from rescue_cli.core.townships import Township
from support.packs import shipped
from support.small import Done, through
from support.workbooks import xlsx

AS_OF = dt.date(2022, 12, 31)
HEADS = [
    "所属乡镇（街道）",
    "对象姓名",
    "家庭基本情况",
    "疑似符合救助",
    "乡镇（街道）调查情况",
    "乡镇（街道）办理结果",
    "发现方式",
]
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张", "一乙丁七卜入八儿刀力十又三上下丈万大女小山川千土"
LOW, RELIEF, CARE, MEDICAL = "城乡低保", "临时救助", "特困供养", "医疗救助"
UNREAD, UNDATED = "办理结果未读懂", "纳入时间没有写"

ADMITTED = [
    (LOW, "低保：2022年12月1日纳入", "纳入低保"),
    (LOW, "2022年12月1日纳入低保", "纳入低保"),
    (LOW, "纳入，2022年12月1日", "纳入低保"),
    (LOW, "2022年12月1日", UNREAD),
    (LOW, "经镇人民政府审核审批，该户已于2022年12月1日纳入低保救助范畴", "纳入低保"),
    (LOW, "经濯水镇人民政府审批，从2022年12月1日起给予低保，每月500元", "纳入低保"),
    (LOW, "2022年12月1日起享受低保待遇，3人，每人每月581元", "纳入低保"),
    (LOW, "予以低保（2022.12.1）", "纳入低保"),
    (LOW, "2022-12-01批准享受农村低保", "纳入低保"),
    (LOW, "经审核符合低保条件，2022年12月1日纳入低保", "纳入低保"),
    (LOW, "二〇二二年十二月一日纳入低保", "纳入低保"),
    (LOW, "低保：纳入（20221201）", "纳入低保"),
    (LOW, "户主本人2022年12月1日纳入低保", "纳入低保"),
    (LOW, "纳入低保；2022年12月1日", "纳入低保"),
    (LOW, "纳入低保边缘家庭，2022年12月8日", "纳入低收入"),
    (LOW, "不符合低保条件；2022年12月8日纳入低收入人口动态监测", "纳入低收入"),
    (RELIEF, "给予临时救助2000元，2022年12月5日", "给予临时救助"),
    (RELIEF, "2022年12月5日发放临时救助金2000元", "给予临时救助"),
    (RELIEF, "2022年12月5日给予一次性临时救助0.2万元", "给予临时救助"),
    (CARE, "2022年12月3日纳入特困人员救助供养", "纳入特困"),
    (MEDICAL, "已转介区医保局给予医疗救助，2022年12月6日", "转介给予救助"),
    (MEDICAL, "2022年12月6日由区医保局给予医疗救助", "转介给予救助"),
    (f"{LOW}、{MEDICAL}", "低保：2022年12月1日纳入；医疗救助：不符合救助条件", "纳入低保"),
    (f"{LOW}、{RELIEF}", "1.低保：不符合条件；2.临时救助：2022年12月5日给予1000元", "给予临时救助"),
    (f"{LOW}、{RELIEF}", "2022年12月1日纳入低保，并于2022年12月5日给予临时救助1000元", "纳入低保"),
    (f"{LOW}、{MEDICAL}", "低保、医疗救助均已纳入，2022年12月1日", "纳入低保"),
    (f"{LOW}、{RELIEF}", "该户已享受低保，2022年12月5日给予临时救助2000元", "给予临时救助"),
    (LOW, "2022年12月1日纳入低保。该户情况属实。", "纳入低保"),
    (LOW, "该户于2022年12月1日正式纳入低保，保障3人，月保障金1500元", "纳入低保"),
    (LOW, "已按规定纳入低保，自2022年12月1日起执行", "纳入低保"),
    (LOW, "低保2022年12月1日纳入 医疗救助不符合", "纳入低保"),
    (RELIEF, "已发放临时救助金贰仟元，2022年12月5日", "给予临时救助"),
    (CARE, "2022年12月3日纳入特困分散供养", "纳入特困"),
    (LOW, "同意纳入低保（2022年12月1日）", "纳入低保"),
    (LOW, "已办理低保，2022年12月1日", "纳入低保"),
    (LOW, "低保已落实（2022年12月1日）", "纳入低保"),
    (LOW, "2022年12月1日认定为低保对象", "纳入低保"),
    (LOW, "低保：2022年12月1日纳入；月保障金额800元", "纳入低保"),
    (LOW, "2022年12月1日纳入动态监测", "纳入低收入"),
    (LOW, "2022年12月1日纳入低收入人口监测", "纳入低收入"),
    (RELIEF, "2022年12月5日落实临时救助2000元", "给予临时救助"),
    (f"{LOW}、{CARE}", "不符合低保、特困条件，2022年12月1日给予临时救助1000元", "给予临时救助"),
    (f"{LOW}、{CARE}", "不符合低保、特困已纳入（2022年12月1日）", "纳入特困"),
    (CARE, "2022年12月1日纳入五保", "纳入特困"),
    (CARE, "五保：2022年12月1日纳入", "纳入特困"),
]
REFUSED = [
    (LOW, "不符合救助条件", "不符合列入观察"),
    (LOW, "经审核，家庭人均收入超过低保标准，不符合低保条件", "不符合列入观察"),
    (LOW, "因名下有轿车不符合低保条件", "不符合列入观察"),
    (LOW, "不同意纳入低保", "不符合列入观察"),
    (LOW, "不宜纳入低保", "不符合列入观察"),
    (LOW, "不予批准（家庭收入超标）", "不符合列入观察"),
    (LOW, "不符合低保条件，列入观察名单", "不符合列入观察"),
    (LOW, "经审核审批不符合现行救助条件，但确实存在实际困难，列入观察名单", "不符合列入观察"),
    (f"{LOW}、{RELIEF}", "低保、临时救助均不符合", "不符合列入观察"),
    (LOW, "未纳入低保，收入超标", "不符合列入观察"),
    (LOW, "未纳入低保，因家庭收入超过标准", "不符合列入观察"),
    (LOW, "未纳入低保", UNREAD),  # refused, or not yet
    (LOW, "低保：不符合救助条件；收入超标", "不符合列入观察"),
    (LOW, "低保：不符合救助条件。其子名下有车", "不符合列入观察"),
    (LOW, "低保：不符合救助条件。其子已纳入低保", UNREAD),
    (LOW, "低保：2022年12月1日纳入；名下有车", UNREAD),
    (f"{LOW}、{CARE}", "不符合低保、特困供养条件", "不符合列入观察"),
    (f"{LOW}、{MEDICAL}", "低保：不符合救助条件；收入超标", "部分项目待办理"),
    (f"{LOW}、{RELIEF}", "未纳入低保，2022年12月1日给予临时救助500元", UNREAD),
    (LOW, "其子不符合低保条件", UNREAD),
    (LOW, "疑似不符合低保条件", UNREAD),
    (LOW, "不符合低保条件，待复核", UNREAD),
    (LOW, "拒绝纳入低保", UNREAD),
    (LOW, "本人不同意纳入低保", UNREAD),
    (LOW, "本人放弃纳入低保，2022年12月1日", UNREAD),
    (LOW, "暂缓纳入低保", UNREAD),
    (LOW, "难以纳入低保", UNREAD),
    (LOW, "未纳入低保", UNREAD),
]
PLANNED = [
    (LOW, "申请2022年12月1日纳入低保", UNREAD),
    (LOW, "望2022年12月1日纳入低保", UNREAD),
    (LOW, "应纳入低保，2022年12月1日", UNREAD),
    (LOW, "如符合条件2022年12月1日纳入低保", UNREAD),
    (LOW, "如符合条件；2022年12月1日纳入低保", UNREAD),
    (LOW, "拟于2022年12月1日纳入低保", "待办理"),
    (LOW, "预计2022年12月纳入低保", UNREAD),
    (LOW, "同意上报", "待办理"),
    (LOW, "公示中", "待办理"),
    (LOW, "同意纳入低保", UNDATED),
    (LOW, "审核通过", UNREAD),
    (LOW, "已办结", UNREAD),
    (f"{LOW}、{RELIEF}", "建议纳入低保，给予临时救助2000元", UNREAD),
    (f"{LOW}、{RELIEF}", "不同意纳入低保、给予临时救助2000元，2022年12月5日", UNREAD),
    (MEDICAL, "已转介区医保局", "明细已转介待反馈"),
]
OTHERS = [
    (LOW, "其母亲2022年12月1日纳入低保", UNREAD),
    (LOW, "其母亲低保：2022年12月1日纳入", UNREAD),
    (LOW, "另一户2022年12月1日纳入低保", UNREAD),
    (LOW, "2022年12月1日纳入后因死亡停保", UNREAD),
    (LOW, "2022年12月1日纳入低保，2022年12月20日停保", UNREAD),
    (LOW, "2022年12月1日纳入低保0人", UNREAD),
    (RELIEF, "2022年12月1日给予临时救助0元", UNREAD),
    (LOW, "3人未纳入低保", UNREAD),
    (LOW, "低保：2022年12月1日纳入？", UNREAD),
    (LOW, "低保：2022年12月1日纳入；低保：不符合", UNREAD),
    (f"{LOW}、{RELIEF}", "由临时救助转为低保，2022年12月1日纳入", UNREAD),
    (LOW, "2022年12月1日给予低保审核", UNREAD),
    (LOW, "2022年12月1日纳入低保审批", UNREAD),
    (LOW, "2022年12月1日纳入低保评议", UNREAD),
    (LOW, "2022年12月1日纳入入户调查", UNREAD),
    (LOW, "2022年12月1日批准为低保审核对象", UNREAD),
    (LOW, "2022年12月1日纳入低保观察", UNREAD),
    (LOW, "2022年12月1日纳入低保监测", UNREAD),
    (LOW, "2022年12月1日纳入低保动态监测", UNREAD),
    (LOW, "2022年12月1日是否纳入低保", UNREAD),
    (LOW, "误将该户2022年12月1日纳入低保", UNREAD),
    (LOW, "2022年12月1日前纳入低保", UNREAD),
    (LOW, "2022年12月1日起不再纳入低保", UNREAD),
    (LOW, "2022年12月1日给予低保政策宣传", UNREAD),
    (f"{LOW}、{RELIEF}", "给予低保或临时救助，2022年12月1日", UNREAD),
]
DAYS = [
    (LOW, "纳入低保", UNDATED),
    (LOW, "12月1日纳入低保", UNREAD),
    (LOW, "2022年12月纳入低保", UNREAD),
    (LOW, "22.12.1纳入低保", UNREAD),
    (LOW, "2022年2月30日纳入低保", UNREAD),
    (LOW, "2022年12月1日、12月5日纳入低保", UNREAD),
    (f"{LOW}、{RELIEF}", "2022年12月1日纳入低保，给予临时救助2000元", UNDATED),
    (LOW, "该户2020年5月1日已纳入低保", "早先已纳入"),
    (LOW, "2022年11月8日纳入低保", "早先已纳入"),
    (LOW, "2022年11月9日纳入低保", "纳入低保"),
    (LOW, "已享受低保", "写已享受"),
    (LOW, "该户已享受低保", "写已享受"),
    (LOW, "在保", "写已享受"),
    (f"{LOW}、{RELIEF}", "2020年5月1日已纳入低保；2022年12月5日给予临时救助500元", "给予临时救助"),
    (f"{LOW}、{RELIEF}", "纳入，2022年12月1日", "办理结果不明"),
]
CELLS = [*ADMITTED, *REFUSED, *PLANNED, *OTHERS, *DAYS]
HARDSHIP = [
    ("属实", None),
    ("入户调查属实", None),
    ("生活困难", None),
    ("生活困难情况不属实", None),
    ("曾经生活困难现已好转", None),
    ("曾经确有实际困难，现已好转", None),
    ("群众反映确有实际困难", None),
    ("其母亲确有实际困难", None),
    ("无", None),
    ("是", None),
    ("是否确有实际困难：待核实", None),
    ("确有实际困难，是否属实待核实", None),
    ("户主患癌症，确有实际困难", True),
    ("经入户调查，该户确实存在实际困难", True),
    ("生活困难情况属实", True),
    ("基本生活确有困难", True),
    ("不存在实际困难", False),
    ("户主患癌症，生活无困难", False),
    ("经调查，该户无实际困难", False),
    ("确有实际困难；不存在实际困难", None),
]


def taken(rows: list[tuple[str, str, str]]) -> Done:
    """Rows of (疑似符合救助, 调查情况, 办理结果), each of a household of its own, taken through every stage."""
    lines = [
        ["濯水镇", f"{SURNAMES[n // len(GIVEN)]}{GIVEN[n % len(GIVEN)]}", "家庭3人", *row, "走访发现"]
        for n, row in enumerate(rows)
    ]
    files = {"濯水镇.xlsx": xlsx({"Sheet1": [["黔江区社会救助主动发现救助对象明细表"], HEADS, *lines]})}
    return through(shipped("qianjiang-2022"), files, AS_OF, (Township("濯水镇", ("濯水",)),))


@pytest.fixture(scope="module")
def decided() -> list[dict[str, object]]:
    """One determination a cell, in their order."""
    done = taken([(due, "确有实际困难", cell) for due, cell, _ in CELLS])
    heads = {line["编号"]: line["户主姓名"] for line in done.facts}
    by_head = {heads[line["编号"]]: line for line in done.determinations if line["分类"]}
    return [by_head[f"{SURNAMES[n // len(GIVEN)]}{GIVEN[n % len(GIVEN)]}"] for n in range(len(CELLS))]


@pytest.mark.parametrize("number", range(len(CELLS)), ids=[f"{cell}→{rule}" for _, cell, rule in CELLS])
def test_a_cell_is_read_as_it_is_meant_or_asked_about(decided, number):
    assert decided[number]["规则"] == CELLS[number][2], decided[number]["理由"]


def test_what_was_not_understood_is_told_in_the_townships_words(decided):
    for line, (_, cell, rule) in zip(decided, CELLS, strict=True):
        if rule in (UNREAD, UNDATED, "早先已纳入", "写已享受"):
            assert line["分类"] == "待核实"
            assert cell in str(line["理由"])


def test_what_is_said_of_the_rows_own_head_is_said_of_the_household():
    done = taken(
        [(LOW, "确有实际困难", "赵一2022年12月1日纳入低保"), (LOW, "确有实际困难", "赵一2022年12月1日纳入低保")]
    )
    heads = {line["编号"]: line["户主姓名"] for line in done.facts}
    assert {heads[line["编号"]]: line["规则"] for line in done.determinations if line["分类"]} == {
        "赵一": "纳入低保",
        "赵乙": UNREAD,
    }


def test_hardship_is_only_what_is_plainly_said():
    done = taken([(LOW, told, "") for told, _ in HARDSHIP])
    heads = {line["户主姓名"]: line["是否确有实际困难"] for line in done.settled.cases.to_pylist()}
    read = [heads[f"{SURNAMES[n // len(GIVEN)]}{GIVEN[n % len(GIVEN)]}"] for n in range(len(HARDSHIP))]
    assert dict(zip([told for told, _ in HARDSHIP], read, strict=True)) == dict(HARDSHIP)
