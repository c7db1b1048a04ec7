"""Write samples/城北区: three invented townships under 城北政办〔2022〕18号. Same bytes on every run.

python samples/notices/chengbei.py [FOLDER]
"""

import datetime as dt
import random
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from synthetic.files import Cell, Grid, csv_gb18030, xls, xlsx
from synthetic.people import Person, Population, wrong_check_character
from synthetic.planted import Planted, planted_csv

SEED = 20220408
VILLAGES = {
    "朝阳街道": ("柳林社区", "湖畔社区"),
    "马坊街道": ("幸福社区", "和谐社区"),
    "大堡子镇": ("青石村", "白杨村"),
}
AREA = {"朝阳街道": "城市", "马坊街道": "城市", "大堡子镇": "农村"}
MONTHLY = {"城市": 700, "农村": 473}
TOML = """\
# 示例工作区：人员、村居、住址均为虚构。
pack = "chengbei-2022"
as_of = 2022-08-31
"""
NEW, WATCH, OPEN, OUT, HAS = "新增救助", "救助观察", "待核实", "不予列入", "已享受救助"
Expect = tuple[str, str, str]
ROSTER = (
    "序号", "村（社区）", "户主姓名", "身份证号码", "家庭住址", "联系电话", "家庭人口", "人均月收入（元）", "财产状况是否符合规定",
    "家庭困难类别", "刚性支出是否较大", "收入是否大幅缩减", "基本生活是否严重困难", "线索来源", "发现时间", "上报时间", "本人申请确有困难", "帮办人",
)  # fmt: skip
DIBAO = (
    "序号", "镇街", "村居", "户主姓名", "姓名", "与户主关系", "身份证号", "残疾类别", "残疾等级", "是否患重病", "劳动能力",
    "家庭住址", "联系电话", "月保障金额", "收入来源", "享受起始日期",
)  # fmt: skip
TASK = (
    "序号", "户主姓名", "家庭住址", "联系电话", "疑点内容", "核实结论", "核实情况", "核实家庭人口", "核实人均月收入（元）",
    "财产符合规定", "家庭困难类别", "核实日期", "核实人",
)  # fmt: skip
RESULT = (
    "序号", "镇街", "户主姓名", "身份证号", "办理结果", "办理日期", "不符合理由", "转介部门", "一次性告知", "转介反馈", "反馈日期",
)  # fmt: skip
KEPT = (
    "序号",
    "村居",
    "户主姓名",
    "身份证号",
    "管理事项",
    "办理日期",
    "生存现状",
    "收支情况",
    "变动情况",
    "核实人均月收入",
)
HINT = ("序号", "户主姓名", "家庭住址", "疑点内容", "联系电话")
HINT_NOTE = "注：每月月底报送。"


def day(month: int, number: int, year: int = 2022) -> dt.date:
    return dt.date(year, month, number)


@dataclass(frozen=True)
class Situation:
    """What a township's sweep says of a household and what must come out. `income`: of the standard, plus yuan."""

    what: str
    expect: Expect
    income: tuple[int, float] | None = (1, -100)
    wealth: str | None = "是"
    trouble: str | None = "重病"
    severe: tuple[str, str, str] = ("否", "否", "否")
    reported: int = 0  # days after it was found
    help: str | None = None
    result: tuple[Cell, ...] = ()
    also: str = ""


