"""One household registered in two townships and approved in each, in May and in June: confirmed as one, it counts once, in May.

Handed in month by month in two counties, with a second household that is open from June on: every table goes on from the one
that was filed, and its parts come to what it prints.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from rescue_cli.pipeline import Signing, Who, apply, export, open_session, report, run, submit
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.workspace_skeleton import init_workspace
from support.clerk import fill
from support.mentions import citizen
from support.packs import shipped
from support.workbooks import xlsx

SIGNED = Signing("甲", "乙", "2019-06-02T09:00:00+08:00")
HEADS = ["户主姓名", "身份证号", "村居", "详细住址", "联系方式", "家庭困难类别", "家庭人口", "人均月收入"]
RESULTS = ["户主姓名", "身份证号", "办理结果", "办理日期", "不符合理由"]
NUMBERS, OPEN = (citizen(41), citizen(77)), citizen(3)
Line = dict[str, object]
Key = tuple[object, object, object]


@dataclass(frozen=True)
class County:
    folder: Path
    year: int
    name: str
    towns: tuple[str, str]
    page: str

    def opened(self, day: str) -> Session:
        return open_session(self.folder, today=dt.date.fromisoformat(f"{self.year}-{day}"))

    def approve(self, month: int, *lines: tuple[str, str, str]) -> None:
        rows = [[who, number, what, f"{self.year}-{month:02}-12", "收入超标"] for who, number, what in lines]
        data = xlsx({"表": [["审核审批结果"], RESULTS, *rows]})
        (self.folder / "收件" / f"结果{month}.xlsx").write_bytes(data)

    def book(self, month: int, folder: str = "输出/报表") -> Path:
        return self.folder / folder / f"{self.name}（{self.year}年{month}月）.xlsx"

    def filed(self, month: int) -> Path:
        return self.book(month, f"存档/{self.year}-{month:02}/{self.name}/第1次")

    def hand_in(self, month: int) -> None:
        submit(self.opened(f"{month + 1:02}-02"), [self.name], None, SIGNED, confirmed=True)


def lines_of(path: Path, name: str) -> list[Line]:
    book = openpyxl.load_workbook(path)
    if name not in book.sheetnames:
        return []
    heads, *rows = list(book[name].iter_rows(min_row=3, values_only=True))
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows if isinstance(row[0], int)]


def account(path: Path) -> dict[Key, Line]:
    return {(line["工作表"], line["项目"], line["表中的行"]): line for line in lines_of(path, "累计核对")}


def printed(path: Path, county: County) -> int:
    """What the lines of the table itself come to: households so far."""
    sheet = openpyxl.load_workbook(path)[county.page]
    column = next(
        place for place in range(1, sheet.max_column + 1) if _stack(sheet, place)[-3:] == ["新增救助", "累计", "户"]
    )
    return sum(int(str(row[column - 1].value)) for row in sheet.iter_rows() if row[1].value in county.towns)


def _stack(page: Worksheet, column: int) -> list[str]:
    texts: list[str] = []
    for row in range(3, 7):
        cell = page.cell(row, column)
        if isinstance(cell, MergedCell):
            home = next(area for area in page.merged_cells.ranges if cell.coordinate in area)
            cell = page.cell(home.min_row, home.min_col)
        if isinstance(cell.value, str) and cell.value not in texts:
            texts.append(cell.value)
    return texts


COUNTIES = [
    ("xixia-2019", 2019, "城市进展情况表", ("兴泾镇", "镇北堡镇"), "困难家庭名册", "城乡", "城市", "上月本月累计"),
    (
        *("chengbei-2022", 2022, "主动发现情况统计表", ("朝阳街道", "马坊街道")),
        *("困难家庭摸排名册", "财产符合规定", "是", "主动发现情况"),
    ),
]


@pytest.fixture(scope="module", params=COUNTIES, ids=lambda of: of[0])
def county(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> County:
    """May, June and July handed in; what is one household is said after June's table went out."""
    pack, year, name, towns, title, head, value, page = request.param
    place = tmp_path_factory.mktemp("两处登记") / "区"
    init_workspace(place, shipped(pack))
    made = County(place, year, name, towns, page)
    for town, number in zip(towns, NUMBERS, strict=True):
        rows = [["聂并户", number, "甲村", "甲村7组7号", "19910000007", "重病", 2, 300, value]]
        if town == towns[0]:
            rows.append(["潘存疑", OPEN, "甲村", "甲村3组3号", "19910000003", "重病", 2, 300, value])
        data = xlsx({"表": [[f"{town}{title}"], [*HEADS, head], *rows]})
        (place / "收件" / f"{town}.xlsx").write_bytes(data)
    made.approve(5, ("聂并户", NUMBERS[0], "纳入低保"), ("潘存疑", OPEN, "纳入低保"))
    made.hand_in(5)
    made.approve(6, ("聂并户", NUMBERS[1], "纳入低保"), ("潘存疑", OPEN, "不符合"))
    run(made.opened("07-02"))
    made.hand_in(6)
    fill(place / "输出" / "疑似重复.xlsx", "疑似重复", lambda _: {"裁定": "同一户"})
    apply(made.opened("07-03"), [place / "输出" / "疑似重复.xlsx"], Who("甲", "2019-07-03T09:00:00+08:00"))
    made.hand_in(7)
    report(made.opened("09-02"), name)
    return made


