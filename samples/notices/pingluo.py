"""Write samples/平罗县: three invented townships under 平罗县2020年兜底脱贫方案. Same bytes on every run.

python samples/notices/pingluo.py [FOLDER]
"""

import datetime as dt
import random
import shutil
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from synthetic.files import Cell, Grid, csv_gb18030, xls, xlsx
from synthetic.people import Person, Population
from synthetic.planted import Planted, planted_csv

SEED = 20200401
VILLAGES = {"城关镇": ("柳岸村", "新桥村"), "陶乐镇": ("沙枣村", "河湾村"), "高庄乡": ("麦香村", "广渠村")}
ELSEWHERE = (  # townships of the county that only file their plans here
    "黄渠桥镇",
    "宝丰镇",
    "头闸镇",
    "姚伏镇",
    "崇岗镇",
    "灵沙乡",
    "渠口乡",
    "通伏乡",
    "高仁乡",
    "红崖子乡",
)
BY_PERSON = "陶乐镇"  # its rosters have one row a person
TOML = """\
# 示例工作区：人员、村居、住址均为虚构。
pack = "pingluo-2020"
as_of = 2020-09-30

# 平罗县2020年特困标准没有查到，方案包留空；这里填的是示例数（故意低于1.3倍），真实工作请改成本地文件公布的数额。
[[standard]]
name = "特困标准"
area = "农村"
amount = 5800
unit = "元/人·年"
from = 2020-01-01
source = "示例"
"""
PLAIN = {
    "户主姓名": "户主姓名",
    "身份证号": "身份证号",
    "联系方式": "联系方式",
    "详细住址": "详细住址",
    "家庭人口": "家庭人口",
    "家庭年收入": "家庭年收入（元）",
    "就业人数": "就业人数",
    "就业成本": "就业成本（元）",
    "财产符合规定": "财产符合规定",
    "家庭困难类别": "致贫原因",
}
OTHER_WORDS = {  # the same columns as another township calls them
    "户主姓名": "户主",
    "身份证号": "公民身份号码",
    "联系方式": "手机号码",
    "详细住址": "家庭住址",
    "家庭人口": "家庭人口数",
    "家庭年收入": "家庭年总收入（元）",
    "就业人数": "务工人数",
    "就业成本": "必要就业成本（元）",
    "财产符合规定": "家庭财产是否符合规定",
    "家庭困难类别": "主要致贫原因",
}
NEW, WATCH, OPEN, OUT, HAS = "新增救助", "救助观察", "待核实", "不予列入", "已享受救助"
POOR, RETURNED, WATCHED, EDGE, SUDDEN, ASKED, PAID, ALONE = (
    "未脱贫建档立卡户名册",
    "返贫和新增贫困户名册",
    "脱贫监测户名册",
    "边缘易致贫户名册",
    "收入剧减支出骤增户名册",
    "社会救助申请核对名册",
    "低保对象名册",
    "特困人员名册",
)
ROSTERS = (POOR, RETURNED, WATCHED, EDGE, SUDDEN, ASKED)
EXTRA = {  # columns of one roster only
    POOR: ("残疾等级", "健康状况", "靠家庭供养", "无法单独立户", "无劳动能力", "无生活来源", "无法定义务人"),
    RETURNED: ("扶贫类别",),
    WATCHED: (),
    EDGE: ("遭遇临时困难",),
    SUDDEN: ("城乡", "收入剧减", "受疫情影响"),
    ASKED: ("城乡", "申请类别", "核对日期", "影响基本生活风险"),
}
OFFICE = "局机关/扶贫部门比对名单2020年9月.csv"
POVERTY = {POOR: "未脱贫建档立卡", WATCHED: "脱贫监测户", EDGE: "边缘易致贫户"}


def day(month: int, number: int, year: int = 2020) -> dt.date:
    return dt.date(year, month, number)


