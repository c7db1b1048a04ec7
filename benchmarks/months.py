# ruff: noqa: T201 – what it measured is printed
"""Six months of two counties against what is true: `python benchmarks/months.py`.

Each county (西夏 2019, 城北 2022) has two townships and a dozen households: approvals that come in time, late and very late, a
household that moves, two rows a person calls one household, a household of two rows that turns out to be two, a decision that
is contradicted and stays open, a household nobody sends any more, a file saved again, and a month reopened and handed in
again. Every month is handed in. Held against the truth, month by month: the households counted in the month and so far, by
township; every line of 累计核对; that what was handed in never changes by a byte; and at the end that the same workbooks come
from 收件, 裁定.jsonl and 存档 alone.
"""

import datetime as dt
import hashlib
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from openpyxl.cell.cell import MergedCell
from rosters import _id_number

from rescue_cli.core.periods import month_days
from rescue_cli.pack.load import load_pack
from rescue_cli.pipeline import Signing, Who, apply, open_session, reopen, report, run, submit
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.workspace_skeleton import init_workspace

MERGED, SPLIT, OPEN, GONE, REOPENED = 4, 5, 5, 6, 2  # the month (1 to 6) by whose table it is known
SIGNED = Signing("甲", "乙", "2019-10-08T09:00:00+08:00")
Counts = dict[str, int]  # township → households


@dataclass(frozen=True)
class County:
    """`first`: its first month; `months`, `all`: the columns of the households of the month and so far, in `sheet`."""

    pack: str
    report: str
    year: int
    first: int
    towns: tuple[str, str]
    title: str
    heads: tuple[str, ...]
    sheet: str
    head: str


@dataclass
class Home:
    """`approved`, `known`: months 1 to 6. `towns`: where it stands from a month on."""

    name: str
    number: str
    approved: int
    known: int
    towns: dict[int, int] = field(default_factory=lambda: {1: 0})
    until: int = 7
    from_month: int = 1

    def town(self, month: int) -> int:
        return self.towns[max(since for since in self.towns if since <= month)]


COMMON = ("户主姓名", "身份证号", "村居", "详细住址", "联系方式", "家庭困难类别", "家庭人口", "人均月收入")
COUNTIES = (
    County(
        "xixia-2019",
        "城市进展情况表",
        2019,
        4,
        ("兴泾镇", "镇北堡镇"),
        "困难家庭名册",
        (*COMMON, "城乡"),
        "上月本月累计",
        "新增救助",
    ),
    County(
        *("chengbei-2022", "主动发现情况统计表", 2022, 5, ("朝阳街道", "马坊街道"), "困难家庭摸排名册"),
        *((*COMMON, "财产符合规定"), "主动发现情况", "新增救助"),
    ),
)


def homes() -> list[Home]:
    made = [Home(name, _id_number(n * 397 + 11), n, n) for n, name in enumerate(("白一清", "柴二河", "丁三山"), 1)]
    made += [Home(name, _id_number(n * 397 + 11), n, n) for n, name in enumerate(("方四海", "高五岳", "何六合"), 4)]
    made += [
        Home("金迟一", _id_number(7001), 1, 2),  # a month late
        Home("柯迟四", _id_number(8003), 2, 5),  # three months late
        Home("兰移家", _id_number(9005), 1, 1, {1: 0, 3: 1}),  # moves to the other township in the third
        Home("毛分户", _id_number(4321), 1, 1),  # two rows, until one of them turns out to be another household
        Home("毛分支", _id_number(4567), 4, 4, from_month=SPLIT),
        Home("聂并户", _id_number(6543), 2, 2),
        Home("聂并户", _id_number(26543), 2, 3, {1: 1}, until=MERGED),
        Home("潘存疑", _id_number(1234), 2, 2, until=OPEN),  # taken back on the same day: open
        Home("秦离册", _id_number(1717), 1, 1, {1: 1}, until=GONE),
    ]
    return made


