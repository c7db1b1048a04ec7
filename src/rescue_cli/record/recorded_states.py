"""存档/状态/: what earlier runs came to, one folder a state, so that the next run can say what became otherwise.

A state is recorded where a run's results differ from the last one's. Kept are the last three, the last of each day for
30 days, and those somebody holds on to (filings). A state that cannot be read counts as none, and is said.
"""

import datetime as dt
import hashlib
import json
import re
import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.change_tables import GONE
from rescue_cli.core.disk_faults import cause_of
from rescue_cli.core.errors import OutputError
from rescue_cli.core.states import FileState
from rescue_cli.core.tables import EVENTS
from rescue_cli.record.cache import load_tables, save_tables

KEPT_DAYS = 30
KEPT_LAST = 3  # a change taken back shows only beside the version before the last
TABLES = ("cases", "determinations", "mentions", "clusters", "files")
LATER = {
    "events": EVENTS,
    "unplaced_events": EVENTS,
    "gone": GONE,
}  # not in states of earlier programs: nothing is known of them there
_NAME = re.compile(r"(\d{4,})_(\d{4}-\d\d-\d\d)")
_ABOUT, _SEALED = "about.json", "|"  # the second: before the digest of the first, in the index of the tables


@dataclass(frozen=True)
class RecordedState:
    """`tables`: TABLES as they were; `about`: what they were made from, by Cause (digests and days, no personal data)."""

    tables: dict[str, pa.Table]
    about: Mapping[str, str]


def state_names(folder: Path) -> list[str]:
    """The states of a folder (存档/状态/), the oldest first; each is called by its number and the day it was recorded."""
    if not folder.is_dir():
        return []
    matches = [match for path in folder.iterdir() if path.is_dir() and (match := _NAME.fullmatch(path.name))]
    return [match[0] for match in sorted(matches, key=lambda match: int(match[1]))]


def day_of(name: str) -> dt.date:
    """The day a state was recorded.

    >>> day_of("0003_2019-04-25")
    datetime.date(2019, 4, 25)
    """
    return dt.date.fromisoformat(name.partition("_")[2])


def read_state(folder: Path, name: str) -> RecordedState | None:
    """The state, or None where it is damaged."""
    loaded = load_tables(folder / name, of_any_format=True)  # a new program says what it changed, it does not forget
    try:
        text = (folder / name / _ABOUT).read_text(encoding="utf-8")
        about = json.loads(text)
    except (OSError, ValueError):  # damaged like a table would be: None says so
        return None
    if loaded is None or loaded[1].partition(_SEALED)[2] not in ("", _digest(text)):  # "": of an earlier program
        return None
    if not isinstance(about, dict) or not set(TABLES) <= set(loaded[0]):
        return None
    tables = {name: loaded[0].get(name, LATER.get(name)) for name in (*TABLES, *LATER)}
    blank = {name: table.empty_table() for name, table in tables.items() if isinstance(table, pa.Schema)}
    return RecordedState({**tables, **blank}, about)


def files_read(folder: Path, name: str) -> dict[str, str]:
    """File → digest of what counted in a state; none where it cannot be read."""
    loaded = load_tables(folder / name, of_any_format=True, only=("files",))
    lines = loaded[0]["files"].to_pylist() if loaded is not None and "files" in loaded[0] else []
    return {line[f.SOURCE_FILE]: line[c.DIGEST] for line in lines if line[c.STATE] == FileState.READ}


def record_state(folder: Path, state: RecordedState, day: dt.date, held: Collection[str] = ()) -> str:
    """Write a new state and let the older ones go that nobody needs any more; its name.

    `held`: names of states that stay whatever their age. Raises OutputError where the folder cannot be written.
    """
    names = state_names(folder)
    number = int(names[-1].partition("_")[0]) + 1 if names else 1
    name = f"{number:04d}_{day.isoformat()}"
    draft = folder / f".{name}"
    try:
        for left in sorted(folder.glob(".[0-9]*_*")):  # of runs that were killed
            shutil.rmtree(left, ignore_errors=True)
        about = json.dumps(dict(state.about), ensure_ascii=False, sort_keys=True, indent=1)
        tables = {table: state.tables[table] for table in (*TABLES, *LATER)}
        save_tables(draft, tables, f"{name}{_SEALED}{_digest(about)}")
        (draft / _ABOUT).write_text(about, encoding="utf-8", newline="\n")
        draft.rename(folder / name)
        for old in superfluous([*names, name], day):
            if old not in held:
                shutil.rmtree(folder / old)
    except OSError as error:
        raise OutputError(f"存档/状态 无法写入：{cause_of(error)}。请检查磁盘空间和文件夹权限。") from error
    return name


def _digest(about: str) -> str:
    return hashlib.sha256(about.encode()).hexdigest()


def superfluous(names: Sequence[str], today: dt.date) -> list[str]:
    """Of all states, the oldest first, those that need not be kept.

    >>> superfluous(["0001_2019-04-01", "0002_2019-04-25", "0003_2019-04-25", "0004_2019-06-01"], dt.date(2019, 6, 1))
    ['0001_2019-04-01', '0002_2019-04-25']
    """
    last_of_day = {day_of(name): name for name in names}
    kept = {*names[-KEPT_LAST:]}
    kept |= {name for day, name in last_of_day.items() if (today - day).days <= KEPT_DAYS}
    return [name for name in names if name not in kept]
