"""Write samples/滨海新区: three invented townships under the notice of 2018-11-19. Same bytes on every run.

python samples/notices/binhai.py [FOLDER]
"""

import datetime as dt
import random
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from synthetic.files import Cell, Grid, csv_gb18030, xls, xlsx
from synthetic.people import Person, Population, wrong_check_character
from synthetic.planted import Planted, planted_csv

SEED = 20181119
VILLAGES = {
    "塘沽街道": ("海晏里社区", "向阳里社区"),
    "大港街道": ("港苑里社区", "双安里社区"),
    "中塘镇": ("东柳村", "西桥村"),
}
BANK = "元旦春节救助资金发放表.xlsx"
TOML = """\
# 示例工作区：人员、村居、住址、账号均为虚构。
pack = "binhai-2018"
as_of = 2019-02-28
"""
# The annexes as the notice prints them, broken lines and padding included.
IN_RELIEF = (
    "序号", "申请人", "身份证号", "家庭\n人口", "乡镇\n（街道）", "村\n（居委会）", "家庭\n收入", "家庭\n财产",
    "救助\n类别", "保障\n金额", "致困   原因", "入户核查结果", "备注",
)  # fmt: skip
REFUSED = (
    "序号", "申请人", "身份证号", "家庭\n人口", "乡镇\n（街道）", "村\n（居委会）", "家庭\n收入", "家庭\n财产",
    "申请救助时间", "申请救助\n类别", "未批准救助原因", "入户核查结果", None,
)  # fmt: skip
REFUSED_LEAVES = (*[None] * 11, "核查结果\n（是否达到救助条件、并注明享受何种救助）", "调查人")
NOTE = "注：备注栏中写明以下情况：1、除享受城乡低保、低收入、特困供养等救助政策外，是否还享受其他救助政策；2、救助政策保障后是否仍有困难；3、是否存在近亲属享受社会救助的情况。"
SCREENED = ("序号", "姓名", "身份证号", "对象类别", "家庭人口", "社区（村）", "详细住址", "联系电话", "家庭收入（元/月）", "财产是否符合规定", "致困原因", "困难情况", "调查人")  # fmt: skip
NEW, OPEN, OUT, HAS = "新增救助", "待核实", "不予列入", "已享受救助"
Expected = tuple[str, str, str]


def day(year: int, month: int, number: int) -> dt.date:
    return dt.date(year, month, number)


@dataclass(frozen=True)
class Kind:
    """One situation. `list`: 在保, 未通过, 摸底, or "" where only the bureau's lists name the household.

    `income` of the household a month; `row`: what else its list says (在保: 类别, 金额, 原因, 核查结果, 备注; 未通过: 申请时间,
    申请类别, 未批准原因, 核查结果; 摸底: 对象类别, 原因, 困难情况); `result` and `left`: lines of the bureau's lists.
    """

    what: str
    expect: Expected
    list: str = ""
    income: float | None = None
    row: tuple[str | int | float | dt.date | None, ...] = ()
    size: int = 3
    registered: str = ""
    result: tuple[Cell, ...] = ()  # 办理结果, 办理日期, 新增途径
    left: tuple[Cell, ...] = ()  # 退出方式, 退出日期, 退出原因
    unpaid: str = ""
    relative: bool = False


