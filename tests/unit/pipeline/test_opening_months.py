"""期初: months handed in before the workspace began are registered from the old table, and later tables go on from them."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from rescue_cli.core.errors import UsageError
from rescue_cli.pipeline import Signing, open_session, reopen, report, submit, submit_opening
from rescue_cli.pipeline.figure_explanation import explain_figure
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.submit_reports import changed_filings
from rescue_cli.pipeline.workspace_skeleton import init_workspace
from support.mentions import citizen
from support.packs import shipped
from support.workbooks import xlsx

NAME = "城市进展情况表"
SIGNED = Signing("甲", "乙", "2019-05-20T09:00:00+08:00")
HEADS = ["户主姓名", "身份证号", "详细住址", "联系方式", "家庭困难类别", "家庭人口", "人均月收入（元）", "城乡"]
RESULTS = ["户主姓名", "身份证号", "办理结果", "办理日期", "不符合理由"]
HOUSEHOLDS = [
    [f"甲{name}", citizen(n), f"泾华村{n}组{n}号", f"1380001{n:04}", "重病", 2, 500, "城市"]
    for n, name in enumerate("一二三", 1)
]
OLD = {"低保": (3, 7), "合计": (3, 7), "观察": (1, 2)}  # 兴泾镇 in the old table of April: households and persons


def opened(folder: Path, day: str) -> Session:
    return open_session(folder, today=dt.date.fromisoformat(day))


def approve(folder: Path, *lines: tuple[int, str]) -> None:
    rows = [[*HOUSEHOLDS[who][:2], "纳入低保", day, ""] for who, day in lines]
    (folder / "收件" / "审批结果.xlsx").write_bytes(xlsx({"结果": [["审核审批结果"], RESULTS, *rows]}))


def old_table(folder: Path, name: str, *, sheet: str = "Sheet1", spoiled: object = None) -> Path:
    """April as it was handed in before: the annex alone, typed by hand."""
    april = folder / "输出" / "报表" / f"{NAME}（2019年4月）.xlsx"
    if not april.exists():
        report(opened(folder, "2019-05-20"), NAME, "2019-04")
    book = openpyxl.load_workbook(april)
    for other in book.sheetnames[1:]:
        del book[other]
    page = book.worksheets[0]
    page.title = sheet
    row = next(cells for cells in page.iter_rows() if cells[1].value == "兴泾镇")
    total = next(cells for cells in page.iter_rows() if cells[0].value == "合计")
    heads = {cell.value: cell.column - 1 for number in (3, 4) for cell in page[number] if cell.value}
    for what, figures in OLD.items():
        for step, figure in enumerate(figures):
            place = heads["救助观察群体（终判）" if what == "观察" else {"低保": "纳入低保"}.get(what, what)] + step
            row[place].value = total[place].value = figure
    for cell in total[2:]:
        cell.value = cell.value if isinstance(cell.value, int) else 0
    if spoiled is not None:
        row[heads["纳入低保"]].value = spoiled
    path = folder / name
    book.save(path)
    return path


def account(folder: Path, month: str) -> dict[str, tuple[object, ...]]:
    """Of the line of totals: 上期累计, 本期, 更正, 本期累计, 表中累计, 核对."""
    book = openpyxl.load_workbook(folder / "输出" / "报表" / f"{NAME}（{month}）.xlsx")
    rows = book["累计核对"].iter_rows(values_only=True)
    return {f"{cells[1]}：{cells[2]}": cells[4:] for cells in rows if cells[3] == "合计"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace begun in May, that holds one of the three households of the old table of April, and one of May."""
    place = tmp_path_factory.mktemp("期初") / "区"
    init_workspace(place, shipped("xixia-2019"))
    (place / "收件" / "兴泾镇.xlsx").write_bytes(xlsx({"名册": [["兴泾镇困难家庭名册"], HEADS, *HOUSEHOLDS]}))
    approve(place, (0, "2019-04-10"), (1, "2019-05-10"))
    return place


@pytest.mark.parametrize(
    ("spoiled", "sentence"),
    [("", "空着：没有就写0"), ("三户", "不是数：三户"), (4, "各行相加4，合计写的是3")],
)
def test_a_figure_that_cannot_be_taken_is_named(folder: Path, spoiled: object, sentence: str) -> None:
    path = old_table(folder, "坏.xlsx", spoiled=spoiled)
    with pytest.raises(UsageError, match=sentence):
        submit_opening(opened(folder, "2019-05-20"), [NAME], "2019-04", path, SIGNED, confirmed=True)


def test_what_is_no_old_month_is_refused(folder: Path) -> None:
    path, day = old_table(folder, "旧.xlsx"), "2019-06-20"
    for names, month, sentence in (
        ([NAME], None, "要写明哪张表、哪个月"),
        (["城市统计表"], "2019-04", "不是月报"),
        ([NAME], "2019-06", "要是完了的月份"),
        ([NAME], "2019-05", "先从最早的月份登记起"),
        ([NAME], "2019-10", "起止期"),
    ):
        with pytest.raises(UsageError, match=sentence):
            submit_opening(opened(folder, day), names, month, path, SIGNED)
    (folder / "别的.xlsx").write_bytes(xlsx({"表": [["甲", "乙"], [1, 2]]}))
    with pytest.raises(UsageError, match="没有“西夏区城市困难群体全面排查主动救助进展情况表”的表头"):
        submit_opening(opened(folder, day), [NAME], "2019-04", folder / "别的.xlsx", SIGNED)


