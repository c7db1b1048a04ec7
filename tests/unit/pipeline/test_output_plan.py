"""The plan of outputs: all files change or none, whatever is open, full or killed in between."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rescue_cli.core.errors import OutputError, UsageError
from rescue_cli.pipeline import file_swap
from rescue_cli.pipeline.output_plan import DRAFTS, OutputPlan

OLD = {"同.xlsx": "same", "甲.xlsx": "old 1", "台账/乙.xlsx": "old 2", "去.xlsx": "gone"}
NEW = {"同.xlsx": "same", "甲.xlsx": "new 1", "台账/乙.xlsx": "new 2", "新/丙.xlsx": "new 3"}


@pytest.fixture
def output(tmp_path: Path) -> Path:
    fill(tmp_path / "输出")
    return tmp_path / "输出"


def fill(output: Path) -> None:
    for name, text in OLD.items():
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        (output / name).write_text(text)


def standing(output: Path) -> dict[str, str]:
    files = [path for path in output.rglob("*") if path.is_file() and DRAFTS not in path.parts]
    return {path.relative_to(output).as_posix(): path.read_text() for path in files}


def carried_out(output: Path) -> None:
    with OutputPlan(output) as plan:
        for name, text in NEW.items():
            plan.draft(output / name).write_text(text)
        plan.remove(output / "去.xlsx")


def test_what_is_new_is_written_what_is_the_same_is_kept_and_the_rest_goes(output: Path) -> None:
    os.utime(output / "同.xlsx", (1, 1))
    carried_out(output)
    assert standing(output) == NEW
    assert (output / "同.xlsx").stat().st_mtime == 1
    assert (output / "甲.xlsx").stat().st_mtime > 1
    assert not (output / DRAFTS).exists()


@pytest.mark.skipif(os.name == "nt", reason="modes of files are those of POSIX")
def test_only_the_owner_reads_what_is_written(output: Path) -> None:
    carried_out(output)
    assert {(output / name).stat().st_mode & 0o777 for name in NEW} == {0o600}


def test_an_exception_changes_nothing_and_leaves_no_draft(output: Path) -> None:
    plan = OutputPlan(output)

    def fail() -> None:
        with plan:
            plan.draft(output / "甲.xlsx").write_text("new")
            plan.remove(output / "去.xlsx")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert standing(output) == OLD
    assert not (output / DRAFTS).exists()


def test_what_was_carried_out_before_an_exception_stays(output: Path) -> None:
    plan = OutputPlan(output)

    def fail() -> None:
        with plan:
            plan.draft(output / "甲.xlsx").write_text("new 1")
            plan.carry_out()
            plan.draft(output / "同.xlsx").write_text("never")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert standing(output) == {**OLD, "甲.xlsx": "new 1"}
    assert not (output / DRAFTS).exists()


def refusing(name: str, error: OSError, *, besides_itself: bool = False) -> Callable[[Path, Path], None]:
    """`os.replace` as where another program holds a file; with `besides_itself` it was opened at the last moment."""
    replace = os.replace

    def refuse(source: Path, target: Path) -> None:
        if Path(target).name == name and not (besides_itself and source == target) and "old-" not in Path(source).name:
            raise error
        replace(source, target)

    return refuse


@pytest.mark.parametrize("besides_itself", [False, True])
@pytest.mark.parametrize("name", ["甲.xlsx", "乙.xlsx", "丙.xlsx"])
def test_one_that_is_open_leaves_all_as_they_were_and_is_named(
    output: Path, name: str, besides_itself: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse = refusing(name, PermissionError(13, "Permission denied"), besides_itself=besides_itself)
    monkeypatch.setattr(file_swap.os, "replace", refuse)
    with pytest.raises(OutputError, match=rf"{name}：可能正在Excel或WPS里打开.*都没有动"):
        carried_out(output)
    monkeypatch.undo()
    assert standing(output) == OLD
    assert not (output / DRAFTS).exists()
    carried_out(output)
    assert standing(output) == NEW


def test_all_that_are_open_are_named_together(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_swap.os, "replace", refusing("甲.xlsx", PermissionError(13, "")))
    monkeypatch.setattr(file_swap.os, "replace", refusing("乙.xlsx", PermissionError(13, "")))
    with pytest.raises(OutputError, match=r"乙\.xlsx、甲\.xlsx"):
        carried_out(output)


def test_one_to_be_removed_that_is_open_stays_with_the_others(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.name == "去.xlsx":
            raise PermissionError(13, "Permission denied")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(OutputError, match=r"去\.xlsx"):
        carried_out(output)
    monkeypatch.undo()
    assert standing(output) == OLD


def test_a_folder_that_stands_in_the_way_leaves_all_as_they_were(output: Path) -> None:
    (output / "新" / "丙.xlsx").mkdir(parents=True)
    with pytest.raises(OutputError, match="丙"):
        carried_out(output)
    assert standing(output) == OLD


@pytest.mark.parametrize("point", range(1, 6))
def test_a_disk_that_fills_up_leaves_all_as_they_were(
    output: Path, point: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync, left = os.fsync, iter(range(1, point))

    def full(handle: int) -> None:
        if next(left, None) is None:
            raise OSError(28, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(file_swap.os, "fsync", full)
    with pytest.raises(OutputError, match="磁盘已满"):
        carried_out(output)
    monkeypatch.undo()
    assert standing(output) == OLD
    assert not (output / DRAFTS).exists()


# A process that has run thousands of tests may be too large to be split: a small one is started that splits itself.
SPLITTER = """import os, sys
from pathlib import Path
sys.path[:0] = [sys.argv[1]]
from test_output_plan import die_at
for line in sys.stdin:
    if not (child := os.fork()):
        die_at(Path(sys.argv[2]), int(line))
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