GOOD, PLAIN = "情况属实，符合条件", "1、无；2、否；3、否"
LOW, LESS = "低保", "低收入"
APPLIED = day(2018, 5, 21)
KINDS: tuple[Kind, ...] = (
    Kind("复核符合条件", (HAS, "初判", "继续享受"), "在保", 1500, (LOW, 1260, "年老", GOOD, PLAIN), registered=LOW),
    Kind("低保家庭收入恰为标准", (OPEN, "初判", "疑似违规享受"), "在保", 2760, (LOW, 100, "因病", GOOD, PLAIN), registered=LOW),
    Kind("低收入在两线之间，近亲属同享", (HAS, "初判", "继续享受"), "在保", 3000, (LESS, 276, "因病", "属实", "1、享受医疗救助；2、否；3、有近亲属享受"), registered=LESS, relative=True),
    Kind("低收入家庭收入低于低保标准", (OPEN, "初判", "疑似政策落实不到位"), "在保", 2759.99, (LESS, 276, "因残", GOOD, PLAIN), registered=LESS),
    Kind("低收入恰为上限", (HAS, "初判", "继续享受"), "在保", 4000, (LESS, 276, "因学", GOOD, PLAIN), registered=LESS),
    Kind("低收入超过上限", (OPEN, "初判", "疑似违规享受"), "在保", 4140.01, (LESS, 276, "因病", GOOD, PLAIN), registered=LESS),
    Kind("复核发现违规享受", (OUT, "初判", "违规享受"), "在保", 3600, (LOW, 500, "失业", "收入超标准，违规享受，应退出", PLAIN), registered=LOW),
    Kind("违规享受，已清查退保", (OUT, "终判", "清查退保"), "在保", 5000, (LOW, 300, "失业", "违规享受", PLAIN), registered=LOW, left=("清查退保", day(2019, 1, 20), "收入超标准")),
    Kind("政策落实不到位", (HAS, "初判", "政策落实不到位"), "在保", 900, (LOW, 300, "因残", "保障金额偏低，政策落实不到位", PLAIN), registered=LOW, unpaid="取暖补贴"),
    Kind("救助后仍有困难", (HAS, "初判", "救助后仍有突出困难"), "在保", 600, (LOW, 2160, "因病", GOOD, "1、享受临时救助；2、仍有困难；3、无近亲属享受"), registered=LOW),
    Kind("分散供养特困", (HAS, "初判", "继续享受"), "在保", 0, ("特困（分散供养）", 1380, "年老", GOOD, PLAIN), size=1, registered="分散供养特困"),
    Kind("没有写核查结果", (OPEN, "初判", "待核实"), "在保", 1200, (LOW, 1560, "年老", None, PLAIN), registered=LOW),
    Kind("备注没有写三项情况", (OPEN, "初判", "待核实"), "在保", 1300, (LOW, 1460, "年老", GOOD, None), registered=LOW),
    Kind("未通过，现达到低保", (NEW, "初判", "拟低保"), "未通过", 2700, (APPLIED, LOW, "收入超标准", "达到救助条件，低保")),
    Kind("未通过，恰为低保标准", (NEW, "初判", "拟低收入"), "未通过", 2760, (APPLIED, LOW, "收入超标准", "达到救助条件，低收入")),
    Kind("未通过，仍未达到", (OUT, "初判", "不符合救助条件"), "未通过", 4600, (APPLIED, LESS, "收入超标准", "未达到救助条件")),
    Kind("未通过，核查结果与收入不符", (OPEN, "初判", "待核实"), "未通过", 2000, (APPLIED, LOW, "材料不全", "未达到救助条件")),
    Kind("未通过，复查后已审批", (NEW, "终判", "纳入低保"), "未通过", 2400, (APPLIED, LOW, "收入超标准", "达到救助条件，低保"), result=("纳入低保", day(2019, 1, 10), "基层主动发现")),
    Kind("未通过，因病支出型", (NEW, "初判", "拟因病支出型救助"), "未通过", 6000, (APPLIED, LOW, "收入超标准", "达到救助条件，因病支出型救助")),
    Kind("摸底老年人家庭低于标准", (NEW, "初判", "拟低保"), "摸底", 2600, ("老年人", "年老", "独居，看病花费大")),
    Kind("摸底残疾人家庭在两线之间", (NEW, "初判", "拟低收入"), "摸底", 3600, ("残疾人", "因残", "康复费用高")),
    Kind("摸底重特大疾病家庭超过上限", (OUT, "初判", "不符合救助条件"), "摸底", 6000, ("重特大疾病患者", "因病", "自付医疗费高")),
    Kind("摸底没有填收入", (OPEN, "初判", "待核实"), "摸底", None, ("老年人", "年老", "收入说不清")),
    Kind("摸底后已审批，途径未填", (NEW, "终判", "纳入低保"), "摸底", 2500, ("残疾人", "因残", "无稳定收入"), result=("纳入低保", day(2018, 12, 20), "")),
    Kind("本人申请纳入低收入", (NEW, "终判", "纳入低收入"), result=("纳入低收入", day(2018, 12, 28), "本人申请")),
    Kind("会战前审批的不算新增", (HAS, "终判", "期外纳入"), result=("纳入低保", day(2018, 10, 25), "本人申请")),
    Kind("主动退保", (OUT, "终判", "主动退保"), registered=LOW, left=("主动退保", day(2018, 12, 31), "子女就业")),
    Kind("群众举报退保", (OUT, "终判", "群众举报退保"), registered=LOW, left=("群众举报退保", day(2019, 1, 31), "名下有车")),
    Kind("在册尚未复核", (OPEN, "初判", "尚未复核"), registered=LESS),
)  # fmt: skip


