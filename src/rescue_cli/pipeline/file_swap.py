"""Files that change together: all of them or none, also where the program is killed in between.

What is meant stands in an intent file beside the drafts before the first file changes. Whoever finds that file later goes on
where it stopped, forward or back; a file somebody changed in the meantime is left as it is.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

INTENT, _WAY_BACK = "intent.json", "back.json"
FORWARD, BACK = "forward", "back"
OWNER_ONLY = 0o600


@dataclass(frozen=True)
class Change:
    """At `target` shall stand the draft `fresh` ("": nothing); what stood there is kept as `old` ("": nothing did). `becomes`
    and `was`: digests of both. The paths are relative: the target to the output folder, the others to the drafts."""

    target: str
    fresh: str
    old: str
    becomes: str
    was: str


class SwapError(Exception):
    """These targets (relative) stood in the way, and why. `whole`: everything is as before."""

    def __init__(self, targets: Sequence[str], cause: OSError, *, whole: bool = True) -> None:
        super().__init__(*targets)
        self.targets, self.cause, self.whole = tuple(targets), cause, whole


def digest_of_file(path: Path) -> str:
    """Of what stands at `path`; "" where nothing does. Raises OSError."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def swap(output: Path, drafts: Path, changes: Sequence[Change]) -> None:
    """Make all changes. Raises SwapError where one cannot be made: everything is then as before."""
    _refuse_locked(output, changes)
    try:
        for change in changes:
            _keep_old(output, drafts, change)
        _note(drafts / _WAY_BACK, BACK, changes)  # now, while there is room: turning round must need none
        _note(drafts / INTENT, FORWARD, changes)
    except OSError as error:
        (drafts / INTENT).unlink(missing_ok=True)
        raise SwapError([], error) from error
    try:
        _each(changes, lambda change: _forward(output, drafts, change))
    except SwapError:
        os.replace(drafts / _WAY_BACK, drafts / INTENT)
        finish(output, drafts)
        raise
    (drafts / INTENT).unlink()


def finish(output: Path, drafts: Path) -> None:
    """Go on with what was begun, if anything was. Raises SwapError: the intent stays for the next run."""
    try:
        intent = json.loads((drafts / INTENT).read_text(encoding="utf-8", errors="surrogatepass"))
        changes = [Change(**entry) for entry in intent["changes"]]
        step = _forward if intent["step"] == FORWARD else _back
    except (OSError, ValueError, KeyError, TypeError):
        return  # none, or not whole: no file was changed yet
    try:
        _each(changes, lambda change: step(output, drafts, change))
    except SwapError as error:
        error.whole = False
        raise
    (drafts / INTENT).unlink()


def _each(changes: Iterable[Change], step: Callable[[Change], None]) -> None:
    for change in changes:
        try:
            step(change)
        except OSError as error:
            raise SwapError([change.target], error) from error


def _refuse_locked(output: Path, changes: Sequence[Change]) -> None:
    """Raises SwapError with every target that is open elsewhere: Windows renames no such file, not even to its own name."""
    locked: dict[str, OSError] = {}
    for change in changes:
        if change.was:
            try:
                os.replace(output / change.target, output / change.target)
            except OSError as error:
                locked[change.target] = error
    if locked:
        raise SwapError(list(locked), next(iter(locked.values())))


def _keep_old(output: Path, drafts: Path, change: Change) -> None:
    """A second name for what stands there costs no space; a copy where the disk knows no second names."""
    if not change.old:
        return
    try:
        os.link(output / change.target, drafts / change.old)
    except OSError:
        shutil.copy2(output / change.target, drafts / change.old)


def _forward(output: Path, drafts: Path, change: Change) -> None:
    target = output / change.target
    if digest_of_file(target) != change.was:
        return  # done already, or somebody changed it since
    if change.fresh:
        os.replace(drafts / change.fresh, target)
    else:
        target.unlink()


def _back(output: Path, drafts: Path, change: Change) -> None:
    target = output / change.target
    if digest_of_file(target) != change.becomes:
        return  # not changed yet, or by somebody since
    if change.old:
        os.replace(drafts / change.old, target)
    else:
        target.unlink()


def _note(path: Path, step: str, changes: Sequence[Change]) -> None:
    """An intent, whole or not at all, and on the disk before anything that rests on it."""
    text = json.dumps({"step": step, "changes": [asdict(change) for change in changes]}, ensure_ascii=False)
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("w", encoding="utf-8", errors="surrogatepass") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)


def on_disk(path: Path) -> None:
    """Readable by its owner only, and written through: a power cut must not leave an empty file behind the new name."""
    with suppress(OSError):  # some drives know no owners
        path.chmod(OWNER_ONLY)
    with path.open("rb+") as file:
        os.fsync(file.fileno())
