"""The processes that read begin without the program that asked for them."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from support.workbooks import text_table, xls, xlsx

_UNGUARDED = """
import sys
from pathlib import Path
from rescue_cli.workbooks.reading.workbook_reader import Wanted, read_all
with open(sys.argv[2], "a") as log:
    log.write("begun\\n")
for _, outcome in read_all([Wanted(Path(sys.argv[1]))]):
    assert outcome[0].rows == [["户主姓名", "家庭人口"], ["示范甲", "3"]], outcome
assert sys.modules["__main__"].__file__ == sys.argv[0]
"""


def test_a_script_that_calls_us_at_its_top_level_is_not_run_again_by_the_workers(tmp_path: Path):
    script, roster, log = tmp_path / "script.py", tmp_path / "名册.csv", tmp_path / "told"
    script.write_text(_UNGUARDED, encoding="utf-8")
    roster.write_text("户主姓名,家庭人口\n示范甲,3\n", encoding="utf-8")
    subprocess.run([sys.executable, str(script), str(roster), str(log)], check=True)
    assert log.read_text() == "begun\n"


_LOADED = """
import sys
from pathlib import Path
from rescue_cli.workbooks.reading import workbook_reader
for path in sys.argv[1:]:
    packed = workbook_reader._read_packed(workbook_reader.Wanted(Path(path)))
    assert isinstance(workbook_reader._unpacked(packed), list), path
print(*sys.modules, sep="\\n")
"""
_PAGE = "<html><body><table><tr><td>户主姓名</td></tr><tr><td>示范甲</td></tr></table></body></html>"


def test_a_worker_loads_the_guard_and_the_readers_and_nothing_of_the_stages(tmp_path: Path):
    """What a worker imports, every worker of every command waits for (design §10)."""
    rows = [["户主姓名", "家庭人口"], ["示范甲", 3]]
    files = {
        "a.xlsx": xlsx({"名册": rows}),
        "b.xls": xls({"名册": rows}),
        "c.csv": text_table(rows),
        "d.html": _PAGE.encode(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    command = [sys.executable, "-c", _LOADED, *(str(tmp_path / name) for name in files)]
    loaded = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    heavy = {"pydantic", "duckdb", "pyarrow", "sqlglot", "pandas", "numpy", "openpyxl", "xlsxwriter", "typer", "rich"}
    assert not heavy & set(loaded)
    ours = {name for name in loaded if name.startswith("rescue_cli.")}
    rooms = ("rescue_cli.core", "rescue_cli.workbooks.reading", "rescue_cli.workbooks.worker_pool")
    assert not {name for name in ours - {"rescue_cli.workbooks"} if not name.startswith(rooms)}
    assert "rescue_cli.core.tables" not in ours


_ENDED = """
import os, signal, sys
from rescue_cli import __main__
from rescue_cli.cli import app
from rescue_cli.workbooks.worker_pool import start_workers

def command():
    start_workers()
    os.kill(os.getpid(), getattr(signal, sys.argv[1]))

app.main = command
__main__.main()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows ends a program without asking it")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGKILL"])
def test_a_program_told_to_end_says_so_and_no_more(name: str):
    """The process that clears away what was held warned in English."""
    ended = subprocess.run([sys.executable, "-c", _ENDED, name], capture_output=True, text=True, check=False)
    asked = name != "SIGKILL"
    assert ended.returncode == (2 if asked else -signal.SIGKILL)
    assert ended.stderr == ("已中断，没有写完的文件不会留下\n" if asked else "")
