"""Judges `rescue dedupe` as a clerk runs it, on a county's workbooks whose truth is known.

    python benchmarks/linkage/judge.py                                  # 500, 2,000 and 10,000 rows
    python benchmarks/linkage/judge.py --rows 2000 --noise 1 2 --seeds 1 2 --failures
    python benchmarks/linkage/judge.py --rows 2000 --habits second --no-id
    python benchmarks/linkage/judge.py --from DIR [DIR …]               # folders of another generator, with truth.csv

人 and 户 are counted in pairs of rows; 裁定后 is after every open pair is answered by the truth; 问题 are distinct 问题号;
拆散 is the share of households of several people in one roster of persons whose rows end under different 编号.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from county import county
from county_folder import files_of, read_folder, write_folder
from county_habits import HABITS
from judge_failures import failures
from judge_measure import Figures, figures, read_linked

SOURCE = Path(__file__).parents[2] / "src"  # the tool judged is the one of this tree
AS_OF = "2024-06-30"  # ages in the county's lists are of that year
HEADS = (
    "名册",
    "行",
    "缺行",
    "多行",
    "人 精度",
    "人 召回",
    "裁定后 精度",
    "召回",
    "F1",
    "问题",
    "问到的行",
    "户 精度",
    "拆散",
    "错并 人/户",
    "CPU秒",
)


def run_dedupe(folder: Path, out: Path, as_of: str) -> float:
    """CPU seconds. Raises RuntimeError with what the tool said where it wrote no clusters."""
    command = [sys.executable, "-m", "rescue_cli", "dedupe", *map(str, files_of(folder)), "-o", str(out)]
    if as_of:
        command += ["--as-of", as_of]
    env = os.environ | {"PYTHONPATH": str(SOURCE.resolve())}
    log = out.with_name(f"{out.name}.log")
    with log.open("wb") as file, tempfile.TemporaryDirectory() as elsewhere:
        process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT, cwd=elsewhere, env=env)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if not (out / "clusters.csv").exists():
        raise RuntimeError(f"{folder}: exit {process.returncode}\n{log.read_text(encoding='utf-8')[-2000:]}")
    return usage.ru_utime + usage.ru_stime


def judge(folder: Path, out: Path, as_of: str, with_failures: bool) -> tuple[Figures, list[str]]:
    lines = read_folder(folder)
    seconds = run_dedupe(folder, out, as_of)
    linked = read_linked(out, lines)
    return figures(linked, lines, seconds), list(failures(linked, lines)) if with_failures else []


def shown(title: str, run: Figures) -> str:
    return _row(
        title,
        f"{run.rows:,}",
        str(run.missing),
        str(run.repeated),
        f"{run.precision:.4f}",
        f"{run.recall:.3f}",
        f"{run.final[0]:.4f}",
        f"{run.final[1]:.3f}",
        f"{run.final[2]:.4f}",
        str(run.questions),
        f"{run.asked:.1%}",
        f"{run.home_precision:.4f}",
        f"{run.torn:.1%}",
        f"{run.wrong}/{run.home_wrong}",
        f"{run.seconds:.1f}",
    )


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _job(task: tuple[str, Path, Path, str], with_failures: bool) -> str:
    title, folder, out, as_of = task
    try:
        run, reasons = judge(folder, out, as_of, with_failures)
    except RuntimeError as error:
        return f"{_row(title, '停下')}\n{error}"
    return "\n".join([shown(title, run), *reasons])


def _tasks(options: argparse.Namespace, place: Path) -> list[tuple[str, Path, Path, str]]:
    if options.folders:
        return [
            (folder.name, folder.resolve(), place / f"out-{folder.name}", options.as_of) for folder in options.folders
        ]
    tasks = []
    for rows in options.rows:
        for noise in options.noise:
            for seed in options.seeds:
                name = f"{options.habits}{'-无号' if options.no_id else ''}-{rows}-×{noise:g}-{seed}"
                folder = place / name
                write_folder(folder, county(rows, seed, noise, HABITS[options.habits], options.no_id))
                tasks.append((name, folder, place / f"out-{name}", options.as_of or AS_OF))
    return tasks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[500, 2000, 10000])
    parser.add_argument("--noise", type=float, nargs="+", default=[1.0, 2.0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--habits", choices=HABITS, default="fit")
    parser.add_argument("--no-id", action="store_true", help="no list has ID numbers")
    parser.add_argument("--from", dest="folders", type=Path, nargs="+", metavar="DIR")
    parser.add_argument("--as-of", default="", metavar="DATE")
    parser.add_argument("--failures", action="store_true", help="classes of failures, and the wrong merges one by one")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave workbooks and results there")
    options = parser.parse_args()
    place: AbstractContextManager[object] = nullcontext(options.keep) if options.keep else tempfile.TemporaryDirectory()
    with place as root, ThreadPoolExecutor(options.jobs) as pool:
        base = Path(str(root)).resolve()
        base.mkdir(parents=True, exist_ok=True)
        sys.stdout.write(_row(*HEADS) + "\n|" + "---|" * len(HEADS) + "\n")
        for text in pool.map(lambda task: _job(task, options.failures), _tasks(options, base)):
            sys.stdout.write(text + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
