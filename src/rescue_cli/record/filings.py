"""上报登记: which report was handed in for which period, which of several times counts, and 存档/, where each stands as it went.

存档/<期间>/<报表>/第n次/ holds the workbooks and, as parquet, their figures and which household counted in which. It is never
rewritten.
"""

import datetime as dt
import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from posixpath import commonpath

import pyarrow as pa
import pyarrow.parquet as pq

from rescue_cli.core import columns as c
from rescue_cli.core.change_tables import FILINGS
from rescue_cli.core.disk_faults import cause_of
from rescue_cli.core.errors import OutputError
from rescue_cli.core.file_names import safe_name
from rescue_cli.core.states import FilingState
from rescue_cli.record.journal import Journal
from rescue_cli.record.kinds import FILING, REOPENED
from rescue_cli.record.private_folder import make_private

FILES = {"counted": "计入.parquet", "figures": "数字.parquet", "opening": "期初.parquet", "corrected": "更正.parquet"}
ALWAYS = ("counted", "figures")
ONCE = "全期"  # the period of a report that is no monthly one


@dataclass(frozen=True)
class KeptFigures:
    """What is kept of a report handed in: COUNTED and FIGURES, with the households that stay as handed in before until somebody
    answers. `opening`: of one handed in before the workspace began, FIGURES less what its households came to when it was
    registered; `corrected`: the corrections that were handed in with it (FILED_CHANGES)."""

    counted: pa.Table
    figures: pa.Table
    opening: pa.Table | None = None
    corrected: pa.Table | None = None


@dataclass(frozen=True)
class Filing:
    """One time a report was handed in. `digest`: of its workbooks, `figures`: of what counted where; `time`: 1 for the first;
    `left`: what was left to do then, in counts; `recorded`: the state of 存档/状态/ it was made of ("": none); `opening`: it was
    handed in before the workspace began, and is known from the old table."""

    report: str
    period: str
    day: dt.date
    digest: str
    figures: str
    by: str
    reviewer: str
    time: int
    state: FilingState
    left: tuple[str, ...]
    recorded: str = ""
    opening: bool = False


def filings(journal: Journal) -> list[Filing]:
    """All of them in the order they were handed in; of one report and period the last is what was handed in."""
    of_period: dict[tuple[str, str], list[Filing]] = {}
    listed: list[tuple[tuple[str, str], int]] = []
    for entry in journal.entries:
        if entry.kind not in (FILING, REOPENED):
            continue
        body = entry.body
        key = (body["report"], body["period"])
        times = of_period.setdefault(key, [])
        if times:
            state = FilingState.REOPENED if entry.kind == REOPENED else FilingState.FOLLOWED
            times[-1] = replace(times[-1], state=state)
        if entry.kind == FILING:
            listed.append((key, len(times)))
            times.append(_filing(body, len(times) + 1))
    return [of_period[key][place] for key, place in listed]


def standing(journal: Journal, report: str, period: str) -> Filing | None:
    """What was handed in for the period and not reopened."""
    times = [filing for filing in filings(journal) if (filing.report, filing.period) == (report, period)]
    return times[-1] if times and times[-1].state == FilingState.STANDS else None


def standing_filings(journal: Journal) -> list[Filing]:
    """Everything that was handed in and not reopened, in order."""
    return [filing for filing in filings(journal) if filing.state == FilingState.STANDS]


def next_time(journal: Journal, report: str, period: str) -> int:
    """How many times it will have been handed in."""
    return 1 + sum((filing.report, filing.period) == (report, period) for filing in filings(journal))


def filings_table(journal: Journal) -> pa.Table:
    """FILINGS, in the order they were handed in."""
    lines = [
        {
            c.REPORT: filing.report,
            c.PERIOD: filing.period,
            c.FILED_DAY: filing.day,
            c.DIGEST: filing.digest,
            c.OFFICER: filing.by,
            c.REVIEWER: filing.reviewer,
            c.TIME: filing.time,
            c.STATE: filing.state.value,
            c.LEFT_THEN: "；".join(filing.left) or None,
        }
        for filing in filings(journal)
    ]
    return pa.Table.from_pylist(lines, schema=FILINGS)