SITUATIONS: tuple[Situation, ...] = (
    Situation("低于标准一分", (NEW, "初判", "拟低保"), (1, -0.01), also="拟转介医疗"),
    Situation("恰等于标准", (OPEN, "初判", "边界户"), (1, 0), also="拟转介医疗"),
    Situation("高于标准一分", (NEW, "初判", "拟低保边缘"), (1, 0.01), trouble="因残", also="拟转介残联"),
    Situation("低于2倍一分", (NEW, "初判", "拟低保边缘"), (2, -0.01), trouble="因学", also="拟转介教育"),
    Situation("恰为2倍", (WATCH, "初判", "拟转介帮扶"), (2, 0), trouble="住房困难", also="拟转介住房"),
    Situation(
        "因病支出大、生活严重困难", (NEW, "初判", "拟支出型"), (3, 0), severe=("是", "否", "是"), reported=1, also="拟转介医疗"
    ),
    Situation("超过2倍，没有困难", (OUT, "初判", "不予列入"), (4, 0), trouble="无"),
    Situation("财产没有填", (OPEN, "初判", "待核实"), (1, 50), wealth=None),
    Situation("低于标准，本人申请有困难", (NEW, "初判", "拟低保"), trouble="重残", help="村干部示例", also="帮办代办"),
    Situation(
        "审核确认为低保", (NEW, "终判", "纳入低保"), result=("纳入低保", day(8, 15), "", "", "是", "", None), trouble="失业", also="拟转介就业"
    ),
    Situation(
        "恰等于标准，审核确认为低保边缘",
        (NEW, "终判", "纳入低保边缘"),
        (1, 0),
        result=("纳入低保边缘", day(8, 19), "", "", "是", "", None),
    ),
    Situation(
        "转介后没有反馈", (OPEN, "终判", "转介待反馈"), (3, 0), result=("转介", day(8, 22), "", "医保局", "是", "", None)
    ),
)  # fmt: skip


class People(Population):
    """Telephones that do not run in series, as they never do."""

    def person(self, address: str, age: tuple[int, int] = (28, 78), *, ends_with_x: bool = False) -> Person:
        made = super().person(address, age, ends_with_x=ends_with_x)
        return replace(made, phone=f"1990000{int(made.phone[-4:]) * 371 % 10000:04d}")


@dataclass(frozen=True)
class Household:
    township: str
    village: str
    head: Person
    situation: Situation


@dataclass(frozen=True)
class Member:
    """A line of the 低保 list: name, relation, number, 残疾类别, 残疾等级, 患重病, 劳动能力."""

    name: str
    relation: str
    number: str
    disability: tuple[str, str] = ("无", "无")
    ill: str | None = "否"
    work: str | None = "有"


@dataclass(frozen=True)
class Listed:
    """A household of the 低保 list. `kept`: (事项, day, 变动, 核实人均月收入) of its 动态管理."""

    township: str
    village: str
    head: Person
    members: tuple[Member, ...]
    income: str | None
    since: dt.date
    what: str
    also: str
    kept: tuple[tuple[str, dt.date, str, Cell], ...] = ()


@dataclass(frozen=True)
class Hint:
    """A line of a department's monthly table, and what the township answered."""

    department: str
    month: int
    name: str
    address: str
    phone: str
    says: str
    answer: tuple[Cell, ...] = ()  # 结论, 情况, 人口, 人均月收入, 财产, 困难类别, 日期


def households(population: Population) -> list[Household]:
    """The twelve situations in each township."""
    made = []
    for township, villages in VILLAGES.items():
        for number, situation in enumerate(SITUATIONS):
            village = villages[number % 2]
            made.append(
                Household(township, village, population.person(f"{village}{number % 4 + 1}组{number + 5}号"), situation)
            )
    return made


def _family(population: Population, head: Person, *others: tuple[str, tuple[int, int]]) -> list[Member]:
    first = Member(head.name, "户主", head.id_number)
    return [first, *(Member(population.person("").name, kin, population.id_number(age)) for kin, age in others)]


ADULT, CHILD, OLD = (40, 50), (6, 9), (66, 75)  # ages in 2019


def listed(population: Population) -> list[Listed]:
    """Six households on the 低保 list of each township: every colour, and two that fit none or cannot be told."""
    made = []
    for township, villages in VILLAGES.items():
        for number in range(6):
            village = villages[number % 2]
            head = population.person(f"{village}8组{number + 1}号", ADULT)
            made.append(_covered(population, township, village, head, number))
    return made