@dataclass(frozen=True)
class Situation:
    """What a roster says of a household, what the other tables say of it, and what must come out."""

    form: str
    told: dict[str, Cell]
    expect: tuple[str, str, str]
    what: str
    result: dict[str, Cell] = field(default_factory=dict)
    visited: dt.date | None = None
    member: dict[str, Cell] = field(default_factory=dict)  # of a member, where rows are persons
    poverty: str = ""  # what the 扶贫 office's list says, where not what the roster says


def told(income: Cell, size: int = 3, cost: Cell = 0, **more: Cell) -> dict[str, Cell]:
    """The common columns of a roster."""
    return {"家庭人口": size, "家庭年收入": income, "就业人数": 1, "就业成本": cost, "财产符合规定": "是"} | more


AID = {"办理结果": "临时救助", "临时救助类型": "急难型家庭", "临时救助人数": 3}
SITUATIONS = (
    Situation(POOR, told(9000), (NEW, "初判", "拟低保"), "人均收入低于标准", visited=day(4, 18)),
    Situation(POOR, told(13680), (WATCH, "初判", "其他帮扶"), "恰等于低保标准", visited=day(4, 19)),
    Situation(POOR, told(16000, cost=2400), (NEW, "初判", "拟低保"), "扣减就业成本后低于标准", visited=day(4, 20)),
    Situation(POOR, told(16000, cost=None), (OPEN, "初判", "待核实"), "有人就业，就业成本未填"),
    Situation(
        POOR,
        told(40000, size=4),
        (NEW, "初判", "拟单人户纳入低保"),
        "重度残疾，靠家庭供养且无法单独立户",
        visited=day(4, 21),
        member={"残疾等级": "二级", "靠家庭供养": "是", "无法单独立户": "是"},
    ),
    Situation(
        POOR,
        told(40000, size=4),
        (OPEN, "初判", "待核实"),
        "重病，没有写能否单独立户",
        visited=day(4, 22),
        member={"健康状况": "患有大病", "靠家庭供养": "是"},
    ),
    Situation(
        POOR,
        told(20000),
        (WATCH, "终判", "其他帮扶"),
        "不符合兜底条件，已落实公益性岗位",
        visited=day(5, 6),
        result={"办理结果": "其他帮扶", "办理日期": day(6, 3), "转介部门": "扶贫办", "对策建议": "公益性岗位"},
        poverty="已脱贫户",
    ),
    Situation(
        POOR,
        told(12000),
        (NEW, "终判", "纳入低保"),
        "审批纳入低保",
        visited=day(4, 23),
        result={"办理结果": "纳入低保", "办理日期": day(5, 20)},
    ),
    Situation(
        POOR,
        told(3000, size=1, 无劳动能力="是", 无生活来源="是", 无法定义务人="是"),
        (NEW, "初判", "拟纳入特困"),
        "三项特困条件都符合",
        visited=day(4, 24),
    ),
    Situation(
        RETURNED,
        told(20000, 扶贫类别="返贫户"),
        (NEW, "终判", "临时救助"),
        "先行临时救助满3个月，复核低保",
        result=AID | {"办理日期": day(6, 10), "临时救助金额": 3600, "先行救助": "是"},
    ),
    Situation(RETURNED, told(18000, 扶贫类别="新增贫困户"), (WATCH, "初判", "其他帮扶"), "可先行给予临时救助"),
    Situation(WATCHED, told(10000), (NEW, "初判", "拟低保"), "监测户低于标准", visited=day(5, 12)),
    Situation(WATCHED, told(30000), (WATCH, "初判", "跟踪监测"), "监测户高于标准", visited=day(8, 30)),
    Situation(EDGE, told(25000, 遭遇临时困难="是"), (WATCH, "初判", "跟踪监测"), "边缘户遭遇临时困难"),
    Situation(EDGE, told(None), (OPEN, "初判", "待核实"), "没有填收入"),
    Situation(
        SUDDEN,
        told(21599, 城乡="城市", 收入剧减="是", 受疫情影响="是"),
        (NEW, "初判", "拟低保"),
        "城市户因疫情收入剧减，差1元",
    ),
    Situation(
        ASKED,
        told(20000, 城乡="农村", 申请类别="低保", 核对日期=day(6, 2), 家庭困难类别="因学", 影响基本生活风险="是"),
        (WATCH, "初判", "潜在救助对象"),
        "申请不符合，存在困难",
    ),
    Situation(
        ASKED,
        told(30000, 城乡="农村", 申请类别="低保", 核对日期=day(6, 9), 家庭困难类别="无", 影响基本生活风险="否"),
        (OUT, "初判", "不予列入"),
        "申请不符合，没有困难",
    ),
    Situation(PAID, {"保障人数": 3, "家庭人口": 3}, (HAS, "初判", "已享受低保"), "在保"),
    Situation(
        PAID,
        {
            "保障人数": 3,
            "家庭人口": 3,
            "家庭年收入": 18000,
            "就业成本": 0,
            "渐退起始日期": day(8, 1, 2019),
            "渐退月数": 18,
        },
        (HAS, "初判", "渐退期内"),
        "渐退18个月，还没有届满",
    ),
    Situation(
        PAID,
        {
            "保障人数": 2,
            "家庭人口": 2,
            "家庭年收入": 15000,
            "就业成本": 0,
            "渐退起始日期": day(8, 1, 2019),
            "渐退月数": 12,
            "稳定脱贫": "是",
        },
        (HAS, "初判", "渐退期满拟退出"),
        "渐退12个月已期满，稳定脱贫",
    ),
    Situation(
        ALONE,
        {"供养方式": "分散", "自理能力": "失能", "集中供养意愿": "愿意"},
        (NEW, "初判", "拟集中供养"),
        "不能自理，愿意集中供养",
        visited=day(9, 10),
    ),
    Situation(
        ALONE,
        {"供养方式": "分散", "自理能力": "具备", "集中供养意愿": "不愿意"},
        (HAS, "初判", "分散供养"),
        "分散供养，长期没有探访",
    ),
    Situation(
        ALONE, {"供养方式": "集中", "自理能力": "半失能", "集中供养意愿": ""}, (HAS, "初判", "已享受特困"), "已集中供养"
    ),
)


