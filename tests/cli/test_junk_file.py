"""A photo or an archive among the files is told, once, and turns no comparison off: it cannot be the list that is missing."""

import datetime as dt
import json
from pathlib import Path

import openpyxl

from rescue_cli.report.deadline_calendar import deadline_calendar
from support.mentions import citizen
from support.packs import shipped
from support.workbooks import xlsx
from support.workspace import rescue

HEADS = ["镇街", "户主姓名", "身份证号", "详细住址", "联系方式", "家庭困难类别"]
PHOTO, ARCHIVE = b"\xff\xd8\xff\xe0junk", b"Rar!\x1a\x07\x00"


def workspace(tmp_path: Path, **junk: bytes) -> Path:
    folder = tmp_path / "区"
    assert rescue("init", folder, "--pack", "xixia-2019").returncode == 0
    rows = [
        ["兴泾镇", f"示范{n}", citizen(k), f"{k}组{k}号", f"1990000000{k}", "重病"] for k, n in enumerate("甲乙", 1)
    ]
    files = {
        "兴泾镇困难家庭名册.xlsx": xlsx({"困难家庭名册": [HEADS, *rows]}),
        "低保在保名单（2019年9月30日）.xlsx": xlsx({"低保在保名单": [HEADS[:3], rows[0][:3]]}),
        **{name.replace("_", "."): data for name, data in junk.items()},
    }
    for name, data in files.items():
        (folder / "收件" / name).write_bytes(data)
    return folder


def misses(folder: Path) -> int:
    done = rescue("-C", folder, "compare", "--as-of", "2019-09-30", "--json")
    assert done.returncode in (0, 1), done.stderr
    compared = {line["名称"]: line for line in json.loads(done.stdout)["summary"]["比对"]}
    return int(compared["名册×低保在保"]["未命中"])


def test_a_photo_and_an_archive_turn_no_comparison_off(tmp_path: Path) -> None:
    """Nor does a letter in plain text, a workbook with nothing in it, or the calendar we wrote ourselves."""
    calendar = deadline_calendar(shipped("xixia-2019"), {}, dt.date(2019, 9, 30))
    words, nothing = "各镇街：请按时报送，谢谢配合。".encode(), xlsx({"Sheet1": []})
    folder = workspace(tmp_path, 照片_jpg=PHOTO, 资料_rar=ARCHIVE, 期限_ics=calendar, 通知_md=words, 空表_xlsx=nothing)
    assert misses(folder) == 1
    assert "期限.ics：" not in rescue("-C", folder, "merge", "--as-of", "2019-09-30").stdout
    lines = rescue("-C", folder, "export", "files").stdout.splitlines()
    assert [",非收件," in line for line in lines if line.startswith("期限.ics")] == [True]


def test_a_photo_that_is_called_the_list_may_be_a_part_of_it(tmp_path: Path) -> None:
    folder = workspace(tmp_path, 低保在保名单第2页_jpg=PHOTO, 特困名单_rar=ARCHIVE)
    assert misses(folder) == 0
    books = {path.stem: openpyxl.load_workbook(path) for path in (folder / "输出" / "比对").glob("*.xlsx")}
    assert books["名册×特困"].sheetnames[:2] == ["命中", "名单情况"]  # nobody was compared: no list of everybody
    whole = [str(cell.value) for row in books["名册×特困"]["名单情况"].iter_rows() for cell in row]
    assert any("特困名单.rar" in cell for cell in whole)