def _covered(population: Population, township: str, village: str, head: Person, number: int) -> Listed:
    pair = _family(population, head, ("配偶", ADULT))
    done = ("动态管理", day(7, 5), "无变化", None)
    kinds: tuple[
        tuple[list[Member], str | None, dt.date, str, str, tuple[tuple[str, dt.date, str, Cell], ...]], ...
    ] = (
        (_family(population, head, ("父亲", OLD)), "固定", day(3, 1, 2021), "有60岁以上老年人", "黄色管理", (done,)),
        (
            _family(population, head, ("子女", CHILD)),
            "打零工",
            day(1, 1, 2022),
            "有未成年人，又收入不固定、有劳动能力",
            "黄色管理",
            (("每月了解", day(8, 3), "无变化", None),),
        ),
        (pair, "不固定", day(9, 1, 2021), "收入不固定，有劳动能力", "绿色管理", (("动态管理", day(3, 1), "", None),)),
        (
            pair,
            "固定",
            day(9, 1, 2021),
            "三色都不包括；核对收入已不低于标准",
            "三色未归、在保复核",
            (("经济状况核对", day(8, 10), "配偶就业", 900),),
        ),
        (pair, None, day(9, 1, 2021), "没有填收入来源", "三色待补", ()),
        (
            [pair[0], Member(pair[1].name, "配偶", pair[1].number, ("精神", "三级"), work="完全丧失")],
            "固定",
            day(9, 1, 2020),
            "三级精神残疾是重残",
            "黄色管理",
            (("动态管理", day(5, 9, 2021), "", None),),
        ),
    )
    members, income, since, what, also, kept = kinds[number]
    return Listed(township, village, head, tuple(members), income, since, what, also, kept)


def _titled(
    title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]], name: str = "Sheet1", note: str = ""
) -> Grid:
    """A table under its title, which is merged over the columns; a note below where there is one."""
    first: list[Cell] = [title, *[None] * (len(head) - 1)]
    below: list[list[Cell]] = [[note, *[None] * (len(head) - 1)]] if note else []
    body = [list(row) for row in rows]
    return Grid(name, [first, list(head), *body, *below], [(0, 0, 0, len(head) - 1)], frozenset({1}), frozenset({0}))


def _income(household: Household) -> float | None:
    if household.situation.income is None:
        return None
    times, more = household.situation.income
    return round(MONTHLY[AREA[household.township]] * times + more, 2)


def roster_row(number: int, household: Household) -> list[Cell]:
    head, situation = household.head, household.situation
    found = day(8, 2 + number)
    id_number = (
        wrong_check_character(head.id_number) if (household.township, number) == ("马坊街道", 9) else head.id_number
    )
    reported = found + dt.timedelta(days=-1 if (household.township, number) == ("朝阳街道", 4) else situation.reported)
    who: list[Cell] = [number, household.village, head.name, id_number, head.address, head.phone]
    money: list[Cell] = [3, _income(household), situation.wealth, situation.trouble, *situation.severe]
    return [*who, *money, "入户排查", found, reported, "是" if situation.help else "否", situation.help]


def rosters(made: Sequence[Household]) -> dict[str, bytes]:
    """朝阳 as xlsx with a sheet a community, 马坊 as xls, 大堡子 as csv."""
    files: dict[str, bytes] = {}
    for township, villages in VILLAGES.items():
        own = [one for one in made if one.township == township]
        rows = [roster_row(number, one) for number, one in enumerate(own, 1)]
        title = f"{township}困难家庭摸排名册"
        if township == "朝阳街道":
            sheets = [
                _titled(title, ROSTER, [row for row in rows if row[1] == village], village) for village in villages
            ]
            files["朝阳街道/困难家庭摸排名册（分社区）.xlsx"] = xlsx(sheets)
        elif township == "马坊街道":
            files["马坊/困难家庭摸排名册.xls"] = xls([_titled(title, ROSTER, rows)])
        else:
            files["大堡子镇困难家庭摸排名册.csv"] = csv_gb18030(Grid("", [list(ROSTER), *rows]))
    return files