@dataclass(frozen=True)
class Household:
    """One household of a township."""

    township: str
    village: str
    head: Person
    situation: Situation
    members: tuple[Person, ...] = ()

    def row(self, fields: tuple[str, ...]) -> list[Cell]:
        """The household's cells of these columns."""
        own: dict[str, Cell] = {
            "村居": self.village,
            "户主姓名": self.head.name,
            "身份证号": self.head.id_number,
            "联系方式": self.head.phone,
            "详细住址": self.head.address,
            "镇街": self.township,
            "城乡": "农村",
        }
        return [(own | self.situation.told).get(name) for name in fields]


def households(population: Population) -> list[Household]:
    made: list[Household] = []
    for township, villages in VILLAGES.items():
        for number, situation in enumerate(SITUATIONS):
            village = villages[number % 2]
            address = f"{village}{number % 6 + 1}组{number + 5}号"
            older = (61, 80) if situation.form == ALONE or "无劳动能力" in situation.told else (30, 58)
            head = replace(population.person(address, older), phone=f"1990000{(len(made) * 371 + 1000) % 10000:04d}")
            size = situation.told.get("家庭人口")
            count = size - 1 if township == BY_PERSON and situation.form == POOR and isinstance(size, int) else 0
            members = tuple(population.person(address, (8, 25)) for _ in range(count))
            made.append(Household(township, village, head, situation, members))
    return made


def titled(title: str, heads: list[str], rows: list[list[Cell]], sheet: str = "Sheet1") -> Grid:
    """A title over the table, then the headings, numbered rows."""
    numbered: list[list[Cell]] = [[number, *row] for number, row in enumerate(rows, 1)]
    width = len(heads)
    top: list[list[Cell]] = [[title, *[None] * width], ["序号", *heads]]
    return Grid(sheet, [*top, *numbered], [(0, 0, 0, width)], frozenset({1}), frozenset({0}))


