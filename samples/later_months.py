"""The second and third month of each sample: what comes after the files of 收件/, to be copied there month by month.

`python samples/later_months.py [folder]` writes samples/后续月份/: for each sample and month the files, deterministic. Second
month: households that turn up, and approvals. Third month: a township that is late, a correction of what came in the second,
an approval of the second month that comes late, and an exit where the notice has one. A reply is made from our own workbook,
after a run: 转介单, 待核实核实单 and the like, filled in and put into 收件/.
"""

import datetime as dt
import random
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from synthetic.files import Grid, xlsx
from synthetic.people import Person, Population

SEED, FIRST_NUMBER = 20261130, 700  # numbers and telephones beyond those of the samples
MONTHS = ("第二个月", "第三个月")


@dataclass(frozen=True)
class Later:
    """`months`: the year and month of both; `towns`: of those who come, and the one that is late; `roster`: title, and field →
    what stands there for everybody; `exit`: title, and field → value."""

    sample: str
    months: tuple[tuple[int, int], tuple[int, int]]
    towns: tuple[str, str]
    villages: tuple[str, str]
    roster: str
    values: dict[str, object]
    results: str = "审核审批结果"
    granted: str = "纳入低保"
    exit: tuple[str, dict[str, object]] | None = None
    extra: dict[str, object] = field(default_factory=dict)


INCOME: dict[str, object] = {"家庭人口": 2, "人均月收入": 260, "财产符合规定": "是"}
LATER = (
    Later(
        "西夏区",
        ((2019, 8), (2019, 9)),
        ("兴泾镇", "镇北堡镇"),
        ("泾华村", "红柳村"),
        "困难家庭名册",
        {"城乡": "农村", "家庭困难类别": "重病", "低保人数": 0, **INCOME},
    ),
    Later(
        "城北区",
        ((2022, 9), (2022, 10)),
        ("朝阳街道", "大堡子镇"),
        ("柳林社区", "青石村"),
        "困难家庭摸排名册",
        {"城乡": "农村", "家庭困难类别": "重病", **INCOME},
    ),
    Later(
        *("平罗县", ((2020, 10), (2020, 11)), ("城关镇", "陶乐镇"), ("柳岸村", "沙枣村"), "未脱贫建档立卡户名册"),
        {"城乡": "农村", "家庭人口": 2, "人均月收入": 260, "财产符合规定": "是"},
        exit=("审核审批结果", {"办理结果": "退出低保", "退出原因": "收入超过标准"}),
    ),
    Later(
        *("滨海新区", ((2019, 1), (2019, 2)), ("塘沽街道", "中塘镇"), ("海晏里社区", "东柳村"), "未享受救助家庭摸底表"),
        {"摸底对象类别": "重特大疾病患者", "家庭人口": 2, "家庭月收入": 1200, "财产符合规定": "是", "困难情况": "重病"},
        results="社会救助审批结果",
        extra={"新增途径": "基层主动发现"},
        exit=("退出登记表", {"退出方式": "主动退保", "退出原因": "收入超过标准", "退出人数": 2}),
    ),
    Later(
        *(
            "黔江区",
            ((2023, 1), (2023, 2)),
            ("城东街道", "濯水镇"),
            ("文汇社区", "蒲花村"),
            "社会救助主动发现救助对象明细表",
        ),
        {"发现方式": "走访发现", "发现人": "示例", "家庭基本情况": "家庭2人，户主患重病", "疑似符合救助": "城乡低保"},
    ),
)


def later_files(later: Later) -> dict[str, bytes]:
    """Every file of both months by its path."""
    population = Population(random.Random(f"{SEED}{later.sample}"))
    for _ in range(FIRST_NUMBER):
        population.person("")
    come = [population.person(f"{later.villages[0]}{n}组{n}号") for n in range(91, 95)]
    late = [population.person(f"{later.villages[1]}{n}组{n}号") for n in range(95, 97)]
    (second, third), (early, lagging) = later.months, later.towns
    roster = f"{early}/新增{later.roster}.xlsx"
    mended = f"{early}/新增{later.roster}（更正）.xlsx"
    results = [(come[0], second, 10, later.granted), (come[1], second, 16, later.granted)]
    after = [(come[2], second, 25, later.granted), (late[0], third, 12, later.granted)]
    files = {
        f"{MONTHS[0]}/{roster}": _roster(later, early, come),
        f"{MONTHS[0]}/局机关/审批结果{_month(second)}.xlsx": _results(later, results),
        f"{MONTHS[1]}/{lagging}/{later.roster}（补报）.xlsx": _roster(later, lagging, late),
        f"{MONTHS[1]}/{mended}": _roster(later, early, come, other=3),
        f"{MONTHS[1]}/局机关/审批结果{_month(third)}.xlsx": _results(later, after),
    }
    if later.exit is not None:
        title, values = later.exit
        files[f"{MONTHS[1]}/局机关/{title}（退出）{_month(third)}.xlsx"] = _exit(later, title, values, come[0])
    return files


def _month(month: tuple[int, int]) -> str:
    return f"（{month[0]}年{month[1]}月）"


def _roster(later: Later, town: str, people: list[Person], other: int | None = None) -> bytes:
    """`other`: the number of persons the second household says instead: a correction."""
    heads = ["序号", "村居", "户主姓名", "身份证号", "详细住址", "联系方式", *later.values]
    rows = [
        [
            n,
            later.villages[later.towns.index(town)],
            one.name,
            one.id_number,
            one.address,
            one.phone,
            *_values(later, other if n == 2 else None),
        ]
        for n, one in enumerate(people, 1)
    ]
    return _book(f"{town}{later.roster}", heads, rows)


def _values(later: Later, persons: int | None) -> list[object]:
    if persons is None:
        return list(later.values.values())
    if "家庭人口" not in later.values:
        return [
            f"家庭{persons}人，户主患重病" if name == "家庭基本情况" else value for name, value in later.values.items()
        ]
    return [persons if name == "家庭人口" else value for name, value in later.values.items()]


def _results(later: Later, lines: list[tuple[Person, tuple[int, int], int, str]]) -> bytes:
    heads = ["序号", "户主姓名", "身份证号", "办理结果", "办理日期", *later.extra]
    rows = [
        [n, one.name, one.id_number, what, dt.date(*month, day), *later.extra.values()]
        for n, (one, month, day, what) in enumerate(lines, 1)
    ]
    return _book(later.results, heads, rows)


def _exit(later: Later, title: str, values: dict[str, object], one: Person) -> bytes:
    day = {"退出登记表": "退出日期"}.get(title, "办理日期")
    heads = ["序号", "镇街", "户主姓名", "身份证号", day, *values]
    row = [1, later.towns[0], one.name, one.id_number, dt.date(*later.months[1], 20), *values.values()]
    return _book(title, heads, [row])


def _book(title: str, heads: list[str], rows: list[list[object]]) -> bytes:
    cells: list[list[object]] = [[title], list(heads), *rows]
    return xlsx([Grid("名册", cells, header_rows=frozenset({1}), title_rows=frozenset({0}))])  # type: ignore[arg-type]


def write_later(folder: Path) -> list[Path]:
    """Write all five, replacing what stood there."""
    shutil.rmtree(folder, ignore_errors=True)
    written = []
    for later in LATER:
        for name, data in sorted(later_files(later).items()):
            path = folder / later.sample / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            written.append(path)
    return written


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "后续月份"
    print(f"{target}: {len(write_later(target))} files")