def hints(made: Sequence[Household], covered: Sequence[Listed], population: Population) -> list[Hint]:
    """Hints of four departments in three months: some of known households, some of people nobody has listed."""
    old, ill = made[0], made[24]
    new = [population.person(f"{town}{VILLAGES[town][0]}9组{n}号") for n, town in enumerate(VILLAGES, 1)]
    verified = ("属实", "自付医疗费较大，靠打零工", 2, 520, "是", "重病", day(6, 20))
    false = ("不属实", "已报销，子女供养", 2, None, "", "无", day(6, 21))
    return [
        Hint("医保局", 5, old.head.name, f"{old.township}{old.head.address}", old.head.phone, "自付医疗费用较大"),
        Hint("医保局", 5, covered[0].head.name, covered[0].head.address, covered[0].head.phone, "住院三次"),
        Hint("医保局", 5, new[0].name, new[0].address, new[0].phone, "自付医疗费用5万元", verified),
        Hint("医保局", 5, new[1].name, new[1].address, new[1].phone, "大病自付费用高", false),
        Hint("残联", 6, new[0].name, new[0].address, new[0].phone, "重度残疾，无人照料"),
        Hint("残联", 6, ill.head.name, f"{ill.township}{ill.head.address}", ill.head.phone, "新办一级残疾证"),
        Hint("残联", 7, new[2].name, new[2].address, "", "三级精神残疾，独居"),
        Hint("教育局", 7, population.person("").name, "朝阳街道湖畔社区12号楼", "", "子女考入大学，缴费困难"),
        Hint("人社局", 8, population.person("").name, "马坊街道和谐社区5号楼", "19900009001", "失业金领取期满"),
    ]  # fmt: skip


def hint_files(found: Sequence[Hint]) -> dict[str, bytes]:
    """A workbook a department and month, as 附件1 prints it; the department stands in the title or only in the folder."""
    files = {}
    for department, month in dict.fromkeys((one.department, one.month) for one in found):
        own = [one for one in found if (one.department, one.month) == (department, month)]
        rows: list[list[Cell]] = [[n, one.name, one.address, one.says, one.phone] for n, one in enumerate(own, 1)]
        title = (
            "（部门）困难群众疑点信息反馈表" if department == "教育局" else f"（区{department}）困难群众疑点信息反馈表"
        )
        table = _titled(title, HINT, rows, note=HINT_NOTE)
        name = f"部门疑点/{department}/2022年{month}月困难群众疑点信息反馈表"
        files[f"{name}.xls" if department == "人社局" else f"{name}.xlsx"] = (xls if department == "人社局" else xlsx)(
            [table]
        )
    return files


def answers(found: Sequence[Hint]) -> dict[str, bytes]:
    """The task lists two townships filled in and sent back."""
    files = {}
    for township in VILLAGES:
        own = [one for one in found if one.answer and one.address.startswith(township)]
        rows = [
            [n, one.name, one.address, one.phone, one.says, *one.answer, "核实示例"] for n, one in enumerate(own, 1)
        ]
        if rows:
            title = f"{township}困难群众疑点核实任务单"
            files[f"{township}/{township}疑点核实任务单（已核实）.xlsx"] = xlsx([_titled(title, TASK, rows)])
    return files


def dibao_list(covered: Sequence[Listed]) -> bytes:
    """One row a person, the household's facts in its first row."""
    rows: list[list[Cell]] = []
    for number, one in enumerate(covered, 1):
        for at, member in enumerate(one.members):
            place: list[Cell] = [
                number,
                one.township,
                one.village,
                one.head.name,
                member.name,
                member.relation,
                member.number,
            ]
            care: list[Cell] = [*member.disability, member.ill, member.work]
            own: list[Cell] = [one.head.address, one.head.phone, 860 + 10 * number, one.income, one.since]
            rows.append([*place, *care, *(own if at == 0 else [None] * len(own))])
    return xlsx([_titled("城北区低保在保人员名单（2022年7月31日）", DIBAO, rows)])


