"""A run of which nothing could come out otherwise than from the last: its outcome is told again, and nothing is worked out.

What a run gives is a function of what goes in (design §1.4), so where all of that is as the last run left it – and what that
run wrote stands untouched – the workbooks are already what they would become.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from rescue_cli.core.disk_faults import cause_of
from rescue_cli.core.errors import OutputError
from rescue_cli.core.version import program_digest
from rescue_cli.core.workspace_folders import OWN_PACKS
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.report_files import TEMPLATES
from rescue_cli.pipeline.session import Session

KEPT = "run.json"  # in the workspace's cache
CACHED = "*/tables/index.json"  # what the tables in the cache were made from


def outcome_as_before(session: Session, month: str | None) -> Outcome | None:
    """What the last run of the workspace gave, where this one would give the same; else None."""
    if not session.leaves_cache or session.workspace is None:
        return None
    try:
        kept = json.loads((session.workspace.cache / KEPT).read_text(encoding="utf-8"))
        if kept["state"] != _state(session, month):
            return None
        lists = {name: tuple(kept["outcome"][name]) for name in ("outputs", "left", "notes")}
        return Outcome(**{**kept["outcome"], **lists})
    except (OSError, ValueError, KeyError, TypeError):  # none kept, or a damaged one: then the run is made
        return None


def keep_outcome(session: Session, month: str | None, outcome: Outcome) -> None:
    """Remember what the run gave, with the state it leaves behind. Raises OutputError where the cache cannot be written."""
    if not session.leaves_cache or session.workspace is None:
        return
    path = session.workspace.cache / KEPT
    try:
        kept = {"state": _state(session, month), "outcome": asdict(outcome)}
    except OSError:  # something cannot be read: nobody can say that it stays the same
        path.unlink(missing_ok=True)
        return
    try:
        path.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        raise OutputError(f".rescue/{KEPT} 无法写入：{cause_of(error)}。请检查磁盘空间和文件夹权限。") from error


def _state(session: Session, month: str | None) -> str:
    """A digest of everything a run reads and of everything it wrote."""
    assert session.workspace is not None
    workspace = session.workspace
    rests_on = (session.digest(), month, session.today, session.due_today, session.output, program_digest())
    total = hashlib.sha256(repr(rests_on).encode())
    whole = [workspace.folder / name for name in (TEMPLATES, OWN_PACKS)] + [workspace.archive, session.output]
    for folder, pattern in [*((folder, "*") for folder in whole), (workspace.cache, CACHED)]:
        for path in _files(folder, pattern):
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            total.update(
                f"|{folder.name}|{path.relative_to(folder).as_posix()}|{content}".encode("utf-8", "surrogateescape")
            )
    return total.hexdigest()


def _files(folder: Path, pattern: str) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob(pattern) if path.is_file())
