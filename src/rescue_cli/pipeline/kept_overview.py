"""What `run` kept for the page and for `status`, and whether it still stands: nothing is loaded for it but the tables, so
that `status` answers at once where nothing has moved."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.folder_listing import files_below
from rescue_cli.core.output_books import OVERVIEW_PAGE
from rescue_cli.core.overview_tables import AS_OF_SET, DAY, LAST_DAY, MADE_BESIDE, OVERVIEW, PAGE_DIGEST
from rescue_cli.core.version import program_digest
from rescue_cli.core.workspace_folders import CACHE, CONFIG, INBOX, OUTPUT, OWN_PACKS, RECORD
from rescue_cli.record.cache import load_tables

OVERVIEW_STAGE = "overview"  # in the workspace's cache
Tables = Mapping[str, pa.Table]


@dataclass(frozen=True)
class InboxNews:
    """Files of 收件/ that came, were written over, or went since the last run."""

    fresh: tuple[str, ...] = ()
    rewritten: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.fresh or self.rewritten or self.gone)

    @property
    def sentence(self) -> str:
        """In one sentence; "" where nothing moved."""
        counts = ((self.fresh, "新到"), (self.rewritten, "改过"), (self.gone, "不在了"))
        facts = "，".join(f"{what}{len(files)}份" for files, what in counts if files)
        return f"收件/ 在上次运行以后有变动：{facts}，还没有算进来，请先 rescue run" if facts else ""


def kept_tables(cache: Path) -> dict[str, pa.Table] | None:
    """The tables of the last run (OVERVIEW), or None where there was none."""
    loaded = load_tables(cache / OVERVIEW_STAGE)
    if loaded is None or not set(OVERVIEW) <= set(loaded[0]):
        return None
    try:
        return {name: loaded[0][name].cast(schema) for name, schema in OVERVIEW.items()}
    except (ValueError, pa.ArrowException):  # of another version of the program
        return None


def about(tables: Tables) -> dict[str, str]:
    """`about` by item."""
    return dict(zip(*(tables["about"][name].to_pylist() for name in (c.ITEM, c.VALUE)), strict=True))


def files_seen(files: Iterable[tuple[Path, str]]) -> dict[str, str]:
    """Name → digest of what stands there; "" where it cannot be read."""
    return {name: _digest(path) for path, name in files}


def inbox_news(seen: pa.Table, inbox: Path) -> InboxNews:
    """What `inbox` holds otherwise than the run saw (SEEN)."""
    before = dict(zip(seen[f.SOURCE_FILE].to_pylist(), seen[c.DIGEST].to_pylist(), strict=True))
    now = files_seen(files_below(inbox)) if inbox.is_dir() else {}
    return InboxNews(
        tuple(sorted(now.keys() - before.keys())),
        tuple(sorted(name for name in now.keys() & before.keys() if now[name] != before[name])),
        tuple(sorted(before.keys() - now.keys())),
    )


def digest_beside(folder: Path) -> str:
    """Of what stands beside 收件/ and 输出/ and decides with it: settings, record, packs of one's own, the program."""
    own = sorted(path for path in (folder / OWN_PACKS).rglob("*") if path.is_file())
    parts = [(path.relative_to(folder).as_posix(), _digest(path)) for path in (folder / CONFIG, folder / RECORD, *own)]
    return hashlib.sha256(repr((parts, program_digest())).encode()).hexdigest()


def stands(tables: Tables, folder: Path, today: dt.date) -> bool:
    """Whether the page in 输出/ is what `status` would write: nothing came, nothing was decided, the day is the same."""
    facts = about(tables)
    day = facts[AS_OF_SET] or min(today.isoformat(), facts[LAST_DAY] or today.isoformat())
    return (
        day == facts[DAY]
        and facts[MADE_BESIDE] == digest_beside(folder)
        and facts[PAGE_DIGEST] == _digest(folder / OUTPUT / OVERVIEW_PAGE)
        and not inbox_news(tables["seen"], folder / INBOX)
    )


def unmoved_tables(folder: Path, today: dt.date) -> dict[str, pa.Table] | None:
    """The tables of the last run where `stands` holds of them."""
    tables = kept_tables(folder / CACHE)
    return tables if tables is not None and stands(tables, folder, today) else None


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    except OSError:
        return ""