def bureau_files(
    made: Sequence[Household], covered: Sequence[Listed], alone: dict[str, list[Person]]
) -> dict[str, bytes]:
    """The bureau's lists and results."""
    base = ("序号", "镇街", "村居", "户主姓名", "身份证号", "详细住址", "联系电话", "享受起始日期")
    since = {
        "特困人员名单": day(6, 1, 2020),
        "低保边缘家庭名单": day(10, 1, 2021),
        "支出型贫困家庭名单": day(12, 1, 2021),
    }
    files = {"民政局/低保在保人员名单.xlsx": dibao_list(covered)}
    for form, people in alone.items():
        rows = [
            [n, town, VILLAGES[town][0], one.name, one.id_number, one.address, one.phone, since[form]]
            for n, (town, one) in enumerate(zip(VILLAGES, people, strict=False), 1)
        ]
        files[f"民政局/{form}.xlsx"] = xlsx([_titled(f"城北区{form}（2022年7月31日）", base, rows)])
    decided = [one for one in made if one.situation.result]
    results = [
        [n, one.township, one.head.name, one.head.id_number, *one.situation.result] for n, one in enumerate(decided, 1)
    ]
    files["民政局/审核审批结果.xlsx"] = xlsx([_titled("城北区审核审批结果", RESULT, results)])
    for township in VILLAGES:
        kept = [(one, line) for one in covered if one.township == township for line in one.kept]
        rows = [
            [n, one.village, one.head.name, one.head.id_number, what, when, "良好", "收支平衡", change, income]
            for n, (one, (what, when, change, income)) in enumerate(kept, 1)
        ]
        files[f"{township}/三色动态管理记录.xlsx"] = xlsx([_titled(f"{township}三色动态管理记录", KEPT, rows)])
    return files


def emergencies(population: Population) -> tuple[dict[str, bytes], list[Planted]]:
    """Two reports from press and petitions, three applications for emergency relief."""
    fire, flood = population.person("马坊街道幸福社区3号楼"), population.person("大堡子镇白杨村2组8号")
    lines: list[list[Cell]] = [
        [1, fire.name, fire.address, fire.phone, "网络平台", "房屋失火", day(7, 1), day(7, 1), "已安置"],
        [2, flood.name, flood.address, flood.phone, "信访", "山洪冲毁房屋", day(8, 20), None, None],
    ]
    head = ("序号", "当事人", "家庭住址", "联系电话", "线索来源", "急难情况", "收到日期", "响应日期", "响应措施")
    files = {"民政局/急难线索登记表.xlsx": xlsx([_titled("城北区急难线索登记表", head, lines)])}
    crash, crash_late, unpaid = (population.person(f"朝阳街道柳林社区{n}号楼") for n in (4, 5, 6))
    applied: list[list[Cell]] = [
        [1, "朝阳街道", crash.name, crash.id_number, "临时救助", "车祸", "2022-07-10 09:30", "2022-07-10 15:00", "是", 1000, day(7, 10)],
        [2, "朝阳街道", crash_late.name, crash_late.id_number, "临时救助", "突发疾病", "2022-07-12 08:00", "2022-07-13 09:00", "是", 800, day(7, 13)],
        [3, "朝阳街道", unpaid.name, unpaid.id_number, "临时救助", "失火", "2022-08-30 16:00", None, "否", None, None],
    ]  # fmt: skip
    head = (
        "序号",
        "镇街",
        "申请人",
        "身份证号",
        "救急难类型",
        "急难情形",
        "受理时间",
        "答复时间",
        "小金额先行救助",
        "救助金额（元）",
        "发放日期",
    )
    files["朝阳街道/救急难登记表.xlsx"] = xlsx([_titled("朝阳街道救急难登记表", head, applied)])
    expect: tuple[tuple[str, Person, Expect, str, str], ...] = (
        ("马坊街道", fire, (OPEN, "初判", "线索待核查"), "急难线索，当天响应", ""),
        ("大堡子镇", flood, (OPEN, "初判", "线索待核查"), "急难线索，超过1天没有响应", ""),
        ("朝阳街道", crash, (NEW, "终判", "临时救助"), "小金额先行救助", "小金额先行救助"),
        ("朝阳街道", crash_late, (NEW, "终判", "临时救助"), "答复超过12小时", "小金额先行救助"),
        ("朝阳街道", unpaid, (OPEN, "初判", "救急难待答复"), "受理后没有答复", ""),
    )
    return files, [_judged(town, one.name, what, due, also) for town, one, due, what, also in expect]


