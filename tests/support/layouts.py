"""The same twenty households in many layouts, as townships lay them out: what is written, and what must be read.

Every layout is a function that gives sheets of rows (`support.workbooks`); all people are invented.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from support.mentions import citizen
from support.workbooks import LEFT, UP

SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈", "安平康宁和顺明亮清正"
VILLAGES = ("泾华村", "泾河村")
RELATIONS = ("配偶", "子", "女")
WRITTEN = {"配偶": "妻子", "子": "长子", "女": "女儿"}
CATEGORIES = ("重病", "就学", "重度残疾", "下岗失业")
Rows = list[list[Any]]


@dataclass(frozen=True)
class Person:
    name: str
    number: str
    relation: str


@dataclass(frozen=True)
class Home:
    """One household; the first of `people` is its head."""

    n: int
    village: str
    address: str
    phone: str
    category: str
    income: int
    people: tuple[Person, ...]

    @property
    def head(self) -> Person:
        return self.people[0]

    @property
    def expected(self) -> dict[str, Any]:
        """What every layout must give of the household, as far as the layout says it."""
        return {
            "户主姓名": self.head.name,
            "身份证号": self.head.number,
            "村居": self.village,
            "详细住址": self.address,
            "联系方式": self.phone,
            "家庭困难类别": [self.category],
            "家庭人口": len(self.people),
            "家庭年收入": Decimal(self.income),
        }


def homes() -> tuple[Home, ...]:
    """Twenty households of one to four people in two villages."""
    return tuple(_home(n) for n in range(20))


def _home(n: int) -> Home:
    size = 1 + n % 4
    people = tuple(
        Person(
            SURNAMES[(n + (i == 1)) % 10] + GIVEN[(n // 2 + 3 * i) % 10] + GIVEN[(n + i) % 10],
            citizen(10 * n + i, f"{1955 + n}0{1 + i}1{n % 9}"),
            "户主" if i == 0 else RELATIONS[i - 1],
        )
        for i in range(size)
    )
    village = VILLAGES[n // 10]
    return Home(
        n, village, f"{village}{1 + n % 5}组{n + 1}号", f"1990000{n:04d}", CATEGORIES[n % 4], 6000 + 300 * n, people
    )


HOUSEHOLD = [
    "序号",
    "村居",
    "户主姓名",
    "身份证号",
    "详细住址",
    "联系电话",
    "家庭困难类别",
    "家庭人口",
    "家庭年收入（元）",
]


def _row(home: Home, *, village: object = None) -> list[Any]:
    return [
        home.n + 1, village or home.village, home.head.name, home.head.number, home.address, home.phone, home.category,
        len(home.people), home.income,
    ]  # fmt: skip


def plain() -> dict[str, Rows]:
    """One row a household, one heading row."""
    return {"困难家庭名册": [HOUSEHOLD, *(_row(home) for home in homes())]}


def decorated() -> dict[str, Rows]:
    """Title, 填报单位, headings of two levels with line breaks, numbering, subtotals, total, note, signatures."""
    width = len(HOUSEHOLD)
    head = ["序\n号", "村（居）", "户主基本情况", LEFT, "家庭 \n 住址", "联系\n电话", "致困\n原因", "家庭情况", LEFT]
    leaf = [UP, UP, "姓  名", "身份证\n号码", UP, UP, UP, "人口数\n（人）", "年收入\n（元）"]
    rows: Rows = [
        ["兴泾镇城乡困难家庭花名册", *[LEFT] * (width - 1)],
        ["填报单位（盖章）：兴泾镇人民政府", *[LEFT] * 4, "填报时间：2019年4月20日", *[LEFT] * 3],
        head, leaf, [f"({n})" for n in range(1, width + 1)],
    ]  # fmt: skip
    for village in VILLAGES:
        own = [home for home in homes() if home.village == village]
        rows += [_row(home) for home in own]
        people, money = sum(len(h.people) for h in own), sum(h.income for h in own)
        rows.append([None, f"{village}小计", f"{len(own)}户", None, None, None, None, people, money])
        rows.append([])
    everyone = sum(len(home.people) for home in homes())
    rows.append(["合计", None, "20户", None, None, None, None, everyone, sum(home.income for home in homes())])
    rows.append(["注：1.本表一式两份；2.家庭人口按户籍填写。", *[LEFT] * (width - 1)])
    rows.append(
        ["主要负责人（签字）：", None, None, "审核人：", None, "填表人：", None, "联系电话：0951-0000000", None]
    )
    return {"Sheet1": rows}


def villages_in_sheets() -> dict[str, Rows]:
    """One sheet a village, which no column names."""

    def without(row: list[Any]) -> list[Any]:
        return [cell for at, cell in enumerate(row) if at != 1]

    return {
        village: [
            [f"{village}困难家庭名册"],
            without(HOUSEHOLD),
            *(without(_row(home)) for home in homes() if home.village == village),
            ["以下空白"],
        ]
        for village in VILLAGES
    }


def merged_villages() -> dict[str, Rows]:
    """The village's cell is merged over its households; total in the first data row; income in 万元 by the unit line."""
    rows: Rows = [["困难家庭名册"], ["填报单位：兴泾镇", None, None, None, None, None, None, None, "金额单位：万元"]]
    rows.append([*HOUSEHOLD[:-1], "家庭年收入"])
    money = sum(home.income for home in homes()) / 10000
    rows.append(["合计", None, None, None, None, None, None, sum(len(home.people) for home in homes()), money])
    for home in homes():
        row = _row(home, village=UP if home.n % 10 else home.village)
        rows.append([*row[:-1], row[-1] / 10000])
    return {"Sheet1": rows}