def truth(month: int, so_far: int) -> tuple[Counts, Counts]:
    """By what is known when the table of `month` is made: households of month `so_far`, and up to it."""
    months, everything = {}, {}
    for home in homes():
        if not (home.from_month <= month < home.until) or home.known > month or home.approved > so_far:
            continue
        town = str(home.town(month))
        everything[town] = everything.get(town, 0) + 1
        if home.approved == so_far:
            months[town] = months.get(town, 0) + 1
    return months, everything


def send(county: County, folder: Path, month: int) -> None:
    """The rosters as they stand in a month, written over, and the results that become known in it."""
    rows: dict[int, list[list[object]]] = {0: [], 1: []}
    for n, home in enumerate(homes()):
        if home.name == "秦离册" and month >= GONE:
            continue
        number = homes()[9].number if home.name == "毛分支" and month < SPLIT else home.number
        name = "毛分户" if home.name == "毛分支" and month < SPLIT else home.name
        place = n - (1 if home.name == "聂并户" and home.until == MERGED else 0)
        last = {"城乡": "城市", "财产符合规定": "是"}[county.heads[-1]]
        line = [name, number, "甲村", f"甲村{place + 1}组{place + 3}号", f"1991{place:07}", "重病", 2, 300, last]
        rows[home.town(month)].append(line)
    for town, lines in rows.items():
        book = openpyxl.Workbook()
        for line in ([f"{county.towns[town]}{county.title}"], county.heads, *lines):
            book.worksheets[0].append(line)
        path = folder / "收件" / county.towns[town] / "名册.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
    results: list[Sequence[object]] = []
    for home in homes():
        number = home.number if home.name != "毛分支" or month >= SPLIT else ""
        if home.known == month and number:
            results.append((home.name, number, "纳入低保", _day(county, home.approved), ""))
        if home.name == "毛分支" and month == SPLIT:
            results.append((home.name, home.number, "纳入低保", _day(county, home.approved), ""))
    if month == OPEN:
        results.append(("潘存疑", _id_number(1234), "不符合", _day(county, 2, 20), "收入超标"))
    book = openpyxl.Workbook()
    for line in (["审核审批结果"], ["户主姓名", "身份证号", "办理结果", "办理日期", "不符合理由"], *results):
        book.worksheets[0].append(line)
    book.save(folder / "收件" / f"审批结果（第{month}批）.xlsx")


def _day(county: County, month: int, day: int = 12) -> str:
    return f"{county.year}-{county.first + month - 1:02d}-{day:02d}"


def opened(county: County, folder: Path, month: int) -> Session:
    """On the 2nd of the month after."""
    last = month_days(county.year, county.first + month - 1)[1]
    return open_session(folder, today=last + dt.timedelta(days=2))


def printed(county: County, folder: Path, month: int) -> tuple[Counts, Counts, list[str], int]:
    """Of the table: households of the month and so far by township, lines of 累计核对 that are not 平, and how many there are."""
    name = f"{county.report}（{county.year}年{county.first + month - 1}月）.xlsx"
    book = openpyxl.load_workbook(folder / "输出" / "报表" / name)
    page = book[county.sheet]
    columns = {_stack(page, column): column for column in range(1, page.max_column + 1)}
    found: list[Counts] = []
    for span in ("本月", "累计"):
        column = next(place for stack, place in columns.items() if stack[-3:] == (county.head, span, "户"))
        lines = {str(page.cell(row, 2).value): page.cell(row, column).value for row in range(1, page.max_row + 1)}
        found.append({str(n): int(str(lines[town])) for n, town in enumerate(county.towns) if lines.get(town)})
    checked = (
        [row for row in book["累计核对"].iter_rows(values_only=True) if row[-1] in ("平", "不平")] if month > 1 else []
    )
    return found[0], found[1], [str(row) for row in checked if row[-1] != "平"], len(checked)


def _stack(page: "openpyxl.worksheet.worksheet.Worksheet", column: int) -> tuple[str, ...]:
    texts = []
    for row in range(3, 7):
        cell = page.cell(row, column)
        if isinstance(cell, MergedCell):
            home = next(area for area in page.merged_cells.ranges if cell.coordinate in area)
            cell = page.cell(home.min_row, home.min_col)
        if isinstance(cell.value, str) and cell.value not in texts:
            texts.append(cell.value)
    return tuple(texts)


