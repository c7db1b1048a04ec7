"""What odd and hostile files do to a run: `python benchmarks/survival.py [--count 3000] [--seed 1] [--batch 60]`.

Damaged files (every format, every kind of damage: `tests/support/damaged_files.py`) and files made by hand to harm
(`tests/support/hostile_files.py`) are put into the 收件/ of a workspace, a batch at a time, beside one sound roster, and
`rescue run` is called. Whatever is in them, it must end with 0 or 1, take the sound roster, print no traceback and nobody's
name on standard error, and stay below a minute and a gigabyte a file. A batch that does not is halved until the file is found.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.damaged_files import mutants, sound  # noqa: E402
from support.hostile_files import big, hostile  # noqa: E402

SECONDS, BYTES = 60.0, 1 << 30  # of the processors, of the largest process
# Started from a process of its own: what the starting one holds would count as its memory.
LAUNCHER = """
import json, resource, subprocess, sys
with open(sys.argv[1], "wb") as out, open(sys.argv[2], "wb") as err:
    code = subprocess.run(sys.argv[3:], stdout=out, stderr=err).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss << 10]))
"""
NAMES = ("示范", "990101")  # of the people in the files
File = tuple[str, bytes]


@dataclass(frozen=True)
class Run:
    """One `rescue run`: how it ended, what it took, what is wrong with that ("" where nothing is)."""

    seconds: float
    largest: int
    fault: str


def run(files: Sequence[File], command: str) -> Run:
    """The files in a workspace of their own, together."""
    folder = Path(tempfile.mkdtemp(prefix="survival-"))
    try:
        (folder / "rescue.toml").write_text('pack = "xixia-2019"\nas_of = 2019-09-30\n', encoding="utf-8")
        (folder / "收件").mkdir()
        (folder / "收件" / "完好的名册.csv").write_bytes(sound()["csv"] + b"\n")
        for name, data in files:
            (folder / "收件" / "".join(c for c in name if c.isprintable())).write_bytes(data)
        return _measured(folder, command)
    finally:
        shutil.rmtree(folder)


def _measured(folder: Path, command: str) -> Run:
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
    words = [sys.executable, "-m", "rescue_cli", "-C", str(folder), command]
    launched = [sys.executable, "-c", LAUNCHER, str(folder / "out"), str(folder / "err"), *words]
    done = subprocess.run(launched, env=environment, capture_output=True, check=True, text=True)
    code, seconds, largest = json.loads(done.stdout)
    return Run(seconds, largest, _fault(folder, code, seconds, largest))


def _fault(folder: Path, code: int, seconds: float, largest: int) -> str:
    said, errors = ((folder / name).read_text("utf-8", "replace") for name in ("out", "err"))
    told = errors.strip()[-300:]
    faults = {
        f"exit {code}: {told}": code not in (0, 1),
        "traceback": "Traceback" in said + errors,
        "an escape sequence on the screen": "\x1b" in said + errors,
        f"a person on standard error: {told}": any(name in errors for name in NAMES),
        f"{seconds:.0f} s": seconds > SECONDS,
        f"{largest >> 20} MB": largest > BYTES,
    }
    return next((fault for fault, is_so in faults.items() if is_so), "")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def culprits(files: Sequence[File], command: str, halved: bool) -> Iterator[tuple[File, Run]]:
    """The files that are at fault."""
    done = run(files, command)
    say(f"{files[0][0]} … {len(files)}: {done.seconds:.1f} s, {done.largest >> 20} MB {done.fault}")
    if done.fault and len(files) > 1 and halved:
        for half in (files[: len(files) // 2], files[len(files) // 2 :]):
            yield from culprits(half, command, halved)
    elif done.fault:
        yield files[0], done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=60)
    parser.add_argument("--first", type=int, default=0, help="of the damaged files, the first to try")
    parser.add_argument("--command", default="run")
    parser.add_argument("--quick", action="store_true", help="say which batches fail, without halving them")
    parser.add_argument("--keep", type=Path, help="a folder for the files that are at fault")
    parser.add_argument("--hostile", action="store_true", help="only those made by hand")
    given = parser.parse_args()
    files: list[File] = [*hostile(), *big()]
    if not given.hostile:
        files = [(file.name, file.data) for file in mutants(given.seed, given.count)][given.first :] + files
    faults = 0
    for start in range(0, len(files), given.batch):
        for (name, data), done in culprits(files[start : start + given.batch], given.command, not given.quick):
            faults += 1
            say(f"FAULT {name}: {done.fault}")
            if given.keep:
                given.keep.mkdir(parents=True, exist_ok=True)
                (given.keep / name).write_bytes(data)
    say(f"{len(files)} files, {faults} at fault")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
