"""The second and third months of the samples: what their generator writes, and what 城北's come to."""

import datetime as dt
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from rescue_cli.pipeline import Signing, export, open_session, report, submit
from support.workspace import ROOT, digests

LATER = ROOT / "samples" / "后续月份"
NAME = "主动发现情况统计表"
SIGNED = Signing("甲", "乙", "2022-11-01T09:00:00+08:00")


def test_the_generator_writes_the_committed_files(tmp_path: Path) -> None:
    program = ROOT / "samples" / "later_months.py"
    subprocess.run([sys.executable, program, tmp_path / "月份"], check=True, capture_output=True)
    assert digests(tmp_path / "月份") == digests(LATER), "run `make samples`"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two months of 城北 alone; September is handed in."""
    place = tmp_path_factory.mktemp("月份")
    settings = (ROOT / "samples" / "城北区" / "rescue.toml").read_text(encoding="utf-8")
    lines = [line for line in settings.splitlines() if not line.startswith("as_of")]
    (place / "rescue.toml").write_text("\n".join(lines), encoding="utf-8")
    for month, day in (("第二个月", dt.date(2022, 9, 30)), ("第三个月", dt.date(2022, 10, 31))):
        shutil.copytree(LATER / "城北区" / month, place / "收件", dirs_exist_ok=True)
        report(open_session(place, today=day), NAME)
        if month == "第二个月":
            submit(open_session(place, today=day), [NAME], None, SIGNED, confirmed=True)
    return place


def test_the_late_approval_is_a_correction_and_the_mended_file_waits(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "输出" / "报表" / f"{NAME}（2022年10月）.xlsx")
    accounts = [row for row in book["累计核对"].iter_rows(values_only=True) if row[3] == "合计"]
    assert next(row[4:] for row in accounts if row[2] == "新增救助·累计·户") == (2, 1, 1, 4, 4, "平")
    text = export(open_session(folder, today=dt.date(2022, 10, 31)), "receipts", "csv", None)[1]
    assert ",更正,待定," in next(line for line in text.splitlines() if "（更正）" in line)
    assert next(line for line in text.splitlines() if line.startswith("大堡子镇")).split(",")[2] == "2022-10-31"
