"""How long reading takes, as a ratio to named peers in the same run: `python benchmarks/intake.py [files] [rows]`.

Peers read the same files and do nothing else: python-calamine, pandas (calamine engine) and openpyxl. `rescue` reads,
recognises the form, types every cell, checks and lists every correction. Each runs in a fresh process; the figures are
whole-process wall and CPU seconds and peak memory, the median of three.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

HEADS = [
    "序号",
    "村居",
    "户主姓名",
    "身份证号",
    "详细住址",
    "联系方式",
    "家庭困难类别",
    "家庭人口",
    "人均月收入",
    "备注",
]
PEERS = {
    "rescue": (
        "from pathlib import Path; import sys, datetime as dt\n"
        "from rescue_cli.pipeline import open_session\n"
        "from rescue_cli.pipeline.stages import read_and_check\n"
        "if __name__ == '__main__':\n"
        "    files = sorted(Path(sys.argv[1]).glob('*.xlsx'))\n"
        "    session = open_session(Path(sys.argv[1]), today=dt.date(2019, 9, 30), files=files, pack='xixia-2019')\n"
        "    intake, _ = read_and_check(session)\n"
        "    print(intake.mentions.num_rows)\n"
    ),
    "calamine": (
        "from pathlib import Path; import sys\n"
        "from python_calamine import CalamineWorkbook\n"
        "n = 0\n"
        "for path in sorted(Path(sys.argv[1]).glob('*.xlsx')):\n"
        "    n += len(CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()) - 1\n"
        "print(n)\n"
    ),
    "pandas": (
        "from pathlib import Path; import sys, pandas\n"
        "n = 0\n"
        "for path in sorted(Path(sys.argv[1]).glob('*.xlsx')):\n"
        "    n += len(pandas.read_excel(path, engine='calamine', dtype=object))\n"
        "print(n)\n"
    ),
    "openpyxl": (
        "from pathlib import Path; import sys, openpyxl\n"
        "n = 0\n"
        "for path in sorted(Path(sys.argv[1]).glob('*.xlsx')):\n"
        "    n += sum(1 for _ in openpyxl.load_workbook(path, read_only=True).active.iter_rows()) - 1\n"
        "print(n)\n"
    ),
}


def write_rosters(folder: Path, files: int, rows: int) -> None:
    """Synthetic rosters with a title row; nobody in them exists."""
    import xlsxwriter

    for number in range(files):
        with xlsxwriter.Workbook(str(folder / f"兴泾镇困难家庭名册{number:03d}.xlsx")) as book:
            sheet = book.add_worksheet("农村")
            sheet.write_row(0, 0, HEADS)
            for row in range(1, rows + 1):
                serial = number * rows + row
                cells = [
                    row,
                    "泾华村",
                    f"测试{serial}",
                    "",
                    f"泾华村{row % 9 + 1}组{row}号",
                    f"1990000{serial % 10000:04d}",
                ]
                sheet.write_row(row, 0, [*cells, "因病、上学", row % 5 + 1, row * 7 % 1500, ""])


def measured(script: Path, folder: Path) -> tuple[float, float, int]:
    """Wall seconds, CPU seconds (with children) and peak MB of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run([sys.executable, str(script), str(folder)], check=True, capture_output=True)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss // 1024


def main(files: int = 20, rows: int = 500) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_rosters(folder, files, rows)
        found = {}
        for name, code in sorted(PEERS.items(), key=lambda peer: peer[0] == "rescue"):  # peak memory only grows
            script = folder / f"{name}_peer.py"
            script.write_text(code, encoding="utf-8")
            runs = [measured(script, folder) for _ in range(3)]
            found[name] = tuple(median(figures) for figures in zip(*runs, strict=True))
        base = found["openpyxl"]
        sys.stdout.write(f"{files} files x {rows} rows\npeer       wall s   cpu s   wall / openpyxl   cpu / openpyxl\n")
        for name, (wall, cpu, _) in found.items():
            sys.stdout.write(f"{name:9} {wall:7.2f} {cpu:7.2f} {wall / base[0]:17.2f} {cpu / base[1]:16.2f}\n")
        sys.stdout.write(f"peak memory of the largest process: {found['rescue'][2]:.0f} MB\n")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
