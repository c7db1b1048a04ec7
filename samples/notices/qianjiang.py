"""Write samples/黔江区: four invented townships under 黔江民政发〔2022〕44号. Same bytes on every run.

python samples/notices/qianjiang.py [FOLDER]
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

SEED = 20221109
AS_OF = dt.date(2022, 12, 31)
VILLAGES = {
    "城东街道": ("文汇社区", "下坝社区"),
    "冯家街道": ("照耀社区", "寨子社区"),
    "濯水镇": ("蒲花村", "柏杨村"),
    "金溪镇": ("望岭村", "长春村"),
}
TOML = """\
# 示例工作区：人员、村居、住址均为虚构。
pack = "qianjiang-2022"
as_of = 2022-12-31
"""
DETAIL = (
    "序号",
    "发现方式（走访发现、信息推送发现、工作发现）",
    "发现人",
    "所属乡镇（街道）",
    "对象姓名",
    "家庭基本情况",
    "疑似符合救助（城乡低保、特困供养、临时救助、医疗救助、教育救助、住房救助、就业救助、受灾人员救助等）",
    "乡镇（街道）调查情况",
    "乡镇（街道）办理结果（不符合救助条件、纳入救助范畴和纳入时间）",
    "备注",
)
ROSTER = (
    "序号",
    "村（社区）",
    "城乡",
    "户主姓名",
    "身份证号",
    "详细住址",
    "联系方式",
    "家庭人口",
    "家庭困难类别",
    "其中低保人数",
    "人均月收入（元）",
    "财产是否符合规定",
    "协理员",
    "列入日期",
)
SURVEY = (
    "序号",
    "村（社区）",
    "户主姓名",
    "身份证号",
    "核实人均月收入",
    "是否见到本人",
    "困难情况",
    "是否确有实际困难",
    "不符合理由",
    "对策建议",
    "入户日期",
    "调查人",
)
VISIT = ("序号", "村（社区）", "户主姓名", "身份证号", "走访日期", "走访人", "见到本人", "变化情况")
RESULT = (
    "序号",
    "乡镇（街道）",
    "户主姓名",
    "身份证号",
    "办理结果",
    "办理日期",
    "不符合理由",
    "转介部门",
    "转介反馈",
    "帮办代办",
    "帮办人",
)
LISTED = ("序号", "乡镇（街道）", "户主姓名", "身份证号", "详细住址")


@dataclass(frozen=True)
class Household:
    """One household: what its township's roster says of it, and which of the other lists name it."""

    township: str
    village: str
    head: Person
    income: str
    covered: int | None = 0
    size: int = 3
    trouble: str = "重病"
    wealth: str = "是"
    result: tuple[Cell, ...] = ()  # 办理结果, 办理日期, 不符合理由, 转介部门, 转介反馈, 帮办代办, 帮办人
    survey: tuple[Cell, ...] = ()  # 核实人均月收入, 见到, 困难情况, 确有困难, 理由, 建议
    visits: tuple[dt.date, ...] = ()
    listed: str = ""
    expect: tuple[str, str, str] = ("", "", "")
    what: str = ""


@dataclass(frozen=True)
class Found:
    """One line of the detail list: a person found, and what the township wrote of the outcome."""

    township: str
    name: str
    how: str
    family: str
    due: str
    outcome: str
    expect: tuple[str, str, str]
    what: str
    reminded: tuple[Cell, ...] = field(default=())  # 提醒日期, 提醒事项, 办理期限, 正当理由


def day(month: int, number: int) -> dt.date:
    return dt.date(2022, month, number)


NEW, WATCH, OPEN, OUT, HAS = "新增救助", "救助观察", "待核实", "不予列入", "已享受救助"
SEEN = ("", "是", "已核实", "是", "", "建议申请低保")
# 人均月收入, 另外要写的, 应得, 埋设内容
SITUATIONS: tuple[tuple[str, dict[str, object], tuple[str, str, str], str], ...] = (
    ("500", {"survey": SEEN}, (NEW, "初判", "拟低保"), "收入低于标准"),
    ("{standard}", {"survey": SEEN}, (NEW, "初判", "拟低收入"), "收入恰为低保标准"),
    ("{line}", {}, (WATCH, "初判", "拟观察"), "收入恰为低收入线（不含本数）"),
    ("2000", {"trouble": "无"}, (OUT, "初判", "不予列入"), "收入超线，没有困难"),
    ("", {}, (OPEN, "初判", "待核实"), "没有填收入"),
    ("520", {"covered": 1}, (NEW, "初判", "拟整户纳入低保"), "部分在保，低于标准"),
    ("300", {"covered": None, "listed": "低保在保名单"}, (HAS, "初判", "已享受救助"), "名单三人全部在保"),
    ("400", {"listed": "特困名单"}, (HAS, "初判", "已享受救助"), "已是特困"),
    (
        "550",
        {"result": ("纳入低保", day(12, 5), "", "", "", "是", "帮办示例")},
        (NEW, "终判", "纳入低保"),
        "审批纳入低保，协理员帮办",
    ),
    (
        "800",
        {"result": ("纳入低收入", day(12, 8), "", "", "", "", "")},
        (NEW, "终判", "纳入低收入"),
        "纳入低收入，还不在监测名单",
    ),
    (
        "1500",
        {"result": ("不符合", day(12, 9), "收入超标准", "", "", "", ""), "survey": SEEN},
        (WATCH, "终判", "列入观察"),
        "不符合条件，确有困难",
    ),
    (
        "1400",
        {"result": ("转介", day(12, 1), "", "医保局", "已给予救助", "", "")},
        (NEW, "终判", "转介给予救助"),
        "转介医保局，已给予救助",
    ),
    (
        "1400",
        {"result": ("转介", day(12, 1), "", "教委", "", "", "")},
        (OPEN, "终判", "转介待反馈"),
        "转介后没有反馈",
    ),
)