def office_files(population: Population) -> dict[str, bytes]:
    """Tables that name nobody in need: policies, contacts, teams, publicity, a township's own figures."""
    policies: list[list[Cell]] = [
        [1, "医保局", "医疗救助办法（示例）", "特困、低保、低保边缘", "住院自付费用按比例救助", "联络示例", "19900008001", day(4, 26)],
        [2, "教育局", "家庭经济困难学生资助（示例）", "在校困难学生", "免学杂费、助学金", "联络示例", "19900008002", day(4, 29)],
    ]  # fmt: skip
    head = ("序号", "部门", "政策名称", "救助对象", "救助标准及内容", "联系人", "联系电话", "录入日期")
    files = {"民政局/救助帮扶政策清单.xlsx": xlsx([_titled("城北区困难群众救助、帮扶政策清单", head, policies)])}
    contacts: list[list[Cell]] = [
        [n, name, population.person("").name, "干事", f"1990000{8100 + n}"]
        for n, name in enumerate(("医保局", "残联", "教育局", "人社局", "卫健局"), 1)
    ]
    files["民政局/工作联络员名册.xlsx"] = xlsx(
        [_titled("城北区工作联络员名册", ("序号", "部门", "姓名", "职务", "联系电话"), contacts)]
    )
    team: list[list[Cell]] = [
        [n, town, village, population.person("").name, ("社区干部", "网格员", "志愿者")[n % 3], f"1990000{8200 + n}"]
        for n, (town, village) in enumerate(
            ((town, village) for town, names in VILLAGES.items() for village in names if village != "白杨村"), 1
        )
    ]
    head = ("序号", "镇街", "村居", "姓名", "队员身份", "联系电话")
    files["民政局/主动发现服务队名册.xlsx"] = xlsx([_titled("困难群众主动发现服务队名册", head, team)])
    events: list[list[Cell]] = [
        [1, "朝阳街道", day(5, 20), "柳林小区", "低保政策", 60],
        [2, "马坊街道", day(6, 8), "幸福小区", "临时救助", 45],
    ]
    head = ("序号", "镇街", "活动日期", "活动地点", "宣传内容", "参加人数")
    files["民政局/集中宣传活动登记表.xlsx"] = xlsx([_titled("城北区集中宣传活动登记表", head, events)])
    head = (
        "序号",
        "镇街",
        "主动发现户数",
        "核实户数",
        "纳入低保户数",
        "纳入低保边缘户数",
        "认定支出型户数",
        "临时救助户数",
    )
    for township, admitted in (("朝阳街道", 1), ("马坊街道", 2)):  # 马坊 writes one more than its files show
        figures: list[Cell] = [1, township, 12, 0, admitted, 1, 0, 0]
        title = f"{township}2022年8月困难群众主动发现情况统计表"
        files[f"{township}/主动发现情况统计表.xlsx"] = xlsx([_titled(title, head, [figures])])
    return files


def _judged(township: str, name: str, what: str, expect: Expect, also: str = "") -> Planted:
    return Planted(
        "判定", "", township=township, name=name, what=what, expect=expect, note=f"另有：{also}" if also else ""
    )