def by_household(form: str, homes: list[Household], words: dict[str, str]) -> Grid:
    """A roster of one row a household; what a member's row would say stands on it."""
    fields = ("村居", *PLAIN, *EXTRA[form])
    rows: list[list[Cell]] = []
    for home in homes:
        row = home.row(fields)
        for name, value in home.situation.member.items():
            row[fields.index(name)] = value
        rows.append(row)
    return titled(f"{homes[0].township}{form}", ["村（居）", *[words.get(n, n) for n in fields[1:]]], rows, form)


def by_person(homes: list[Household]) -> Grid:
    """The roster of registered poor of one row a person; the household's figures stand on the head's row."""
    of_person = ("残疾等级", "健康状况", "靠家庭供养", "无法单独立户")
    of_home = ("家庭人口", "家庭年收入", "就业人数", "就业成本", "财产符合规定", *EXTRA[POOR][4:])
    heads = ["村（居）", "户主姓名", "姓名", "与户主关系", "身份证号", "住址", *of_person, *of_home]
    rows: list[list[Cell]] = []
    for home in homes:
        about: list[Cell] = [None, "健康", None, None]
        head = home.head
        place: list[Cell] = [home.village, head.name]
        rows.append([*place, head.name, "户主", head.id_number, head.address, *about, *home.row(of_home)])
        for number, person in enumerate(home.members):
            ill = home.situation.member if number == len(home.members) - 1 else {}
            own: list[Cell] = [ill.get(name) if ill else "健康" if name == "健康状况" else None for name in of_person]
            rows.append([*place, person.name, "子女", person.id_number, person.address, *own, *[None] * len(of_home)])
    return titled(f"{BY_PERSON}未脱贫建档立卡户花名册", heads, rows, "未脱贫")


def rosters(homes: list[Household]) -> dict[str, bytes]:
    """The three townships' rosters: sheets of one workbook; one file each, rows of persons, .xls; other words, csv."""
    found: dict[str, bytes] = {}
    for township in VILLAGES:
        of = {form: [h for h in homes if h.township == township and h.situation.form == form] for form in ROSTERS}
        if township == "城关镇":
            found[f"{township}/摸排名册.xlsx"] = xlsx([by_household(form, of[form], PLAIN) for form in ROSTERS])
        elif township == BY_PERSON:
            found[f"{township}/未脱贫建档立卡户花名册.xls"] = xls([by_person(of[POOR])])
            found[f"{township}/其他对象.xls"] = xls([by_household(form, of[form], PLAIN) for form in ROSTERS[1:]])
        else:
            for form in ROSTERS:
                found[f"{township}/{form}.csv"] = csv_gb18030(by_household(form, of[form], OTHER_WORDS))
    return found


def plain(home: Household, *cells: Cell) -> list[Cell]:
    return [home.township, home.village, home.head.name, home.head.id_number, *cells]


PLACE = ["乡镇", "村（居）", "户主姓名", "身份证号"]