def households(population: Population) -> list[Household]:
    """Thirteen situations in each township; visits are missing in every third household."""
    made = []
    for place, (township, villages) in enumerate(VILLAGES.items()):
        urban = township.endswith("街道")
        words = {"standard": "717" if urban else "581", "line": "1075.5" if urban else "871.5"}
        for number, (income, more, expect, what) in enumerate(SITUATIONS):
            village = villages[number % 2]
            address = f"{village}{number % 5 + 1}组{number + 3}号"
            visits = (day(11, 20 + place), day(12, 10 + place)) if number % 3 else (day(11, 25),)
            made.append(
                Household(
                    township,
                    village,
                    replace(population.person(address), phone=f"1990000{(len(made) * 371 + 1000) % 10000:04d}"),
                    income.format(**words),
                    visits=visits,
                    expect=expect,
                    what=what,
                    **more,  # type: ignore[arg-type]
                )
            )
    return made


def found_people(population: Population) -> list[Found]:
    """The detail list: one line a person, no number and no address, results in words."""
    lines = (
        (
            "走访发现",
            "家庭3人，户主患重病",
            "城乡低保",
            "纳入城乡低保，2022年12月6日",
            (NEW, "终判", "纳入低保"),
            "一项纳入",
            (),
        ),
        (
            "信息推送发现",
            "家庭4人，遭遇车祸",
            "城乡低保、医疗救助",
            "低保：不符合救助条件；医疗救助：2022年12月12日纳入",
            (NEW, "终判", "转介给予救助"),
            "两项疑似各有结果",
            (),
        ),
        ("工作发现", "一人户，无劳动能力", "特困供养", "", (OPEN, "初判", "待办理"), "没有办理结果", ()),
        (
            "走访发现",
            "家庭2人，房屋受灾",
            "临时救助、受灾人员救助",
            "",
            (OPEN, "初判", "待办理"),
            "书面提醒过期，没有正当理由",
            (day(12, 1), "尽快办理", day(12, 20), ""),
        ),
        (
            "走访发现",
            "家庭5人，子女就学",
            "教育救助、临时救助",
            "不符合救助条件",
            (WATCH, "终判", "列入观察"),
            "全部不符合",
            (),
        ),
    )
    return [
        Found(township, population.person("").name, how, family, due, outcome, expect, what, reminded)
        for township in ("城东街道", "濯水镇", "金溪镇")
        for how, family, due, outcome, expect, what, reminded in lines
    ]


def grid(title: str, head: tuple[str, ...], rows: list[list[Cell]], name: str = "Sheet1") -> Grid:
    """A table under its title, which is merged over the columns."""
    first: list[Cell] = [title, *[None] * (len(head) - 1)]
    return Grid(name, [first, list(head), *rows], [(0, 0, 0, len(head) - 1)], frozenset({1}), frozenset({0}))


def roster_row(number: int, one: Household) -> list[Cell]:
    head = one.head
    urban = "城市" if one.township.endswith("街道") else "农村"
    income: Cell = float(one.income) if one.income else None
    place: list[Cell] = [number, one.village, urban, head.name, head.id_number, head.address, head.phone]
    return [*place, one.size, one.trouble, one.covered, income, one.wealth, f"{one.village}协理员", day(11, 15)]


