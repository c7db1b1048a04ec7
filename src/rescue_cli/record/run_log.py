""".rescue/运行.jsonl: every run that came to something else than the one before – who, when, by which pack and day, from how many
files, to what. A record of its own, in the form of 裁定.jsonl: no result rests on it."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from rescue_cli.core.errors import RecordError
from rescue_cli.record.journal import Journal, append, read_journal, set_torn_aside
from rescue_cli.record.kinds import RUN
from rescue_cli.record.lines import Entry
from rescue_cli.record.private_folder import make_private

LOG = "运行.jsonl"
TORN = "运行-没写完的.txt"


def run_log(folder: Path) -> Journal:
    """All runs written down. Raises RecordError where it is damaged."""
    return read_journal(folder / LOG)


def log_run(folder: Path, body: Mapping[str, object]) -> str:
    """Write one run down; why that cannot be, or "": a run is not stopped by it."""
    try:
        make_private(folder)
        log = run_log(folder)
        if log.torn:
            log = set_torn_aside(folder / LOG, log, folder / TORN)
        append(folder / LOG, log, [Entry(RUN, dict(body))])
    except RecordError:
        return f"{folder.name}/{LOG} 读不出来，这次运行没有记进去：rescue verify 说明怎么办"
    return ""


def state_digest(folder: Path) -> str:
    """Of all files of a recorded state, with their names. Raises OSError."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