def planted_lines(
    made: Sequence[Household], covered: Sequence[Listed], found: Sequence[Hint], alone: dict[str, list[Person]]
) -> list[Planted]:
    """What must come out of every household."""
    lines = [
        _judged(one.township, one.head.name, one.situation.what, one.situation.expect, one.situation.also)
        for one in made
    ]
    lines += [_judged(one.township, one.head.name, one.what, (HAS, "初判", "已享受低保"), one.also) for one in covered]
    outcomes = {
        "特困人员名单": ("已享受特困", "红色管理"),
        "低保边缘家庭名单": ("已是低保边缘", ""),
        "支出型贫困家庭名单": ("已认定支出型", ""),
    }
    for form, people in alone.items():
        outcome, also = outcomes[form]
        lines += [
            _judged(town, one.name, form, (HAS, "初判", outcome), also)
            for town, one in zip(VILLAGES, people, strict=False)
        ]
    waiting = (OPEN, "初判", "疑点待核实")
    new = {one.name: one for one in reversed(found[2:]) if one.name not in {each.head.name for each in made}}
    for name, one in sorted(new.items()):
        town = next(town for town in VILLAGES if one.address.startswith(town))
        told = [each for each in found if each.name == name]
        verdict = next((each.answer[0] for each in told if each.answer), None)
        expect = waiting
        if verdict == "不属实":
            expect = (OUT, "初判", "核实不属实")
        what = "、".join(f"{each.department}{each.month}月疑点" for each in told) + (
            f"，核实{verdict}" if verdict else ""
        )
        lines.append(_judged(town, name, what, expect))
    return lines


FAULTS = (
    Planted("问题", "马坊/困难家庭摸排名册.xls", "Sheet1", 11, "马坊街道", what="身份证号校验码不对", code="INTAKE-ID-CHECKSUM"),
    Planted(
        "问题", "朝阳街道/困难家庭摸排名册（分社区）.xlsx", "湖畔社区", 4, "朝阳街道", what="上报早于发现", code="CHECK-REPORTED-BEFORE-FOUND"
    ),
)  # fmt: skip


def workspace_toml() -> str:
    return TOML + "".join(
        f'\n[townships."{name}"]\nvillages = [{", ".join(chr(34) + one + chr(34) for one in villages)}]\narea = "{AREA[name]}"\n'
        for name, villages in VILLAGES.items()
    )


def sample_files() -> dict[str, bytes]:
    """Every file of the sample by its path under the workspace."""
    population = People(random.Random(SEED))
    made, covered = households(population), listed(population)
    alone = {
        form: [population.person(f"{VILLAGES[town][0]}7组{number}号", OLD) for town in towns]
        for number, (form, towns) in enumerate(
            (
                ("特困人员名单", list(VILLAGES)),
                ("低保边缘家庭名单", ["朝阳街道", "马坊街道"]),
                ("支出型贫困家庭名单", ["朝阳街道"]),
            ),
            1,
        )
    }
    found = hints(made, covered, population)
    urgent, urgent_lines = emergencies(population)
    inbox = (
        rosters(made)
        | hint_files(found)
        | answers(found)
        | bureau_files(made, covered, alone)
        | urgent
        | office_files(population)
    )
    planted = [*planted_lines(made, covered, found, alone), *urgent_lines, *FAULTS]
    sample = {f"收件/{name}": data for name, data in inbox.items()}
    return sample | {"rescue.toml": workspace_toml().encode(), "埋设清单.csv": planted_csv(planted)}


def write_sample(folder: Path) -> list[Path]:
    """Write the sample into `folder`, replacing what an earlier run left in 收件/."""
    shutil.rmtree(folder / "收件", ignore_errors=True)
    written = []
    for name, data in sorted(sample_files().items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        written.append(path)
    return written


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "城北区"
    print(f"{target}: {len(write_sample(target))} files")