def rosters(made: list[Household]) -> dict[str, bytes]:
    """Each township in a habit of its own: one workbook, xls, csv, a sheet a village."""
    files: dict[str, bytes] = {}
    for township, villages in VILLAGES.items():
        own = [one for one in made if one.township == township]
        rows = [roster_row(number, one) for number, one in enumerate(own, 1)]
        table = grid(f"{township}重点人群花名册", ROSTER, rows, "花名册")
        if township == "冯家街道":
            files[f"{township}/重点人群花名册.xls"] = xls([table])
        elif township == "金溪镇":
            files[f"{township}重点人群花名册.csv"] = csv_gb18030(Grid("", table.rows[1:]))
        elif township == "濯水镇":
            sheets = [
                grid(f"{township}{village}重点人群花名册", ROSTER, [row for row in rows if row[1] == village], village)
                for village in villages
            ]
            files[f"{township}/重点人群花名册（分村）.xlsx"] = xlsx(sheets)
        else:
            files[f"{township}/重点人群花名册.xlsx"] = xlsx([table])
        files[f"{township}/入户调查评估表.xlsx"] = xlsx([grid(f"{township}入户调查评估表", SURVEY, surveys(own))])
        files[f"{township}/走访记录.xlsx"] = xlsx([grid(f"{township}重点人群走访记录", VISIT, visits(own))])
    return files


def surveys(own: list[Household]) -> list[list[Cell]]:
    told = [one for one in own if one.survey]
    return [
        [number, one.village, one.head.name, one.head.id_number, *one.survey, day(11, 28), "调查示例"]
        for number, one in enumerate(told, 1)
    ]


def visits(own: list[Household]) -> list[list[Cell]]:
    told = [(one, when) for one in own for when in one.visits]
    return [
        [number, one.village, one.head.name, one.head.id_number, when, f"{one.village}协理员", "是", "无变化"]
        for number, (one, when) in enumerate(told, 1)
    ]


def details(found: list[Found]) -> dict[str, bytes]:
    files = {}
    for township in dict.fromkeys(one.township for one in found):
        own = [one for one in found if one.township == township]
        rows: list[list[Cell]] = [
            [
                number,
                one.how,
                "发现示例",
                township,
                one.name,
                one.family,
                one.due,
                "属实，确有实际困难",
                one.outcome,
                "",
            ]
            for number, one in enumerate(own, 1)
        ]
        table = grid("黔江区社会救助主动发现救助对象明细表", DETAIL, rows, "明细表")
        files[f"{township}/主动发现救助对象明细表.xlsx"] = xlsx([table])
    return files


def bureau_lists(made: list[Household], found: list[Found]) -> dict[str, bytes]:
    """Results, who is on the lists already, reminders, assistants: one village has none."""
    results = [one for one in made if one.result]
    result_rows = [
        [number, one.township, one.head.name, one.head.id_number, *one.result] for number, one in enumerate(results, 1)
    ]
    files = {"局机关/审核审批结果.xlsx": xlsx([grid("审核审批结果", RESULT, result_rows)])}
    for form, extra in (("低保在保名单", (3,)), ("特困名单", ())):
        rows = [
            [number, one.township, one.head.name, one.head.id_number, one.head.address, *extra]
            for number, one in enumerate([one for one in made if one.listed == form], 1)
        ]
        head = (*LISTED, "保障人数") if extra else LISTED
        files[f"局机关/{form}2022年10月.xlsx"] = xlsx([grid(f"{form}（2022年10月31日）", head, rows)])
    reminded = [one for one in found if one.reminded]
    rows = [[number, one.township, one.name, *one.reminded] for number, one in enumerate(reminded, 1)]
    head = ("序号", "乡镇（街道）", "对象姓名", "提醒日期", "提醒事项", "办理期限", "正当理由")
    files["局机关/书面提醒登记表.xlsx"] = xlsx([grid("书面提醒登记表", head, rows)])
    villages = [(town, village) for town, names in VILLAGES.items() for village in names if village != "长春村"]
    assistants: list[list[Cell]] = [
        [number, town, village, f"{village}协理员", f"1990000{9000 + number}"]
        for number, (town, village) in enumerate(villages, 1)
    ]
    head = ("序号", "乡镇（街道）", "村（社区）", "姓名", "联系电话")
    files["局机关/社会救助协理员名册.xlsx"] = xlsx([grid("社会救助协理员名册", head, assistants)])
    return files


def workspace_toml() -> str:
    towns = "".join(
        f'\n[townships."{name}"]\nvillages = [{", ".join(chr(34) + one + chr(34) for one in villages)}]\n'
        for name, villages in VILLAGES.items()
    )
    return TOML + towns


def sample_files() -> dict[str, bytes]:
    """Every file of the sample by its path under the workspace."""
    population = Population(random.Random(SEED))
    made, found = households(population), found_people(population)
    inbox = rosters(made) | details(found) | bureau_lists(made, found)
    planted = [
        Planted("判定", "", township=one.township, name=one.head.name, what=one.what, expect=one.expect) for one in made
    ] + [Planted("判定", "", township=one.township, name=one.name, what=one.what, expect=one.expect) for one in found]
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
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "黔江区"
    print(f"{target}: {len(write_sample(target))} files")
