"""What a command wants to stand under its output folder, as one plan: drafts first, then all files change, or none.

A file whose content stays the same is not written again. Drafts stand in a folder of their own below the output folder, on
the same disk; those of a killed run are finished or swept by the next.
"""

import shutil
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from types import TracebackType

from filelock import BaseFileLock, FileLock, Timeout

from rescue_cli.core.disk_faults import cause_of
from rescue_cli.core.errors import OutputError, UsageError
from rescue_cli.pipeline.file_swap import (
    INTENT,
    OWNER_ONLY,
    Change,
    SwapError,
    digest_of_file,
    finish,
    on_disk,
    swap,
)
from rescue_cli.pipeline.made_from import MadeFrom
from rescue_cli.pipeline.output_places import make_folder
from rescue_cli.record.private_folder import make_private

DRAFTS, LOCK = ".草稿", "lock"
Same = Callable[[bytes], bool]  # whether what stands there says the same as the draft


class OutputPlan:
    """Used as a context: at its end everything drafted and removed inside is carried out; nothing after an exception.

    Raises OutputError where a target is open elsewhere or the disk is full, naming it; UsageError where another run is
    writing to the same folder.
    """

    def __init__(self, output: Path, note: Path | None = None) -> None:
        """`note`: where it is kept what the files were made from."""
        self._output, self._folder = output, output / DRAFTS
        self._drafts: dict[Path, tuple[Path, Same | None]] = {}
        self._made_from = MadeFrom(output, note)
        self._removals: set[Path] = set()
        self._wanted: set[Path] = set()
        self.sizes: dict[Path, tuple[int, int]] = {}  # of the workbooks that say: how many sheets and rows
        self._numbers = count()
        self._entered = 0
        self._made = False
        self._lock: BaseFileLock | None = None

    def stands(self, path: Path, content: str) -> bool:
        """Whether an earlier run made what stands at `path` from the same `content` (a digest), and nobody touched it: then it
        is planned to stay. Else a draft is to be made."""
        stands = self._made_from.untouched(path, content)
        if stands:
            self.keep(path)
        else:
            self._made_from.making(path, content)
        return stands

    def draft(self, path: Path, same: Same | None = None) -> Path:
        """Where to write what shall stand at `path`, a file below the output folder. `same`: for content that is never
        twice the same bytes."""
        if path not in self._drafts:
            self._begin()
            folder = self._folder / str(next(self._numbers))
            self._drafts[path] = (folder / path.name, same)
            make_folder(folder)
        self._removals.discard(path)
        self._wanted.add(path)
        return self._drafts[path][0]

    def remove(self, path: Path) -> None:
        """Nothing shall stand at `path`: there is nothing left to tell in it."""
        self._wanted.discard(path)
        if self._drafts.pop(path, None) is None and not (path.is_file() or path.is_symlink()):
            return
        self._begin()
        self._removals.add(path)

    def altered(self) -> tuple[list[str], list[str]] | None:
        """Files that are gone and files that were changed since they were written; None where that is not known."""
        return self._made_from.altered()

    def otherwise(self) -> list[tuple[Path, Path | None]]:
        """Files that stand and are to be written over with something else, or removed: each with its draft, if it has one."""
        drafted: list[tuple[Path, Path | None]] = [
            (path, draft)
            for path, (draft, _) in self._drafts.items()
            if path.is_file() and digest_of_file(path) != digest_of_file(draft)
        ]
        return sorted([*drafted, *((path, None) for path in self._removals)])

    def keep(self, path: Path) -> None:
        """What stands at `path` stays as it is after all."""
        self._drafts.pop(path, None)
        self._removals.discard(path)
        self._wanted.add(path)

    def files(self) -> list[str]:
        """Everything planned so far to stand when this is carried out, by its path below the output folder, sorted."""
        return sorted(path.relative_to(self._output).as_posix() for path in self._wanted)

    def size_of(self, file: str) -> tuple[int | None, int | None]:
        """Sheets and rows of such a file, where it said them."""
        return self.sizes.get(self._output / file, (None, None))

    def __enter__(self) -> "OutputPlan":
        self._entered += 1
        if self._entered == 1 and self._folder.is_dir():
            self._begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._entered -= 1
        if self._entered:
            return
        try:
            if error is None:
                self.carry_out()
        finally:
            self._end()

    def _begin(self) -> None:
        """The folder for the drafts, this run's alone; what a killed run left in it is finished or swept."""
        if self._lock is not None:
            return
        self._made = not self._output.exists()
        make_folder(self._output)
        try:
            make_private(self._folder)
        except OSError as error:
            raise _refusal(SwapError([], error)) from error
        lock = FileLock(self._folder / LOCK, timeout=0, fallback_to_soft=False)
        try:
            lock.acquire()
        except Timeout as error:
            raise UsageError(f"另一个 rescue 正在往“{self._output.name}”里写，请等它结束再试。") from error
        except OSError:  # a drive without locks: then two at once cannot be told apart
            pass
        try:
            self._finish_earlier()
        except SwapError as error:
            lock.release()
            raise _refusal(error) from error
        self._lock = lock

    def _finish_earlier(self) -> None:
        finish(self._output, self._folder)
        for left in self._folder.iterdir():
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            elif left.name != LOCK:
                left.unlink(missing_ok=True)

    def carry_out(self) -> None:
        """What is planned so far: at the end, or before an exception that leaves it standing."""
        for path in self._drafts:
            make_folder(path.parent)
            _sweep_beside(path)
        try:
            changes = [change for path in sorted({*self._drafts, *self._removals}) if (change := self._change(path))]
            if changes:
                swap(self._output, self._folder, changes)
            self._made_from.note(self._drafts, self._removals)
        except SwapError as error:
            raise _refusal(error) from error
        self._drafts, self._removals = {}, set()

    def _change(self, path: Path) -> Change | None:
        """What is to be done at `path`; None where it stays. Raises SwapError."""
        target = path.relative_to(self._output).as_posix()
        try:
            return self._compared(path, target)
        except OSError as error:
            raise SwapError([target], error) from error

    def _compared(self, path: Path, target: str) -> Change | None:
        was = digest_of_file(path)
        old = f"old-{next(self._numbers)}" if was else ""
        if path in self._removals:
            return Change(target, "", old, "", was) if was else None
        draft, same = self._drafts[path]
        becomes = digest_of_file(draft)
        if was == becomes or (same is not None and was and same(path.read_bytes())):
            with suppress(OSError):  # another's file, or a drive without owners
                path.chmod(OWNER_ONLY)
            return None
        on_disk(draft)
        return Change(target, draft.relative_to(self._folder).as_posix(), old, becomes, was)

    def _end(self) -> None:
        """No drafts left, but where an intent could not be carried out."""
        self._drafts, self._removals = {}, set()
        if self._lock is None:
            return
        self._lock.release()
        self._lock = None
        if (self._folder / INTENT).exists():
            return
        shutil.rmtree(self._folder, ignore_errors=True)
        if self._made:
            with suppress(OSError):  # not empty: as it should be
                self._output.rmdir()


def _sweep_beside(path: Path) -> None:
    """Drafts of killed runs of earlier versions, which stood beside their targets."""
    for ending in ("draft", "new"):
        with suppress(OSError):  # a scanner may still hold it
            path.with_name(f".{path.name}.{ending}").unlink(missing_ok=True)


def _refusal(error: SwapError) -> OutputError:
    names = "、".join(Path(target).name for target in error.targets)
    why = (
        "可能正在Excel或WPS里打开，或文件夹不许写入。请关闭后重新运行"
        if isinstance(error.cause, PermissionError)
        else f"{cause_of(error.cause)}。请检查磁盘空间和文件夹后重新运行"
    )
    state = "原来的各份都没有动" if error.whole else "有的已换、有的还没有：再运行一次会接着换完"
    return OutputError(f"写不进 {names or '输出文件夹'}：{why}。{state}。")
