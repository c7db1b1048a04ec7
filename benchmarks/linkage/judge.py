"""Judges `rescue dedupe` as a clerk runs it, on a county's workbooks whose truth is known.

    python benchmarks/linkage/judge.py                                  # 500, 2,000 and 10,000 rows
    python benchmarks/linkage/judge.py --rows 2000 --noise 1 2 --seeds 1 2 --failures
    python benchmarks/linkage/judge.py --rows 2000 --habits second --no-id
    python benchmarks/linkage/judge.py --habits second --peers --markdown  # the table of docs/查重模型.md
    python benchmarks/linkage/judge.py --from DIR [DIR …]               # folders of another generator, with truth.csv

人 and 户 are counted in pairs of rows; 裁定后 is after every open pair is answered by the truth; 问题 are distinct 问题号;
--peers measures exact keys and bare Splink on the same folders; --markdown gives means over seeds.
拆散 is the share of households of several people in one roster of persons whose rows end under different 编号.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NamedTuple

from county import county
from county_folder import files_of, read_folder, write_folder
from county_habits import HABITS
from judge_failures import failures
from judge_measure import Figures, figures, read_linked
from judge_peers import ours, peers
from judge_table import HEADS as METHOD_HEADS
from judge_table import County, Measures, head, mean_lines, row, run_line

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


class Task(NamedTuple):
    name: str
    county: County
    folder: Path
    out: Path
    as_of: str


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


def judge(task: Task, with_failures: bool) -> tuple[Figures, list[str]]:
    lines = read_folder(task.folder)
    seconds = run_dedupe(task.folder, task.out, task.as_of)
    linked = read_linked(task.out, lines)
    return figures(linked, lines, seconds), list(failures(linked, lines)) if with_failures else []


def shown(title: str, run: Figures) -> str:
    return row(
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


def _job(task: Task, with_failures: bool) -> str:
    try:
        run, reasons = judge(task, with_failures)
    except RuntimeError as error:
        return f"{row(task.name, '停下')}\n{error}"
    return "\n".join([shown(task.name, run), *reasons])


def methods(task: Task, with_peers: bool) -> list[tuple[County, Measures]]:
    """The tool, and the peers if they are asked for, on one county. Raises RuntimeError where the tool stops."""
    run, _ = judge(task, with_failures=False)
    others = peers(task.folder, read_folder(task.folder)) if with_peers else ()
    return [(task.county, measures) for measures in (ours(run), *others)]


def _tasks(options: argparse.Namespace, place: Path) -> list[Task]:
    if options.folders:
        return [_given(folder.resolve(), place, options.as_of) for folder in options.folders]
    habits = f"{options.habits}{'-无号' if options.no_id else ''}"
    counties = [
        County(habits, rows, noise, seed) for rows in options.rows for noise in options.noise for seed in options.seeds
    ]
    return [_invented(made, options, place) for made in counties]


def _given(folder: Path, place: Path, as_of: str) -> Task:
    kind = County(folder.name, len(read_folder(folder)), None, None)
    return Task(folder.name, kind, folder, place / f"out-{folder.name}", as_of)


def _invented(made: County, options: argparse.Namespace, place: Path) -> Task:
    name = f"{made.habits}-{made.rows}-×{made.noise:g}-{made.seed}"
    write_folder(place / name, county(made.rows, made.seed, made.noise, HABITS[options.habits], options.no_id))
    return Task(name, made, place / name, place / f"out-{name}", options.as_of or AS_OF)


def _report(options: argparse.Namespace, place: Path) -> Iterator[str]:
    tasks = _tasks(options, place)
    with ThreadPoolExecutor(options.jobs) as pool:
        if not (options.peers or options.markdown):
            yield head(HEADS)
            yield from pool.map(lambda task: _job(task, options.failures), tasks)
            return
        yield head(METHOD_HEADS)
        runs = (run for several in pool.map(lambda task: methods(task, options.peers), tasks) for run in several)
        yield from mean_lines(runs) if options.markdown else (run_line(*run) for run in runs)


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
    parser.add_argument("--peers", action="store_true", help="exact keys and bare Splink too, a line a method")
    parser.add_argument("--markdown", action="store_true", help="a line a method, means over seeds")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave workbooks and results there")
    options = parser.parse_args()
    place: AbstractContextManager[object] = nullcontext(options.keep) if options.keep else tempfile.TemporaryDirectory()
    with place as root:
        base = Path(str(root)).resolve()
        base.mkdir(parents=True, exist_ok=True)
        for text in _report(options, base):
            sys.stdout.write(text + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
