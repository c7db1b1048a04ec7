"""What the files under an output folder were made from, so that nobody draws a workbook that would come out the same.

A note beside the cached tables: without it everything is drawn, and comes out the same bytes.
"""

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from rescue_cli.core.version import program_digest
from rescue_cli.pipeline.file_swap import digest_of_file


def content_of(*parts: object) -> str:
    """A digest of what a file is to be made from, by this program; every part says all of itself in its repr."""
    return hashlib.sha256(repr((program_digest(), *parts)).encode("utf-8", "surrogatepass")).hexdigest()


class MadeFrom:
    """File below `output` → digest of its content, and of the bytes that were made from it; kept at `note`, if anywhere."""

    def __init__(self, output: Path, note: Path | None) -> None:
        self._output, self._note = output, note
        self._known = _read(note) if note is not None else {}
        self._making: dict[Path, str] = {}

    def untouched(self, path: Path, content: str) -> bool:
        """Whether what stands at `path` was made from `content`, and is as it was made."""
        was, made = self._known.get(self._name(path), ("", ""))
        try:
            return bool(made) and was == content and digest_of_file(path) == made
        except OSError:  # it cannot be read: whoever writes there says so
            return False

    def making(self, path: Path, content: str) -> None:
        """A draft for `path` is made from `content`."""
        self._making[path] = content

    def altered(self) -> tuple[list[str], list[str]] | None:
        """(files that are gone, files that are no longer as they were written), by path below the output folder; None where
        nothing is known of how any was written."""
        if not self._known:
            return None
        gone, changed = [], []
        for name, (_, made) in sorted(self._known.items()):
            path = self._output / name
            if not path.is_file():
                gone.append(name)
            elif _digest(path) != made:
                changed.append(name)
        return gone, changed

    def note(self, placed: Iterable[Path], removed: Iterable[Path] = ()) -> None:
        """The drafts for `placed` stand where they belong now; what was `removed` does not."""
        made = {path: self._making.get(path, "") for path in placed}
        old = [name for path in removed if (name := self._name(path)) in self._known]
        self._making = {}
        if self._note is None or not (made or old):
            return
        for name in old:
            del self._known[name]
        with suppress(OSError):  # then they are drawn again next time
            for path, content in made.items():
                self._known[self._name(path)] = (content, digest_of_file(path))
            self._note.parent.mkdir(exist_ok=True)
            self._note.write_text(
                json.dumps(self._known, ensure_ascii=False, sort_keys=True, indent=0), encoding="utf-8"
            )

    def _name(self, path: Path) -> str:
        return path.relative_to(self._output).as_posix()


def _digest(path: Path) -> str:
    """ "" of one that cannot be read: as good as changed."""
    try:
        return digest_of_file(path)
    except OSError:
        return ""


def _read(note: Path) -> dict[str, tuple[str, str]]:
    try:
        entries = json.loads(note.read_text(encoding="utf-8"))
        return {str(name): (str(content), str(made)) for name, (content, made) in entries.items()}
    except (OSError, ValueError, AttributeError, TypeError):  # none, or a damaged one: everything is drawn
        return {}
