# ruff: noqa: T201 – what it measured is printed
"""What the record costs, and whether it survives: `python benchmarks/record.py speed|kill [times]`.

speed: 20,000 households of one row each are numbered, written and read again, three runs; seconds of the processor and bytes a
household. kill: whole runs over a generated roster, each in a process of its own that is killed (SIGKILL) just before one of
its changes to the disk, so many of them (100 by default) spread over the run; the next run must work, give the same numbers
and the same workbooks.
"""

import hashlib
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
from rosters import GIVEN, SURNAMES, _id_number, write_rosters

from rescue_cli.core import fields as f
from rescue_cli.record.case_numbers import assign_numbers, past_of
from rescue_cli.record.household_keys import KNOWN_BY
from rescue_cli.record.journal import append, read_journal

HOUSEHOLDS, RUNS, POINTS = 20_000, 3, 100
ROWS_SENT = 200


def _rows() -> Iterator[dict[str, object]]:
    for n in range(HOUSEHOLDS):
        yield {
            **dict.fromkeys(KNOWN_BY),
            f.SOURCE_FILE: f"{n // 1000}.xlsx",
            f.SHEET: "农村",
            f.ROW: n % 1000 + 2,
            f.TOWNSHIP: "兴泾镇",
            f.VILLAGE: f"泾华村{n % 9}",
            f.HEAD_NAME: SURNAMES[n % 50] + GIVEN[n // 50 % 50] + GIVEN[(n // 2500 + n) % 50],
            f.ID_NUMBER: _id_number(n),
            f.PHONE: str(19900000000 + n),
            f.ADDRESS: f"泾华村{n % 9 + 1}组{n}号",
        }


def speed() -> None:
    types = {f.ROW: pa.int64(), f.MEMBER: pa.int64()}
    mentions = pa.Table.from_pylist(
        list(_rows()), pa.schema([(name, types.get(name, pa.string())) for name in KNOWN_BY])
    )
    homes = pa.array([f"h{n:06d}" for n in range(HOUSEHOLDS)])
    groups = mentions.select(list(f.MENTION_KEY)).append_column(f.HOUSEHOLD, homes)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "裁定.jsonl"
        for _ in range(RUNS):
            times = [time.process_time()]
            journal = read_journal(path)
            times.append(time.process_time())
            _, entries = assign_numbers(groups, mentions, journal, "640105", ["兴泾镇"])
            times.append(time.process_time())
            journal = append(path, journal, entries)
            past_of(journal)
            times.append(time.process_time())
            steps = zip(("read", "assign", "write"), times, times[1:], strict=False)
            told = " ".join(f"{name} {end - start:.2f}" for name, start, end in steps)
            print(told, f"{path.stat().st_size / HOUSEHOLDS:.0f} bytes/household")


def _command(folder: Path) -> list[str]:
    return [sys.executable, "-m", "rescue_cli", "-C", str(folder), "merge"]


# `merge` in a process that kills itself before its nth change to the disk; without n it tells how many there are.
DYING = """
import atexit, os, signal, sys
folder, last = sys.argv[1], int(sys.argv[2])
count = 0
def hook(event, given):
    global count
    changes = event in ("os.rename", "os.link", "os.remove", "os.mkdir", "os.truncate") or (
        event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    if changes and folder in str(given[0]):
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
atexit.register(lambda: print(count, file=sys.stderr))
from rescue_cli.cli.app import main
main(["-C", folder, "merge"])
"""


def _dying(folder: Path, last: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", DYING, str(folder), str(last)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def _outputs(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in (folder / "输出").rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def _workspace(folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "rescue_cli", "init", str(folder), "--pack", "xixia-2019"], check=True)
    (folder / "rescue.toml").write_text("as_of = 2019-09-30\n" + (folder / "rescue.toml").read_text("utf-8"), "utf-8")
    write_rosters(folder / "收件", 1, ROWS_SENT)


def kill(points: int) -> None:
    with TemporaryDirectory() as scratch:
        start, whole = Path(scratch) / "始", Path(scratch) / "全"
        _workspace(start)
        shutil.copytree(start, whole)
        changes = int(_dying(whole, 0).stderr.split()[-1])
        wanted, numbers = _outputs(whole), _numbers(whole)
        faults, lasts = 0, sorted({1 + (changes - 1) * n // max(points - 1, 1) for n in range(points)})
        for point in lasts:
            home = Path(scratch) / "断"
            shutil.copytree(start, home)
            killed = _dying(home, point).returncode == -signal.SIGKILL
            again = subprocess.run(_command(home), check=False, capture_output=True, text=True)
            same = _outputs(home) == wanted and _numbers(home) == numbers
            if again.returncode not in (0, 1) or not same or not killed:
                faults += 1
                print(f"change {point}: killed {killed}, exit {again.returncode}, same {same}: {again.stderr[-300:]}")
            shutil.rmtree(home)
        print(f"{len(lasts)} kills before one of {changes} changes to the disk: {faults} faults")


def _numbers(folder: Path) -> list[object]:
    """Of the lines that number a household; receipts and others stand between them."""
    return [entry.body["case"] for entry in read_journal(folder / "裁定.jsonl").entries if "case" in entry.body]


if __name__ == "__main__":
    if sys.argv[1:2] == ["kill"]:
        kill(int(sys.argv[2]) if len(sys.argv) > 2 else POINTS)
    else:
        speed()
