"""How long reading takes, as ratios to named peers in the same run: `python benchmarks/intake.py [runs]`.

Two sizes: 20 files of 500 rows, and one of 100,000. Peers read the same files and do nothing else: python-calamine (the
bare reader's own parse), pandas.read_excel with its calamine engine, and openpyxl. Ours stand in three rows:

- "reading": the files, guarded, each in a worker process, as sheets of plain values in the process that asked; what the
  peers do, and hidden rows, comments, struck cells and error cells with it. Once the workers run, as for all files after
  the first ("reading"), and from nothing ("starting").
- "typing": sheets → forms recognised, every cell typed, every correction listed, all checks.
- "rescue": both, as a command does them.

Each run is a process of its own, the peers in turn; the figures are medians. "work": the calls alone, once all is
imported. "whole": the whole process, with imports and the loading of the pack. "cpu": seconds of the whole, the
workers' too; on a machine with other work they are the steadier figures.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from textwrap import indent

from rosters import write_rosters

SIZES = ((20, 500), (1, 100_000))
RUNS = 3
CALAMINE, PANDAS, OPENPYXL = "calamine", "pandas", "openpyxl"
_TIMED = """
import json, sys, time
from pathlib import Path
if __name__ == '__main__':
{imports}
    files = sorted(Path(sys.argv[1]).glob('*.xlsx'))
    started = time.perf_counter()
{work}
    print(json.dumps({{'rows': rows, 'work': time.perf_counter() - started}}))
"""


def script(imports: str, work: str) -> str:
    """The work on `files`, which counts their `rows`, as a program that tells both its rows and its seconds."""
    return _TIMED.format(imports=indent(imports, "    "), work=work)


_READING = "from rescue_cli.workbooks.reading.workbook_reader import Wanted, read_all"
_READ = "    rows = sum(len(sheets[0].rows) - 1 for _, sheets in read_all([Wanted(path) for path in files]))"
SCRIPTS = {
    CALAMINE: script(
        "from python_calamine import CalamineWorkbook",
        "    rows = sum(len(CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()) - 1 for path in files)",
    ),
    PANDAS: script(
        "import pandas",
        "    rows = sum(len(pandas.read_excel(path, engine='calamine')) for path in files)",
    ),
    OPENPYXL: script(
        "import openpyxl",
        "    rows = sum(sum(1 for _ in openpyxl.load_workbook(path, read_only=True).active.iter_rows()) - 1 for path in files)",
    ),
    "starting": script(_READING, _READ),
    "reading": script(
        _READING,
        "    list(read_all([Wanted(Path(__file__))] * 4))\n    started = time.perf_counter()\n" + _READ,
    ),
    "rescue": script(
        "import datetime as dt\n"
        "from rescue_cli.pipeline import open_session\n"
        "from rescue_cli.pipeline.stages import read_and_check",
        "    session = open_session(Path(sys.argv[1]), today=dt.date(2019, 9, 30), files=files, pack='xixia-2019')\n"
        "    started = time.perf_counter()\n"
        "    rows = read_and_check(session)[0].mentions.num_rows",
    ),
    "typing": script(
        "import datetime as dt\n"
        "from rescue_cli.intake import file_reading as intake\n"
        "from rescue_cli.pipeline import open_session\n"
        "from rescue_cli.pipeline.stages import read_and_check\n"
        "from rescue_cli.workbooks.reading.workbook_reader import Wanted, read_all",
        "    session = open_session(Path(sys.argv[1]), today=dt.date(2019, 9, 30), files=files, pack='xixia-2019')\n"
        "    known = list(read_all([Wanted(source.path) for source in session.sources]))\n"
        "    intake.read_all = lambda *asked, **limits: iter(known)\n"
        "    started = time.perf_counter()\n"
        "    rows = read_and_check(session)[0].mentions.num_rows",
    ),
}


def measured(path: Path, folder: Path) -> dict[str, float]:
    """Rows, seconds of work, and of the whole process wall and CPU seconds (its workers' too)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    told = subprocess.run([sys.executable, str(path), str(folder)], check=True, capture_output=True, text=True)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {**json.loads(told.stdout), "whole": wall, "cpu": cpu}


def compare(files: int, rows: int, runs: int) -> None:
    """Measure one size and print a table of it."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_rosters(folder, files, rows)
        for name, code in SCRIPTS.items():
            (folder / f"{name}_peer.py").write_text(code, encoding="utf-8")
        taken: dict[str, list[dict[str, float]]] = {name: [] for name in SCRIPTS}
        for _ in range(runs):
            for name in SCRIPTS:
                taken[name].append(measured(folder / f"{name}_peer.py", folder))
    found = {name: {key: median(run[key] for run in told) for key in told[0]} for name, told in taken.items()}
    if {figures["rows"] for figures in found.values()} != {files * rows}:
        raise SystemExit(f"not all rows were read: { {name: figures['rows'] for name, figures in found.items()} }")
    sys.stdout.write(f"{files} files x {rows} rows, median of {runs} runs\n")
    sys.stdout.write("peer       work s  / calamine  / pandas   whole s  / calamine  / pandas    cpu s\n")
    for name, told in found.items():
        ratios = {key: [told[key] / found[peer][key] for peer in (CALAMINE, PANDAS)] for key in ("work", "whole")}
        work, whole = ratios["work"], ratios["whole"]
        sys.stdout.write(
            f"{name:9} {told['work']:7.2f} {work[0]:11.2f} {work[1]:9.2f} {told['whole']:9.2f} {whole[0]:11.2f} {whole[1]:9.2f}"
            f" {told['cpu']:8.2f}\n"
        )


if __name__ == "__main__":
    for size in SIZES:
        compare(*size, runs=int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