def test_it_counts_once_from_its_first_approval(county: County) -> None:
    _, text = export(county.opened("09-02"), "determinations", "csv", None)
    (line,) = [line for line in text.splitlines() if ",终判," in line and "不止一次" in line]
    assert f"“纳入低保”的结果不止一次（最后一次{county.year}-06-12），按最早一次计" in line


def test_the_month_after_takes_the_second_off_and_the_page_names_it(county: County) -> None:
    total = next(line for key, line in account(county.filed(7)).items() if key[1:] == ("新增救助·累计·户", "合计"))
    names = ("上期累计（已上报）", "本期", "更正", "本期累计", "已上报待核实", "表中累计", "核对")
    assert [total[name] for name in names] == [3, 0, -1, 2, 1, 1, "平"]
    lines = {line["户主姓名"]: line for line in lines_of(county.filed(7), "更正")}
    merged = lines.pop("聂并户")
    assert (merged["期间"], merged["镇街"], merged["状态"]) == (f"{county.year}-06", county.towns[1], "更正")
    assert str(merged["现在计入"]).startswith("并入 ")
    assert "裁定" in str(merged["原因"])
    assert [(name, line["状态"]) for name, line in lines.items()] == [("潘存疑", "已上报待核实")]


def test_every_table_goes_on_from_the_one_that_was_filed(county: County) -> None:
    books = [county.filed(6), county.filed(7), county.book(8)]
    for before, after in pairwise(books):
        earlier, later = account(before), account(after)
        for key in earlier.keys() & later.keys():
            assert later[key]["上期累计（已上报）"] == earlier[key]["本期累计"], key
    for path in books:
        for line in account(path).values():
            parts = [line[name] for name in ("上期累计（已上报）", "本期", "更正")]
            assert sum(int(str(part)) for part in parts) == line["本期累计"]
            assert (line["核对"], line["表中累计"]) == (
                "平",
                int(str(line["本期累计"])) - int(str(line.get("已上报待核实") or 0)),
            )
        of_all = next(line for key, line in account(path).items() if key[1:] == ("新增救助·累计·户", "合计"))
        assert printed(path, county) == of_all["表中累计"]
    assert printed(county.filed(5), county) == 2


def test_what_is_handed_in_is_what_lies_there(county: County) -> None:
    """`run --as-of` an earlier day, and nobody has looked at the table of today."""
    refused = submit(county.opened("09-04"), [county.name], f"{county.year}-08", SIGNED)
    assert refused.summary == {"上报": 0}
    seen = f"是基准日{county.year}-09-02的，这次上报用的是{county.year}-09-04"
    assert any(seen in sentence for sentence in refused.left)