def filing_folder(archive: Path, report: str, period: str, time: int) -> Path:
    """Where it stands for ever."""
    return archive / safe_name(period) / safe_name(report) / f"第{time}次"


def keep_filing(folder: Path, books: Mapping[str, bytes], kept: KeptFigures) -> tuple[str, str]:
    """Write workbooks (by their path under 输出/) and figures, all or none; the digest of the workbooks and of the figures.

    A folder that stands there already is of a writing the record knows nothing of, and goes. Raises OutputError.
    """
    draft = folder.with_name(f".{folder.name}")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        for above in (folder.parent.parent.parent, folder.parent.parent, folder.parent, draft):
            make_private(above)
        for name, data in _by_own_name(books).items():
            (draft / name).parent.mkdir(parents=True, exist_ok=True)
            (draft / name).write_bytes(data)
        for part, name in FILES.items():
            if (table := getattr(kept, part)) is not None:
                pq.write_table(table, draft / name)
        figures = _figures_digest(draft)
        shutil.rmtree(folder, ignore_errors=True)
        draft.rename(folder)
    except OSError as error:
        raise OutputError(f"存档 无法写入：{cause_of(error)}。请检查磁盘空间和文件夹权限。") from error
    return books_digest(_by_own_name(books)), figures


def _by_own_name(books: Mapping[str, bytes]) -> dict[str, bytes]:
    """The workbooks by what their paths do not share: two of one name in two folders stay two."""
    shared = len(PurePosixPath(commonpath([str(PurePosixPath(name).parent) for name in books])).parts) if books else 0
    return {PurePosixPath(*PurePosixPath(name).parts[shared:]).as_posix(): data for name, data in books.items()}


def books_digest(books: Mapping[str, bytes]) -> str:
    """One digest of workbooks with their names: a report may be several."""
    total = hashlib.sha256()
    for name in sorted(books):
        total.update(name.encode() + b"\0" + hashlib.sha256(books[name]).digest())
    return total.hexdigest()


def is_whole(folder: Path, filing: Filing) -> bool:
    """Whether what stands in 存档/ is still what was handed in."""
    try:
        figures = _figures_digest(folder)
        own = {folder / name for name in FILES.values()}
        paths = [path for path in folder.rglob("*") if path.is_file() and path not in own]
        books = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    except OSError:  # gone or closed to us: as good as changed
        return False
    return (books_digest(books), figures) == (filing.digest, filing.figures)


def _figures_digest(folder: Path) -> str:
    names = [name for part, name in FILES.items() if part in ALWAYS or (folder / name).exists()]
    digests = [hashlib.sha256((folder / name).read_bytes()).digest() for name in names]
    return hashlib.sha256(b"".join(digests)).hexdigest()


def kept_figures(archive: Path, filing: Filing) -> KeptFigures | None:
    """What was kept of a report handed in; None where 存档/ no longer holds it as it was."""
    folder = filing_folder(archive, filing.report, filing.period, filing.time)
    if not is_whole(folder, filing):
        return None
    return KeptFigures(
        **{part: pq.read_table(folder / name) for part, name in FILES.items() if (folder / name).exists()}
    )


def _filing(body: Mapping[str, object], time: int) -> Filing:
    left = body["left"]
    assert isinstance(left, list)
    names = ("digest", "figures", "by", "reviewer")
    digest, figures, by, reviewer = (str(body[name]) for name in names)
    report, period, day = str(body["report"]), str(body["period"]), dt.date.fromisoformat(str(body["day"]))
    recorded = str(body.get("state", ""))
    opening = bool(body.get("opening"))
    return Filing(
        report, period, day, digest, figures, by, reviewer, time, FilingState.STANDS, tuple(left), recorded, opening
    )