def test_households_the_old_table_has_no_room_for_are_said_before_it_is_registered(folder: Path) -> None:
    path = old_table(folder, "少.xlsx")
    book = openpyxl.load_workbook(path)
    for cells in book.worksheets[0].iter_rows(min_row=5):
        for cell in cells[2:]:
            if isinstance(cell.value, int):
                cell.value = 0
    book.save(path)
    asked = submit_opening(opened(folder, "2019-05-20"), [NAME], "2019-04", path, SIGNED)
    assert any("旧表比逐户少：“本月”兴泾镇·" in line and "哪个月都不计" in line for line in asked.left)


@pytest.fixture(scope="module")
def begun(folder: Path) -> Path:
    path = old_table(folder, "四月（旧）.xlsx")
    asked = submit_opening(opened(folder, "2019-05-20"), [NAME], "2019-04", path, SIGNED)
    assert asked.exit_code == 1
    assert asked.left[0] == "“本月”页读自“Sheet1”"
    assert "“本月”新增合计户数：旧表3，本工作区逐户1" in asked.left
    assert any("本工作区的1户（编号640105-00001）当作旧表已经数过" in sentence for sentence in asked.left)
    assert not any("哪个月都不计" in sentence for sentence in asked.left)
    assert not (folder / "存档" / "2019-04").exists()
    submit_opening(opened(folder, "2019-05-20"), [NAME], "2019-04", path, SIGNED, confirmed=True)
    return folder


def test_the_next_table_goes_on_from_the_old_one(begun: Path) -> None:
    report(opened(begun, "2019-06-02"), NAME, "2019-05")
    assert account(begun, "2019年5月")["累计：新增救助群体（终判）·合计·户"] == (3, 1, 0, 4, 4, "平")
    assert account(begun, "2019年5月")["累计：新增救助群体（终判）·合计·人"] == (7, 2, 0, 9, 9, "平")
    book = openpyxl.load_workbook(begun / "输出" / "报表" / f"{NAME}（2019年5月）.xlsx")
    page = book["上月本月累计"]
    line = next(cells for cells in page.iter_rows(values_only=True) if cells[1] == "兴泾镇")
    assert line[2:10] == (3, 7, 3, 7, 1, 2, 4, 9)  # 至上月末, 上月, 本月, 累计
    assert any(
        "至上月末 + 本月 = 累计（新增救助户数）——平" in str(cell.value) for row in page.iter_rows() for cell in row
    )


def test_a_figure_is_explained_by_its_printed_heading_with_what_the_old_table_adds(begun: Path) -> None:
    subject = f"{NAME}!累计·新增救助群体（终判）·合计·户"
    lines = explain_figure(opened(begun, "2019-06-02"), subject, "2019-05").lines
    assert (lines.sheet, lines.value, lines.opening, len(lines.lines)) == ("累计", 4, 2, 2)
    month = explain_figure(opened(begun, "2019-06-02"), f"{NAME}!新增救助群体（终判）·合计·户", "2019-05").lines
    assert (month.sheet, month.value, month.opening) == ("本月", 1, 0)


def test_what_becomes_known_later_is_a_correction_and_filed_months_go_on(begun: Path) -> None:
    approve(begun, (0, "2019-04-10"), (1, "2019-05-10"), (2, "2019-04-20"))
    outcome = report(opened(begun, "2019-06-02"), NAME, "2019-05")
    assert account(begun, "2019年5月")["累计：新增救助群体（终判）·合计·户"] == (3, 1, 1, 5, 5, "平")
    assert any("已上报的城市进展情况表 2019-04：有1户" in sentence for sentence in outcome.left)
    book = openpyxl.load_workbook(begun / "输出" / "报表" / f"{NAME}（2019年5月）.xlsx")
    assert any("旧表里若已经数过" in str(cell.value) for row in book["更正"].iter_rows() for cell in row)
    submit(opened(begun, "2019-06-02"), [NAME], "2019-05", SIGNED, confirmed=True)
    report(opened(begun, "2019-07-02"), NAME, "2019-06")
    assert account(begun, "2019年6月")["累计：新增救助群体（终判）·合计·户"] == (5, 0, 0, 5, 5, "平")
    with pytest.raises(UsageError, match="先 rescue reopen"):
        submit_opening(opened(begun, "2019-06-20"), [NAME], "2019-04", begun / "四月（旧）.xlsx", SIGNED)


def test_the_old_workbook_stands_in_the_archive_and_can_be_reopened(begun: Path) -> None:
    place = begun / "存档" / "2019-04" / NAME / "第1次"
    assert (place / "四月（旧）.xlsx").read_bytes() == (begun / "四月（旧）.xlsx").read_bytes()
    assert changed_filings(opened(begun, "2019-06-20")) == []
    kept = (place / "期初.parquet").read_bytes()
    (place / "期初.parquet").write_bytes(b"x")
    assert len(changed_filings(opened(begun, "2019-06-20"))) == 1
    (place / "期初.parquet").write_bytes(kept)
    assert reopen(opened(begun, "2019-06-20"), NAME, "2019-04", "旧表数错", SIGNED).summary["重开"] == "第1次"
