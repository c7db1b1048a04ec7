"""Run the command line as a clerk does, on a copy of the sample."""

import contextlib
import csv
import hashlib
import io
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from unittest import mock

from filelock import FileLock

from rescue_cli.cli.app import main

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "西夏区"
TERMINAL = {"PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "80"}


def rescue(*arguments: str | Path, cwd: Path | None = None, keys: str = "") -> subprocess.CompletedProcess[str]:
    """`rescue …` without the price of a new process: what is loaded stays loaded, the processes that read stay ready.
    `keys`: what a person types."""
    words, screen, errors = list(map(str, arguments)), io.StringIO(), io.StringIO()
    code = 0
    with (
        mock.patch.dict(os.environ, TERMINAL),
        mock.patch.object(sys, "stdin", io.StringIO(keys)),
        contextlib.redirect_stdout(screen),
        contextlib.redirect_stderr(errors),
        contextlib.chdir(cwd or Path.cwd()),
    ):
        try:
            main(words)
        except SystemExit as ended:
            code = int(ended.code or 0)
    return subprocess.CompletedProcess(words, code, screen.getvalue(), errors.getvalue())


def rescue_anew(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own, where nothing is left of earlier commands and sets have another order;
    text in and out is UTF-8 whatever the machine's locale."""
    return subprocess.run(
        [sys.executable, "-m", "rescue_cli", *map(str, arguments)],
        cwd=cwd,
        env=os.environ | TERMINAL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def copy_sample(folder: Path) -> Path:
    """A fresh workspace with the sample's rescue.toml and 收件/."""
    folder.mkdir(parents=True)
    shutil.copy(SAMPLE / "rescue.toml", folder)
    shutil.copytree(SAMPLE / "收件", folder / "收件")
    return folder


@cache
def exported(workspace: Path, table: str) -> list[dict[str, str]]:
    """A table of the workspace's last run, as its csv says it; asked for once. Two worker processes may ask together."""
    with FileLock(workspace.with_name(f"{workspace.name}.export.lock")):
        done = rescue("-C", workspace, "export", table, "--format", "csv")
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout)))


def digests(folder: Path) -> dict[str, str]:
    """Every file below `folder` with the digest of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def planted(kind: str) -> list[dict[str, str]]:
    """Lines of 埋设清单.csv of one kind."""
    with (SAMPLE / "埋设清单.csv").open(encoding="utf-8-sig", newline="") as file:
        return [line for line in csv.DictReader(file) if line["种类"] == kind]
