"""The same files give the same bytes whatever machine, language, clock, screen or folder they are worked on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.damaged_files import sound
from support.mentions import citizen
from support.workbooks import text_table
from support.workspace import ROOT, digests

# No language but C, no home, the first place to see a day, one column of screen, one processor, sets in another order.
BARE = {"LC_ALL": "C", "TZ": "Pacific/Kiritimati", "COLUMNS": "1", "PYTHONHASHSEED": "12345"}
# The same, and Python forbidden to take UTF-8 for names all the same.
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "7"}
# A home that may not be written, the last place to see a day, a wide screen, colours.
ODD = {
    "LANG": "zh_CN.GB18030",
    "TZ": "Etc/GMT+12",
    "COLUMNS": "500",
    "PYTHONHASHSEED": "1",
    "FORCE_COLOR": "1",
    "TERM": "xterm",
}
# Said inside the child: a fork of a test process that has grown large may find no memory.
ON_ONE_PROCESSOR = """import os, runpy
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
runpy.run_module("rescue_cli", run_name="__main__")
"""
FAR = "很长的文件夹名" * 5 + "🏠👨‍👩‍👧 a'b"
ROSTER = [
    ["户主姓名", "身份证号", "家庭人口", "人均月收入（元）", "详细住址", "联系方式", "家庭困难类别"],
    ["示范甲", citizen(31), 3, 300, "泾华村1组3号", "19900000031", "重病"],
    ["示范乙", citizen(32), 0, "不详", "泾华村1组4号", "1990000", "重病、失业"],
    ["示范乙", citizen(32), 2, 900, "泾河村1组4号", "19900000032", ""],
]


def workspace(folder: Path) -> Path:
    inbox = folder / "收件" / "兴泾镇"
    inbox.mkdir(parents=True)
    (folder / "rescue.toml").write_text('pack = "xixia-2019"\nas_of = 2019-09-30\n', encoding="utf-8")
    for suffix, data in sound().items():
        (inbox / f"名册🏠{suffix}.{suffix}").write_bytes(data)
    (inbox / "困难家庭名册.csv").write_bytes(text_table(ROSTER))
    (inbox / "坏.xlsx").write_bytes(b"PK\x03\x04")
    return folder


def run(folder: Path, environment: dict[str, str], *, processors: int = 0) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP") if name in os.environ}
    done = subprocess.run(
        [
            sys.executable,
            *(["-c", ON_ONE_PROCESSOR] if processors == 1 else ["-m", "rescue_cli"]),
            "-C",
            str(folder),
            "run",
        ],
        env=kept | {"PYTHONPATH": str(ROOT / "src")} | environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr.decode("utf-8", "replace")
    assert b"Traceback" not in done.stderr
    return digests(folder / "输出")


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("常")
    return run(workspace(folder / "区"), {"HOME": str(folder), "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"})


def test_without_language_home_screen_and_second_processor(usual: dict[str, str], tmp_path: Path) -> None:
    assert len(usual) > 10
    assert run(workspace(tmp_path / "区"), BARE, processors=1) == usual


def test_in_a_far_folder_under_a_home_that_may_not_be_written(usual: dict[str, str], tmp_path: Path) -> None:
    home = tmp_path / "家"
    home.mkdir(mode=0o500)
    assert run(workspace(tmp_path / FAR / FAR / "区"), ODD | {"HOME": str(home)}) == usual
    assert list(home.iterdir()) == []


def test_where_names_would_be_read_as_ascii(usual: dict[str, str], tmp_path: Path) -> None:
    """It ended with 70: no name of a ledger could be written."""
    assert run(workspace(tmp_path / "区"), ASCII) == usual