def county_lists(homes: list[Household]) -> dict[str, bytes]:
    """Lists of those in relief, arrears of the raised standard, price subsidies."""
    paid = [home for home in homes if home.situation.form == PAID]
    alone = [home for home in homes if home.situation.form == ALONE]
    fields = ("保障人数", "家庭人口", "家庭年收入", "就业成本", "渐退起始日期", "渐退月数", "稳定脱贫")
    heads = [*PLACE, "城乡", "保障人数", "家庭人口", "家庭年收入（元）", "就业成本", *fields[4:]]
    rows = [plain(home, "农村", *home.row(fields)) for home in paid]
    care = ("供养方式", "自理能力", "集中供养意愿")
    raised: list[list[Cell]] = []
    for number, home in enumerate(paid):
        late = number == 4
        raised.append(plain(home, 3, 900, 960, 3, 180 if number != 7 else 120, day(5, 8) if late else day(4, 24)))
    subsidy = [plain(home, "农村", day(4, 1), 0.05, 3, 57) for home in paid]
    return {
        "局机关/农村低保对象名册2020年8月.xlsx": xlsx([titled("平罗县农村低保对象名册（2020年8月）", heads, rows)]),
        "局机关/特困人员名册2020年8月.xls": xls(
            [
                titled(
                    "平罗县特困人员名册（2020年8月）",
                    [*PLACE, "城乡", *care],
                    [plain(home, "农村", *home.row(care)) for home in alone],
                )
            ]
        ),
        "局机关/提标补发明细表.xlsx": xlsx(
            [
                titled(
                    "平罗县低保提标补发明细表",
                    [
                        *PLACE,
                        "保障人数",
                        "提标前月保障金额",
                        "提标后月保障金额",
                        "补发月数",
                        "补发金额",
                        "补发到账日期",
                    ],
                    raised,
                )
            ]
        ),
        "局机关/价格临时补贴发放表.csv": csv_gb18030(
            titled(
                "平罗县价格临时补贴发放表",
                [*PLACE, "城乡", "补贴月份", "价格涨幅", "补贴人数", "价格补贴金额"],
                subsidy,
            )
        ),
    }


def fieldwork(homes: list[Household], stranger: Person) -> dict[str, bytes]:
    """Visits, results, the list of the 扶贫 office with one household nobody has on a roster."""
    visits: list[list[Cell]] = []
    care: list[list[Cell]] = []
    results: list[list[Cell]] = []
    told_by_office: list[list[Cell]] = []
    columns = (
        "办理结果",
        "办理日期",
        "临时救助类型",
        "临时救助人数",
        "临时救助金额",
        "先行救助",
        "转介部门",
        "对策建议",
    )
    for home in homes:
        case = home.situation
        if case.visited and case.form == ALONE:
            care.append(plain(home, case.visited, "村干部示例", case.told["集中供养意愿"]))
        elif case.visited:
            visits.append(plain(home, case.visited, "村干部示例", "是", "中"))
        if case.result:
            results.append(plain(home, *[case.result.get(name) for name in columns]))
        if case.form in POVERTY:
            told_by_office.append(plain(home, case.poverty or POVERTY[case.form]))
    told_by_office.append(["高庄乡", "麦香村", stranger.name, stranger.id_number, "边缘易致贫户"])
    return {
        "局机关/基本生活状况摸排表.xlsx": xlsx(
            [
                titled(
                    "平罗县基本生活状况摸排表",
                    [*PLACE, "入户日期", "调查人", "是否确有实际困难", "返贫致贫风险"],
                    visits,
                )
            ]
        ),
        "局机关/特困人员探访记录.csv": csv_gb18030(
            titled("平罗县特困人员探访记录", [*PLACE, "探访日期", "探访人", "集中供养意愿"], care)
        ),
        "局机关/审核审批结果.xlsx": xlsx([titled("平罗县审核审批结果", [*PLACE, *columns], results)]),
        OFFICE: csv_gb18030(titled("平罗县扶贫部门比对名单（2020年9月）", [*PLACE, "扶贫类别"], told_by_office)),
    }