def one_household(folder: Path, session: Session) -> None:
    """What a person answers in 疑似重复.xlsx: the two are one."""
    path = folder / "输出" / "疑似重复.xlsx"
    book = openpyxl.load_workbook(path)
    page = book["疑似重复"]
    head = next(row for row in page.iter_rows(max_row=8) if any(cell.value == "裁定" for cell in row))
    place = next(cell.column for cell in head if cell.value == "裁定")
    for row in range(head[0].row + 1, page.max_row + 1):
        cell = page.cell(row, place)
        texts = [str(other.value) for other in page[row]]
        if not isinstance(cell, MergedCell) and "聂并户" in "".join(texts):
            cell.value = "同一户"
    filled = folder / "疑似重复（填好）.xlsx"
    book.save(filled)
    outcome = apply(session, [filled], Who("甲", "2019-08-02T09:00:00+08:00"))
    print("   裁定：", outcome.summary)


def archived(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in (folder / "存档").rglob("*") if path.is_file() and "状态" not in path.parts)
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def written(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in (folder / "输出").rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def made_whole(county: County, folder: Path) -> dict[str, str]:
    """Everything there is to write at the end: a run, and the tables of all months."""
    shutil.rmtree(folder / "输出")
    run(opened(county, folder, 6))
    for month in range(1, 7):
        report(opened(county, folder, 6), county.report, f"{county.year}-{county.first + month - 1:02d}")
    return written(folder)


def simulate(county: County, folder: Path) -> list[str]:
    """Every difference from the truth, in words."""
    init_workspace(folder, load_pack(county.pack))
    wrong: list[str] = []
    frozen: dict[str, str] = {}
    checks = 0
    for month in range(1, 7):
        send(county, folder, month)
        if month == MERGED:
            run(opened(county, folder, month))
            one_household(folder, opened(county, folder, month))
        if month == REOPENED + 1:
            before = f"{county.year}-{county.first + REOPENED - 1:02d}"
            reopen(opened(county, folder, month), county.report, before, "市局退回", SIGNED)
            submit(opened(county, folder, month), [county.report], before, SIGNED, confirmed=True)
        run(opened(county, folder, month))
        period = f"{county.year}-{county.first + month - 1:02d}"
        report(opened(county, folder, month), county.report, period)
        of_month, so_far, broken, lines = printed(county, folder, month)
        checks += lines
        expected = truth(month, month)
        wrong += [f"{county.pack} {period} 本月 {of_month}，应是 {expected[0]}"] if of_month != expected[0] else []
        wrong += [f"{county.pack} {period} 累计 {so_far}，应是 {expected[1]}"] if so_far != expected[1] else []
        wrong += [f"{county.pack} {period} 不平：{line}" for line in broken]
        submit(opened(county, folder, month), [county.report], period, SIGNED, confirmed=True)
        kept = archived(folder)
        wrong += [f"{name} 变了" for name, digest in frozen.items() if kept.get(name) != digest]
        frozen = kept
        print(f"   {period}：本月{sum(of_month.values())}户，累计{sum(so_far.values())}户，累计核对{lines}行")
    once = made_whole(county, folder)
    shutil.rmtree(folder / ".rescue")  # and 输出
    again = made_whole(county, folder)
    differing = sorted(name for name in once.keys() | again.keys() if once.get(name) != again.get(name))
    wrong += [f"{county.pack} 重放后不同：{name}" for name in differing]
    wrong += [f"{name} 变了" for name, digest in frozen.items() if archived(folder).get(name) != digest]
    print(f"   {county.pack}：累计核对共{checks}行，存档{len(frozen)}个文件，重放{len(again)}个文件")
    return wrong


def main() -> int:
    wrong = []
    with TemporaryDirectory() as place:
        for county in COUNTIES:
            print(county.pack)
            wrong += simulate(county, Path(place) / county.pack)
    print("\n".join(wrong) or "与事实全部相符")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