def die_at(output: Path, point: int) -> None:
    steps = iter(range(1, point))

    def hook(event: str, _: tuple[object, ...]) -> None:
        if event.startswith(("os.", "open", "shutil.")) and next(steps, None) is None:
            os._exit(9)

    sys.addaudithook(hook)
    carried_out(output)
    os._exit(0)


@pytest.fixture
def killed(output: Path) -> Iterator[Callable[[int], bool]]:
    """Carried out in a process that dies at its n-th look at the disk; whether it got so far."""
    words = [sys.executable, "-c", SPLITTER, str(Path(__file__).parent), str(output)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as splitter:
        asked, answered = splitter.stdin, splitter.stdout
        assert asked is not None
        assert answered is not None

        def dies(point: int) -> bool:
            print(point, file=asked, flush=True)
            return answered.readline() == "9\n"

        yield dies
        asked.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process that can be split")
def test_killed_at_any_point_the_next_run_has_all_or_nothing(
    output: Path, tmp_path: Path, killed: Callable[[int], bool]
) -> None:
    point, seen = 1, set()
    while killed(point):
        again = tmp_path / "再"
        shutil.copytree(output, again)
        with OutputPlan(output):
            pass
        assert standing(output) in (OLD, NEW), point
        assert not (output / DRAFTS).exists()
        seen.add(standing(output) == NEW)
        carried_out(again)
        assert standing(again) == NEW, point
        shutil.rmtree(again)
        shutil.rmtree(output)
        fill(output)
        point += 1
    assert seen == {False, True}
    assert point > 30


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a process that can be split")
def test_what_a_person_changed_after_the_kill_is_not_written_over(output: Path, killed: Callable[[int], bool]) -> None:
    point = 1
    while killed(point) and not (output / DRAFTS / file_swap.INTENT).exists():
        shutil.rmtree(output)
        fill(output)
        point += 1
    (output / "甲.xlsx").write_text("hers")
    with OutputPlan(output):
        pass
    assert standing(output) == {**NEW, "甲.xlsx": "hers"}


def test_two_at_once_are_refused(output: Path) -> None:
    with OutputPlan(output) as plan:
        plan.draft(output / "甲.xlsx").write_text("one")
        with pytest.raises(UsageError, match="另一个"):
            carried_out(output)
    assert standing(output) == {**OLD, "甲.xlsx": "one"}


def test_drafts_of_killed_runs_are_swept(output: Path) -> None:
    (output / DRAFTS / "3").mkdir(parents=True)
    (output / DRAFTS / "3" / "甲.xlsx").write_text("half")
    (output / ".甲.xlsx.draft").write_text("half, of an earlier version")
    carried_out(output)
    assert {path.name for path in output.iterdir()} == {"同.xlsx", "甲.xlsx", "台账", "新"}


def test_content_that_is_never_twice_the_same_bytes_is_kept_where_it_says_the_same(output: Path) -> None:
    with OutputPlan(output) as plan:
        plan.draft(output / "甲.xlsx", lambda data: data == b"old 1").write_text("other bytes")
        plan.draft(output / "去.xlsx", lambda data: data == b"old 1").write_text("other bytes")
    assert standing(output) == {**OLD, "去.xlsx": "other bytes"}
