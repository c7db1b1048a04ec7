"""One writer at a time: the system holds the lock, and frees it when the run that holds it is gone."""

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from rescue_cli.core.errors import OutputError, UsageError
from rescue_cli.pipeline.writer_lock import LOCK, writer_lock
from rescue_cli.workspace import Config, Workspace

RUNS = 4
ENTRIES = 25
# A run that goes in ENTRIES times; 里面 is there while one is inside, and making it a second time fails.
RACER = f"""
import sys, time
from pathlib import Path
from rescue_cli.core.errors import UsageError
from rescue_cli.pipeline.writer_lock import writer_lock
from rescue_cli.workspace import Config, Workspace

folder = Path(sys.argv[1])
workspace = Workspace(folder, Config(pack="p"))
refused = entered = 0
print("ready", flush=True)
sys.stdin.readline()
while entered < {ENTRIES}:
    try:
        with writer_lock(workspace):
            (folder / "里面").touch(exist_ok=False)
            time.sleep(0.001)
            (folder / "里面").unlink()
            entered += 1
    except UsageError:
        refused += 1
print(refused)
"""
HOLDER = """
import sys
from pathlib import Path
from rescue_cli.pipeline.writer_lock import writer_lock
from rescue_cli.workspace import Config, Workspace

with writer_lock(Workspace(Path(sys.argv[1]), Config(pack="p"))):
    print("ready", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path, Config(pack="p"))


def started(script: str, folder: Path) -> subprocess.Popen[str]:
    """The script in a process of its own, once it says that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_of_runs_that_race_never_two_are_inside(tmp_path: Path) -> None:
    racers = [started(RACER, tmp_path) for _ in range(RUNS)]
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("\n")
        racer.stdin.flush()
    refusals = [int(racer.communicate()[0]) for racer in racers]
    assert [racer.returncode for racer in racers] == [0] * RUNS
    assert sum(refusals) > 0, "nobody met anybody: the race proves nothing"


def test_lock_of_a_killed_run_is_free_at_once(workspace: Workspace) -> None:
    holder = started(HOLDER, workspace.folder)
    with pytest.raises(UsageError, match=r"请等它结束再试。$"), writer_lock(workspace):
        pass
    holder.kill()
    holder.communicate()
    with writer_lock(workspace):
        assert (workspace.cache / LOCK).exists()


def test_second_writer_of_the_same_process_is_refused_too(workspace: Workspace) -> None:
    with writer_lock(workspace), pytest.raises(UsageError, match="另一个 rescue 正在"), writer_lock(workspace):
        pass
    with writer_lock(workspace):
        pass


def test_lock_is_let_go_after_an_error(workspace: Workspace) -> None:
    with pytest.raises(ZeroDivisionError), writer_lock(workspace):
        raise ZeroDivisionError
    with writer_lock(workspace):
        pass


@pytest.mark.parametrize(
    "holder", [f"{os.getpid()} {socket.gethostname()}", "999999999 别的电脑", ""], ids=["here", "elsewhere", "empty"]
)
def test_file_left_by_an_earlier_version_does_not_block(workspace: Workspace, holder: str) -> None:
    """Its number may be some living process by now (this one is), its computer another: nobody holds the file itself."""
    workspace.cache.mkdir()
    (workspace.cache / LOCK).write_text(holder, encoding="utf-8")
    with writer_lock(workspace):
        pass


def test_folder_that_is_not_to_be_written_is_no_other_run(workspace: Workspace) -> None:
    workspace.cache.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(OutputError, match="无法写入"), writer_lock(workspace):
        pass


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="folders of Windows are not read-only")
def test_read_only_folder_is_no_other_run(workspace: Workspace) -> None:
    workspace.cache.mkdir()
    workspace.cache.chmod(0o500)
    script = f"""
import os
from pathlib import Path
from rescue_cli.core.errors import OutputError
from rescue_cli.pipeline.writer_lock import writer_lock
from rescue_cli.workspace import Config, Workspace

os.chdir({str(workspace.folder)!r})
with writer_lock(Workspace(Path("别处"), Config(pack="p"))):
    pass  # everything it imports is loaded
if os.geteuid() == 0:
    os.setuid(65534)  # root may write everywhere
try:
    with writer_lock(Workspace(Path("."), Config(pack="p"))):
        print("inside")
except OutputError as error:
    print(type(error.__cause__).__name__)
"""
    (workspace.folder / "别处").mkdir()
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout == "PermissionError\n", done.stderr


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK])
def test_drive_without_locks_is_refused(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def acquire(lock: FileLock) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(FileLock, "acquire", acquire)
    with pytest.raises(OutputError, match="不支持文件锁"), writer_lock(workspace):
        pass