PERSON = [
    "序号",
    "户主姓名",
    "姓名",
    "与户主关系",
    "身份证号码",
    "村",
    "家庭住址",
    "电话",
    "致困原因",
    "家庭人数",
    "家庭年收入(元/年)",
]


def _people(home: Home) -> Iterator[tuple[int, Person]]:
    return iter(enumerate(home.people))


def _relation(person: Person) -> str:
    return WRITTEN.get(person.relation, "本人")


def persons_merged() -> dict[str, Rows]:
    """One row a person, the household's cells merged."""
    rows: Rows = [["困难家庭名册（按人）"], PERSON]
    for home in homes():
        for i, person in _people(home):
            shared = [home.village, home.address, home.phone, home.category, len(home.people), home.income]
            rows.append(
                [home.n + 1 if i == 0 else UP, home.head.name if i == 0 else UP, person.name, _relation(person),
                 person.number, *(shared if i == 0 else [UP] * 6)]
            )  # fmt: skip
    return {"Sheet1": rows}


def persons_blank() -> dict[str, Rows]:
    """One row a person, the household's cells blank below its first row; a lone name column; total below."""
    head = ["户号", *PERSON[2:]]
    rows: Rows = [["困难家庭名册"], head]
    for home in homes():
        for i, person in _people(home):
            shared = [home.village, home.address, home.phone, home.category, len(home.people), home.income]
            first = home.n + 1 if i == 0 else None
            rows.append([first, person.name, _relation(person), person.number, *(shared if i == 0 else [None] * 6)])
    rows.append(["合计", "20户", None, None, None, None, None, None, sum(len(h.people) for h in homes()), None])
    return {"Sheet1": rows}


def persons_full() -> dict[str, Rows]:
    """The 一卡通 export: every cell filled in every row, the head's number beside the member's."""
    head = ["状态", "农户编码", "户主姓名", "户主身份证号", "家庭成员姓名", "身份证号", "村(居)委会", "村（居）民小组", "性别",
            "联系电话", "与户主关系", "家庭住址", "困难类别", "家庭人口", "家庭年收入（元）", "是否低保户", "创建人"]  # fmt: skip
    rows: Rows = [head]
    for home in homes():
        for _, person in _people(home):
            sex = "男" if int(person.number[16]) % 2 else "女"
            rows.append(
                ["正常", f"64010510{home.n:04d}", home.head.name, home.head.number, person.name, person.number,
                 home.village, None, sex, home.phone, _relation(person), home.address, home.category, len(home.people),
                 home.income, "否", "管理员"]
            )  # fmt: skip
    return {"困难家庭": rows}