@dataclass(frozen=True)
class Household:
    """One household of one township."""

    township: str
    village: str
    head: Person
    kind: Kind


def households(population: Population) -> list[Household]:
    made = []
    for township, villages in VILLAGES.items():
        for number, kind in enumerate(KINDS):
            village = villages[number % 2]
            person = population.person(f"{village}{number + 1}号", (35, 80))
            made.append(Household(township, village, person, kind))
    return made


def titled(title: str, head: tuple[tuple[Cell, ...], ...], rows: list[list[Cell]], name: str = "Sheet1") -> Grid:
    """A table under its title; a heading of two lines is merged as the notice prints it."""
    width = len(head[0])
    merges = [(0, 0, 0, width - 1)]
    if len(head) == 2:
        merges += [(1, column, 2, column) for column in range(width - 2)] + [(1, width - 2, 1, width - 1)]
    lines = [[title, *[None] * (width - 1)], *map(list, head), *rows]
    return Grid(name, lines, merges, frozenset(range(1, len(head) + 1)), frozenset({0}))


def numbered(rows: list[list[Cell]]) -> list[list[Cell]]:
    return [[number, *row] for number, row in enumerate(rows, 1)]


def relief_rows(own: list[Household], yearly: bool) -> list[list[Cell]]:
    """Rows of annex 1; the third township writes income by the year."""
    rows: list[list[Cell]] = []
    for one in own:
        kind = one.kind
        income = None if kind.income is None else round(kind.income * (12 if yearly else 1), 2)
        place: list[Cell] = [one.head.name, one.head.id_number, kind.size, one.township, one.village]
        rows.append([*place, income, "无", *kind.row])
    return rows


def refused_rows(own: list[Household]) -> list[list[Cell]]:
    return [
        [one.head.name, one.head.id_number, one.kind.size, one.township, one.village, one.kind.income, "无", *one.kind.row, "核查示例"]
        for one in own
    ]  # fmt: skip