def other_tables(homes: list[Household], population: Population) -> dict[str, bytes]:
    """Children left behind, disability allowances, problems found, and what townships hand in of themselves."""
    poor = [home for home in homes if home.situation.form == POOR]
    child = population.person(poor[0].head.address, (6, 12))
    kept = [
        [home.township, home.village, home.head.name, name, kind, "否" if kind == "孤儿" else None]
        for home, name, kind in (
            (poor[0], child.name, "留守儿童"),
            (poor[9], population.person("", (7, 14)).name, "孤儿"),
        )
    ]
    disabled = [[poor[4].township, poor[4].village, poor[4].head.name, poor[4].head.name, "重度残疾人护理补贴", 100]]
    problems = [
        plain(poor[0], "查漏补缺", "四查四补", "符合低保条件，尚未申请", "协助申请", "示例", day(5, 31), None),
        plain(poor[10], "查短补齐", "回头看", "摸排表缺签字", "补签", "示例", day(8, 31), day(8, 20)),
    ]
    stated = ["是"] * 5
    plans: list[list[Cell]] = [
        [name, f"{name}兜底脱贫行动实施方案", day(4, 18), *stated] for name in ("城关镇", *ELSEWHERE)
    ]
    plans.append(["陶乐镇", "陶乐镇兜底脱贫行动实施方案", day(4, 23), *stated[:4], "否"])
    funds: list[list[Cell]] = [[name, 30000, 0, 30000] for name in ELSEWHERE]
    funds += [["城关镇", 50000, 3600, 46400], ["陶乐镇", 30000, 3600, 26400], ["高庄乡", 30000, 3600, 27000]]
    return {
        "局机关/关爱服务对象名册.xlsx": xlsx(
            [
                titled(
                    "平罗县关爱服务对象名册",
                    ["乡镇", "村（居）", "户主姓名", "姓名", "关爱对象类别", "享受基本生活保障"],
                    [list(row) for row in kept],
                )
            ]
        ),
        "局机关/残疾人两项补贴名单.xlsx": xlsx(
            [
                titled(
                    "平罗县残疾人两项补贴名单（2020年8月）",
                    ["乡镇", "村（居）", "户主姓名", "姓名", "残疾人补贴类别", "月补贴金额"],
                    [list(row) for row in disabled],
                )
            ]
        ),
        "局机关/四查四补台账.xlsx": xlsx(
            [
                titled(
                    "平罗县四查四补台账",
                    [*PLACE, "四查类别", "查找环节", "问题描述", "整改措施", "责任人", "整改时限", "整改完成日期"],
                    problems,
                )
            ]
        ),
        "局机关/乡镇实施方案备案表.xlsx": xlsx(
            [
                titled(
                    "平罗县乡镇实施方案备案表",
                    [
                        "乡镇",
                        "方案名称",
                        "报备日期",
                        "明确重点任务",
                        "明确时间节点",
                        "明确责任部门",
                        "明确工作举措",
                        "明确落实标准",
                    ],
                    plans,
                )
            ]
        ),
        "局机关/临时救助备用金台账.xlsx": xlsx(
            [
                titled(
                    "平罗县临时救助备用金台账",
                    ["乡镇", "备用金总额", "备用金支出", "备用金余额"],
                    funds,
                )
            ]
        ),
    }


def sample_files() -> dict[str, bytes]:
    """Every file of the sample by its path under the workspace."""
    population = Population(random.Random(SEED))
    homes = households(population)
    stranger = population.person("麦香村7组1号")
    found = [
        Planted("判定", "", township=h.township, name=h.head.name, what=h.situation.what, expect=h.situation.expect)
        for h in homes
    ]
    found.append(
        Planted(
            "问题", OFFICE, township="高庄乡", name=stranger.name, what="扶贫名单上有，摸排名册上没有", note="反馈名单"
        )
    )
    inbox = rosters(homes) | county_lists(homes) | fieldwork(homes, stranger) | other_tables(homes, population)
    sample = {f"收件/{name}": data for name, data in inbox.items()}
    return sample | {"rescue.toml": workspace_toml().encode(), "埋设清单.csv": planted_csv(found)}


def workspace_toml() -> str:
    towns = "".join(
        f'\n[townships."{name}"]\nvillages = [{", ".join(chr(34) + one + chr(34) for one in villages)}]\n'
        for name, villages in VILLAGES.items()
    )
    return TOML + towns


def main(folder: Path) -> None:
    inbox = folder / "收件"
    if inbox.exists():
        shutil.rmtree(inbox)
    for name, data in sorted(sample_files().items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "平罗县")
