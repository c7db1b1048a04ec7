"""A ledger and a statistics book, cell by cell, from a small fixed table.

A changed golden is a changed document: say why in the commit. To write one anew, name it:
RESCUE_UPDATE_GOLDEN=城市统计表 pytest tests/golden
"""

import datetime as dt
import os
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rescue_cli.report import build_reports
from rescue_cli.workbooks.writing.sheet_layout import BookLayout
from rescue_cli.workbooks.writing.workbook_writer import write_workbook
from support.dump import dump_workbook
from support.judged import CONTEXT, engine_with, line
from support.packs import shipped

NAMES = ("救助观察群体台账", "城市统计表")
EXPECTED = Path(__file__).parent / "expected"
JULY = dt.date(2019, 7, 15)
ROWS = [
    line(1, "纳入低保", "新增救助", 审批纳入低保日期=JULY, 纳入低保日期=JULY, 临时救助日期=JULY),
    line(1, "临时救助", None, 审批纳入低保日期=JULY, 纳入低保日期=JULY, 临时救助日期=JULY),
    line(2, "拟低收入", "新增救助", "初判", 镇街="文昌路街道", 认定人口=None),
    line(
        3,
        "拟观察",
        "救助观察",
        "初判",
        人均年收入=Decimal("15396.000000"),
        月均差额=Decimal("43.00"),
        家庭困难类别=["重病", "就学"],
        政策缺口="S1收入超低收入线",
        理由="人均月收入1283.00元，比2倍标准高43.00元（2倍标准为每人每月1240.00元）；困难类别：重病、就学",
    ),
    line(4, "列入观察", "救助观察", 镇街=None, 不符合日期=JULY, 详细住址="=1+1"),
    line(5, "转介待反馈", "待核实", 缺少=["转介反馈"]),
    line(6, "拟观察", "救助观察", "初判", 城乡=None),
]


def write_books(folder: Path) -> dict[str, Path]:
    with engine_with(shipped("xixia-2019"), ROWS) as engine:
        reports, _, checks = build_reports(engine, shipped("xixia-2019"), CONTEXT, NAMES)
    assert all(check.holds for check in checks)
    paths = {report.id: folder / f"{report.id}.xlsx" for report in reports}
    for report in reports:
        write_workbook(paths[report.id], BookLayout(tuple(sheet.layout for sheet in report.sheets)), CONTEXT.as_of)
    return paths


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_books(tmp_path_factory.mktemp("books"))


@pytest.mark.parametrize("name", NAMES)
def test_the_book_is_as_it_was(name: str, books: dict[str, Path]) -> None:
    found, golden = dump_workbook(books[name]), EXPECTED / f"{name}.txt"
    if os.environ.get("RESCUE_UPDATE_GOLDEN") == name:
        golden.write_text(found, encoding="utf-8", newline="\n")
    assert found == golden.read_text(encoding="utf-8")


def test_the_same_run_twice_gives_the_same_bytes(books: dict[str, Path], tmp_path: Path) -> None:
    again = write_books(tmp_path)
    assert {name: path.read_bytes() for name, path in books.items()} == {
        name: path.read_bytes() for name, path in again.items()
    }


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None and not os.environ.get("CI"), reason="LibreOffice is not installed")
def test_libreoffice_reckons_every_sum_as_we_wrote_it(books: dict[str, Path], tmp_path: Path) -> None:
    path, bare = books["城市统计表"], tmp_path / "bare.xlsx"
    load_workbook(path).save(bare)  # openpyxl keeps formulas and drops their values: LibreOffice has to work them out
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(bare)]
    subprocess.run(command, check=True, capture_output=True)
    ours, theirs = load_workbook(path, data_only=True), load_workbook(tmp_path / "out" / "bare.xlsx", data_only=True)
    formulas = [
        (sheet.title, cell.coordinate)
        for sheet in load_workbook(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert len(formulas) > 40
    assert [ours[sheet][cell].value for sheet, cell in formulas] == [
        theirs[sheet][cell].value for sheet, cell in formulas
    ]