def screened_rows(own: list[Household]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for one in own:
        group, cause, trouble = one.kind.row
        who: list[Cell] = [one.head.name, one.head.id_number, group, one.kind.size, one.village, one.head.address]
        rows.append([*who, one.head.phone, one.kind.income, "是", cause, trouble, "走访示例"])
    return rows


def annexes(made: list[Household], faults: list[Planted]) -> dict[str, bytes]:
    """What each township sends, in a habit of its own; the faults go into `faults` as they are planted."""
    files: dict[str, bytes] = {}
    for township in VILLAGES:
        own = [one for one in made if one.township == township]
        kept = {name: [one for one in own if one.kind.list == name] for name in ("在保", "未通过", "摸底")}
        title = "滨海新区社会救助家庭排查情况统计表"
        relief = numbered(relief_rows(kept["在保"], township == "中塘镇"))
        refused = numbered(refused_rows(kept["未通过"]))
        screened = titled(f"{township}未享受社会救助家庭摸底排查表", (SCREENED,), numbered(screened_rows(kept["摸底"])))
        refused_grid = titled(f"{title}（2018年申请社会救助审批未通过）", (REFUSED, REFUSED_LEAVES), refused, "未通过")
        relief_grid = titled(f"{title}（在保）", (IN_RELIEF,), relief, "在保")
        if township == "塘沽街道":
            spoil_first(relief_grid, refused_grid, faults)
            relief_grid.rows.append([NOTE, *[None] * 12])
            files[f"{township}/附件1.xlsx"] = xlsx([relief_grid])
            files[f"{township}/附件2.xlsx"] = xlsx([refused_grid])
        elif township == "大港街道":
            spoil_second(relief_grid, refused_grid, faults)
            files["大港街道排查情况统计表.xls"] = xls([relief_grid, refused_grid])
        else:
            head = ["序号", "申请人姓名", "身份证号码", "家庭人口数", "镇", "村", "家庭年收入（元）", "家庭财产", "救助类别", "月保障金额", "主要致困原因", "入户核查结果", "备注"]  # fmt: skip
            relief[2][9] = 300
            faults.append(
                fault(
                    f"{township}社会救助家庭排查情况统计表（在保）.csv",
                    "",
                    4,
                    relief[2],
                    "低收入救助金不是定额",
                    "CHECK-AMOUNT-NOT-FIXED",
                )
            )
            files[f"{township}社会救助家庭排查情况统计表（在保）.csv"] = csv_gb18030(Grid("", [list(head), *relief]))
            files[f"{township}/审批未通过家庭.xlsx"] = xlsx([refused_grid])
        files[f"{township}/未享受救助摸底.xlsx"] = xlsx([screened])
    return files


def fault(file: str, sheet: str, row: int, cells: list[Cell], what: str, code: str) -> Planted:
    return Planted("问题", file, sheet, row, str(cells[4]), str(cells[1]), what, code=code)


def spoil_first(relief: Grid, refused: Grid, faults: list[Planted]) -> None:
    """A number with a wrong last character, a household written twice, an application of the year before."""
    file = "塘沽街道/附件1.xlsx"
    relief.rows[2][2] = wrong_check_character(str(relief.rows[2][2]))
    faults.append(fault(file, "在保", 3, relief.rows[2], "身份证号校验位不对", "INTAKE-ID-CHECKSUM"))
    faults.append(fault(file, "在保", 11, relief.rows[10], "保障金额低于差额", "CHECK-AMOUNT-UNDER-GAP"))
    relief.rows.append([len(relief.rows) - 1, *relief.rows[7][1:]])
    faults.append(
        Planted(
            "重复", file, "在保", len(relief.rows), "塘沽街道", str(relief.rows[7][1]), "同一户写了两行", note="同一户"
        )
    )
    refused.rows[4][8] = day(2017, 11, 20)
    faults.append(
        fault("塘沽街道/附件2.xlsx", "未通过", 5, refused.rows[4], "申请时间不在2018年", "CHECK-APPLICATION-YEAR")
    )


def spoil_second(relief: Grid, refused: Grid, faults: list[Planted]) -> None:
    """Relief above the standard, and a household that qualifies without a word on what for."""
    file = "大港街道排查情况统计表.xls"
    relief.rows[2][9] = 3000
    faults.append(fault(file, "在保", 3, relief.rows[2], "保障金额高于标准×人口", "CHECK-AMOUNT-OVER-STANDARD"))
    refused.rows[4][11] = "达到救助条件"
    faults.append(fault(file, "未通过", 5, refused.rows[4], "没有注明享受何种救助", "CHECK-VERDICT-NO-KIND"))


def who(one: Household) -> list[Cell]:
    return [one.head.name, one.head.id_number, one.township, one.village]


def bureau(made: list[Household]) -> dict[str, bytes]:
    """The bureau's own lists: the register, approvals, exits, relatives, complaints, self-reports."""
    name = ("序号", "申请人", "身份证号", "乡镇（街道）", "村（居委会）")
    register = [[*who(one), one.kind.size, one.kind.registered, day(2017, 7, 1)] for one in made if one.kind.registered]
    results = [[*who(one), one.kind.size, *one.kind.result] for one in made if one.kind.result]
    late = [row for row in results if row[6] >= day(2019, 1, 1)]  # type: ignore[operator]
    early = [row for row in results if row not in late]
    left = [[*who(one), one.kind.size, one.kind.registered, *one.kind.left[:2], one.kind.size, one.kind.left[2]] for one in made if one.kind.left]  # fmt: skip
    relatives = [one for one in made if one.kind.relative]
    kin: list[list[Cell]] = []
    for one in relatives:
        relative = next(other.head for other in made if other.township == one.township)
        kin.append([one.head.name, relative.name, relative.id_number, "兄弟姐妹", one.township])
    accused = [one for one in made if one.kind.what == "群众举报退保"]
    changed = [one for one in made if one.kind.what == "低收入恰为上限"]
    head = (*name, "家庭人口", "办理结果", "办理日期", "新增途径")
    return {
        "局机关/在册救助对象名单.xlsx": xlsx([titled("在册救助对象名单（2018年11月10日）", ((*name, "家庭人口", "救助类别", "享受起始日期"),), numbered(register))]),
        "局机关/社会救助审批结果2018年.xlsx": xlsx([titled("社会救助审批结果", (head,), numbered(early))]),
        "局机关/社会救助审批结果2019年1月.csv": csv_gb18030(Grid("", [list(head), *numbered(late)])),
        "局机关/退出社会救助登记表.xlsx": xlsx([titled("退出社会救助登记表", ((*name, "家庭人口", "救助类别", "退出方式", "退出日期", "退出人数", "退出原因"),), numbered(left))]),
        "局机关/近亲属享受社会救助登记表.xlsx": xlsx([titled("近亲属享受社会救助登记表", (("序号", "登记户申请人", "近亲属姓名", "近亲属身份证号", "与申请人关系", "乡镇（街道）"),), numbered(kin))]),
        "局机关/投诉举报登记表.xlsx": xlsx([titled("社会救助投诉举报登记表", ((*name, "举报日期", "举报内容", "举报查证"),), numbered([[*who(one), day(2019, 1, 5), "名下有车", "属实"] for one in accused]))]),
        "局机关/主动报告登记表.xlsx": xlsx([titled("低保、低收入家庭主动报告登记表", ((*name, "报告日期", "变动内容", "变动后家庭月收入", "变动处理"),), numbered([[*who(one), day(2019, 1, 8), "家庭收入", 4140, None] for one in changed]))]),
    }  # fmt: skip


def festival(made: list[Household], faults: list[Planted]) -> dict[str, bytes]:
    """Payments before the Spring Festival, visits to 特困 persons, the inspection of institutions."""
    head = ("序号", "申请人", "身份证号", "乡镇（街道）", "村（居委会）", "发放项目", "实发金额", "银行账号", "发放日期", "发放状态")  # fmt: skip
    rows: list[list[Cell]] = []
    for place, one in enumerate(one for one in made if one.kind.list == "在保" and not one.kind.left):
        for item, amount in (("年终一次性补贴", 500), ("过节费", 300), ("取暖补贴", 600)):
            if item != one.kind.unpaid:
                account = f"99010000{place:04d}"
                rows.append([*who(one), item, amount, account, day(2019, 1, 25), "成功"])
    rows[4][7:] = [None, "失败"]
    rows[6][7] = day(2019, 2, 20)
    rows[9][6] = None
    table = titled("元旦春节救助资金发放表", (head,), numbered(rows))
    for row, what, code in (
        (4, "发放失败", "CHECK-PAYMENT-FAILED"),
        (6, "春节后才发放", "CHECK-PAYMENT-LATE"),
        (9, "没有银行账号", "CHECK-REQUIRED-MISSING"),
    ):
        cells = table.rows[row + 2]
        place = Planted("问题", f"局机关/{BANK}", "Sheet1", row + 3, str(cells[3]), str(cells[1]), what, code=code)
        faults.append(place)
    alone = [one for one in made if one.kind.registered == "分散供养特困"][:2]
    visits = [[*who(one), day(2019, 1, 28), "走访示例", 500, "取暖设备老旧", "已解决"] for one in alone]
    checks: list[list[Cell]] = [
        ["塘沽街道", "示例养老院", day(2019, 1, 15), "用电、防火", "更换线路", "已整改", day(2019, 1, 20)],
        ["中塘镇", "示例敬老院", day(2019, 1, 16), "无", None, None, None],
    ]
    name = ("序号", "申请人", "身份证号", "乡镇（街道）", "村（居委会）")
    return {
        f"局机关/{BANK}": xlsx([table]),
        "局机关/走访慰问登记表.xlsx": xlsx([titled("元旦春节走访慰问登记表", ((*name, "走访日期", "走访人", "慰问金额", "存在问题", "解决情况"),), numbered(visits))]),
        "局机关/供养机构安全检查表.xlsx": xlsx([titled("特困人员供养服务机构安全检查表", (("序号", "乡镇（街道）", "机构名称", "检查日期", "隐患类别", "整改措施", "整改状态", "整改日期"),), numbered(checks))]),
    }  # fmt: skip


def registers() -> dict[str, bytes]:
    """Cases of misconduct, problems, publicity, training, public notices, and the townships' own figures."""
    cases: list[list[Cell]] = [
        ["塘沽街道", "海晏里社区", "优亲厚友", day(2018, 12, 18), "主观故意", "依纪依法惩处"],
        ["中塘镇", "东柳村", "严重漏保", day(2019, 1, 9), "客观偏差", "从轻追责"],
    ]
    problems: list[list[Cell]] = [
        ["塘沽街道", "海晏里社区", "漏保", "一户重病家庭未纳入", day(2018, 12, 3), "塘沽街道", "已补办", "已整改", day(2018, 12, 20)],
        ["大港街道", "港苑里社区", "违规享受救助", "收入超标准未退出", day(2019, 1, 12), "大港街道", "正在核减", "整改中", None],
        ["中塘镇", "西桥村", "工作机制问题", "公示栏破损", day(2019, 1, 15), "西桥村", "更换", "已整改", day(2019, 1, 18)],
    ]  # fmt: skip
    told: list[list[Cell]] = [[town, day(2018, 12, 5), "宣传折页、明白纸", 200] for town in list(VILLAGES)[:2]]
    taught: list[list[Cell]] = [[town, day(2018, 12, 10), "救助政策与流程", 30] for town in VILLAGES]
    public = [(town, village) for town, names in VILLAGES.items() for village in names if village != "西桥村"]
    shown: list[list[Cell]] = [[town, village, day(2018, 12, 1), "居（村）务公开栏"] for town, village in public]
    own: list[list[Cell]] = [
        ["塘沽街道", day(2019, 2, 20), 12, 34, 9, 6, 9, 3, 3, 3, 1, 1],
        ["大港街道", day(2019, 2, 20), 12, 34, 9, 6, 10, 3, 3, 3, 0, 1],
    ]
    head = ("乡镇（街道）", "报送截至日期", "全面复核救助对象户数", "全面复核救助对象人数", "新增救助人数", "其中基层主动发现人数", "退出救助人数", "主动退保人数", "清查退保人数", "群众举报退保人数", "查处违法违纪案件数量", "清查发现问题数")  # fmt: skip
    return {
        "局机关/违法违纪案件登记表.xlsx": xlsx([titled("违法违纪案件登记表", (("序号", "乡镇（街道）", "村（居委会）", "案件类别", "查处日期", "追责情形", "追责结果"),), numbered(cases))]),
        "局机关/问题整改台账.xlsx": xlsx([titled("清查发现问题整改台账", (("序号", "乡镇（街道）", "村（居委会）", "问题类别", "问题描述", "发现日期", "责任单位", "整改措施", "整改状态", "整改日期"),), numbered(problems))]),
        "局机关/宣传登记表.xlsx": xlsx([titled("社会救助政策宣传登记表", (("序号", "乡镇（街道）", "活动日期", "宣传方式", "发放份数"),), numbered(told))]),
        "局机关/培训登记表.xlsx": xlsx([titled("社会救助工作人员培训登记表", (("序号", "乡镇（街道）", "培训日期", "培训内容", "参加人数"),), numbered(taught))]),
        "局机关/长期公示登记表.xlsx": xlsx([titled("低保家庭长期公示登记表", (("序号", "乡镇（街道）", "村（居委会）", "公示起始日期", "公示地点"),), numbered(shown))]),
        "作战台账/作战台账报送表.xlsx": xlsx([titled("“精准救助百日会战”作战台账报送表", (head,), own)]),
    }  # fmt: skip


def workspace_toml() -> str:
    towns = "".join(
        f'\n[townships."{name}"]\nvillages = [{", ".join(chr(34) + one + chr(34) for one in villages)}]\n'
        for name, villages in VILLAGES.items()
    )
    return TOML + towns


def sample_files() -> dict[str, bytes]:
    """Every file of the sample by its path under the workspace."""
    made = households(Population(random.Random(SEED)))
    planted: list[Planted] = []
    inbox = annexes(made, planted) | bureau(made) | festival(made, planted) | registers()
    planted.append(Planted("问题", "作战台账/作战台账报送表.xlsx", "Sheet1", 4, "大港街道", what="退出合计与分项不符", code="CHECK-REPORTED-PARTS"))  # fmt: skip
    planted += [
        Planted("判定", "", township=one.township, name=one.head.name, what=one.kind.what, expect=one.kind.expect)
        for one in made
    ]
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
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "滨海新区"
    print(f"{target}: {len(write_sample(target))} files")
