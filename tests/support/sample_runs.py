"""`rescue run` on the samples, each once a session: read by many tests in all worker processes, changed by none."""

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from support.workspace import ROOT, digests, rescue_anew

SAMPLES = sorted(path.parent.name for path in (ROOT / "samples").glob("*/rescue.toml"))
LEFT_OVER = ("输出", ".rescue", "裁定.jsonl", "裁定备份", "存档")  # what running a sample in place leaves in it


@dataclass(frozen=True)
class SampleRun:
    """The workspace after `rescue run`, what the command said, and the digests of what it wrote."""

    workspace: Path
    done: subprocess.CompletedProcess[str]
    written: dict[str, str]

    def copied(self, folder: Path) -> Path:
        """A copy of the workspace in `folder`, for a test that goes on from here."""
        return Path(shutil.copytree(self.workspace, folder / self.workspace.name))

    def is_untouched(self) -> bool:
        return digests(self.workspace / "输出") == self.written


RunOf = Callable[[str], SampleRun]


def run_of(name: str, shared: Path) -> SampleRun:
    """The run of `samples/<name>`; whoever asks first runs it, in `shared`, which all worker processes see."""
    workspace, kept = shared / name, shared / f"{name}.json"
    with FileLock(shared / f"{name}.lock"):
        if not kept.exists():
            kept.write_text(json.dumps(_run(name, workspace)), encoding="utf-8")
    told = json.loads(kept.read_text(encoding="utf-8"))
    return SampleRun(workspace, subprocess.CompletedProcess(**told["done"]), told["written"])


def _run(name: str, workspace: Path) -> dict[str, object]:
    shutil.copytree(ROOT / "samples" / name, workspace, ignore=shutil.ignore_patterns(*LEFT_OVER))
    done = rescue_anew("-C", workspace, "run")
    assert done.returncode in (0, 1), done.stderr  # what is left for a person is no failure
    return {"done": vars(done), "written": digests(workspace / "输出")}
