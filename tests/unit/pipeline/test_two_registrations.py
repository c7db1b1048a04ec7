"""One household registered in two townships and approved in each, in May and in June: confirmed as one, it counts once, in May."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from rescue_cli.pipeline import Signing, Who, apply, export, open_session, report, run, submit
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.workspace_skeleton import init_workspace
from support.clerk import fill
from support.mentions import citizen
from support.packs import shipped
from support.workbooks import xlsx

NAME = "城市进展情况表"
SIGNED = Signing("甲", "乙", "2019-06-02T09:00:00+08:00")
HEADS = ["户主姓名", "身份证号", "村居", "详细住址", "联系方式", "家庭困难类别", "家庭人口", "人均月收入", "城乡"]
RESULTS = ["户主姓名", "身份证号", "办理结果", "办理日期", "不符合理由"]
NUMBERS = citizen(41), citizen(77)
TOWNS = "兴泾镇", "镇北堡镇"


def opened(folder: Path, day: str) -> Session:
    return open_session(folder, today=dt.date.fromisoformat(day))


def approve(folder: Path, month: int, number: str) -> None:
    lines = [["审核审批结果"], RESULTS, ["聂并户", number, "纳入低保", f"2019-{month:02}-12", ""]]
    (folder / "收件" / f"结果{month}.xlsx").write_bytes(xlsx({"表": lines}))


def page(folder: Path, month: int, name: str) -> list[dict[str, object]]:
    book = openpyxl.load_workbook(folder / "输出" / "报表" / f"{NAME}（2019年{month}月）.xlsx")
    if name not in book.sheetnames:
        return []
    heads, *rows = list(book[name].iter_rows(min_row=3, values_only=True))
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows if isinstance(row[0], int)]


def total(folder: Path, month: int) -> dict[str, object]:
    lines = page(folder, month, "累计核对")
    return next(line for line in lines if (line["项目"], line["表中的行"]) == ("新增救助·累计·户", "合计"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both months handed in with a household each; then a person says they are one."""
    place = tmp_path_factory.mktemp("两处登记") / "区"
    init_workspace(place, shipped("xixia-2019"))
    for town, number in zip(TOWNS, NUMBERS, strict=True):
        row = ["聂并户", number, "甲村", "甲村7组7号", "19910000007", "重病", 2, 300, "城市"]
        (place / "收件" / f"{town}.xlsx").write_bytes(xlsx({"表": [[f"{town}困难家庭名册"], HEADS, row]}))
    approve(place, 5, NUMBERS[0])
    submit(opened(place, "2019-06-02"), [NAME], None, SIGNED, confirmed=True)
    approve(place, 6, NUMBERS[1])
    run(opened(place, "2019-07-02"))
    submit(opened(place, "2019-07-02"), [NAME], None, SIGNED, confirmed=True)
    fill(place / "输出" / "疑似重复.xlsx", "疑似重复", lambda _: {"裁定": "同一户"})
    apply(opened(place, "2019-07-03"), [place / "输出" / "疑似重复.xlsx"], Who("甲", "2019-07-03T09:00:00+08:00"))
    run(opened(place, "2019-08-02"))
    return place


def test_it_counts_once_from_its_first_approval(folder: Path) -> None:
    _, text = export(opened(folder, "2019-08-02"), "determinations", "csv", None)
    (line,) = [line for line in text.splitlines() if ",终判," in line]
    assert "2019-05-12审批纳入低保；“纳入低保”的结果不止一次（最后一次2019-06-12），按最早一次计" in line


def test_the_month_after_takes_the_second_off_and_the_page_names_it(folder: Path) -> None:
    report(opened(folder, "2019-08-02"), NAME)
    names = ("上期累计（已上报）", "本期", "更正", "本期累计", "表中累计", "核对")
    assert [total(folder, 7)[name] for name in names] == [2, 0, -1, 1, 1, "平"]
    (line,) = page(folder, 7, "更正")
    assert (line["期间"], line["表中的行"], line["状态"]) == ("2019-06", TOWNS[1], "更正")
    assert str(line["现在计入"]).startswith("并入 ")
    assert (line["户主姓名"], line["镇街"]) == ("聂并户", TOWNS[1])
    assert "裁定" in str(line["原因"])


def test_what_is_handed_in_is_what_lies_there(folder: Path) -> None:
    """`run --as-of` an earlier day, and nobody has looked at the table of today."""
    report(opened(folder, "2019-08-05"), NAME)
    refused = submit(opened(folder, "2019-08-07"), [NAME], None, SIGNED)
    assert refused.summary == {"上报": 0}
    assert any("是基准日2019-08-05的，这次上报用的是2019-08-07" in sentence for sentence in refused.left)
    as_seen = open_session(folder, today=dt.date(2019, 8, 7), as_of=dt.date(2019, 8, 5))
    assert not any("是基准日" in sentence for sentence in submit(as_seen, [NAME], None, SIGNED).left)