def wide(numbers: str = "一二三") -> dict[str, Rows]:
    """Members in columns of their own: 成员一姓名, 成员一身份证号 …"""
    head = [*HOUSEHOLD]
    for number in numbers:
        head += [f"成员{number}姓名", f"成员{number}身份证号", f"成员{number}与户主关系"]
    rows: Rows = [["困难家庭名册"], head]
    for home in homes():
        cells: list[Any] = _row(home)
        for person in home.people[1:]:
            cells += [person.name, person.number, WRITTEN[person.relation]]
        rows.append(cells)
    return {"Sheet1": rows}


def wide_under_parents() -> dict[str, Rows]:
    """The same with two heading rows: 家庭成员1 over 姓名, 关系, 身份证号."""
    top: list[Any] = [*HOUSEHOLD[:7], "家庭收入", LEFT]
    leaf: list[Any] = [*[UP] * 7, "家庭人口", "家庭年收入（元）"]
    for number in (1, 2, 3):
        top += [f"家庭成员{number}", LEFT, LEFT]
        leaf += ["姓名", "关系", "身份证号"]
    rows: Rows = [["困难家庭名册"], top, leaf]
    for home in homes():
        cells: list[Any] = _row(home)
        for person in home.people[1:]:
            cells += [person.name, WRITTEN[person.relation], person.number]
        rows.append(cells)
    return {"Sheet1": rows}


def wide_repeated() -> dict[str, Rows]:
    """The same headings again and again under one parent."""
    top: list[Any] = [*HOUSEHOLD, "家庭成员", *[LEFT] * 8]
    leaf: list[Any] = [*[UP] * 9, *["姓名", "关系", "身份证号"] * 3]
    rows: Rows = [["困难家庭名册"], top, leaf]
    rows += wide_under_parents()["Sheet1"][3:]
    return {"Sheet1": rows}


def one_below_another() -> dict[str, Rows]:
    """Two tables on one sheet, one under another, each with its title and headings, in another order of columns."""
    turned = [*HOUSEHOLD[:2], *HOUSEHOLD[:1:-1]]
    rows: Rows = [
        ["泾华村困难家庭名册"],
        HOUSEHOLD,
        *(_row(home) for home in homes()[:10]),
        [],
        ["泾河村困难家庭名册"],
        turned,
    ]
    for home in homes()[10:]:
        row = _row(home)
        rows.append([*row[:2], *row[:1:-1]])
    return {"Sheet1": rows}


def side_by_side() -> dict[str, Rows]:
    """Two tables on one sheet, side by side, a blank column between."""
    rows: Rows = [["困难家庭名册"], [*HOUSEHOLD, None, *HOUSEHOLD]]
    for left, right in zip(homes()[:10], homes()[10:], strict=True):
        rows.append([*_row(left), None, *_row(right)])
    return {"Sheet1": rows}


def continued() -> dict[str, Rows]:
    """A roster that goes on in further sheets, headings again on each page of the first."""
    first = [["困难家庭名册"], HOUSEHOLD]
    for home in homes()[:12]:
        first.append(_row(home))
        if home.n % 5 == 4:
            first += [[None, None, f"第{1 + home.n // 5}页 共3页"], ["困难家庭名册（续）"], HOUSEHOLD]
    return {"名册": first, "名册（续）": [["困难家庭名册（续）"], HOUSEHOLD, *(_row(home) for home in homes()[12:])]}


LAYOUTS: dict[str, Callable[[], dict[str, Rows]]] = {
    layout.__name__: layout
    for layout in (
        plain, decorated, villages_in_sheets, merged_villages, persons_merged, persons_blank, persons_full, wide,
        wide_under_parents, wide_repeated, one_below_another, side_by_side, continued,
    )
}  # fmt: skip
