"""The processes that read begin without the program that asked for them."""

import subprocess
import sys
from pathlib import Path

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
    subprocess.run([sys.executable, str(script), str(roster), str(log)], check=True, timeout=120)
    assert log.read_text() == "begun\n"
